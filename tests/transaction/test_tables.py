"""Every pair of state and input of the four machines, against the RFCs' figures."""

from itertools import product

import pytest

from mspllab.trace.records import StateChanged, TimerSet
from mspllab.transaction.effects import Deliver, Failed, Send, Terminated
from mspllab.transaction.rows import rows_for
from mspllab.transaction.schedule import Schedule
from mspllab.transaction.tables import TABLES, Input, State
from mspllab.transaction.timers import RFC_TIMERS
from mspllab.transaction.transaction import Clockwork, Transaction
from tests.transaction.messages import ALICE, BOB, VIA, request, response

# State, input: what becomes of it and what is seen from outside, over UDP. The figures:
# RFC 3261 figures 5 to 8, with RFC 6026 figures 1 to 3 where they replace them.
INVITE_CLIENT = """
               | request  | Calling    | INVITE, A=0.5, B=32
    Calling    | 1xx      | Proceeding | to core
    Calling    | 2xx      | Accepted   | to core, M=32
    Calling    | 300-699  | Completed  | ACK, to core, D=32
    Calling    | Timer A  | Calling    | INVITE, A=1
    Calling    | Timer B  | Terminated | timeout
    Calling    | transport error | Terminated | transport
    Calling    | destroy  | Terminated |
    Proceeding | 1xx      | Proceeding | to core
    Proceeding | 2xx      | Accepted   | to core, M=32
    Proceeding | 300-699  | Completed  | ACK, to core, D=32
    Proceeding | destroy  | Terminated |
    Accepted   | 2xx      | Accepted   | to core
    Accepted   | Timer M  | Terminated |
    Completed  | 300-699  | Completed  | ACK
    Completed  | Timer D  | Terminated |
    Completed  | transport error | Terminated | transport
"""
INVITE_SERVER = """
               | request  | Proceeding | to core
    Proceeding | request  | Proceeding | 180
    Proceeding | 1xx      | Proceeding | 183
    Proceeding | 2xx      | Accepted   | 200, L=32
    Proceeding | 300-699  | Completed  | 486, G=0.5, H=32
    Proceeding | transport error | Proceeding | transport
    Proceeding | destroy  | Terminated |
    Accepted   | request  | Accepted   |
    Accepted   | ACK      | Accepted   | to core
    Accepted   | 2xx      | Accepted   | 200
    Accepted   | transport error | Accepted | transport
    Accepted   | Timer L  | Terminated |
    Completed  | request  | Completed  | 180
    Completed  | ACK      | Confirmed  | I=5
    Completed  | Timer G  | Completed  | 180, G=1
    Completed  | Timer H  | Terminated | timeout
    Completed  | transport error | Completed | transport
    Confirmed  | ACK      | Confirmed  |
    Confirmed  | Timer I  | Terminated |
"""
NON_INVITE_CLIENT = """
               | request  | Trying     | INFO, E=0.5, F=32
    Trying     | 1xx      | Proceeding | to core
    Trying     | 2xx      | Completed  | to core, K=5
    Trying     | 300-699  | Completed  | to core, K=5
    Trying     | Timer E  | Trying     | INFO, E=1
    Trying     | Timer F  | Terminated | timeout
    Trying     | transport error | Terminated | transport
    Trying     | destroy  | Terminated |
    Proceeding | 1xx      | Proceeding | to core
    Proceeding | 2xx      | Completed  | to core, K=5
    Proceeding | 300-699  | Completed  | to core, K=5
    Proceeding | Timer E  | Proceeding | INFO, E=4
    Proceeding | Timer F  | Terminated | timeout
    Proceeding | transport error | Terminated | transport
    Proceeding | destroy  | Terminated |
    Completed  | Timer K  | Terminated |
"""
NON_INVITE_SERVER = """
               | request  | Trying     | to core
    Trying     | request  | Trying     |
    Trying     | 1xx      | Proceeding | 183
    Trying     | 2xx      | Completed  | 200, J=32
    Trying     | 300-699  | Completed  | 486, J=32
    Trying     | destroy  | Terminated |
    Proceeding | request  | Proceeding | 180
    Proceeding | 1xx      | Proceeding | 183
    Proceeding | 2xx      | Completed  | 200, J=32
    Proceeding | 300-699  | Completed  | 486, J=32
    Proceeding | transport error | Terminated | transport
    Proceeding | destroy  | Terminated |
    Completed  | request  | Completed  | 180
    Completed  | Timer J  | Terminated |
    Completed  | transport error | Terminated | transport
"""
FIGURES = {
    "INVITE client": INVITE_CLIENT,
    "INVITE server": INVITE_SERVER,
    "non-INVITE client": NON_INVITE_CLIENT,
    "non-INVITE server": NON_INVITE_SERVER,
}
STATUS = {Input.PROVISIONAL: 183, Input.SUCCESS: 200, Input.REJECTION: 486}
PAIRS = list(product(State, Input))


def figure(text: str) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """(state, input) → (state after, effects), as the lines above say."""
    lines = [
        [cell.strip() for cell in line.split("|")]
        for line in text.splitlines()
        if line.strip()
    ]
    return {
        (before, input_): (after, [word for word in does.split(", ") if word])
        for before, input_, after, does in lines
    }


def transaction_in(machine: str, state: State) -> Transaction:
    """A transaction in `state`; a server in it has sent 180 before."""
    method = "INVITE" if machine.startswith("INVITE") else "INFO"
    clockwork = Clockwork("alice", Schedule(), rows_for(RFC_TIMERS))
    transaction = Transaction(
        machine,
        "key",
        "name",
        request(method),
        VIA,
        BOB,
        ALICE,
        "UDP",
        clockwork,
    )
    transaction.state = state
    transaction._interval = 0.5
    if machine.endswith("server") and state is not State.INITIAL:
        transaction.response = response(180, method)
    return transaction


def seen(effect: object) -> str | None:
    """An effect in the words of the figures above; None for those that tell a state."""
    match effect:
        case Send(message=message):
            return message.method if message.status is None else str(message.status)
        case Deliver():
            return "to core"
        case Failed(why=why):
            return why
        case TimerSet(timer=timer, due=due):
            return f"{timer}={due:g}"
    return None


def check(machine: str, state: State, input_: Input) -> None:
    expected, effects = figure(FIGURES[machine]).get(
        (state.value, input_.value), (state.value, [])
    )
    transaction = transaction_in(machine, state)
    method = transaction.request.method
    message = None
    if input_ in STATUS:
        message = response(STATUS[input_], method)
    elif input_ is Input.ACK:
        message = request("ACK")
    elif input_ is Input.REQUEST and state is State.INITIAL:
        message = request(method)
    out: list[object] = []

    transaction.take(input_, message, 0.0, out)  # type: ignore[arg-type]

    assert transaction.state.value == expected
    assert [word for effect in out if (word := seen(effect))] == effects
    changed = [StateChanged(0.0, "alice", "name", machine, state.value, expected)]
    assert [e for e in out if isinstance(e, StateChanged)] == (
        changed if expected != state.value else []
    )
    ended = expected == "Terminated" and state is not State.TERMINATED
    assert (Terminated("key") in out) is ended


@pytest.mark.parametrize(("state", "input_"), PAIRS)
def test_rule_065_068_069_invite_client(state: State, input_: Input) -> None:
    check("INVITE client", state, input_)


@pytest.mark.parametrize(("state", "input_"), PAIRS)
def test_rule_070_071_invite_server(state: State, input_: Input) -> None:
    check("INVITE server", state, input_)


@pytest.mark.parametrize(("state", "input_"), PAIRS)
def test_rule_067_non_invite_client(state: State, input_: Input) -> None:
    check("non-INVITE client", state, input_)


@pytest.mark.parametrize(("state", "input_"), PAIRS)
def test_rule_073_non_invite_server(state: State, input_: Input) -> None:
    check("non-INVITE server", state, input_)


@pytest.mark.parametrize("machine", TABLES)
def test_every_state_but_the_last_has_a_way_out(machine: str) -> None:
    table = TABLES[machine]
    states = {before for before, _ in table} | {after for after, _ in table.values()}
    for state in states - {State.TERMINATED}:
        assert any(
            b is state and after is not state for (b, _), (after, _) in table.items()
        )


@pytest.mark.parametrize("machine", TABLES)
def test_nothing_leaves_the_terminated_state(machine: str) -> None:
    assert all(before is not State.TERMINATED for before, _ in TABLES[machine])


@pytest.mark.parametrize("machine", TABLES)
def test_a_timer_is_heard_in_the_state_that_its_start_leads_to(machine: str) -> None:
    table = TABLES[machine]
    for after, actions in table.values():
        for action in actions:
            if " Timer " in action.value:
                timer = Input(" ".join(action.value.split()[1:3]))
                assert (after, timer) in table, action
