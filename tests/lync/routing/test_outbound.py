"""Voice policy, usages, routes, gateways (lync-routing §5.1, step 4)."""

from dataclasses import replace

import pytest

from mspllab.cores.decision import Forward, Reply, Ruling, Target
from mspllab.lync.routing.outbound import OutboundRouting
from mspllab.sim.datagram import Endpoint
from tests.lync.cast import ALICE, BOB, DIRECTORY, request
from tests.lync.telephony import (
    GATEWAY,
    VOICE,
    WITH_VOICE,
    deployment,
    with_settings,
)

OUTSIDE = '"Erin" <sip:+14255550123@lab.example;user=phone>;tag=e'


def stage(policy: str | None = None) -> OutboundRouting:
    alice = with_settings(ALICE, voice_policy=policy)
    known = replace(DIRECTORY, users=(alice, BOB), voice=VOICE)
    found = deployment(known).stages["OutboundRouting"]
    assert isinstance(found, OutboundRouting)
    return found


def decision(number: str, policy: str | None = None, **more: object) -> object:
    call = request(f"sip:{number}@lab.example;user=phone", **more)  # type: ignore[arg-type]
    found = stage(policy).decide(call, now=0.0)
    assert isinstance(found, Ruling)
    return found.decision


def target(number: str, **more: object) -> Target:
    found = decision(number, **more)  # type: ignore[arg-type]
    assert isinstance(found, Forward)
    return found.target


def refusal(number: str, policy: str | None = None, **more: object) -> tuple[int, str]:
    """Status and number of the ms-diagnostics."""
    found = decision(number, policy, **more)
    assert isinstance(found, Reply)
    return found.status, found.headers[0][1].partition(";")[0]


def test_a_number_outside_goes_to_the_mediation_server_of_its_gateway() -> None:
    found = target("+14255550123")
    uri = "sip:+14255550123@gw01.lab.example;user=phone;maddr=med01.lab.example"
    assert (found.uri, found.next_hop) == (uri, GATEWAY)


def test_the_other_gateways_of_the_route_stand_behind_the_first() -> None:
    [backup] = target("+14255550123").backups
    assert backup.uri == "sip:+14255550123@gw02.lab.example;user=phone"
    assert backup.next_hop == Endpoint("192.0.2.61", 5061)


def test_a_route_may_show_another_number_for_the_caller() -> None:
    shown = "<sip:+12065550100@gw02.lab.example;user=phone>"
    assert target("+33140000000").headers == (("P-Asserted-Identity", shown),)


@pytest.mark.parametrize(
    ("number", "policy", "expected"),
    [
        ("+14255550123", "none", (403, "12001")),
        ("+33140000000", "near", (403, "12001")),
        ("+9915550123", None, (404, "12004")),
        ("+445550123", None, (480, "12000")),
        ("+1425CALLME", None, (404, "12002")),
    ],
)
def test_who_may_not_dial_is_told_why(
    number: str, policy: str | None, expected: tuple[int, str]
) -> None:
    assert refusal(number, policy) == expected


def test_a_caller_from_outside_has_no_voice_policy() -> None:
    assert refusal("+14255550199", from_=OUTSIDE) == (403, "12001")


def test_whoever_has_sent_the_caller_on_answers_for_the_call() -> None:
    sent_on = [("Referred-By", "<sip:alice@lab.example>")]
    found = target("+14255550199", from_=OUTSIDE, headers=sent_on)
    assert found.next_hop == GATEWAY


def test_a_trusted_application_needs_no_policy() -> None:
    found = target("+14255550123", from_="<sip:frontdesk@lab.example>;tag=f")
    assert found.next_hop == GATEWAY


@pytest.mark.parametrize(
    ("uri", "method"),
    [
        ("sip:+12065550142@lab.example;user=phone", "INVITE"),  # Bob's line
        ("sip:+14255550123@elsewhere.example;user=phone", "INVITE"),
        ("sip:carol@lab.example", "INVITE"),
        ("sip:+14255550123@lab.example;user=phone", "MESSAGE"),
    ],
)
def test_lines_of_the_house_and_all_else_are_left_to_others(
    uri: str, method: str
) -> None:
    assert stage().decide(request(uri, method), now=0.0) == ""


def test_where_nothing_is_set_the_stage_is_idle() -> None:
    known = replace(WITH_VOICE, voice=replace(VOICE, routes=(), trunks=()))
    assert not isinstance(deployment(known).stages["OutboundRouting"], OutboundRouting)
