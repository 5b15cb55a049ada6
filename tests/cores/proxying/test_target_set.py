"""What counts as the same target (§16.5)."""

import pytest

from mspllab.cores.decision import Fork, Target
from mspllab.cores.proxying.target_set import target_key
from tests.cores.wires import BOB, Lab

DESK = "sip:bob@192.0.2.101:5060;transport=tcp;x=1"


@pytest.mark.parametrize(
    "other",
    [
        "SIP:bob@192.0.2.101:5060;transport=tcp;x=1",
        "sip:b%6Fb@192.0.2.101:5060;transport=tcp;x=1",
        "sip:bob@192.0.2.101:5060;X=1;Transport=TCP",
    ],
)
def test_rule_111_a_target_spelled_otherwise_is_the_same(other: str) -> None:
    assert target_key(other) == target_key(DESK)


@pytest.mark.parametrize(
    "other",
    [
        "sip:Bob@192.0.2.101:5060;transport=tcp;x=1",
        "sip:bob@192.0.2.101;transport=tcp;x=1",
        "sip:bob@192.0.2.101:5060;transport=tcp",
        "sips:bob@192.0.2.101:5060;transport=tcp;x=1",
        "sip:192.0.2.101:5060;transport=tcp;x=1",
        "tel:+12065550142",
        "no URI at all",
    ],
)
def test_rule_111_what_may_lead_elsewhere_is_another(other: str) -> None:
    assert target_key(other) != target_key(DESK)


def test_rule_111_a_phone_registered_twice_rings_once(lab: Lab) -> None:
    for name in ("alice", "desk"):
        lab.user_agent(name)
    lab.proxy()
    spellings = ("sip:desk@192.0.2.101:5060", "sip:d%65sk@192.0.2.101:5060")
    lab.router.decisions[BOB] = Fork(tuple(map(Target, spellings)))
    lab.call()

    assert lab.wires.sent(to="desk") == ["INVITE"]
