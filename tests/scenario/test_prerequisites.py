from math import inf
from pathlib import Path
from typing import Any

import pytest

from mspllab.errors import ScenarioError
from mspllab.scenario.load import read_scenario
from mspllab.scenario.prerequisites import application_outages
from mspllab.sim.fault import REFUSED, UNRESOLVED, UNTRUSTED

PATH = Path(__file__).resolve().parents[2] / "data/scenarios/platform-life.toml"
APP, DESK = "applications.app01", "applications.app01.endpoints.frontdesk"


def outages(**more: Any) -> list[tuple[float, str]]:
    named = {f"{APP}.{key}": value for key, value in more.items()}
    scenario = read_scenario(PATH, named)
    return [(one.until, one.why) for one in application_outages(scenario)]


def test_nobody_listens_before_a_platform_has_started() -> None:
    assert outages() == [(1.0, REFUSED)]


def test_one_that_started_before_is_always_there() -> None:
    assert outages(start="before") == []


def test_one_that_never_starts_never_listens() -> None:
    assert outages(start="never")[0][0] == inf


def test_one_without_a_replica_never_listens() -> None:
    assert outages(provisioning="topology", lacks=["replica"])[0][0] == inf


@pytest.mark.parametrize(
    ("word", "obstacle"),
    [("dns", UNRESOLVED), ("port", REFUSED), ("certificate", UNTRUSTED)],
)
def test_what_is_missing_for_a_connection_is_missing_for_ever(
    word: str, obstacle: str
) -> None:
    assert outages(start="before", lacks=[word]) == [(inf, obstacle)]


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        (f"{APP}.lacks", ["prot"], 'did you mean "port"'),
        (f"{APP}.provisioning", "topolgy", 'did you mean "topology"'),
        (f"{DESK}.establish", "at strat", 'did you mean "at start"'),
        (f"{DESK}.on_call.transfer_after", 1.0, 'who transfers needs "transfer_to"'),
        (f"{DESK}.on_call.back_to_back_after", 1.0, 'needs "back_to_back_to"'),
        (f"{DESK}.on_call.transfer", "atended", 'did you mean "attended"'),
        (
            f"{APP}.endpoints.as-bob.on_call.impersonate",
            "caller",
            "a user's endpoint impersonates nobody",
        ),
        ("timeline.0.do", "shut down", 'only an application can "shut down"'),
        ("timeline.2.endpoint", "as-bop", 'did you mean "as-bob"'),
    ],
)
def test_a_slip_is_named_with_what_would_be_right(
    key: str, value: object, complaint: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        read_scenario(PATH, {key: value})
    assert complaint in str(error.value)
