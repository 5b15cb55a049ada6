"""Headers: ordered, case-blind, compact forms unfolded, lines kept as written."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from mspllab.errors import BuildError, ParseError
from mspllab.sip.grammar import split_list, token
from mspllab.sip.header_names import COMPACT, KNOWN, LISTS

T = TypeVar("T")

_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")
# Beginnings of lines as most senders write them, colon included → key.
_KEY_OF_BEGINNING = {
    f"{written}:": name.lower()
    for name in KNOWN
    for written in (name, name.lower(), name.upper())
} | {
    f"{written}:": name
    for letter, name in COMPACT.items()
    for written in (letter, letter.upper())
}


class Headers:
    """The header fields of a message, immutable.

    Two parallel lists hold each field's key (long name in lower case) and its line as
    written, folds and all.  An edit copies the lists and touches one entry, so every
    other line goes out byte for byte as it came in.
    """

    __slots__ = ("_decoded", "_keys", "_lines")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        pairs = tuple(pairs)
        self._keys: list[str] = [key_of(name) for name, _ in pairs]
        self._lines: list[str] = [_line(name, value) for name, value in pairs]
        self._decoded: dict[str, Any] = {}

    @classmethod
    def parse(cls, text: str) -> "Headers":
        """Read a header block, without the empty line that ends it."""
        lines = text.split("\r\n")
        if "\r\n " in text or "\r\n\t" in text or text[:1] in (" ", "\t"):
            lines = _with_folds(lines)
        if not lines[-1]:
            lines.pop()
        return cls.from_lines(lines)

    @classmethod
    def from_lines(cls, lines: list[str]) -> "Headers":
        """The fields of these lines; folded ones contain their line breaks."""
        known = _KEY_OF_BEGINNING.get
        keys = [known(line[: line.find(":") + 1]) for line in lines]
        if None in keys:
            read = [
                key or _key_of_line(line) for key, line in zip(keys, lines, strict=True)
            ]
            return cls._of(read, lines)
        return cls._of(keys, lines)  # type: ignore[arg-type]

    @classmethod
    def _of(cls, keys: list[str], lines: list[str]) -> "Headers":
        headers = cls.__new__(cls)
        headers._keys = keys
        headers._lines = lines
        headers._decoded = {}
        return headers

    def get(self, name: str) -> str | None:
        """The first field's value, unfolded and stripped; None where there is none."""
        key = key_of(name)
        if key not in self._keys:
            return None
        return _value(self._lines[self._keys.index(key)])

    def all(self, name: str) -> tuple[str, ...]:
        """The value of every field of that name, one entry a field line."""
        key = key_of(name)
        if key not in self._keys:
            return ()
        pairs = zip(self._keys, self._lines, strict=True)
        return tuple([_value(line) for k, line in pairs if k == key])

    def values(self, name: str) -> tuple[str, ...]:
        """Every value: `a, b` on one line counts as two where commas separate."""
        fields = self.all(name)
        if key_of(name) not in LISTS:
            return fields
        return tuple([value for field in fields for value in split_list(field)])

    def first(self, name: str) -> str | None:
        """The first of `values`; None where there is none."""
        field = self.get(name)
        if field is None or "," not in field or key_of(name) not in LISTS:
            return field
        members = split_list(field)
        return members[0] if members else ""

    def decoded(self, key: str, read: Callable[["Headers"], T]) -> T:
        """`read(self)`, done once; edits of other fields hand the result on.

        `key` is the field's long name in lower case, or that and ".first".
        """
        if key in self._decoded:
            known: T = self._decoded[key]
            return known
        value = self._decoded[key] = read(self)
        return value

    @property
    def text(self) -> str:
        """All lines as written, each ending in CRLF."""
        return "\r\n".join([*self._lines, ""])

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines as written; folded ones contain their line breaks."""
        return tuple(self._lines)

    @property
    def keys(self) -> tuple[str, ...]:
        """Each field's long name in lower case, in order."""
        return tuple(self._keys)

    def with_(self, name: str, value: str) -> "Headers":
        """Replace the first field of that name and drop its others, or append."""
        key = key_of(name)
        line = _line(name, value)
        count = self._keys.count(key)
        if not count:
            return self._spliced(key, len(self._keys), 0, line)
        if count == 1:
            return self._spliced(key, self._keys.index(key), 1, line)
        return self.with_all(name, (value,))

    def with_all(self, name: str, values: Iterable[str]) -> "Headers":
        """Replace all fields of that name, at the place of the first, or at the end."""
        key = key_of(name)
        place = self._keys.index(key) if key in self._keys else len(self._keys)
        rest = self.without(name)
        lines = [_line(name, value) for value in values]
        return rest._spliced(key, place, 0, *lines)

    def with_first(self, name: str, value: str) -> "Headers":
        """Replace the first value of that name and keep its others."""
        return self.without_first(name).prepended(name, value)

    def added(self, name: str, value: str) -> "Headers":
        """One more field at the end."""
        key = key_of(name)
        return self._spliced(key, len(self._keys), 0, _line(name, value))

    def prepended(self, name: str, value: str) -> "Headers":
        """One more field before the first of that name, or before everything."""
        key = key_of(name)
        place = self._keys.index(key) if key in self._keys else 0
        return self._spliced(key, place, 0, _line(name, value))

    def without(self, name: str) -> "Headers":
        """The same without any field of that name."""
        key = key_of(name)
        if key not in self._keys:
            return self
        return self._kept([k != key for k in self._keys], key)

    def without_first(self, name: str) -> "Headers":
        """Drop the first value of that name, and its line if nothing is left on it."""
        key = key_of(name)
        if key not in self._keys:
            return self
        place = self._keys.index(key)
        line = self._lines[place]
        if "," in line and key in LISTS:
            rest = split_list(_value(line))[1:]
            if rest:
                return self._spliced(key, place, 1, _line(name, ", ".join(rest)))
        return self._spliced(key, place, 1)

    def only(self, names: Iterable[str]) -> "Headers":
        """The fields of these names, as written and in their order."""
        wanted = {key_of(name) for name in names}
        return self._kept([key in wanted for key in self._keys], None)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and key_of(name) in self._keys

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for line in self._lines:
            yield line[: line.find(":")].strip(" \t"), _value(line)

    def __len__(self) -> int:
        return len(self._lines)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return self._lines == other._lines

    def __hash__(self) -> int:
        return hash(tuple(self._lines))

    def __deepcopy__(self, memo: dict[int, object]) -> "Headers":
        return self

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Headers({list(self)!r})"

    def _spliced(self, key: str, place: int, drop: int, *lines: str) -> "Headers":
        keys, all_lines = self._keys.copy(), self._lines.copy()
        keys[place : place + drop] = [key] * len(lines)
        all_lines[place : place + drop] = lines
        return self._edited(keys, all_lines, key)

    def _kept(self, keep: list[bool], key: str | None) -> "Headers":
        keys = [k for k, kept in zip(self._keys, keep, strict=True) if kept]
        lines = [line for line, kept in zip(self._lines, keep, strict=True) if kept]
        if key is None:
            return self._of(keys, lines)
        return self._edited(keys, lines, key)

    def _edited(self, keys: list[str], lines: list[str], key: str) -> "Headers":
        headers = self._of(keys, lines)
        if self._decoded:
            decoded = headers._decoded = self._decoded.copy()
            decoded.pop(key, None)
            decoded.pop(f"{key}.first", None)
        return headers


def key_of(name: str) -> str:
    """The long name in lower case that `name`, compact or not, stands for."""
    return _KEY_OF_BEGINNING.get(f"{name}:") or _key_of_name(name)


@lru_cache(1024)
def _key_of_name(name: str) -> str:
    lower = name.strip(" \t").lower()
    return COMPACT.get(lower, lower)


def _key_of_line(line: str) -> str:
    name, colon, _ = line.partition(":")
    name = name.rstrip(" \t")
    if not colon or not token(name):
        raise ParseError("header line", line, expected='a name and ":"', column=1)
    return _key_of_name(name) if len(name) < 64 else name.lower()


def _value(line: str) -> str:
    value = line[line.find(":") + 1 :].strip(" \t")
    if "\n" in value or "\r" in value:
        return _FOLD.sub(" ", value).strip(" \t")
    return value


def _line(name: str, value: str) -> str:
    line = f"{name}: {value}"
    if "\n" in line or "\r" in line:
        raise BuildError(f"header {name}: a value cannot hold a line break: {value!r}")
    return line


def _with_folds(lines: list[str]) -> list[str]:
    """Lines with every continuation joined to the line it continues, as written."""
    whole: list[list[str]] = []
    for line in lines:
        if line[:1] not in (" ", "\t") or not line:
            whole.append([line])
        elif whole:
            whole[-1].append(line)
        else:
            raise ParseError("header line", line, expected="a header name", column=1)
    return ["\r\n".join(parts) for parts in whole]
