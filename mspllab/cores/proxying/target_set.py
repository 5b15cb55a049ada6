"""The target set: each URI is tried once, however it is spelled (RFC 3261 §16.5)."""

from mspllab.errors import ParseError
from mspllab.sip.escape import comparable
from mspllab.sip.shared import Shared
from mspllab.sip.uri import SipUri, parse_uri


def target_key(uri: str) -> str:
    """What is equal for URIs that differ in nothing but their spelling.

    Stricter than §19.1.4, which leaves out parameters that one side does not have: by
    that a GRUU and its address of record would be one target.
    """
    return _KEYS[uri]


def _read(text: str) -> str:
    try:
        uri = parse_uri(text)
    except ParseError:
        return text
    if not isinstance(uri, SipUri):
        return str(uri)
    params = sorted([f"{name}={value}".lower() for name, value in uri.params])
    who = "" if uri.user is None else comparable(f"{uri.user}:{uri.password}@")
    where = f"{who}{uri.host.lower()}:{uri.port}"
    return ";".join([f"{uri.scheme}:{where}", *params, uri.headers])


_KEYS = Shared(_read)
