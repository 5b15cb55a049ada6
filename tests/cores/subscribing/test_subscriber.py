"""SUBSCRIBE, REFER and what is told by NOTIFY (RFC 6665, RFC 3515)."""

from typing import Any

import pytest

from mspllab.cores.events import (
    Ended,
    IncomingRefer,
    Notified,
    RequestAnswered,
    Subscribed,
    SubscriptionEnded,
)
from mspllab.cores.user_agent import ALLOW
from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.trace.records import DialogChanged
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")
EVENTS = (*ALLOW, "SUBSCRIBE", "NOTIFY", "BENOTIFY", "REFER")
ALICE, BOB = Address.parse("<sip:alice@lab.example>"), Address.parse(f"<{DIRECT}>")
CAROL = ("Refer-To", "<sip:carol@lab.example>")


@pytest.fixture
def both(lab: Lab) -> Lab:
    """Alice, and Bob who tells about his presence."""
    lab.user_agent("alice", outbound=False, allow=EVENTS)
    lab.user_agent("bob", outbound=False, allow=EVENTS, packages=("presence",))
    return lab


def subscribe(lab: Lab, event: str = "presence", expires: int = 60, **more: Any) -> int:
    handle, outcomes = lab.wires.elements["alice"].requests.subscribe(
        DIRECT,
        from_=ALICE,
        to=BOB,
        event=event,
        expires=expires,
        now=lab.wires.now,
        **more,
    )
    lab.wires.take("alice", outcomes)
    lab.wires.transfer()
    return int(handle)


def refer(lab: Lab, *headers: tuple[str, str]) -> int:
    """Alice calls Bob, who asks her to call somebody."""
    lab.call(DIRECT)
    lab.do("bob", "accept", 1)
    handle, outcomes = lab.wires.elements["bob"].requests.refer(
        1, headers=headers, now=lab.wires.now
    )
    lab.wires.take("bob", outcomes)
    lab.wires.transfer()
    return int(handle)


def accept(lab: Lab) -> IncomingRefer:
    [asked] = lab.wires.heard("alice", IncomingRefer)
    lab.do("alice", "accept_refer", asked.subscription, asked.transaction)
    assert isinstance(asked, IncomingRefer)
    return asked


def states(lab: Lab) -> list[str]:
    return [
        m.headers.get("Subscription-State").partition(";")[0]
        for m in lab.wires.all("NOTIFY")
    ]


def test_rule_179_a_subscriber_is_told_at_once(both: Lab) -> None:
    handle = subscribe(both)
    assert both.wires.sent() == [
        *("SUBSCRIBE", "200 SUBSCRIBE", "NOTIFY", "200 NOTIFY"),
    ]
    subscribed, notified = both.wires.heard("alice")
    assert isinstance(subscribed, Subscribed)
    assert (notified.subscription, notified.is_last) == (handle, False)
    assert both.wires.one("200 SUBSCRIBE").headers.get("Expires") == "60"
    assert both.wires.one("NOTIFY").headers.get("Event") == "presence"


def test_rule_179_and_whenever_something_changes(both: Lab) -> None:
    subscribe(both)
    both.do("bob", "publish", "presence", b"away", "text/plain")
    assert [m.body for m in both.wires.all("NOTIFY")] == [b"", b"away"]
    assert [m.cseq.number for m in both.wires.all("NOTIFY")] == [1, 2]


def test_rule_179_what_was_told_before_is_told_to_newcomers(both: Lab) -> None:
    both.do("bob", "publish", "presence", b"away", "text/plain")
    subscribe(both)
    assert both.wires.one("NOTIFY").body == b"away"


def test_rule_179_a_package_that_nobody_has_is_489(both: Lab) -> None:
    handle = subscribe(both, "dialog")
    refused = both.wires.one("489 SUBSCRIBE")
    assert refused.headers.get("Allow-Events") == "presence"
    assert both.wires.heard("alice") == [SubscriptionEnded(handle, 489)]


def test_rule_179_expires_0_is_a_look_and_an_end(both: Lab) -> None:
    subscribe(both, expires=0)
    assert states(both) == ["terminated"]
    both.wires.run()
    assert both.wires.live == {}


def test_rule_179_it_can_be_renewed_and_taken_back(both: Lab) -> None:
    handle = subscribe(both)
    both.do("alice", "renew", handle, 600)
    both.do("alice", "renew", handle, 0)
    assert states(both) == ["active", "active", "terminated"]
    assert len({m.from_tag for m in both.wires.all("SUBSCRIBE")}) == 1
    both.wires.run()
    assert both.wires.live == {}


def test_rule_179_it_ends_when_its_time_is_up(both: Lab) -> None:
    subscribe(both, expires=20)
    both.wires.wait(20.0)
    assert both.wires.all("NOTIFY")[-1].headers.get("Subscription-State") == (
        "terminated;reason=timeout"
    )
    assert both.wires.heard("alice", Notified)[-1].is_last
    for name in ("alice", "bob"):
        last = both.wires.of(name, DialogChanged)[-1]
        assert last.after == "terminated"


def test_a_subscriber_that_hears_nothing_gives_up_64_t1_later(both: Lab) -> None:
    handle = subscribe(both, expires=20)
    both.wires.unplugged.add("alice")
    both.wires.wait(51.9)
    assert both.wires.heard("alice", SubscriptionEnded) == []
    both.wires.wait(0.2)
    assert both.wires.heard("alice", SubscriptionEnded) == [
        SubscriptionEnded(handle, 0)
    ]


@pytest.mark.parametrize(("hears", "waits"), [(0, 32.0), (1, 180 + 32.0)])
def test_rule_153_who_is_never_told_how_a_call_went_gives_up(
    both: Lab, hears: int, waits: float
) -> None:
    handle = refer(both, CAROL)
    [asked] = both.wires.heard("alice", IncomingRefer)
    both.do(
        "alice", "accept_refer", asked.subscription, asked.transaction, transfer=False
    )
    if not hears:
        both.wires.drop("NOTIFY")
    both.wires.transfer()
    both.wires.unplugged.add("bob")
    both.wires.wait(waits - 0.1)
    assert both.wires.heard("bob", SubscriptionEnded) == []
    both.wires.wait(0.2)
    assert both.wires.heard("bob", SubscriptionEnded) == [SubscriptionEnded(handle, 0)]


def test_rule_153_who_never_learns_how_the_call_went_says_so_in_time(
    both: Lab,
) -> None:
    refer(both, CAROL)
    accept(both)
    both.wires.wait(180.0)
    last = both.wires.all("NOTIFY")[-1]
    assert last.headers.get("Subscription-State") == "terminated;reason=timeout"
    assert both.wires.heard("bob", Notified)[-1].is_last


def test_rule_179_a_481_to_a_notify_ends_the_subscription(both: Lab) -> None:
    subscribe(both)
    both.user_agent("alice", outbound=False, allow=EVENTS)  # has forgotten everything
    both.do("bob", "publish", "presence", b"away", "text/plain")
    both.do("bob", "publish", "presence", b"back", "text/plain")
    assert both.wires.sent().count("NOTIFY") == 2
    assert "481 NOTIFY" in both.wires.sent()


def test_rule_179_a_notify_without_its_state_is_refused(both: Lab) -> None:
    subscribe(both)
    notify: Request = both.wires.one("NOTIFY")
    headers = notify.headers.without("Subscription-State")
    via = "SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKx"
    both.inject(
        notify.replace(headers=headers).with_header("Via", via),
        into="alice",
        source="bob",
    )
    assert "400 NOTIFY" in both.wires.sent()


def test_rule_180_a_second_fork_is_told_481(both: Lab) -> None:
    subscribe(both)
    notify: Request = both.wires.one("NOTIFY")
    via = "SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKx"
    other = notify.with_header("From", f"<{DIRECT}>;tag=other")
    both.inject(other.with_header("Via", via), into="alice", source="bob")
    assert "481 NOTIFY" in both.wires.sent()


def test_a_notify_may_come_before_the_200(both: Lab) -> None:
    handle, outcomes = both.wires.elements["alice"].requests.subscribe(
        DIRECT, from_=ALICE, to=BOB, event="presence", expires=60, now=0.0
    )
    both.wires.take("alice", outcomes)
    both.wires.transfer("SUBSCRIBE")
    both.wires.transfer("NOTIFY")
    assert both.wires.heard("alice", Notified)[0].subscription == handle
    both.wires.transfer()
    both.do("alice", "renew", handle, 0)
    assert states(both)[-1] == "terminated"


def test_rule_181_a_benotify_is_answered_by_nobody(both: Lab) -> None:
    subscribe(both, headers=(("Supported", "ms-benotify"),))
    assert both.wires.sent() == ["SUBSCRIBE", "200 SUBSCRIBE", "BENOTIFY"]
    assert len(both.wires.heard("alice", Notified)) == 1
    both.wires.wait(40.0)
    assert both.wires.elements["bob"].live == ()


def test_rule_153_a_refer_is_accepted_and_tells_at_once(both: Lab) -> None:
    refer(both, CAROL)
    accept(both)
    assert both.wires.sent()[-4:] == ["202 REFER", "NOTIFY", "200 NOTIFY"] or (
        both.wires.sent()[-4:] == ["REFER", "202 REFER", "NOTIFY", "200 NOTIFY"]
    )
    notify = both.wires.one("NOTIFY")
    assert notify.headers.get("Content-Type") == "message/sipfrag"
    assert notify.body == b"SIP/2.0 100 Trying\r\n"
    assert notify.headers.get("Event") == "refer"


@pytest.mark.parametrize("headers", [(), (CAROL, CAROL)])
def test_rule_153_exactly_one_refer_to_is_needed(
    both: Lab, headers: tuple[tuple[str, str], ...]
) -> None:
    refer(both, *headers)
    assert "400 REFER" in both.wires.sent()
    assert both.wires.heard("alice", IncomingRefer) == []


def test_rule_154_the_last_notify_says_how_it_went(both: Lab) -> None:
    handle = refer(both, CAROL)
    asked = accept(both)
    both.do("alice", "report", asked.subscription, "SIP/2.0 200 OK", is_last=True)
    last = both.wires.all("NOTIFY")[-1]
    assert last.headers.get("Subscription-State") == "terminated;reason=noresource"
    assert both.wires.heard("bob", Notified)[-1] == Notified(handle, last, True)


def test_rule_155_a_second_refer_has_an_id(both: Lab) -> None:
    refer(both, CAROL)
    accept(both)
    handle, outcomes = both.wires.elements["bob"].requests.refer(
        1, headers=(CAROL,), now=0.0
    )
    both.wires.take("bob", outcomes)
    both.wires.transfer()
    second = both.wires.heard("alice", IncomingRefer)[-1]
    both.do("alice", "accept_refer", second.subscription, second.transaction)
    number = both.wires.all("REFER")[-1].cseq.number
    assert both.wires.all("NOTIFY")[-1].headers.get("Event") == f"refer;id={number}"
    assert both.wires.heard("bob", Notified)[-1].subscription == handle


def test_rule_087_the_dialog_outlives_its_call_while_somebody_is_told(
    both: Lab,
) -> None:
    refer(both, CAROL)
    asked = accept(both)
    both.do("bob", "bye", 1)
    assert both.wires.heard("alice", Ended)[0].by_us is False
    assert both.wires.of("alice", DialogChanged)[-1].after == "confirmed"

    both.do("alice", "report", asked.subscription, "SIP/2.0 486 Busy", is_last=True)

    assert both.wires.sent()[-2:] == ["NOTIFY", "200 NOTIFY"]
    for name in ("alice", "bob"):
        assert both.wires.of(name, DialogChanged)[-1].after == "terminated"
    both.wires.run()
    assert both.wires.live == {}


def test_rule_087_a_481_to_a_notify_leaves_the_call(both: Lab) -> None:
    subscription = refer(both, CAROL)
    asked = accept(both)
    bob = both.wires.elements["bob"]
    bob._ledger.all.pop(subscription)  # it has forgotten why it would know
    both.do("alice", "report", asked.subscription, "SIP/2.0 200 OK", is_last=True)
    assert "481 NOTIFY" in both.wires.sent()
    assert both.wires.heard("alice", Ended) == []
    assert both.wires.heard("alice", RequestAnswered) == []


def test_a_refused_refer_makes_no_subscription(both: Lab) -> None:
    handle = refer(both, CAROL)
    [asked] = both.wires.heard("alice", IncomingRefer)
    both.do("alice", "refuse_refer", asked.subscription, asked.transaction, 603)
    assert both.wires.heard("bob", SubscriptionEnded) == [
        SubscriptionEnded(handle, 603)
    ]
    both.do("bob", "bye", 1)
    both.wires.run()
    assert both.wires.live == {}


def test_a_refer_outside_any_call_makes_a_dialog_of_its_own(both: Lab) -> None:
    request = build.request(
        *("REFER", DIRECT),
        from_=ALICE.with_tag("a"),
        to=BOB,
        call_id="click",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKclick",
        contact=f"<{contact('alice')}>",
        headers=[CAROL],
    )
    both.inject(request, into="bob")
    [asked] = both.wires.heard("bob", IncomingRefer)
    assert asked.call is None
    both.do("bob", "accept_refer", asked.subscription, asked.transaction)
    assert both.wires.one("NOTIFY", to="alice").to_tag == "a"
