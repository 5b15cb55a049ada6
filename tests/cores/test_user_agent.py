import copy

import pytest

from mspllab.trace.records import DialogChanged, StateChanged
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")


def test_the_same_steps_give_the_same_bytes() -> None:
    texts = []
    for _ in range(2):
        lab = Lab()
        for name in ("alice", "bob"):
            lab.user_agent(name, outbound=False)
        lab.call(DIRECT)
        lab.do("bob", "accept", 1)
        texts.append([packet.message.text for packet in lab.wires.history])

    assert texts[0] == texts[1]


def test_a_copy_of_a_call_goes_its_own_way(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    twin = copy.deepcopy(pair)

    pair.do("bob", "accept", 1)
    twin.do("bob", "reject", 1, 486)

    assert pair.wires.happened("alice") == ["Progress", "Answered"]
    assert twin.wires.happened("alice") == ["Progress", "Rejected"]


# Over TCP a lost message stands for one that a proxy between the two has lost: what the
# cores repeat by themselves must be enough.
UDP_LOSSES = ("INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE")
TCP_LOSSES = ("180 INVITE", "200 INVITE", "ACK")


@pytest.mark.parametrize(
    ("transport", "lost"),
    [("UDP", lost) for lost in UDP_LOSSES] + [("TCP", lost) for lost in TCP_LOSSES],
)
def test_any_one_message_may_be_lost_and_the_call_still_ends(
    transport: str, lost: str
) -> None:
    lab = Lab()
    lab.wires.transport = transport
    for name in ("alice", "bob"):
        lab.user_agent(name, outbound=False)
    once = [lost]

    def let_through() -> None:
        while lab.wires.packets:
            packet = lab.wires.packets.pop(0)
            if once and packet.title == once[0]:
                once.clear()
            else:
                lab.wires.deliver(packet)

    lab.wires.transfer = let_through  # type: ignore[method-assign,assignment]
    lab.call(DIRECT)
    lab.wires.wait(1.0)
    lab.do("bob", "ring", 1)
    lab.do("bob", "accept", 1)
    lab.wires.wait(5.0)
    lab.do("alice", "bye", 1)
    lab.wires.run()

    assert once == []
    assert lab.wires.happened("bob")[-1] == "Ended"
    assert lab.wires.live == {}


def test_every_transaction_and_dialog_that_began_has_ended(pair: Lab) -> None:
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("bob", "accept", 1)
    pair.do("alice", "bye", call)
    pair.wires.run()

    for kind, end in ((StateChanged, "Terminated"), (DialogChanged, "terminated")):
        last = {}
        for record in (r for r in pair.wires.records if isinstance(r, kind)):
            name = record[2:5] if kind is DialogChanged else record[2:4]
            last[record.element, name] = record.after
        assert last and set(last.values()) == {end}


def test_one_that_is_switched_off_tells_nobody(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1)
    sent = len(pair.wires.history)

    pair.do("bob", "switch_off")

    assert len(pair.wires.history) == sent
    assert pair.wires.elements["bob"].next_timer() is None
    assert [r.after for r in pair.wires.of("bob", DialogChanged)][-1] == "terminated"


def test_it_knows_its_own_calls(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1)
    ack = pair.wires.one("ACK")
    alice, bob = (pair.wires.elements[name] for name in ("alice", "bob"))

    assert bob.knows(ack)
    assert not alice.knows(ack)
