"""Functions that take addresses and URIs apart (mspl.md §4.4)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.address_text import (
    header_parameters,
    is_gruu,
    is_phone,
    sip_uri_in,
    uri_in,
    without_field_name,
)
from mspllab.applications.hosting.instances import instance_in_gruu
from mspllab.errors import ParseError
from mspllab.mspl.vocabulary import Level
from mspllab.sip.address import Address
from mspllab.sip.uri import OtherUri


@builtin("string? GetUri(string address)", pure=True)
def get_uri(address: str) -> str | None:
    r"""The URI in an address.

    It keeps its own parameters, and loses those of the header.

    address: a full address, with or without its header's name, or a bare URI.
    Null: where the text holds no sip, sips or tel URI.
    Example: GetUri("\"Bob\" <sip:bob@lab.example>;tag=1") → "sip:bob@lab.example"
    """
    uri = uri_in(address)
    return None if uri is None or isinstance(uri, OtherUri) else str(uri)


@builtin("string? GetDisplayName(string address)", pure=True)
def get_display_name(address: str) -> str | None:
    r"""The display name in an address.

    Null: where there is no name, as in a bare URI.
    Guess: quotes and backslashes around and inside the name are taken off.
    Example: GetDisplayName("\"Bob B.\" <sip:bob@lab.example>") → "Bob B."
    """
    try:
        return Address.parse(without_field_name(address.strip())).display_name or None
    except ParseError:
        return None


@builtin("string? GetUserAtHost(string uri)", pure=True)
def get_user_at_host(uri: str) -> str | None:
    """User and host of a URI, without scheme, port and parameters.

    This is how QueryEndpoints and its like want to be told of a user.

    uri: a full address or a bare URI.
    Null: where the URI has no user, or is no SIP URI.
    Example: GetUserAtHost("sip:bob@lab.example:5061") → "bob@lab.example"
    """
    parsed = sip_uri_in(uri)
    return None if parsed is None or parsed.user is None else parsed.user_at_host


@builtin("string? GetUserName(string uri)", pure=True)
def get_user_name(uri: str) -> str | None:
    """What stands before the @ of a URI.

    uri: a full address or a bare URI.
    Null: where the URI has no user, or is no SIP URI.
    Example: GetUserName("<sip:bob@lab.example>;tag=1") → "bob"
    """
    parsed = sip_uri_in(uri)
    return None if parsed is None else parsed.user


@builtin("string? GetHostName(string uri)", pure=True)
def get_host_name(uri: str) -> str | None:
    """The host of a URI, without the port.

    uri: a full address or a bare URI.
    Null: where the text is no SIP URI.
    Example: GetHostName("sip:bob@lab.example:5061") → "lab.example"
    """
    parsed = sip_uri_in(uri)
    return None if parsed is None else parsed.host


@builtin("int GetPort(string uri)", pure=True)
def get_port(uri: str) -> int:
    """The port of a URI.

    uri: a full address or a bare URI.
    Gives: 0 where no port is written, and where the text is no SIP URI; never null.
    Example: GetPort("sip:bob@lab.example:5061") → 5061
    Example: GetPort("sip:bob@lab.example") → 0
    """
    parsed = sip_uri_in(uri)
    return 0 if parsed is None or parsed.port is None else parsed.port


@builtin("string? GetScheme(string uri)", pure=True)
def get_scheme(uri: str) -> str | None:
    """The scheme of a URI: sip, sips or tel.

    uri: a full address or a bare URI.
    Null: where the text is no such URI.
    Guess: tel is given as well; the reference speaks of SIP URIs.
    Example: GetScheme("sip:bob@lab.example") → "sip"
    """
    parsed = uri_in(uri)
    return None if parsed is None or isinstance(parsed, OtherUri) else parsed.scheme


@builtin("string? GetUriParameter(string uri, string paramName)", pure=True)
def get_uri_parameter(uri: str, name: str) -> str | None:
    """A parameter of the URI itself, inside the angle brackets.

    uri: a full address or a bare URI.
    paramName: in any case.
    Null: where there is none of that name, or it has no value, as ;lr.
    Example: GetUriParameter("sip:bob@lab.example;user=phone", "user") → "phone"
    Example: GetUriParameter("sip:fe01.lab.example;lr", "lr") → null
    """
    parsed = uri_in(uri)
    if parsed is None or isinstance(parsed, OtherUri):
        return None
    return parsed.params.get(name)


@builtin("string? GetParameterValue(string header, string paramName)", pure=True)
def get_parameter_value(header: str, name: str) -> str | None:
    """A parameter of a header, outside the angle brackets.

    header: the value of a header, with or without the header's name.
    paramName: in any case.
    Null: where there is none of that name, or it has no value.
    Guess: in an address without brackets only tag and epid belong to the header.
    Example: GetParameterValue("To: <sip:bob@lab.example>;epid=b0b1", "epid") → "b0b1"
    """
    return header_parameters(header).get(name)


@builtin("bool IsGRUU(Uri uri)", pure=True, since=Level.V2007R2)
def is_gruu_text(uri: str) -> bool:
    """Whether a URI has the form of a GRUU, the address of one single endpoint.

    uri: a full address or a bare URI.
    Guess: both the product's ;gruu and RFC 5627's ;gr count.
    Example: IsGRUU("sip:bob@lab.example;opaque=user:epid:x;gruu") → true
    """
    return is_gruu(uri_in(uri))


@builtin("string? GetEndpointInstanceFromGRUU(Uri uri)", pure=True, since=Level.V2007R2)
def get_endpoint_instance_from_gruu(uri: str) -> str | None:
    """The device that a GRUU names, to be compared with dbEndpoint.Instance.

    uri: a full address or a bare URI.
    Null: where the URI is no GRUU of a user's endpoint.
    Example: GetEndpointInstanceFromGRUU("sip:bob@lab.example") → null
    """
    parsed = sip_uri_in(uri)
    return None if parsed is None else instance_in_gruu(parsed)


@builtin("bool IsPhoneUri(Uri uri)", pure=True, since=Level.V2007R2)
def is_phone_uri(uri: str) -> bool:
    """Whether a URI stands for a telephone number, by its parameter user=phone.

    uri: a full address or a bare URI.
    Guess: a tel URI is one, too.
    Example: IsPhoneUri("sip:+12065550142@lab.example;user=phone") → true
    Example: IsPhoneUri("sip:bob@lab.example") → false
    """
    return is_phone(uri_in(uri))


@builtin(
    "bool SubdomainOf(string uri, string uriTemplate)", pure=True, since=Level.V2010
)
def subdomain_of(uri: str, template: str) -> bool:
    """Whether the URI's domain is the template's, or ends in it.

    There are no wildcards.

    uri: with its scheme, sip or sips.
    uriTemplate: with the same scheme; its domain is the tail that is looked for.
    Guess: the tail begins after a dot, and equal domains count.
    Example: SubdomainOf("sip:bob@eu.lab.example", "sip:lab.example") → true
    Example: SubdomainOf("sip:bob@mylab.example", "sip:lab.example") → false
    """
    parsed, wanted = sip_uri_in(uri), sip_uri_in(template)
    if parsed is None or wanted is None or parsed.scheme != wanted.scheme:
        return False
    return f".{parsed.host.lower()}".endswith(f".{wanted.host.lower()}")
