"""What a call must do to satisfy an exercise, one function to one sort of demand.

Each takes the trace of a call and what is demanded, and answers with a sentence about
what happened instead, or with None where the demand is met.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mspllab.sip.message import Message
from mspllab.trace.trace import Hop, Trace

Demand = Callable[[Trace, Any], str | None]


def rings(trace: Trace, names: list[str]) -> str | None:
    """Each of `names` sends 180 Ringing."""
    ringing = {hop.source for hop in _answers(trace) if hop.message.status == 180}
    missing = [name for name in names if name not in ringing]
    return f"{_list(missing)} did not ring" if missing else None


def silent(trace: Trace, names: list[str]) -> str | None:
    """None of `names` is sent an INVITE."""
    for hop in trace.hops:
        if _is_invite(hop) and hop.destination in names:
            when = f"{hop.sent:.3f} s{_by(trace, hop)}"
            return f"{hop.destination} was sent an INVITE at {when}"
    return None


def answered_by(trace: Trace, name: str) -> str | None:
    """The first 200 to an INVITE that reaches the caller was made by `name`."""
    winner = _winner(trace)
    if winner is None:
        return f"nobody answered, where {name} should have"
    return None if winner == name else f"{winner} took the call instead of {name}"


def status(trace: Trace, code: int) -> str | None:
    """The last final answer to an INVITE that reaches the caller has this status."""
    caller = _caller(trace)
    finals = [
        hop.message
        for hop in _answers(trace)
        if hop.destination == caller
        and hop.received is not None
        and (hop.message.status or 0) >= 200
    ]
    if not finals:
        return f"{caller} got no final answer, where {code} was wanted"
    found = finals[-1].start_line.removeprefix("SIP/2.0 ")
    return None if finals[-1].status == code else f"{caller} got {found}, not {code}"


def told(trace: Trace, to_of: Mapping[str, str]) -> str | None:
    """The INVITE that reaches each element has this text in its To header."""
    for name, wanted in to_of.items():
        seen = [_sip(hop).headers.get("To") or "" for hop in _invites_at(trace, name)]
        if not seen:
            return f"{name} was sent no INVITE at all"
        if wanted.lower() not in seen[-1].lower():
            return f"{name} reads To: {seen[-1]}, and {wanted} is not in it"
    return None


def told_somewhere(trace: Trace, text_of: Mapping[str, str]) -> str | None:
    """The last INVITE that reaches each element has this text anywhere in it."""
    for name, wanted in text_of.items():
        seen = _invites_at(trace, name)
        if not seen:
            return f"{name} was sent no INVITE at all"
        if wanted.lower() not in seen[-1].message.text.lower():
            return (
                f"the INVITE that reaches {name} ({seen[-1].message.start_line}) "
                f"says nothing of {wanted}"
            )
    return None


def logged(trace: Trace, text: str) -> str | None:
    """Some script writes a log entry that says `text`, however it is cut into lines."""
    entries = [" ".join(" ".join(entry.lines).split()) for entry in trace.log]
    if any(text.lower() in entry.lower() for entry in entries):
        return None
    return f"no log line says {text!r}" + (f", only {entries[0]!r}" if entries else "")


def reached(trace: Trace, text_of: Mapping[str, str]) -> str | None:
    """Some message with this text arrives at each element."""
    for name, wanted in text_of.items():
        if _arrived(trace, name, wanted) is None:
            return f"nothing that says {wanted!r} reached {name}"
    return None


def kept_from(trace: Trace, text_of: Mapping[str, str]) -> str | None:
    """No message with this text arrives at the element."""
    for name, unwanted in text_of.items():
        hop = _arrived(trace, name, unwanted)
        if hop is not None:
            what, at = hop.message.method, f"{hop.sent:.3f} s"
            return f"{unwanted!r} reached {name} all the same, in the {what} of {at}"
    return None


def no_errors(trace: Trace, wanted: bool) -> str | None:
    """No run of a script ends in an error."""
    for run in trace.runs:
        for error in run.errors:
            if wanted:
                return f"the script was aborted on line {error.line}: {error.message}"
    return None


DEMANDS: dict[str, Demand] = {
    "rings": rings,
    "silent": silent,
    "answered_by": answered_by,
    "status": status,
    "told": told,
    "told_somewhere": told_somewhere,
    "logged": logged,
    "reached": reached,
    "kept_from": kept_from,
    "no_errors": no_errors,
}


def objections(trace: Trace, demands: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each demand the call does not meet."""
    for name, wanted in demands.items():
        objection = DEMANDS[name](trace, wanted)
        if objection is not None:
            yield objection


def _sip(hop: Hop) -> Message:
    assert isinstance(hop.message, Message), "a trace of SIP messages"
    return hop.message


def _is_invite(hop: Hop) -> bool:
    return hop.message.method == "INVITE" and hop.message.status is None


def _invites_at(trace: Trace, name: str) -> list[Hop]:
    return [hop for hop in trace.hops if _is_invite(hop) and hop.destination == name]


def _arrived(trace: Trace, name: str, text: str) -> Hop | None:
    """The first message that arrived at `name` and says `text`, in whatever letters."""
    for hop in trace.hops:
        is_there = hop.destination == name and hop.received is not None
        if is_there and text.lower() in hop.message.text.lower():
            return hop
    return None


def _answers(trace: Trace) -> list[Hop]:
    return [
        hop
        for hop in trace.hops
        if hop.message.method == "INVITE" and hop.message.status is not None
    ]


def _caller(trace: Trace) -> str:
    return next((hop.source for hop in trace.hops if _is_invite(hop)), "the caller")


def _winner(trace: Trace) -> str | None:
    """Who made the 2xx that reached the caller first."""
    answers = [hop for hop in _answers(trace) if (hop.message.status or 0) // 100 == 2]
    caller = _caller(trace)
    arrived = [hop for hop in answers if hop.destination == caller and hop.received]
    if not arrived:
        return None
    first = min(arrived, key=lambda hop: hop.received or 0.0)
    tag = _sip(first).to_tag
    return next(hop.source for hop in answers if _sip(hop).to_tag == tag)


def _by(trace: Trace, hop: Hop) -> str:
    """`, decided on line 12 of reroute.am`, where a script decided."""
    for run in trace.runs:
        if run.run == hop.cause.run:
            return (
                f", decided on line {hop.cause.line} of {run.path.rpartition('/')[2]}"
            )
    return ""


def _list(names: list[str]) -> str:
    return " and ".join(names)
