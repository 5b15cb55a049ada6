"""What the future holds: plain values, so that it can be copied and compared."""

from typing import NamedTuple

from mspllab.lync.plan import Step
from mspllab.sim.datagram import Datagram, Endpoint
from mspllab.sip.message import Message


class Wake(NamedTuple):
    """An element wanted to be called at this time."""

    element: str


class StepDue(NamedTuple):
    """A step of the timeline is to be carried out."""

    step: Step


class Bounced(NamedTuple):
    """Message `n` could not be delivered, and its sender learns of it."""

    n: int
    sender: str
    message: Message
    destination: Endpoint
    why: str
    """What stood between, in a word of `sim.fault`."""


Event = Datagram | Wake | StepDue | Bounced
"""All that can be scheduled; a datagram falls due when it arrives."""
