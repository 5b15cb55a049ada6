"""Session descriptions of calls: what is offered, and what is answered."""

from collections.abc import Iterable
from functools import lru_cache

from mspllab.errors import ParseError
from mspllab.sip import negotiation
from mspllab.sip.message import Message
from mspllab.sip.negotiation import ALL, Ability
from mspllab.sip.sdp import SDP_TYPE, SessionDescription

PORT = 50000
"""Where the first stream of every call is received; media do not really flow."""
DEFAULT_KINDS = ("audio",)
"""What is offered to a caller who has offered nothing (RFC 3261 §13.2.1)."""


def offer(kinds: Iterable[str], ip: str, ability: Ability = ALL) -> bytes:
    """A session description that offers these kinds of media; b"" for none."""
    return _written(tuple(kinds), ip, ability)


@lru_cache(256)
def _written(kinds: tuple[str, ...], ip: str, ability: Ability) -> bytes:
    """Everybody offers the same again and again, so the bytes are shared."""
    return negotiation.offer(kinds, ip, PORT, ability).encode() if kinds else b""


def answer_to(
    message: Message,
    ip: str,
    ability: Ability = ALL,
    *,
    direction: str = "sendrecv",
    version: int = 1,
) -> bytes | None:
    """The answer to what `message` offers; b"" where its body is something else.

    None where nothing of it is acceptable: a 488 (rule 171). A message without a body
    gets an offer of our own (rule 174).
    """
    if not message.body:
        return offer(DEFAULT_KINDS, ip, ability)
    offered = description_in(message)
    if offered is None:
        return b""
    return _answered(str(offered), ip, ability, direction, version)


@lru_cache(256)
def _answered(
    offered: str, ip: str, ability: Ability, direction: str, version: int
) -> bytes | None:
    """As with offers: equal ones have equal answers."""
    description = SessionDescription.parse(offered)
    text = negotiation.answer(
        description, ip, PORT, ability, direction=direction, version=version
    )
    return None if text is None else text.encode()


def next_offer(
    local: bytes,
    ip: str,
    ability: Ability,
    *,
    direction: str,
    kinds: Iterable[str] | None = None,
) -> bytes:
    """The offer that follows the description `local` of ours (RFC 3264 §8)."""
    before = SessionDescription.parse(local.decode()) if local else _NOTHING
    wanted = DEFAULT_KINDS if kinds is None and not before.media else kinds
    return negotiation.changed(
        before, ip, PORT, ability, direction=direction, kinds=wanted
    ).encode()


def description_in(message: Message) -> SessionDescription | None:
    """The session description in a body; None where there is none to be read."""
    try:
        return message.sdp
    except ParseError:
        return None


def version_of(local: bytes) -> int:
    """The version of a description of ours; 0 where there is none."""
    return SessionDescription.parse(local.decode()).version if local else 0


def in_place_of(local: bytes, offered: SessionDescription, direction: str) -> bytes:
    """Somebody else's description as the one that follows `local` of ours."""
    if offered.direction == "sendrecv" != direction:
        offered = offered.directed(direction)
    origin = _next_origin(local)
    return str(offered.with_line("o", origin)).encode() if origin else local


def as_late_as(local: bytes, lent: bytes) -> bytes:
    """`local` of ours, with the version of what was passed on in its place."""
    origin = SessionDescription.parse(lent.decode()).value("o")
    mine = SessionDescription.parse(local.decode())
    return str(mine.with_line("o", origin)).encode() if origin else local


def _next_origin(local: bytes) -> str:
    """The o= line that follows the one of `local`: all the same, version one up."""
    before = SessionDescription.parse(local.decode())
    words = (before.value("o") or "").split()
    if len(words) > 2:
        words[2] = str(before.version + 1)
    return " ".join(words)


def type_of(body: bytes) -> str | None:
    """Content-Type of an offer or answer; None where there is no body."""
    return SDP_TYPE if body else None


_NOTHING = SessionDescription((("v", "0"),), ())
