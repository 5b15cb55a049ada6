"""Time passes from event to event, in an order that never varies."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.sim.clock import FEW, Clock


def drain(clock: Clock[str]) -> list[tuple[float, str]]:
    happened = []
    while (event := clock.pop()) is not None:
        happened.append((clock.now, event))
    return happened


def test_events_come_in_the_order_of_their_times() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(2.0, "late")
    clock.schedule(1.0, "early")

    assert drain(clock) == [(1.0, "early"), (2.0, "late")]


def test_events_of_one_moment_come_in_the_order_of_scheduling() -> None:
    clock: Clock[str] = Clock()
    for name in "cab":
        clock.schedule(1.0, name)

    assert [name for _, name in drain(clock)] == ["c", "a", "b"]


def test_an_event_scheduled_for_now_comes_after_those_already_due_now() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "first")
    clock.schedule(1.0, "second")

    clock.pop()
    clock.schedule(clock.now, "third")

    assert [name for _, name in drain(clock)] == ["second", "third"]


def test_nothing_can_be_scheduled_in_the_past() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "tick")
    clock.pop()

    with pytest.raises(ValueError, match=r"it is 1\.0 s; nothing can happen at 0\.5 s"):
        clock.schedule(0.5, "too late")


def test_a_cancelled_event_does_not_happen_and_does_not_move_the_time() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "kept")
    clock.cancel(clock.schedule(5.0, "cancelled"))

    assert drain(clock) == [(1.0, "kept")]
    assert clock.now == 1.0


def test_events_after_the_time_asked_for_stay_where_they_are() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "at the limit")
    clock.schedule(1.5, "beyond it")

    happened = [clock.pop(1.0), clock.pop(1.0)]

    assert happened == ["at the limit", None]
    assert clock.now == 1.0
    assert drain(clock) == [(1.5, "beyond it")]


def test_cancelled_events_are_not_counted() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(3.0, "kept")

    clock.cancel(clock.schedule(1.0, "cancelled"))

    assert len(clock) == 1


def test_the_dead_are_swept_when_they_outnumber_the_living() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "kept")
    numbers = [clock.schedule(2.0, "dead") for _ in range(FEW + 1)]

    for number in numbers:
        clock.cancel(number)

    assert len(clock._heap) == 1
    assert drain(clock) == [(1.0, "kept")]


def test_a_copied_clock_goes_its_own_way() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "tick")

    twin = copy.deepcopy(clock)
    twin.schedule(0.5, "only here")

    assert [name for _, name in drain(twin)] == ["only here", "tick"]
    assert [name for _, name in drain(clock)] == ["tick"]


@given(
    st.lists(st.tuples(st.floats(0, 10), st.booleans()), max_size=200),
)
def test_what_is_left_after_cancelling_comes_sorted(
    entries: list[tuple[float, bool]],
) -> None:
    clock: Clock[int] = Clock()
    kept = []
    for index, (at, cancelled) in enumerate(entries):
        number = clock.schedule(at, index)
        if cancelled:
            clock.cancel(number)
        else:
            kept.append((at, index))

    happened = []
    while (event := clock.pop()) is not None:
        happened.append((clock.now, event))

    assert happened == sorted(kept)


def test_a_plan_happens_as_if_each_event_had_been_scheduled_when_it_was_made() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "before the plan")

    clock.plan([(2.0, "second"), (1.0, "first"), (2.0, "third")])
    clock.schedule(2.0, "behind the plan")

    assert len(clock) == 5
    assert [name for _, name in drain(clock)] == [
        "before the plan",
        "first",
        "second",
        "third",
        "behind the plan",
    ]


def test_of_a_plan_only_the_next_event_is_in_the_heap() -> None:
    clock: Clock[int] = Clock()

    clock.plan((float(at), at) for at in range(1, 100))

    assert len(clock._heap) == 1
    assert clock.pop() == 1
    assert len(clock._heap) == 1


def test_a_plan_is_not_made_twice_nor_for_the_past() -> None:
    clock: Clock[str] = Clock()
    clock.schedule(1.0, "tick")
    clock.pop()

    with pytest.raises(ValueError, match=r"it is 1\.0 s; nothing can happen at 0\.5 s"):
        clock.plan([(2.0, "fine"), (0.5, "too late")])
    clock.plan([(2.0, "fine")])
    with pytest.raises(ValueError, match="there is a plan already"):
        clock.plan([(3.0, "one more")])
