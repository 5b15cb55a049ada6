"""The request that a URI describes (RFC 3261 §19.1.5).

A Contact, a Refer-To or a link on a page may say more than where: which method to use,
which header fields and body to send.
"""

from typing import NamedTuple

from mspllab.sip.escape import unescape
from mspllab.sip.header_lines import key_of
from mspllab.sip.uri import SipUri

NEVER_HONOURED = frozenset(
    {
        *("from", "call-id", "cseq", "via", "record-route", "route"),
        *("to", "contact", "max-forwards", "content-length", "accept"),
        *("accept-encoding", "accept-language", "allow", "organization"),
        *("supported", "user-agent"),
    }
)
"""Fields a URI may not set: the first six would misroute the request, the others would
lie about who sends it or what it can do."""


class UriRequest(NamedTuple):
    """What to send, and where."""

    method: str
    uri: SipUri
    """The Request-URI: without the method parameter and without headers."""
    headers: tuple[tuple[str, str], ...]
    """Those that may be honoured, unescaped."""
    body: str
    """"" where the URI brings none."""


def uri_request(uri: SipUri, method: str = "INVITE") -> UriRequest:
    """The parts of the request that `uri` asks for; `method` where it names none."""
    pairs = [_pair(text) for text in uri.headers.split("&")] if uri.headers else []
    bodies = [value for name, value in pairs if name.lower() == "body"]
    wanted = tuple([(name, value) for name, value in pairs if _is_honoured(name)])
    target = uri.without_param("method")._replace(headers="")
    named = uri.params.get("method")
    return UriRequest(named or method, target, wanted, bodies[0] if bodies else "")


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return unescape(name), unescape(value)


def _is_honoured(name: str) -> bool:
    return name.lower() != "body" and key_of(name) not in NEVER_HONOURED
