"""Ordering: what happens at one element at one time, and what is placed before what.

Nothing tells what was first among equals, so they are gathered and placed as it looks
best.  At one element there is one arrival of messages and one departure, with what its
scripts do between them.  Of all elements the arrivals come first, the longest lines
before the others, so that texts can keep clear of lines; then, element by element, what
follows from them, the shortest lines first, so that lines can keep clear of texts.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import attrgetter, itemgetter

from mspllab.trace.trace import Hop
from mspllab.views.sequencing.steps import Arrive, Leave, Remark, Script, Step


def in_drawing_order(
    steps: Iterable[Step], lanes: Mapping[str, int], hubs: frozenset[str]
) -> Iterator[Step]:
    """The steps, which come in the order of time, gathered and in order of placement.

    Args:
        steps: a step for each record.
        lanes: {name of an element: number of its lane}.
        hubs: elements that exchange messages with more than one other; what is said
            of them stands upon the lane rather than beside it.
    """
    for _, group in groupby(steps, key=attrgetter("at")):
        instant = list(group)
        if len(instant) == 1 or _has_no_delay(instant):
            yield from instant
        else:
            yield from _arranged(instant, lanes, hubs)


def _has_no_delay(instant: Iterable[Step]) -> bool:
    """Does a message arrive in the instant in which it was sent?"""
    return any(type(step) is Arrive and step.at_once for step in instant)


def _arranged(
    instant: list[Step], lanes: Mapping[str, int], hubs: frozenset[str]
) -> Iterator[Step]:
    elements: dict[str, _Element] = {}
    for step in instant:
        if step.lane not in elements:
            elements[step.lane] = _Element(step.lane)
        elements[step.lane].add(step, hubs)
    arrivals = [e.arrival for e in elements.values() if e.arrival is not None]
    if len(arrivals) > 1:
        arrivals.sort(key=lambda step: -_reach(step.hops, lanes))
    yield from arrivals
    reaches = [(_reach(e.departures, lanes), e) for e in elements.values()]
    for _, nearest in sorted(reaches, key=itemgetter(0)):
        yield from nearest.rest()


class _Element:
    """What happens at one element in one instant."""

    __slots__ = ("_boxes", "_departure", "_name", "_others", "arrival")

    def __init__(self, name: str) -> None:
        self.arrival: Arrive | None = None
        self._name = name
        self._departure: Leave | None = None
        self._boxes: list[Step] = []
        self._others: list[Step] = []

    def add(self, step: Step, hubs: frozenset[str]) -> None:
        """Gather messages with messages; keep the rest in order."""
        if isinstance(step, Arrive):
            if self.arrival is None:
                self.arrival = step
            else:
                self.arrival.hops += step.hops
        elif isinstance(step, Leave):
            if self._departure is None:
                self._departure = step
            else:
                self._departure.hops += step.hops
        elif isinstance(step, Script) or (
            isinstance(step, Remark) and self._name in hubs
        ):
            self._boxes.append(step)
        else:
            self._others.append(step)

    @property
    def departures(self) -> list[Hop]:
        """The messages it sends."""
        return [] if self._departure is None else self._departure.hops

    def rest(self) -> Iterator[Step]:
        """All but the arrival.

        A remark stands at the height of what it is about: what came, or else goes.
        """
        departure = [] if self._departure is None else [self._departure]
        if self.arrival is None:
            return chain(self._boxes, departure, self._others)
        return chain(self._boxes, self._others, departure)


def _reach(hops: Iterable[Hop], lanes: Mapping[str, int]) -> int:
    """How many lanes the longest of these lines spans."""
    spans = [abs(lanes[hop.source] - lanes[hop.destination]) for hop in hops]
    return max(spans, default=0)
