"""What readers of the original article met with applications, played and counted."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.scenario.document import document
from mspllab.scenario.run import play
from mspllab.sip.message import Request, Response
from mspllab.trace.records import ObjectChanged
from mspllab.trace.trace import Hop, Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
CODE = "applications.app01.endpoints.frontdesk.on_call"
GRUU = "sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:"


def played(name: str, overrides: dict[str, Any] | None = None, **more: Any) -> Trace:
    return play(SCENARIOS / f"{name}.toml", overrides or {}, **more)


def hops(trace: Trace, start: str, source: str = "", to: str = "") -> list[Hop]:
    """Messages whose start line begins so, without its SIP/2.0."""
    return [
        hop
        for hop in trace.hops
        if hop.message.start_line.removeprefix("SIP/2.0 ").startswith(start)
        and source in ("", hop.source)
        and to in ("", hop.destination)
    ]


def answers(trace: Trace, to: str, method: str = "INVITE") -> list[int]:
    return [
        hop.message.status
        for hop in trace.hops
        if isinstance(hop.message, Response)
        and hop.destination == to
        and hop.message.method == method
        and hop.message.status >= 200
    ]


def told(trace: Trace, what: str, element: str = "app01") -> list[str]:
    return [happened.text for happened in trace.happenings(element, what)]


def request(hop: Hop) -> Request:
    assert isinstance(hop.message, Request)
    return hop.message


# 200 swallowed, ACK lost (comments 5 and 9).


def test_eleven_answers_leave_the_application_and_none_reaches_the_caller() -> None:
    trace = played("swallowed-200")
    assert len(hops(trace, "200 OK", "app01")) == 11
    assert hops(trace, "200 OK", "fe01", "alice")[0].message.method == "CANCEL"
    assert not hops(trace, "ACK", "alice", "fe01")[:-1]
    (bye,) = hops(trace, "BYE", "app01")
    assert round(bye.sent - hops(trace, "200 OK", "app01")[0].sent, 6) == 32.0
    assert len(hops(trace, "481", "alice")) == 1
    (thrown,) = told(trace, "exception")
    assert thrown.startswith("OperationTimeoutException: EndAccept")


@pytest.mark.parametrize(
    ("responses", "default", "passes", "is_eaten"),
    [
        ("ALL", "false", False, True),
        ("ALL", "false", True, False),
        ("ALL", "true", False, False),
        ("ALL", "true", True, False),
        ("NONE", "false", False, False),
        ("NONE", "false", True, False),
        ("NONE", "true", False, False),
        ("NONE", "true", True, False),
    ],
)
def test_only_all_of_three_mistakes_eat_the_answer(
    responses: str, default: str, passes: bool, is_eaten: bool
) -> None:
    path = "../scripts/reroute-swallows.am"
    text = (SCENARIOS / path).read_text("utf-8")
    text = text.replace('reasonCodes="ALL"', f'reasonCodes="{responses}"')
    text = text.replace('action="false"', f'action="{default}"')
    if passes:
        text = text.replace("  ]]>", "if (sipResponse) { ProxyResponse(); }\n  ]]>")
    trace = played("swallowed-200", scripts={path: text})
    assert (200 not in answers(trace, "alice")) is is_eaten


def test_the_caller_is_connected_though_every_ack_is_lost() -> None:
    trace = played("lost-ack")
    assert told(trace, "connected", "alice")
    assert len(hops(trace, "200 OK", "app01")) == 11
    assert len(hops(trace, "ACK", "alice")) == 11
    assert told(trace, "exception")[0].startswith("OperationTimeoutException")
    assert [hop.sent for hop in hops(trace, "BYE", "app01")] == [33.02]


def test_the_tenth_error_disables_the_script_and_the_eleventh_ack_gets_through() -> (
    None
):
    trace = played("intercepted-ack")
    errors = [run for run in trace.runs if run.outcome == "error"]
    assert len(errors) == 10
    assert len(hops(trace, "ACK", "fe01", "app01")) == 1
    assert told(trace, "connected") and not told(trace, "exception")


def test_without_a_limit_of_errors_the_accept_times_out() -> None:
    key = "servers.fe01.applications.0.error_limit"
    trace = played("intercepted-ack", {key: "never"})
    assert len([run for run in trace.runs if run.outcome == "error"]) == 11
    assert told(trace, "exception")[0].startswith("OperationTimeoutException")


# The call comes back (comments 12, 15 and 20).


def test_a_transfer_loop_makes_a_new_call_each_time_until_the_budget_is_spent() -> None:
    trace = played("transfer-loop")
    invites = [request(hop) for hop in hops(trace, "INVITE", "fe01", "app01")]
    assert len(invites) == len(told(trace, "received")) == 10
    assert len({invite.call_id for invite in invites}) == 10
    assert {invite.max_forwards for invite in invites} == {69}
    assert {str(invite.from_.uri) for invite in invites} == {"sip:alice@lab.example"}
    assert told(trace, "exception")[0].startswith("LoopBudgetExceeded: call 10")
    assert not hops(trace, "INVITE", "fe01", "bob-desk")


def test_a_script_that_reads_referred_by_ends_the_loop() -> None:
    trace = played("transfer-loop-referred-by")
    assert len(told(trace, "received")) == 1
    (to_bob,) = hops(trace, "INVITE", "fe01", "bob-desk")
    said = request(to_bob).headers.get("Referred-By") or ""
    assert said.startswith("<sip:frontdesk@lab.example>")


def test_a_transfer_to_bobs_address_ends_the_loop_of_a_did() -> None:
    trace = played("did-transfer")
    assert len(told(trace, "received")) == 1
    assert told(trace, "connected", "bob-desk")


def test_a_transfer_to_the_number_goes_round_and_so_does_a_script_for_both() -> None:
    to = {f"{CODE}.transfer_to": "original"}
    assert len(told(played("did-transfer", to), "received")) == 10
    script = {"servers.fe01.applications.0.manifest": "../scripts/reroute.am"}
    text = (SCENARIOS / "../scripts/reroute.am").read_text("utf-8")
    both = text.replace('"sip:bob@lab.example", true', '"sip:", true')
    trace = played("did-transfer", script, scripts={"../scripts/reroute.am": both})
    assert len(told(trace, "received")) > 1


def test_back_to_back_recursion_has_ten_hits_and_unwinds_at_once() -> None:
    trace = played("back-to-back-recursion")
    assert len(told(trace, "received")) == 10
    invites = [request(hop) for hop in hops(trace, "INVITE", "fe01", "app01")]
    assert len({invite.call_id for invite in invites}) == 10
    assert {invite.max_forwards for invite in invites} == {69}
    assert answers(trace, "alice") == [482]
    end = trace.end
    assert end is not None and end.why == "quiet" and end.at < 1.0


def test_a_swallowed_answer_is_one_hit_and_one_call_id() -> None:
    trace = played("swallowed-200")
    copies = {
        (h.message.call_id, h.message.branch) for h in hops(trace, "200", "app01")
    }  # type: ignore[attr-defined]
    assert len(told(trace, "received")) == len(copies) == 1


def test_a_script_that_knows_the_applications_own_calls_ends_the_recursion() -> None:
    trace = played("back-to-back-guarded")
    assert len(told(trace, "received")) == 1
    (leg,) = hops(trace, "INVITE", "fe01", "bob-desk")
    assert str(request(leg).from_.uri) == "sip:frontdesk@lab.example"
    assert not hops(trace, "REFER")


def test_media_of_both_legs_are_the_applications() -> None:
    trace = played("back-to-back-guarded")
    to_alice, to_bob = hops(trace, "200 OK", "app01")[0], hops(trace, "INVITE", "app01")
    for hop in (to_alice, to_bob[0]):
        assert "c=IN IP4 192.0.2.50" in hop.message.text


def test_an_impersonated_leg_is_from_the_caller_and_passes_what_it_shall() -> None:
    (leg,) = hops(played("back-to-back-impersonated"), "INVITE", "fe01", "bob-desk")
    assert str(request(leg).from_.uri) == "sip:alice@lab.example"
    assert "frontdesk" in (request(leg).headers.get("History-Info") or "")


# 481 (comment 19).


@pytest.mark.parametrize(
    ("name", "source", "method"),
    [
        ("481-rewritten", "app01", "INVITE"),
        ("481-replaced-too-late", "carol", "INVITE"),
        ("481-late-notify", "app01", "NOTIFY"),
    ],
)
def test_each_kind_of_481_has_its_sender_and_its_method(
    name: str, source: str, method: str
) -> None:
    first = hops(played(name), "481")[0]
    assert (first.source, first.message.method) == (source, method)


def test_whoever_is_replaced_in_vain_is_told_so_by_notify() -> None:
    news = hops(played("481-replaced-too-late"), "NOTIFY", "fe01", "app01")
    assert "SIP/2.0 481" in news[-1].message.text


# Prerequisites (comment 11).


@pytest.mark.parametrize(
    ("fault", "number", "why"),
    [
        ("dns", 1008, "the name of app01 does not resolve"),
        ("port", 1007, "connection refused"),
        ("certificate", 1010, "app01's certificate is no good"),
    ],
)
def test_each_missing_prerequisite_has_a_signature_of_its_own(
    fault: str, number: int, why: str
) -> None:
    lacks = {"applications.app01.lacks": [fault]}
    trace = played("missing-prerequisite", lacks)
    (failed,) = hops(trace, "504", "fe01", "alice")
    assert f"ms-diagnostics: {number};" in failed.message.text
    assert [hop.lost for hop in trace.hops if hop.lost] == [why]
    assert [run.outcome for run in trace.runs] == ["routed"]
    standard = played("missing-prerequisite", lacks, profile="rfc3261")
    assert answers(standard, "alice") == [500]


def test_a_script_that_did_not_run_and_code_that_is_missing_look_different() -> None:
    off = {"servers.fe01.applications.0.enabled": False}
    assert played("missing-prerequisite", off).runs == ()
    handles = {
        "applications.app01.endpoints.frontdesk.handles": ["message"],
        "applications.app01.lacks": [],
    }
    trace = played("missing-prerequisite", handles)
    assert answers(trace, "alice") == [488]
    assert told(trace, "rejected") and not told(trace, "received")


def test_without_trust_an_application_is_challenged_like_anybody() -> None:
    trace = played("trust", {"applications.app01.lacks": ["trust"]})
    assert answers(trace, "app01", "REGISTER") == [401]
    assert set(answers(trace, "app01")) == {401}


def test_a_trusted_host_is_believed_and_a_stranger_is_not() -> None:
    trace = played("trust")
    assert answers(trace, "app01", "REGISTER") == [200]
    assert answers(trace, "app01") == [200, 200]
    assert answers(trace, "mallory") == [401]
    froms = [str(request(h).from_.uri) for h in hops(trace, "INVITE", "fe01", "alice")]
    assert froms == ["sip:frontdesk@lab.example", "sip:bob@lab.example"]
    assert len(hops(trace, "REGISTER", "app01")) == 1, "the user's endpoint alone"


# Chats and calls (comments 1 and 2).


def test_a_chat_is_refused_by_an_application_for_audio() -> None:
    trace = played("im-against-audio")
    assert len(trace.runs) == 2
    assert answers(trace, "alice") == [200, 488]
    assert told(trace, "received") and told(trace, "rejected")


def test_a_script_that_looks_at_the_media_lets_the_chat_reach_bob() -> None:
    path = "../scripts/reroute.am"
    text = (SCENARIOS / path).read_text("utf-8")
    guarded = text.replace(
        "if (ContainsString(",
        'if (ContainsString(sipRequest.Content, "m=audio", true) && ContainsString(',
    )
    trace = played("im-against-audio", scripts={path: guarded})
    assert answers(trace, "alice") == [200, 200]
    assert told(trace, "connected", "bob-desk")


# Managed code (comments 7 and 23).


def test_a_303_keeps_to_and_a_302_loses_it() -> None:
    invites = hops(played("managed-302"), "INVITE", "fe01", "carol")
    assert [str(request(h).to.uri) for h in invites] == [
        "sip:bob@lab.example",
        "sip:carol@lab.example",
    ]
    assert len({hop.message.call_id for hop in invites}) == 2


@pytest.mark.parametrize(
    ("default", "proxies", "is_forwarded"),
    [
        ("true", False, True),
        ("true", True, True),
        ("false", True, True),
        ("false", False, False),
    ],
)
def test_a_notification_does_not_handle_the_request(
    default: str, proxies: bool, is_forwarded: bool
) -> None:
    path = "../scripts/notify.am"
    text = (SCENARIOS / path).read_text("utf-8")
    text = text.replace('action="true"', f'action="{default}"')
    if proxies:
        text = text.replace("sipRequest.To);", 'sipRequest.To); ProxyRequest("");')
    seen: list[object] = []
    off = {"servers.fe01.applications.0.handlers": None}
    trace = played(
        "notification", off, scripts={path: text}, handlers={"OnCall": seen.append}
    )
    assert len(seen) == 1
    assert len(hops(trace, "INVITE", "fe01", "bob-desk")) == int(is_forwarded)


# Life and pending operations (comment 21).


def test_what_never_completes_is_told_at_the_end() -> None:
    trace = played("establish-in-callback")
    (pending,) = trace.pending
    assert pending.text.startswith("EndEstablish of as-bob never completes: blocked by")
    assert document(trace)["pending"][0]["text"] == pending.text
    assert trace.end is not None and trace.end.why == "quiet"
    assert answers(trace, "app01", "REGISTER") == [200]


def test_who_completes_the_callback_first_is_established() -> None:
    key = "applications.app01.endpoints.as-bob.establish"
    trace = played("establish-in-callback", {key: "at start"})
    assert trace.pending == ()
    assert answers(trace, "alice") == [200]


def test_an_accept_that_the_end_of_the_run_cuts_short_is_pending() -> None:
    trace = played("lost-ack", until=10.0)
    assert [one.text.split(" never")[0] for one in trace.pending] == [
        "EndAccept of the call from sip:alice@lab.example"
    ]


def test_a_platforms_life_is_told_as_states() -> None:
    trace = played("platform-life")
    changed = [r for r in trace.of(ObjectChanged) if r.kind == "platform"]
    assert [r.after for r in changed] == [
        *("Starting", "Started", "Terminating", "Terminated"),
    ]
    assert {one["kind"] for one in document(trace)["objects"]} == {
        *("platform", "endpoint", "call"),
    }
    assert answers(trace, "alice") == [504, 200, 500]


# A call past the server.


def dialled(name: str, **more: object) -> Trace:
    """An application calls a telephone straight at its gateway."""
    number = "sip:+14255550123@gw01.lab.example;user=phone"
    call = {"at": 0.0, "who": "app01", "do": "call", "to": number}
    return played(
        name,
        {
            "timeline": [
                {**call, "connection": "192.0.2.60:5061", **more},
                {"at": 4.0, "who": "app01", "do": "hang up"},
            ]
        },
    )


@pytest.mark.parametrize("more", [{}, {"as": "sip:alice@lab.example"}])
def test_a_connection_context_leads_past_the_server(more: dict[str, object]) -> None:
    trace = dialled("recorded-call", **more)

    assert [hop.message.method for hop in hops(trace, "", "app01", "gw01")] == [
        *("INVITE", "ACK", "BYE"),
    ]
    assert answers(trace, "app01") == [200]
    assert not hops(trace, "", "app01", "fe01")


def test_a_call_past_the_server_is_given_up_past_it_too() -> None:
    trace = played(
        "recorded-call",
        {
            "timeline.0.who": "app01",
            "timeline.0.connection": "192.0.2.60:5061",
            "timeline.1": {"at": 1.0, "who": "app01", "do": "cancel"},
        },
    )

    assert len(hops(trace, "CANCEL", "app01", "gw01")) == 1
    assert answers(trace, "app01") == [487]
