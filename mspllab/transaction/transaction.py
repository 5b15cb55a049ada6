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
from mspllab.transaction.schedule import Schedule
from mspllab.transaction.tables import INPUT_OF, TABLES, Action, Input, State, Table
from mspllab.transaction.timers import Timer, Timers


class Clockwork(NamedTuple):
    """What the transactions of one layer share: whose they are, and their timers."""

    owner: str
    """Name of the element, for the records."""
    timers: Timers
    schedule: Schedule
    reliable: dict[Timer, float | None]
    """First waits over a transport that repeats by itself; see `Timers.wait`."""
    unreliable: dict[Timer, float | None]


class _Row(NamedTuple):
    """One line of a table, taken apart once so that running it is quick."""

    after: State
    left: str
    """Names of the states before and after, as plain text for the record."""
    entered: str
    send: Action | None
    delivers: bool
    failure: str | None
    """What `Failed` says, where the core is told of one."""
    timers: tuple[tuple[Action, Timer], ...]
    cancels: tuple[str, ...]
    """Timers that the state before listens to and the state after does not."""


class Transaction:
    """One request, its responses, and where they stand."""

    __slots__ = (
        "_ack",
        "_clockwork",
        "_interval",
        "_waits",
        "destination",
        "key",
        "machine",
        "name",
        "peer",
        "request",
        "response",
        "state",
        "transport",
    )

    def __init__(
        self,
        machine: str,
        key: str,
        request: Request,
        *,
        destination: Endpoint,
        transport: str,
        reliable: bool,
        clockwork: Clockwork,
    ) -> None:
        self.machine = machine
        self.key = key
        self.name = f"{request.branch} {request.method}"
        """How the records call it."""
        self.request = request
        self.destination = destination
        """Where a client's requests go, and a server's responses."""
        self.peer = destination
        """Where the latest message came from."""
        self.transport = transport
        self.state = State.INITIAL
        self.response: Response | None = None
        """The latest response of a server."""
        self._ack: Request | None = None
        self._clockwork = clockwork
        self._waits = clockwork.reliable if reliable else clockwork.unreliable
        self._interval = 0.0

    def take(
        self,
        input_: Input,
        message: Message | None,
        *,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Do what the table says about `input_`; the effects are added to `out`.

        `message` is the one that arrived or is to be sent; None for timers, and for a
        request that arrived again.
        """
        row = _ROWS[self.machine].get((self.state, input_))
        if row is None:
            return
        if row.after is not self.state:
            self._enter(row, now, out)
        if row.send is not None:
            self._send(row.send, message, cause, out)
        if row.delivers and message is not None:
            out.append(Deliver(message, self.key, self.peer))
        if row.failure is not None:
            out.append(Failed(self.key, row.failure))
        for action, timer in row.timers:
            self._set(action, timer, now, out)
        if row.after is State.TERMINATED:
            out.append(Terminated(self.key))

    def _enter(self, row: _Row, now: float, out: list[Effect]) -> None:
        owner, schedule = self._clockwork.owner, self._clockwork.schedule
        self.state = row.after
        out.append(
            StateChanged(now, owner, self.name, self.machine, row.left, row.entered)
        )
        for timer in row.cancels:
            if schedule.cancel(self.key, timer):
                out.append(TimerCancelled(now, owner, self.name, timer))

    def _send(
        self, action: Action, message: Message | None, cause: Cause, out: list[Effect]
    ) -> None:
        sent: Message | None = self.request
        if action is Action.SEND_RESPONSE:
            if isinstance(message, Response):
                self.response = message
            sent = self.response
        elif action is Action.SEND_ACK:
            if self._ack is None and isinstance(message, Response):
                self._ack = ack_for_failure(self.request, message)
            sent = self._ack
        if sent is not None:
            out.append(Send(sent, self.destination, self.transport, cause))

    def _set(self, action: Action, timer: Timer, now: float, out: list[Effect]) -> None:
        owner, timers, schedule, _, _ = self._clockwork
        wait: float | None
        if action in _DOUBLING:
            wait = timers.doubled(timer, self._interval)
        elif action is Action.START_E_AT_T2:
            wait = timers.t2
        else:
            wait = self._waits[timer]
        if wait is None:
            return
        if wait == 0:  # nothing is in flight that would have to be waited for
            self.take(INPUT_OF[timer], None, now=now, out=out)
            return
        if timer in _REPEATING:
            self._interval = wait
        schedule.set(self.key, timer.value, now + wait)
        out.append(TimerSet(now, owner, self.name, timer.value, now + wait))


_SENDS = {Action.SEND_REQUEST, Action.SEND_RESPONSE, Action.SEND_ACK}
_FAILURES = {
    Action.REPORT_TIMEOUT: "timeout",
    Action.REPORT_TRANSPORT_ERROR: "transport",
}
_DOUBLING = {Action.DOUBLE_A, Action.DOUBLE_E, Action.DOUBLE_G}
_REPEATING = {Timer.A, Timer.E, Timer.G}
_TIMER_OF: dict[Action, Timer] = {
    action: Timer(action.value.split()[2])
    for action in Action
    if " Timer " in action.value
}


def _rows(table: Table) -> dict[tuple[State, Input], _Row]:
    heard = {
        state: {timer for timer in Timer if (state, INPUT_OF[timer]) in table}
        for state in State
    }
    return {
        (before, input_): _Row(
            after,
            before.value,
            after.value,
            next((action for action in actions if action in _SENDS), None),
            Action.DELIVER in actions,
            next(
                (_FAILURES[action] for action in actions if action in _FAILURES), None
            ),
            tuple(
                (action, _TIMER_OF[action]) for action in actions if action in _TIMER_OF
            ),
            tuple(sorted(timer.value for timer in heard[before] - heard[after])),
        )
        for (before, input_), (after, actions) in table.items()
    }


_ROWS = {machine: _rows(table) for machine, table in TABLES.items()}
