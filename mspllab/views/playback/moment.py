"""Moments: the steps of a trace, and how transactions and dialogs stand after each.

A message is sent, arrives or is lost, a script runs, a timer fires, somebody notices
something: each is a moment. States change between two moments; such a change belongs
to the moment that led to it.
"""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from mspllab.trace.records import (
    DialogChanged,
    Dropped,
    Ended,
    Happened,
    Lost,
    Received,
    Record,
    ScriptRun,
    Sent,
    StateChanged,
    TimerFired,
)
from mspllab.trace.trace import Trace
from mspllab.views.sequencing.steps import LOADED, PRECISION

TERMINATED = "terminated"
"""In lower case: the last state of transactions and of dialogs."""
KIND_OF = {
    Sent: "sent",
    Received: "received",
    Lost: "lost",
    Dropped: "dropped",
    ScriptRun: "run",
    Happened: "happened",
    TimerFired: "timer",
    Ended: "ended",
}
"""Record that makes a moment → what the moment is called."""


class State(NamedTuple):
    """A transaction or a dialog at one element has come to a state."""

    lane: str
    key: str
    """The same for all states of one transaction or dialog of the element."""
    what: str
    """"INVITE client", "dialog" …"""
    after: str
    """"" when it is over."""


@dataclass(slots=True)
class Moment:
    """A step of a trace."""

    at: float
    kind: str
    """One of `KIND_OF`."""
    lane: str
    """Where it happens; "" where that is nowhere in particular."""
    record: Record
    states: list[State] = field(default_factory=list)
    """What it leads to, in order."""


def moments_of(trace: Trace) -> list[Moment]:
    """Every moment of `trace`, in the order in which they happen."""
    ends = {sent.n: (sent.source, sent.destination) for sent in trace.of(Sent)}
    moments: list[Moment] = []
    early: list[State] = []
    for record in sorted(trace.records, key=attrgetter("at")):
        at = round(record.at, PRECISION)
        if isinstance(record, StateChanged | DialogChanged):
            same = bool(moments) and moments[-1].at == at
            (moments[-1].states if same else early).append(_state(record))
        elif _is_moment(record):
            lane = _lane(record, ends)
            kind = KIND_OF[type(record)]
            moments.append(Moment(at, kind, lane, record, early))
            early = []
    return moments


def _is_moment(record: Record) -> bool:
    if isinstance(record, Happened):
        return record.what != LOADED
    return type(record) in KIND_OF


def _lane(record: Record, ends: dict[int, tuple[str, str]]) -> str:
    """A message that arrives does so at its destination, one that is lost left."""
    match record:
        case Sent():
            return record.source
        case Received():
            return ends.get(record.n, ("", ""))[1]
        case Lost():
            return ends.get(record.n, ("", ""))[0]
        case Ended():
            return ""
    return getattr(record, "element", "")


def _state(record: StateChanged | DialogChanged) -> State:
    after = "" if record.after.lower() == TERMINATED else record.after
    if isinstance(record, StateChanged):
        key = f"{record.machine} {record.transaction}"
        method = record.transaction.rpartition(" ")[2]
        role = record.machine.rpartition(" ")[2]
        return State(record.element, key, f"{method} {role}", after)
    key = f"dialog {record.call_id} {record.local_tag} {record.remote_tag}"
    return State(record.element, key, "dialog", after)
