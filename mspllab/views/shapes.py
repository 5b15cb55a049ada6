"""Shapes: a drawing before it is a picture.

Coordinates are pixels, y grows downwards. A `role` says what a shape means; how that
looks is the palette's business. Shapes are named tuples: a long trace has thousands.
"""

from typing import NamedTuple

ROW = 15.0
"""Distance of two lines of text."""
TEXT = 12.0
"""Font size of everything but titles."""
HEAD = 13.0
"""Font size of what is read first."""

Point = tuple[float, float]


class Span(NamedTuple):
    """A piece of a line of text in one style."""

    text: str
    role: str = "plain"
    at: float | None = None
    """Where it begins, from the label's x; None: after the piece before it."""


Row = tuple[Span, ...]


class Label(NamedTuple):
    """Lines of text; `x`, `y` is where the baseline of the first one is anchored."""

    x: float
    y: float
    rows: tuple[Row, ...]
    anchor: str = "start"
    """start, middle or end."""
    title: str = ""
    """The whole text where the label shows less; a tooltip."""
    n: int | None = None
    """Number of the message it belongs to."""
    lead: float = 0.0
    """How far the first line is moved aside, for a sign that stands before it."""


class Arrow(NamedTuple):
    """A message on its way from `start` to `end`."""

    n: int
    start: Point
    end: Point
    role: str
    arrives: bool = True
    title: str = ""


class Lane(NamedTuple):
    """A lifeline; `pauses` are the stretches in which nothing happens."""

    name: str
    x: float
    top: float
    bottom: float
    pauses: tuple[Point, ...] = ()
    """(top, bottom) of each."""


class Box(NamedTuple):
    """A rectangle behind a label."""

    x: float
    y: float
    width: float
    height: float
    role: str
    radius: float = 0.0
    title: str = ""


class Line(NamedTuple):
    """A line through some points, without heads."""

    points: tuple[Point, ...]
    role: str


class Mark(NamedTuple):
    """A small sign centred on a point: cross, clock, dot or square."""

    kind: str
    x: float
    y: float
    role: str
    title: str = ""


Shape = Label | Arrow | Lane | Box | Line | Mark
