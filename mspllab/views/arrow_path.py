"""Arrows as path data: a slanted line, and the head at its end."""

from functools import lru_cache
from math import hypot

from mspllab.views.shapes import Arrow, Point

LENGTH, HALF_WIDTH = 9.0, 3.8
"""Of a head."""
BULGE = 26.0
"""How far a message to its own sender swings out."""


@lru_cache(1 << 15)
def number(value: float) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def line_path(arrow: Arrow) -> str:
    """The line from start to end; a loop where both are on one lane."""
    (x1, y1), (x2, y2) = arrow.start, arrow.end
    if x1 == x2:
        return f"M{number(x1)} {number(y1)}h{number(BULGE)}V{number(y2)}H{number(x2)}"
    return f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"


def head_path(arrow: Arrow, *, closed: bool) -> str:
    """The head; nothing where the message does not arrive."""
    if not arrow.arrives:
        return ""
    path = "L".join([f"{number(x)} {number(y)}" for x, y in head_points(arrow)])
    return f"M{path}Z" if closed else f"M{path}"


def head_points(arrow: Arrow) -> tuple[Point, Point, Point]:
    """One barb, the tip and the other barb."""
    (x1, y1), (x2, y2) = arrow.start, arrow.end
    dx, dy = (x2 - x1, y2 - y1) if x1 != x2 else (-1.0, 0.0)
    length = hypot(dx, dy) or 1.0
    ux, uy = dx / length * LENGTH, dy / length * LENGTH
    wx, wy = -dy / length * HALF_WIDTH, dx / length * HALF_WIDTH
    return (
        (x2 - ux + wx, y2 - uy + wy),
        (x2, y2),
        (x2 - ux - wx, y2 - uy - wy),
    )
