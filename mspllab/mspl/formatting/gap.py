"""Gap: the comments between two tokens, and the line ends around them."""

import re
from typing import NamedTuple

from mspllab.mspl.lexer import COMMENT

COMMENTS = re.compile(COMMENT)
TAB = 4
"""Columns between two tab stops, as far as comments of several lines care."""


class Comment(NamedTuple):
    """A comment and how it is set off from what stands before it."""

    text: str
    begins_line: bool
    after_blank: bool
    """A blank line stands before it."""
    column: int
    """Where it begins if it begins its line, counted from 0."""

    @property
    def ends_line(self) -> bool:
        """Nothing can stand behind it."""
        return self.text.startswith("//")

    def moved_to(self, column: int) -> str:
        """Its text when it begins its line in `column`; further lines move along."""
        by = column - self.column
        if not self.begins_line or by == 0:
            return self.text
        first, *others = self.text.split("\n")
        return "\n".join((first, *(_moved(line, by) for line in others)))


class Gap(NamedTuple):
    """What stands before a token."""

    comments: tuple[Comment, ...]
    ends_line: bool
    """The token begins a line."""
    after_blank: bool
    """A blank line stands before it, behind all comments."""
    column: int
    """Where it begins if it begins a line, counted from 0."""


def read_gap(text: str, *, first: bool) -> Gap:
    """The gap with this text; the first one of a script begins a line."""
    comments: list[Comment] = []
    at = 0
    lines = 1 if first else 0
    for match in COMMENTS.finditer(text):
        white = text[at : match.start()]
        lines += white.count("\n")
        comment = match[0].rstrip() if match[0].startswith("//") else match[0]
        comments.append(Comment(comment, lines > 0, lines > 1, _column(white)))
        at, lines = match.end(), 0
    lines += text.count("\n", at)
    return Gap(tuple(comments), lines > 0, lines > 1, _column(text[at:]))


def _column(white: str) -> int:
    return len(white.rpartition("\n")[2].expandtabs(TAB))


def _moved(line: str, by: int) -> str:
    bare = line.lstrip(" \t")
    indent = len(line[: len(line) - len(bare)].expandtabs(TAB))
    return " " * max(indent + by, 0) + bare
