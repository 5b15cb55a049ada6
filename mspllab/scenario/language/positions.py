"""Where in a TOML text each key and each value stands; `tomllib` does not tell.

The text is known to be good TOML, so this only has to find its way through it.
"""

import re
import tomllib
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""How a value is reached from the top: keys, and numbers within arrays from 0."""


class Span(NamedTuple):
    """Characters of the text from `start` up to but not including `end`."""

    start: int
    end: int


class Spot(NamedTuple):
    """Where a key stands, and where its value."""

    key: Span
    value: Span


BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?""""{0,2}|"(?:\\.|[^"\\\n])*"'''
    r"""|\'\'\'.*?\'\'\''{0,2}|'[^'\n]*'""",
    re.DOTALL,
)
# A date and a time may have one blank between them.
SCALAR = re.compile(r"[^\s,\]}#]+(?: \d\d:[^\s,\]}#]+)?")


def find_positions(text: str) -> dict[KeyPath, Spot]:
    """{path: where it stands} for every key and array element of `text`."""
    return _Scanner(text).spots


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self.spots: dict[KeyPath, Spot] = {}
        self._at = 0
        self._lengths: dict[KeyPath, int] = {}  # of the arrays of tables
        table: KeyPath = ()
        while self._skip(BLANK)._at < len(text):
            table = self._header() if self._sees("[") else self._pair(table)

    def _dotted_key(self) -> list[tuple[str, Span]]:
        parts = [self._key()]
        while self._skip(SPACE)._sees("."):
            self._at += 1
            self._skip(SPACE)
            parts.append(self._key())
        return parts

    def _key(self) -> tuple[str, Span]:
        span = self._take(KEY)
        raw = self._text[span.start : span.end]
        name = tomllib.loads(f"k = {raw}")["k"] if raw[0] in "\"'" else raw
        return name, span

    def _header(self) -> KeyPath:
        """[table] or [[array of tables]]: the path of what follows."""
        start = self._at
        is_array = self._text.startswith("[[", start)
        self._at += 2 if is_array else 1
        self._skip(SPACE)
        parts = self._dotted_key()
        self._skip(SPACE)
        self._at += 2 if is_array else 1
        return self._open(parts, Span(start, self._at), is_array=is_array)

    def _open(
        self, parts: list[tuple[str, Span]], header: Span, *, is_array: bool
    ) -> KeyPath:
        path: KeyPath = ()
        for number, (name, span) in enumerate(parts, start=1):
            path = (*path, name)
            self.spots.setdefault(path, Spot(span, header))
            if number == len(parts) and is_array:
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
                self.spots.setdefault(path, Spot(span, header))
        return path

    def _pair(self, table: KeyPath) -> KeyPath:
        """`key = value`; returns `table`, which it leaves open."""
        path = table
        parts = self._dotted_key()
        self._at += 1  # the equals sign
        self._skip(SPACE)
        start = self._at
        for name, _ in parts:
            path = (*path, name)
        value = Span(start, self._value(path))
        self.spots[path] = Spot(parts[-1][1], value)
        # What the names before the last one hold is, as far as it shows, the line.
        line = Span(parts[0][1].start, value.end)
        for depth, (_, span) in enumerate(parts[:-1], start=len(table) + 1):
            self.spots.setdefault(path[:depth], Spot(span, line))
        return table

    def _value(self, path: KeyPath) -> int:
        """Walk over one value; where it ends."""
        if self._sees("["):
            self._array(path)
        elif self._sees("{"):
            self._inline_table(path)
        elif self._sees('"') or self._sees("'"):
            self._take(STRING)
        else:
            self._take(SCALAR)
        return self._at

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        index = 0
        while not self._skip(BLANK)._sees("]"):
            start = self._at
            span = Span(start, self._value((*path, index)))
            self.spots[*path, index] = Spot(span, span)
            index += 1
            if self._skip(BLANK)._sees(","):
                self._at += 1
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        while not self._skip(BLANK)._sees("}"):
            self._pair(path)
            if self._skip(BLANK)._sees(","):
                self._at += 1
        self._at += 1

    def _sees(self, character: str) -> bool:
        return self._text.startswith(character, self._at)

    def _skip(self, pattern: re.Pattern[str]) -> "_Scanner":
        self._take(pattern)
        return self

    def _take(self, pattern: re.Pattern[str]) -> Span:
        match = pattern.match(self._text, self._at)
        assert match is not None, f"no {pattern.pattern} at character {self._at}"
        self._at = match.end()
        return Span(*match.span())
