"""Whoever asks who we are is answered, once (RFC 3261 §22)."""

from random import Random

import pytest

from mspllab.cores.account import Account
from mspllab.cores.events import Answered, IncomingRequest, Registered, Rejected
from mspllab.cores.user_agent import ALLOW
from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.digest import Challenge, Credentials
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")
ALICE = Address.parse("<sip:alice@lab.example>")
LAB = Challenge("lab.example", "n1", qop=("auth",))
WEST = Challenge("west.example", "n2")


@pytest.fixture
def asked(lab: Lab) -> Lab:
    """Alice, who knows her password, and Bob, who will ask her for it."""
    account = Account("alice", "secret", Identifiers(Random(1), "x"))
    lab.user_agent("alice", outbound=False, account=account)
    lab.user_agent("bob", outbound=False, allow=(*ALLOW, "MESSAGE", "REGISTER"))
    return lab


def challenges(*them: Challenge) -> dict[str, object]:
    return {"headers": tuple(("Proxy-Authenticate", str(one)) for one in them)}


def credentials(request: Request) -> list[Credentials]:
    texts = request.headers.all("Proxy-Authorization")
    return [Credentials.parse(text) for text in texts]


def test_rule_044_a_challenged_call_is_made_again_with_credentials(asked: Lab) -> None:
    asked.call(DIRECT)
    asked.do("bob", "reject", 1, 407, **challenges(LAB))

    first, second = asked.wires.all("INVITE")
    assert (second.call_id, second.from_tag) == (first.call_id, first.from_tag)
    assert second.to_tag is None
    assert second.cseq.number == 2
    assert second.branch != first.branch
    [given] = credentials(second)
    assert given.fits("secret", "INVITE")
    asked.do("bob", "accept", 2)
    assert [type(e) for e in asked.wires.heard("alice")] == [Answered]


def test_rule_090_the_ack_repeats_the_credentials(asked: Lab) -> None:
    asked.call(DIRECT)
    asked.do("bob", "reject", 1, 407, **challenges(LAB))
    asked.do("bob", "accept", 2)

    ack = asked.wires.all("ACK")[-1]
    assert credentials(ack) == credentials(asked.wires.all("INVITE")[1])


def test_rule_044_a_second_refusal_is_final(asked: Lab) -> None:
    asked.call(DIRECT)
    for call in (1, 2):
        asked.do("bob", "reject", call, 407, **challenges(LAB))

    assert len(asked.wires.all("INVITE")) == 2
    assert [e.status for e in asked.wires.heard("alice", Rejected)] == [407]
    asked.wires.run()
    assert asked.wires.live == {}


def test_rule_044_a_stale_answer_is_given_once_more(asked: Lab) -> None:
    stale = LAB._replace(nonce="n9", is_stale=True)
    asked.call(DIRECT)
    asked.do("bob", "reject", 1, 407, **challenges(LAB))
    asked.do("bob", "reject", 2, 407, **challenges(stale))

    [given] = credentials(asked.wires.all("INVITE")[-1])
    assert (given.nonce, given.nonce_count) == ("n9", 1)


def test_rule_121_several_who_ask_are_all_answered(asked: Lab) -> None:
    asked.call(DIRECT)
    asked.do("bob", "reject", 1, 407, **challenges(LAB))
    asked.do("bob", "reject", 2, 407, **challenges(WEST))

    third = asked.wires.all("INVITE")[-1]
    assert [c.realm for c in credentials(third)] == ["lab.example", "west.example"]
    assert [c.nonce_count for c in credentials(third)] == [2, 0]


def test_rule_061_a_cancelled_call_is_not_made_again(asked: Lab) -> None:
    call = asked.call(DIRECT)
    asked.do("alice", "cancel", call)
    asked.do("bob", "reject", 1, 407, **challenges(LAB))

    assert len(asked.wires.all("INVITE")) == 1
    assert [e.status for e in asked.wires.heard("alice", Rejected)] == [407]


def test_a_scheme_that_nobody_knows_is_a_failure(asked: Lab) -> None:
    asked.call(DIRECT)
    asked.do("bob", "reject", 1, 401, headers=(("WWW-Authenticate", "NTLM x"),))

    assert [e.status for e in asked.wires.heard("alice", Rejected)] == [401]


def test_rule_044_requests_inside_and_outside_calls_are_asked_again(asked: Lab) -> None:
    call = asked.call(DIRECT)
    asked.do("bob", "accept", 1)
    asked.do("alice", "request", call, "MESSAGE")
    asked.do("alice", "send", "MESSAGE", DIRECT, from_=ALICE, to=ALICE)
    for event in asked.wires.heard("bob", IncomingRequest):
        asked.do("bob", "respond", event.transaction, 407, **challenges(LAB))

    numbers = [m.cseq.number for m in asked.wires.all("MESSAGE")]
    assert sorted(numbers) == [1, 2, 2, 3]


def test_a_registrar_that_has_asked_once_is_answered_at_once(asked: Lab) -> None:
    def register() -> None:
        asked.do("alice", "register", ALICE, DIRECT, contact="<sip:a@192.0.2.90>")

    register()
    [event] = asked.wires.heard("bob", IncomingRequest)
    header = (("WWW-Authenticate", str(LAB)),)
    asked.do("bob", "respond", event.transaction, 401, headers=header)
    for event in asked.wires.heard("bob", IncomingRequest)[1:]:
        asked.do("bob", "respond", event.transaction, 200)
    register()

    first, second, third = asked.wires.all("REGISTER")
    assert [m.cseq.number for m in (first, second, third)] == [1, 2, 3]
    given = Credentials.parse(third.headers.get("Authorization") or "")
    assert (given.nonce, given.nonce_count) == ("n1", 2)
    assert len(asked.wires.heard("alice", Registered)) == 1


def test_who_has_no_password_answers_nobody() -> None:
    nobody = Account("alice", "", Identifiers(Random(1), "x"))
    request = build.request(
        *("INVITE", DIRECT),
        from_=ALICE.with_tag("a"),
        to=ALICE,
        call_id="c",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
    )
    response = build.response(request, 407, **challenges(LAB))  # type: ignore[arg-type]
    assert nobody.authorised(request, response) is None
