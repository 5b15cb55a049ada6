"""P1, P2, P3, P6: reading messages, against the least that any reader must do.

The floor decodes the bytes and splits them into lines and each line at its first colon;
it checks nothing.  "Cold" means that nothing is remembered from earlier messages.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from harness import Goal

from mspllab.sip import address, cseq, fields, headers, sdp, uri, via
from mspllab.sip.codec import decode
from mspllab.sip.message import Message, Request
from mspllab.sip.shared import Shared

MESSAGES = Path(__file__).resolve().parents[2] / "data" / "messages"
NAMES = ("invite-rich", "invite-fork-copy", "invite", "register", "ringing", "message")
DATA = [(MESSAGES / f"{name}.sip").read_bytes() for name in NAMES]
SHARED = [
    values
    for module in (address, cseq, fields, headers, sdp, uri, via)
    for values in vars(module).values()
    if isinstance(values, Shared)
]


def goals() -> list[Goal]:
    return [
        goal("P1", "headers split", 3, decode),
        goal("P2", "what routing needs, cold", 9, cold(route)),
        goal("P3", "everything, cold", 13, cold(everything)),
        goal("P3a", "an INVITE of 27 headers, cold", 13, cold(everything), DATA[:1]),
        goal("P6", "a proxy hop, over our own split", 2, hop, floor=decode),
    ]


def str_split(data: bytes) -> object:
    """The floor: decode, split, one partition a header."""
    head, _, body = data.decode().partition("\r\n\r\n")
    lines = head.split("\r\n")
    return lines[0], [line.partition(":") for line in lines[1:]], body


def route(data: bytes) -> None:
    """What a router must know of a message."""
    message = decode(data)
    _request_uri(message)
    _ = (message.top_via, message.from_, message.to, message.call_id, message.cseq)


def everything(data: bytes) -> None:
    """Every value of every field that has a type."""
    message = decode(data)
    _request_uri(message)
    _ = (message.via, message.from_, message.to, message.call_id, message.cseq)
    _ = (message.contact, message.route, message.record_route)
    _ = (message.max_forwards, message.content_type)


def hop(data: bytes) -> bytes:
    """What a record-routing proxy does to a message's text."""
    message = decode(data)
    _ = message.top_via
    edited = (
        message.headers.prepended("Via", "SIP/2.0/TLS fe01:5061;branch=z9hG4bK4C1D77E0")
        .with_("Max-Forwards", str((message.max_forwards or 70) - 1))
        .prepended("Record-Route", "<sip:pool01.lab.example:5061;lr>")
    )
    return message.replace(headers=edited).encode()


def cold(call: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """`call` with nothing remembered from earlier messages."""

    def run(data: bytes) -> None:
        for values in SHARED:
            values.clear()
        call(data)

    return run


def goal(
    identity: str,
    name: str,
    limit: float,
    ours: Callable[[bytes], object],
    messages: Sequence[bytes] = DATA,
    *,
    floor: Callable[[bytes], object] = str_split,
) -> Goal:
    """A goal on the mean over `messages`."""
    calls = each(ours, messages), each(floor, messages)
    return Goal(identity, name, limit, *calls, per=len(messages))


def each(
    call: Callable[[bytes], object], messages: Sequence[bytes]
) -> Callable[[], None]:
    """`call` on every message."""

    def run() -> None:
        for data in messages:
            call(data)

    return run


def _request_uri(message: Message) -> None:
    if isinstance(message, Request):
        _ = message.request_uri
