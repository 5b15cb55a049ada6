"""Trace → the document of `play --json`: dictionaries, lists, texts and numbers.

The names of the fields are a promise: add some freely, never rename one.
"""

from collections.abc import Callable
from typing import Any

from mspllab.applications.run import log_values
from mspllab.errors import ParseError
from mspllab.sip.codec import decode
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.fate import Fate, Walk
from mspllab.trace.records import (
    Cause,
    ChainInstalled,
    DialogChanged,
    Dropped,
    Happened,
    ObjectChanged,
    Record,
    ScriptRun,
    StateChanged,
    TimerCancelled,
    TimerFired,
    TimerSet,
    TracedMessage,
)
from mspllab.trace.step_table import step_table
from mspllab.trace.trace import Hop, Trace

Document = dict[str, Any]
"""What JSON calls an object."""
TIMER_EVENTS = {TimerSet: "set", TimerFired: "fired", TimerCancelled: "cancelled"}


def document(trace: Trace) -> Document:
    """All that `trace` knows; times are simulated seconds."""
    return {
        "scenario": {
            "title": trace.title,
            "profile": trace.profile,
            "seed": trace.seed,
        },
        "elements": [
            {
                "name": party.name,
                "kind": party.kind,
                "label": party.label,
                "address": party.address,
            }
            for party in trace.parties
        ],
        "messages": [message_document(hop) for hop in trace.hops],
        "states": [_fields(record) for record in trace.of(StateChanged)],
        "dialogs": [_fields(record) for record in trace.of(DialogChanged)],
        "timers": [
            {"event": TIMER_EVENTS[type(record)], **_fields(record)}
            for record in trace
            if isinstance(record, TimerSet | TimerFired | TimerCancelled)
        ],
        "script_runs": [_script_run(run) for run in trace.runs],
        "log": [entry for run in trace.runs for entry in _log(run)],
        "events": [_fields(event) for event in trace.events],
        "chains": [_chain(chain) for chain in trace.of(ChainInstalled)],
        "happenings": [_fields(record) for record in trace.of(Happened)],
        "objects": [_fields(record) for record in trace.of(ObjectChanged)],
        "pending": [_fields(record) for record in trace.pending],
        "dropped": [_fields(record) for record in trace.of(Dropped)],
        "end": None if trace.end is None else _fields(trace.end),
    }


def message_document(hop: Hop) -> Document:
    """One message on one wire; what cannot be read in it is None."""
    message = _readable(hop.message)
    return {
        "n": hop.n,
        "sent": _seconds(hop.sent),
        "received": None if hop.received is None else _seconds(hop.received),
        "from": hop.source,
        "to": hop.destination,
        "transport": hop.transport,
        "lost": hop.lost,
        "start_line": hop.message.start_line,
        "method": hop.message.method,
        "status": hop.message.status,
        "call_id": hop.message.call_id,
        "cseq": _read(message, lambda m: str(m.cseq)),
        "branch": _read(message, lambda m: m.branch),
        "from_tag": _read(message, lambda m: m.from_tag),
        "to_tag": _read(message, lambda m: m.to_tag),
        "request_uri": message.uri if isinstance(message, Request) else None,
        "to_uri": _read(message, lambda m: str(m.to.uri)),
        "text": hop.message.text,
        "caused_by": _cause(hop.cause),
        **({"received_again": list(map(_seconds, hop.again))} if hop.again else {}),
    }


def fate_document(fate: Fate) -> Document:
    """What became of one message, and what each application made of it."""
    times = {"sent": fate.sent, "received": fate.received}
    return {
        "n": fate.n,
        "start_line": fate.start_line,
        "from": fate.source,
        "to": fate.destination,
        **{name: at and _seconds(at) for name, at in times.items()},
        "outcome": fate.outcome,
        "sentences": list(fate.sentences),
        "followed_by": list(fate.followed_by),
        "walks": [
            {
                **_fields(walk),
                "stages": [stage._asdict() for stage in walk.stages],
            }
            for walk in fate.walks
        ],
    }


def _fields(record: Record | Walk) -> Document:
    fields = record._asdict()
    return {
        name: _seconds(value) if isinstance(value, float) else value
        for name, value in fields.items()
    }


def _seconds(time: float) -> float:
    """To the microsecond: 3.04, not 3.0399999999999996."""
    return round(time, 6)


def _readable(message: TracedMessage) -> Message | None:
    """The message itself, read again where a file has only kept its text."""
    if isinstance(message, Request | Response):
        return message
    try:
        return decode(message.text.encode("utf-8", "surrogateescape"))
    except ParseError:
        return None


def _read(message: Message | None, read: Callable[[Message], str | None]) -> str | None:
    if message is None:
        return None
    try:
        return read(message)
    except ParseError:
        return None


def _cause(cause: Cause) -> Document | None:
    """Message, timer, step, script run and line; None where nothing is known."""
    return cause._asdict() if any(part is not None for part in cause) else None


def _chain(chain: ChainInstalled) -> Document:
    return {
        "element": chain.element,
        "stages": [
            {"place": place, "name": name, "path": path or None}
            for place, (name, path) in enumerate(
                zip(chain.stages, chain.paths, strict=True)
            )
        ],
    }


def _script_run(run: ScriptRun) -> Document:
    fields = _fields(run)
    del fields["steps"], fields["steps_left_out"]
    recorded = {"steps": step_table(run.steps), "steps_left_out": run.steps_left_out}
    return {
        **fields,
        **(recorded if run.steps else {}),
        "targets": list(run.targets),
        "lines": list(run.lines),
        "headers_changed": [change._asdict() for change in run.headers_changed],
        "log": [log_values(entry) for entry in run.log],
        "errors": [error._asdict() for error in run.errors],
    }


def _log(run: ScriptRun) -> list[Document]:
    return [
        {
            "at": _seconds(run.at),
            "element": run.element,
            "application": run.application,
            "run": run.run,
            **log_values(entry),
        }
        for entry in run.log
    ]
