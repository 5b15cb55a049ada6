"""Telephone calls through a Front End, message by message (lync-routing §1.5, §5.1).

Each is played as messages, as bytes, and over slower wires.
"""

import pytest

from mspllab.scenario.run import play
from mspllab.sip.message import Request
from mspllab.trace.trace import Trace
from tests.scenario.test_flows import SCENARIOS, hops, noticed, played, variants

SECONDARY = "Ms-Target-Class"


def invites(trace: Trace, to: str) -> list[Request]:
    found = hops(trace, "INVITE", destination=to)
    return [message for message in found if isinstance(message, Request)]


def finals(trace: Trace, who: str) -> list[int]:
    """Status codes that end the calls of somebody, in order."""
    return [
        hop.message.status or 0
        for hop in trace.hops
        if hop.destination == who
        and hop.message.method == "INVITE"
        and (hop.message.status or 0) >= 200
    ]


def diagnostics(trace: Trace, who: str) -> list[str]:
    """Numbers of the ms-diagnostics that somebody is sent about calls."""
    values = (
        hop.message.headers.get("ms-diagnostics")  # type: ignore[union-attr]
        for hop in trace.hops
        if hop.destination == who
    )
    return [value.partition(";")[0] for value in values if value]


def when(trace: Trace, title: str, to: str) -> list[float]:
    return [
        round(hop.sent, 2)
        for hop in trace.hops
        if hop.message.start_line.startswith(title) and hop.destination == to
    ]


@variants
def test_a_call_to_a_number_names_its_owner_but_in_to(variant: str) -> None:
    [invite] = invites(played("did-call", variant), "bob")
    assert str(invite.to.uri) == "sip:+12065550142@lab.example;user=phone"
    assert invite.headers.all("History-Info")[-1] == "<sip:bob@lab.example>;index=1.1"


@variants
def test_what_is_dialled_reaches_the_gateway_as_a_number(variant: str) -> None:
    [invite] = invites(played("outbound-call", variant), "gw01")
    number = "sip:+14255550123@gw01.lab.example;user=phone;maddr=med01.lab.example"
    assert invite.uri == number
    assert invite.to.uri.user == "94255550123;phone-context=global"  # type: ignore[union-attr]
    shown = '"Alice" <sip:alice@lab.example>, <tel:+12065550110>'
    assert invite.headers.get("P-Asserted-Identity") == shown


@variants
def test_digits_without_a_rule_and_numbers_without_a_usage(variant: str) -> None:
    trace = played("no-dial-plan-rule", variant)
    assert (finals(trace, "alice"), diagnostics(trace, "alice")) == (
        [404, 200],
        ["14010"],
    )
    trace = played("no-voice-policy", variant)
    assert finals(trace, "alice") == [200, 403, 404]
    assert diagnostics(trace, "alice") == ["12001", "12004"]
    assert (finals(trace, "carol"), diagnostics(trace, "carol")) == ([403], ["12001"])


@variants
def test_the_next_gateway_is_tried_for_failures_only(variant: str) -> None:
    trace = played("gateway-failover", variant)
    assert finals(trace, "alice") == [200, 200, 486]
    assert len(invites(trace, "gw02")) == 2
    assert diagnostics(trace, "alice") == ["12006", "12006"]


@variants
def test_forwarded_at_once(variant: str) -> None:
    trace = played("forward-immediate", variant)
    assert invites(trace, "bob") == []
    [invite] = invites(trace, "carol")
    assert invite.headers.get(SECONDARY) == "secondary"
    assert str(invite.to.uri) == "sip:bob@lab.example"
    assert len(hops(trace, "MESSAGE", destination="bob")) == 1


@variants
def test_forwarded_after_the_wait(variant: str) -> None:
    trace = played("forward-no-answer", variant)
    assert when(trace, "CANCEL", "bob") == when(trace, "INVITE", "carol") == [20.01]
    assert diagnostics(trace, "alice") == ["13004", "13006"]
    [cancel] = hops(trace, "CANCEL", destination="bob")
    assert cancel.headers.get("Reason") is None
    assert noticed(trace, "bob") == ["rings", "missed"]


@variants
def test_a_mobile_rings_beside_the_desk_phone(variant: str) -> None:
    trace = played("simultaneous-ring", variant)
    assert when(trace, "INVITE", "bob") == when(trace, "INVITE", "gw01")
    assert noticed(trace, "bob")[-1] == "cancelled"
    [mobile], [desk] = invites(trace, "gw01"), invites(trace, "bob")
    assert (mobile.headers.get(SECONDARY), desk.headers.get(SECONDARY)) == (
        "secondary",
        None,
    )


@variants
def test_a_delegate_joins_in_but_not_for_calls_of_hers(variant: str) -> None:
    trace = played("delegates", variant)
    assert when(trace, "INVITE", "carol") == [5.01]
    assert diagnostics(trace, "alice") == ["13004", "13005"]
    assert (finals(trace, "carol"), diagnostics(trace, "carol")) == (
        [480],
        ["13004", "13002"],
    )


@variants
def test_the_team_joins_in_and_voice_mail_takes_the_rest(variant: str) -> None:
    trace = played("team-ring", variant)
    assert when(trace, "INVITE", "carol") == when(trace, "INVITE", "dave") == [10.01]
    for phone in ("bob", "carol", "dave"):
        assert when(trace, "CANCEL", phone) == [20.01]
    assert "records" in noticed(trace, "um01")
    assert finals(trace, "alice") == [200]


@variants
def test_a_call_that_comes_back_is_not_forwarded_again(variant: str) -> None:
    trace = played("forward-loop", variant)
    assert len(invites(trace, "carol")) == 1
    [invite] = invites(trace, "bob")
    assert "carol@lab.example" in (invite.headers.get("Referred-By") or "")


@variants
def test_who_is_not_to_be_disturbed_has_voice_mail(variant: str) -> None:
    trace = played("do-not-disturb", variant)
    assert (invites(trace, "bob"), noticed(trace, "um01")[0]) == ([], "records")


@variants
def test_who_is_blocked_and_voice_mail_that_is_not_there(variant: str) -> None:
    trace = played("blocked-caller", variant)
    assert finals(trace, "alice") == [603]
    assert finals(trace, "carol") == [200, 480]


@variants
def test_an_extension_needs_no_gateway(variant: str) -> None:
    trace = played("own-extension", variant)
    assert (invites(trace, "gw01"), finals(trace, "alice")) == ([], [200])


def test_a_script_may_retarget_to_a_number_but_not_proxy_there() -> None:

    path = SCENARIOS / "retarget-or-proxy.toml"
    assert len(invites(play(path), "gw01")) == 1
    manifest = {"servers.fe01.applications.0.manifest": "../scripts/proxy-to-number.am"}
    trace = play(path, manifest)
    assert (invites(trace, "gw01"), finals(trace, "alice")) == ([], [404])


@pytest.mark.parametrize("name", ["forward-no-answer", "team-ring", "delegates"])
def test_by_the_standards_nobody_forwards(name: str) -> None:

    changes = {"profile": "rfc3261", "until": 60.0}
    trace = play(SCENARIOS / f"{name}.toml", changes)
    assert len(invites(trace, "bob")) >= 1
    assert invites(trace, "carol") == []


@variants
def test_eighteen_seconds_of_ringing_are_three_rings(variant: str) -> None:
    trace = played("ring-duration", variant)
    [rings], [ends] = when(trace, "INVITE", "bob"), when(trace, "CANCEL", "bob")
    assert (ends - rings) / 6 == 3
    assert when(trace, "INVITE", "app01") == [ends]


def proxied(handler: str) -> Trace:
    change = {"servers.fe01.applications.0.handlers": {"OnCall": handler}}
    return play(SCENARIOS / "simple-proxy.toml", change)


def test_managed_code_that_retargets_finds_the_trunk() -> None:
    [invite] = invites(proxied("simple_proxy:retarget"), "gw01")
    assert invite.uri.endswith(";maddr=med01.lab.example")


def test_managed_code_that_sets_the_request_uri_goes_where_that_says() -> None:
    [invite] = invites(proxied("simple_proxy:to_gateway"), "gw01")
    assert invite.uri == "sip:+14255550142@gw01.lab.example;user=phone"


def test_managed_code_that_only_sets_flags_sends_nothing() -> None:
    trace = proxied("simple_proxy:only_flags")
    assert invites(trace, "gw01") == []
    assert finals(trace, "alice") == [487]


@variants
def test_a_recorded_call_has_two_legs_and_one_caller(variant: str) -> None:
    trace = played("recorded-call", variant)
    [first], [second] = invites(trace, "app01"), invites(trace, "gw01")
    assert first.call_id != second.call_id
    assert str(second.from_.uri) == "sip:alice@lab.example"
    assert b"192.0.2.50" in second.body
    [answer] = hops(trace, "200 INVITE", destination="alice")
    assert b"192.0.2.50" in answer.body


def test_a_gateway_is_believed_unasked_where_others_are_challenged() -> None:
    change = {"servers.fe01.authenticate": "everybody"}
    trace = play(SCENARIOS / "did-call.toml", change)
    assert finals(trace, "gw01") == [200]
