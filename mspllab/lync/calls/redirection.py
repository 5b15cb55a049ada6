"""What a caller does with a 3xx: the two caller profiles (lync-routing §4.1, §4.2).

The standards' caller tries the Contact within the same call: To, From and Call-ID stay,
CSeq grows, the URI's headers are honoured with care, and History-Info tells where the
call has been (RFC 3261 §8.1.3.4, §19.1.5; RFC 7044 §9). The product's caller takes the
URI, forgets everything else, and dials anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.sip.params import NO_PARAMS
from mspllab.sip.uri import SipUri, Uri, rfc3261_equal
from mspllab.sip.uri_request import uri_request

HISTORY_INFO = "History-Info"
NOT_IN_TO = ("method", "maddr", "ttl", "transport", "lr")
"""URI parameters that have no place in a To header (§19.1.1, table 1)."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]").search
"""Finds what an escape must not smuggle into a header field, such as a line end."""
Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One INVITE of a caller: what distinguishes it from the next try."""

    target: str
    """The Request-URI."""
    to: Address
    from_: Address
    """Without a tag: a new one."""
    call_id: str | None = None
    """None: a new one."""
    cseq: int = 1
    headers: tuple[Header, ...] = ()
    """Beyond those that every INVITE must have."""


def contacts_of(response: Response) -> tuple[Address, ...]:
    """The usable Contacts of a redirection, best q first; () where none can be read."""
    try:
        contacts = [c for c in response.contact if isinstance(c.uri, SipUri)]
    except ParseError:
        return ()
    return tuple(sorted(contacts, key=_worth))


def untried(contacts: Iterable[Address], tried: Iterable[Uri]) -> tuple[Address, ...]:
    """Those of `contacts` that are none of the URIs already `tried` (§8.1.3.4)."""
    known, new = [without_headers(uri) for uri in tried], []
    for contact in contacts:
        uri = without_headers(contact.uri)
        if not any(rfc3261_equal(uri, other) for other in known):
            known.append(uri)
            new.append(contact)
    return tuple(new)


def within_the_call(
    before: Attempt, request: Request, response: Response, contact: Address
) -> Attempt:
    """The standards' next try: the same call, one CSeq later."""
    target = without_headers(contact.uri)
    asked_for = _uri_headers(contact.uri)
    history = (HISTORY_INFO, _history(request, response, target))
    named = {name.lower() for name, _ in asked_for} | {HISTORY_INFO.lower()}
    kept = [header for header in before.headers if header[0].lower() not in named]
    return replace(
        before,
        target=str(target),
        from_=request.from_,
        call_id=request.call_id,
        cseq=response.cseq.number + 1,  # a challenge may have taken a number
        headers=(*kept, *asked_for, history),
    )


def as_new_call(
    contact: Address, from_: Address, headers: tuple[Header, ...]
) -> Attempt:
    """The product's next try: a call of its own to the Contact's URI.

    `from_` has no tag yet; `headers` are those of every call of this client.
    """
    target = without_headers(contact.uri)
    return Attempt(str(target), to_of(target), from_, headers=headers)


def to_of(target: Uri, name: str = "") -> Address:
    """The To of a first request to `target`: what may not stand in To is left out.

    `name` is what the callee is listed under.
    """
    if isinstance(target, SipUri):
        for param in NOT_IN_TO:
            target = target.without_param(param)
    return Address(name, target, NO_PARAMS)


def without_headers(uri: Uri) -> Uri:
    """What becomes a Request-URI: no URI headers, no method parameter (rule 30)."""
    return uri_request(uri).uri if isinstance(uri, SipUri) else uri


def _worth(contact: Address) -> float:
    """Sort key: higher q first; a q that is no number counts as 1."""
    try:
        return -float(contact.params.get("q") or 1.0)
    except ValueError:
        return -1.0


def _uri_headers(uri: Uri) -> tuple[Header, ...]:
    """Headers the Contact's URI asks for and may; none that would break the message."""
    if not isinstance(uri, SipUri) or not uri.headers:
        return ()
    asked = uri_request(uri).headers
    return tuple(h for h in asked if h[0] and not CONTROL("".join(h)))


def _history(request: Request, response: Response, target: Uri) -> str:
    """The entries there are, then where the call was sent away from, then `target`."""
    entries = [*response.headers.values(HISTORY_INFO)] or [
        *request.headers.values(HISTORY_INFO)
    ]
    cause = f"Reason=SIP%3Bcause%3D{response.status}"
    if not entries:
        entries = [f"<{request.uri}?{cause}>;index=1"]
    last = _index(entries[-1])
    return ", ".join([*entries, f"<{target}>;index={last}.1;mp={last}"])


def _index(entry: str) -> str:
    """The index of a History-Info entry; "1" where it cannot be read."""
    try:
        return Address.parse(entry).params.get("index") or "1"
    except ParseError:
        return "1"
