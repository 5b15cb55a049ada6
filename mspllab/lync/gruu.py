"""GRUUs as Lync writes them: made, and told apart (lync-routing §1.3, §2).

The product follows an early draft of RFC 5627: a `gruu` flag and an `opaque` parameter
take the place of `gr`. An endpoint's identity comes from its epid alone, so the same
device gets the same GRUU on every run.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import Enum
from functools import lru_cache
from hashlib import sha1

from mspllab.sip.uri import SipUri, Uri

NAMESPACE = bytes.fromhex("03fbacfc738aef4691b1e5ebeeaba4fe")
"""Name space fcacfb03-8a73-46ef-91b1-e5ebeeaba4fe, in little-endian field order."""
TOKEN_END = b"\0\0"
"""Two zero bytes follow the UUID, which is why every token ends in "AA"."""
VERSION_BYTE, VARIANT_BYTE = 7, 8
"""Where version and variant stand in the little-endian bytes of a UUID."""


class GruuKind(Enum):
    """What a GRUU leads to, by the beginning of its `opaque` parameter."""

    ENDPOINT = "user:epid:"
    """One endpoint of a user."""
    SERVER = "srvr:"
    """A server role, or one instance of a trusted application."""
    CONFERENCE = "app:conf:"
    """A conference of its organiser."""
    SERVICE = "app:"
    """A service of a user, such as voice mail."""


_BEGINNINGS = tuple([(kind.value, kind) for kind in GruuKind])


def instance_of_epid(epid: str) -> str:
    """The UUID that stands in `+sip.instance` for an epid.

    A version-5 UUID, except that name space and hash are both read in little-endian
    field order: "01010101" gives "4b1682a8-f968-5701-83fc-7c6741dc6697".
    """
    digest = bytearray(sha1(NAMESPACE + epid.encode()).digest()[:16])
    digest[VERSION_BYTE] = digest[VERSION_BYTE] & 0x0F | 0x50
    digest[VARIANT_BYTE] = digest[VARIANT_BYTE] & 0x3F | 0x80
    return _uuid_text(bytes(digest))


def gruu_token(instance: str) -> str:
    """The 24 characters after "user:epid:" for the UUID `instance`."""
    return urlsafe_b64encode(_uuid_bytes(instance) + TOKEN_END).decode()


@lru_cache(1024)
def instance_of_token(token: str) -> str | None:
    """The UUID a token stands for; None where it is no such token."""
    try:
        octets = urlsafe_b64decode(token)
    except ValueError:
        return None
    whole = len(octets) == 16 + len(TOKEN_END) and octets.endswith(TOKEN_END)
    return _uuid_text(octets[:16]) if whole else None


def endpoint_gruu(aor: str, instance: str) -> str:
    """The GRUU of one endpoint: "sip:bob@lab.example;opaque=user:epid:…;gruu"."""
    return f"{aor};opaque={GruuKind.ENDPOINT.value}{gruu_token(instance)};gruu"


def kind_of_gruu(uri: Uri) -> GruuKind | None:
    """Which kind of GRUU `uri` is; None where it is none or an unknown one."""
    opaque = _opaque(uri)
    for beginning, kind in _BEGINNINGS:
        if opaque.startswith(beginning):
            return kind
    return None


def instance_of_gruu(uri: Uri) -> str | None:
    """The UUID of the endpoint an endpoint's GRUU names, else None."""
    kind, _, token = _opaque(uri).rpartition(":")
    return instance_of_token(token) if f"{kind}:" == GruuKind.ENDPOINT.value else None


def _opaque(uri: Uri) -> str:
    if not isinstance(uri, SipUri) or not uri.params.has("gruu"):
        return ""
    return uri.params.get("opaque") or ""


def _uuid_bytes(text: str) -> bytes:
    """The 16 bytes of a UUID, its first three fields little-endian."""
    plain = bytes.fromhex(text.replace("-", ""))
    return plain[3::-1] + plain[5:3:-1] + plain[7:5:-1] + plain[8:]


def _uuid_text(octets: bytes) -> str:
    """The UUID whose little-endian bytes these are, in small letters."""
    plain = octets[3::-1] + octets[5:3:-1] + octets[7:5:-1] + octets[8:]
    digits = plain.hex()
    parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
    return "-".join(parts)
