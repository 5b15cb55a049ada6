"""bytes ↔ Message (RFC 3261 §7, §18.3).

Reading is generous about what stands inside the fields: their values are read when they
are asked for.  `check` and `verdict` are strict.
"""

import re

from mspllab.errors import ParseError
from mspllab.sip import fields
from mspllab.sip.headers import Headers
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.strict import Verdict, problems, unknown_scheme

MAX_HEAD = 65_536
"""Bytes before the empty line; a datagram cannot hold more."""

_VERSION = re.compile(r"SIP/[0-9.]+", re.I).fullmatch
# Status-Line = SIP-Version SP 3DIGIT SP Reason-Phrase
_STATUS_LINE = re.compile(r"SIP/[0-9.]+ ([1-6][0-9]{2}) (.*)", re.I | re.S).fullmatch

_LF = 10
_CR = 13


def decode(data: bytes, *, stream: bool = False) -> Message:
    """Read one message.

    Line ends before it and bytes after its Content-Length are dropped (§7.5, §18.3).
    With `stream`, Content-Length is mandatory.  ParseError where there is no message,
    or less of it than Content-Length says; its `status_hint` is None for what should be
    dropped without an answer.
    """
    message = _read(data)
    size = len(message.body)
    if message.headers.first_line("content-length") == f"Content-Length: {size}":
        return message
    length = _checked_length(message, stream=stream)
    return message if length == size else _cut(message, length)


def encode(message: Message) -> bytes:
    """The message as bytes; one that was not changed since `decode` gives its own."""
    return message.encode()


def check(message: Message) -> None:
    """Raise ParseError for the gravest thing that the RFCs forbid, if any.

    Its `status_hint` is the fitting answer to a request.
    """
    for problem in problems(message):
        raise problem


def verdict(data: bytes) -> Verdict:
    """What a strict element makes of these bytes; never raises."""
    try:
        message = _read(data)
    except ParseError as error:
        return Verdict(None, error.status_hint, str(error))
    problem = _first_problem(data, message)
    if problem is None:
        return Verdict(decode(data), None, "")
    status = problem.status_hint if isinstance(message, Request) else None
    return Verdict(message, status, str(problem))


def _first_problem(data: bytes, message: Message) -> ParseError | None:
    """What is wrong with `data`, of which `message` is a generous reading."""
    try:
        check(decode(data))
    except ParseError as error:
        return error
    return unknown_scheme(message)


def _read(data: bytes) -> Message:
    """The message with all that follows its head as its body."""
    if data[:1] in b"\r\n":
        data = data.lstrip(b"\r\n")
    head, body = _split(data)
    lines = head.split("\r\n")
    start_line = lines.pop(0)
    message = _message(start_line, Headers.of_lines(lines), body)
    message._start_line = start_line
    message._encoded = data
    return message


def _split(data: bytes) -> tuple[str, bytes]:
    """Head as text with CRLF line ends, and body."""
    end_of_line = data.find(b"\n")
    if end_of_line > 0 and data[end_of_line - 1] != _CR:
        return _split_at_bare_lf(data)
    end = data.find(b"\r\n\r\n")
    if not 0 <= end <= MAX_HEAD:
        raise _endless(data, end)
    return data[:end].decode("utf-8", "surrogateescape"), data[end + 4 :]


def _split_at_bare_lf(data: bytes) -> tuple[str, bytes]:
    """The same of a message typed in an editor, whose lines end in LF alone."""
    end = data.find(b"\n\n")
    if not 0 <= end <= MAX_HEAD:
        raise _endless(data, end)
    head = data[:end].decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    return head.replace("\n", "\r\n"), data[end + 2 :]


def _message(start_line: str, headers: Headers, body: bytes) -> Message:
    words = start_line.split(" ")
    if len(words) == 3 and words[2] == "SIP/2.0":
        return Request(words[0], words[1], headers, body)
    if start_line[:4].upper() == "SIP/":
        match = _STATUS_LINE(start_line)
        if match is None:
            raise _bad_status_line(start_line)
        return Response(int(match[1]), match[2], headers, body)
    method, uri = _generous(start_line)
    return Request(method, uri, headers, body)


def _generous(start_line: str) -> tuple[str, str]:
    """Method and Request-URI of a request line with whatever white space it has.

    Request-Line = Method SP Request-URI SP SIP-Version; `check` wants it exact.
    """
    method, *rest = start_line.split(maxsplit=1)
    uri, *version = rest[0].rsplit(maxsplit=1) if rest else ("",)
    if start_line[:1].isspace() or not version or not _VERSION(version[0]):
        raise _bad_start_line(start_line)
    return method, uri.strip(" \t")


def _checked_length(message: Message, *, stream: bool) -> int:
    """How much of what follows the head is body; ParseError if there is not so much."""
    length = fields.content_length(message.headers)
    if length is None:
        if not stream:
            return len(message.body)
        expected = "a Content-Length field, which streams need (§18.3)"
        raise ParseError("message", message.start_line, expected=expected)
    if length > len(message.body):
        raise ParseError(
            "Content-Length",
            str(length),
            expected=f"at most the {len(message.body)} bytes that follow the head",
            status_hint=400 if isinstance(message, Request) else None,
        )
    return length


def _cut(message: Message, length: int) -> Message:
    """`message` without the bytes after its Content-Length."""
    cut = message.replace(body=message.body[:length])
    whole = message.encode()
    cut._encoded = whole[: len(whole) - len(message.body) + length]
    return cut


def _endless(data: bytes, end: int) -> ParseError:
    """No empty line where one should be, or none soon enough."""
    shown = data[:80].decode("utf-8", "replace")
    if b"SIP/" not in data[:MAX_HEAD]:
        expected = "a SIP start line"
        return ParseError("message", shown, expected=expected, status_hint=None)
    if end > MAX_HEAD or len(data) > MAX_HEAD:
        expected = f"an empty line within the first {MAX_HEAD} bytes"
        return ParseError("message", shown, expected=expected, status_hint=513)
    return ParseError("message", shown, expected="an empty line after the header")


def _bad_status_line(line: str) -> ParseError:
    expected = "SIP/2.0, a three-digit status code and a space"
    return ParseError("status line", line, expected=expected, status_hint=None)


def _bad_start_line(line: str) -> ParseError:
    expected = "method, Request-URI and SIP/2.0, one space between them"
    hint = 400 if "SIP/" in line.upper() else None
    return ParseError("start line", line, expected=expected, status_hint=hint)
