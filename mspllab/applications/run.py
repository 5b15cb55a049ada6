"""Run: what one run of a script over one message came to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from mspllab.cores.decision import Decision, Fork, Forward, Reply
from mspllab.sip.header_lines import key_of
from mspllab.sip.headers import Headers
from mspllab.sip.message import Message, Request
from mspllab.trace.records import (
    HeaderChange,
    LogEntry,
    RunError,
    ScriptRun,
    ScriptStep,
)
from mspllab.trace.step_table import step_table


@dataclass(frozen=True, slots=True)
class Run:
    """What a script did with a message."""

    application: str
    """The manifest's appUri."""
    path: str
    outcome: str
    """unhandled, proxied, routed, forked, responded, dispatched, dropped, error,
    filtered."""
    decision: Decision
    message: Message
    """The message with the changes that the script made."""
    targets: tuple[str, ...] = ()
    """Request-URIs it is sent to, where the script chose them."""
    headers_changed: tuple[HeaderChange, ...] = ()
    log: tuple[LogEntry, ...] = ()
    errors: tuple[RunError, ...] = ()
    lines: tuple[int, ...] = ()
    """Lines of the manifest in the order in which they ran."""
    cause_line: int | None = None
    """The line that decided, or chose the way of an unhandled message; else None."""
    kept_out_by: str = ""
    """The attribute of the manifest's filter that did not let the message in."""
    steps: tuple[ScriptStep, ...] = ()
    """What each statement did, where the run was recorded."""
    steps_left_out: bool = False
    """There were more steps than are kept; the run went on behind the last one."""
    earlier: tuple[Reply, ...] = ()
    """Provisional answers to a message that is sent on all the same."""

    @property
    def response(self) -> Reply | None:
        """The answer, where it was answered."""
        return self.decision if isinstance(self.decision, Reply) else None

    def to_json(self) -> dict[str, object]:
        """The same as plain values, as `mspllab run --json` prints them."""
        recorded = {"steps": step_table(self.steps)} if self.steps else {}
        return {
            "outcome": self.outcome,
            "targets": list(self.targets),
            "response": _reply_values(self.response),
            "headers_changed": [change._asdict() for change in self.headers_changed],
            "log": [log_values(entry) for entry in self.log],
            "errors": [error._asdict() for error in self.errors],
            "lines": list(self.lines),
            "kept_out_by": self.kept_out_by,
            **recorded,
        }

    def record(self, number: int, *, at: float, element: str) -> ScriptRun:
        """The same for a trace; the message's number is left open."""
        reply = self.response
        return ScriptRun(
            run=number,
            at=at,
            element=element,
            application=self.application,
            path=self.path,
            message=None,
            outcome=self.outcome,
            targets=self.targets,
            response=None if reply is None else f"{reply.status} {reply.reason}",
            lines=self.lines,
            headers_changed=self.headers_changed,
            log=self.log,
            errors=self.errors,
            steps=self.steps,
            steps_left_out=self.steps_left_out,
        )

    def __str__(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in self._rows())

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left">{_escaped(name)}</th>'
            f'<td style="text-align:left">{_cell(text)}</td></tr>'
            for name, text in self._rows()
        )
        return f"<table>{rows}</table>"

    @property
    def _at(self) -> str:
        if self.cause_line is None:
            return ""
        did = ", its way chosen" if self.outcome == "unhandled" else ""
        return f"{did} in line {self.cause_line}"

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Name and text of everything there is to say."""
        yield "outcome", f"{self.outcome}{self._at}"
        if self.outcome == "filtered":
            is_request = isinstance(self.message, Request)
            name = "requestFilter" if is_request else "responseFilter"
            attribute = f": {self.kept_out_by}" if self.kept_out_by else ""
            yield "because", f"the manifest's {name} does not let it in{attribute}"
        for target in self.targets:
            yield "target", target
        reply = self.response
        if reply is not None:
            yield "response", f"{reply.status} {reply.reason}"
            for name, value in reply.headers:
                yield "header of the response", f"{name}: {value}"
        for change in self.headers_changed:
            before, after = change.before or "nothing", change.after or "nothing"
            yield "header changed", f"{change.name}: {before} → {after}"
        for entry in self.log:
            yield f"log ({entry.channel}), line {entry.line}", " ".join(entry.lines)
        for error in self.errors:
            kind = "critical error" if error.critical else "script error"
            column = f", column {error.column}" if error.column else ""
            excerpt = f"\n{error.excerpt}" if error.excerpt else ""
            yield f"{kind}, line {error.line}{column}", f"{error.message}{excerpt}"
        if self.lines:
            yield "lines", ", ".join(str(line) for line in self.lines)


def targets_of(decision: Decision) -> tuple[str, ...]:
    """Request-URIs that a decision sends copies to."""
    if isinstance(decision, Forward):
        return (decision.target.uri,)
    if isinstance(decision, Fork):
        return tuple(target.uri for target in decision.targets)
    return ()


def header_changes(before: Headers, after: Headers) -> tuple[HeaderChange, ...]:
    """Every header field of which the two differ, in the order of appearance."""
    if before is after:
        return ()
    names = {key_of(name): name for name, _ in (*after, *before)}
    return tuple(
        HeaderChange(name, old, new)
        for name in names.values()
        for old, new in zip_longest(before.all(name), after.all(name))
        if old != new
    )


def log_values(entry: LogEntry) -> dict[str, object]:
    """A line of a script's log as plain values."""
    return {
        "channel": entry.channel,
        "lines": list(entry.lines),
        "line": entry.line,
        "severity": entry.severity,
        "about": list(entry.about),
    }


def _reply_values(reply: Reply | None) -> dict[str, object] | None:
    if reply is None:
        return None
    headers = [[name, value] for name, value in reply.headers]
    return {"status": reply.status, "reason": reply.reason, "headers": headers}


def _cell(text: str) -> str:
    """HTML of a text; its further lines are an excerpt, where columns must align."""
    first, _, excerpt = text.partition("\n")
    shown = f'<pre style="margin:0">{_escaped(excerpt)}</pre>' if excerpt else ""
    return f"{_escaped(first)}{shown}"


def _escaped(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return text
