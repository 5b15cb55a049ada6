"""How a proxy prepares a request and its copies (RFC 3261 §16.4 and §16.6)."""

from binascii import crc32
from collections.abc import Callable

from mspllab.cores.decision import Target
from mspllab.cores.dialog import tag_of
from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.build import MAX_FORWARDS
from mspllab.sip.headers import Headers
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, parse_uri
from mspllab.sip.via import Via

IsMine = Callable[[str], bool]
"""Whether the host of a URI is this element or a domain it is responsible for."""

Resolve = Callable[[str], Endpoint | None]
"""Host name or address → where it listens; None where nobody knows."""

ResolveAll = Callable[[str], tuple[Endpoint, ...]]
"""Host name or address → every server that has it, the first to be tried first."""

DIALOG_FORMING = frozenset({"INVITE", "SUBSCRIBE", "REFER"})
"""Methods whose first request can begin a dialog."""


HISTORY_INFO = "History-Info"
"""The field that tells all targets a request ever had (RFC 7044)."""


def loop_part(request: Request) -> str:
    """The part of a branch that is equal when the same request comes back the same way.

    It covers what decides routing and leaves out the method, so that a CANCEL has its
    INVITE's (§16.6 step 8, RFC 5393 §4.2).
    """
    headers = request.headers
    line, tag = headers.first_line, tag_of(request, "to")
    text = f"{request.uri} {request.cseq.number} {tag} {line('from')} {line('call-id')}"
    for name in ("route", "proxy-require", "proxy-authorization"):
        if line(name):
            text = " ".join((text, *headers.all(name)))
    return f"{crc32(text.encode('utf-8', 'surrogateescape')):08x}"


def has_looped(
    request: Request, sent_by: str, part: Callable[[Request], str] = loop_part
) -> bool:
    """Has it been here before, to go the same way as now (RFC 5393 §4.2)?

    `part` is what this element makes the loop-detecting part of its branches with.
    """
    ours = [text for text in request.headers.values("Via") if sent_by in text]
    if not ours:
        return False
    loop = f".{part(request)}"
    return any(_is_own(text, sent_by, loop) for text in ours)


def _is_own(via: str, sent_by: str, loop: str) -> bool:
    try:
        read = Via.parse(via)
    except ParseError:  # not ours, and nobody's whom an answer could reach
        return False
    return read.sent_by == sent_by and read.branch.endswith(loop)


def routed(request: Request, is_mine: IsMine) -> Request:
    """`request` without what has brought it here: own Route, own maddr (§16.4)."""
    if request.headers.first_line("route"):
        request = _loosened(request, is_mine)
        route = request.route
        if route and is_mine(str(route[0].uri)):
            request = request.replace(headers=request.headers.without_first("Route"))
    if ";maddr=" in request.uri:
        request = _without_own_maddr(request, is_mine)
    return request


def _loosened(request: Request, is_mine: IsMine) -> Request:
    """Undo what a strict router did: our Record-Route URI is in the Request-URI."""
    uri, route = request.request_uri, request.route
    if not (isinstance(uri, SipUri) and uri.params.has("lr") and is_mine(request.uri)):
        return request
    rest = [str(address) for address in route[:-1]]
    headers = request.headers.with_all("Route", rest)
    return request.replace(uri=str(route[-1].uri), headers=headers)


def _without_own_maddr(request: Request, is_mine: IsMine) -> Request:
    uri = request.request_uri
    if not isinstance(uri, SipUri) or not is_mine(f"sip:{uri.params.get('maddr')}"):
        return request
    uri = uri.without_param("maddr").without_param("transport")
    plain = SipUri(
        uri.scheme, uri.user, uri.password, uri.host, None, uri.params, uri.headers
    )
    return request.replace(uri=str(plain))


def common_headers(
    request: Request, record_route: str | None, *, is_stream: bool
) -> Headers:
    """What all copies share: one hop less to go, and where we want to stay (§16.6)."""
    hops = request.max_forwards
    left = MAX_FORWARDS if hops is None else hops - 1
    headers = request.headers.with_("Max-Forwards", str(left))
    if record_route is not None and forms_dialog(request):
        mark = f"<{record_route}>"
        headers = headers.prepended("Record-Route", mark, before="Max-Forwards")
    if is_stream and not headers.first_line("content-length"):
        headers = headers.added("Content-Length", str(len(request.body)))
    return headers


def forms_dialog(request: Request) -> bool:
    """Could the answer to `request` begin a dialog?"""
    return request.method in DIALOG_FORMING and not tag_of(request, "to")


def copy_for(request: Request, target: Target, headers: Headers, via: str) -> Request:
    """The copy that goes to `target`: its Request-URI, its To mark, our Via on top."""
    uri = target.uri
    if "?" in uri or ";method=" in uri:
        uri = _as_request_uri(uri)
    if target.epid is not None:
        to = request.to.with_param("epid", target.epid)
        headers = headers.with_("To", str(to))
    if target.headers:
        headers = _with_own(headers, target.headers)
    if headers.first_line("route"):
        uri, headers = _through_strict_router(request, uri, headers)
    return Request(request.method, uri, headers.prepended("Via", via), request.body)


def _with_own(headers: Headers, own: tuple[tuple[str, str], ...]) -> Headers:
    """With the fields of one copy alone, before those about the body."""
    for name, value in own:
        if name == HISTORY_INFO:
            headers = added(headers, name, value)
        elif name in headers:
            headers = headers.with_(name, value)
        else:
            headers = added(headers, name, value)
    return headers


def added(headers: Headers, name: str, value: str) -> Headers:
    """One more field, before those about the body, as servers write them."""
    for before in ("Content-Type", "Content-Length"):
        if before in headers:
            return headers.prepended(name, value, before=before)
    return headers.added(name, value)


def _as_request_uri(text: str) -> str:
    """Neither headers nor a method may stand in a Request-URI (§19.1.1, table 1)."""
    uri = parse_uri(text)
    if not isinstance(uri, SipUri):
        return text
    params = uri.params.without("method")
    plain = SipUri(uri.scheme, uri.user, uri.password, uri.host, uri.port, params)
    return str(plain)


def _through_strict_router(
    request: Request, uri: str, headers: Headers
) -> tuple[str, Headers]:
    """A next hop without lr wants its own URI in the request line (§16.6 step 6)."""
    route = request.route
    if not route or is_loose(route[0]):
        return uri, headers
    rest = [str(address) for address in (*route[1:], Address("", parse_uri(uri)))]
    return str(route[0].uri), headers.with_all("Route", rest)


def is_loose(route: Address) -> bool:
    """Does this route's proxy leave the Request-URI alone (§19.1.1, lr)?"""
    return isinstance(route.uri, SipUri) and route.uri.params.has("lr")


def next_hop(request: Request, target: Target, resolve: Resolve) -> Endpoint | None:
    """Where the copy goes: said by the router, or found from Route or Request-URI.

    None where it cannot go: nobody knows the host, or the target is no URI.
    """
    if target.next_hop is not None:
        return target.next_hop if _is_uri(target.uri) else None
    if request.headers.first_line("route"):
        return endpoint_of(str(request.route[0].uri), resolve)
    return endpoint_of(target.uri, resolve)


def further_hops(
    request: Request, target: Target, resolve_all: ResolveAll
) -> tuple[Endpoint, ...]:
    """The servers to try after `next_hop`, one after the other (RFC 3263 §4.3).

    () where the router has named the hop, or the URI a port.
    """
    if target.next_hop is not None:
        return ()
    is_routed = request.headers.first_line("route")
    parsed = request.route[0].uri if is_routed else parse_uri(target.uri)
    if not isinstance(parsed, SipUri) or parsed.port is not None:
        return ()
    return resolve_all(parsed.params.get("maddr") or parsed.host)[1:]


def endpoint_of(uri: str, resolve: Resolve) -> Endpoint | None:
    """Host (or maddr) and port of `uri`; None where it has none or nobody knows it."""
    try:
        parsed = parse_uri(uri)
    except ParseError:
        return None
    if not isinstance(parsed, SipUri):
        return None
    where = resolve(parsed.params.get("maddr") or parsed.host)
    if where is None or parsed.port is None:
        return where
    return Endpoint(where.host, parsed.port)


def is_sip(text: str) -> bool:
    """Is `text` a URI that leads to a SIP element?"""
    try:
        return isinstance(parse_uri(text), SipUri)
    except ParseError:
        return False


def _is_uri(text: str) -> bool:
    try:
        parse_uri(text)
    except ParseError:
        return False
    return True
