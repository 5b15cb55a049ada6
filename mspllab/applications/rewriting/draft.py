"""Draft: a manifest while it is mended, and which lines of the file its lines were."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """A part of the text, what to write instead, and why."""

    start: int
    end: int
    text: str
    why: str
    """One sentence without a full stop; "" where another edit says it."""


class Repair(NamedTuple):
    """What was mended."""

    line: int
    """Of the file as it was given, counted from 1."""
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class Draft:
    """The text so far, and what was mended in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = list(range(1, text.count("\n") + 2))
        self._repairs: dict[Repair, None] = {}

    @property
    def repairs(self) -> list[Repair]:
        """What was mended, by line, each thing once a line."""
        return sorted(self._repairs, key=lambda repair: repair.line)

    def mend(self, edits: Iterable[Edit]) -> bool:
        """Carry out edits that do not overlap; whether there was any."""
        text, starts = self.text, [0]
        while (end := text.find("\n", starts[-1])) >= 0:
            starts.append(end + 1)
        parts: list[str] = []
        lines = self._lines[:1]
        at = row = 0
        for edit in sorted(edits, key=lambda one: one.start):
            if edit.start < at:
                continue
            first, last = (bisect_right(starts, o) - 1 for o in edit[:2])
            if edit.why:
                self._repairs[Repair(self._line(edit, starts), edit.why)] = None
            lines += self._lines[row + 1 : first + 1]
            lines += [self._lines[first]] * edit.text.count("\n")
            if edit.start == starts[first] and not edit.text:
                lines[-1] = self._lines[last]  # nothing is left of the lines before
            parts += text[at : edit.start], edit.text
            at, row = edit.end, last
        lines += self._lines[row + 1 :]
        changed = bool(parts)
        self.text, self._lines = "".join((*parts, text[at:])), lines
        return changed

    def _line(self, edit: Edit, starts: list[int]) -> int:
        """Of what is edited; the white space before it may begin on another line."""
        old = self.text[edit.start : edit.end]
        blanks = len(old) - len(old.lstrip()) if old.strip() else 0
        return self._lines[bisect_right(starts, edit.start + blanks) - 1]
