"""Records as steps of a drawing."""

from mspllab.trace.records import (
    Cause,
    DialogChanged,
    Dropped,
    Happened,
    Received,
    Sent,
    StateChanged,
    TimerFired,
)
from mspllab.trace.trace import Trace
from mspllab.views.sequencing.steps import (
    Arrive,
    Layers,
    Leave,
    Remark,
    Script,
    Step,
    Vanish,
    steps_of,
)
from tests.views.conftest import alices_invite


def steps(trace: Trace, **layers: bool) -> list[Step]:
    return steps_of(trace, {hop.n: hop for hop in trace.hops}, Layers(**layers))


def sent(n: int, at: float, source: str, destination: str, timer: str = "") -> Sent:
    cause = Cause(timer=timer or None)
    return Sent(n, at, source, destination, "TLS", alices_invite(), cause)


def test_messages_of_one_instant_leave_and_arrive_together(forked_call: Trace) -> None:
    at_fe = [s for s in steps(forked_call) if s.at == 0.01 and s.lane == "fe01"]

    assert [type(step) for step in at_fe] == [Arrive, Script, Leave]
    leave = at_fe[-1]
    assert isinstance(leave, Leave)
    assert [hop.n for hop in leave.hops] == [2, 3, 4, 5, 6]


def test_steps_come_in_the_order_of_time(forked_call: Trace) -> None:
    times = [step.at for step in steps(forked_call)]

    assert times == sorted(times)


def test_at_one_time_an_element_takes_all_and_then_sends_all() -> None:
    trace = Trace()
    for record in (
        sent(1, 0.0, "a", "b"),
        sent(2, 0.0, "a", "b"),
        Received(1, 0.1),
        sent(3, 0.1, "b", "a"),
        Received(2, 0.1),
        sent(4, 0.1, "b", "a"),
    ):
        trace.append(record)

    assert [type(step) for step in steps(trace)] == [Leave, Arrive, Leave]


def test_without_delay_everything_keeps_the_order_of_the_records() -> None:
    trace = Trace()
    for record in (
        sent(1, 0.0, "a", "b"),
        Received(1, 0.0),
        sent(2, 0.0, "b", "a"),
        Received(2, 0.0),
        sent(3, 0.0, "a", "b"),
    ):
        trace.append(record)

    kinds = [type(step) for step in steps(trace)]

    assert kinds == [Leave, Arrive, Leave, Arrive, Leave]


def test_a_remark_goes_with_the_message_of_the_same_instant() -> None:
    trace = Trace()
    trace.append(Happened(1.0, "a", "called", "calls b"))
    trace.append(sent(1, 1.0, "a", "b"))

    assert [type(step) for step in steps(trace)] == [Leave, Remark]


def test_a_remark_alone_is_kept() -> None:
    trace = Trace()
    trace.append(Happened(1.0, "a", "called", "calls b"))

    assert [step.lane for step in steps(trace)] == ["a"]


def test_a_loss_is_a_step_of_the_sender(lossy_call: Trace) -> None:
    lost = [step for step in steps(lossy_call) if isinstance(step, Vanish)]

    assert [step.lane for step in lost] == ["alice", "proxy"]


def test_timers_that_only_tidy_up_are_not_told() -> None:
    trace = Trace()
    for timer in ("D", "I", "J", "K", "B"):
        trace.append(TimerFired(32.0, "a", "branch INVITE", timer))

    texts = [step.text for step in steps(trace) if isinstance(step, Remark)]

    assert texts == ["timer B: no answer came"]
    assert steps(trace, timers=False) == []


def test_a_timer_told_beside_its_message_is_not_told_again() -> None:
    trace = Trace()
    trace.append(TimerFired(32.0, "a", "branch INVITE", "B"))
    trace.append(sent(1, 32.0, "a", "b", timer="B"))

    assert [type(step) for step in steps(trace)] == [Leave]


def test_states_are_told_when_asked_for() -> None:
    trace = Trace()
    trace.append(StateChanged(0.0, "a", "t", "INVITE client", "", "Calling"))
    trace.append(DialogChanged(0.0, "a", "c", "x", "y", "", "early"))

    texts = [s.text for s in steps(trace, states=True) if isinstance(s, Remark)]

    assert steps(trace) == []
    assert texts == ["INVITE client: Calling", "dialog: early"]


def test_dropped_messages_are_told() -> None:
    trace = Trace()
    trace.append(Dropped(0.0, "a", 1, "nobody asked"))

    (step,) = steps(trace)

    assert isinstance(step, Remark)
    assert (step.text, step.mark) == ("dropped: nobody asked", "cross")
