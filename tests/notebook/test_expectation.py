"""What exercises demand of a call, and what is said when it is not met."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.notebook.expectation import objections
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data/scenarios"
BOB = "sip:bob@lab.example"


@pytest.fixture(scope="module")
def rerouted() -> Trace:
    return play(SCENARIOS / "reroute.toml")


@pytest.fixture(scope="module")
def redirected() -> Trace:
    return play(SCENARIOS / "carriers.toml")


MET = [
    {"silent": ["bob-desk"]},
    {"answered_by": "app01"},
    {"status": 200},
    {"told": {"app01": BOB}},
    {"told_somewhere": {"app01": "bob"}},
    {"reached": {"app01": "INVITE sip:app01"}},
    {"kept_from": {"bob-desk": "INVITE"}},
    {"no_errors": True},
]
NOT_MET = [
    ({"rings": ["bob-desk"]}, "bob-desk did not ring"),
    ({"silent": ["app01"]}, "app01 was sent an INVITE at 0.010 s, decided on line 13"),
    ({"answered_by": "bob-desk"}, "app01 took the call instead of bob-desk"),
    ({"status": 404}, "alice got 200 OK, not 404"),
    ({"told": {"bob-desk": BOB}}, "bob-desk was sent no INVITE at all"),
    ({"told": {"app01": "sip:carol@lab.example"}}, "app01 reads To: "),
    ({"told_somewhere": {"app01": "carol"}}, "says nothing of carol"),
    ({"logged": "not authorised"}, "no log line says 'not authorised'"),
    ({"reached": {"bob-desk": "invite"}}, "nothing that says 'invite' reached bob"),
    (
        {"kept_from": {"app01": "invite"}},
        "'invite' reached app01 all the same, in the INVITE of 0",
    ),
]


@pytest.mark.parametrize("demands", MET, ids=str)
def test_a_demand_that_is_met_is_passed_over(
    rerouted: Trace, demands: dict[str, Any]
) -> None:
    assert list(objections(rerouted, demands)) == []


@pytest.mark.parametrize(("demands", "said"), NOT_MET, ids=str)
def test_a_demand_that_is_not_met_is_answered_with_what_happened(
    rerouted: Trace, demands: dict[str, Any], said: str
) -> None:
    (objection,) = objections(rerouted, demands)

    assert said in objection


def test_the_last_invite_counts_after_a_redirect(redirected: Trace) -> None:
    (objection,) = objections(redirected, {"told": {"app01": BOB}})

    assert "sip:frontdesk@lab.example" in objection


def test_a_log_entry_is_read_as_one_however_the_script_cuts_it() -> None:
    call = play(SCENARIOS / "chain.toml")

    assert list(objections(call, {"logged": "response 603"})) == []
