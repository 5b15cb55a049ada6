"""Steps: the records of a trace as things to draw, messages of one instant together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from mspllab.trace.records import (
    DialogChanged,
    Dropped,
    Happened,
    Lost,
    Received,
    Record,
    ScriptRun,
    Sent,
    StateChanged,
    TimerFired,
)
from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.reading import printable

PRECISION = 9
"""Decimal places of a second; what differs less happens at the same time."""
GIVING_UP = {
    "B": "no answer came",
    "F": "no answer came",
    "H": "no ACK came",
    "C": "the callee takes too long",
}
"""Timers whose firing changes the course of a call, and what that says."""


@dataclass(slots=True)
class Leave:
    """Messages that one element sends in the same instant."""

    at: float
    lane: str
    hops: list[Hop] = field(default_factory=list)


@dataclass(slots=True)
class Arrive:
    """Messages that reach one element in the same instant."""

    at: float
    lane: str
    hops: list[Hop] = field(default_factory=list)


class Vanish(NamedTuple):
    """A message is lost."""

    at: float
    lane: str
    hop: Hop


class Remark(NamedTuple):
    """Something at one element that is worth a line beside its lane."""

    at: float
    lane: str
    text: str
    mark: str
    """dot, clock, cross, square."""
    role: str


class Script(NamedTuple):
    """A run of a script."""

    at: float
    lane: str
    run: ScriptRun


Step = Leave | Arrive | Vanish | Remark | Script


class Layers(NamedTuple):
    """Which sorts of things are wanted in the picture."""

    states: bool = False
    timers: bool = True
    scripts: bool = True


def steps_of(trace: Trace, hops: Mapping[int, Hop], layers: Layers) -> list[Step]:
    """The steps in order of time; of equal time nearly in the order of the records.

    Within one instant an element's script runs come before what it sends, so that no
    line starts under a box; and a remark goes with the message of the same instant.
    """
    loud = _timers_with_messages(trace)
    queue = _Queue(_hubs(hops.values()))
    for record in sorted(trace.records, key=attrgetter("at")):
        queue.go_on(_time(record))
        if isinstance(record, Sent | Received | Lost):
            hop = hops.get(record.n)
            if hop is not None:
                queue.add_message(record, hop)
        else:
            for step in _others(record, queue.now, layers, loud):
                queue.add_note(step)
    queue.go_on(float("inf"))
    return queue.steps


def _hubs(hops: Iterable[Hop]) -> frozenset[str]:
    """Elements that exchange messages with more than one other."""
    neighbours: dict[str, set[str]] = {}
    for source, destination in {(hop.source, hop.destination) for hop in hops}:
        neighbours.setdefault(source, set()).add(destination)
        neighbours.setdefault(destination, set()).add(source)
    return frozenset(name for name, others in neighbours.items() if len(others) > 1)


class _Queue:
    """Steps so far, and those of the present instant that may still grow."""

    def __init__(self, hubs: frozenset[str]) -> None:
        self.steps: list[Step] = []
        self.now = -1.0
        self._hubs = hubs
        self._leaves: dict[str, Leave] = {}
        self._arrivals: dict[str, Arrive] = {}
        self._waiting: dict[str, list[Remark]] = {}

    def go_on(self, at: float) -> None:
        """Close the present instant if `at` is a later one."""
        if at == self.now:
            return
        self.now = at
        for remarks in self._waiting.values():
            self.steps += remarks
        self._leaves.clear()
        self._arrivals.clear()
        self._waiting.clear()

    def add_message(self, record: Sent | Received | Lost, hop: Hop) -> None:
        """A message leaves, arrives or is lost."""
        if isinstance(record, Lost):
            self.steps.append(Vanish(self.now, hop.source, hop))
        elif isinstance(record, Sent):
            self._leave(hop)
        else:
            self._arrive(hop)

    def _leave(self, hop: Hop) -> None:
        lane = hop.source
        self._arrivals.pop(lane, None)
        leave = self._leaves.get(lane)
        if leave is None:
            leave = self._leaves[lane] = Leave(self.now, lane)
            self.steps.append(leave)
            self.steps += self._waiting.pop(lane, ())
        leave.hops.append(hop)

    def _arrive(self, hop: Hop) -> None:
        lane = hop.destination
        self._leaves.pop(lane, None)
        arrive = self._arrivals.get(lane)
        if arrive is None:
            arrive = self._arrivals[lane] = Arrive(self.now, lane)
            self.steps.append(arrive)
            self.steps += self._waiting.pop(lane, ())
        arrive.hops.append(hop)

    def add_note(self, step: Remark | Script) -> None:
        """Something is said at a lane."""
        lane = step.lane
        if isinstance(step, Script) or lane in self._hubs:
            self._arrivals.pop(lane, None)
            leave = self._leaves.get(lane)
            place = len(self.steps)
            if leave is not None:
                place = next(
                    k for k in range(place - 1, -1, -1) if self.steps[k] is leave
                )
            self.steps.insert(place, step)
        elif lane in self._leaves or lane in self._arrivals:
            self.steps.append(step)
        else:
            self._waiting.setdefault(lane, []).append(step)


def _time(record: Record) -> float:
    return round(record.at, PRECISION)


def _timers_with_messages(trace: Trace) -> set[tuple[float, str, str]]:
    """(time, element, timer) of those that are told beside the message they sent."""
    return {
        (_time(sent), sent.source, sent.cause.timer)
        for sent in trace.of(Sent)
        if sent.cause.timer is not None
    }


def _others(
    record: Record, at: float, layers: Layers, loud: set[tuple[float, str, str]]
) -> Iterator[Remark | Script]:
    match record:
        case ScriptRun() if layers.scripts:
            yield Script(at, record.element, record)
        case Happened():
            yield Remark(at, record.element, printable(record.text), "dot", "note")
        case Dropped():
            text = printable(f"dropped: {record.why}")
            yield Remark(at, record.element, text, "cross", "bad")
        case TimerFired() if layers.timers and record.timer in GIVING_UP:
            if (at, record.element, record.timer) not in loud:
                text = f"timer {record.timer}: {GIVING_UP[record.timer]}"
                yield Remark(at, record.element, text, "clock", "timer")
        case StateChanged() if layers.states:
            text = f"{record.machine}: {record.after}"
            yield Remark(at, record.element, text, "square", "state")
        case DialogChanged() if layers.states:
            text = f"dialog: {record.after}"
            yield Remark(at, record.element, text, "square", "state")
