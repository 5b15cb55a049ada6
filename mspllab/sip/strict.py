"""What RFC 3261 forbids in a message, and the status code that fits (RFC 4475).

Each check yields `ParseError`s whose `status_hint` is the answer to a request; a
response that fails is dropped.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip import fields
from mspllab.sip.address import Address
from mspllab.sip.grammar import token
from mspllab.sip.message import Message, Request
from mspllab.sip.params import Params
from mspllab.sip.uri import OtherUri, SipUri, parse_uri


class Verdict(NamedTuple):
    """What a strict element makes of some bytes."""

    message: Message | None
    """What could be read, even where it is wrong."""
    status: int | None
    """The fitting answer; None where nothing is wrong, or nothing is to be answered."""
    reason: str
    """What is wrong, "" for nothing."""

    @property
    def is_fine(self) -> bool:
        """Is nothing wrong?"""
        return not self.reason


def first_problem(message: Message) -> ParseError | None:
    """The first of `problems`; None where the message is as it should be."""
    return next(problems(message), None)


def problems(message: Message) -> Iterator[ParseError]:
    """Everything that is wrong with `message`, the gravest first."""
    if isinstance(message, Request):
        yield from _request_line(message)
    for check in _CHECKS:
        yield from check(message)


def _request_line(request: Request) -> Iterator[ParseError]:
    line = request.start_line
    version = line.rpartition(" ")[2]
    if (
        re.fullmatch(r"SIP/[0-9]+\.[0-9]+", version, re.I)
        and version.upper() != "SIP/2.0"
    ):
        yield ParseError("SIP version", version, expected="SIP/2.0", status_hint=505)
        return
    if not re.fullmatch(r"\S+ \S+ SIP/2\.0", line, re.I):
        expected = "method, Request-URI and SIP/2.0, one space between them"
        yield ParseError("request line", line, expected=expected)
        return
    if not token(request.method):
        yield ParseError("method", request.method, expected="a token")
    yield from _request_uri(request.uri)


def _request_uri(text: str) -> Iterator[ParseError]:
    # Table 1 of §19.1.1: neither "headers" nor "method" in a Request-URI.
    try:
        uri = parse_uri(text)
    except ParseError as error:
        yield error
        return
    if isinstance(uri, OtherUri):
        expected = "a scheme we know: sip, sips or tel"
        yield ParseError("Request-URI", text, expected=expected, status_hint=416)
    if isinstance(uri, SipUri) and uri.headers:
        column = text.find("?") + 1
        expected = "no headers part in a Request-URI"
        yield ParseError("Request-URI", text, expected=expected, column=column)


_MANDATORY = ("via", "from", "to", "call-id", "cseq")
_ONCE = (
    *("from", "to", "call-id", "cseq", "max-forwards", "content-length"),
    *("content-type", "date", "expires", "event", "refer-to", "referred-by"),
    *("replaces", "user-agent", "subject", "rseq", "rack", "session-expires"),
)
_NAMES = {"call-id": "Call-ID", "cseq": "CSeq"}


def _presence(message: Message) -> Iterator[ParseError]:
    keys = message.headers.keys
    wanted: tuple[str, ...] = _MANDATORY
    if isinstance(message, Request):
        # Rule 15; a proxy adds the Max-Forwards that old senders leave out (§16.6).
        wanted = _MANDATORY
    for key in wanted:
        if key not in keys:
            name = _name(key)
            yield ParseError(name, "", expected=f"a {name} header field")
    for key in _ONCE:
        if keys.count(key) > 1:
            values = ", ".join(message.headers.all(key))
            yield ParseError(_name(key), values, expected="one field of this name")


def _values(message: Message) -> Iterator[ParseError]:
    for _, read in _READERS:
        try:
            read(message)
        except ParseError as error:
            yield error


def _read_addresses(message: Message) -> None:
    _ = message.contact, message.route, message.record_route
    wildcards = [contact for contact in message.contact if contact.is_wildcard]
    if wildcards and len(message.contact) > 1:
        values = ", ".join(message.headers.all("Contact"))
        raise ParseError("Contact", values, expected='"*" alone, or addresses')
    for name in ("Refer-To", "Referred-By", "Reply-To"):
        text = message.headers.get(name)
        if text is not None and name in message.headers:
            Address.parse(text)


_READERS: tuple[tuple[str, Callable[[Message], object]], ...] = (
    ("Via", lambda message: message.via),
    ("From", lambda message: message.from_),
    ("To", lambda message: message.to),
    ("CSeq", lambda message: message.cseq),
    ("Contact", _read_addresses),
    ("Max-Forwards", lambda message: message.max_forwards),
    ("Content-Length", lambda message: fields.content_length(message.headers)),
    ("Content-Type", lambda message: message.content_type),
    ("Expires", lambda message: fields.expires(message.headers)),
)


def _agreement(message: Message) -> Iterator[ParseError]:
    """CSeq names the request's method; Content-Length is the body's (rules 13, 16)."""
    try:
        cseq = message.cseq
    except ParseError:
        return
    if isinstance(message, Request) and cseq.method != message.method:
        expected = f"the method of the request line, {message.method}"
        yield ParseError("CSeq", str(cseq), expected=expected)


def _parameters(message: Message) -> Iterator[ParseError]:
    """No parameter twice (rule 12)."""
    for what, params in _parameter_lists(message):
        name = params.repeated()
        if name is not None:
            yield ParseError(what, str(params), expected=f"{name} only once")


def _parameter_lists(message: Message) -> Iterator[tuple[str, Params]]:
    try:
        yield from (("Via", via.params) for via in message.via)
        yield "From", message.from_.params
        yield "To", message.to.params
        yield from (("Contact", contact.params) for contact in message.contact)
    except ParseError:
        return  # said by _values


# rfc1123-date = wkday "," SP 2DIGIT SP month SP 4DIGIT SP time SP "GMT"
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} "
    r"[0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT",
    re.I,
).fullmatch


def _date(message: Message) -> Iterator[ParseError]:
    text = message.headers.get("Date")
    if text is not None and not _DATE(text):
        expected = 'a date in GMT, such as "Thu, 21 Feb 2002 13:02:03 GMT"'
        yield ParseError("Date", text, expected=expected)


def _name(key: str) -> str:
    return _NAMES.get(key) or key.title()


_CHECKS = (_presence, _values, _agreement, _parameters, _date)
