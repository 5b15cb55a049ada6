"""Where the text of a drawing stands, measured as it was when it was placed."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from mspllab.views.palette import FACES
from mspllab.views.shapes import ROW, Label, Row
from mspllab.views.svg import Drawing
from mspllab.views.text_width import text_width

SPACE = 4.0
"""Width of the space that SVG writes between two pieces of text."""


class Rectangle(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: "Rectangle") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def texts(drawing: Drawing) -> list[Rectangle]:
    """A rectangle around every row of every label."""
    return [
        row
        for label in drawing.shapes
        if isinstance(label, Label)
        for row in _rows(label)
    ]


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of texts that stand on each other."""
    rows = sorted(texts(drawing), key=lambda row: row.top)
    found = []
    for number, row in enumerate(rows):
        for other in rows[number + 1 :]:
            if other.top >= row.bottom:
                break
            if row.overlaps(other):
                found.append((row.text, other.text))
    return found


def _rows(label: Label) -> Iterator[Rectangle]:
    for number, row in enumerate(label.rows):
        y = label.y + number * ROW
        size = max(FACES[span.role].size for span in row)
        left, right = _extent(label, row, 0.0 if number else label.lead)
        text = " ".join(span.text for span in row)
        # From the top of a capital to the bottom of a descender.
        yield Rectangle(left, y - 0.74 * size, right, y + 0.21 * size, text)


def _extent(label: Label, row: Row, lead: float) -> tuple[float, float]:
    x = label.x + lead
    widths = [
        text_width(span.text, FACES[span.role].size, FACES[span.role].bold)
        for span in row
    ]
    if label.anchor == "start":
        return x, x + _end_of(row, widths)
    whole = sum(widths) + SPACE * (len(row) - 1)
    left = x - (whole if label.anchor == "end" else whole / 2)
    return left, left + whole


def _end_of(row: Row, widths: list[float]) -> float:
    x = 0.0
    for span, width in zip(row, widths, strict=True):
        x = (x if span.at is None else span.at) + width + SPACE
    return x - SPACE


def later_stands_lower(times: list[tuple[float, float]]) -> bool:
    """Of (time, height) pairs: does no later one stand above an earlier one?"""
    ordered = sorted(times)
    return all(
        one[1] <= other[1] + 1e-6
        for one, other in pairwise(ordered)
        if one[0] < other[0]
    )
