"""Changes of a call that is up: one at a time, and two that cross (§14)."""

from mspllab.cores.events import Ended, IncomingRequest, RequestAnswered, Waiting
from mspllab.sip.sdp import SDP_TYPE
from mspllab.trace.records import TimerSet
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")


def connected(lab: Lab) -> int:
    call = lab.call(DIRECT)
    lab.do("bob", "accept", 1)
    return call


def answer(lab: Lab, who: str, status: int = 200, **more: object) -> None:
    """Answer the latest request that was handed up at `who`."""
    asked = lab.wires.heard(who, IncomingRequest)[-1]
    lab.do(who, "respond", asked.transaction, status, **more)


def test_rule_091_a_change_waits_for_the_one_under_way(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "modify", call)
    pair.do("alice", "modify", call)
    assert pair.wires.sent(by="alice").count("INVITE") == 2  # the call, and one change

    answer(pair, "bob")

    assert pair.wires.sent(by="alice")[-2:] == ["ACK", "INVITE"]
    assert "500 INVITE" not in pair.wires.sent()


def test_rule_091_a_change_waits_for_the_other_sides(pair: Lab) -> None:
    call = connected(pair)
    pair.do("bob", "modify", 1)
    pair.do("alice", "modify", call)
    assert pair.wires.sent(by="alice").count("INVITE") == 1

    answer(pair, "alice")

    assert pair.wires.sent(by="alice").count("INVITE") == 2
    assert "491 INVITE" not in pair.wires.sent()


def test_rule_091_changes_that_cross_are_tried_again_the_callers_last(
    pair: Lab,
) -> None:
    call = connected(pair)
    pair.do("alice", "modify", call, transfer=False)
    pair.do("bob", "modify", 1, transfer=False)
    pair.wires.transfer()
    assert pair.wires.sent().count("491 INVITE") == 2
    assert pair.wires.heard("alice", Waiting) == [Waiting(call, 491, 3.0)]
    assert pair.wires.heard("bob", Waiting) == [Waiting(1, 491, 1.0)]

    pair.wires.wait(1.0)
    answer(pair, "alice")
    pair.wires.wait(2.0)
    answer(pair, "bob")

    assert pair.wires.times("INVITE", by="bob") == [0.0, 1.0]
    assert pair.wires.times("INVITE", by="alice") == [0.0, 0.0, 3.0]
    pair.do("alice", "bye", call)
    pair.wires.run()
    assert pair.wires.live == {}


def test_rule_091_a_500_with_retry_after_is_obeyed(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "modify", call)

    answer(pair, "bob", 500, headers=(("Retry-After", "7 (wait)"),))

    assert pair.wires.heard("alice", Waiting) == [Waiting(call, 500, 7.0)]
    pair.wires.wait(7.0)
    assert pair.wires.times("INVITE", by="alice")[-1] == 7.0


def test_rule_092_a_refused_change_leaves_the_call_as_it_was(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "modify", call)

    answer(pair, "bob", 488)

    assert [e.status for e in pair.wires.heard("alice", RequestAnswered)] == [488]
    assert pair.wires.heard("alice", Ended) == []


def test_rule_092_only_a_481_or_408_ends_the_call(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "modify", call)

    answer(pair, "bob", 481)

    assert pair.wires.heard("alice", Ended) == [Ended(call, by_us=False)]


def test_a_call_that_ends_forgets_what_was_to_be_changed(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "modify", call, transfer=False)
    pair.do("bob", "modify", 1, transfer=False)
    pair.wires.transfer()

    pair.do("alice", "bye", call)
    pair.wires.run()

    assert pair.wires.times("INVITE", by="alice") == [0.0, 0.0]
    assert pair.wires.live == {}
    assert "491" in {r.timer for r in pair.wires.of("alice", TimerSet)}


def test_rule_093_a_change_goes_to_the_contact_and_nowhere_else(fork: Lab) -> None:
    call = fork.call()
    fork.do("desk", "accept", 1)

    fork.do("alice", "modify", call)

    assert [p.destination for p in fork.wires.history if p.title == "INVITE"][-2:] == [
        "proxy",
        "desk",
    ]
    assert fork.wires.all("INVITE", to="desk")[-1].uri == contact("desk")


def test_rule_174_the_answer_to_an_offer_in_a_200_is_in_the_ack(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False, answer_offer=lambda *_: (b"answer", "x/y"))
    lab.user_agent("bob", outbound=False)
    lab.call(DIRECT)

    lab.do("bob", "accept", 1, body=b"offer", content_type=SDP_TYPE)

    assert lab.wires.one("INVITE").body == b""
    ack = lab.wires.one("ACK")
    assert (ack.body, ack.headers.get("Content-Type")) == (b"answer", "x/y")


def test_rule_174_an_offer_in_the_invite_needs_no_answer_in_the_ack(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False, answer_offer=lambda *_: (b"answer", "x/y"))
    lab.user_agent("bob", outbound=False)
    lab.call(DIRECT, body=b"offer", content_type=SDP_TYPE)

    lab.do("bob", "accept", 1, body=b"answer", content_type=SDP_TYPE)

    assert lab.wires.one("ACK").body == b""


def test_rule_083_an_update_moves_the_remote_target_too(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False, allow=("INVITE", "ACK", "BYE", "UPDATE"))
    call = connected(lab)
    lab.wires.elements["alice"].contact = "<sip:alice@192.0.2.90:5060;moved>"

    lab.do("alice", "modify", call, "UPDATE")
    answer(lab, "bob")
    lab.do("bob", "bye", 1)

    assert lab.wires.one("BYE").uri == "sip:alice@192.0.2.90:5060;moved"
