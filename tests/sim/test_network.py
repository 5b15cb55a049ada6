"""The network finds the node, and says what becomes of a message."""

import copy
from collections.abc import Collection
from random import Random
from typing import Any

import pytest

from mspllab.sim.fault import (
    REFUSED,
    SILENT,
    UNRESOLVED,
    UNTRUSTED,
    Action,
    Fault,
    Outage,
)
from mspllab.sim.link import Link
from mspllab.sim.network import Fate, Network


def labels(message: object) -> Collection[str]:
    return (str(message), "any")


def network(**settings: Any) -> Network:
    net = Network(chance=Random(1), labels=labels, **settings)
    net.place("fe01", ["fe01.lab.example", "pool01.lab.example", "192.0.2.11"])
    net.place("alice", ["192.0.2.90"])
    return net


def send(net: Network, message: str, *, now: float = 0.0, via: str = "UDP") -> Fate:
    return net.carry("fe01", "192.0.2.90", via, message, now=now)


def test_a_node_is_found_by_each_of_its_names() -> None:
    net = network()

    names = ("fe01.lab.example", "POOL01.lab.example", "192.0.2.11", "nobody.example")

    assert [net.node_of(name) for name in names] == ["fe01", "fe01", "fe01", None]


def test_two_nodes_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match=r"192\.0\.2\.90 belongs to alice and to bob"):
        network().place("bob", ["192.0.2.90"])


def test_a_message_arrives_after_the_delay_of_the_link() -> None:
    net = network(link=Link(delay=0.25))

    assert send(net, "INVITE", now=1.0) == Fate("alice", (1.25,))


def test_a_link_of_its_own_holds_in_both_directions() -> None:
    net = network(links={("alice", "fe01"): Link(delay=0.5)})

    there = net.carry("alice", "192.0.2.11", "TLS", "INVITE", now=0.0)
    back = send(net, "100")

    assert there.arrivals == back.arrivals == (0.5,)


def test_links_are_those_of_another_network_from_now_on() -> None:
    net = network(link=Link(delay=0.25), links={("alice", "fe01"): Link(delay=0.5)})
    send(net, "INVITE")

    net.relink(network(link=Link(delay=0.1)))

    assert send(net, "INVITE", now=1.0) == Fate("alice", (1.1,))


def test_a_host_that_does_not_exist_is_reported_to_the_sender() -> None:
    fate = network().carry("fe01", "app99.lab.example", "TLS", "INVITE", now=3.0)

    assert fate.refused == 3.0
    assert fate.lost == "no host is called app99.lab.example"


def test_a_message_lost_by_the_link_is_lost_in_silence() -> None:
    fate = send(network(link=Link(loss=1.0)), "INVITE")

    assert fate == Fate("alice", (), "by chance")


def test_rule_139_the_second_180_is_lost_and_no_other() -> None:
    net = network(faults=[Fault(Action.LOSE, "180", which=2)])

    arrived = [bool(send(net, m).arrivals) for m in ("180", "200", "180", "180")]

    assert arrived == [True, True, False, True]


def test_every_200_can_be_lost() -> None:
    net = network(faults=[Fault(Action.LOSE, "200", which=None)])

    assert not any(send(net, "200", via="TLS").arrivals for _ in range(3))


def test_messages_that_a_fault_does_not_concern_are_not_counted() -> None:
    net = network(faults=[Fault(Action.LOSE, "200", source="alice")])

    send(net, "200")
    fate = net.carry("alice", "192.0.2.11", "UDP", "200", now=0.0)

    assert fate.lost == "by a fault of the scenario"


def test_a_duplicated_message_arrives_twice() -> None:
    net = network(faults=[Fault(Action.DUPLICATE, "INVITE", by=0.5)])

    assert send(net, "INVITE").arrivals == (0.01, 0.51)


def test_a_delayed_datagram_is_overtaken() -> None:
    net = network(faults=[Fault(Action.DELAY, "180", by=1.0)])

    assert send(net, "180").arrivals == (1.01,)
    assert send(net, "200").arrivals == (0.01,)


def test_nothing_overtakes_on_a_connection() -> None:
    net = network(faults=[Fault(Action.DELAY, "180", by=1.0)])

    send(net, "180", via="TLS")

    assert send(net, "200", via="TLS").arrivals == (1.01,)


def test_jitter_does_not_reorder_a_connection() -> None:
    net = network(link=Link(jitter=1.0))

    arrivals = [send(net, "x", now=i / 100, via="TCP").arrivals[0] for i in range(50)]

    assert arrivals == sorted(arrivals)


def test_a_node_that_refuses_tells_the_sender_after_a_round_trip() -> None:
    net = network(link=Link(delay=0.5), outages=[Outage("alice", REFUSED, until=5.0)])

    fate = Fate("alice", (), "connection refused", 5.0, REFUSED)
    assert send(net, "INVITE", now=4.0) == fate
    assert send(net, "INVITE", now=5.0).arrivals


def test_a_name_that_does_not_resolve_is_told_at_once() -> None:
    net = network(outages=[Outage("alice", UNRESOLVED)])

    lost = "the name of alice does not resolve"
    assert send(net, "INVITE") == Fate("alice", (), lost, 0.0, UNRESOLVED)


def test_a_certificate_is_found_wanting_after_two_round_trips_over_tls_only() -> None:
    net = network(link=Link(delay=0.5), outages=[Outage("alice", UNTRUSTED)])

    lost = "alice's certificate is no good"
    assert send(net, "INVITE", via="TLS") == Fate("alice", (), lost, 2.0, UNTRUSTED)
    assert send(net, "INVITE", via="TCP").arrivals


@pytest.mark.parametrize(
    ("why", "via", "arrives"),
    [
        (REFUSED, "TLS", True),
        (UNRESOLVED, "TCP", True),
        (UNTRUSTED, "TLS", True),
        (SILENT, "TLS", False),
        (REFUSED, "UDP", False),
    ],
)
def test_an_answer_goes_back_on_the_connection_that_is_there(
    why: str, via: str, arrives: bool
) -> None:
    net = network(outages=[Outage("alice", why)], is_answer=lambda message: True)

    assert bool(send(net, "200", via=via).arrivals) is arrives


def test_a_node_that_is_down_swallows_in_silence() -> None:
    net = network(outages=[Outage("alice", SILENT)])

    assert send(net, "INVITE") == Fate("alice", (), "alice is down")


def test_a_copied_network_counts_for_itself() -> None:
    net = network(faults=[Fault(Action.LOSE, "180", which=2)])
    send(net, "180")

    twin = copy.deepcopy(net)
    send(twin, "180")

    assert not send(net, "180").arrivals
