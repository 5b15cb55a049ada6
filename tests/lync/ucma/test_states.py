from enum import StrEnum

import pytest

from mspllab.lync.ucma.states import (
    CALL,
    ENDPOINT,
    PLATFORM,
    CallState,
    EndpointState,
    Input,
    PlatformState,
    Table,
)
from mspllab.lync.ucma.tracked import Tracked

MACHINES = [
    (PLATFORM, PlatformState),
    (ENDPOINT, EndpointState),
    (CALL, CallState),
]
PAIRS = [
    (table, state, wanted)
    for table, states in MACHINES
    for state in states
    for wanted in Input
]
LAST = {PlatformState.TERMINATED, EndpointState.TERMINATED, CallState.TERMINATED}


@pytest.mark.parametrize(("table", "state", "wanted"), PAIRS)
def test_a_pair_of_the_table_moves_and_any_other_does_nothing(
    table: Table, state: StrEnum, wanted: Input
) -> None:
    tracked = Tracked("app01", "call", "c", table, state, "id")
    was_allowed = tracked.allows(wanted)

    records = tracked.move(wanted, 2.0)

    after = table.get((state, wanted))
    assert was_allowed is (after is not None)
    assert tracked.state is (after or state)
    assert [(r.before, r.after) for r in records] == (
        [] if after is None else [(state.value, after.value)]
    )


@pytest.mark.parametrize(("table", "states"), MACHINES)
def test_nothing_comes_after_the_end_and_every_state_is_reached(
    table: Table, states: type[StrEnum]
) -> None:
    assert not {state for state, _ in table} & LAST
    assert {*table.values()} | {next(iter(states))} == set(states)


def test_a_failed_transfer_gives_the_call_back() -> None:
    assert CALL[CallState.TRANSFERRING, Input.FAILED] is CallState.ESTABLISHED


def test_a_call_is_accepted_once() -> None:
    assert (CallState.ESTABLISHED, Input.ACCEPT) not in CALL


def test_draining_leads_to_the_end_only() -> None:
    after = {i: s for (state, i), s in ENDPOINT.items() if state == "Draining"}
    assert after == {Input.TERMINATE: EndpointState.TERMINATING}
