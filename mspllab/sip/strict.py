"""What RFC 3261 forbids in a message, and the status code that fits (RFC 4475).

Each check yields `ParseError`s whose `status_hint` is the answer to a request; a
response with any of them is dropped.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip import fields
from mspllab.sip.grammar import token
from mspllab.sip.message import SIP_VERSION, Message, Request, Response
from mspllab.sip.params import Params
from mspllab.sip.uri import OtherUri, SipUri, TelUri, parse_uri


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


def problems(message: Message) -> Iterator[ParseError]:
    """Everything that is wrong with `message`, the gravest first."""
    return chain.from_iterable(check(message) for check in _CHECKS)


def unknown_scheme(message: Message) -> ParseError | None:
    """Is the Request-URI's scheme none that SIP elements route (rule 33)?

    Not among `problems`: it is for a proxy or a user agent to say so (§8.2.2.1, §16.3).
    """
    if not isinstance(message, Request) or not isinstance(
        message.request_uri, OtherUri
    ):
        return None
    expected = "a scheme we know: sip, sips or tel"
    return ParseError("Request-URI", message.uri, expected=expected, status_hint=416)


# SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
_VERSION = re.compile(r"SIP/[0-9]+\.[0-9]+", re.I).fullmatch
# Request-Line = Method SP Request-URI SP SIP-Version, generously in the middle
_REQUEST_LINE = re.compile(r"(\S+) (\S+) (\S+)").fullmatch


def _request_line(message: Message) -> Iterator[ParseError]:
    if isinstance(message, Response):
        return
    line = message.start_line
    version = line.rstrip().rpartition(" ")[2]
    if _VERSION(version) and version.upper() != SIP_VERSION:
        yield ParseError("SIP version", version, expected=SIP_VERSION, status_hint=505)
    if not _REQUEST_LINE(line):
        expected = "method, Request-URI and SIP/2.0, one space between them"
        yield ParseError("request line", line, expected=expected)
        return
    if not token(message.method):
        yield ParseError("method", message.method, expected="a token")
    yield from _request_uri(message.uri)


def _request_uri(text: str) -> Iterator[ParseError]:
    try:
        uri = parse_uri(text)
    except ParseError as error:
        yield error
        return
    # Table 1 of §19.1.1: neither headers nor method in a Request-URI.
    if isinstance(uri, SipUri) and (uri.headers or uri.params.has("method")):
        expected = "neither ?headers nor ;method in a Request-URI"
        yield ParseError("Request-URI", text, expected=expected)
    if isinstance(uri, TelUri) and not (
        uri.is_global or uri.params.has("phone-context")
    ):
        expected = 'a number with "+", or ;phone-context='
        yield ParseError("Request-URI", text, expected=expected)


def _lines(message: Message) -> Iterator[ParseError]:
    """Every line a name, a colon and a value; no line ends but CRLF (rules 5, 6)."""
    for line in message.headers.lines:
        if ":" not in line:
            yield ParseError("header line", line, expected='":" after the name')
        bare = re.search(r"\r(?!\n)|(?<!\r)\n", line)
        if bare:
            column = bare.start() + 1
            expected = "CR and LF only together, at the end of a line"
            yield ParseError("header line", line, expected=expected, column=column)


_MANDATORY = ("via", "from", "to", "call-id", "cseq")
_ONCE = (
    *("from", "to", "call-id", "cseq", "max-forwards", "content-length"),
    *("content-type", "date", "expires", "event", "refer-to", "referred-by"),
    *("replaces", "user-agent", "subject", "rseq", "rack", "session-expires"),
)


def _presence(message: Message) -> Iterator[ParseError]:
    """What must be there, and what must be there only once (rules 15, 18).

    Max-Forwards and tags are not asked for: elements older than RFC 3261 send none.
    """
    keys = message.headers.names
    for key in _MANDATORY:
        if key not in keys:
            name = _written(key)
            yield ParseError(name, "", expected=f"a {name} header field in the message")
    for key in _ONCE:
        if keys.count(key) > 1:
            values = ", ".join(message.headers.all(key))
            yield ParseError(_written(key), values, expected="one field of this name")


_READERS: tuple[Callable[[Message], object], ...] = (
    lambda message: message.via,
    lambda message: message.from_,
    lambda message: message.to,
    lambda message: message.cseq,
    lambda message: message.contact,
    lambda message: message.route,
    lambda message: message.record_route,
    lambda message: message.max_forwards,
    lambda message: message.content_type,
    lambda message: fields.content_length(message.headers),
    lambda message: fields.expires(message.headers),
    lambda message: fields.addresses(message.headers, "Refer-To"),
    lambda message: fields.addresses(message.headers, "Referred-By"),
    lambda message: fields.addresses(message.headers, "Reply-To"),
)


def _values(message: Message) -> Iterator[ParseError]:
    """Every field that has a type must be of it; fields that are absent are fine."""
    absent = {_written(key) for key in _MANDATORY if key not in message.headers}
    for read in _READERS:
        try:
            read(message)
        except ParseError as error:
            if error.what not in absent:
                yield error


def _agreement(message: Message) -> Iterator[ParseError]:
    """CSeq names the request's method (rule 16); "*" stands alone (rule 100)."""
    if isinstance(message, Request) and "cseq" in message.headers:
        method = (message.headers.get("CSeq") or "").split()[-1:]
        if method != [message.method]:
            text = message.headers.get("CSeq") or ""
            expected = f"the method of the request line, {message.method}"
            yield ParseError("CSeq", text, expected=expected)
    contacts = message.headers.values("Contact")
    if "*" in contacts and len(contacts) > 1:
        text = ", ".join(contacts)
        yield ParseError("Contact", text, expected='"*" alone, or addresses')


# callid = word [ "@" word ]
_WORD = r"""[A-Za-z0-9.!%*_+`'~()<>:\\"/\[\]?{}-]+"""
_CALL_ID = re.compile(f"{_WORD}(?:@{_WORD})?").fullmatch


def _call_id(message: Message) -> Iterator[ParseError]:
    text = message.headers.get("Call-ID")
    if text is not None and not _CALL_ID(text):
        yield ParseError("Call-ID", text, expected="one word, or two and an @ between")


def _parameters(message: Message) -> Iterator[ParseError]:
    """No parameter twice (rule 12); tag and branch never without a value."""
    for what, params in _parameter_lists(message):
        name = params.repeated()
        if name is not None:
            yield ParseError(what, str(params), expected=f"{name} only once")
        for name in ("tag", "branch"):
            if params.has(name) and not params.get(name):
                expected = f"a value after ;{name}="
                yield ParseError(what, str(params), expected=expected)


def _parameter_lists(message: Message) -> Iterator[tuple[str, Params]]:
    try:
        yield from (("Via", via.params) for via in message.via)
        yield "From", message.from_.params
        yield "To", message.to.params
        yield from (("Contact", contact.params) for contact in message.contact)
    except ParseError:
        return  # said by _presence or _values


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


def _length(message: Message) -> Iterator[ParseError]:
    """Content-Length counts the body (rule 13)."""
    try:
        length = fields.content_length(message.headers)
    except ParseError:
        return  # said by _values
    if length is not None and length != len(message.body):
        expected = f"the {len(message.body)} bytes of the body"
        yield ParseError("Content-Length", str(length), expected=expected)


def _written(key: str) -> str:
    return {"call-id": "Call-ID", "cseq": "CSeq"}.get(key) or key.title()


_CHECKS = (
    *(_request_line, _lines, _presence, _values),
    *(_agreement, _call_id, _parameters, _date, _length),
)
