"""Ladder: a trace as text, one line a message; golden files hold it.

    0.000  alice  → proxy  INVITE sip:bob@example.com
    0.000  proxy  → alice  100 Trying
    0.010  proxy  → bob1   INVITE sip:bob@192.0.2.11       branch b1

Time and way first, then the start line, then what is special about the message.
"""

from collections.abc import Iterator

from mspllab.errors import ParseError
from mspllab.sip.message import Request
from mspllab.trace.records import (
    Dropped,
    EventLogged,
    Happened,
    Record,
    ScriptRun,
    Sent,
)
from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.branches import Branches, branches_of
from mspllab.views.captions.caption import rfc_timer
from mspllab.views.captions.reading import printable, read_message
from mspllab.views.captions.scripts import (
    decisive_line,
    decisive_lines,
    event_in_words,
    file_name,
)

TOLD = {"disabled", "enabled", "exception", "pending", "shut down", "started"}
"""What happens to servers and applications; what people notice is seen from the
messages."""
Note = ScriptRun | Dropped | Happened | EventLogged
"""Records that are a line beside the messages."""
START_LINE = 40
"""Columns for the start line; longer ones push what follows to the right."""


def render_ladder(trace: Trace, *, whole: Trace | None = None) -> str:
    """`trace` as text, ending in a line break; empty where nothing happened.

    `whole` is the run that it is a part of, where what is said of a message may hang
    on others that are not in the part.
    """
    run = trace if whole is None else whole
    hops = {hop.n: hop for hop in run.hops}
    branches = branches_of(tuple(hops.values()))
    decisive = decisive_lines(hops.values())
    calls = _calls(run)
    width = max([len(name) for hop in hops.values() for name in _ends(hop)] or [0])
    clock = max([len(_seconds(record.at)) for record in run.records] or [0])
    lines = []
    for record in sorted(trace.records, key=_time):
        if isinstance(record, Sent):
            hop = hops[record.n]
            source, destination = (f"{name:{width}}" for name in _ends(hop))
            specials = "  ".join(_specials(hop, branches, calls))
            start = _start_line(hop)
            text = f"{start:{START_LINE}}  {specials}" if specials else start
            lines.append(
                f"{_seconds(record.at):>{clock}}  {source} → {destination}  {text}"
            )
        elif isinstance(record, Note) and _is_told(record):
            said = _said(record, decisive)
            space = " " * (width + 5)
            lines.append(
                f"{_seconds(record.at):>{clock}}  {record.element:{width}}{space}{said}"
            )
    if trace.end is not None:
        lines.append(f"{_seconds(trace.end.at):>{clock}}  end: {trace.end.why}")
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


def _time(record: Record) -> float:
    return record.at


def _ends(hop: Hop) -> tuple[str, str]:
    return hop.source, hop.destination


def _seconds(at: float) -> str:
    return f"{at:.3f}"


def _calls(trace: Trace) -> dict[str, int]:
    """{Call-ID: number}, for traces with more than one call."""
    ids = dict.fromkeys(
        sent.message.call_id
        for sent in trace.of(Sent)
        if sent.message.method == "INVITE"
    )
    if len(ids) < 2:
        return {}
    return {call_id: number for number, call_id in enumerate(ids, 1)}


def _start_line(hop: Hop) -> str:
    line = hop.message.start_line
    return line.removeprefix("SIP/2.0 ").removesuffix(" SIP/2.0")


def _specials(hop: Hop, branches: Branches, calls: dict[str, int]) -> Iterator[str]:
    if hop.message.call_id in calls:
        yield f"call {calls[hop.message.call_id]}"
    tag = branches.tags.get(hop.n)
    if tag is not None:
        yield f"branch {tag}"
    to = _other_to(hop)
    if to is not None:
        yield f"To {to}"
    if hop.n in branches.acks:
        yield branches.acks[hop.n]
    if hop.n in branches.repeats:
        yield "again"
    if rfc_timer(hop):
        yield f"timer {rfc_timer(hop)}"
    for at in hop.again:
        yield f"doubled: arrives at {_seconds(at)} too"
    if hop.lost is not None:
        yield f"lost: {hop.lost}"
    elif hop.received is None:
        yield "still under way"


def _other_to(hop: Hop) -> str | None:
    """To of an INVITE where it is not what the Request-URI says."""
    message = read_message(hop.message)
    if not isinstance(message, Request) or message.method != "INVITE":
        return None
    try:
        to = str(message.to.uri)
    except ParseError:
        to = message.headers.get("To") or "missing"
    return to if to != message.uri else None


def _is_told(record: Note) -> bool:
    if isinstance(record, EventLogged):
        return record.event is not None or record.run is None
    return not isinstance(record, Happened) or record.what in TOLD


def _said(record: Note, decisive: dict[int, int]) -> str:
    if isinstance(record, Happened):
        return record.text
    if isinstance(record, EventLogged):
        return event_in_words(record)
    if isinstance(record, Dropped):
        return f"drops message {record.n or ''}: {record.why}".replace(" :", ":")
    line = decisive_line(record, decisive)
    where = "" if line is None else f" line {line}"
    answer = f" {record.response}" if record.response is not None else ""
    errors = "".join(f", {error.message}" for error in record.errors)
    return f"{file_name(record)}{where} → {record.outcome}{answer}{errors}"
