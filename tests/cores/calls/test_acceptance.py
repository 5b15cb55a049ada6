"""More than one 2xx may wait for its ACK in one call."""

from mspllab.cores.events import AckTimedOut, IncomingRequest
from tests.cores.wires import Lab, contact


def answered(pair: Lab) -> None:
    pair.call(contact("bob"))
    pair.do("bob", "accept", 1)


def test_the_answer_to_a_re_invite_is_repeated_until_its_own_ack(pair: Lab) -> None:
    answered(pair)
    pair.do("alice", "request", 1, "INVITE")
    [asked] = pair.wires.heard("bob", IncomingRequest)
    pair.do("bob", "respond", asked.transaction, 200, transfer=False)
    pair.wires.drop("200 INVITE")

    pair.wires.wait(5.0)

    assert pair.wires.times("200 INVITE") == [0, 0, 0.5]
    assert [ack.cseq.number for ack in pair.wires.all("ACK")] == [1, 2]


def test_a_re_invite_without_ack_ends_the_call(pair: Lab) -> None:
    answered(pair)
    pair.do("alice", "request", 1, "INVITE")
    [asked] = pair.wires.heard("bob", IncomingRequest)
    pair.do("bob", "respond", asked.transaction, 200, transfer=False)

    pair.wires.run(deaf=True)

    assert pair.wires.heard("bob", AckTimedOut) == [AckTimedOut(1)]
    assert "BYE" in pair.wires.sent(by="bob")


def test_a_bye_from_the_caller_stops_the_repetition(pair: Lab) -> None:
    pair.call(contact("bob"))
    pair.do("bob", "accept", 1, transfer=False)
    pair.wires.transfer("200 INVITE")
    pair.wires.drop("ACK")
    pair.do("alice", "bye", 1)

    pair.wires.run()

    assert pair.wires.times("200 INVITE") == [0]
    assert pair.wires.live == {}
