"""The harness compares what it is given, and judges it by its limit."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def harness() -> ModuleType:
    path = Path(__file__).parent / "harness.py"
    spec = importlib.util.spec_from_file_location("harness", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_ratio_above_its_limit_is_not_held(harness: ModuleType) -> None:
    goal = harness.Goal("X1", "three floors", 2.0, ours=list, floor=list)
    assert not harness.Result(goal, ours=3.0, floor=1.0).held
    assert harness.Result(goal, ours=2.0, floor=1.0).held


def test_an_extra_is_a_difference_in_seconds(harness: ModuleType) -> None:
    goal = harness.Goal("I1", "start", 0.06, ours=list, floor=list, is_extra=True)
    assert harness.Result(goal, ours=1.05, floor=1.0).held
    assert "+50 ms" in harness.row(harness.Result(goal, ours=1.05, floor=1.0))


def test_times_are_shown_for_one_thing_of_many(harness: ModuleType) -> None:
    goal = harness.Goal("X1", "x", 9.0, lambda: sum(range(99)), list, per=1000)
    whole = goal._replace(per=1)
    assert harness.measure(goal, rounds=3).ours < harness.measure(whole, rounds=3).ours


def test_an_unknown_goal_is_bad_usage(
    harness: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harness, "all_goals", lambda: iter(()))
    assert harness.main(["Z9"]) == 2
