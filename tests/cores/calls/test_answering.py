"""Bob is called, and does or does not answer."""

import pytest

from mspllab.cores.events import Cancelled, Ended
from mspllab.trace.records import Cause, DialogChanged
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")


def test_rule_051_an_invite_nobody_answers_gets_a_100_within_200_ms(pair: Lab) -> None:
    pair.call(DIRECT)

    pair.wires.wait(1.0)

    assert pair.wires.times("100 INVITE") == [0.2]
    assert pair.wires.one("100 INVITE").to_tag is None, "rule 50"


def test_rule_051_no_100_where_something_was_said_before(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1)

    pair.wires.wait(1.0)

    assert "100 INVITE" not in pair.wires.sent()


def test_rule_050_all_responses_of_a_call_have_one_to_tag(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("bob", "ring", 1, status=183)
    pair.do("bob", "accept", 1)

    titles = ("180 INVITE", "183 INVITE", "200 INVITE")
    assert len({pair.wires.one(title).to_tag for title in titles}) == 1


def test_rule_050_every_phone_has_a_to_tag_of_its_own(fork: Lab) -> None:
    fork.call()
    for phone in ("desk", "mobile", "tablet"):
        fork.do(phone, "ring", 1)

    tags = {message.to_tag for message in fork.wires.all("180 INVITE", to="alice")}
    assert len(tags) == 3


def test_rule_054_a_provisional_is_repeated_every_minute(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1)

    pair.wires.wait(150.0)

    assert pair.wires.times("180 INVITE") == [0.0, 60.0, 120.0]


@pytest.mark.parametrize("transport", ["UDP", "TLS"])
def test_rule_072_a_2xx_is_repeated_on_every_transport_until_64_t1(
    lab: Lab, transport: str
) -> None:
    lab.wires.transport = transport
    for name in ("alice", "bob"):
        lab.user_agent(name, outbound=False)
    lab.call(DIRECT)
    lab.do("bob", "accept", 1, transfer=False)

    lab.wires.run(deaf=True)

    times = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    assert lab.wires.times("200 INVITE") == times


def test_rule_072_without_ack_a_bye_follows(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1, transfer=False)

    pair.wires.run(deaf=True)

    assert pair.wires.happened("bob") == ["IncomingInvite", "AckTimedOut", "Ended"]
    assert pair.wires.times("BYE")[0] == 32.0
    first = next(p for p in pair.wires.history if p.title == "BYE")
    assert first.cause == Cause(timer="ACK")


def test_rule_072_the_ack_stops_the_repetition(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1, transfer=False)
    pair.wires.drop("200 INVITE")

    pair.wires.wait(20.0)

    assert pair.wires.times("200 INVITE") == [0, 0.5]
    assert pair.wires.happened("bob") == ["IncomingInvite", "Confirmed"]


def test_rule_058_a_cancelled_invite_is_answered_487(pair: Lab) -> None:
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("alice", "cancel", call, reason="SIP;cause=200")

    assert pair.wires.heard("bob", Cancelled) == [Cancelled(1, "SIP;cause=200")]
    answer, end = pair.wires.one("200 CANCEL"), pair.wires.one("487 INVITE")
    assert answer.to_tag == end.to_tag, "rule 59"


def test_rule_058_a_cancel_that_comes_too_late_changes_nothing(pair: Lab) -> None:
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("alice", "cancel", call, transfer=False)
    pair.do("bob", "accept", 1, transfer=False)
    pair.wires.transfer()

    assert "487 INVITE" not in pair.wires.sent()
    assert pair.wires.one("200 CANCEL").status == 200
    assert pair.wires.heard("bob", Cancelled) == []


def test_rule_094_an_invite_expires_when_its_caller_said(pair: Lab) -> None:
    pair.call(DIRECT, headers=(("Expires", "20"),))
    pair.do("bob", "ring", 1)

    pair.wires.wait(20.0)

    assert pair.wires.times("487 INVITE") == [20.0]
    assert pair.wires.heard("bob", Cancelled) == [Cancelled(1, "expired")]


def test_rule_063_the_callees_bye_waits_for_the_ack(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1, transfer=False)
    pair.do("bob", "bye", 1, reason="SIP;cause=486", transfer=False)
    assert "BYE" not in pair.wires.sent()

    pair.wires.transfer()

    assert pair.wires.sent() == ["INVITE", "200 INVITE", "ACK", "BYE", "200 BYE"]
    assert pair.wires.one("BYE").headers.get("Reason") == "SIP;cause=486"
    assert pair.wires.heard("alice", Ended)[0].by_us is False


def test_a_busy_phone_says_so_and_is_done(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("bob", "reject", 1, 486)

    changes = [(r.before, r.after) for r in pair.wires.of("bob", DialogChanged)]
    assert changes == [("", "early"), ("early", "terminated")]
    pair.wires.run()
    assert pair.wires.live == {}


def test_hanging_up_on_a_caller_before_answering_is_a_480(pair: Lab) -> None:
    pair.call(DIRECT)

    pair.do("bob", "bye", 1)

    assert "480 INVITE" in pair.wires.sent()


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [("ring", ()), ("accept", ()), ("reject", (486,)), ("cancel", ()), ("bye", ())],
)
def test_any_button_may_be_pressed_when_the_call_is_over(
    pair: Lab, verb: str, arguments: tuple[int, ...]
) -> None:
    pair.call(DIRECT)
    pair.do("bob", "reject", 1, 486)
    before = pair.wires.sent()

    pair.do("bob", verb, 1, *arguments)
    pair.do("bob", verb, 99, *arguments)

    assert pair.wires.sent() == before


def test_the_answer_carries_what_it_was_given(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do(
        "bob",
        "accept",
        1,
        headers=(("User-Agent", "desk"),),
        body=b"v=0\r\n",
        content_type="application/sdp",
    )

    answer = pair.wires.one("200 INVITE")
    assert answer.body == b"v=0\r\n"
    assert answer.content_type == "application/sdp"
    assert answer.headers.get("User-Agent") == "desk"
    assert str(answer.contact[0].uri) == DIRECT
