"""Label: what an event of a run is called, the same in every order of events.

An element makes its tags and branches from its own source of chance, so its messages
are the same as long as it lives through the same events in the same order.
"""

from typing import NamedTuple

from mspllab.scenario.event import Bounced, Event, StepDue, Wake
from mspllab.sim.datagram import Datagram
from mspllab.sim.network import CONNECTIONS
from mspllab.sip.codec import decode
from mspllab.sip.message import Message, Request, Response


class Label(NamedTuple):
    """An event, known by where it happens and what it is."""

    element: str
    kind: str
    """message, time, step or bounce."""
    what: str
    """The message's start line and branch, or the step in words."""
    source: str = ""
    """Who sent the message."""
    copy: int = 1
    """How many such events the element has seen, with this one."""

    def __str__(self) -> str:
        if self.kind != "message":
            return self.what
        words = self.what.split()
        name = " ".join(words[1:-2]) if words[0] == "SIP/2.0" else words[0]
        return f"{name} from {self.source}"


NEXT_TIME = Label("", "time", "a timer or a person")
"""An element's own doing: only the element knows what it is that is due."""

FAILURES = 400
"""The first status code of those that bring nothing but bad news."""


def label_of(event: Event) -> Label:
    """What `event` is called; its copies are not yet counted."""
    if isinstance(event, Datagram):
        message = message_of(event)
        what = f"{message.start_line} {message.method} {message.branch}"
        return Label(event.destination, "message", what, event.source)
    if isinstance(event, Wake):
        return NEXT_TIME._replace(element=event.element)
    if isinstance(event, StepDue):
        return Label(event.step.who, "step", f"{event.step} ({event.step.at:g} s)")
    assert isinstance(event, Bounced)
    return Label(event.sender, "bounce", event.message.start_line)


def message_of(datagram: Datagram) -> Message:
    """The message that travels, decoded where its bytes do."""
    payload = datagram.payload
    if isinstance(payload, bytes):
        return decode(payload, stream=datagram.transport in CONNECTIONS)
    assert isinstance(payload, Request | Response)
    return payload


def is_dependent(first: Event, second: Event, *, at_server: bool) -> bool:
    """Whether two events at one element may lead to something else the other way round.

    A server's timers are no people, it only passes an ACK on, and of failures alike it
    matters to nobody which was first. Ringing never matters to ringing, nor to a caller
    who has an answer; the answers to CANCEL and BYE only end transactions of their own.
    """
    if not (isinstance(first, Datagram) and isinstance(second, Datagram)):
        return not (at_server and (isinstance(first, Wake) or isinstance(second, Wake)))
    before, after = message_of(first), message_of(second)
    if before.branch == after.branch or not may_overtake(first, second):
        return True
    for message in (before, after):
        if _only_ends(message) or (at_server and message.method == "ACK"):
            return False
    if not (isinstance(before, Response) and isinstance(after, Response)):
        return True
    if _is_provisional(before) or _is_provisional(after):
        return at_server and _is_provisional(before) != _is_provisional(after)
    return before.status != after.status or before.status < FAILURES


def may_overtake(first: Event, second: Event) -> bool:
    """Whether the network may deliver `second` before `first`."""
    if not (isinstance(first, Datagram) and isinstance(second, Datagram)):
        return True
    is_connection = first.transport in CONNECTIONS
    return not (
        is_connection
        and (first.source, first.transport) == (second.source, second.transport)
    )


def _is_provisional(response: Response) -> bool:
    return response.status < 200


def _only_ends(message: Message) -> bool:
    if isinstance(message, Response):
        return message.method in ("CANCEL", "BYE") and message.status >= 200
    return False
