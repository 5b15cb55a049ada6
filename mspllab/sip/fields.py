"""Which value a header field decodes to: readers of `Headers`, one to a field.

Each reads the text when first asked; `Message` keeps the result beside the headers.
"""

import re
from functools import lru_cache

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.cseq import CSeq
from mspllab.sip.headers import Headers
from mspllab.sip.via import Via

_MOST_DIGITS = 10  # of the largest number in any field, 2**32 - 1
_MEDIA_TYPE = re.compile(r"[^\s;,/]+[ \t]*/[ \t]*[^\s;,/]+").match


def via(headers: Headers) -> tuple[Via, ...]:
    """Every Via value, topmost first."""
    return tuple([Via.parse(text) for text in headers.values("Via")])


def top_via(headers: Headers) -> Via:
    """The topmost Via value."""
    return Via.parse(_required(headers.first("Via"), "Via"))


def from_(headers: Headers) -> Address:
    """Who the request is from."""
    return Address.parse(_required(headers.get("From"), "From"))


def to(headers: Headers) -> Address:
    """Whom the request is meant for."""
    return Address.parse(_required(headers.get("To"), "To"))


def cseq(headers: Headers) -> CSeq:
    """Number and method of the request."""
    return CSeq.parse(_required(headers.get("CSeq"), "CSeq"))


def contact(headers: Headers) -> tuple[Address, ...]:
    """Every Contact value."""
    return _addresses(headers, "Contact")


def route(headers: Headers) -> tuple[Address, ...]:
    """Every Route value, the next hop first."""
    return _addresses(headers, "Route")


def record_route(headers: Headers) -> tuple[Address, ...]:
    """Every Record-Route value, topmost first."""
    return _addresses(headers, "Record-Route")


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
    return _media_type(text)


def number(headers: Headers, name: str, most: int) -> int | None:
    """The value of a field that is one number, 0 to `most`; None where it is absent."""
    text = headers.get(name)
    if text is None:
        return None
    value = _whole_number(text)
    if value is None or value > most:
        raise ParseError(name, text, expected=f"a number from 0 to {most}", column=1)
    return value


def _whole_number(text: str) -> int | None:
    """The number that ASCII digits write; None for anything else, or far too many."""
    if not (text.isascii() and text.isdigit()):
        return None
    significant = text.lstrip("0")
    return int(significant or "0") if len(significant) <= _MOST_DIGITS else None


@lru_cache(256)
def _media_type(text: str) -> str:
    match = _MEDIA_TYPE(text)
    if match is None:
        raise ParseError("Content-Type", text, expected="type/subtype", column=1)
    return re.sub(r"[ \t]", "", match[0]).lower()


def _addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple([Address.parse(text) for text in headers.values(name)])


def _required(text: str | None, name: str) -> str:
    if text is None:
        raise ParseError(name, "", expected=f"a {name} header field in the message")
    return text
