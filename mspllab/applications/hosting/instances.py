"""Instances: the identity of a device as scripts see it, in registry format.

`dbEndpoint.Instance`, `RequestSource.Instance` and `GetEndpointInstanceFromGRUU` write
it the same way, "{D62ECEA5-A59E-56E1-808E-72F602F50A7F}", so they can be compared.
"""

from binascii import a2b_base64

from mspllab.sip.uri import SipUri

ENDPOINT = "user:epid:"
"""What the opaque parameter of an endpoint's GRUU begins with."""
UUID_BYTES = 16
UUID_DIGITS = 32


def registry_format(instance: str) -> str:
    """A UUID, bare or as "urn:uuid:…", in braces and capital letters."""
    plain = instance.strip('"<>').removeprefix("urn:uuid:").strip("{}")
    return f"{{{plain.upper()}}}"


def instance_in_gruu(uri: SipUri) -> str | None:
    """The device in an endpoint's GRUU; None in any other URI.

    The token is base64 for URLs of the UUID with its first three fields little-endian,
    and two zero bytes (lync-routing §1.3).
    """
    opaque = uri.params.get("opaque") or ""
    if not uri.params.has("gruu") or not opaque.startswith(ENDPOINT):
        return None
    token = opaque.removeprefix(ENDPOINT).replace("-", "+").replace("_", "/")
    try:
        octets = a2b_base64(token, strict_mode=True)
    except ValueError:
        return None
    return _registry_text(octets[:UUID_BYTES]) if len(octets) > UUID_BYTES else None


def _registry_text(octets: bytes) -> str:
    fields = octets[3::-1], octets[5:3:-1], octets[7:5:-1], octets[8:10], octets[10:]
    return f"{{{'-'.join(field.hex() for field in fields)}}}".upper()
