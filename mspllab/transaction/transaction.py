"""Transaction: one request and its responses, run by any one of the tables."""

from typing import NamedTuple

from mspllab.sim.datagram import Endpoint
from mspllab.sip.build import ack_for_failure
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    StateChanged,
    TimerCancelled,
    TimerSet,
)
from mspllab.transaction.effects import Deliver, Effect, Failed, Send, Terminated
from mspllab.transaction.matching import is_reliable
from mspllab.transaction.rows import Rows
from mspllab.transaction.schedule import Schedule
from mspllab.transaction.tables import Action, Input, State

SEND_RESPONSE, SEND_ACK = Action.SEND_RESPONSE, Action.SEND_ACK

# Records and effects are made by the dozen for every message: without the detour by
# the named tuple's own constructor that takes less than half the time.
_new = tuple.__new__


class Clockwork(NamedTuple):
    """What the transactions of one layer share: whose they are, and their timers."""

    owner: str
    """Name of the element, for the records."""
    schedule: Schedule
    rows: Rows


class Transaction:
    """One request, its responses, and where they stand."""

    __slots__ = (
        "_ack",
        "_interval",
        "_lines",
        "_owner",
        "_schedule",
        "destination",
        "key",
        "machine",
        "name",
        "peer",
        "request",
        "response",
        "sent_by",
        "state",
        "transport",
    )

    def __init__(
        self,
        machine: str,
        key: str,
        name: str,
        request: Request,
        sent_by: str,
        destination: Endpoint,
        peer: Endpoint,
        transport: str,
        clockwork: Clockwork,
    ) -> None:
        self.machine = machine
        self.key = key
        self.name = name
        """How the records call it: branch and method."""
        self.request = request
        self.sent_by = sent_by
        """Of the request's top Via, which its responses must have too."""
        self.destination = destination
        """Where a client's requests go, and a server's responses."""
        self.peer = peer
        """Where the latest message came from."""
        self.transport = transport
        self.state = State.INITIAL
        self.response: Response | None = None
        """The latest response of a server."""
        self._ack: Request | None = None
        self._interval = 0.0
        self._owner, self._schedule, rows = clockwork
        lines = rows.reliable if is_reliable(transport) else rows.unreliable
        self._lines = lines[machine]

    def take(
        self,
        input_: Input,
        message: Message | None,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> bool:
        """Do what the table says about `input_`; True when that was the end.

        The effects are added to `out`. `message` is the one that arrived or is to be
        sent; None for timers, and for a request that arrived again.
        """
        row = self._lines.get((self.state, input_))
        if row is None:
            return False
        after, left, entered, send, delivers, failure, starts, cancels, then, ends = row
        owner, name = self._owner, self.name
        if after is not self.state:
            self.state = after
            change = (now, owner, name, self.machine, left, entered)
            out.append(_new(StateChanged, change))
            for timer in cancels:
                if self._schedule.cancel(self.key, timer):
                    out.append(_new(TimerCancelled, (now, owner, name, timer)))
        if send is not None:
            self._send(send, message, cause, out)
        if delivers and message is not None:
            out.append(_new(Deliver, (message, self.key, self.peer)))
        if failure is not None:
            out.append(Failed(self.key, failure))
        for timer, wait, doubles, repeats in starts:
            if doubles:
                wait = min(wait, 2 * self._interval)
            if repeats:
                self._interval = wait
            due = now + wait
            self._schedule.set(self.key, timer, due)
            out.append(_new(TimerSet, (now, owner, name, timer, due)))
        if then is not None:
            return self.take(then, None, now, out)
        if ends:
            out.append(_new(Terminated, (self.key,)))
        return ends

    def _send(
        self, action: Action, message: Message | None, cause: Cause, out: list[Effect]
    ) -> None:
        sent: Message | None = self.request
        if action is SEND_RESPONSE:
            if isinstance(message, Response):
                self.response = message
            sent = self.response
        elif action is SEND_ACK:
            if self._ack is None and isinstance(message, Response):
                self._ack = ack_for_failure(self.request, message)
            sent = self._ack
        if sent is not None:
            out.append(_new(Send, (sent, self.destination, self.transport, cause)))
