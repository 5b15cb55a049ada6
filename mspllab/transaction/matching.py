"""Which transaction a message belongs to (§17.1.3, §17.2.3), and where answers go."""

import re
from typing import NamedTuple

from mspllab.sim.datagram import Endpoint
from mspllab.sip.headers import Headers
from mspllab.sip.message import Message, Request
from mspllab.sip.shared import Shared
from mspllab.sip.via import Via

DEFAULT_PORTS = {"TLS": 5061}
"""Ports of sent-by and URIs that name none; 5060 for every other transport."""


_PORT_DIGITS = 5


class Hop(NamedTuple):
    """What the top Via of a message says, as far as transactions go by it."""

    branch: str
    sent_by: str
    host: str
    is_unique: bool
    """The branch alone names the transaction: it begins with the magic cookie."""
    wants_rport: bool


def hop_of(message: Message) -> Hop:
    """The top Via of `message`, read; ParseError where there is none to read."""
    return message.headers.read("via", _HOPS)


# What nearly every element writes; every other spelling is read in full.
_USUAL = re.compile(
    r"Via: SIP/2\.0/[A-Z]++ (([A-Za-z0-9.-]++)(?::[0-9]++)?);"
    r"branch=(z9hG4bK[A-Za-z0-9_.-]++)"
    r"(?:;(?!(?:branch|rport)\b)[A-Za-z0-9_-]++(?:=[A-Za-z0-9_.-]++)?)*"
).fullmatch


def _read_hop(line: str) -> Hop:
    usual = _USUAL(line)
    if usual is not None:
        branch, sent_by, host = usual.group(3, 1, 2)
        return Hop(branch, sent_by, host, is_unique=True, wants_rport=False)
    via = Via.parse(Headers.parse(line).first("Via") or "")
    wants_rport = via.params.has("rport")
    return Hop(via.branch, via.sent_by, via.host, via.has_cookie, wants_rport)


_HOPS = Shared(_read_hop)


def via_endpoint(via: Via) -> Endpoint:
    """Where `via` asks for responses: maddr, or received and rport, or sent-by."""
    params = via.params
    port = via.port or DEFAULT_PORTS.get(via.transport, 5060)
    if maddr := params.get("maddr"):
        return Endpoint(maddr, port)
    rport = params.get("rport") or ""
    if rport.isascii() and rport.isdigit() and len(rport) <= _PORT_DIGITS:
        port = int(rport)
    return Endpoint(params.get("received") or via.host, port)


def is_reliable(transport: str) -> bool:
    """Whether `transport` delivers by itself, so that timers need not repeat."""
    return transport != "UDP" and transport.upper() != "UDP"


def client_key(message: Message, hop: Hop) -> str:
    """Key of the client transaction that sends a request or awaits a response.

    An ACK for a 3xx–6xx belongs to its INVITE's transaction.
    """
    method = message.method
    return f"{hop.branch} {'INVITE' if method == 'ACK' else method}"


def server_key(message: Message, hop: Hop, method: str) -> str:
    """Key of the server transaction that a request begins, repeats or acknowledges.

    Of a response: the transaction that it answers. `method` is that of the request
    which began the transaction: INVITE for an ACK.
    """
    if hop.is_unique:
        return f"{hop.branch} {method} {hop.sent_by}"
    # Peers of RFC 2543, whose branch is not unique (§17.2.3). Branch and sent-by stand
    # for the whole top Via, of which we may have stamped the rest. The Request-URI is
    # not looked at, since a response does not repeat it; nor is the To tag, which the
    # ACK has from the response and the INVITE has not.
    tag, number = message.from_tag or "", message.cseq.number
    return f"{message.call_id} {tag} {number} {method} {hop.sent_by} {hop.branch}"


def stamped(request: Request, hop: Hop, source: Endpoint) -> Request:
    """`request` with received and rport in its top Via where they are called for.

    RFC 3261 §18.2.1 wants received where sent-by differs from the source; RFC 3581 §4
    fills an empty rport and adds received then in any case.
    """
    if hop.host == source.host and not hop.wants_rport:
        return request
    top = request.top_via.with_param("received", source.host)
    if hop.wants_rport:
        top = top.with_param("rport", str(source.port))
    return request.replace(headers=request.headers.with_first("Via", str(top)))
