"""Trace ↔ JSON lines: a head with the parties and scripts, then a line a record.

A trace read back equals the one written, but for its messages: those become
`RecordedMessage` unless the caller says how to decode their text.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, NamedTuple, get_args

from mspllab.errors import UsageError
from mspllab.trace.records import (
    Cause,
    ChainInstalled,
    ChainWalked,
    HeaderChange,
    LogEntry,
    Record,
    RunError,
    ScriptRun,
    ScriptStep,
    Sent,
    TracedMessage,
    Verdict,
)
from mspllab.trace.step_table import step_table, steps_of
from mspllab.trace.trace import Party, ScriptText, Trace

VERSION = 1
KINDS = {kind.__name__: kind for kind in get_args(Record)}


class RecordedMessage(NamedTuple):
    """A message as a file remembers it: what a trace needs to know, and no more."""

    start_line: str
    method: str
    status: int | None
    call_id: str
    text: str


Decode = Callable[[str], TracedMessage]
"""Text of a message → the message."""


def render_jsonl(trace: Trace) -> str:
    """`trace` as JSON lines; odd bytes in messages survive."""
    return "".join(f"{json.dumps(line)}\n" for line in _lines(trace))


def parse_jsonl(text: str, *, decode: Decode | None = None) -> Trace:
    """The trace that `render_jsonl` wrote.

    Args:
        text: what it wrote.
        decode: makes messages of their texts; None: they stay `RecordedMessage`.

    Raises:
        UsageError: `text` is nothing it could have written; names the line.
    """
    trace: Trace | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            if trace is None:
                trace = _trace(value)
            else:
                trace.append(_record(value, decode))
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"line {number} is no line of a trace: {error}") from error
    if trace is None:
        raise UsageError("an empty text is no trace; its first line is the head")
    return trace


def _lines(trace: Trace) -> Iterator[dict[str, Any]]:
    yield {
        "trace": VERSION,
        "title": trace.title,
        "profile": trace.profile,
        "seed": trace.seed,
        "parties": [asdict(party) for party in trace.parties],
        "scripts": [asdict(script) for script in trace.scripts.values()],
    }
    for record in trace.records:
        yield {"record": type(record).__name__, **_fields(record)}


def _fields(record: Record) -> dict[str, Any]:
    fields = record._asdict()
    match record:
        case Sent():
            fields["message"] = _message_fields(record.message)
            fields["cause"] = _known(record.cause)
        case ScriptRun():
            fields["headers_changed"] = [c._asdict() for c in record.headers_changed]
            fields["log"] = [entry._asdict() for entry in record.log]
            fields["errors"] = [error._asdict() for error in record.errors]
            fields |= _step_fields(fields.pop("steps"), fields.pop("steps_left_out"))
        case ChainWalked():
            fields["verdicts"] = [verdict._asdict() for verdict in record.verdicts]
    return fields


def _step_fields(steps: tuple[ScriptStep, ...], left_out: bool) -> dict[str, Any]:
    """Nothing where the run was not recorded, as most are not."""
    return {"steps": step_table(steps), "steps_left_out": left_out} if steps else {}


def _message_fields(message: TracedMessage) -> dict[str, Any]:
    return {name: getattr(message, name) for name in RecordedMessage._fields}


def _known(cause: Cause) -> dict[str, Any]:
    return {name: value for name, value in cause._asdict().items() if value is not None}


def _trace(head: dict[str, Any]) -> Trace:
    if head["trace"] != VERSION:
        raise ValueError(f"version {head['trace']}, this program reads {VERSION}")
    return Trace(
        title=head["title"],
        profile=head["profile"],
        seed=head["seed"],
        parties=tuple(Party(**party) for party in head["parties"]),
        scripts={script["path"]: ScriptText(**script) for script in head["scripts"]},
    )


def _record(fields: dict[str, Any], decode: Decode | None) -> Record:
    kind = KINDS[fields.pop("record")]
    if kind is Sent:
        fields["message"] = _message(fields["message"], decode)
        fields["cause"] = Cause(**fields["cause"])
    elif kind is ScriptRun:
        fields |= _run_fields(fields)
    elif kind is ChainWalked:
        verdicts = tuple(Verdict(**verdict) for verdict in fields["verdicts"])
        fields |= {"places": tuple(fields["places"]), "verdicts": verdicts}
    elif kind is ChainInstalled:
        fields |= {name: tuple(fields[name]) for name in ("stages", "paths")}
    record: Record = kind(**fields)
    return record


def _message(fields: dict[str, Any], decode: Decode | None) -> TracedMessage:
    return RecordedMessage(**fields) if decode is None else decode(fields["text"])


def _run_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "targets": tuple(fields["targets"]),
        "lines": tuple(fields["lines"]),
        "headers_changed": tuple(HeaderChange(**c) for c in fields["headers_changed"]),
        "log": tuple(
            LogEntry(e["channel"], tuple(e["lines"]), e["line"], tuple(e["about"]))
            for e in fields["log"]
        ),
        "errors": tuple(RunError(**error) for error in fields["errors"]),
        "steps": steps_of(fields["steps"]) if "steps" in fields else (),
    }
