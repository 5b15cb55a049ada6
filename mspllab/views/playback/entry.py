"""Entry: one message, one run of a script or one moment of a page, as plain data.

Whatever names something by number means its place in the page's list of those things.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mspllab.trace.records import (
    Dropped,
    Happened,
    Lost,
    Received,
    ScriptRun,
    Sent,
    TimerFired,
)
from mspllab.trace.trace import Hop
from mspllab.views.captions.caption import Caption
from mspllab.views.captions.reading import printable, read_message
from mspllab.views.captions.scripts import decisive_line, file_name
from mspllab.views.playback.moment import Moment
from mspllab.views.playback.pool import Pool
from mspllab.views.playback.statement import statement_entry

Page = dict[str, Any]
"""What JSON calls an object."""
MICROSECOND = 6
"""Decimal places of a second."""


@dataclass(slots=True)
class Places:
    """At which place of the page's lists everything stands."""

    lanes: dict[str, int]
    scripts: dict[str, int]
    messages: dict[int, int]
    runs: dict[int, int]
    lines: Pool = field(default_factory=Pool)
    """Header lines: messages share nearly all of them."""
    bodies: Pool = field(default_factory=Pool)
    calls: Pool = field(default_factory=Pool)


def message_entry(hop: Hop, said: Caption, base: int | None, places: Places) -> Page:
    """A message on one wire; `base` is the number of the one it was made from."""
    lines, body = _texts(hop)
    return _known(
        {
            "n": hop.n,
            "from": places.lanes[hop.source],
            "to": places.lanes[hop.destination],
            "lost": hop.lost and printable(hop.lost),
            "over": printable(hop.transport),
            "call": places.calls.number(printable(hop.message.call_id)),
            "method": printable(hop.message.method),
            "role": said.role,
            "head": said.head,
            "target": said.target,
            "remark": said.remark,
            "tag": said.tag,
            "changed": [
                detail.key or detail.value
                for detail in said.details
                if detail.role == "changed"
            ],
            "start": printable(hop.message.start_line),
            "lines": [places.lines.number(line) for line in lines],
            "body": places.bodies.number(body) if body else None,
            "base": places.messages.get(base or 0),
            "run": places.runs.get(hop.cause.run or 0),
            "line": hop.cause.line,
        }
    )


def _texts(hop: Hop) -> tuple[list[str], str]:
    """Header lines and body, in signs that can be shown."""
    message = read_message(hop.message)
    if message is None:
        return [printable(line) for line in hop.message.text.splitlines()[1:]], ""
    body = message.body.decode("utf-8", "replace").replace("\r\n", "\n")
    lines = [printable(" ".join(line.split())) for line in message.headers.lines]
    return lines, "\n".join(map(printable, body.split("\n")))


def run_entry(run: ScriptRun, decided: dict[int, int], places: Places) -> Page:
    """A run of a script: on what, through which lines, and what came of it."""
    return _known(
        {
            "run": run.run,
            "lane": places.lanes[run.element],
            "script": places.scripts.get(run.path),
            "name": printable(file_name(run)),
            "message": places.messages.get(run.message or 0),
            "outcome": run.outcome,
            "targets": [printable(target) for target in run.targets],
            "response": run.response and printable(run.response),
            "lines": list(run.lines),
            "steps": [statement_entry(step) for step in run.steps],
            "decided": decisive_line(run, decided),
            "headers": [
                [text if text is None else printable(text) for text in change]
                for change in run.headers_changed
            ],
            "log": [
                [entry.line, printable(f"{entry.channel}: {' '.join(entry.lines)}")]
                for entry in run.log
            ],
            "errors": [
                [error.line, printable(f"{error.code} {error.message}")]
                for error in run.errors
            ],
        }
    )


def moment_entry(moment: Moment, tell: Callable[[Moment], str], places: Places) -> Page:
    """A moment: when, where, of what kind, and what there is to say."""
    fields: Page = {
        "at": round(moment.at, MICROSECOND),
        "kind": moment.kind,
        "lane": places.lanes.get(moment.lane),
        "say": tell(moment),
    }
    match moment.record:
        case ScriptRun() as run:
            fields["run"] = places.runs[run.run]
            fields["message"] = places.messages.get(run.message or 0)
        case Sent() | Received() as record:
            fields["message"] = places.messages.get(record.n)
        case Lost() | Dropped() as record:
            fields["message"] = places.messages.get(record.n or 0)
            fields["text"] = printable(record.why)
        case Happened() as happened:
            # The scheme only takes room; the sentence has it.
            fields["text"] = printable(happened.text.replace("sip:", ""))
            if happened.call_id:
                fields["call"] = places.calls.number(printable(happened.call_id))
        case TimerFired() as fired:
            fields["timer"] = printable(fired.timer)
    return _known(fields)


def _known(fields: Page) -> Page:
    """Without what is None or empty, which most of it often is."""
    return {key: value for key, value in fields.items() if value not in (None, [], "")}
