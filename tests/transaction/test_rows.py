import copy

import pytest

from mspllab.transaction.rows import Row, rows_for
from mspllab.transaction.tables import TABLES, Input, State
from mspllab.transaction.timers import RFC_TIMERS, Timers

ROWS = rows_for(RFC_TIMERS)


def over_udp(machine: str, state: State, input_: Input) -> Row:
    return ROWS.unreliable[machine][state, input_]


def over_tcp(machine: str, state: State, input_: Input) -> Row:
    return ROWS.reliable[machine][state, input_]


def test_every_line_of_every_table_is_there_for_both_sorts_of_transport() -> None:
    lines = {machine: set(table) for machine, table in TABLES.items()}

    for rows in (ROWS.reliable, ROWS.unreliable):
        assert {name: set(machine) for name, machine in rows.items()} == lines


def test_a_reliable_transport_starts_no_timer_that_repeats() -> None:
    row = over_tcp("INVITE client", State.INITIAL, Input.REQUEST)

    assert [start.timer for start in row.starts] == ["B"]


@pytest.mark.parametrize(
    ("machine", "state", "input_", "timer"),
    [
        ("INVITE client", State.PROCEEDING, Input.REJECTION, Input.TIMER_D),
        ("INVITE server", State.COMPLETED, Input.ACK, Input.TIMER_I),
        ("non-INVITE server", State.TRYING, Input.SUCCESS, Input.TIMER_J),
        ("non-INVITE client", State.TRYING, Input.SUCCESS, Input.TIMER_K),
    ],
)
def test_over_a_reliable_transport_nothing_is_waited_for_that_cannot_come(
    machine: str, state: State, input_: Input, timer: Input
) -> None:
    assert over_tcp(machine, state, input_).at_once is timer
    assert over_udp(machine, state, input_).at_once is None


def test_leaving_a_state_cancels_the_timers_the_next_one_does_not_hear() -> None:
    row = over_udp("INVITE client", State.CALLING, Input.PROVISIONAL)

    assert row.cancels == ("A", "B")


def test_a_timer_both_states_hear_runs_on() -> None:
    row = over_udp("non-INVITE client", State.TRYING, Input.PROVISIONAL)

    assert row.cancels == ()


def test_the_timer_that_fired_is_not_cancelled() -> None:
    row = over_udp("INVITE client", State.CALLING, Input.TIMER_B)

    assert row.cancels == ("A",)


def test_rows_are_made_once_for_equal_timers_and_never_copied() -> None:
    assert rows_for(Timers()) is ROWS
    assert copy.deepcopy(ROWS) is ROWS
    machine = ROWS.reliable["INVITE client"]
    assert copy.deepcopy(machine) is machine
