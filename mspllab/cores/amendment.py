"""Amendment: a refused request once more, without what was refused (§8.1.3.5)."""

from mspllab.sip.headers import Headers
from mspllab.sip.message import Request, Response
from mspllab.sip.uri import SipUri, TelUri

REQUIRING = ("Require", "Proxy-Require", "Supported")
"""Where option tags stand that a 420 does not know."""
OF_A_BODY = ("Content-Type", "Content-Encoding", "Content-Language")
TOO_LARGE, UNKNOWN_TYPE, UNKNOWN_SCHEME, UNKNOWN_EXTENSION = 413, 415, 416, 420
TOO_SMALL = 422


def amended(request: Request, response: Response) -> Request | None:
    """`request` as whoever refused it may take it; None where nothing can be left out.

    Only an INVITE can do without its body: the answer then makes the offer. Branch and
    CSeq are still the old ones.
    """
    status, headers = response.status, response.headers
    if status == TOO_LARGE or (status == UNKNOWN_TYPE and "Accept" in headers):
        return _without_body(request)
    if status == UNKNOWN_SCHEME:
        return _by_sip(request)
    if status == TOO_SMALL:
        return _for_longer(request, headers.get("Min-SE") or "")
    if status == UNKNOWN_EXTENSION:
        return _without(request, headers.values("Unsupported"))
    return None


def _without_body(request: Request) -> Request | None:
    if request.method != "INVITE" or not request.body or request.to_tag is not None:
        return None
    headers = request.headers
    for name in OF_A_BODY:
        headers = headers.without(name)
    return request.replace(headers=headers, body=b"")


def _by_sip(request: Request) -> Request | None:
    """A telephone number asked of the caller's own domain (§19.1.6)."""
    uri, domain = request.request_uri, request.from_.uri
    if not isinstance(uri, TelUri) or not isinstance(domain, SipUri):
        return None
    return request.replace(uri=str(uri.as_sip(domain.host)))


def _for_longer(request: Request, least: str) -> Request | None:
    """With the session interval that is wanted at least (RFC 4028 §7.3)."""
    asked, semicolon, more = (request.headers.get("Session-Expires") or "").partition(
        ";"
    )
    numbers = [text.strip() for text in (asked, least)]
    if not all(text.isascii() and text.isdigit() for text in numbers):
        return None
    if int(numbers[0]) >= int(numbers[1]):
        return None
    headers = request.headers.with_("Session-Expires", f"{least}{semicolon}{more}")
    return request.replace(headers=headers.with_("Min-SE", least))


def _without(request: Request, unknown: tuple[str, ...]) -> Request | None:
    """Without the extensions that are unknown; None where it demanded none of them."""
    tags = frozenset(tag.lower() for tag in unknown)
    headers = request.headers
    for name in REQUIRING:
        headers = _lessened(headers, name, tags)
    demands = [headers.values(name) for name in REQUIRING[:2]]
    if demands == [request.headers.values(name) for name in REQUIRING[:2]]:
        return None
    return request.replace(headers=headers)


def _lessened(headers: Headers, name: str, tags: frozenset[str]) -> Headers:
    said = headers.values(name)
    kept = [tag for tag in said if tag.lower() not in tags]
    if len(kept) == len(said):
        return headers
    return headers.with_(name, ", ".join(kept)) if kept else headers.without(name)
