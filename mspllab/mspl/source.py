"""Source and Span: where in a script, and where in its file, something stands."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from mspllab.errors import Place


@dataclass(frozen=True, slots=True)
class Source:
    """A script's text and where it stands in its file; offsets count from 0."""

    text: str
    path: str = "<script>"
    first_line: int = 1
    """Line of the file on which `text` begins."""
    first_column: int = 1
    """Column of the file in which `text` begins."""
    file_text: str = ""
    """The whole file, so that excerpts show its lines as they are; may be left out."""
    line_starts: list[int] = field(init=False, repr=False, compare=False)
    _lines: list[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lengths = [len(line) + 1 for line in self.text.split("\n")]
        starts = list(accumulate(lengths[:-1], initial=0))
        object.__setattr__(self, "line_starts", starts)
        object.__setattr__(self, "_lines", [])

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, both counted from 1."""
        index = bisect_right(self.line_starts, offset) - 1
        column = offset - self.line_starts[index]
        return (
            self.first_line + index,
            column + (self.first_column if index == 0 else 1),
        )

    def offset(self, line: int, column: int) -> int:
        """Where Python's compiler means: its columns count bytes, from 0."""
        index = line - self.first_line
        start = self.line_starts[index]
        column -= self.first_column - 1 if index == 0 else 0
        before = self.text[start : start + column]
        if before.isascii():
            return start + column
        octets = before.encode("utf-8", "replace")[:column]
        return start + len(octets.decode("utf-8", "ignore"))

    def line(self, number: int) -> str:
        """Text of a line of the file, without its end; "" outside the script."""
        if not self._lines:  # cut once: thousands of findings may show the same line
            self._lines.extend(self._written().split("\n"))
        is_there = 0 < number <= len(self._lines)
        return self._lines[number - 1].rstrip("\r") if is_there else ""

    def _written(self) -> str:
        """The file; where only the script is known, its width before that is kept."""
        padding = "\n" * (self.first_line - 1) + " " * (self.first_column - 1)
        return self.file_text or padding + self.text

    def file_lines(self) -> list[str]:
        """Lines of the file with their ends, as `linecache` wants them."""
        return [f"{line}\n" for line in self._written().split("\n")]

    def place(self, start: int, end: int) -> Place:
        """Where `text[start:end]` stands, with the first of its lines to show."""
        line, column = self.position(start)
        first, more, _ = self.text[start:end].partition("\n")
        length = max(1, len(first.rstrip("\r")))
        last = self.position(end) if more else (0, 0)
        return Place(self.path, line, column, self.line(line), length, *last)

    def span(self, start: int, end: int) -> "Span":
        """The part from `start` up to `end`."""
        return Span(self, start, end)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a script."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """Line, column and excerpt."""
        return self.source.place(self.start, self.end)
