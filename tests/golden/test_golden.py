"""Golden flows: every scenario's ladder is the one that lies beside this file.

`python3 -m tests.golden.rewrite` writes them anew; read the difference like code.
"""

from pathlib import Path

import pytest

from mspllab.scenario.run import play
from mspllab.views.ladder import render_ladder
from tests.golden.rewrite import name_of

GOLDEN = Path(__file__).resolve().parent
SCENARIOS = GOLDEN.parents[1] / "data" / "scenarios"
"""Every scenario has a ladder of its name, and every ladder a scenario."""


@pytest.mark.parametrize("path", sorted(SCENARIOS.rglob("*.toml")), ids=name_of)
def test_a_scenario_gives_its_golden_ladder(path: Path) -> None:
    golden = GOLDEN / f"{name_of(path)}.txt"

    assert render_ladder(play(path)) == golden.read_text(encoding="utf-8")


def test_no_ladder_has_lost_its_scenario() -> None:
    ladders = {path.stem for path in GOLDEN.glob("*.txt")}

    assert ladders == {name_of(path) for path in SCENARIOS.rglob("*.toml")}
