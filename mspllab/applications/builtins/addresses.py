"""Functions that take addresses and URIs apart (mspl.md §4.4).

All take a full address, `"Bob" <sip:bob@lab.example>;tag=1`, with or without the name
of its header field, or a bare URI, and answer null where the part is missing or the
text is no SIP URI. The parameters of a bare URI are the URI's own, but for `tag` and
`epid`, which no URI has: so a From or To written without brackets reads right as well.
"""

import re

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.instances import instance_in_gruu
from mspllab.errors import ParseError
from mspllab.mspl.vocabulary import Level
from mspllab.sip.address import Address
from mspllab.sip.grammar import split_list
from mspllab.sip.params import NO_PARAMS, Params
from mspllab.sip.uri import OtherUri, SipUri, TelUri, Uri, parse_uri

FIELD_NAME = re.compile(r'[A-Za-z-]+[ \t]*:(?:[ \t]+|(?=["<]))')
HEADER_PARAMETER = re.compile(r"[ \t]*;[ \t]*(?:tag|epid)[ \t]*=", re.IGNORECASE)
"""Where the parameters of a header begin that was written without brackets."""


def without_field_name(text: str) -> str:
    """`text` without a leading "To:" or the like."""
    match = FIELD_NAME.match(text)
    return text[match.end() :] if match else text


def uri_in(text: str) -> Uri | None:
    """The URI of an address or of a bare URI; None where `text` is neither."""
    text = without_field_name(text.strip())
    try:
        if "<" in text:
            return Address.parse(text).uri
        match = HEADER_PARAMETER.search(text)
        return parse_uri(text[: match.start()] if match else text)
    except ParseError:
        return None


def sip_uri_in(text: str) -> SipUri | None:
    """The same, None for everything but sip and sips."""
    uri = uri_in(text)
    return uri if isinstance(uri, SipUri) else None


def parameters_start(text: str) -> int:
    """Where the parameters of a header's one value begin, outside angle brackets."""
    after = text.rfind(">") + 1
    start = text.find(";", after)
    return start if start >= 0 else len(text)


def header_parameters(text: str) -> Params:
    """The parameters of a header's (first) value; none where they cannot be read."""
    value = split_list(text)[0] if "<" in text else text
    try:
        return Params.parse(value[parameters_start(value) :].strip())
    except ParseError:
        return NO_PARAMS


def is_gruu(uri: Uri | None) -> bool:
    """Whether `uri` has the form of a GRUU, the product's or that of RFC 5627."""
    return isinstance(uri, SipUri) and (uri.params.has("gruu") or uri.params.has("gr"))


def is_phone(uri: Uri | None) -> bool:
    """Whether `uri` is a telephone number: tel, or sip with user=phone."""
    if isinstance(uri, TelUri):
        return True
    return isinstance(uri, SipUri) and (uri.params.get("user") or "").lower() == "phone"


@builtin("string? GetUri(string address)", pure=True)
def get_uri(address: str) -> str | None:
    """The URI in an address."""
    uri = uri_in(address)
    return None if uri is None or isinstance(uri, OtherUri) else str(uri)


@builtin("string? GetDisplayName(string address)", pure=True)
def get_display_name(address: str) -> str | None:
    """The display name in an address, without quotes."""
    try:
        return Address.parse(without_field_name(address.strip())).display_name or None
    except ParseError:
        return None


@builtin("string? GetUserAtHost(string uri)", pure=True)
def get_user_at_host(uri: str) -> str | None:
    """User and host, as in "bob@lab.example"."""
    parsed = sip_uri_in(uri)
    return None if parsed is None or parsed.user is None else parsed.user_at_host


@builtin("string? GetUserName(string uri)", pure=True)
def get_user_name(uri: str) -> str | None:
    """What stands before the @."""
    parsed = sip_uri_in(uri)
    return None if parsed is None else parsed.user


@builtin("string? GetHostName(string uri)", pure=True)
def get_host_name(uri: str) -> str | None:
    """The host, without the port."""
    parsed = sip_uri_in(uri)
    return None if parsed is None else parsed.host


@builtin("int GetPort(string uri)", pure=True)
def get_port(uri: str) -> int:
    """The port; 0 where none is written."""
    parsed = sip_uri_in(uri)
    return 0 if parsed is None or parsed.port is None else parsed.port


@builtin("string? GetScheme(string uri)", pure=True)
def get_scheme(uri: str) -> str | None:
    """The scheme: sip, sips or tel."""
    parsed = uri_in(uri)
    return None if parsed is None or isinstance(parsed, OtherUri) else parsed.scheme


@builtin("string? GetUriParameter(string uri, string paramName)", pure=True)
def get_uri_parameter(uri: str, name: str) -> str | None:
    """A parameter of the URI itself, inside the angle brackets; null for a flag."""
    parsed = uri_in(uri)
    if parsed is None or isinstance(parsed, OtherUri):
        return None
    return parsed.params.get(name)


@builtin("string? GetParameterValue(string header, string paramName)", pure=True)
def get_parameter_value(header: str, name: str) -> str | None:
    """A parameter of a header, outside the angle brackets; null for a flag."""
    return header_parameters(header).get(name)


@builtin("bool IsGRUU(Uri uri)", pure=True, since=Level.V2007R2)
def is_gruu_text(uri: str) -> bool:
    """Whether a URI has the form of a GRUU, the address of one single endpoint."""
    return is_gruu(uri_in(uri))


@builtin("string? GetEndpointInstanceFromGRUU(Uri uri)", pure=True, since=Level.V2007R2)
def get_endpoint_instance_from_gruu(uri: str) -> str | None:
    """The device a GRUU names, written like `dbEndpoint.Instance`."""
    parsed = sip_uri_in(uri)
    return None if parsed is None else instance_in_gruu(parsed)


@builtin("bool IsPhoneUri(Uri uri)", pure=True, since=Level.V2007R2)
def is_phone_uri(uri: str) -> bool:
    """Whether a URI stands for a telephone number (user=phone)."""
    return is_phone(uri_in(uri))


@builtin(
    "bool SubdomainOf(string uri, string uriTemplate)", pure=True, since=Level.V2010
)
def subdomain_of(uri: str, template: str) -> bool:
    """Whether the URI's domain is the template's, or lies below it."""
    parsed, wanted = sip_uri_in(uri), sip_uri_in(template)
    if parsed is None or wanted is None or parsed.scheme != wanted.scheme:
        return False
    return f".{parsed.host.lower()}".endswith(f".{wanted.host.lower()}")
