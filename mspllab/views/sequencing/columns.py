"""Columns: where the lanes stand, and how much room is between them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from mspllab.trace.trace import Hop, Party, Trace
from mspllab.views.captions.caption import Caption
from mspllab.views.captions.reading import printable
from mspllab.views.sequencing.blocks import natural_width
from mspllab.views.sequencing.steps import Remark, Script, Step
from mspllab.views.shapes import HEAD, TEXT
from mspllab.views.text_width import elide, text_width

PAGE = 1138.0
"""Width that a picture keeps to where its lanes allow it: what a notebook that has
become a page leaves of a window of 1280."""
GUTTER = 74.0
"""Room for times on the left."""
SIDE = 8.0
"""Distance of a text from the lane beside it."""
NARROWEST, WIDEST = 150.0, 330.0
"""Limits of the gap between two lanes."""
REMARK = 110.0
"""Room for what is noted beside the first and the last lane."""
MARGIN = 12.0
"""Beside the heads of the outermost lanes."""
EDGE = 4.0
"""Between the longest remark and the end of the paper."""
SHARE = NARROWEST + 30
"""What every gap gets, however many there are."""


def most_lanes(page: float) -> int:
    """How many lanes fit a page for sure."""
    return 1 + int((page - GUTTER - 2 * (REMARK + SIDE) - EDGE) // SHARE)


class Column(NamedTuple):
    """A lane and what is written over it."""

    name: str
    x: float
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    width: float
    """Of the box over the lane."""
    kind: str


class Columns(NamedTuple):
    """Every lane from left to right."""

    lanes: tuple[Column, ...]
    order: Mapping[str, int]
    """{name: number of its lane}."""
    outer: tuple[int, ...]
    """For each lane the side on which no message comes or goes: -1, 1, or 0: none."""
    leaf: Mapping[tuple[str, str], int]
    """{(source, destination): the lane beside which the text stands}."""
    written: frozenset[int]
    """Numbers of the gaps in which the texts of messages stand."""
    hubs: frozenset[str]
    """Names of those that exchange messages with more than one other."""
    width: float

    def room(self, gap: int) -> float:
        """How wide a text between two lanes may be."""
        if not 0 <= gap < len(self.lanes) - 1:
            return REMARK
        return self.lanes[gap + 1].x - self.lanes[gap].x - 2 * SIDE

    def aside(self, gap: int) -> float:
        """How wide a remark beside a lane may be."""
        room = self.room(gap)
        return room / 2 - SIDE if gap in self.written else room


def columns_of(
    trace: Trace,
    hops: Sequence[Hop],
    steps: Sequence[Step],
    captions: Mapping[int, Caption],
    page: float = PAGE,
) -> Columns:
    """Lanes in the order of the trace's parties, then of those it does not name.

    `page` is the width they keep to where they can.
    """
    parties = _parties(trace, hops, steps)
    order = {party.name: number for number, party in enumerate(parties)}
    neighbours = _neighbours(order, hops)
    leaf = _leaves(order, neighbours)
    heads = [_head(party) for party in parties]
    bare = Columns(
        (),
        order,
        _outer_sides(order, neighbours),
        leaf,
        _written(order, leaf),
        frozenset(name for name, others in neighbours.items() if len(others) > 1),
        0.0,
    )
    left, right = _margins(bare, heads, hops, steps)
    room = page - 1 - left - right
    gaps = _gaps(bare, heads, hops, steps, captions, room)
    return _placed(bare, heads, (left, *gaps, right))


def _placed(bare: Columns, heads: Sequence[Column], spaces: Sequence[float]) -> Columns:
    x = 0.5
    lanes = []
    for head, space in zip(heads, spaces, strict=False):
        x += ceil(space)
        lanes.append(head._replace(x=x))
    return bare._replace(lanes=tuple(lanes), width=x + ceil(spaces[-1]))


def _margins(
    bare: Columns, heads: Sequence[Column], hops: Sequence[Hop], steps: Sequence[Step]
) -> tuple[float, float]:
    """Room to the left of the first lane, and to the right of the last."""
    first, last = heads[0].name, heads[-1].name
    speaks = bare.outer[0] == -1 and _speaks(steps, first)
    left = ceil(GUTTER + _margin(heads[0].width, speaks))
    speaks = bare.outer[-1] == 1 and _speaks(steps, last)
    speaks = speaks or any(hop.source == hop.destination == last for hop in hops)
    return left, ceil(EDGE + _margin(heads[-1].width, speaks))


def _parties(
    trace: Trace, hops: Sequence[Hop], steps: Sequence[Step]
) -> tuple[Party, ...]:
    """Everybody who stood on the network: that a phone stays silent is to be seen."""
    busy = dict.fromkeys(name for hop in hops for name in (hop.source, hop.destination))
    busy |= dict.fromkeys(step.lane for step in steps)
    known = {party.name for party in trace.parties}
    others = [Party(name, "", name) for name in busy if name not in known]
    return (*trace.parties, *others) or (Party("nobody", "", "nobody"),)


def _neighbours(names: Iterable[str], hops: Iterable[Hop]) -> dict[str, set[str]]:
    """{name: those it exchanges messages with, itself perhaps among them}."""
    neighbours: dict[str, set[str]] = {name: set() for name in names}
    for source, destination in {(hop.source, hop.destination) for hop in hops}:
        neighbours[source].add(destination)
        neighbours[destination].add(source)
    return neighbours


def _leaves(
    order: Mapping[str, int], neighbours: Mapping[str, set[str]]
) -> dict[tuple[str, str], int]:
    """Of two lanes, that with fewer neighbours: text stands beside it."""
    return {
        (source, destination): order[
            destination
            if len(neighbours[destination]) < len(neighbours[source])
            else source
        ]
        for source, destinations in neighbours.items()
        for destination in destinations
    }


def _written(
    order: Mapping[str, int], leaf: Mapping[tuple[str, str], int]
) -> frozenset[int]:
    """The gaps beside the lanes where the texts of messages stand."""
    return frozenset(
        _gap_beside(lane, order[source if order[source] != lane else destination])
        for (source, destination), lane in leaf.items()
    )


def _gap_beside(lane: int, other: int) -> int:
    """Number of the gap beside `lane`, towards another one."""
    return lane if other >= lane else lane - 1


def _outer_sides(
    order: Mapping[str, int], neighbours: Mapping[str, set[str]]
) -> tuple[int, ...]:
    busy = (
        {1 if order[other] > number else -1 for other in neighbours[name] - {name}}
        for name, number in order.items()
    )
    return tuple(
        _outer_side(number, len(order), sides) for number, sides in enumerate(busy)
    )


def _outer_side(number: int, count: int, busy: set[int]) -> int:
    if len(busy) == 2:
        return 0
    if busy:
        return -min(busy)
    return -1 if number < count - 1 else 1


def _head(party: Party) -> Column:
    room = WIDEST / 2
    title = [
        elide(printable(line), room, HEAD, True)
        for line in dict.fromkeys((party.label or party.name).split("\n")[:2])
    ]
    named = party.name.lower() in party.label.lower()
    subtitle = [party.name] if party.label and not named else []
    subtitle += [party.address] if party.address else []
    subtitle = [elide(printable(line), room, TEXT) for line in subtitle]
    width = max(
        [text_width(line, HEAD, True) for line in title]
        + [text_width(line, TEXT) for line in subtitle]
    )
    return Column(
        party.name, 0.0, tuple(title), tuple(subtitle), width + 20, party.kind
    )


def _gaps(
    columns: Columns,
    heads: Sequence[Column],
    hops: Sequence[Hop],
    steps: Sequence[Step],
    captions: Mapping[int, Caption],
    room: float,
) -> list[float]:
    wanted = [NARROWEST] * (len(heads) - 1)
    seen: set[tuple[str, str, Caption]] = set()
    for hop in hops:
        key = (hop.source, hop.destination, captions[hop.n])
        if key in seen or hop.source == hop.destination:
            continue
        seen.add(key)
        one, other = columns.order[hop.source], columns.order[hop.destination]
        leaf = columns.leaf[hop.source, hop.destination]
        gap = _gap_beside(leaf, other if leaf == one else one)
        wanted[gap] = max(wanted[gap], natural_width(key[2]) + 2 * SIDE)
    for step in steps:
        number = columns.order[step.lane]
        if isinstance(step, Remark | Script) and columns.outer[number] == 0:
            for gap in (number - 1, number):
                wanted[gap] = max(wanted[gap], NARROWEST + 40)
    gaps = _shared(wanted, room)
    for number, (one_head, next_head) in enumerate(pairwise(heads)):
        apart = (one_head.width + next_head.width) / 2 + 16
        gaps[number] = max(gaps[number], apart)
    return gaps


def _shared(wanted: Sequence[float], room: float) -> list[float]:
    """The gaps that fit in there: modest ones as they want, the others alike."""
    gaps = [0.0] * len(wanted)
    modest_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for taken, number in enumerate(modest_first):
        share = max(floor(room / (len(wanted) - taken)), SHARE)
        gaps[number] = ceil(min(wanted[number], share, WIDEST))
        room -= gaps[number]
    return gaps


def _speaks(steps: Sequence[Step], lane: str) -> bool:
    return any(isinstance(step, Remark) and step.lane == lane for step in steps)


def _margin(head: float, speaks: bool) -> float:
    return max(head / 2 + MARGIN, REMARK + SIDE if speaks else 0.0)
