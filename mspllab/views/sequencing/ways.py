"""Ways: from lane to lane, through which gaps, and where the text stands."""

from typing import NamedTuple

from mspllab.views.sequencing.columns import Columns


class Crossing(NamedTuple):
    """A gap that a line runs through, from its left lane to its right one."""

    gap: int
    left: float
    right: float


class Way(NamedTuple):
    """All that is the same for every message from one lane to another."""

    source: int
    destination: int
    start: float
    """x of the source's lane."""
    end: float
    direction: int
    """1 to the right, -1 to the left, 0 to the sender itself."""
    leaf: int
    """The lane beside which the text stands."""
    crossings: tuple[Crossing, ...]
    gap_at_source: int
    gap_at_destination: int
    landing: tuple[float, float]
    """Left and right end of the half gap through which a line comes in."""

    @property
    def lanes(self) -> int:
        """How many lanes apart source and destination are."""
        return abs(self.destination - self.source)


def way_between(columns: Columns, source_name: str, destination_name: str) -> Way:
    """The way of a message between two elements."""
    lanes = columns.lanes
    source = columns.order[source_name]
    destination = columns.order[destination_name]
    direction = (destination > source) - (destination < source)
    start, end = lanes[source].x, lanes[destination].x
    before = lanes[destination - direction].x
    half = (end + before) / 2
    return Way(
        source,
        destination,
        start,
        end,
        direction,
        columns.leaf[source_name, destination_name],
        tuple(
            Crossing(gap, lanes[gap].x, lanes[gap + 1].x)
            for gap in range(min(source, destination), max(source, destination))
        ),
        source if direction >= 0 else source - 1,
        destination if direction <= 0 else destination - 1,
        (min(end, half), max(end, half)),
    )
