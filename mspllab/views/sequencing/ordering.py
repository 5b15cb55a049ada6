"""Ordering: in which order the steps of one instant are given their places.

Nothing tells what happened first among equals, so they are placed as it looks best:
arrivals before what follows from them, the longest lines first, so that texts can keep
clear of lines; then, lane by lane, what follows, the shortest lines first, so that
lines can keep clear of texts.  On each lane the order stays as it was.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from mspllab.trace.trace import Hop
from mspllab.views.sequencing.columns import Columns
from mspllab.views.sequencing.steps import Arrive, Leave, Step, has_no_delay


def in_drawing_order(steps: Iterable[Step], columns: Columns) -> Iterator[Step]:
    """The steps, which come in the order of time, in the order of placement."""
    for _, group in groupby(steps, key=attrgetter("at")):
        instant = list(group)
        if len(instant) > 1 and not any(map(has_no_delay, instant)):
            yield from _rearranged(instant, columns)
        else:
            yield from instant


def _rearranged(instant: list[Step], columns: Columns) -> Iterator[Step]:
    lanes: dict[str, list[Step]] = {}
    for step in instant:
        lanes.setdefault(step.lane, []).append(step)
    arrivals = [steps.pop(0) for steps in lanes.values() if type(steps[0]) is Arrive]
    yield from sorted(arrivals, key=lambda step: -_reach([step], columns))
    for steps in sorted(lanes.values(), key=lambda steps: _reach(steps, columns)):
        yield from steps


def _reach(steps: list[Step], columns: Columns) -> int:
    """How many lanes the longest line of these steps spans."""
    hops: list[Hop] = []
    for step in steps:
        if isinstance(step, Arrive | Leave):
            hops += step.hops
    order = columns.order
    spans = [abs(order[hop.source] - order[hop.destination]) for hop in hops]
    return max(spans, default=0)
