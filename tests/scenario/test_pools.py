"""Pools of several Front Ends, and users who are at home in another pool."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.errors import ScenarioError
from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play
from mspllab.trace.records import ScriptRun
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
POOL = SCENARIOS / "two-front-ends.toml"
ELSEWHERE = SCENARIOS / "another-pool.toml"


def path(trace: Trace, title: str) -> list[str]:
    """The hops of a method, or of a status and a method."""
    return [
        f"{hop.source} {hop.destination}"
        for hop in trace.hops
        if title
        == " ".join(filter(None, [str(hop.message.status or ""), hop.message.method]))
    ]


def stamps(trace: Trace, phone: str) -> dict[str, str]:
    """What the script has written into the INVITE that a phone gets."""
    (invite,) = [
        hop.message
        for hop in trace.hops
        if hop.destination == phone and hop.message.start_line.startswith("INVITE")
    ]
    pairs = [line.partition(": ") for line in invite.text.split("\r\n")]
    return {name: value for name, _, value in pairs if name.startswith("X-")}


@pytest.mark.parametrize("profile", ["lync", "rfc3261"])
def test_a_phone_is_reached_through_the_front_end_it_is_connected_to(
    profile: str,
) -> None:
    trace = play(POOL, {"profile": profile})

    assert path(trace, "INVITE") == [
        "alice fe02",
        "fe02 fe01",
        "fe02 bob-mobile",
        "fe01 bob-desk",
    ]


def test_the_script_runs_on_every_front_end_on_the_way() -> None:
    trace = play(POOL)

    assert [run.element for run in trace.of(ScriptRun)] == ["fe02", "fe01"]
    assert stamps(trace, "bob-mobile") == {"X-Stamp": "fe02.lab.example"}
    assert stamps(trace, "bob-desk") == {
        "X-Stamp": "fe02.lab.example",
        "X-Seen-Again-By": "fe01.lab.example",
    }


def test_ms_fe_brings_requests_of_a_dialog_to_the_right_front_end() -> None:
    trace = play(POOL)

    assert path(trace, "BYE") == ["bob-desk fe01", "fe01 fe02", "fe02 alice"]


def test_an_application_reaches_the_right_front_end_through_any() -> None:
    trace = play(
        POOL,
        {
            "applications.app01": {
                "host": "app01.lab.example",
                "address": "192.0.2.50",
                "gruu": "sip:app01.lab.example@lab.example;gruu;opaque=srvr:x:y",
                "server": "fe01",
                "endpoints": {
                    "frontdesk": {
                        "uri": "sip:frontdesk@lab.example",
                        "on_call": {"accept_after": 0.1, "hang_up_after": 1.0},
                    }
                },
            },
            "timeline.0.to": "sip:frontdesk@lab.example",
        },
    )

    assert path(trace, "BYE") == ["app01 fe01", "fe01 fe02", "fe02 alice"]


def test_a_phone_that_registers_at_another_front_end_is_reached_through_that() -> None:
    moved = {"clients.bob-desk.server": "fe02", "clients.bob-desk.register": 0.0}
    trace = play(POOL, {**moved, "timeline.0.at": 1.0})

    assert path(trace, "INVITE") == ["alice fe02", "fe02 bob-mobile", "fe02 bob-desk"]


def test_a_register_at_the_wrong_pool_is_sent_home_and_follows() -> None:
    trace = play(ELSEWHERE)

    assert path(trace, "REGISTER") == ["bob-desk fe01", "bob-desk fe02"]
    (moved,) = [hop.message for hop in trace.hops if hop.message.status == 301]
    assert "Contact: <sip:pool02.lab.example:5061;transport=tls>" in moved.text
    told = [one.what for one in trace.happenings("bob-desk")]
    assert told[:2] == ["moved", "registered"]


def test_a_call_goes_to_the_callees_pool_whose_script_alone_runs() -> None:
    trace = play(ELSEWHERE)

    assert path(trace, "INVITE") == ["alice fe01", "fe01 fe02", "fe02 bob-desk"]
    assert stamps(trace, "bob-desk") == {"X-Stamp": "fe02.lab.example"}


def test_a_pool_that_nobody_has_is_504() -> None:
    trace = play(ELSEWHERE, {"users.bob.home_pool": "pool09.lab.example"})

    (told,) = [hop.message for hop in trace.hops if hop.message.status == 504]
    assert "ms-diagnostics: 1008;" in told.text


@pytest.mark.parametrize(
    ("overrides", "complaint"),
    [
        (
            {"servers.fe02.kind": "proxy", "servers.fe02.applications": None},
            'only "front-end" servers share a pool',
        ),
        ({"servers.fe02.domains": ["else.example"]}, "other domains than fe01"),
    ],
)
def test_a_pool_must_fit_together(overrides: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ScenarioError, match=complaint):
        read_scenario(POOL, overrides)


def test_nobody_has_been_registered_away_from_home() -> None:
    with pytest.raises(ScenarioError, match="the home of bob is pool02"):
        read_scenario(ELSEWHERE, {"clients.bob-desk.register": "before"})
