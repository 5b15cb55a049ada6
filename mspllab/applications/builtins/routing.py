"""Functions that decide what becomes of the message (mspl.md §4.2)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.dispatched import Dispatched, Notified
from mspllab.applications.hosting.host import Host, checked_target
from mspllab.cores.decision import Drop, Fork, Forward, Pass, Reply, Target
from mspllab.errors import CriticalError, ScriptError
from mspllab.mspl.vocabulary import Applies, Handles, Level
from mspllab.sip.address import Address
from mspllab.sip.grammar import token
from mspllab.sip.header_lines import key_of
from mspllab.sip.message import Request
from mspllab.sip.status import reason_phrase

LOWEST_STATUS, HIGHEST_STATUS = 100, 699
WRITTEN_BY_THE_SERVER = frozenset(
    ("via", "from", "to", "call-id", "cseq", "content-length")
)
"""Headers that every answer has from its request, or from its body."""
PROXY_ADVICE = (
    ("", 'ProxyRequest() is taken for ProxyRequest(""), as the reference spells it'),
    (
        "sipRequest.RequestUri",
        "the request is marked as routed although nobody has found a target for it; "
        'ProxyRequest("") passes it on to where it was going',
    ),
)
CHALLENGE = 'NTLM realm="SIP Communications Service", version=3'


@builtin(
    'void ProxyRequest(string uri = "")',
    applies=Applies.REQUEST,
    handles=Handles.HANDLES,
    advice={"uri": PROXY_ADVICE},
)
def proxy_request(host: Host, uri: str = "") -> None:
    """Pass the request on: to `uri`, or with "" to where it was going."""
    host.take_request("ProxyRequest")
    host.refuse_if_handled("ProxyRequest")
    if not uri:
        host.settle("proxied" if host.new_uri is None else "routed", host.onward())
        return
    host.refuse_if_strictly_routed("ProxyRequest with a URI")
    host.settle("routed", Forward(Target(checked_target("ProxyRequest", uri))))


@builtin("void ProxyResponse()", applies=Applies.RESPONSE, handles=Handles.HANDLES)
def proxy_response(host: Host) -> None:
    """Pass the response back to where it is going."""
    host.take_response("ProxyResponse")
    host.refuse_if_handled("ProxyResponse")
    host.settle("proxied", Pass())


@builtin("void RetargetRequest(string uri)", applies=Applies.REQUEST, since=Level.V2013)
def retarget_request(host: Host, uri: str) -> None:
    """Give the request a new addressee, and let later applications find the way."""
    host.take_request("RetargetRequest")
    host.refuse_if_handled("RetargetRequest")
    if host.message.headers.get("Route") is not None:
        raise ScriptError("RetargetRequest is not for requests with a Route header")
    host.retarget = checked_target("RetargetRequest", uri)


@builtin(
    "void BeginFork(bool reserved1 = false, int reserved2 = 0)",
    applies=Applies.REQUEST,
    handles=Handles.OPENS_FORK,
)
def begin_fork(host: Host, reserved1: bool = False, reserved2: int = 0) -> None:
    """Begin a list of targets; both parameters are reserved."""
    host.take_request("BeginFork")
    host.refuse_if_handled("BeginFork")
    host.refuse_if_strictly_routed("BeginFork")
    if host.branches is not None:
        raise ScriptError(
            f"BeginFork: the fork begun in line {host.branches_line} is still open"
        )
    host.branches = []
    host.branches_line = host.line


@builtin("void Fork(string uri)", applies=Applies.REQUEST, handles=Handles.ADDS_BRANCH)
def fork(host: Host, uri: str) -> None:
    """Add a target: a copy of the request as it stands now goes to `uri`."""
    request = host.take_request("Fork")
    if host.branches is None:
        raise CriticalError("Fork: there is no fork open; call BeginFork first")
    target = checked_target("Fork", uri)
    host.branches.append(Target(target, epid=_epid_of(request)))


def _epid_of(request: Request) -> str | None:
    """The epid in To, which a script may have set for this one copy."""
    to = Address.parse(request.headers.get("To") or "<sip:nobody@invalid>")
    return to.params.get("epid")


@builtin("void EndFork()", applies=Applies.REQUEST, handles=Handles.CLOSES_FORK)
def end_fork(host: Host) -> None:
    """Send a copy to every target of the list, all at once."""
    host.take_request("EndFork")
    host.refuse_if_handled("EndFork")
    if host.branches is None:
        raise CriticalError("EndFork: there is no fork open; call BeginFork first")
    if not host.branches:
        raise CriticalError(
            f"EndFork: no Fork was called since BeginFork in line {host.branches_line}"
        )
    host.settle("forked", Fork(tuple(host.branches)))
    host.branches = None


@builtin(
    'bool Respond(string code, string reason = "", string header…)',
    applies=Applies.REQUEST,
    handles=Handles.HANDLES,
)
def respond(host: Host, code: str, reason: str = "", *headers: str) -> bool:
    """Answer the request; further arguments are headers written "Name=Value"."""
    if not isinstance(host.message, Request) or host.decision is not None:
        return False
    if host.message.method == "ACK":
        return False
    status = _status(code)
    if "\r" in reason or "\n" in reason:
        raise CriticalError("Respond: the reason holds a line break")
    pairs = tuple(_header(text) for text in headers)
    host.settle("responded", Reply(status, reason or reason_phrase(status), pairs))
    return True


def _status(code: str) -> int:
    is_number = code.isascii() and code.isdigit() and len(code) == 3
    if is_number and LOWEST_STATUS <= int(code) <= HIGHEST_STATUS:
        return int(code)
    raise ScriptError(
        f"Respond: a status code is a number from 100 to 699, not {code!r}"
    )


def _header(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not equals or not token(name):
        raise CriticalError(f'Respond: a header is written "Name=Value", not {text!r}')
    if "\r" in value or "\n" in value:
        raise CriticalError(f"Respond: the header {name} holds a line break")
    if key_of(name) in WRITTEN_BY_THE_SERVER:
        raise ScriptError(f"Respond: the server writes {name} itself")
    return name, value


@builtin(
    "bool Challenge()",
    applies=Applies.REQUEST,
    handles=Handles.HANDLES,
    until=Level.V2005,
)
def challenge(host: Host) -> bool:
    """Answer 401, which asks the sender to prove who it is."""
    host.take_request("Challenge")
    return respond(host, "401", "", f"WWW-Authenticate={CHALLENGE}")


@builtin(
    "bool Dispatch(string methodName, any? value…)",
    handles=Handles.HANDLES,
    needs_managed=True,
)
def dispatch(host: Host, name: str, *values: object) -> bool:
    """Hand the message to managed code; false where nobody takes it."""
    host.refuse_if_handled("Dispatch")
    handler = host.handlers.get(name)
    if handler is None:
        return False
    dispatched = Dispatched(name, host.message, host.request, values, host.app_uri)
    decision = handler(dispatched)
    host.message = dispatched.message
    host.settle(
        "dispatched", decision or Drop(f"the handler {name} did nothing with it")
    )
    return True


@builtin(
    "bool DispatchNotification(string methodName, any? value…)",
    needs_managed=True,
    since=Level.V2007R2,
)
def dispatch_notification(host: Host, name: str, *values: object) -> bool:
    """Tell managed code about the message, which stays with the script."""
    if host.decision is not None:
        raise ScriptError(
            "DispatchNotification comes too late: line "
            f"{host.cause_line} has already handled the message"
        )
    handler = host.handlers.get(name)
    if handler is not None:
        handler(Notified(name, values, host.app_uri))
    return handler is not None
