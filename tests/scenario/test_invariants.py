"""What is so at the end of every run, whatever the scenario was about."""

from functools import cache
from pathlib import Path

import pytest

from mspllab.scenario.build import build
from mspllab.scenario.load import read_scenario
from tests.scenario.invariants import (
    INVARIANTS,
    Evidence,
    complaints,
    every_transaction_terminates,
    it_ends_by_itself,
    nothing_waits,
    stateless_of,
)

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
PATHS = sorted(SCENARIOS.rglob("*.toml"))
every_scenario = pytest.mark.parametrize(
    "path", PATHS, ids=lambda path: str(path.relative_to(SCENARIOS).with_suffix(""))
)
OF_THE_END = (it_ends_by_itself, nothing_waits, every_transaction_terminates)
"""Nobody can ask for these where the scenario cuts the run short."""


@cache
def evidence(path: Path) -> Evidence:
    scenario = read_scenario(path)
    world = build(scenario)
    world.run()
    return Evidence(world, stateless=stateless_of(scenario))


def is_cut_short(path: Path) -> bool:
    """Whether the scenario wants its end, and it came before all was quiet."""
    settings, end = read_scenario(path).settings, evidence(path).trace.end
    says_until = settings is not None and "until" in settings.data
    return says_until and end is not None and end.why == "until"


@every_scenario
def test_every_invariant_holds_at_the_end_of(path: Path) -> None:
    excused = OF_THE_END if is_cut_short(path) else ()
    held_against = [one for one in INVARIANTS if one not in excused]
    assert complaints(evidence(path), held_against) == []
