"""An INVITE that takes the place of a call (RFC 3891)."""

import pytest

from mspllab.cores.events import Ended, IncomingInvite
from mspllab.cores.replacement import Named
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")


@pytest.fixture
def three(lab: Lab) -> Lab:
    """Alice and Bob talk; Carol, at the desk, will come in."""
    for name in ("alice", "bob", "desk"):
        lab.user_agent(name, outbound=False)
    return lab


def named(lab: Lab, *, early_only: bool = False) -> str:
    """The call between Alice and Bob, as Bob knows it."""
    invite = lab.wires.all("INVITE")[0]
    answers = lab.wires.all("200 INVITE") or lab.wires.all("180 INVITE")
    known = Named(invite.call_id, answers[0].to_tag, invite.from_tag, early_only)
    return str(known)


def come_in(lab: Lab, *headers: tuple[str, str]) -> str:
    """Carol calls Bob; the status she gets, "" for none."""
    lab.call(DIRECT, who="desk", headers=headers)
    answers = [p.message.status for p in lab.wires.history if p.destination == "desk"]
    return str(answers[-1]) if answers else ""


def talking(lab: Lab) -> None:
    lab.call(DIRECT)
    lab.do("bob", "accept", 1)


def test_rule_158_the_header_is_read_as_it_is_written() -> None:
    text = "a@b;to-tag=1;from-tag=2;early-only"
    assert str(Named.parse(text)) == text
    assert Named.parse("a@b;from-tag=2") is None


def test_rule_159_the_new_call_is_accepted_and_the_old_one_ends(three: Lab) -> None:
    talking(three)
    come_in(three, ("Replaces", named(three)))
    assert three.wires.heard("bob", IncomingInvite)[-1].is_expected

    three.do("bob", "accept", 2)

    assert three.wires.sent(by="bob")[-2:] == ["200 INVITE", "BYE"]
    assert [p.destination for p in three.wires.history if p.title == "BYE"] == ["alice"]
    assert three.wires.heard("alice", Ended)[0].by_us is False


def test_rule_160_a_refused_one_leaves_the_old_call(three: Lab) -> None:
    talking(three)
    come_in(three, ("Replaces", named(three)))
    three.do("bob", "reject", 2, 486)
    assert three.wires.heard("alice", Ended) == []


def test_rule_159_no_such_dialog_is_481(three: Lab) -> None:
    talking(three)
    assert come_in(three, ("Replaces", "x@y;to-tag=1;from-tag=2")) == "481"


@pytest.mark.parametrize("other", ["Replaces", "Join"])
def test_rule_159_two_headers_are_400(three: Lab, other: str) -> None:
    talking(three)
    known = named(three)
    assert come_in(three, ("Replaces", known), (other, known)) == "400"


def test_rule_159_one_that_cannot_be_read_is_400(three: Lab) -> None:
    assert come_in(three, ("Replaces", "only-a-call-id")) == "400"


def test_rule_159_a_call_that_has_just_ended_is_603(three: Lab) -> None:
    talking(three)
    three.do("alice", "bye", 1)
    assert come_in(three, ("Replaces", named(three))) == "603"


def test_rule_159_early_only_does_not_fit_an_answered_call(three: Lab) -> None:
    talking(three)
    assert come_in(three, ("Replaces", named(three, early_only=True))) == "486"


def test_rule_159_a_call_that_rings_here_cannot_be_taken_over(three: Lab) -> None:
    three.call(DIRECT)
    three.do("bob", "ring", 1)
    assert come_in(three, ("Replaces", named(three))) == "481"


def test_rule_159_an_early_call_of_ours_is_cancelled(three: Lab) -> None:
    three.call(contact("alice"), who="bob")
    three.do("alice", "ring", 1)
    invite, ringing = three.wires.one("INVITE"), three.wires.one("180 INVITE")
    known = Named(invite.call_id, invite.from_tag, ringing.to_tag)
    come_in(three, ("Replaces", str(known)))

    three.do("bob", "accept", 2)

    assert "CANCEL" in three.wires.sent(by="bob")
    assert "487 INVITE" in three.wires.sent(by="alice")


def test_a_call_that_joins_leaves_the_other_alone(three: Lab) -> None:
    talking(three)
    come_in(three, ("Join", named(three)))
    assert three.wires.heard("bob", IncomingInvite)[-1].is_expected
    three.do("bob", "accept", 2)
    assert three.wires.heard("alice", Ended) == []


def test_rule_161_whoever_requires_it_is_not_refused(three: Lab) -> None:
    talking(three)
    replaces = ("Replaces", named(three))
    assert come_in(three, replaces, ("Require", "replaces")) == ""
