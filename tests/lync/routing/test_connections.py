from mspllab.lync.routing.connections import Connections, numbered
from mspllab.sim.datagram import Endpoint
from mspllab.sip.uri import parse_uri

ALICE, BOB = Endpoint("192.0.2.90", 50877), Endpoint("192.0.2.101", 50211)


def test_each_peer_has_one_number() -> None:
    connections = Connections()
    first, second = connections.cid_of(ALICE), connections.cid_of(BOB)
    assert first != second
    assert connections.cid_of(ALICE) == first
    assert connections.peer(second) == BOB


def test_a_number_nobody_has_leads_nowhere() -> None:
    assert Connections().peer("0100") is None


def test_a_contact_at_the_connections_other_end_gets_its_number() -> None:
    contact = parse_uri("sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20aa51")
    assert str(numbered(contact, BOB, "1A00")) == f"{contact};ms-received-cid=1A00"


def test_a_contact_that_names_its_host_is_left_alone() -> None:
    contact = parse_uri(
        "sip:app01.lab.example:10607;transport=tls;ms-opaque=5d1e7a90c4"
    )
    assert numbered(contact, Endpoint("192.0.2.50", 10607), "1A00") is contact
