import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.directory import Directory
from mspllab.lync.plan import Step
from mspllab.lync.profile import RFC3261
from mspllab.sip.message import Request
from tests.lync.cast import ALICE, BOB, BOB_DESK_GRUU
from tests.lync.laboratory import Laboratory, own_endpoint

MOVED = (
    'if (EqualString(GetUserAtHost(sipRequest.RequestUri), "bob@lab.example", true)) {{'
    ' Respond("302", "Moved Temporarily", "{}"); }}'
)
CONTACT = "Contact=<sip:frontdesk@lab.example>"


def redirected(profile: str, answer: str = CONTACT) -> list[Request]:
    """The INVITEs of a caller whom a script sends to the front desk."""
    lab = Laboratory()
    lab.front_end(MOVED.format(answer))
    lab.client("alice", ALICE, 90, profile=profile)
    lab.platform(own_endpoint(accept_after=0.0, default_routing=True))
    lab.call("alice", "sip:bob@lab.example", headers=(("Subject", "lunch"),))
    lab.run(10.0)
    return lab.requests("INVITE", "fe01")


def test_the_products_caller_begins_a_new_call() -> None:
    first, second = redirected("lync")
    assert second.uri == "sip:frontdesk@lab.example"
    assert str(second.to) == "<sip:frontdesk@lab.example>"
    assert second.call_id != first.call_id
    assert second.from_tag != first.from_tag
    assert second.cseq.number == 1
    assert "Subject" not in second.headers
    assert "History-Info" not in second.headers


def test_the_standards_caller_goes_on_with_the_same_call() -> None:
    first, second = redirected("rfc3261")
    assert second.uri == "sip:frontdesk@lab.example"
    assert str(second.to) == "<sip:bob@lab.example>"
    assert second.call_id == first.call_id
    assert second.from_ == first.from_
    assert second.cseq.number == 2
    assert second.branch != first.branch
    assert second.headers.get("Subject") == "lunch"
    assert second.headers.get("History-Info") == (
        "<sip:bob@lab.example?Reason=SIP%3Bcause%3D302>;index=1, "
        "<sip:frontdesk@lab.example>;index=1.1;mp=1"
    )


def test_headers_within_the_address_reach_only_the_standards_caller() -> None:
    answer = "Contact=<sip:frontdesk@lab.example?X-Orig=sip%3Abob%40lab.example>"
    _, by_rfc = redirected("rfc3261", answer)
    assert by_rfc.headers.get("X-Orig") == "sip:bob@lab.example"
    _, by_product = redirected("lync", answer)
    assert "X-Orig" not in by_product.headers
    assert by_product.uri == by_rfc.uri == "sip:frontdesk@lab.example"


def test_what_stands_in_the_address_itself_survives_with_both() -> None:
    answer = "Contact=<sip:frontdesk+bob@lab.example;x-orig=bob>"
    for profile in ("lync", "rfc3261"):
        _, second = redirected(profile, answer)
        assert second.uri == "sip:frontdesk+bob@lab.example;x-orig=bob"


def test_a_302_without_an_address_ends_the_call() -> None:
    lab = Laboratory()
    lab.front_end(MOVED.format("Contact="))
    lab.client("alice", ALICE, 90)
    lab.call("alice", "sip:bob@lab.example")
    lab.run(10.0)
    assert lab.happenings("alice")[-1].text == (
        "has no call: 302 Moved Temporarily, without a new address to go to"
    )


def test_clients_registered_before_the_run_use_their_gruu_at_once() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("bob-desk", BOB, 101, epid="b0b0000001")
    lab.call("bob-desk", "sip:alice@lab.example")
    (invite,) = lab.requests("INVITE")
    assert invite.headers.get("Contact") == f"<{BOB_DESK_GRUU}>"
    assert str(invite.from_.without_param("tag")) == (
        '"Bob" <sip:bob@lab.example>;epid=b0b0000001'
    )
    assert "Ms-Conversation-ID" in invite.headers


def test_a_server_of_the_standards_gives_no_gruu_to_a_client_of_the_product() -> None:
    lab = Laboratory()
    lab.front_end(switches=RFC3261)
    lab.client("bob-desk", BOB, 101)
    lab.call("bob-desk", "sip:alice@lab.example")
    (invite,) = lab.requests("INVITE")
    assert str(invite.headers.get("Contact")).startswith("<sip:192.0.2.101:50101;")


def test_a_client_that_registers_later_gets_its_gruu_from_the_answer() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("bob-desk", BOB, 101, epid="b0b0000001", register=2.0)
    lab.call("bob-desk", "sip:alice@lab.example")
    lab.run(3.0)
    lab.call("bob-desk", "sip:alice@lab.example")
    early, late = lab.requests("INVITE", "fe01")
    assert str(early.headers.get("Contact")).startswith("<sip:192.0.2.101:50101;")
    assert late.headers.get("Contact") == f"<{BOB_DESK_GRUU}>"
    assert "registered" in lab.noticed("bob-desk")


def test_a_registration_brings_calls_and_its_end_brings_none() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob-desk", BOB, 101, register=1.0)
    lab.run(2.0)
    lab.call("alice", "sip:bob@lab.example")
    lab.run(3.0)
    lab.do("alice", "hang up")
    lab.do("bob-desk", "unregister")
    lab.run(4.0)
    lab.call("alice", "sip:bob@lab.example")
    lab.run(5.0)
    assert lab.noticed("bob-desk") == ["registered", "rings", "missed", "unregistered"]
    assert lab.statuses("alice")[-1] == 480


def test_a_stranger_cannot_register() -> None:
    lab = Laboratory()
    lab.front_end(directory=Directory(("lab.example",), (ALICE,)))
    lab.client("bob-desk", BOB, 101, register=0.0)
    lab.run(1.0)
    (failed,) = lab.happenings("bob-desk")
    assert failed.text == "has no call: the registration failed with 404"


def test_one_who_never_registers_is_found_at_the_address() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90, register="never")
    lab.client("bob-desk", BOB, 101, answer_after=0.0, hang_up_after=1.0)
    lab.call("alice", "sip:bob@lab.example")
    lab.run(10.0)
    assert lab.noticed("alice")[-1] == "ended"


def test_the_standards_client_has_neither_epid_nor_gruu() -> None:
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.call("alice", "sip:bob@lab.example")
    (invite,) = lab.requests("INVITE")
    assert invite.headers.get("Contact") == "<sip:alice@192.0.2.90:50090;transport=tls>"
    assert invite.from_.params.get("epid") is None
    assert "Ms-Conversation-ID" not in invite.headers


def test_hanging_up_ends_what_was_made_and_what_was_taken() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob-desk", BOB, 101, answer_after=0.0)
    lab.call("alice", "sip:bob@lab.example")
    lab.run(5.0)
    lab.do("bob-desk", "hang up")
    lab.run(10.0)
    assert lab.noticed("bob-desk")[-1] == lab.noticed("alice")[-1] == "ended"


def test_a_raw_message_is_sent_as_it_is() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    raw = (
        "OPTIONS sip:else.example SIP/2.0\nVia: SIP/2.0/TLS 192.0.2.90:50090;"
        "branch=z9hG4bKraw\nX-Odd:   spaced  \nContent-Length: 0\n\n"
    )
    lab.do("alice", "send", message=raw)
    (said,) = lab.said
    assert said.message.text == raw.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(0.0, "alice", "dance"), "nobody here can 'dance'"),
        (Step(0.0, "alice", "call", "bob"), "expected"),
        (Step(0.0, "alice", "send", message="hello"), "expected"),
    ],
)
def test_what_no_client_can_do_is_refused(step: Step, said: str) -> None:
    lab = Laboratory()
    alice = lab.client("alice", ALICE, 90)
    with pytest.raises(ScenarioError, match=said):
        alice.perform(step, now=0.0)


def test_a_call_to_nowhere_fails_at_once() -> None:
    lab = Laboratory()
    lab.client("alice", ALICE, 90)
    lab.call("alice", "sip:bob@lab.example")
    assert lab.happenings("alice")[-1].text == "has no call: it cannot be sent"
