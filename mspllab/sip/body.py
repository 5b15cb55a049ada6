"""Bodies: the parts of a multipart one, and the session description among them.

Proxies never look here (§16.6); user agents and scripts do.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from mspllab.errors import ParseError
from mspllab.sip import fields
from mspllab.sip.headers import Headers
from mspllab.sip.params import Params
from mspllab.sip.sdp import SDP_TYPE, SessionDescription

_MAX_DEPTH = 4
"""Multiparts inside multiparts; nobody sends more."""


class Part(NamedTuple):
    """One part of a body with its own header fields (RFC 2046 §5.1)."""

    headers: Headers
    body: bytes

    @property
    def content_type(self) -> str:
        """Type and subtype in lower case; text/plain where it does not say."""
        return fields.content_type(self.headers) or "text/plain"

    @property
    def is_required(self) -> bool:
        """Must a receiver that does not understand it answer 415 (§20.11)?"""
        disposition = self.headers.get("Content-Disposition") or ""
        parameters = disposition.partition(";")[1:]
        handling = Params.parse("".join(parameters)).get("handling")
        return handling is None or handling.lower() != "optional"


def parts(headers: Headers, body: bytes) -> tuple[Part, ...]:
    """The parts of a body in order; one that is no multipart is its own only part."""
    return tuple(_flattened(Part(headers, body), _MAX_DEPTH))


def session_description(headers: Headers, body: bytes) -> SessionDescription | None:
    """The last session description in `body`, which its sender prefers; or None.

    RFC 2046 §5.1.4: alternatives stand in the order of increasing preference.
    """
    if not body or "content-type" not in headers.names:
        return None
    for part in reversed(parts(headers, body)):
        if part.content_type == SDP_TYPE:
            return SessionDescription.parse(part.body.decode("utf-8", "replace"))
    return None


def _flattened(part: Part, depth: int) -> list[Part]:
    if not part.content_type.startswith("multipart/") or not depth:
        return [part]
    flat: list[Part] = []
    for piece in _pieces(part):
        flat += _flattened(piece, depth - 1)
    return flat


def _pieces(part: Part) -> list[Part]:
    boundary = _boundary(part.headers.get("Content-Type") or "")
    # delimiter := CRLF "--" boundary, then transport padding and a line end
    octets = re.escape(boundary.encode("utf-8", "surrogateescape"))
    delimiter = re.compile(rb"(?:\A|\r?\n)--%b(--)?[ \t]*(?:\r?\n|\Z)" % octets)
    marks = list(delimiter.finditer(part.body))
    if not marks or not any(mark[1] for mark in marks):
        raise ParseError(
            "multipart body",
            part.body[:60].decode("utf-8", "replace"),
            expected=f"parts between lines of --{boundary}",
        )
    pairs = pairwise(marks)
    return [_piece(part.body[a.end() : b.start()]) for a, b in pairs if not a[1]]


def _boundary(content_type: str) -> str:
    _, semicolon, rest = content_type.partition(";")
    boundary = Params.parse(semicolon + rest).get("boundary")
    if not boundary:
        raise ParseError("Content-Type", content_type, expected="a boundary parameter")
    return boundary


def _piece(data: bytes) -> Part:
    # A part may begin with its empty line: it has no header fields then.
    blank = re.search(rb"\A\r?\n|\r?\n\r?\n", data)
    end, start = blank.span() if blank else (len(data), len(data))
    head, body = data[:end], data[start:]
    text = head.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    return Part(Headers.parse(text.replace("\n", "\r\n")), body)
