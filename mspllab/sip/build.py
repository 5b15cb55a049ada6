"""Messages made by rule: request, response, ACK of a failure, CANCEL (§8, §9)."""

from collections.abc import Iterable

from mspllab.sip import fields
from mspllab.sip.address import Address
from mspllab.sip.header_lines import key_of, value_of
from mspllab.sip.headers import Headers
from mspllab.sip.message import Request, Response
from mspllab.sip.shared import Shared
from mspllab.sip.status import TRYING, reason_phrase
from mspllab.sip.via import Via

MAX_FORWARDS = 70
"""§8.1.1.6."""

Pairs = Iterable[tuple[str, str]]


def request(
    method: str,
    uri: str,
    *,
    from_: Address | str,
    to: Address | str,
    call_id: str,
    cseq: int,
    via: Via | str,
    contact: Address | str | None = None,
    max_forwards: int = MAX_FORWARDS,
    route: Iterable[Address | str] = (),
    headers: Pairs = (),
    body: bytes = b"",
    content_type: str | None = None,
) -> Request:
    """A request with everything §8.1.1 demands; `headers` are added as they are.

    A Max-Forwards among them takes the place of ours.
    """
    more = tuple(headers)
    pairs = [("Via", str(via))]
    pairs += [("Route", str(hop)) for hop in route]
    if not any(key_of(name) == "max-forwards" for name, _ in more):
        pairs.append(("Max-Forwards", str(max_forwards)))
    pairs += [
        ("From", str(from_)),
        ("To", str(to)),
        ("Call-ID", call_id),
        ("CSeq", f"{cseq} {method}"),
    ]
    if contact is not None:
        pairs.append(("Contact", str(contact)))
    pairs += more
    pairs += _entity(body, content_type)
    return Request(method, uri, Headers(pairs), body)


_COPIED = frozenset({"via", "from", "to", "call-id", "cseq"})
_COPIED_TO_100 = _COPIED | {"timestamp"}
_COPIED_TO_DIALOG = _COPIED | {"record-route"}


def response(
    request: Request,
    status: int,
    reason: str = "",
    *,
    to_tag: str | None = None,
    headers: Pairs = (),
    body: bytes = b"",
    content_type: str | None = None,
) -> Response:
    """An answer to `request`: Via, From, To, Call-ID and CSeq as they came (rule 17).

    `to_tag` is added unless To has a tag or the status is 100.  Record-Route is copied
    where the answer makes a dialog (§12.1.1), Timestamp into a 100 (§8.2.6.1).
    """
    asked, instead = request.headers, None
    if to_tag is not None and status != TRYING:
        # Text is enough, and leaves the rest as the caller wrote it.
        to = asked.read("to", _UNTAGGED)
        instead = ("To", f"{to};tag={to_tag}") if to else None
    more = (*headers, *_entity(body, content_type))
    answer = asked.only(_copied(status), more, instead)
    return Response(status, reason or reason_phrase(status), answer, body)


def _read_untagged(line: str) -> str:
    return "" if fields.TO[line].params.has("tag") else value_of(line)


_UNTAGGED = Shared(_read_untagged)
"""Line of a To → its value where it has no tag; "" where it has one."""


def _copied(status: int) -> frozenset[str]:
    if status == TRYING:
        return _COPIED_TO_100
    return _COPIED_TO_DIALOG if status < 300 else _COPIED


def ack_for_failure(invite: Request, response: Response) -> Request:
    """The ACK that the transaction itself sends for a 3xx to 6xx (§17.1.1.3)."""
    return _hop_by_hop(invite, "ACK", to=response.headers.get("To") or "")


def cancel(invite: Request, reason_header: str | None = None) -> Request:
    """The CANCEL of `invite`, same branch (§9.1); `reason_header` as in RFC 3326."""
    reason = [] if reason_header is None else [("Reason", reason_header)]
    to = invite.headers.get("To") or ""
    return _hop_by_hop(invite, "CANCEL", to=to, more=reason)


def _hop_by_hop(invite: Request, method: str, *, to: str, more: Pairs = ()) -> Request:
    """A request that belongs to the INVITE's own transaction at the next hop."""
    headers = invite.headers
    pairs = [
        ("Via", headers.first("Via") or ""),
        *[("Route", route) for route in headers.all("Route")],
        ("Max-Forwards", str(MAX_FORWARDS)),
        ("From", headers.get("From") or ""),
        ("To", to),
        ("Call-ID", invite.call_id),
        ("CSeq", f"{invite.cseq.number} {method}"),
        *more,
        ("Content-Length", "0"),
    ]
    return Request(method, invite.uri, Headers(pairs))


def _entity(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    length = ("Content-Length", str(len(body)))
    return (
        [length] if content_type is None else [("Content-Type", content_type), length]
    )
