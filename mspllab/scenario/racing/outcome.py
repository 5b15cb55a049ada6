"""Outcome: how a run has ended, as far as anybody would notice; flat, and in words."""

from collections import defaultdict
from typing import NamedTuple

from mspllab.sip.message import Request, Response
from mspllab.trace.records import DialogChanged, Happened, Sent, TimerFired
from mspllab.trace.trace import Trace

PICKED_UP = frozenset({"answered", "accepted"})
FATES = {
    "answered": "answers",
    "accepted": "answers",
    "declined": "declines",
    "forwarded": "sends the caller elsewhere",
    "cancelled": "is cancelled",
    "missed": "misses the call",
}
"""What becomes of somebody who is called (`Happened.what`)."""
OF_CALLERS = {"abandoned": "gives up"}
PATIENCE = frozenset({"B", "C", "F", "H", "ACK", "PRACK", "cancel"})
"""Timers that fire when nobody answers any more."""


class Outcome(NamedTuple):
    """What came of the calls of a run; compares by what people and elements know."""

    connected: tuple[tuple[str, str], ...] = ()
    """Caller and callee of each dialog that came up."""
    let_go: tuple[str, ...] = ()
    """Callees whose call ended at once, since another one had won."""
    fates: tuple[tuple[str, str], ...] = ()
    """What each one who was called did, or what became of the call there."""
    rang: tuple[str, ...] = ()
    finals: tuple[tuple[str, str], ...] = ()
    """Each caller, and the final answers to its INVITEs in the order of the calls."""
    dialogs_left: int = 0
    """Ends of dialogs that are up when all is over."""
    errors: tuple[str, ...] = ()
    """Who has given up waiting, and whether the run was stopped."""

    def __str__(self) -> str:
        winners = [callee for _, callee in self.connected]
        said = [f"{name} {fate}" for name, fate in self.fates]
        if len(winners) > 1:
            said.insert(0, f"two winners: {' and '.join(winners)}")
        said += [f"{name} is let go at once" for name in self.let_go]
        said += [f"{who} hears {what}" for who, what in self.finals if not winners]
        said += self.errors
        if self.dialogs_left:
            said.append(f"{self.dialogs_left} ends of dialogs are left")
        return ", ".join(said) or "nothing happens"


def outcome_of(trace: Trace) -> Outcome:
    """What came of the calls in `trace`."""
    happened = trace.of(Happened)
    end = trace.end
    stopped = () if end is None or end.why in ("quiet", "until") else (end.why,)
    waited = {
        f"{record.element} waits in vain (timer {record.timer})"
        for record in trace.of(TimerFired)
        if record.timer in PATIENCE
    }
    fates: dict[str, str] = {}
    for record in happened:
        if record.what in FATES:
            fates[record.element] = FATES[record.what]
        elif record.what in OF_CALLERS:
            fates.setdefault(record.element, OF_CALLERS[record.what])
    connected, left = _dialogs(trace)
    return Outcome(
        connected,
        _let_go(trace),
        tuple(sorted(fates.items())),
        tuple(
            sorted({record.element for record in happened if record.what == "rings"})
        ),
        _finals(trace),
        left,
        (*sorted(waited), *stopped),
    )


def _dialogs(trace: Trace) -> tuple[tuple[tuple[str, str], ...], int]:
    """Who was connected with whom, and how many ends are still up."""
    callers: dict[str, str] = {}
    for record in trace.of(Happened):
        if record.what == "called" or record.what == "redirected":
            callers.setdefault(record.call_id, record.element)
    up: dict[tuple[str, ...], set[str]] = defaultdict(set)
    last: dict[tuple[str, str, str], str] = {}
    for change in trace.of(DialogChanged):
        tags = sorted((change.local_tag, change.remote_tag))
        last[change.element, change.local_tag, change.remote_tag] = change.after
        if change.after == "confirmed":
            up[change.call_id, *tags].add(change.element)
    pairs = set()
    for key, ends in up.items():
        caller = callers.get(key[0], "")
        pairs |= {(caller, end) for end in ends if end != caller or len(ends) == 1}
    return tuple(sorted(pairs)), sum(s == "confirmed" for s in last.values())


def _let_go(trace: Trace) -> tuple[str, ...]:
    """Callees that a caller sends a BYE as soon as their 200 has come."""
    by_number = {record.n: record for record in trace.of(Sent)}
    owner = _owners(trace)
    found = set()
    for sent in by_number.values():
        cause = by_number.get(sent.cause.message or 0)
        message = sent.message
        if cause is None or not isinstance(message, Request):
            continue
        why = cause.message
        is_success = isinstance(why, Response) and why.status // 100 == 2
        if message.method == "BYE" and is_success and why.method == "INVITE":
            found.add(owner.get((message.call_id, message.to_tag), "somebody"))
    return tuple(sorted(found))


def _owners(trace: Trace) -> dict[tuple[str, str | None], str]:
    """{(Call-ID, tag of its own): element}."""
    return {(r.call_id, r.local_tag): r.element for r in trace.of(DialogChanged)}


def _finals(trace: Trace) -> tuple[tuple[str, str], ...]:
    """The final answer of each call at its caller; several 2xx are told once each."""
    callers = {r.call_id: r.element for r in trace.of(Happened) if r.what == "called"}
    found: dict[tuple[str, str], list[str]] = {}
    arrived = {hop.n for hop in trace.hops if hop.received is not None}
    tags: set[tuple[str, str | None]] = set()
    for sent in trace.of(Sent):
        message = sent.message
        if not isinstance(message, Response) or message.method != "INVITE":
            continue
        caller = callers.get(message.call_id)
        new = (message.call_id, message.to_tag) not in tags
        if sent.destination != caller or message.status < 200 or sent.n not in arrived:
            continue
        if new:
            tags.add((message.call_id, message.to_tag))
            found.setdefault((caller, message.call_id), []).append(str(message.status))
    return tuple((caller, " and ".join(all_)) for (caller, _), all_ in found.items())
