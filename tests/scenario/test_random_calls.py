"""Calls that nobody has thought of end in a legal state, every one of them."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mspllab.scenario.build import build
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.load import scenario_of
from mspllab.scenario.scenario import Scenario
from tests.scenario.invariants import Evidence, complaints, stateless_of
from tests.scenario.random_call import random_call

HERE = Path(__file__).resolve().parents[2] / "data" / "scenarios" / "random.toml"
"""Where the scenarios stand, so that they find the scripts; there is no such file."""
FEWEST, FEW, MANY, PORTION = 100, 300, 10_000, 250


def scenario(number: int) -> Scenario:
    return scenario_of(Settings.parse(random_call(number), str(HERE)))


def faults(number: int) -> list[str]:
    """What is wrong with call `number`, played as messages and again as bytes.

    The second run is the proof that the same seed gives the same bytes, too.
    """
    wanted = scenario(number)
    world = build(wanted)
    world.run()
    found = complaints(Evidence(world, stateless=stateless_of(wanted)))
    other = build(replace(wanted, wire="bytes")).run()
    if other.records != world.trace.records:
        found.append("bytes on the wire give another trace")
    return [f"random call {number}: {complaint}" for complaint in found]


def all_faults(numbers: Iterable[int]) -> list[str]:
    return [fault for number in numbers for fault in faults(number)]


def test_a_random_call_ends_in_a_legal_state() -> None:
    assert all_faults(range(FEWEST)) == []


@pytest.mark.slow
def test_many_random_calls_end_in_a_legal_state() -> None:
    assert all_faults(range(FEWEST, FEW)) == []


@pytest.mark.slow
def test_ten_thousand_random_calls_end_in_a_legal_state() -> None:
    portions = [range(n, n + PORTION) for n in range(0, MANY, PORTION)]
    with ProcessPoolExecutor(2) as pool:
        found = [fault for one in pool.map(all_faults, portions) for fault in one]
    assert found == []


def test_the_same_number_gives_the_same_call_and_another_one_another() -> None:
    assert random_call(7) == random_call(7) != random_call(8)


def test_the_random_calls_are_of_every_kind() -> None:
    """A generator that only made easy calls would prove nothing."""
    texts = "\n".join(random_call(number) for number in range(FEW))
    for word in ("redirect", "stateless", "authenticate", "lose", "loss", "reboot"):
        assert word in texts
    for word in ('"UDP"', '"TCP"', '"TLS"', "lync", "rfc3261", "transfer", "q = "):
        assert word in texts
