"""The hand-made traces of the views' own tests, and some that were played."""

from pathlib import Path

import pytest

from mspllab.scenario.run import play
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[3] / "data" / "scenarios"


@pytest.fixture(scope="session")
def rerouted() -> Trace:
    return play(SCENARIOS / "reroute.toml")


@pytest.fixture(scope="session")
def lossy() -> Trace:
    return play(SCENARIOS / "lost-packets.toml")


@pytest.fixture(scope="session")
def forked() -> Trace:
    return play(SCENARIOS / "who-rings.toml")
