"""Partners outside, public IM: who gets through an Edge, and what it writes down."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.errors import ScenarioError
from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import ScriptRun
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
CALL_IN = SCENARIOS / "federated-call-in.toml"
CALL_OUT = SCENARIOS / "federated-call-out.toml"
BLOCKED = SCENARIOS / "blocked-domain.toml"
CHAT = SCENARIOS / "public-chat.toml"
TRUST = "ms-edge-proxy-message-trust"


def sent(trace: Trace, title: str, **ends: str) -> list[Message]:
    """Messages of a method, or of a status and a method, by source or destination."""
    return [
        hop.message
        for hop in trace.hops
        if isinstance(hop.message, Request | Response)
        and all(getattr(hop, end) == name for end, name in ends.items())
        and title
        == " ".join(filter(None, [str(hop.message.status or ""), hop.message.method]))
    ]


def path(trace: Trace, method: str) -> list[str]:
    return [
        f"{hop.source} {hop.destination}"
        for hop in trace.hops
        if hop.message.method == method and hop.message.status is None
    ]


def refusals(trace: Trace, who: str) -> list[str]:
    """Status and number of the ms-diagnostics of all failures that `who` is told."""
    return [
        f"{message.status} {number_in(message)}"
        for hop in trace.hops
        if hop.destination == who and (hop.message.status or 0) >= 300
        for message in [hop.message]
        if isinstance(message, Response)
    ]


def number_in(message: Response) -> str:
    return (message.headers.get("ms-diagnostics") or "").partition(";")[0]


def log(trace: Trace) -> list[str]:
    return [
        f"{run.element}: {entry.lines[0]}"
        for run in trace.of(ScriptRun)
        for entry in run.log
    ]


def test_a_partner_comes_in_through_the_edge_and_stays_on_that_way() -> None:
    trace = play(CALL_IN)

    way = ["partner edge01", "edge01 fe01", "fe01 bob-desk"]
    assert path(trace, "INVITE") == ["dana partner", *way]
    assert path(trace, "ACK") == ["dana partner", *way]
    back = ["bob-desk fe01", "fe01 edge01", "edge01 partner", "partner dana"]
    assert path(trace, "BYE") == back


def test_the_edge_writes_down_who_has_come_in() -> None:
    trace = play(CALL_IN)

    (outside,) = sent(trace, "INVITE", source="partner")
    (inside,) = sent(trace, "INVITE", source="edge01")
    assert TRUST not in outside.headers
    assert inside.headers.get(TRUST) == (
        "ms-source-type=DirectPartner;ms-ep-fqdn=edge01.lab.example;"
        "ms-source-verified-user=verified;ms-source-network=federation"
    )


def test_what_a_partner_says_of_himself_is_not_believed() -> None:
    forged = {"timeline.0.headers": {TRUST: "ms-source-network=publiccloud"}}
    trace = play(CALL_IN, forged)

    (inside,) = sent(trace, "INVITE", source="edge01")
    assert (inside.headers.get(TRUST) or "").endswith("network=federation")


def test_nor_is_anybody_inside_who_says_he_is_from_outside() -> None:
    forged = {"timeline.0.headers": {TRUST: "ms-source-network=federation"}}
    trace = play(CALL_OUT, {**forged, "timeline.0.to": "sip:alice@lab.example"})

    (asked,) = sent(trace, "INVITE", source="alice")
    (told,) = sent(trace, "INVITE", destination="alice")
    assert TRUST in asked.headers
    assert TRUST not in told.headers


def test_rule_168_who_a_caller_is_stays_on_this_side_of_the_edge() -> None:
    said = {"timeline.0.headers": {"P-Asserted-Identity": "<sip:boss@lab.example>"}}
    for path_, inside, outside in (
        (CALL_OUT, ("fe01", "edge01"), ("edge01", "partner")),
        (CALL_IN, ("partner", "edge01"), ("edge01", "fe01")),
    ):
        trace = play(path_, said)
        [before] = sent(trace, "INVITE", source=inside[0], destination=inside[1])
        [after] = sent(trace, "INVITE", source=outside[0], destination=outside[1])
        assert "P-Asserted-Identity" in before.headers
        assert "P-Asserted-Identity" not in after.headers


def test_scripts_know_where_a_call_has_come_from() -> None:
    said = log(play(CALL_IN))

    assert said[0] == "edge01: the Edge sees it come in from outside"
    assert said[1].startswith("edge01: AccessProxy: a partner's ")
    assert said[2].startswith("fe01: FrontEnd: a partner's ")
    assert len(said) == 3


def test_a_call_to_a_partner_goes_out_through_the_edge() -> None:
    trace = play(CALL_OUT)

    way = ["alice fe01", "fe01 edge01", "edge01 partner", "partner dana"]
    assert path(trace, "INVITE") == path(trace, "BYE") == way


def test_a_target_that_a_script_names_goes_out_that_way_too() -> None:
    trace = play(
        CALL_OUT,
        {
            "clients.alice.register": "never",
            "users.bob": {"line": "tel:+12065550142"},
            "clients.bob": {
                "user": "bob",
                "address": "192.0.2.101:50211",
                "on_call": {
                    "redirect_after": 0.0,
                    "redirect_with": 303,
                    "redirect_to": "sip:dana@partner.example",
                },
            },
            "timeline.0.to": "sip:bob@lab.example",
        },
    )

    assert path(trace, "INVITE")[2:] == [
        "fe01 edge01",
        "edge01 partner",
        "partner dana",
    ]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("eve", ["403 1002"]),
        ("alice", ["403 1002", "403 1002", "504 1008"]),
        ("trainee", ["403 1002"]),
    ],
)
def test_who_may_not_is_told_why(who: str, expected: list[str]) -> None:
    assert refusals(play(BLOCKED), who) == expected


def test_nothing_of_what_is_refused_gets_to_the_other_side() -> None:
    trace = play(BLOCKED)

    assert "edge01 fe01" not in path(trace, "INVITE")
    assert not [way for way in path(trace, "INVITE") if way.startswith("edge01")]


@pytest.mark.parametrize(
    ("overrides", "who", "expected"),
    [
        ({"users.alice.enabled_for_federation": False}, "alice", ["403 1002"]),
        ({"federation.0.network": "PublicCloud",
          "users.alice.enabled_for_federation": False}, "alice", ["403 1001"]),
        ({"faults": [{"unresolvable": "partner"}]}, "alice", ["504 1008"]),
        ({"faults": [{"untrusted": "partner"}]}, "alice", ["504 1010"]),
        ({"faults": [{"refuse": "edge01"}]}, "alice", ["504 1007"]),
    ],
)  # fmt: skip
def test_a_call_out_can_fail_in_several_ways(
    overrides: dict[str, Any], who: str, expected: list[str]
) -> None:
    assert refusals(play(CALL_OUT, overrides), who) == expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"users.bob.enabled_for_federation": False}, ["403 1002"]),
        ({"users.dana.uri": "sip:dana@lab.example"}, ["403 "]),
        ({"users.dana.uri": "sip:dana@stranger.example"}, ["403 1002"]),
        ({"timeline.0.to": "sip:bob@else.example"}, ["500 "]),
        ({"timeline.0.to": "sip:nobody@lab.example"}, ["404 1003"]),
    ],
)
def test_a_call_in_can_fail_in_several_ways(
    overrides: dict[str, Any], expected: list[str]
) -> None:
    if overrides.get("users.dana.uri") == "sip:dana@lab.example":
        overrides["clients.dana.register"] = "never"
    assert refusals(play(CALL_IN, overrides), "dana") == expected


def test_an_edge_is_no_way_to_third_parties() -> None:
    trace = play(
        CALL_IN,
        {
            "servers.edge01.internal_domains": ["lab.example"],
            "servers.partner.domains": ["partner.example", "third.example"],
            "timeline.0.to": "sip:bob@edge01.lab.example",
        },
    )

    assert refusals(trace, "dana") == ["404 "]


def test_a_public_user_may_write_to_an_application_and_not_watch_it() -> None:
    trace = play(CHAT)

    assert refusals(trace, "pat")[0] == "403 1001"
    assert "app01" not in [way.split()[1] for way in path(trace, "SUBSCRIBE")]
    assert path(trace, "INVITE")[3] == "fe01 app01"
    assert [one.what for one in trace.happenings("pat", "connected")] == ["connected"]


def test_an_application_that_is_not_enabled_has_no_public_users() -> None:
    trace = play(CHAT)

    assert refusals(trace, "pat")[-1] == "403 1001"
    assert len(sent(trace, "INVITE", destination="app01")) == 1


@pytest.mark.parametrize(
    ("overrides", "complaint"),
    [
        ({"clients.alice.server": "edge01"}, "an edge lets in only servers"),
        ({"servers.edge01.domains": ["else.example"]}, "no front end stands behind"),
        ({"servers.edge01.kind": "egde"}, 'did you mean "edge"'),
        ({"users.alice.enabled_for_federaton": True}, "enabled_for_federation"),
    ],
)
def test_an_edge_must_stand_in_its_place(
    overrides: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ScenarioError, match=complaint):
        read_scenario(CALL_OUT, overrides)


def test_the_administrator_of_an_edge_disables_an_application() -> None:
    step = {"at": 0.0, "who": "edge01", "do": "disable"}
    call = {"at": 1.0, "who": "dana", "do": "call", "to": "sip:bob@lab.example"}
    trace = play(CALL_IN, {"timeline": [step, call]})

    assert [run.element for run in trace.of(ScriptRun)] == ["fe01"]


def test_an_edge_is_asked_what_it_can() -> None:
    ask = {"at": 0.0, "who": "dana", "do": "options", "to": "sip:edge01.lab.example"}
    trace = play(CALL_IN, {"timeline": [ask]})

    assert len(sent(trace, "200 OPTIONS", source="edge01")) == 1


def test_a_front_end_that_challenges_everybody_believes_its_edge() -> None:
    trace = play(CALL_IN, {"servers.fe01.authenticate": "everybody"})

    assert path(trace, "INVITE")[-1] == "fe01 bob-desk"
