"""Every race of a call is tried, and what may come of it is known from the RFC."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mspllab.errors import UsageError
from mspllab.notebook.races import races
from mspllab.scenario.load import read_scenario
from mspllab.scenario.racing.search import Races, Search
from mspllab.scenario.scenario import Scenario
from mspllab.views.races import show_races

SCENARIOS = Path(__file__).resolve().parents[3] / "data" / "scenarios"
CROSSING = SCENARIOS / "cancel-crosses-200.toml"


class Serial(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def tried(name: str, within: float, most: int = 1500) -> Races:
    path = SCENARIOS / f"{name}.toml"
    return races(path, within=within, most=most, progress=False)


def without_tablet(name: str) -> Scenario:
    """Two phones are enough, and much faster."""
    overrides = {"clients.bob-tablet": None, "lanes": None}
    return read_scenario(SCENARIOS / f"{name}.toml", overrides)


def words(found: Races) -> list[str]:
    return [str(outcome) for outcome in found.outcomes]


def test_cancel_against_200_ends_in_one_of_three_ways() -> None:
    found = tried("cancel-crosses-200", 0.03)

    assert found.is_complete
    assert words(found) == [
        "alice gives up, bob answers, bob is let go at once",
        "alice gives up, bob misses the call, alice hears 487",
        "bob answers, 2 ends of dialogs are left",
    ]


@pytest.mark.slow
def test_of_two_phones_answering_at_once_one_wins_or_both_do() -> None:
    found = races(without_tablet("two-winners"), within=0.025, progress=False)

    assert {outcome.connected for outcome in found.outcomes} == {
        (("alice", "bob-desk"), ("alice", "bob-mobile")),
        (("alice", "bob-desk"),),
        (("alice", "bob-mobile"),),
    }
    for outcome in found.outcomes:
        assert len(outcome.let_go) == len(outcome.connected) - 1
        assert outcome.errors == ()


def test_declining_everywhere_against_answering_ends_in_one_of_three_ways() -> None:
    found = races(without_tablet("decline-everywhere"), within=0.03, progress=False)

    assert found.is_complete
    assert {(outcome.connected, outcome.finals) for outcome in found.outcomes} == {
        ((("alice", "bob-desk"),), (("alice", "200"),)),
        ((), (("alice", "603"),)),
    }
    fates = {dict(outcome.fates)["bob-mobile"] for outcome in found.outcomes}
    assert fates == {"declines", "misses the call"}


def test_without_delay_there_is_one_order() -> None:
    found = tried("cancel-crosses-200", 0.0)

    assert (len(found), found.is_complete) == (1, True)
    assert found.found[0].waits == ()


def test_the_outcomes_come_in_the_same_order_every_time_and_everywhere() -> None:
    alone = tried("cancel-crosses-200", 0.03)
    serial = races(CROSSING, within=0.03, executor=Serial(), progress=False)
    with ProcessPoolExecutor(2) as pool:
        together = races(CROSSING, within=0.03, executor=pool, progress=False)

    assert alone == serial == together
    assert str(show_races(alone)) == str(show_races(together))


def test_each_outcome_has_its_shortest_ladder() -> None:
    found = tried("cancel-crosses-200", 0.03)

    assert [len(one.trace.hops) for one in found] == [15, 13, 9]


def test_a_bound_ends_it_and_is_said() -> None:
    found = tried("two-winners", 0.02, most=10)

    assert (found.orders, found.is_complete) == (10, False)
    assert "10 orders were tried, and there are more" in str(show_races(found))


def test_it_can_be_stopped_without_losing_what_was_found() -> None:
    def stop(tried: int, known: int) -> None:
        if tried == 5:
            raise KeyboardInterrupt

    search = Search(read_scenario(CROSSING), 0.03, 1000)
    found = search.run(None, stop)

    assert (found.orders, found.is_complete, found.why) == (5, False, "it was stopped")
    assert len(found) >= 1


def test_it_shows_itself_as_a_table_with_ladders() -> None:
    card = show_races(tried("cancel-crosses-200", 0.03))

    text = str(card)
    assert text.startswith("CANCEL and 200 cross: 3 outcomes of ")
    assert "at bob, CANCEL from proxy before a timer or a person" in text
    assert text.count("end: quiet") == 3
    assert card.html.count("<svg") == 3
    assert card.html.count("<details") == 3


def test_numbers_that_make_no_sense_are_refused() -> None:
    with pytest.raises(UsageError, match="within="):
        races(CROSSING, within=-1.0)
