"""Where a user agent sends its requests, and what it keeps in mind."""

import pytest

from mspllab.cores.agent import NOWHERE, Agent
from mspllab.sim.datagram import Endpoint
from mspllab.transaction.timers import RFC_TIMERS
from tests.cores.wires import PROXY, Lab, contact, identifiers, resolve


def agent(
    outbound: Endpoint | None = None, *, transport: str = "UDP", asks: bool = False
) -> Agent:
    return Agent(
        owner="alice",
        address=Endpoint("192.0.2.90", 5060),
        transport=transport,
        contact="<sip:alice@192.0.2.90>",
        identifiers=identifiers("alice"),
        timers=RFC_TIMERS,
        outbound=outbound,
        resolve=resolve if asks else None,
    )


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:bob@192.0.2.101", Endpoint("192.0.2.101", 5060)),
        ("sip:bob@192.0.2.101:5070", Endpoint("192.0.2.101", 5070)),
        ("tel:+12065550142", NOWHERE),
    ],
)
def test_without_outbound_proxy_the_uri_says_where(
    uri: str, expected: Endpoint
) -> None:
    assert agent().where(uri) == expected


def test_the_default_port_is_the_transports() -> None:
    assert agent(transport="TLS").where("sip:bob@h.example").port == 5061


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:bob@lab.example;gruu;opaque=user:epid:x", PROXY),
        ("sip:fe01.lab.example:5061;lr", Endpoint("fe01.lab.example", 5061)),
        ("tel:+12065550142", PROXY),
    ],
)
def test_names_without_port_are_left_to_the_outbound_proxy(
    uri: str, expected: Endpoint
) -> None:
    assert agent(PROXY).where(uri) == expected


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:bob@h.example", Endpoint("h.example", 5060)),
        ("sip:bob@h.example:5070", Endpoint("h.example", 5070)),
        ("sip:bob@h.invalid", PROXY),
    ],
)
def test_somebody_who_can_look_hosts_up_is_asked(uri: str, expected: Endpoint) -> None:
    assert agent(PROXY, asks=True).where(uri) == expected


def test_requests_outside_dialogs_go_to_the_outbound_proxy() -> None:
    assert agent(PROXY).first_hop("sip:bob@192.0.2.101:5060") == PROXY
    assert agent().first_hop("sip:bob@192.0.2.101:5060").host == "192.0.2.101"


def test_a_call_that_is_over_is_forgotten_with_its_transaction(pair: Lab) -> None:
    call = pair.call(contact("bob"))
    pair.do("bob", "accept", 1)
    alice = pair.wires.elements["alice"]
    pair.do("alice", "bye", call)
    assert alice.call_of(call) is not None, "copies of the 200 may still come"

    pair.wires.run()

    assert alice.call_of(call) is None
    assert pair.wires.elements["bob"].call_of(1) is None


def test_a_call_that_goes_on_outlives_its_transaction(pair: Lab) -> None:
    call = pair.call(contact("bob"))
    pair.do("bob", "accept", 1)

    pair.wires.run()
    assert pair.wires.live == {}
    pair.do("alice", "bye", call)

    assert pair.wires.sent()[-2:] == ["BYE", "200 BYE"]
    assert pair.wires.elements["alice"].call_of(call) is None
