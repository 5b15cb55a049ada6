"""Session descriptions of calls: what is offered, and what is answered."""

from collections.abc import Iterable
from functools import lru_cache

from mspllab.errors import ParseError
from mspllab.sip import sdp
from mspllab.sip.message import Request

PORT = 50000
"""Where the first stream of every call is received; media do not really flow."""
DEFAULT_KINDS = ("audio",)
"""What is offered to a caller who has offered nothing (RFC 3261 §13.2.1)."""


def offer(kinds: Iterable[str], ip: str) -> bytes:
    """A session description that offers these kinds of media; b"" for none."""
    return _written(tuple(kinds), ip)


@lru_cache(256)
def _written(kinds: tuple[str, ...], ip: str) -> bytes:
    """Everybody offers the same again and again, so the bytes are shared."""
    return sdp.build(kinds, ip, PORT).encode() if kinds else b""


def answer_to(request: Request, ip: str) -> bytes:
    """What accepts everything `request` offers; b"" where its body is something else.

    A request without a body gets an offer of our own (rule 174).
    """
    if not request.body:
        return offer(DEFAULT_KINDS, ip)
    try:
        offered = request.sdp
    except ParseError:
        return b""
    return b"" if offered is None else offer((m.kind for m in offered.media), ip)


def type_of(body: bytes) -> str | None:
    """Content-Type of an offer or answer; None where there is no body."""
    return sdp.SDP_TYPE if body else None
