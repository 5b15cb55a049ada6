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
    hops = {hop.n: hop for hop in trace.hops}
    return list(steps_of(trace, hops, Layers(**layers)))


def sent(n: int, at: float, source: str, destination: str, timer: str = "") -> Sent:
    cause = Cause(timer=timer or None)
    return Sent(n, at, source, destination, "TLS", alices_invite(), cause)


def test_every_record_of_a_message_is_a_step(forked_call: Trace) -> None:
    kinds = [type(step) for step in steps(forked_call)]

    assert kinds.count(Leave) == kinds.count(Arrive) == 24
    assert kinds.count(Script) == 1


def test_steps_come_in_the_order_of_time(forked_call: Trace) -> None:
    times = [step.at for step in steps(forked_call)]

    assert times == sorted(times)


def test_a_message_without_delay_arrives_at_once() -> None:
    trace = Trace()
    for record in (sent(1, 0.0, "a", "b"), Received(1, 0.0), sent(2, 0.0, "b", "a")):
        trace.append(record)
    trace.append(Received(2, 0.5))

    arrivals = [step for step in steps(trace) if isinstance(step, Arrive)]

    assert [step.at_once for step in arrivals] == [True, False]


def test_messages_that_are_not_to_be_drawn_are_left_out(forked_call: Trace) -> None:
    hops = {hop.n: hop for hop in forked_call.hops if hop.n == 1}

    kinds = [type(step) for step in steps_of(forked_call, hops, Layers())]

    assert kinds.count(Leave) == kinds.count(Arrive) == 1


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
