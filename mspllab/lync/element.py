"""Element: the interface of whatever stands on a node of the network."""

from typing import Protocol

from mspllab.lync.plan import Step
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.message import Message
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect


class Element(Protocol):
    """Takes messages, times and steps, and returns effects.

    Of the effects only `Send` and trace records leave an element; whoever runs the
    network puts the first on the wire and the second into the trace. An element reads
    no clock: `now` is the simulated time in seconds.
    """

    @property
    def party(self) -> Party:
        """Name, kind, label and address, for the trace."""

    @property
    def address(self) -> Endpoint:
        """Where it listens."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every name and address under which the network finds it."""

    def start(self, *, now: float) -> list[Effect]:
        """What it does when the run begins."""

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`."""

    def transport_failed(
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = REFUSED,
    ) -> list[Effect]:
        """What follows when a message it sent cannot be delivered at all.

        `why` is what stood between, in a word of `sim.fault`.
        """

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """Carry out a step of the timeline; ScenarioError where it cannot."""

    def next_timer(self) -> float | None:
        """When it wants to be called again; None: never."""

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
