"""Steps: the records of a trace as things to draw."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from mspllab.trace.records import (
    DialogChanged,
    Dropped,
    EventLogged,
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
from mspllab.views.captions.scripts import event_in_words

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
    at_once: bool = False
    """Were they sent in this very instant?"""


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


def steps_of(trace: Trace, hops: Mapping[int, Hop], layers: Layers) -> Iterator[Step]:
    """A step for every record that is drawn, in the order of time.

    `hops` are the messages to be drawn, by number.
    """
    loud = _timers_with_messages(hops.values())
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
            at_once = round(hop.sent, PRECISION) == at
            yield Arrive(at, hop.destination, [hop], at_once)
        else:
            yield Vanish(at, hop.source, hop)


def _timers_with_messages(hops: Iterable[Hop]) -> set[tuple[float, str, str]]:
    """(time, element, timer) of those that are told beside the message they sent."""
    return {
        (round(hop.sent, PRECISION), hop.source, hop.cause.timer)
        for hop in hops
        if hop.cause.timer is not None
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
        case EventLogged() if record.event is not None or record.run is None:
            text = printable(event_in_words(record))
            yield Remark(at, record.element, text, "square", "bad")
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
