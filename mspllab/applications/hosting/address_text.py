"""Addresses as scripts have them: texts that hold a URI, with or without trimmings.

A full address, `"Bob" <sip:bob@lab.example>;tag=1`, with or without the name of its
header field, or a bare URI. The parameters of a bare URI are the URI's own, but for
`tag` and `epid`, which no URI has: so a From or To written without brackets reads right
as well (mspl.md §4.4).
"""

import re

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.grammar import split_list
from mspllab.sip.params import NO_PARAMS, Params
from mspllab.sip.uri import SipUri, TelUri, Uri, parse_uri

FIELD_NAME = re.compile(r'[A-Za-z-]+[ \t]*:(?:[ \t]+|(?=["<]))')
HEADER_PARAMETER = re.compile(r"[ \t]*;[ \t]*(?:tag|epid)[ \t]*=", re.IGNORECASE)
"""Where the parameters of a header begin that was written without brackets."""
BEFORE_PARAMETERS = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^;<"])*', re.DOTALL)
"""Display name and URI of a header's value: quotes and brackets hide semicolons."""


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
    match = BEFORE_PARAMETERS.match(text)
    assert match is not None, "it matches nothing, too"
    start = text.find(";", match.end())
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
