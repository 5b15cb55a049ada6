"""Which value a header field decodes to: readers of `Headers`, one to a field.

Each reads the text when first asked; `Message` keeps the result beside the headers.
"""

import re

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.cseq import CSeq
from mspllab.sip.headers import Headers
from mspllab.sip.shared import Shared
from mspllab.sip.via import Via

_MOST_DIGITS = 10  # of the largest number in any field, 2**32 - 1
_MEDIA_TYPE = re.compile(r"[^\s;,/]+[ \t]*/[ \t]*[^\s;,/]+").match


def via(headers: Headers) -> tuple[Via, ...]:
    """Every Via value, topmost first."""
    try:
        return tuple([Via.parse(text) for text in headers.values("via")])
    except ParseError as error:
        raise _named(error, "Via", headers) from None


def top_via(headers: Headers) -> Via:
    """The topmost Via value."""
    try:
        return Via.parse(headers.first("via") or "")
    except ParseError as error:
        raise _named(error, "Via", headers) from None


def from_(headers: Headers) -> Address:
    """Who the request is from."""
    try:
        return Address.parse(headers.get("from") or "")
    except ParseError as error:
        raise _named(error, "From", headers) from None


def to(headers: Headers) -> Address:
    """Whom the request is meant for."""
    try:
        return Address.parse(headers.get("to") or "")
    except ParseError as error:
        raise _named(error, "To", headers) from None


def call_id(headers: Headers) -> str:
    """The Call-ID; "" where there is none."""
    return headers.get("call-id") or ""


def cseq(headers: Headers) -> CSeq:
    """Number and method of the request."""
    try:
        return CSeq.parse(headers.get("cseq") or "")
    except ParseError as error:
        raise _named(error, "CSeq", headers) from None


def contact(headers: Headers) -> tuple[Address, ...]:
    """Every Contact value."""
    return addresses(headers, "Contact")


def route(headers: Headers) -> tuple[Address, ...]:
    """Every Route value, the next hop first."""
    return addresses(headers, "Route")


def record_route(headers: Headers) -> tuple[Address, ...]:
    """Every Record-Route value, topmost first."""
    return addresses(headers, "Record-Route")


def max_forwards(headers: Headers) -> int | None:
    """How many more hops; None where the field is absent."""
    return number(headers, "Max-Forwards", 255)


def content_length(headers: Headers) -> int | None:
    """Octets of the body; None where the field is absent."""
    return number(headers, "Content-Length", 2**31 - 1)


def expires(headers: Headers) -> int | None:
    """Seconds; None where the field is absent."""
    return number(headers, "Expires", 2**32 - 1)


def content_type(headers: Headers) -> str | None:
    """Type/subtype in lower case, no parameters; None where the field is absent."""
    text = headers.get("Content-Type")
    if text is None:
        return None
    return _MEDIA_TYPES[text]


def number(headers: Headers, name: str, most: int) -> int | None:
    """The value of a field that is one number, 0 to `most`; None where it is absent."""
    text = headers.get(name)
    if text is None:
        return None
    digits = text if len(text) <= _MOST_DIGITS else text.lstrip("0")
    if digits.isdigit() and digits.isascii() and len(digits) <= _MOST_DIGITS:
        value = int(digits)
        if value <= most:
            return value
    raise ParseError(name, text, expected=f"a number from 0 to {most}", column=1)


def _media_type(text: str) -> str:
    match = _MEDIA_TYPE(text)
    if match is None:
        raise ParseError("Content-Type", text, expected="type/subtype", column=1)
    return re.sub(r"[ \t]", "", match[0]).lower()


_MEDIA_TYPES = Shared(_media_type)


def addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    """Every address in the fields of that name."""
    try:
        return tuple([Address.parse(text) for text in headers.values(name)])
    except ParseError as error:
        raise _named(error, name, headers) from None


def _named(error: ParseError, name: str, headers: Headers) -> ParseError:
    """`error` told as one of the field `name`, or of its absence."""
    if name not in headers:
        return ParseError(name, "", expected=f"a {name} header field in the message")
    what = name if error.what in ("address", name) else f"{name} {error.what}"
    return ParseError(what, error.text, expected=error.expected, column=error.column)
