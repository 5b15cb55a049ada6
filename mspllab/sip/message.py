"""Request and Response (RFC 3261 §7.1, §7.2).

Messages are not changed but copied.  A copy shares what was not changed: header lines,
the start line as it was written.
"""

from typing import Self

from mspllab.errors import BuildError, ParseError
from mspllab.sip import fields
from mspllab.sip.address import Address
from mspllab.sip.body import session_description
from mspllab.sip.cseq import CSeq
from mspllab.sip.headers import Headers
from mspllab.sip.sdp import SessionDescription
from mspllab.sip.status import reason_phrase
from mspllab.sip.uri import Uri, parse_uri
from mspllab.sip.via import Via

SIP_VERSION = "SIP/2.0"


class _Parts:
    """What requests and responses have in common."""

    __slots__ = ("_encoded", "_start_line", "body", "headers")

    headers: Headers
    body: bytes
    _start_line: str | None
    _encoded: bytes | None

    @property
    def start_line(self) -> str:
        """Request line or status line."""
        raise NotImplementedError

    @property
    def call_id(self) -> str:
        """The Call-ID, compared byte by byte; "" where there is none."""
        return self.headers.read("call-id", fields.CALL_ID)

    @property
    def via(self) -> tuple[Via, ...]:
        """Every hop, topmost first (§20.42)."""
        return fields.via(self.headers)

    @property
    def top_via(self) -> Via:
        """The hop this message was last sent by, or goes back to."""
        return self.headers.read("via", fields.TOP_VIA)

    @property
    def branch(self) -> str:
        """The top Via's branch; "" where there is none or Via is unreadable."""
        try:
            return self.top_via.branch
        except ParseError:
            return ""

    @property
    def from_(self) -> Address:
        """Who the request is from (§20.20)."""
        return self.headers.read("from", fields.FROM)

    @property
    def from_tag(self) -> str | None:
        """From's tag; None where there is none or From is unreadable."""
        try:
            return self.from_.tag
        except ParseError:
            return None

    @property
    def to(self) -> Address:
        """Whom the request was first meant for; proxies leave it alone (§20.39)."""
        return self.headers.read("to", fields.TO)

    @property
    def to_tag(self) -> str | None:
        """To's tag; None where there is none or To is unreadable."""
        try:
            return self.to.tag
        except ParseError:
            return None

    @property
    def cseq(self) -> CSeq:
        """Sequence number and method (§20.16)."""
        return self.headers.read("cseq", fields.CSEQ)

    @property
    def contact(self) -> tuple[Address, ...]:
        """Where to reach the sender from now on (§20.10)."""
        return fields.contact(self.headers)

    @property
    def route(self) -> tuple[Address, ...]:
        """The proxies still to be visited, next one first (§20.34)."""
        return fields.route(self.headers)

    @property
    def record_route(self) -> tuple[Address, ...]:
        """The proxies that want to stay in the path, last one first (§20.30)."""
        return fields.record_route(self.headers)

    @property
    def max_forwards(self) -> int | None:
        """How many more hops (§20.22); None where the field is absent."""
        return self.headers.read("max-forwards", fields.MAX_FORWARDS)

    @property
    def content_type(self) -> str | None:
        """Type/subtype in lower case; None where the field is absent (§20.15)."""
        return fields.content_type(self.headers)

    @property
    def sdp(self) -> SessionDescription | None:
        """The body's session description, inside a multipart too; None: it has none."""
        return session_description(self.headers, self.body)

    @property
    def text(self) -> str:
        """The whole message; bytes that are no UTF-8 show as surrogate escapes."""
        return self.encode().decode("utf-8", "surrogateescape")

    def encode(self) -> bytes:
        """The message as bytes; one read and not changed gives its own back."""
        if self._encoded is None:
            head = self.headers.under(self.start_line)
            self._encoded = head.encode("utf-8", "surrogateescape") + self.body
        return self._encoded

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Parts):
            return NotImplemented
        return (
            self.start_line == other.start_line
            and self.headers == other.headers
            and self.body == other.body
        )

    def __hash__(self) -> int:
        return hash((self.start_line, self.headers, self.body))

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.start_line}>"


class Request(_Parts):
    """A request: method, Request-URI, header fields and body."""

    __slots__ = ("method", "uri")

    def __init__(
        self, method: str, uri: str, headers: Headers, body: bytes = b""
    ) -> None:
        self.method = method
        self.uri = uri
        self.headers = headers
        self.body = body
        self._start_line = None
        self._encoded = None

    @property
    def start_line(self) -> str:
        """The request line, as written, without its end."""
        if self._start_line is None:
            self._start_line = _one_line(f"{self.method} {self.uri} {SIP_VERSION}")
        return self._start_line

    @property
    def status(self) -> None:
        """None: a request has no status code."""
        return

    @property
    def request_uri(self) -> Uri:
        """The Request-URI, read: where the request goes next."""
        return parse_uri(self.uri)

    def replace(
        self,
        *,
        method: str | None = None,
        uri: str | None = None,
        headers: Headers | None = None,
        body: bytes | None = None,
    ) -> "Request":
        """A copy with some parts changed."""
        copy = Request(
            self.method if method is None else method,
            self.uri if uri is None else uri,
            self.headers if headers is None else headers,
            self.body if body is None else body,
        )
        if method is None and uri is None:
            copy._start_line = self._start_line
        return copy

    def with_header(self, name: str, value: str) -> "Request":
        """A copy in which this header field has this one value."""
        return self.replace(headers=self.headers.with_(name, value))

    def with_body(self, body: bytes, content_type: str | None = None) -> "Request":
        """A copy with another body and the Content-Length that fits it."""
        return self.replace(headers=_fitted(self, body, content_type), body=body)


class Response(_Parts):
    """A response: status code, reason phrase, header fields and body."""

    __slots__ = ("reason", "status")

    def __init__(
        self, status: int, reason: str, headers: Headers, body: bytes = b""
    ) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
        self._start_line = None
        self._encoded = None

    @property
    def start_line(self) -> str:
        """The status line, as written, without its end."""
        if self._start_line is None:
            self._start_line = _one_line(f"{SIP_VERSION} {self.status} {self.reason}")
        return self._start_line

    @property
    def method(self) -> str:
        """Method of the request it answers; "" where CSeq is unreadable."""
        try:
            return self.headers.read("cseq", fields.CSEQ).method
        except ParseError:
            return ""

    def replace(
        self,
        *,
        status: int | None = None,
        reason: str | None = None,
        headers: Headers | None = None,
        body: bytes | None = None,
    ) -> "Response":
        """A copy with some parts changed; a new status brings its own reason phrase."""
        if status is not None and reason is None:
            reason = reason_phrase(status)
        copy = Response(
            self.status if status is None else status,
            self.reason if reason is None else reason,
            self.headers if headers is None else headers,
            self.body if body is None else body,
        )
        if status is None and reason is None:
            copy._start_line = self._start_line
        return copy

    def with_header(self, name: str, value: str) -> "Response":
        """A copy in which this header field has this one value."""
        return self.replace(headers=self.headers.with_(name, value))

    def with_body(self, body: bytes, content_type: str | None = None) -> "Response":
        """A copy with another body and the Content-Length that fits it."""
        return self.replace(headers=_fitted(self, body, content_type), body=body)


Message = Request | Response


def _fitted(parts: _Parts, body: bytes, content_type: str | None) -> Headers:
    headers = parts.headers
    if content_type is not None:
        headers = headers.with_("Content-Type", content_type)
    elif not body:
        headers = headers.without("Content-Type")
    return headers.with_("Content-Length", str(len(body)))


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise BuildError(f"a start line cannot hold a line break: {text!r}")
    return text
