"""Functions that send the message on its way (mspl.md §4.2)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.host import Host, checked_target
from mspllab.cores.decision import Fork, Forward, Pass, Target
from mspllab.errors import CriticalError, ScriptError
from mspllab.mspl.vocabulary import Applies, Handles, Level
from mspllab.sip.address import Address
from mspllab.sip.message import Request

PROXY_ADVICE = (
    ("", 'ProxyRequest() is taken for ProxyRequest(""), as the reference spells it'),
    (
        "sipRequest.RequestUri",
        "the request is marked as routed although nobody has found a target for it; "
        'ProxyRequest("") passes it on to where it was going',
    ),
)


@builtin(
    'void ProxyRequest(string uri = "")',
    applies=Applies.REQUEST,
    handles=Handles.HANDLES,
    advice={"uri": PROXY_ADVICE},
)
def proxy_request(host: Host, uri: str = "") -> None:
    """Pass the request on.

    With "" it goes where it was going, and later applications and the server's own
    routing still see it. With a URI it leaves for that one, and they are skipped.

    uri: a sip URI, or "".
    Errors: a URI for a request with a Route header is a critical error; text that is
        no sip URI ends the run.
    Guess: the reference wants an argument; ProxyRequest() is ProxyRequest("").
    Example: ProxyRequest("");
    """
    host.take_request("ProxyRequest")
    host.refuse_if_handled("ProxyRequest")
    if not uri:
        host.settle("proxied" if host.new_uri is None else "routed", host.onward())
        return
    host.refuse_if_strictly_routed("ProxyRequest with a URI")
    host.settle("routed", Forward(Target(checked_target("ProxyRequest", uri))))


@builtin("void ProxyResponse()", applies=Applies.RESPONSE, handles=Handles.HANDLES)
def proxy_response(host: Host) -> None:
    """Pass the response back to where it is going.

    Example: ProxyResponse();
    """
    host.take_response("ProxyResponse")
    host.refuse_if_handled("ProxyResponse")
    host.settle("proxied", Pass())


@builtin("void RetargetRequest(string uri)", applies=Applies.REQUEST, since=Level.V2013)
def retarget_request(host: Host, uri: str) -> None:
    """Give the request a new addressee, and leave it to others to find the way.

    It does not handle the message: later applications run, with the new Request-URI,
    and then the server routes it. To and From stay as they were.

    uri: a sip URI.
    Errors: a request with a Route header, as any within a dialog, ends the run.
    Guess: the script itself still sees the old Request-URI.
    Example: RetargetRequest("sip:carol@lab.example");
    """
    host.take_request("RetargetRequest")
    host.refuse_if_handled("RetargetRequest")
    if host.message.headers.get("Route") is not None:
        raise ScriptError("RetargetRequest is not for requests with a Route header")
    host.retarget = checked_target("RetargetRequest", uri)
    host.note_way()


@builtin(
    "void BeginFork(bool reserved1 = false, int reserved2 = 0)",
    applies=Applies.REQUEST,
    handles=Handles.OPENS_FORK,
)
def begin_fork(host: Host, reserved1: bool = False, reserved2: int = 0) -> None:
    """Begin a list of targets.

    Fork adds to it, and EndFork sends to all of them at once. Without EndFork nothing
    is sent, and the run ends in an error.

    reserved1: false; it means nothing.
    reserved2: 0; it means nothing.
    Errors: a request with a Route header is a critical error; a fork that is open
        already ends the run.
    Example: BeginFork(false, 0); Fork("sip:bob@192.0.2.101:50211"); EndFork();
    """
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
    """Add a target to the list that BeginFork began.

    The copy that goes there is the request as it stands now.

    uri: a sip URI.
    Errors: without BeginFork before it the run ends.
    Example: BeginFork(false, 0); Fork("sip:bob@192.0.2.101:50211"); EndFork();
    """
    request = host.take_request("Fork")
    if host.branches is None:
        raise ScriptError("Fork: there is no fork open; call BeginFork first")
    target = checked_target("Fork", uri)
    host.branches.append(Target(target, epid=_epid_of(request)))


def _epid_of(request: Request) -> str | None:
    """The epid in To, which a script may have set for this one copy."""
    to = Address.parse(request.headers.get("To") or "<sip:nobody@invalid>")
    return to.params.get("epid")


@builtin("void EndFork()", applies=Applies.REQUEST, handles=Handles.CLOSES_FORK)
def end_fork(host: Host) -> None:
    """Send a copy to every target of the list, all at once.

    Errors: without BeginFork, or without any Fork since, it is a critical error.
    Example: BeginFork(false, 0); Fork("sip:bob@192.0.2.101:50211"); EndFork();
    """
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
