"""Which value a header field decodes to: readers of `Headers`, one to a field.

A line is read when its value is first asked for, and what was read is kept by the line
as it is written (`Shared`): the same line stands in every copy of a message.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.cseq import CSeq
from mspllab.sip.grammar import split_list
from mspllab.sip.header_lines import value_of
from mspllab.sip.headers import Headers
from mspllab.sip.shared import Shared
from mspllab.sip.via import Via

T = TypeVar("T")

_MOST_DIGITS = 10  # of the largest number in any field, 2**32 - 1
_MOST_HOPS = 255
_MEDIA_TYPE = re.compile(r"[^\s;,/]+[ \t]*/[ \t]*[^\s;,/]+").match


def _one(name: str, parse: Callable[[str], T]) -> Shared[T]:
    """Line → its value; the line "" is the absence of a field that must be there."""

    def read(line: str) -> T:
        try:
            return parse(value_of(line))
        except ParseError as error:
            raise _named(error, name, is_there=line != "") from None

    return Shared(read)


def _many(name: str, parse: Callable[[str], T]) -> Shared[tuple[T, ...]]:
    """Line → all values on it; the line "" has none."""

    def read(line: str) -> tuple[T, ...]:
        if not line:
            return ()
        try:
            return tuple([parse(text) for text in split_list(value_of(line))])
        except ParseError as error:
            raise _named(error, name, is_there=True) from None

    return Shared(read)


def via(headers: Headers) -> tuple[Via, ...]:
    """Every Via value, topmost first."""
    try:
        return tuple([Via.parse(text) for text in headers.values("via")])
    except ParseError as error:
        raise _named(error, "Via", is_there=True) from None


def contact(headers: Headers) -> tuple[Address, ...]:
    """Every Contact value."""
    if headers.is_repeated("contact"):
        return addresses(headers, "Contact")
    return headers.read("contact", _CONTACTS)


def route(headers: Headers) -> tuple[Address, ...]:
    """Every Route value, the next hop first."""
    if headers.is_repeated("route"):
        return addresses(headers, "Route")
    return headers.read("route", _ROUTES)


def record_route(headers: Headers) -> tuple[Address, ...]:
    """Every Record-Route value, topmost first."""
    if headers.is_repeated("record-route"):
        return addresses(headers, "Record-Route")
    return headers.read("record-route", _RECORD_ROUTES)


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
    return None if text is None else _number(name, text, most)


def addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    """Every address in the fields of that name."""
    try:
        return tuple([Address.parse(text) for text in headers.values(name)])
    except ParseError as error:
        raise _named(error, name, is_there=True) from None


def _number(name: str, text: str, most: int) -> int:
    digits = text if len(text) <= _MOST_DIGITS else text.lstrip("0")
    if digits.isdigit() and digits.isascii() and len(digits) <= _MOST_DIGITS:
        value = int(digits)
        if value <= most:
            return value
    raise ParseError(name, text, expected=f"a number from 0 to {most}", column=1)


def _hops(line: str) -> int | None:
    return _number("Max-Forwards", value_of(line), _MOST_HOPS) if line else None


def _first_via(text: str) -> Via:
    values = split_list(text)
    return Via.parse(values[0] if values else "")


def _media_type(text: str) -> str:
    match = _MEDIA_TYPE(text)
    if match is None:
        raise ParseError("Content-Type", text, expected="type/subtype", column=1)
    return re.sub(r"[ \t]", "", match[0]).lower()


def _named(error: ParseError, name: str, *, is_there: bool) -> ParseError:
    """`error` told as one of the field `name`, or of its absence."""
    if not is_there:
        return ParseError(name, "", expected=f"a {name} header field in the message")
    what = name if error.what in ("address", name) else f"{name} {error.what}"
    return ParseError(what, error.text, expected=error.expected, column=error.column)


# Line → value, for the fields of which there is one; `Headers.read` finds the line.
TOP_VIA = _one("Via", _first_via)
FROM = _one("From", Address.parse)
TO = _one("To", Address.parse)
CSEQ = _one("CSeq", CSeq.parse)
CALL_ID = Shared(value_of)
MAX_FORWARDS = Shared(_hops)

_CONTACTS = _many("Contact", Address.parse)
_ROUTES = _many("Route", Address.parse)
_RECORD_ROUTES = _many("Record-Route", Address.parse)
_MEDIA_TYPES = Shared(_media_type)
