"""World: elements on a network, going from event to event; all of it can be copied."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import inf
from typing import Any, get_args

from mspllab.errors import ParseError
from mspllab.lync.client import Client
from mspllab.lync.element import Element
from mspllab.lync.plan import Step
from mspllab.lync.platform import CollaborationPlatform
from mspllab.lync.scripted_server import ScriptedServer
from mspllab.scenario.event import Bounced, Event, StepDue, Wake
from mspllab.scenario.scenario import Budget
from mspllab.scenario.tampering import Tampering
from mspllab.sim.clock import Clock
from mspllab.sim.datagram import Datagram
from mspllab.sim.network import CONNECTIONS, Network
from mspllab.sip.codec import decode, encode
from mspllab.sip.message import Request
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    ChainWalked,
    Dropped,
    Ended,
    Lost,
    Received,
    Record,
    ScriptRun,
    Sent,
    Withheld,
)
from mspllab.trace.trace import Party, Trace
from mspllab.transaction.effects import Effect, Send
from mspllab.uncollected import Uncollected

# Four of these to a message: without the detour by the named tuple's own constructor
# each is made in half the time.
_new = tuple.__new__

Open = ScriptRun | ChainWalked | Dropped | Withheld
"""Records in which elements leave open which message they are about."""
NOT_AS_THEY_ARE = frozenset({Send, *get_args(Open)})
"""Effects that are more than a record to be kept."""

NOTHING: Mapping[int, Tampering] = {}

QUIET = "quiet"
UNTIL = "until"
"""How a run ends that nothing had to stop."""


class World:
    """A scenario set up and under way.

    Args:
        elements: in the order in which they start.
        network: with every element in its place.
        trace: where everything is recorded; it has the parties already.
        timeline: what the scenario's people do.
        until: seconds after which it stops at the latest.
        budget: what may be spent before it is stopped as a loop.
        in_bytes: encode and decode at every hop.
        tampering: {number of a message: what befalls it on its way}.
    """

    def __init__(
        self,
        *,
        elements: Iterable[Element],
        network: Network,
        trace: Trace,
        timeline: Iterable[Step],
        until: float,
        budget: Budget,
        in_bytes: bool = False,
        tampering: Mapping[int, Tampering] = NOTHING,
    ) -> None:
        self.elements = {element.party.name: element for element in elements}
        """By name, in the order in which they start."""
        self.trace = trace
        self._records = trace.records
        self._origins = {name: one.address for name, one in self.elements.items()}
        self.clock: Clock[Event] = Clock()
        self._network = network
        self._until = until
        self._budget = budget
        self._in_bytes = in_bytes
        self._tampering = tampering
        self._sent = 0
        self._legs: set[str] = set()
        self._stopped_by = ""
        self._wake_of = {name: Wake(name) for name in self.elements}
        self._wakes: dict[str, tuple[float, int]] = {}
        """When each element is to be called, and the number of that event."""
        for name, element in self.elements.items():
            self._follow(name, element.start(now=0.0))
        self.clock.plan([(step.at, StepDue(step)) for step in timeline])

    @property
    def sent(self) -> int:
        """How many messages have been sent."""
        return self._sent

    def revise(self, other: "World") -> None:
        """Go on with the links and the scripts that `other` has, the same scenario."""
        self._network.relink(other._network)
        for name, element in self.elements.items():
            new = other.elements[name]
            if isinstance(element, ScriptedServer) and isinstance(new, ScriptedServer):
                element.adopt_scripts(new)
        self.trace.scripts |= other.trace.scripts

    def run(self, until: float = inf) -> Trace:
        """Let everything happen that is due by `until`, and return the trace.

        The trace has ended when nothing is left to happen at any time.
        """
        limit = until if until < self._until else self._until
        pop, happen = self.clock.pop, self.happen
        with Uncollected():  # what a run makes stays in its trace
            while not self._stopped_by and (event := pop(limit)) is not None:
                happen(event)
        self._end_if_over(limit)
        return self.trace

    def step(self, until: float = inf) -> bool:
        """Let the next thing happen; false when there is none by `until`."""
        event = self.next_event(until)
        if event is not None:
            self.happen(event)
        return event is not None

    def next_event(self, until: float = inf) -> Event | None:
        """What is due next, the time moved on to it; None when nothing is by `until`.

        Whoever takes it lets it `happen`, or puts it off.
        """
        limit = until if until < self._until else self._until
        event = None if self._stopped_by else self.clock.pop(limit)
        if event is None:
            self._end_if_over(limit)
        return event

    def put_off(self, event: Event, until: float) -> int:
        """Let an event that was taken happen at `until`; the number to hasten it by."""
        number = self.clock.schedule(until, event)
        if isinstance(event, Wake):
            due, _ = self._wakes[event.element]
            self._wakes[event.element] = (due, number)
        return number

    def wake_of(self, name: str) -> tuple[float, int] | None:
        """When an element will be called, and the number of that event at the clock."""
        return self._wakes.get(name)

    def hasten(self, event: Event, number: int) -> None:
        """Let an event that was put off happen now, if its element still wants it."""
        if isinstance(event, Wake) and not self._is_wake(event.element, number):
            return
        self.clock.cancel(number)
        self.put_off(event, self.clock.now)

    def _is_wake(self, name: str, number: int) -> bool:
        wake = self._wakes.get(name)
        return wake is not None and wake[1] == number

    def happen(self, event: Event) -> None:
        """Carry out an event that was taken, at the time it is now."""
        now = self.clock.now
        if type(event) is Datagram:
            self._arrive(event, now)
        elif isinstance(event, Wake):
            del self._wakes[event.element]
            effects = self.elements[event.element].fire_timers(now=now)
            self._follow(event.element, effects)
        elif isinstance(event, StepDue):
            step = self._informed(event.step)
            effects = self.elements[step.who].perform(step, now=now)
            self._follow(step.who, effects, cause=Cause(plan=str(step)))
        elif isinstance(event, Bounced):
            effects = self.elements[event.sender].transport_failed(
                event.message,
                destination=event.destination,
                why=event.why,
                now=now,
            )
            self._follow(event.sender, effects, n=event.n)

    def _informed(self, step: Step) -> Step:
        """A step that takes over or joins a call knows it by now (RFC 4235)."""
        whose = step.replaces or step.joins
        if whose is None:
            return step
        element = self.elements[whose]
        dialog = element.dialog if isinstance(element, Client) else None
        return replace(step, dialog=dialog or "")

    def _arrive(self, datagram: Datagram, now: float) -> None:
        n, _, name, origin, transport, payload = datagram
        self._records.append(_new(Received, (n, now)))
        if isinstance(payload, bytes):
            try:
                payload = decode(payload, stream=transport in CONNECTIONS)
            except ParseError as error:
                self.trace.append(Dropped(now, name, n, str(error)))
                return
        effects = self.elements[name].receive(
            payload,  # type: ignore[arg-type]  # only messages are sent
            source=origin,
            transport=transport,
            now=now,
        )
        self._follow(name, effects, n=n)

    def _follow(
        self,
        name: str,
        effects: list[Effect],
        *,
        n: int | None = None,
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Carry out what an element wants, and note when it wants to be called.

        Args:
            name: the element's.
            effects: what it wants.
            n: number of the message that made it act; None where none did.
            cause: why it acted, where that was no message.
        """
        # Of effects, only Send and records leave an element; a look-up by type, since
        # there are seven records to a message.
        append: Callable[[Any], None] = self._records.append
        for effect in effects:
            if type(effect) not in NOT_AS_THEY_ARE:
                append(effect)
            elif type(effect) is Send:
                if n is not None and cause is NO_CAUSE:
                    cause = _new(Cause, (n, None, None, None, None))
                self._send(name, effect, cause)
            else:
                append(_about(effect, n))  # type: ignore[arg-type]  # it is open
        self._set_wake(name)

    def _send(self, name: str, send: Send, cause: Cause) -> None:
        message, destination, transport, own_cause = send
        self._sent = n = self._sent + 1
        now = self.clock.now
        tampering = self._tampering.get(n) if self._tampering else None
        if tampering is not None:
            message = tampering.changed(message)
        fate = self._network.carry(name, destination.host, transport, message, now=now)
        if tampering is not None:
            fate = tampering.befallen(fate)
        node, arrivals, lost, refused, why = fate
        if own_cause is not NO_CAUSE:
            cause = _joined(own_cause, cause)
        sent = (n, now, name, node, transport, message, cause)
        self._records.append(_new(Sent, sent))
        payload = encode(message) if self._in_bytes else message
        for at in arrivals:
            wire = (n, name, node, self._origins[name], transport, payload)
            self.clock.schedule(at, _new(Datagram, wire))
        if lost:
            self._records.append(Lost(n, now, lost))
            self._show_lane(node)
        if refused is not None:
            self.clock.schedule(refused, Bounced(n, name, message, destination, why))
        if type(message) is Request and message.method == "INVITE":
            self._count_leg(message.call_id)
        most = self._budget.messages
        if n >= most and not self._stopped_by:  # one event may send several
            self._stopped_by = f"the budget of {most:,} messages is used up"

    def _count_leg(self, call_id: str) -> None:
        self._legs.add(call_id)
        legs = self._budget.legs
        if len(self._legs) > legs:
            self._stopped_by = f"the budget of legs, {legs:,}, is used up"

    def _show_lane(self, node: str) -> None:
        """A host that does not exist gets a lane, so that its messages can be drawn."""
        if all(party.name != node for party in self.trace.parties):
            self.trace.parties += (Party(node, "nowhere", f"{node}\n(does not exist)"),)

    def _set_wake(self, name: str) -> None:
        due = self.elements[name].next_timer()
        wake = self._wakes.get(name)
        if wake is not None:
            if wake[0] == due:
                return
            self.clock.cancel(wake[1])
            del self._wakes[name]
        if due is not None:
            number = self.clock.schedule(max(due, self.clock.now), self._wake_of[name])
            self._wakes[name] = (due, number)

    def _end_if_over(self, limit: float) -> None:
        """Note how it ended, where nothing is left to happen after `limit` either."""
        is_over = self._stopped_by or limit == self._until or not len(self.clock)
        if is_over and self.trace.end is None:
            self._end()

    def _end(self) -> None:
        now = self.clock.now
        if self._stopped_by:
            end = Ended(now, self._stopped_by)
        else:
            end = Ended(self._until, UNTIL) if len(self.clock) else Ended(now, QUIET)
        for element in self.elements.values():
            if isinstance(element, CollaborationPlatform):
                self._records += element.pending(now=end.at)
        self.trace.append(end)


def _about(record: Open, n: int | None) -> Record:
    """The record with the message it is about, where the element left that open."""
    if isinstance(record, ChainWalked):  # there is one to nearly every message
        return _new(ChainWalked, (record[0], record[1], n, *record[3:]))
    if isinstance(record, ScriptRun):
        return record if record.message is not None else record._replace(message=n)
    return record if record.n is not None else record._replace(n=n)


def _joined(own: Cause, arrived: Cause) -> Cause:
    """The cause an element gave, completed by what made the element act."""
    if (own.message, own.timer, own.plan) != (None, None, None):
        return own
    return own._replace(message=arrived.message, plan=arrived.plan)
