"""What somebody can do with calls, by the words of a timeline."""

import pytest

from mspllab.lync.calls.line import VERBS
from mspllab.lync.device import Device
from mspllab.lync.plan import CallPlan
from mspllab.lync.profile import RFC3261
from tests.lync.cast import ALICE, BOB, CAROL
from tests.lync.laboratory import Laboratory

BOB_SIP = "sip:bob@lab.example"


def laboratory(**plan: object) -> Laboratory:
    """Alice, Bob and Carol, by the standards."""
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob", BOB, 101, **plan)
    lab.client("carol", CAROL, 102)
    return lab


def talking(**plan: object) -> Laboratory:
    lab = laboratory(answer_after=0.0, **plan)
    lab.call("alice", BOB_SIP)
    return lab.run(1.0)


def test_a_phone_is_picked_up_when_the_timeline_says() -> None:
    lab = laboratory()
    lab.call("alice", BOB_SIP)
    lab.run(3.0)
    lab.do("bob", "answer")
    lab.run(4.0)
    assert lab.noticed("alice")[-1] == lab.noticed("bob")[-1] == "connected"


@pytest.mark.parametrize(
    ("more", "answer"),
    [({}, 603), ({"status": 486}, 486), ({"status": 600}, 600)],
)
def test_rule_095_a_call_is_declined_with_the_status_that_is_wanted(
    more: dict[str, int], answer: int
) -> None:
    lab = laboratory()
    lab.call("alice", BOB_SIP)
    lab.run(3.0)
    lab.do("bob", "decline", **more)
    lab.run(4.0)
    assert lab.statuses("alice")[-1] == answer


def test_a_caller_is_sent_to_the_best_of_several_contacts() -> None:
    lab = laboratory()
    lab.call("alice", BOB_SIP)
    lab.run(1.0)
    where = ("<sip:dave@lab.example>;q=0.1", "<sip:carol@lab.example>;q=0.9")
    lab.do("bob", "redirect", targets=where, status=300)
    lab.run(2.0)
    assert lab.noticed("carol") == ["rings"]
    assert lab.statuses("alice")[-2:] == [100, 180]


def test_the_call_that_is_meant_is_known_by_its_other_side() -> None:
    lab = laboratory(answer_after=0.0)
    lab.call("alice", BOB_SIP)
    lab.call("carol", BOB_SIP)
    lab.run(1.0)
    lab.do("bob", "hang up", peer="sip:carol@lab.example")
    lab.run(2.0)
    assert lab.noticed("carol")[-1] == "ended"
    assert lab.noticed("alice")[-1] == "connected"


def test_only_calls_without_an_answer_can_be_cancelled() -> None:
    lab = talking()
    lab.do("alice", "cancel")
    assert lab.run(2.0).noticed("alice")[-1] == "connected"
    lab.call("alice", "sip:carol@lab.example")
    lab.run(3.0)
    lab.do("alice", "cancel", reason='SIP;cause=487;text="changed my mind"')
    lab.run(4.0)
    [cancel] = lab.requests("CANCEL", "carol")
    assert lab.noticed("alice")[-1] == "abandoned"
    assert lab.requests("CANCEL", "fe01")[0].headers.get("Reason") is not None
    assert cancel.method == "CANCEL"


def test_rule_167_a_bye_says_why_where_somebody_wants_it_to() -> None:
    lab = talking()
    lab.do("alice", "hang up", reason="Q.850;cause=16")
    lab.run(2.0)
    assert lab.requests("BYE", "bob")[0].headers.get("Reason") == "Q.850;cause=16"


def test_rule_173_hold_and_resume_are_offers_that_both_sides_notice() -> None:
    lab = talking()
    lab.do("alice", "hold")
    lab.run(2.0)
    lab.do("alice", "resume")
    lab.run(3.0)
    bodies = [m.sdp.direction for m in lab.requests("INVITE", "bob") if m.sdp]
    assert bodies == ["sendrecv", "sendonly", "sendrecv"]
    assert lab.noticed("bob")[-2:] == ["hold", "resumed"]


def test_an_update_without_an_offer_changes_nothing() -> None:
    lab = talking()
    for at in (2.0, 3.0):
        lab.do("alice", "update", offers=False)
        lab.run(at)
    assert [m.body for m in lab.requests("UPDATE", "bob")] == [b"", b""]
    lab.do("alice", "hold")
    lab.run(4.0)
    assert lab.noticed("bob")[-1] == "hold"


def test_rule_173_whoever_is_held_and_holds_offers_inactive() -> None:
    lab = talking()
    lab.do("alice", "hold")
    lab.run(2.0)
    lab.do("bob", "hold")
    lab.run(3.0)
    [held] = lab.requests("INVITE", "alice")
    assert held.sdp is not None and held.sdp.direction == "inactive"


def test_rule_172_versions_grow_on_both_sides() -> None:
    lab = talking()
    for verb in ("hold", "resume"):
        lab.do("alice", verb)
        lab.run(lab.now + 1)
    answers = [
        said.message.sdp.version
        for said in lab.said
        if said.source == "bob" and said.message.status == 200 and said.message.body
    ]
    assert answers == [1, 2, 3]


def test_rule_171_a_phone_that_can_do_nothing_of_it_answers_488() -> None:
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob", BOB, 101, answer_after=0.5, device=Device(media=("message",)))
    lab.call("alice", BOB_SIP)
    lab.run(2.0)
    assert lab.statuses("alice")[-1] == 488


def test_rule_092_a_refused_hold_leaves_the_call_as_it_was() -> None:
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob", BOB, 101, answer_after=0.0, device=Device(reinvite_with=488))
    lab.call("alice", BOB_SIP)
    lab.run(1.0)
    lab.do("alice", "hold")
    lab.run(2.0)
    assert lab.noticed("alice")[-1] == "refused"
    lab.do("alice", "hang up")
    assert lab.run(3.0).noticed("bob")[-1] == "ended"


def test_rule_174_a_call_without_an_offer_gets_one_and_answers_it() -> None:
    lab = laboratory(answer_after=0.0)
    lab.call("alice", BOB_SIP, offers=False)
    lab.run(1.0)
    assert lab.requests("INVITE", "bob")[0].body == b""
    [ack] = lab.requests("ACK", "bob")
    assert ack.sdp is not None and ack.sdp.has("audio")


def test_rule_178_a_message_inside_a_call_is_a_request_of_its_dialog() -> None:
    lab = talking()
    lab.do("bob", "message", text="Hello")
    lab.run(2.0)
    [message] = lab.requests("MESSAGE", "alice")
    assert (message.to_tag is not None, message.body) == (True, b"Hello")
    said = 'reads from sip:bob@lab.example: "Hello"'
    assert lab.happenings("alice")[-1].text == said


def test_rule_177_a_message_outside_a_call_makes_no_dialog() -> None:
    lab = laboratory()
    lab.do("alice", "message", BOB_SIP, text="Hello")
    lab.run(1.0)
    [message] = lab.requests("MESSAGE", "bob")
    assert message.to_tag is None and not message.contact
    assert lab.statuses("alice") == [200]
    assert lab.noticed("bob") == ["reads"]


@pytest.mark.parametrize("verb", ["info", "options", "update", "reinvite"])
def test_what_is_asked_inside_a_call_is_answered(verb: str) -> None:
    lab = talking()
    lab.do("alice", verb, text="5" if verb == "info" else "")
    lab.run(2.0)
    assert lab.statuses("alice")[-1] == 200


def test_options_outside_a_call_say_what_a_phone_can_do() -> None:
    lab = laboratory()
    lab.do("alice", "options", BOB_SIP)
    lab.run(1.0)
    answer = [s.message for s in lab.said if s.destination == "alice"][-1]
    assert "UPDATE" in answer.headers.values("Allow")


OUTSIDE = ("call", "subscribe", "refer")


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in OUTSIDE])
def test_buttons_that_fit_no_call_do_nothing(verb: str) -> None:
    lab = laboratory()
    lab.do("alice", verb)
    assert lab.said == []


def test_some_calls_are_planned_otherwise() -> None:
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("carol", CAROL, 102)
    special = (
        CallPlan(caller="sip:carol@lab.example", decline_after=0.1, decline_with=480),
        CallPlan(n=2, decline_after=0.1, decline_with=486),
    )
    lab.client("bob", BOB, 101, answer_after=0.0, hang_up_after=0.5, special=special)
    for who in ("alice", "alice", "alice", "carol"):
        lab.call(who, BOB_SIP)
        lab.run(lab.now + 2)
    finals = [s for s in lab.statuses("alice") if s >= 200 and s != 487]
    assert [s for s in finals if s in (486, 480)] == [486]
    assert lab.statuses("carol")[-1] == 480


def test_a_phone_that_reboots_answers_481_to_what_it_knew() -> None:
    lab = talking()
    lab.do("bob", "reboot")
    lab.do("alice", "hang up")
    lab.run(2.0)
    assert lab.statuses("alice")[-1] == 481
    lab.run(100.0)
    assert lab.live() == []
