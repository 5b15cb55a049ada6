"""What a user agent makes of requests, expected and unexpected."""

import pytest

from mspllab.cores.events import Cancelled, Ended, IncomingInvite, IncomingRequest
from mspllab.sip import build
from mspllab.sip.message import Request
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")
VIA = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bK"


def request(method: str = "INVITE", branch: str = "x1", **more: str) -> Request:
    """A request out of the blue."""
    parts = {"uri": DIRECT, "to": "<sip:bob@lab.example>", "cseq": "1"} | more
    return build.request(
        method,
        parts["uri"],
        from_="<sip:alice@lab.example>;tag=a",
        to=parts["to"],
        call_id="blue@lab.example",
        cseq=int(parts["cseq"]),
        via=VIA + branch,
    )


def answer(lab: Lab, message: Request) -> str:
    """Status and reason of Bob's answer; "" where there is none."""
    lab.inject(message, into="bob")
    answers = [p.message for p in lab.wires.packets if p.source == "bob"]
    lab.wires.packets.clear()
    return f"{answers[-1].status} {answers[-1].reason}" if answers else ""


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (request("PUBLISH"), "405 Method Not Allowed"),
        (request(uri="urn:service:sos"), "416 Unsupported URI Scheme"),
        (request(uri="sip:bob@"), "400 Bad Request: SIP URI"),
        (request().with_header("From", "<sip:alice"), "400 Bad Request: From"),
        (request().with_header("CSeq", "1 INFO"), "400 CSeq names another method"),
        (request().with_header("Contact", "<sip:"), "400 Bad Request: Contact"),
        (request().with_header("Require", "foo"), "420 Bad Extension"),
        (request("BYE", to="<sip:bob@lab.example>;tag=gone"), "481 "),
        (request("INVITE", to="<sip:bob@lab.example>;tag=gone"), "481 "),
        (request("CANCEL"), "481 "),
        (request("OPTIONS"), "200 OK"),
        (request("ACK"), ""),
    ],
)
def test_rule_047_a_request_that_is_not_for_this_phone_is_refused_for_the_first_reason(
    pair: Lab, message: Request, expected: str
) -> None:
    found = answer(pair, message)

    assert found.startswith(expected)
    assert bool(found) is bool(expected)


def test_rule_047_a_405_lists_what_is_allowed(pair: Lab) -> None:
    pair.inject(request("PUBLISH"), into="bob")

    refusal = pair.wires.one("405 PUBLISH")
    assert refusal.headers.values("Allow") == (
        "INVITE",
        "ACK",
        "CANCEL",
        "BYE",
        "OPTIONS",
        "PRACK",
    )


def test_rule_047_a_420_names_what_is_unsupported(pair: Lab) -> None:
    pair.inject(request().with_header("Require", "replaces, foo"), into="bob")

    assert pair.wires.one("420 INVITE").headers.get("Unsupported") == "foo"


def test_rule_048_a_merged_request_is_refused(pair: Lab) -> None:
    pair.inject(request(branch="x1"), into="bob")

    assert answer(pair, request(branch="x2")) == "482 Loop Detected"
    assert len(pair.wires.heard("bob", IncomingInvite)) == 1


def test_rule_048_only_while_the_first_copy_is_being_served(pair: Lab) -> None:
    pair.inject(request("OPTIONS", branch="x1"), into="bob")
    pair.wires.run(deaf=True)

    assert answer(pair, request("OPTIONS", branch="x2")) == "200 OK"


def test_rule_048_can_be_switched_off_for_hosts_of_many_endpoints(lab: Lab) -> None:
    lab.user_agent("bob", outbound=False, merge_detection=False)
    for branch in ("x1", "x2"):
        lab.inject(request(branch=branch), into="bob")

    assert len(lab.wires.heard("bob", IncomingInvite)) == 2


def answered(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1)


def test_rule_086_a_lower_cseq_is_refused_and_a_gap_is_not(pair: Lab) -> None:
    answered(pair)
    pair.do("alice", "request", 1, "OPTIONS")
    known = pair.wires.one("OPTIONS")
    later = known.with_header("CSeq", "9 OPTIONS").with_header("Via", VIA + "later")
    earlier = known.with_header("CSeq", "3 OPTIONS").with_header("Via", VIA + "earlier")

    assert answer(pair, later) == "200 OK"
    assert answer(pair, earlier) == "500 CSeq is too low"


def test_rule_064_a_bye_before_the_answer_ends_the_invite_with_487(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    ringing = pair.wires.one("180 INVITE")
    invite = pair.wires.one("INVITE")
    bye = build.request(
        "BYE",
        DIRECT,
        from_=invite.from_,
        to=ringing.to,
        call_id=invite.call_id,
        cseq=2,
        via=VIA + "bye",
    )

    pair.inject(bye, into="bob")

    assert pair.wires.sent(by="bob")[-2:] == ["200 BYE", "487 INVITE"]
    assert pair.wires.heard("bob", Cancelled) == [Cancelled(1, None)]


def test_rule_063_after_the_bye_the_dialog_is_gone(pair: Lab) -> None:
    answered(pair)
    pair.do("alice", "bye", 1)
    bye = pair.wires.one("BYE")

    again = bye.with_header("Via", VIA + "again").with_header("CSeq", "3 BYE")
    assert answer(pair, again) == "481 Call/Transaction Does Not Exist"
    assert pair.wires.heard("bob", Ended) == [Ended(1, by_us=False, request=bye)]


def test_a_method_that_was_allowed_is_handed_up_and_answered(lab: Lab) -> None:
    lab.user_agent("bob", outbound=False, allow=("INVITE", "ACK", "MESSAGE"))
    lab.inject(request("MESSAGE"), into="bob", source="alice")
    [asked] = lab.wires.heard("bob", IncomingRequest)

    assert (asked.call, asked.request) == (None, request("MESSAGE"))
    lab.do("bob", "respond", asked.transaction, 202, transfer=False)
    assert lab.wires.one("202 MESSAGE").to_tag is not None
    lab.do("bob", "respond", asked.transaction, 500, transfer=False)
    assert "500 MESSAGE" not in lab.wires.sent()


def test_rule_083_a_re_invite_moves_the_remote_target(pair: Lab) -> None:
    answered(pair)
    pair.wires.elements["alice"].contact = "<sip:alice@192.0.2.90:5060;moved>"
    pair.do("alice", "request", 1, "INVITE")
    [asked] = pair.wires.heard("bob", IncomingRequest)
    pair.do("bob", "respond", asked.transaction, 200)

    pair.do("bob", "bye", 1)

    assert pair.wires.one("BYE").uri == "sip:alice@192.0.2.90:5060;moved"


def test_rule_091_a_second_invite_from_the_same_side_has_to_wait(pair: Lab) -> None:
    answered(pair)
    pair.do("alice", "request", 1, "INVITE")
    pair.do("alice", "request", 1, "INVITE")

    refusal = pair.wires.one("500 INVITE")
    assert refusal.headers.get("Retry-After") == "5"


def test_rule_091_invites_that_cross_are_both_refused(pair: Lab) -> None:
    answered(pair)
    pair.do("alice", "request", 1, "INVITE", transfer=False)
    pair.do("bob", "request", 1, "INVITE", transfer=False)

    pair.wires.transfer()

    assert pair.wires.sent().count("491 INVITE") == 2


def test_an_invite_that_repeats_itself_is_one_call(pair: Lab) -> None:
    pair.call(DIRECT, transfer=False)
    pair.wires.drop("INVITE")

    pair.wires.wait(0.5)
    pair.inject(pair.wires.all("INVITE")[0], into="bob")

    assert len(pair.wires.heard("bob", IncomingInvite)) == 1


def test_rule_049_059_a_cancel_is_asked_for_nothing_and_answered_by_the_same_tag(
    pair: Lab,
) -> None:
    pair.call(DIRECT)
    invite = pair.wires.one("INVITE")
    cancel = build.cancel(invite).with_header("Require", "foo")

    pair.inject(cancel, into="bob")

    answers = [m.message for m in pair.wires.history if m.source == "bob"]
    assert [m.status for m in answers] == [200, 487]
    assert answers[0].to_tag == answers[1].to_tag
