from random import Random

from mspllab.lync.identity import Identity, identity_of
from mspllab.lync.profile import LYNC, RFC3261, Switches
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from tests.lync.cast import BOB, BOB_DESK_GRUU

DESK = Endpoint("192.0.2.101", 50211)
UUID = "urn:uuid:d62ecea5-a59e-56e1-808e-72f602f50a7f"


def bob(switches: Switches, transport: str = "TLS") -> Identity:
    chance = Random(1)
    return identity_of(
        BOB,
        "b0b0000001",
        DESK,
        transport=transport,
        switches=switches,
        chance=chance,
    )


def test_the_products_client_is_an_endpoint() -> None:
    identity = bob(LYNC)
    assert str(identity.address) == '"Bob" <sip:bob@lab.example>;epid=b0b0000001'
    assert identity.instance == UUID
    assert identity.gruu == BOB_DESK_GRUU
    assert str(identity.contact) == (
        f"sip:192.0.2.101:50211;transport=tls;ms-opaque={identity.opaque}"
    )


def test_the_same_chance_gives_the_same_opaque() -> None:
    assert bob(LYNC) == bob(LYNC)
    assert len(bob(LYNC).opaque or "") == 10


def test_it_registers_its_instance_and_its_methods() -> None:
    contact = bob(LYNC).registered_contact
    assert contact.params.get("+sip.instance") == f"<{UUID}>"
    assert f'+sip.instance="<{UUID}>"' in str(contact)
    assert "INVITE" in (contact.params.get("methods") or "")


def test_the_standards_client_is_an_address() -> None:
    identity = bob(RFC3261)
    assert str(identity.address) == '"Bob" <sip:bob@lab.example>'
    assert str(identity.registered_contact) == (
        "<sip:bob@192.0.2.101:50211;transport=tls>"
    )
    assert (identity.instance, identity.gruu) == (None, None)


def test_udp_is_what_a_uri_means_without_transport() -> None:
    assert str(bob(RFC3261, "UDP").contact) == "sip:bob@192.0.2.101:50211"


def test_the_gruu_is_taken_from_the_contact_of_its_own_instance() -> None:
    contacts = [
        Address.parse('<sip:192.0.2.9>;+sip.instance="<urn:uuid:1>";gruu="sip:no"'),
        Address.parse(f'<sip:192.0.2.8>;+sip.instance="<{UUID}>";gruu="sip:yes"'),
    ]
    assert bob(LYNC).gruu_among(contacts) == "sip:yes"
    assert bob(LYNC).gruu_among(contacts[:1]) is None


def test_a_binding_made_before_the_run_is_what_a_registration_makes() -> None:
    binding = bob(LYNC).binding(DESK, 3600)
    assert binding.aor_key == "bob@lab.example"
    assert (binding.flow, binding.expires_at) == (DESK, 3600.0)
    assert (binding.epid, binding.instance) == ("b0b0000001", UUID)
    assert "INVITE" in binding.methods
    assert bob(RFC3261).binding(DESK, 3600).methods == ()
