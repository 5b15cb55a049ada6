"""Labs with the usual people in them."""

import pytest

from mspllab.cores.decision import Fork, Forward, Target
from tests.cores.wires import BOB, Lab, contact

PHONES = ("desk", "mobile", "tablet")


@pytest.fixture
def lab() -> Lab:
    """Nobody yet."""
    return Lab()


@pytest.fixture
def pair(lab: Lab) -> Lab:
    """Alice and Bob, and nobody between them."""
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False)
    return lab


@pytest.fixture
def trio(lab: Lab) -> Lab:
    """Alice, a proxy that knows where Bob is, and Bob."""
    for name in ("alice", "bob"):
        lab.user_agent(name)
    lab.proxy()
    lab.router.decisions[BOB] = Forward(Target(contact("bob")))
    return lab


@pytest.fixture
def fork(lab: Lab) -> Lab:
    """Alice, a proxy that sends Bob's calls to three phones, and these."""
    for name in ("alice", *PHONES):
        lab.user_agent(name)
    lab.proxy()
    targets = tuple(Target(contact(name)) for name in PHONES)
    lab.router.decisions[BOB] = Fork(targets)
    return lab
