"""Messages of a trace, read: a trace may hold them as it was loaded from a file."""

from functools import lru_cache

from mspllab.errors import SipError
from mspllab.sip.codec import decode
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import TracedMessage

UNPRINTABLE = dict.fromkeys((*range(32), *range(127, 160), 0xFFFE, 0xFFFF), "�")


def read_message(message: TracedMessage) -> Message | None:
    """`message` with its headers; None where its text is no SIP."""
    if isinstance(message, Request | Response):
        return message
    return _decoded(message.text)


@lru_cache(4096)
def _decoded(text: str) -> Message | None:
    try:
        return decode(text.encode("utf-8", "surrogateescape"))
    except SipError:
        return None


def printable(text: str) -> str:
    """`text` with a sign in place of every character that no picture can hold."""
    if text.isascii() and text.isprintable():
        return text
    clean = text.translate(UNPRINTABLE)
    return clean.encode("utf-8", "replace").decode()
