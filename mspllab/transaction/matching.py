"""Which transaction a message belongs to (§17.1.3, §17.2.3), and where answers go."""

from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request, Response
from mspllab.sip.via import Via

DEFAULT_PORT = {"TLS": 5061}
"""Ports of sent-by and URIs that name none; 5060 for every other transport."""


def is_reliable(transport: str) -> bool:
    """Whether `transport` delivers by itself, so that timers need not repeat."""
    return transport.upper() != "UDP"


def client_key(message: Request | Response) -> str:
    """Key of the client transaction that sends a request or awaits a response.

    An ACK for a 3xx–6xx belongs to its INVITE's transaction.
    """
    method = message.method
    return f"{message.branch} {'INVITE' if method == 'ACK' else method}"


def server_key(request: Request | Response, method: str | None = None) -> str:
    """Key of the server transaction that `request` begins, repeats or acknowledges.

    Of a response: the transaction that it answers. `method` stands for another
    request with the same branch, as a CANCEL looks for.
    """
    method = method or request.method
    if method == "ACK":
        method = "INVITE"
    via = request.top_via
    if via.has_cookie:
        return f"{via.branch} {method} {via.sent_by}"
    return _old_key(request, method, via)


def _old_key(message: Request | Response, method: str, via: Via) -> str:
    """Key for peers of RFC 2543, whose branch is not unique (§17.2.3).

    Branch and sent-by stand for the whole top Via, of which we may have stamped the
    rest. The Request-URI is not looked at, since a response does not repeat it; nor is
    the To tag, which the ACK has from the response and the INVITE has not.
    """
    tag, number = message.from_tag or "", message.cseq.number
    origin = f"{via.sent_by} {via.branch}"
    return f"{message.call_id} {tag} {number} {method} {origin}"


def stamped(request: Request, source: Endpoint) -> Request:
    """`request` with received and rport in its top Via where they are called for.

    RFC 3261 §18.2.1 wants received where sent-by differs from the source; RFC 3581 §4
    fills an empty rport and adds received then in any case.
    """
    via = request.top_via
    wants_rport = via.params.has("rport")
    if via.host == source.host and not wants_rport:
        return request
    top = via.with_param("received", source.host)
    if wants_rport:
        top = top.with_param("rport", str(source.port))
    return request.replace(headers=request.headers.with_first("Via", str(top)))


def reply_destination(request: Request, source: Endpoint, transport: str) -> Endpoint:
    """Where responses to a stamped `request` go (§18.2.2): same connection, or Via."""
    if is_reliable(transport):
        return source
    return via_endpoint(request.top_via)


def via_endpoint(via: Via) -> Endpoint:
    """Where `via` asks for responses: maddr, or received and rport, or sent-by."""
    params = via.params
    port = via.port or DEFAULT_PORT.get(via.transport.upper(), 5060)
    if maddr := params.get("maddr"):
        return Endpoint(maddr, port)
    rport = params.get("rport") or ""
    if rport.isdigit():
        port = int(rport)
    return Endpoint(params.get("received") or via.host, port)
