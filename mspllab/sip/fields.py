"""Which value a header field decodes to: readers of `Headers`, one to a field.

Each reads the text when first asked; `Message` keeps the result beside the headers.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.cseq import CSeq
from mspllab.sip.headers import Headers
from mspllab.sip.shared import Shared
from mspllab.sip.via import Via

T = TypeVar("T")

_MOST_DIGITS = 10  # of the largest number in any field, 2**32 - 1
_MEDIA_TYPE = re.compile(r"[^\s;,/]+[ \t]*/[ \t]*[^\s;,/]+").match


def via(headers: Headers) -> tuple[Via, ...]:
    """Every Via value, topmost first."""
    return tuple([_read("Via", text, Via.parse) for text in headers.values("Via")])


def top_via(headers: Headers) -> Via:
    """The topmost Via value."""
    return _read("Via", headers.first("Via"), Via.parse)


def from_(headers: Headers) -> Address:
    """Who the request is from."""
    return _read("From", headers.get("From"), Address.parse)


def to(headers: Headers) -> Address:
    """Whom the request is meant for."""
    return _read("To", headers.get("To"), Address.parse)


def cseq(headers: Headers) -> CSeq:
    """Number and method of the request."""
    return _read("CSeq", headers.get("CSeq"), CSeq.parse)


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
    return tuple([_read(name, text, Address.parse) for text in headers.values(name)])


def _read(name: str, text: str | None, parse: Callable[[str], T]) -> T:
    """`parse(text)`; an error says in which field."""
    if text is None:
        raise ParseError(name, "", expected=f"a {name} header field in the message")
    try:
        return parse(text)
    except ParseError as error:
        what = name if error.what in ("address", name) else f"{name} {error.what}"
        raise ParseError(
            what, error.text, expected=error.expected, column=error.column
        ) from None
