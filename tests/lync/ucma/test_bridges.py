import pytest

from mspllab.lync.ucma.bridges import NOT_PASSED, impersonated, passed_on, target_of
from mspllab.sip.message import Request
from tests.lync.cast import ALICE, BOB, GRUU, request
from tests.lync.laboratory import Laboratory, own_endpoint

TO_BOB = {"back_to_back_after": 0.0, "back_to_back_to": "sip:bob@lab.example"}
DESK = "sip:frontdesk@lab.example"


def bridged(lab: Laboratory, plan: dict[str, object], **bob: object) -> Laboratory:
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101, **bob)
    lab.platform(own_endpoint(**{**TO_BOB, **plan}))
    lab.call("alice", DESK, headers=(("X-Ticket", "7"), ("Referred-By", "<sip:x@y>")))
    return lab


def invites(lab: Laboratory, to: str) -> Request:
    (found,) = lab.requests("INVITE", to)
    return found


def test_the_second_leg_is_a_call_of_its_own() -> None:
    lab = bridged(Laboratory(), {}, answer_after=1.0).run(3.0)
    first, second = lab.requests("INVITE", "reroute")[0], invites(lab, "desk")
    assert first.call_id != second.call_id
    assert str(second.from_.uri) == DESK
    assert second.max_forwards == 69
    assert second.headers.get("X-Ticket") == "7"
    assert "Referred-By" not in second.headers
    labels = {one.headers.get("Ms-Conversation-ID") for one in (first, second)}
    assert len(labels) == 2
    assert lab.noticed("alice") == ["called", "ringback", "connected"]


def test_ringing_is_replayed_with_a_tag_of_its_own() -> None:
    lab = bridged(Laboratory(), {}, answer_after=1.0).run(3.0)
    tags = {
        said.destination: said.message.to_tag
        for said in lab.said
        if said.message.status == 180
    }
    assert tags["alice"] != tags["reroute"]


def test_headers_are_passed_that_usually_are_not() -> None:
    lab = bridged(Laboratory(), {"pass_headers": ("referred-by",)}).run(1.0)
    assert invites(lab, "desk").headers.get("Referred-By") == "<sip:x@y>"


def test_the_caller_is_impersonated() -> None:
    lab = bridged(Laboratory(), {"impersonate": "caller"}).run(1.0)
    leg = invites(lab, "desk")
    assert (leg.from_.display_name, str(leg.from_.uri)) == ("Alice", ALICE.uri)
    assert leg.from_tag != lab.requests("INVITE", "reroute")[0].from_tag


@pytest.mark.parametrize("status", [486, 603, 404])
def test_a_refusal_of_the_second_leg_is_one_of_the_first(status: int) -> None:
    lab = bridged(Laboratory(), {}, decline_after=0.5, decline_with=status).run(40.0)
    assert lab.statuses("alice")[-1] == status
    assert lab.live() == []


def test_a_caller_who_gives_up_takes_the_second_leg_along() -> None:
    lab = bridged(Laboratory(), {}).run(1.0)
    lab.do("alice", "hang up")
    lab.run(40.0)
    assert lab.noticed("desk") == ["rings", "missed"]
    assert lab.live() == []


@pytest.mark.parametrize(("who", "other"), [("alice", "desk"), ("desk", "alice")])
def test_whoever_hangs_up_ends_both_legs(who: str, other: str) -> None:
    lab = bridged(Laboratory(), {}, answer_after=0.2).run(2.0)
    lab.do(who, "hang up")
    lab.run(40.0)
    assert lab.noticed(other)[-1] == "ended"
    assert lab.live() == []


def test_a_redirection_of_the_second_leg_is_followed() -> None:
    lab = Laboratory()
    away = {"redirect_after": 0.1, "redirect_to": ("sip:carol@lab.example",)}
    bridged(lab, {}, **away).run(3.0)
    # Carol has no phone: the leg goes there, and fails there.
    assert lab.statuses("alice")[-1] == 480


@pytest.mark.parametrize("name", sorted(NOT_PASSED))
def test_each_header_of_the_list_stays_on_its_side(name: str) -> None:
    found = request(GRUU, headers=[(name, "x")] if name not in USED else [])
    assert name not in {n.lower() for n, _ in passed_on(found, ())}


USED = frozenset(
    ["call-id", "contact", "content-type", "cseq", "from", "max-forwards", "to", "via"]
)


def test_a_target_is_what_the_plan_says_or_whom_the_caller_wanted() -> None:
    invite = request(GRUU)
    assert target_of("original", invite) == "sip:bob@lab.example"
    assert target_of("sip:x@y", invite) == "sip:x@y"


def test_nobody_is_impersonated_unasked() -> None:
    assert impersonated(None, request(GRUU)) is None
    assert impersonated("caller", None) is None
    assert str(impersonated("sip:bob@lab.example", None)) == "<sip:bob@lab.example>"
