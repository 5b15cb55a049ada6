import copy

from mspllab.transaction.schedule import DEAD_TO_ONE, FEW, Schedule, first_due, soonest


def drained(schedule: Schedule) -> list[tuple[str, str]]:
    return list(iter(lambda: schedule.pop(1e9), None))


def test_timers_come_out_by_time_and_equal_times_in_the_order_they_were_set() -> None:
    schedule = Schedule()
    for owner, due in (("late", 2.0), ("first", 1.0), ("second", 1.0)):
        schedule.set(owner, "A", due)

    assert drained(schedule) == [("first", "A"), ("second", "A"), ("late", "A")]


def test_nothing_comes_out_before_it_is_due() -> None:
    schedule = Schedule()
    schedule.set("one", "A", 1.0)

    assert schedule.pop(0.999) is None
    assert schedule.pop(1.0) == ("one", "A")
    assert schedule.due is None


def test_a_cancelled_timer_never_fires() -> None:
    schedule = Schedule()
    schedule.set("one", "A", 1.0)
    schedule.set("one", "B", 2.0)

    assert schedule.cancel("one", "A")
    assert not schedule.cancel("one", "A")
    assert schedule.due == 2.0


def test_setting_a_running_timer_again_replaces_it() -> None:
    schedule = Schedule()
    schedule.set("one", "A", 1.0)
    schedule.set("one", "A", 5.0)

    assert schedule.due == 5.0
    assert drained(schedule) == [("one", "A")]


def test_the_dead_are_swept_when_they_are_many_more_than_the_living() -> None:
    schedule = Schedule()
    schedule.set("living", "A", 1e6)

    for number in range(10 * FEW):
        schedule.set("dead", "A", float(number))
        schedule.cancel("dead", "A")

    assert len(schedule._heap) <= FEW + DEAD_TO_ONE + 2
    assert schedule.due == 1e6


def test_a_copy_goes_its_own_way() -> None:
    schedule = Schedule()
    schedule.set("one", "A", 1.0)
    twin = copy.deepcopy(schedule)

    schedule.cancel("one", "A")

    assert twin.pop(1.0) == ("one", "A")


def test_of_several_schedules_the_first_timer_that_is_due_counts() -> None:
    late, soon, idle = Schedule(), Schedule(), Schedule()
    late.set("one", "A", 3.0)
    soon.set("two", "A", 1.0)

    assert first_due(late, idle, soon) == 1.0
    assert first_due(idle) is None


def test_the_soonest_of_several_times_may_be_none() -> None:
    assert soonest(3.0, None, 2.0) == 2.0
    assert soonest(None, None) is None
