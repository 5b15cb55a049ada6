"""What a layer asks for: the effects it returns instead of acting.

Records (`trace.records`) are effects too; they go into the trace as they are. The
others are for the layer above, which consumes them, or for the network.
"""

from typing import NamedTuple

from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Message
from mspllab.trace.records import NO_CAUSE, Cause, Record


class Send(NamedTuple):
    """Put `message` on the wire. The only effect that reaches the network."""

    message: Message
    destination: Endpoint
    transport: str
    cause: Cause = NO_CAUSE


class Deliver(NamedTuple):
    """Hand `message` to the core above."""

    message: Message
    transaction: str | None
    """Key of its transaction; None where there is none (ACK of a 2xx, stray 2xx)."""
    source: Endpoint


class Failed(NamedTuple):
    """A client transaction ended without a final response."""

    transaction: str
    why: str
    """"timeout" (treat as 408), or "transport" (treat as 503) and what stood between
    in a word of `sim.fault`, once that is known."""


class Terminated(NamedTuple):
    """A transaction is gone; its key means nothing any more."""

    transaction: str


TO_CORE = frozenset({Deliver, Failed, Terminated})
"""Effects that stay inside an element: what a layer tells the core above it."""

Effect = Send | Deliver | Failed | Terminated | Record
