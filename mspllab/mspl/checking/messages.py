"""Messages: follow each kind of message through a script, and report what was found."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.flow import Flow, Note
from mspllab.mspl.checking.paths import follow
from mspllab.mspl.checking.report import Report
from mspllab.mspl.checking.telling import prepare
from mspllab.mspl.checking.world import CLOSED, Step, World
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.nodes import Node, Statement
from mspllab.mspl.vocabulary import Applies

BOTH: Final = (Applies.REQUEST, Applies.RESPONSE)
NAMES: Final = {Applies.REQUEST: "a request", Applies.RESPONSE: "a response"}
LOOPS: Final = (nodes.Switch, nodes.Case, nodes.Foreach, nodes.While)
MOST_SHOWN: Final = 3
"""Decisions of a way that a hint tells."""


def check_messages(flow: Flow, report: Report) -> None:
    """All findings that depend on the way that was taken."""
    applies = flow.settings.applies
    kinds = BOTH if applies is Applies.ANY else (applies,)
    for kind in kinds:
        flow.kind = kind
        _follow_body(flow)
    if flow.may_reroute:
        _follow_reroutes(flow)
    _report_absent(flow, report)
    if not flow.obstacles:
        _report_tests(flow, report, are_both=len(kinds) == len(BOTH))
    for key, note in flow.notes.items():
        _report(flow, note, flow.kinds[key], report)


def _follow_reroutes(flow: Flow) -> None:
    """Once more, now with an eye on what tells a rerouted message from a new one."""
    prepare(flow)
    flow.summaries.clear()
    flow.summarised.clear()
    flow.kind = Applies.REQUEST
    _follow_body(flow)


def _follow_body(flow: Flow) -> None:
    flow.enter(flow.body, flow.kind)
    rest = follow(flow, flow.script.statements, [World()])
    for world, _, statement in flow.returns:
        _check_end(flow, world, statement)
    for world in rest:
        _check_end(flow, world, None)


def _report(flow: Flow, note: Note, kinds: set[Applies], report: Report) -> None:
    message = note.message
    if note.code == "MSPL401":
        assert isinstance(note.where, nodes.Call), "only calls are for a kind"
        can = "can only be" if flow.is_certain(note.where) else "may be"
        message = f"{message} {can} {NAMES[next(iter(kinds))]}"
    what = NAMES[next(iter(kinds))] if len(kinds) == 1 else "a message"
    text = message.replace("{message}", what)
    report(note.code, text, note.where, note.hint, note.severity)


def _report_absent(flow: Flow, report: Report) -> None:
    """Say of each variable once that it may be absent, where that is seen first."""
    said: set[str] = set()
    for where, name in sorted(flow.absences.items(), key=lambda pair: pair[0].start):
        if name in said:
            continue
        said.add(name)
        is_certain = flow.is_certain(where)
        verb = "is" if is_certain else "may be"
        text = f"{name} {verb} absent here, and then each of its fields is false"
        severity = Severity.WARNING if is_certain else Severity.INFO
        report("MSPL412", text, where, f"test if ({name}) first", severity)


def _report_tests(flow: Flow, report: Report, *, are_both: bool) -> None:
    """Tests of the message that an earlier test has decided.

    A test of its kind may well be there for messages that the filters keep out.
    """
    for condition, outcomes in flow.outcomes.items():
        if outcomes == {False} and (are_both or not isinstance(condition, nodes.Name)):
            shown = flow.shown(condition)
            text = f"{shown} is never true here: a test before it says so"
            report("MSPL420", text, condition)


# --- the end of a run -----------------------------------------------------------------


def _check_end(flow: Flow, world: World, end: Statement | None) -> None:
    """What must not be left open when the run is over."""
    if world.fork is not CLOSED and world.fork_at is not None:
        message = "a path leads from here to the end without EndFork"
        hint = "without EndFork nothing is sent, and the run ends with an error"
        flow.note("MSPL416", world.fork_at, message, hint)
    elif world.handled is None and not flow.settings.admission.proxy_by_default:
        _unhandled(flow, world, end)


def _unhandled(flow: Flow, world: World, end: Statement | None) -> None:
    """A message that is thrown away; on purpose, where the script has logged it."""
    is_meant = world.is_noted and flow.kind is Applies.REQUEST
    severity = Severity.INFO if is_meant else None
    hint = 'pass it on with ProxyRequest("") or answer it with Respond'
    if flow.kind is Applies.RESPONSE:
        hint = "pass it back with ProxyResponse()"
    way = _way(flow, world.way)
    if way:
        hint = f"{hint}; the way there: {way}"
    where, what = _where(flow, world, end)
    message = f"{{message}} {what} is dropped: nothing handles it, and proxyByDefault"
    flow.note("MSPL414", where, f"{message} is false", hint, severity)


def _where(flow: Flow, world: World, end: Statement | None) -> tuple[Node, str]:
    """The place where a run that handled nothing parted from the others."""
    if end is not None:
        return end, "that ends here"
    step = world.way
    if step is None:
        statements = flow.script.statements
        return (statements[-1] if statements else flow.script), "that gets here"
    _, where, outcome = step
    if isinstance(where, nodes.Switch):
        return where.subject, "for which no case fits"
    if isinstance(where, nodes.Case):
        return where.value or where, "for which this case fits"
    if isinstance(where, nodes.Foreach | nodes.While):
        head = where.collection if isinstance(where, nodes.Foreach) else where.condition
        return head, "that gets past this loop"
    return where, f"for which this is {'true' if outcome else 'false'}"


def _way(flow: Flow, step: Step) -> str:
    """`line 3 is true, line 5 is false`."""
    steps: list[str] = []
    while step is not None and len(steps) < MOST_SHOWN:
        step, where, outcome = step
        if not isinstance(where, LOOPS):
            steps.append(f"line {flow.line(where)} is {'true' if outcome else 'false'}")
    return ", ".join(dict.fromkeys(reversed(steps)))
