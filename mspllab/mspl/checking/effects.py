"""Effects: what calls and assignments do to the message (mspl.md §4.2, §7.2)."""

from mspllab.mspl import nodes
from mspllab.mspl.checking.facts import FALSY
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.reroute import check_reroute
from mspllab.mspl.checking.roles import (
    ADDING,
    ADDRESS_FIELD,
    ANSWERING,
    CHANGING,
    FIXED,
    METHODS,
    REROUTING,
    UNANSWERED,
)
from mspllab.mspl.checking.world import CLOSED, EMPTY, FILLED, World
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.vocabulary import Applies, Function, Handles


def act(flow: Flow, world: World, call: nodes.Call, function: Function) -> None:
    """Carry out a call that concerns the message."""
    applies = function.applies
    if applies is not Applies.ANY:
        flow.present[call].add(flow.kind)
        if applies is not flow.kind:
            _wrong_kind(flow, call, function)
            world.is_dead = True
            return
    handles = function.handles
    if handles is Handles.NOTHING:
        _change(flow, world, call)
    elif handles is Handles.OPENS_FORK:
        _open_fork(flow, world, call)
    elif handles is Handles.ADDS_BRANCH:
        _add_branch(flow, world, call)
    else:
        _handle(flow, world, call, handles)
    check_reroute(flow, world, call)


def _wrong_kind(flow: Flow, call: nodes.Call, function: Function) -> None:
    guard = next(
        (v.name for v in flow.variables.values() if v.applies is function.applies), None
    )
    hint = f"put it under if ({guard})" if guard else ""
    message = f"{call.name} is for {function.applies.value}, and this"
    flow.note("MSPL401", call, message, hint)


def _handle(flow: Flow, world: World, call: nodes.Call, handles: Handles) -> None:
    if handles is Handles.CLOSES_FORK and not _close_fork(flow, world, call):
        return
    if world.handled is not None:
        line = flow.line(world.handled)
        message = f"the call in line {line} has already handled the message"
        if world.handled is call:
            message = "an earlier turn of the loop has already handled the message"
        flow.note("MSPL402", call, message, "handle it once on each path")
    elif call.name == ANSWERING:
        _answer(flow, world, call)
    elif handles is not Handles.CLOSES_FORK and world.fork is not CLOSED:
        message = f"{call.name} stands between BeginFork and EndFork"
        flow.note("MSPL416", call, message, "close the fork first, or leave it away")
    if call.name in REROUTING and call.arguments and not _is_empty(call.arguments[0]):
        _warn_of_ack(flow, world, call)
    if not _is_provisional(call):
        world.handled = call


def _is_provisional(call: nodes.Call) -> bool:
    """Respond(180): the message may still be answered, or sent on."""
    code = call.arguments[0] if call.name == ANSWERING and call.arguments else None
    written = str(code.value) if isinstance(code, nodes.Literal) else ""
    return len(written) == 3 and written.startswith("1")


def _answer(flow: Flow, world: World, call: nodes.Call) -> None:
    _refuse_ack(flow, world, call)
    if world.added is not None:
        line = flow.line(world.added)
        message = f"the header that line {line} adds is not in the answer"
        hint = f'give it to {call.name}, as "Name=Value"'
        flow.note("MSPL423", call, message, hint, Severity.INFO)


def _refuse_ack(flow: Flow, world: World, call: nodes.Call) -> None:
    """ACK is neither answered nor forked."""
    if flow.settings.admission.sees_ack and _may_be_ack(world):
        message = f"this may be an ACK, for which there is no {call.name}"
        hint = 'let ACK pass first, with ProxyRequest("")'
        flow.note("MSPL419", call, message, hint)


def _warn_of_ack(flow: Flow, world: World, call: nodes.Call) -> None:
    """ACK within a call has a Route header, and so goes only where it was going."""
    admission = flow.settings.admission
    if admission.sees_ack and admission.sees_routed and _may_be_ack(world):
        message = f"this may be an ACK, whose Route header {call.name} cannot overrule"
        hint = 'let ACK pass first, with ProxyRequest("")'
        flow.note("MSPL419", call, message, hint, Severity.INFO)


def _is_empty(argument: nodes.Expression) -> bool:
    return isinstance(argument, nodes.Literal) and argument.value == ""


def _may_be_ack(world: World) -> bool:
    for key, (fact, _) in world.known.items():
        if not isinstance(key, tuple):
            continue
        if key[0] == "." and key[2] in METHODS:
            if fact.values is not None and UNANSWERED not in fact.values:
                return False
        elif key[0] == "==" and fact.bits == FALSY and UNANSWERED in _texts(key):
            return False
    return True


def _texts(key: tuple[object, ...]) -> set[object]:
    """Texts that are compared; of a constant, its name in capitals."""
    found: set[object] = set()
    for part in key[1:]:
        if isinstance(part, tuple) and part[0] == "#":
            found.add(part[2])
        elif isinstance(part, tuple) and part[0] == "." and isinstance(part[2], str):
            found.add(part[2].upper())
    return found


# --- forks ----------------------------------------------------------------------------


def _open_fork(flow: Flow, world: World, call: nodes.Call) -> None:
    if world.handled is not None:
        _too_late(flow, world, call)
    elif world.fork is not CLOSED:
        message = "a fork is already open here"
        if world.fork_at is not None:
            message = f"the fork opened in line {flow.line(world.fork_at)} is open"
        flow.note("MSPL416", call, message, "close it with EndFork first")
    _refuse_ack(flow, world, call)
    world.fork, world.fork_at = EMPTY, call


def _add_branch(flow: Flow, world: World, call: nodes.Call) -> None:
    if world.fork is CLOSED:
        hint = "call BeginFork before the first Fork"
        flow.note("MSPL417", call, f"{call.name} without a BeginFork before it", hint)
        world.is_dead = True
    world.fork = FILLED


def _close_fork(flow: Flow, world: World, call: nodes.Call) -> bool:
    """Whether there is something to send."""
    fork = world.fork
    world.fork = CLOSED
    if fork is FILLED:
        return True
    world.is_dead = True
    if fork is EMPTY:
        message = f"{call.name} is reached even when no Fork has run"
        hint = "open the fork at the first target, and close it only if it is open"
        flow.note("MSPL411", call, message, hint)
    elif world.handled is not None:
        _too_late(flow, world, call)
    else:
        hint = "call BeginFork and Fork before it"
        flow.note("MSPL417", call, f"{call.name} without a BeginFork before it", hint)
    return False


# --- changes --------------------------------------------------------------------------


def _change(flow: Flow, world: World, call: nodes.Call) -> None:
    if call.name not in CHANGING:
        return
    if world.handled is not None:
        _too_late(flow, world, call)
    if call.name == ADDING:
        world.added = call
    changed(world)


def changed(world: World) -> None:
    """What was known of fields that may be written is known no longer."""
    world.is_changed = True
    if world.known:
        world.forget(".")


def _too_late(flow: Flow, world: World, where: nodes.Node) -> None:
    assert world.handled is not None, "nothing is too late for an open message"
    line = flow.line(world.handled)
    message = f"this comes too late: line {line} has already handled the message"
    hint = "do it before the message is passed on or answered"
    flow.note("MSPL415", where, message, hint)


def change_field(
    flow: Flow, world: World, statement: nodes.Assignment, target: nodes.Member
) -> None:
    """An assignment to a field such as sipMessage.Stamp."""
    name = target.name
    if name == ADDRESS_FIELD:
        message = "a request whose RequestUri was assigned counts as routed"
        hint = "use RetargetRequest, or ProxyRequest with an address that is one"
        flow.note("MSPL421", target, message, hint)
    if world.handled is not None and name not in FIXED:
        _too_late(flow, world, statement)
    changed(world)
