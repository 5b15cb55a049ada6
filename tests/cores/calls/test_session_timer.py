"""Rule 96: calls that end by themselves where nobody says that they go on."""

from typing import Any

import pytest

from mspllab.cores.calls.session_timer import Interval
from mspllab.cores.events import Answered, Ended, IncomingRequest, Rejected
from mspllab.sip import build
from mspllab.sip.message import Message
from tests.cores.wires import BOB, Lab, contact

DIRECT = contact("bob")
METHODS = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "UPDATE")
ALLOW = (("Allow", ", ".join(METHODS)),)


@pytest.fixture
def both(lab: Lab) -> Lab:
    lab.user_agent("alice", outbound=False, allow=METHODS, session_expires=100)
    lab.user_agent("bob", outbound=False, allow=METHODS)
    return lab


def called(lab: Lab, **more: Any) -> int:
    call = lab.call(DIRECT, **more)
    lab.do("bob", "accept", 1, headers=ALLOW)
    return call


def pass_time(lab: Lab, seconds: float) -> None:
    """Whatever either is asked inside the call is granted at once."""
    done: set[str] = set()
    for _ in range(int(seconds)):
        lab.wires.wait(1.0)
        for name in ("alice", "bob"):
            for asked in lab.wires.heard(name, IncomingRequest):
                if asked.transaction not in done:
                    done.add(asked.transaction)
                    lab.do(name, "respond", asked.transaction, 200)


def says(message: Message) -> str | None:
    return message.headers.get("Session-Expires")


def test_rule_096_it_is_asked_for_and_granted(both: Lab) -> None:
    called(both)

    invite, answer = both.wires.one("INVITE"), both.wires.one("200 INVITE")
    assert says(invite) == "100"
    assert "timer" in invite.headers.values("Supported")
    assert says(answer) == "100;refresher=uac"
    assert answer.headers.get("Require") == "timer"


def test_rule_096_who_does_not_ask_gets_none(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False)
    called(lab)
    assert says(lab.wires.one("200 INVITE")) is None
    lab.wires.wait(5000.0)
    assert lab.wires.all("BYE") == []


def test_rule_096_at_half_of_the_time_the_call_is_refreshed(both: Lab) -> None:
    called(both)
    pass_time(both, 120)

    updates = both.wires.all("UPDATE", by="alice")
    assert [says(one) for one in updates] == ["100;refresher=uac"] * 2
    assert both.wires.times("UPDATE", by="alice") == [50.0, 100.0]
    assert says(both.wires.all("200 UPDATE")[0]) == "100;refresher=uac"
    assert both.wires.all("BYE") == []


def test_rule_096_the_refresher_may_be_the_other_side(both: Lab) -> None:
    asked = (("Session-Expires", "120;refresher=uas"), ("Supported", "timer"))
    both.user_agent("alice", outbound=False, allow=METHODS)
    called(both, headers=(*asked, *ALLOW))
    pass_time(both, 61)

    assert says(both.wires.one("200 INVITE")) == "120;refresher=uas"
    assert both.wires.one("200 INVITE").headers.get("Require") is None
    assert says(both.wires.one("UPDATE", by="bob")) == "120;refresher=uac"


def test_rule_096_who_does_not_take_update_is_sent_an_invite(both: Lab) -> None:
    both.user_agent("bob", outbound=False)
    both.call(DIRECT)
    both.do("bob", "accept", 1, headers=(("Allow", "INVITE, ACK, BYE"),))
    pass_time(both, 51)

    assert len(both.wires.all("INVITE", by="alice")) == 2


def test_rule_096_without_a_refresh_the_other_side_hangs_up(both: Lab) -> None:
    called(both)
    both.wires.unplugged.add("alice")
    both.wires.wait(67.9)
    assert both.wires.heard("bob", Ended) == []
    both.wires.wait(0.2)
    assert both.wires.heard("bob", Ended) == [Ended(1, by_us=True)]


def test_rule_096_nothing_runs_on_when_the_call_is_over(both: Lab) -> None:
    call = called(both)
    both.do("alice", "bye", call)
    both.wires.run()
    assert both.wires.live == {}
    assert both.wires.all("UPDATE") == []


def test_rule_096_too_little_is_422_and_asked_for_again(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False, session_expires=60)
    lab.user_agent("bob", outbound=False, min_se=120)
    call = called(lab)

    assert lab.wires.one("422 INVITE").headers.get("Min-SE") == "120"
    _, again = lab.wires.all("INVITE")
    assert (says(again), again.headers.get("Min-SE")) == ("120", "120")
    assert [one.call for one in lab.wires.heard("alice", Answered)] == [call]


def test_rule_096_a_422_that_wants_nothing_else_is_a_refusal(both: Lab) -> None:
    call = both.call(DIRECT)
    both.do("bob", "reject", 1, 422, headers=(("Min-SE", "90"),))
    assert [one.call for one in both.wires.heard("alice", Rejected)] == [call]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("1800", Interval(1800)),
        (" 90 ; Refresher = UAS ;x", Interval(90, "uas")),
        ("soon", None),
        ("", None),
        ("99999999999", None),
    ],
)
def test_rule_096_what_cannot_be_read_is_not_there(
    text: str, interval: Interval | None
) -> None:
    message = build.request(
        "INVITE",
        BOB,
        from_="<sip:a@b>;tag=1",
        to=f"<{BOB}>",
        call_id="c",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
        headers=[("Session-Expires", text)],
    )
    assert Interval.of(message) == interval
