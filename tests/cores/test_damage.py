"""Damaged, repeated, belated and misdirected messages: nothing raises."""

import random

import pytest

from mspllab.cores.decision import Fork, Target
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.sip.message import Message, Request
from tests.cores.wires import BOB, Lab, contact

PEOPLE = ("alice", "desk", "mobile")
FIELDS = (
    *("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Route", "Record-Route"),
    *("Max-Forwards", "Max-Breadth", "Expires", "Require", "Proxy-Require"),
)
RUBBISH = (
    *("", "<sip:", '"', "x", "*", "-1", "0", "256", "<>,,,", "sip:\x00", "é\udcff"),
    *("99999999999 INVITE", "1 INVITE", "0 ACK", "<urn:x>", "<sip:a@b>;tag=;;"),
    *("<sip:bob@lab.example;lr>", "<sip:a@b?x=y>;q=z", "SIP/2.0/UDP"),
    *("SIP/2.0/UDP x;branch=z9hG4bK", "SIP/2.0/TCP h;rport;branch=z9hG4bKx"),
)
URIS = (
    "sip:",
    "x",
    "*",
    "urn:a:b",
    "tel:+1",
    "sip:192.0.2.1;lr",
    "sip:a@b;method=X?y=z",
)
METHODS = ("ACK", "CANCEL", "BYE", "INVITE", "OPTIONS", "UPDATE", "X")
STATUSES = (100, 180, 200, 202, 302, 303, 401, 486, 503, 600, 699)
BUTTONS = {
    "ring": (),
    "accept": (),
    "reject": (303,),
    "cancel": (),
    "bye": (),
    "request": ("INVITE",),
}


def damaged(message: Message, chance: random.Random) -> Message:
    """`message` with a field, and perhaps its start line, spoilt."""
    name, value = chance.choice(FIELDS), chance.choice(RUBBISH)
    headers = message.headers
    edits = (
        headers.without(name),
        headers.with_(name, value),
        headers.added(name, value),
    )
    headers = chance.choice(edits)
    if chance.random() < 0.8:
        return message.replace(headers=headers)
    if isinstance(message, Request):
        method, uri = chance.choice(METHODS), chance.choice(URIS)
        return message.replace(headers=headers, method=method, uri=uri)
    return message.replace(headers=headers, status=chance.choice(STATUSES))


def happen(lab: Lab, chance: random.Random) -> None:
    """A message arrives, damaged or not; somebody presses a button; or time passes."""
    wires, what = lab.wires, chance.random()
    if wires.packets and what < 0.5:
        packet = wires.packets.pop(chance.randrange(len(wires.packets)))
        if chance.random() < 0.3:
            packet.message = damaged(packet.message, chance)
        wires.deliver(packet)
    elif what < 0.65:
        message = damaged(chance.choice(wires.history).message, chance)
        lab.inject(message, into=chance.choice(list(wires.elements)))
    elif what < 0.8:
        button = chance.choice(list(BUTTONS))
        who = chance.choice(PEOPLE)
        more = (
            {"headers": (("Contact", "<sip:c@lab.example>"),)}
            if button == "reject"
            else {}
        )
        lab.do(who, button, 1, *BUTTONS[button], transfer=False, **more)
    else:
        wires.wait(chance.choice((0.1, 0.5, 5.0, 40.0)), deaf=chance.random() < 0.3)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_arrives_nothing_raises(lab: Lab, seed: int) -> None:
    chance = random.Random(seed)
    for name in PEOPLE:
        lab.user_agent(name)
    lab.proxy(
        ProxyRules(
            record_route="sip:192.0.2.1:5060;lr",
            recurse_on=frozenset({302, 303}),
            progress_101="13004",
            mark_branched=True,
        )
    )
    targets = (Target(contact("desk"), epid="01"), Target(contact("mobile")))
    lab.router.decisions[BOB] = Fork(targets)
    lab.call(transfer=False)

    for _ in range(40):
        happen(lab, chance)

    assert lab.wires.history
