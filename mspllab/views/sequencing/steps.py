"""Steps: the records of a trace as things to draw, messages of one instant together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
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
LOADED = "loaded"
"""What a server says of each of its applications; the script's boxes name them."""


@dataclass(slots=True)
class Leave:
    """Messages that one element sends in the same instant."""

    at: float
    lane: str
    hops: list[Hop]


@dataclass(slots=True)
class Arrive:
    """Messages that reach one element in the same instant."""

    at: float
    lane: str
    hops: list[Hop]


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
    """The steps in the order of time.

    At one element and one time there is one arrival of messages and one departure,
    with what its scripts do between them: nobody can tell what was first.
    """
    hubs = _hubs(hops.values())
    steps: list[Step] = []
    events = _events(trace, hops, layers)
    for _, group in groupby(events, key=attrgetter("at")):
        instant = list(group)
        together = len(instant) > 1 and not any(map(has_no_delay, instant))
        steps += _together(instant, hubs) if together else instant
    return steps


def has_no_delay(step: Step) -> bool:
    """Does a message arrive in the instant in which it was sent?"""
    return isinstance(step, Arrive) and any(
        round(hop.sent, PRECISION) == step.at for hop in step.hops
    )


def _events(trace: Trace, hops: Mapping[int, Hop], layers: Layers) -> Iterator[Step]:
    """A step for every record that is drawn, in the order of the records."""
    loud = _timers_with_messages(trace)
    for record in sorted(trace.records, key=attrgetter("at")):
        at = round(record.at, PRECISION)
        if not isinstance(record, Sent | Received | Lost):
            yield from _notes(record, at, layers, loud)
            continue
        hop = hops.get(record.n)
        if hop is None:
            continue
        if isinstance(record, Sent):
            yield Leave(at, hop.source, [hop])
        elif isinstance(record, Received):
            yield Arrive(at, hop.destination, [hop])
        else:
            yield Vanish(at, hop.source, hop)


def _hubs(hops: Iterable[Hop]) -> frozenset[str]:
    """Elements that exchange messages with more than one other."""
    neighbours: dict[str, set[str]] = {}
    for source, destination in {(hop.source, hop.destination) for hop in hops}:
        neighbours.setdefault(source, set()).add(destination)
        neighbours.setdefault(destination, set()).add(source)
    return frozenset(name for name, others in neighbours.items() if len(others) > 1)


def _together(instant: list[Step], hubs: frozenset[str]) -> Iterator[Step]:
    """The steps of one instant, element by element, messages gathered."""
    lanes: dict[str, tuple[list[Step], ...]] = {}
    for step in instant:
        arrivals, boxes, departures, others = lanes.setdefault(
            step.lane, ([], [], [], [])
        )
        match step:
            case Arrive():
                _gather(arrivals, step)
            case Leave():
                _gather(departures, step)
            case Script():
                boxes.append(step)
            case Remark() if step.lane in hubs:
                boxes.append(step)
            case _:
                others.append(step)
    for arrivals, boxes, departures, others in lanes.values():
        # A remark stands at the height of what it is about, which came or else goes.
        rest = (others, departures) if arrivals else (departures, others)
        yield from chain(arrivals, boxes, *rest)


def _gather(steps: list[Step], step: Arrive | Leave) -> None:
    """Add the messages of `step` to those of the one that is there, if there is."""
    if steps and isinstance(steps[0], Arrive | Leave):
        steps[0].hops.extend(step.hops)
    else:
        steps.append(step)


def _time(record: Record) -> float:
    return round(record.at, PRECISION)


def _timers_with_messages(trace: Trace) -> set[tuple[float, str, str]]:
    """(time, element, timer) of those that are told beside the message they sent."""
    return {
        (_time(sent), sent.source, sent.cause.timer)
        for sent in trace.of(Sent)
        if sent.cause.timer is not None
    }


def _notes(
    record: Record, at: float, layers: Layers, loud: set[tuple[float, str, str]]
) -> Iterator[Remark | Script]:
    match record:
        case ScriptRun() if layers.scripts:
            yield Script(at, record.element, record)
        case Happened() if record.what != LOADED:
            # The address is beside it, on the message; the scheme only takes room.
            text = printable(record.text.replace("sip:", ""))
            yield Remark(at, record.element, text, "dot", "note")
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
