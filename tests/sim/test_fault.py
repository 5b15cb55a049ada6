"""Faults concern the messages they name, and no others."""

import pytest

from mspllab.sim.fault import REFUSED, UNTRUSTED, Action, Fault, Outage

LOSE_100 = Fault(
    Action.LOSE, "100", source="fe01", destination="alice", after=1.0, until=2.0
)


def test_a_fault_concerns_the_kind_it_names() -> None:
    assert LOSE_100.concerns("fe01", "alice", {"100", "1xx", "any"}, 1.0)


@pytest.mark.parametrize(
    ("source", "destination", "labels", "now"),
    [
        ("fe02", "alice", {"100"}, 1.0),
        ("fe01", "bob", {"100"}, 1.0),
        ("fe01", "alice", {"180"}, 1.0),
        ("fe01", "alice", {"100"}, 0.9),
        ("fe01", "alice", {"100"}, 2.0),
    ],
)
def test_a_fault_does_not_concern_anything_else(
    source: str, destination: str, labels: set[str], now: float
) -> None:
    assert not LOSE_100.concerns(source, destination, labels, now)


def test_a_fault_without_nodes_concerns_every_link() -> None:
    assert Fault(Action.LOSE, "any").concerns("a", "b", {"any"}, 0.0)


def test_an_outage_covers_its_node_from_its_beginning_up_to_its_end() -> None:
    outage = Outage("app01", REFUSED, after=1.0, until=2.0)

    covered = [
        outage.covers("fe01", "app01", "TLS", now) for now in (0.9, 1.0, 1.9, 2.0)
    ]

    assert covered == [False, True, True, False]
    assert not outage.covers("app01", "fe01", "TLS", 1.5)


def test_an_outage_may_be_there_for_one_other_node_only() -> None:
    outage = Outage("app01", REFUSED, source="fe01")

    assert outage.covers("fe01", "app01", "TLS", 0.0)
    assert not outage.covers("fe02", "app01", "TLS", 0.0)


def test_a_certificate_matters_in_both_directions() -> None:
    outage = Outage("app01", UNTRUSTED, source="fe01")

    assert outage.covers("app01", "fe01", "TLS", 0.0)
    assert outage.covers("fe01", "app01", "TLS", 0.0)
    assert not outage.covers("app01", "fe02", "TLS", 0.0)
