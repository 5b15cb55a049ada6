"""Reroutes to users: past other applications, or back to their own (mspl.md §7.7).

Only an address of a user is looked at, since that is looked up and so may lead back to
the same server; that it does is said only where no condition on the way could tell the
second time.
"""

from mspllab.mspl import nodes
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.roles import ANSWERING, JOINING, REROUTING, SENDING
from mspllab.mspl.checking.telling import is_telling
from mspllab.mspl.checking.world import World
from mspllab.mspl.nodes import Expression

UNKNOWN = "\0"
"""Stands for a part of an address that is not known."""
CONTACT = "contact="
ENDPOINTS = ("gruu", "opaque=", "maddr=", "epid=")
"""Marks of an address that leads to one endpoint or application, never back."""


def check_reroute(flow: Flow, world: World, call: nodes.Call) -> None:
    """A call that sends the request to a user."""
    target = _target(flow, world, call)
    if target is None:
        return
    flow.may_reroute = True
    if flow.telling_names is None:
        return
    if not world.guards and not is_telling(flow, target):
        message = "the request may come by here again, and is sent on again"
        hint = "look first where it is going, or for a mark such as a stamp or a header"
        flow.note("MSPL418", call, message, hint)
    elif call.name == SENDING:
        message = "what goes to a user so, no application behind this one sees"
        hint = "RetargetRequest, which came with 2013, leaves them in force"
        flow.note("MSPL427", call, message, hint)


def _target(flow: Flow, world: World, call: nodes.Call) -> Expression | None:
    """The argument that is a user's address."""
    arguments = call.arguments
    if call.name in REROUTING:
        candidates = arguments[:1]
        prefix = ""
    elif call.name == ANSWERING and _is_redirection(arguments):
        candidates = arguments[2:]
        prefix = CONTACT
    else:
        return None
    for one in candidates:
        texts = _texts(flow, world, one)
        if any(text.lower().startswith(prefix) and _is_user(text) for text in texts):
            return one
    return None


def _is_redirection(arguments: tuple[Expression, ...]) -> bool:
    code = arguments[0] if arguments else None
    return isinstance(code, nodes.Literal) and str(code.value).startswith("3")


def _texts(flow: Flow, world: World, argument: Expression) -> list[str]:
    """What the argument may be, as far as that is written in the script."""
    match argument:
        case nodes.Literal(value=str() as text):
            return [text]
        case nodes.Name(name=name):
            fact = world.facts.get(name)
            if fact is not None and fact.values is not None:
                return [one for one in fact.values if isinstance(one, str)]
            source = flow.single.get(name)
            if source is not None and _is_joined(source):
                return _texts(flow, world, source)
        case nodes.Call(arguments=parts) if _is_joined(argument):
            return ["".join(_part(flow, world, part) for part in parts)]
    return []


def _is_joined(expression: Expression) -> bool:
    return isinstance(expression, nodes.Call) and expression.name == JOINING


def _part(flow: Flow, world: World, part: Expression) -> str:
    if isinstance(part, nodes.Literal):
        return "" if part.value is None else str(part.value)
    fact = world.facts.get(part.name) if isinstance(part, nodes.Name) else None
    if fact is not None and fact.values is not None and len(fact.values) == 1:
        return str(next(iter(fact.values)))
    return UNKNOWN


def _is_user(text: str) -> bool:
    """`sip:user@host`, whatever stands around it."""
    scheme, _, rest = text.lower().partition("sip:")
    user, at, _ = rest.partition("@")
    is_address = bool(at and user) and "=" not in scheme.removeprefix(CONTACT)
    return is_address and not any(mark in rest for mark in ENDPOINTS)
