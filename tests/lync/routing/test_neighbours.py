from mspllab.lync.routing.neighbours import Neighbours, Pool, nowhere
from mspllab.sim.datagram import Endpoint

PHONE = Endpoint("192.0.2.101", 50211)
HERE, THERE = Endpoint("192.0.2.11", 5061), Endpoint("192.0.2.12", 5061)


def test_a_client_nobody_holds_is_reached_directly() -> None:
    assert Pool().way_to(PHONE, here=HERE) == PHONE


def test_a_client_is_reached_through_the_server_it_connected_to_last() -> None:
    pool = Pool()
    pool.connect(PHONE, THERE)
    assert pool.way_to(PHONE, here=HERE) == THERE
    assert pool.way_to(PHONE, here=THERE) == PHONE
    pool.connect(PHONE, HERE)
    assert pool.way_to(PHONE, here=HERE) == PHONE


def test_a_server_without_neighbours_shares_nothing() -> None:
    assert Neighbours().shared is not Neighbours().shared
    assert nowhere("fe02.lab.example") is None
