"""Network: who stands where, and what becomes of a message on its way there."""

from collections.abc import Callable, Collection, Iterable, Mapping
from random import Random
from typing import NamedTuple

from mspllab.sim.fault import (
    REFUSED,
    SILENT,
    UNRESOLVED,
    UNTRUSTED,
    Action,
    Fault,
    Outage,
)
from mspllab.sim.link import Link, travel_times

CONNECTIONS = frozenset({"TCP", "TLS", "SCTP", "WS", "WSS"})
"""Transports on which nothing is lost, doubled or overtaken."""


# There is a fate to each message: without the detour by the named tuple's own
# constructor it is made in half the time.
_new = tuple.__new__


class Fate(NamedTuple):
    """What becomes of one message."""

    destination: str
    """Name of the node it is meant for; the host as written where nobody has it."""
    arrivals: tuple[float, ...]
    """When each copy arrives; empty when none does."""
    lost: str = ""
    """Why none does."""
    refused: float | None = None
    """When the sender learns that it could not be delivered; None: never."""
    why: str = ""
    """What stood between, in a word of `sim.fault`, where the sender learns of it."""


def no_labels(message: object) -> Collection[str]:
    """A message nobody can tell from others."""
    return ("any",)


def no_answer(message: object) -> bool:
    """A message that needs a connection of its own."""
    return False


class Network:
    """Nodes found by host name or address, and the links between them.

    Args:
        link: the wire between any two nodes that have none of their own.
        links: {(node, node): Link}; holds in both directions.
        labels: what a fault may call a message; asked only while there are faults.
        is_answer: whether a message goes back on the connection of an earlier one,
            which nothing but silence can keep it from.
    """

    def __init__(
        self,
        *,
        chance: Random,
        link: Link | None = None,
        links: Mapping[tuple[str, str], Link] | None = None,
        faults: Iterable[Fault] = (),
        outages: Iterable[Outage] = (),
        labels: Callable[[object], Collection[str]] = no_labels,
        is_answer: Callable[[object], bool] = no_answer,
    ) -> None:
        self._chance = chance
        self._link = link or Link()
        self._links = _both_ways(links or {})
        self._faults = tuple(faults)
        self._outages = tuple(outages)
        self._labels = labels
        self._is_answer = is_answer
        self._node_of: dict[str, str] = {}
        self._seen = [0] * len(self._faults)
        self._plain: dict[tuple[str, str], tuple[str, float]] = {}
        """{(node, host): (node, delay)} where nothing can befall a message."""
        self._last_arrival: dict[tuple[str, str, str], float] = {}

    def place(self, node: str, hosts: Iterable[str]) -> None:
        """Let `node` be found under each of `hosts`; case makes no difference.

        Raises:
            ValueError: one of them belongs to another node.
        """
        for host in hosts:
            owner = self._node_of.setdefault(host.lower(), node)
            if owner != node:
                raise ValueError(f"{host} belongs to {owner} and to {node}")

    def relink(self, other: "Network") -> None:
        """Have the links of `other` from now on; what is under way stays as it is."""
        self._link, self._links = other._link, other._links
        self._plain.clear()

    def node_of(self, host: str) -> str | None:
        """Name of the node found under `host`; None where nobody has it."""
        node = self._node_of.get(host)
        return node if node is not None else self._node_of.get(host.lower())

    def carry(
        self, source: str, host: str, transport: str, message: object, *, now: float
    ) -> Fate:
        """What becomes of `message`, sent at `now` by the node `source` to `host`."""
        plain = self._plain.get((source, host))
        if plain is not None:
            node, delay = plain
            return _new(Fate, (node, (now + delay,), "", None, ""))
        return self._with_trouble(source, host, transport, message, now)

    def _with_trouble(
        self, source: str, host: str, transport: str, message: object, now: float
    ) -> Fate:
        """The same where something may befall the message."""
        node = self.node_of(host)
        if node is None:
            why = f"no host is called {host}"
            return Fate(host, (), why, refused=now, why=UNRESOLVED)
        link = self._links.get((source, node), self._link)
        if link.is_plain and not (self._faults or self._outages):
            self._plain[source, host] = (node, link.delay)
        reliable = transport in CONNECTIONS
        for outage in self._outages:
            if outage.covers(source, node, transport, now) and not (
                reliable and outage.why != SILENT and self._is_answer(message)
            ):
                return _unreachable(outage, node, now, link)
        times = travel_times(link, self._chance, reliable=reliable)
        if not times:
            return Fate(node, (), "by chance")
        if self._faults:
            times = self._with_faults(source, node, message, times, now)
            if not times:
                return Fate(node, (), "by a fault of the scenario")
        arrivals = tuple(now + time for time in times)
        if reliable and (self._faults or link.jitter):
            arrivals = self._in_order((source, node, transport), arrivals)
        return Fate(node, arrivals)

    def _with_faults(
        self,
        source: str,
        node: str,
        message: object,
        times: tuple[float, ...],
        now: float,
    ) -> tuple[float, ...]:
        labels = self._labels(message)
        for index, fault in enumerate(self._faults):
            if not fault.concerns(source, node, labels, now):
                continue
            self._seen[index] += 1
            if fault.which in (None, self._seen[index]):
                times = _befallen(times, fault)
        return times

    def _in_order(
        self, connection: tuple[str, str, str], arrivals: tuple[float, ...]
    ) -> tuple[float, ...]:
        """None earlier than the last arrival before: a connection keeps the order."""
        earliest = self._last_arrival.get(connection, 0.0)
        arrivals = tuple(max(earliest, at) for at in arrivals)
        self._last_arrival[connection] = max(arrivals)
        return arrivals


def _both_ways(
    links: Mapping[tuple[str, str], Link],
) -> dict[tuple[str, str], Link]:
    return {pair: link for (a, b), link in links.items() for pair in ((a, b), (b, a))}


def _unreachable(outage: Outage, node: str, now: float, link: Link) -> Fate:
    """DNS says so at once, the other end after a round trip, TLS after two."""
    told, lost = {
        REFUSED: (now + 2 * link.delay, "connection refused"),
        UNRESOLVED: (now, f"the name of {node} does not resolve"),
        UNTRUSTED: (now + 4 * link.delay, f"{outage.node}'s certificate is no good"),
        SILENT: (None, f"{node} is down"),
    }[outage.why]
    return Fate(node, (), lost, told, "" if told is None else outage.why)


def _befallen(times: tuple[float, ...], fault: Fault) -> tuple[float, ...]:
    match fault.action:
        case Action.LOSE:
            return ()
        case Action.DUPLICATE:
            return (*times, *(time + fault.by for time in times))
        case Action.DELAY:
            return tuple(time + fault.by for time in times)
