"""P1 to P5 and N1 against other Python libraries, each used as its own manual says.

Only messages that all of them can read take part. "Cold" is as in `bench_sip.py`.
"""

import re
from collections.abc import Callable
from functools import partial

import opensip.message as opensip
import simpy
import sipmessage
from bench_simulation import EVENTS, PENDING, ClockLoop
from bench_sip import DATA, NAMES, cold, each, everything, route
from harness import Goal
from opensip.headers import URI, NameAddr, Via
from sippy.SipRequest import SipRequest
from sippy.SipResponse import SipResponse

from mspllab.sip.codec import decode
from mspllab.sip.message import Message

KNOWN_TO_ALL = ("invite-rich", "invite", "register", "message")
"""The others have a telephone's URI, or a host that sipmessage takes for none."""
MESSAGES = [d for name, d in zip(NAMES, DATA, strict=True) if name in KNOWN_TO_ALL]
CALLS = 40
OF_ONE_CALL = re.compile(rb"(tag=|branch=z9hG4bK|\nCall-ID: )")
"""What is new in each call stands behind these."""

Read = Callable[[bytes], object]


def goals() -> list[Goal]:
    split, full = opensip.parse_message, sipmessage.Message.parse
    loop = SimpyLoop()
    return [
        faster("P1", "headers split, opensip", 2, decode, split),
        faster("P1", "headers split, sipmessage", 3, decode, full),
        faster("P2", "what routing needs, opensip", 1.7, cold(route), opensip_route),
        faster("P3", "everything, cold, sippy", 1.5, cold(everything), sippy_all),
        faster("P3", "everything, sipmessage", 3, cold(everything), sipmessage_all),
        faster("P4", "a stream of 40 calls, sippy", 3, everything, sippy_all, stream()),
        written("P5", "a changed message written, opensip", 1.5),
        Goal(
            "N1",
            "event loop, timers cancelled, simpy",
            1 / 1.8,
            partial(ClockLoop().turn, EVENTS),
            partial(loop.turn, EVENTS),
            per=EVENTS,
        ),
    ]


def faster(
    identity: str,
    name: str,
    times: float,
    ours: Read,
    theirs: Read,
    messages: list[bytes] = MESSAGES,
) -> Goal:
    """A goal to be so many times as fast, on the mean over `messages`."""
    calls = each(ours, messages), each(theirs, messages)
    return Goal(identity, name, 1 / times, *calls, per=len(messages))


def stream() -> list[bytes]:
    """The messages of 40 calls, with tags, branches and Call-IDs of their own."""
    fresh = (rb"\g<1>%d-" % number for number in range(CALLS))
    return [OF_ONE_CALL.sub(one, data) for one in fresh for data in MESSAGES]


def opensip_route(data: bytes) -> None:
    """Request-URI, top Via, From, To, Call-ID, CSeq."""
    message = opensip.parse_message(data)
    headers = message.headers
    if isinstance(message, opensip.SIPRequest):
        URI.parse(message.request_uri)
    Via.parse(headers["Via"])
    NameAddr.parse(headers["From"])
    NameAddr.parse(headers["To"])
    _ = message.call_id, message.cseq


def sippy_all(data: bytes) -> None:
    """Every header it has a class for."""
    text = data.decode()
    kind = SipResponse if text.startswith("SIP/2.0") else SipRequest
    for header in kind(text).headers:
        header.getBody()


def sipmessage_all(data: bytes) -> None:
    """The fields that `everything` reads."""
    message = sipmessage.Message.parse(data)
    _ = (message.via, message.from_address, message.to_address, message.call_id)
    _ = (message.cseq, message.contact, message.route, message.record_route)
    _ = (message.max_forwards, message.content_type)


def written(identity: str, name: str, times: float) -> Goal:
    """Messages that were read before get another Max-Forwards, and are written."""

    def ours(message: Message) -> None:
        headers = message.headers.with_("Max-Forwards", "69")
        message.replace(headers=headers).encode()

    def theirs(message: opensip.SIPMessage) -> None:
        message.headers.set("Max-Forwards", "69")
        message.encode()

    calls = (
        each(ours, [decode(data) for data in MESSAGES]),
        each(theirs, [opensip.parse_message(data) for data in MESSAGES]),
    )
    return Goal(identity, name, 1 / times, *calls, per=len(MESSAGES))


class SimpyLoop:
    """`ClockLoop` with simpy: timeouts, and of each pair the second is forgotten.

    simpy cannot take a timeout back; a callback that is gone is its nearest.
    """

    def __init__(self) -> None:
        self.environment = simpy.Environment()
        self.seen = 0
        for number in range(PENDING):
            self._tick(number / PENDING)
        self.timer = self.environment.timeout(0.5)

    def _tick(self, delay: float) -> None:
        event = self.environment.timeout(delay)
        event.callbacks.append(self._ring)

    def _ring(self, _: object) -> None:
        self.seen += 1
        self._tick(1.0)
        if self.timer.callbacks:
            self.timer.callbacks.clear()
        self.timer = self.environment.timeout(0.5)
        self.timer.callbacks.append(self._never)

    def _never(self, _: object) -> None:
        raise AssertionError("a timer that was cancelled rang")

    def turn(self, events: int) -> None:
        until = self.seen + events
        while self.seen < until:
            self.environment.step()
