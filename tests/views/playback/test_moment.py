"""Moments: every step of a trace, and the states that follow from each."""

from mspllab.trace.records import (
    DialogChanged,
    Happened,
    Received,
    Sent,
    StateChanged,
)
from mspllab.trace.trace import Trace
from mspllab.views.playback.moment import KIND_OF, moments_of


def test_a_message_has_a_moment_when_it_leaves_and_one_when_it_arrives(
    rerouted: Trace,
) -> None:
    kinds = [moment.kind for moment in moments_of(rerouted)]

    assert kinds.count("sent") == len(rerouted.of(Sent))
    assert kinds.count("received") == len(rerouted.of(Received))


def test_moments_are_in_the_order_of_time_and_the_last_is_the_end(
    rerouted: Trace,
) -> None:
    moments = moments_of(rerouted)

    assert [m.at for m in moments] == sorted(m.at for m in moments)
    assert moments[-1].kind == "ended"


def test_a_message_that_arrives_does_so_at_its_destination(rerouted: Trace) -> None:
    arrived = [m for m in moments_of(rerouted) if m.kind == "received"]

    assert (arrived[0].lane, arrived[0].record) == ("fe01", Received(1, 0.01))


def test_a_lost_message_is_noted_at_its_sender(lossy: Trace) -> None:
    lost = [moment for moment in moments_of(lossy) if moment.kind == "lost"]

    assert [moment.lane for moment in lost] == ["proxy", "bob", "proxy"]


def test_every_change_of_a_state_belongs_to_exactly_one_moment(forked: Trace) -> None:
    states = [state for moment in moments_of(forked) for state in moment.states]

    assert len(states) == len(forked.of(StateChanged)) + len(forked.of(DialogChanged))


def test_a_change_belongs_to_what_happened_at_its_own_time(forked: Trace) -> None:
    times = iter(
        sorted(
            round(record.at, 9)
            for record in forked
            if isinstance(record, StateChanged | DialogChanged)
        )
    )
    for moment in moments_of(forked):
        for _ in moment.states:
            assert next(times) == moment.at


def test_a_state_that_is_the_last_one_is_told_as_none() -> None:
    trace = Trace()
    trace.append(Happened(0.0, "alice", "called", "calls bob"))
    trace.append(
        StateChanged(0.0, "alice", "b1 BYE", "non-INVITE client", "", "Trying")
    )
    trace.append(
        StateChanged(
            0.0, "alice", "b1 BYE", "non-INVITE client", "Trying", "Terminated"
        )
    )

    (moment,) = moments_of(trace)

    assert [(state.what, state.after) for state in moment.states] == [
        ("BYE client", "Trying"),
        ("BYE client", ""),
    ]
    assert len({state.key for state in moment.states}) == 1


def test_that_applications_were_loaded_is_no_moment(rerouted: Trace) -> None:
    assert rerouted.happenings("fe01", "loaded")
    assert not any(
        moment.lane == "fe01" and moment.kind == "happened"
        for moment in moments_of(rerouted)
    )


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len(set(KIND_OF.values())) == len(KIND_OF)
