"""Reason: what a proxy's CANCEL says of why it comes (RFC 3326)."""

from mspllab.errors import ParseError
from mspllab.sip.message import Response
from mspllab.sip.status import reason_phrase
from mspllab.sip.uri import SipUri, Uri

COMPLETED_ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'
"""Of the CANCELs that follow an answer."""


def completed_elsewhere(answer: Response, *, names_acceptor: bool) -> str:
    """After `answer`; in the product it says whose that is."""
    if not names_acceptor:
        return COMPLETED_ELSEWHERE
    try:
        return f'{COMPLETED_ELSEWHERE};ms-acceptedby="{_acceptor(answer)}"'
    except ParseError:
        return COMPLETED_ELSEWHERE


def refused(status: int) -> str:
    """After a 6xx, which ends it for all."""
    return f'SIP;cause={status};text="{reason_phrase(status)}"'


def _acceptor(answer: Response) -> Uri:
    """The user whose GRUU the answer has as its Contact, else whom To names."""
    contacts = answer.contact
    uri = contacts[0].uri if contacts else None
    if not isinstance(uri, SipUri) or not (uri.user and uri.params.has("gruu")):
        uri = answer.to.uri
    if not isinstance(uri, SipUri):
        return uri
    return SipUri("sip", uri.user, None, uri.host, uri.port)
