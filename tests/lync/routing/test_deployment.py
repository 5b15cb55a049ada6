import pytest

from mspllab.cores.location import Binding
from mspllab.lync.profile import LYNC, RFC3261
from mspllab.lync.routing.deployment import Deployment
from mspllab.sim.datagram import Endpoint
from tests.lync.cast import DIRECTORY
from tests.lync.routing.test_routes import BINDING

HOSTS = ("fe01.lab.example", "192.0.2.11", "pool01.lab.example")


@pytest.mark.parametrize(
    ("uri", "is_mine"),
    [
        ("sip:bob@lab.example", True),
        ("sip:LAB.example", True),
        ("sip:fe01.lab.example;lr", True),
        ("sip:192.0.2.11:5061;lr", True),
        ("sip:pool01.lab.example;ms-fe=fe02.lab.example;lr", False),
        ("sip:bob@else.example", False),
        ("tel:+12065550142", False),
        ("no uri", False),
    ],
)
def test_a_server_knows_its_own_addresses(uri: str, is_mine: bool) -> None:
    known = Deployment(
        host=HOSTS[0], own_hosts=HOSTS, directory=DIRECTORY, switches=RFC3261
    )
    assert known.is_mine(uri) is is_mine


def test_by_the_standard_a_contact_is_kept_as_it_is() -> None:
    known = Deployment(
        host=HOSTS[0], own_hosts=HOSTS, directory=DIRECTORY, switches=RFC3261
    )
    contact, flow = "sip:bob@192.0.2.101:50211", Endpoint("192.0.2.101", 50211)
    binding = Binding("bob@lab.example", contact, flow, 7200.0, "", 0)
    assert known.preregister(binding) == binding
    assert tuple(known.location) == (binding,)


def test_only_the_products_servers_give_gruus() -> None:
    for switches, gruu in ((LYNC, BINDING.gruu), (RFC3261, None)):
        known = Deployment(
            host=HOSTS[0], own_hosts=HOSTS, directory=DIRECTORY, switches=switches
        )
        assert known.preregister(BINDING).gruu == gruu
