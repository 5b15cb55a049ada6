import pytest

from mspllab.lync.calls.callee import is_completed_elsewhere
from mspllab.sip import build
from mspllab.sip.message import Request
from mspllab.transaction.effects import Send
from tests.lync.cast import ALICE, BOB
from tests.lync.laboratory import FE, Laboratory

BOB_SIP = "sip:bob@lab.example"


def called(**plan: object) -> Laboratory:
    """Alice calls Bob, whose phone has a plan."""
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101, **plan)
    lab.call("alice", BOB_SIP)
    return lab.run(30.0)


@pytest.mark.parametrize(
    ("plan", "noticed", "statuses"),
    [
        ({}, ["rings"], [100, 101, 180]),
        ({"ring_after": None}, [], [100, 101]),
        (
            {"ring_after": 0.1, "answer_after": 2.0},
            ["rings", "answered", "connected"],
            [100, 101, 180, 200],
        ),
        (
            {"answer_after": 0.0, "hang_up_after": 3.0},
            ["rings", "answered", "connected", "ended"],
            [100, 101, 180, 200],
        ),
        ({"decline_after": 1.0}, ["rings", "declined"], [100, 101, 180, 603]),
        (
            {"decline_after": 1.0, "decline_with": 486},
            ["rings", "declined"],
            [100, 101, 180, 486],
        ),
        (
            {"answer_after": 1.0, "decline_after": 2.0},
            ["rings", "answered", "connected"],
            [100, 101, 180, 200],
        ),
        (
            {"decline_after": 0.0, "answer_after": 1.0},
            ["rings", "declined"],
            [100, 101, 180, 603],
        ),
    ],
)
def test_a_phone_does_what_its_plan_says(
    plan: dict[str, object], noticed: list[str], statuses: list[int]
) -> None:
    lab = called(**plan)
    assert lab.noticed("desk") == noticed
    assert lab.statuses("alice") == statuses


def test_deeds_are_done_on_time_and_say_which_delay_it_was() -> None:
    lab = Laboratory()
    desk = lab.client("desk", BOB, 101, ring_after=0.1, answer_after=2.0)
    desk.receive(invite(), source=FE, transport="TLS", now=0.0)
    assert desk.next_timer() == 0.1
    (ringing,) = [e for e in desk.fire_timers(now=0.1) if isinstance(e, Send)]
    assert (ringing.message.status, ringing.cause.timer) == (180, "ring after")
    (answer,) = [e for e in desk.fire_timers(now=2.0) if isinstance(e, Send)]
    assert (answer.message.status, answer.cause.timer) == (200, "answer after")


def test_a_call_that_is_cancelled_is_not_answered_later() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101, answer_after=5.0)
    lab.call("alice", BOB_SIP)
    lab.run(1.0)
    lab.do("alice", "hang up")
    lab.run(20.0)
    assert lab.noticed("desk") == ["rings", "missed"]
    assert lab.noticed("alice") == ["called", "ringback", "abandoned"]
    assert lab.live() == []


def test_hanging_up_a_ringing_phone_refuses_the_call() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("desk", BOB, 101)
    lab.call("alice", BOB_SIP)
    lab.run(1.0)
    lab.do("desk", "hang up")
    lab.run(2.0)
    assert (
        lab.happenings("desk")[-1].text == "declines with 480 Temporarily Unavailable"
    )
    assert lab.statuses("alice")[-1] == 480


def test_conversations_are_known_while_calls_last() -> None:
    lab = Laboratory()
    desk = lab.client("desk", BOB, 101)
    desk.receive(invite(), source=FE, transport="TLS", now=0.0)
    known = desk._line._callee.conversations
    assert dict(known) == {"Ac1": 1}
    cancel = build.cancel(invite())
    desk.receive(cancel, source=FE, transport="TLS", now=0.5)
    assert dict(known) == {}


def test_another_offer_within_a_call_is_accepted() -> None:
    lab = Laboratory()
    desk = lab.client("desk", BOB, 101, answer_after=0.0)
    sent = desk.receive(invite(), source=FE, transport="TLS", now=0.0)
    answer = [e.message for e in sent if isinstance(e, Send)][-1]
    dialog = {"to": answer.headers.get("To")}
    ack = invite("ACK", "2", **dialog)
    desk.receive(ack, source=FE, transport="TLS", now=0.1)
    again = invite("INVITE", "3", cseq=2, **dialog)
    sent = desk.receive(again, source=FE, transport="TLS", now=1.0)
    (accepted,) = [e.message for e in sent if isinstance(e, Send)]
    assert accepted.status == 200
    assert accepted.body


@pytest.mark.parametrize(
    ("reason", "elsewhere"),
    [
        ('SIP;cause=200;text="Call completed elsewhere"', True),
        ('sip ; cause=200 ; text="x"', True),
        ("SIP;cause=487", False),
        ("Q.850;cause=200", False),
        ("SIP;cause=2000", False),
        ("expired", False),
        (None, False),
    ],
)
def test_only_cause_200_of_sip_means_that_somebody_else_has_answered(
    reason: str | None, elsewhere: bool
) -> None:
    assert is_completed_elsewhere(reason) is elsewhere


def invite(method: str = "INVITE", branch: str = "1", **more: object) -> Request:
    given = {
        "from_": '"Alice" <sip:alice@lab.example>;tag=a1',
        "to": "<sip:bob@lab.example>",
        "call_id": "c1",
        "cseq": 1,
        "via": f"SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bK{branch}",
        "contact": "<sip:alice@192.0.2.90:50877;transport=tls>",
        "headers": [("Ms-Conversation-ID", "Ac1")],
    }
    return build.request(method, BOB_SIP, **given | more)  # type: ignore[arg-type]
