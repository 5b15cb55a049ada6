"""The tables taken apart once for given timers, so that running them is quick."""

from functools import lru_cache
from math import inf
from typing import NamedTuple

from mspllab.transaction.tables import (
    INPUT_OF,
    TABLES,
    Action,
    Input,
    State,
    Table,
)
from mspllab.transaction.timers import Timer, Timers


class Start(NamedTuple):
    """A timer that a transition starts."""

    timer: str
    wait: float
    """Seconds; where `doubles`, the most the doubled wait may be."""
    doubles: bool
    repeats: bool
    """Its waits are remembered, to be doubled."""


class Row(NamedTuple):
    """One line of a table."""

    after: State
    left: str
    """Names of the states before and after, as plain text for the record."""
    entered: str
    send: Action | None
    delivers: bool
    failure: str | None
    """What `Failed` says, where the core is told of one."""
    starts: tuple[Start, ...]
    cancels: tuple[str, ...]
    """Timers that the state before listens to and the state after does not."""
    at_once: Input | None
    """A timer of no length that fires in this moment."""
    ends: bool
    """The state after is the last one."""


class Machine(dict[tuple[State, Input], Row]):
    """The lines of one machine, over one sort of transport."""

    def __deepcopy__(self, memo: dict[int, object]) -> "Machine":
        return self  # nothing in it ever changes


class Rows:
    """All four machines by name, over reliable transports and others."""

    __slots__ = ("reliable", "unreliable")

    def __init__(self, timers: Timers) -> None:
        self.reliable = _all_rows(timers, reliable=True)
        self.unreliable = _all_rows(timers, reliable=False)

    def __deepcopy__(self, memo: dict[int, object]) -> "Rows":
        return self  # nothing in it ever changes


@lru_cache(16)
def rows_for(timers: Timers) -> Rows:
    """The rows for these timers, made once."""
    return Rows(timers)


_SENDS = {Action.SEND_REQUEST, Action.SEND_RESPONSE, Action.SEND_ACK}
_FAILURES = {
    Action.REPORT_TIMEOUT: "timeout",
    Action.REPORT_TRANSPORT_ERROR: "transport",
}
_REPEATING = {Timer.A, Timer.E, Timer.G}
_TIMER_OF: dict[Action, Timer] = {
    action: Timer(action.value.split()[2])
    for action in Action
    if " Timer " in action.value
}


def _all_rows(timers: Timers, *, reliable: bool) -> dict[str, Machine]:
    waits = {timer: timers.wait(timer, reliable=reliable) for timer in Timer}
    return {
        name: Machine({pair: _row(table, *pair, timers, waits) for pair in table})
        for name, table in TABLES.items()
    }


def _row(
    table: Table,
    before: State,
    input_: Input,
    timers: Timers,
    waits: dict[Timer, float | None],
) -> Row:
    after, actions = table[before, input_]
    used = [(action, _TIMER_OF[action]) for action in actions if action in _TIMER_OF]
    ends = [
        timer
        for timer in Timer
        if waits[timer] and _hears(table, before, timer) > _hears(table, after, timer)
    ]
    return Row(
        after=after,
        left=before.value,
        entered=after.value,
        send=next((action for action in actions if action in _SENDS), None),
        delivers=Action.DELIVER in actions,
        failure=next((_FAILURES[a] for a in actions if a in _FAILURES), None),
        starts=tuple(
            _start(a, timer, timers, waits) for a, timer in used if waits[timer]
        ),
        cancels=tuple(timer.value for timer in ends if INPUT_OF[timer] is not input_),
        at_once=next((INPUT_OF[timer] for _, timer in used if waits[timer] == 0), None),
        ends=after is State.TERMINATED,
    )


def _hears(table: Table, state: State, timer: Timer) -> bool:
    return (state, INPUT_OF[timer]) in table


def _start(
    action: Action, timer: Timer, timers: Timers, waits: dict[Timer, float | None]
) -> Start:
    repeats = timer in _REPEATING
    if action is Action.START_E_AT_T2:
        return Start(timer.value, timers.t2, doubles=False, repeats=repeats)
    if action.value.startswith("double"):
        most = inf if timer is Timer.A else timers.t2
        return Start(timer.value, most, doubles=True, repeats=repeats)
    return Start(timer.value, waits[timer] or 0.0, doubles=False, repeats=repeats)
