"""A trace is asked for what happened, and cut into slices."""

import copy

import pytest

from mspllab.trace.jsonl import RecordedMessage
from mspllab.trace.records import (
    NO_CAUSE,
    Ended,
    Happened,
    Lost,
    Received,
    ScriptRun,
    ScriptState,
    ScriptStep,
    Sent,
    StateChanged,
)
from mspllab.trace.trace import Party, Trace


def message(method: str, call_id: str, status: int | None = None) -> RecordedMessage:
    start = f"SIP/2.0 {status} OK" if status else f"{method} sip:bob@lab.example"
    return RecordedMessage(start, method, status, call_id, start)


def sent(n: int, at: float, source: str, destination: str, call_id: str) -> Sent:
    return Sent(n, at, source, destination, "UDP", message("INVITE", call_id), NO_CAUSE)


@pytest.fixture
def trace() -> Trace:
    return Trace(
        parties=(Party("alice", "client", "Alice"), Party("fe01", "front-end", "FE")),
        records=[
            sent(1, 0.0, "alice", "fe01", "c1"),
            Received(1, 0.01),
            sent(2, 0.01, "fe01", "bob", "c1"),
            StateChanged(0.01, "fe01", "b INVITE", "INVITE client", "", "calling"),
            sent(3, 5.0, "alice", "fe01", "c2"),
            Happened(5.0, "alice", "called", "calls bob", "c2"),
            Received(3, 5.01),
            Lost(2, 0.01, "bob is down"),
            Ended(9.0, "quiet"),
        ],
    )


def test_hops_join_sending_with_arrival_and_loss(trace: Trace) -> None:
    fates = [(hop.n, hop.sent, hop.received, hop.lost) for hop in trace.hops]

    assert fates == [
        (1, 0.0, 0.01, None),
        (2, 0.01, None, "bob is down"),
        (3, 5.0, 5.01, None),
    ]


def test_a_doubled_message_arrives_when_its_first_copy_does(trace: Trace) -> None:
    trace.append(Received(1, 2.0))
    trace.append(Received(1, 3.0))

    first, _, third = trace.hops
    assert (first.received, first.again) == (0.01, (2.0, 3.0))
    assert third.again == ()


def test_calls_are_listed_in_the_order_of_their_first_message(trace: Trace) -> None:
    assert trace.call_ids == ("c1", "c2")


def test_a_slice_by_call_keeps_its_messages_and_their_fates(trace: Trace) -> None:
    cut = trace.by_call("c2")

    assert [hop.n for hop in cut.hops] == [3]
    assert cut.of(Received) == (Received(3, 5.01),)
    assert cut.of(StateChanged) == trace.of(StateChanged)


def test_a_slice_by_element_keeps_what_it_sends_and_is_sent(trace: Trace) -> None:
    assert [hop.n for hop in trace.by_element("bob").hops] == [2]


def test_a_slice_by_method_leaves_out_the_others(trace: Trace) -> None:
    assert trace.by_method("BYE").hops == ()
    assert len(trace.by_method("BYE", "INVITE").hops) == 3


def test_a_slice_by_time_keeps_the_arrival_of_what_was_sent_in_time(
    trace: Trace,
) -> None:
    cut = trace.between(0.0, 0.01)

    assert cut.records == [sent(1, 0.0, "alice", "fe01", "c1"), Received(1, 0.01)]


def test_a_slice_leaves_the_whole_alone(trace: Trace) -> None:
    before = copy.deepcopy(trace)

    trace.by_call("c1").append(Ended(1.0, "cut"))

    assert trace == before


def test_happenings_are_found_by_element_and_word(trace: Trace) -> None:
    assert len(trace.happenings("alice", "called")) == 1
    assert trace.happenings("alice", "rings") == ()
    assert trace.happenings("fe01") == ()


def test_a_party_is_found_by_its_name(trace: Trace) -> None:
    assert trace.party("fe01").kind == "front-end"
    with pytest.raises(KeyError, match="fe02"):
        trace.party("fe02")


def test_the_end_is_known_once_it_has_come(trace: Trace) -> None:
    assert trace.end == Ended(9.0, "quiet")
    assert Trace().end is None


def test_the_steps_of_a_run_are_found_by_its_number() -> None:
    state = ScriptState("INVITE sip:bob@lab.example SIP/2.0")
    step = ScriptStep(1, 12, 1, 12, 5, "", 0, None, 0, (), (), state, state)
    run = ScriptRun(4, 0.1, "fe01", "app", "a.am", 1, "proxied", steps=(step,))
    trace = Trace(records=[run])

    assert trace.steps_of(4) == trace.steps_of(run) == (step,)
    with pytest.raises(KeyError):
        trace.steps_of(5)
