"""Wires and a Lab: elements in memory, a clock, and messages that can be lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from random import Random
from typing import Any

from mspllab.cores.decision import Decision, Pass, Ruling
from mspllab.cores.proxy import ProxyCore
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.user_agent import UserAgent
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Dropped
from mspllab.transaction.effects import Send
from mspllab.transaction.timers import RFC_TIMERS

PORT = 5060
PROXY = Endpoint("192.0.2.1", PORT)
HOSTS = {
    "alice": "192.0.2.90",
    "proxy": "192.0.2.1",
    "bob": "192.0.2.100",
    "desk": "192.0.2.101",
    "mobile": "192.0.2.102",
    "tablet": "192.0.2.103",
}
BOB = "sip:bob@lab.example"


def contact(name: str) -> str:
    """Where the user agent called `name` is, as a URI."""
    return f"sip:{name}@{HOSTS[name]}:{PORT}"


@dataclass
class Packet:
    """A message under way."""

    source: str
    destination: str
    """Name of the element; "" where nobody listens."""
    transport: str
    message: Message
    cause: Cause
    sent: float

    @property
    def title(self) -> str:
        """Method, with the status in front of it: INVITE, 180 INVITE …"""
        status, method = self.message.status, self.message.method
        return method if status is None else f"{status} {method}"


@dataclass
class Wires:
    """Elements by name, what is under way between them, and the time.

    `transfer` delivers what is under way and whatever follows from it, without letting
    time pass; `wait` and `run` let it pass; `drop` loses a message.
    """

    transport: str = "UDP"
    now: float = 0.0
    elements: dict[str, Any] = field(default_factory=dict)
    packets: list[Packet] = field(default_factory=list)
    history: list[Packet] = field(default_factory=list)
    events: list[tuple[str, Any]] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)
    unplugged: set[str] = field(default_factory=set)

    def take(self, name: str, outcomes: list[Any]) -> None:
        """Sort what `name` returned: onto the wire, the records, or its events."""
        for outcome in outcomes:
            if isinstance(outcome, Send):
                self.put(name, outcome)
            elif hasattr(outcome, "element"):
                self.records.append(outcome)
            else:
                self.events.append((name, outcome))

    def put(self, name: str, send: Send) -> None:
        """Let a message leave."""
        names = {Endpoint(HOSTS[n], PORT): n for n in self.elements}
        where = names.get(send.destination, "")
        packet = Packet(
            name,
            "" if where in self.unplugged else where,
            send.transport,
            send.message,
            send.cause,
            self.now,
        )
        self.packets.append(packet)
        self.history.append(packet)

    def transfer(self, *titles: str, until_quiet: bool = True) -> None:
        """Deliver what is under way, or only messages of these titles."""
        waiting = self.packets if until_quiet else list(self.packets)
        while packet := next(
            (p for p in waiting if not titles or p.title in titles), None
        ):
            if not until_quiet:
                waiting.remove(packet)
            self.packets.remove(packet)
            self.deliver(packet)

    def deliver(self, packet: Packet) -> None:
        """Let one message arrive, or let its sender know that it cannot."""
        if not packet.destination:
            element = self.elements[packet.source]
            failed = element.transport_failed(packet.message, now=self.now)
            self.take(packet.source, failed)
            return
        outcomes = self.elements[packet.destination].receive(
            packet.message,
            source=Endpoint(HOSTS[packet.source], PORT),
            transport=packet.transport,
            now=self.now,
        )
        self.take(packet.destination, outcomes)

    def drop(self, title: str, *, source: str | None = None) -> Packet:
        """Lose the first message under way with this title."""
        packet = self.find(title, source=source)
        self.packets.remove(packet)
        return packet

    def find(self, title: str, *, source: str | None = None) -> Packet:
        """The first message under way with this title."""
        return next(
            packet
            for packet in self.packets
            if packet.title == title and source in (None, packet.source)
        )

    def wait(self, seconds: float, *, deaf: bool = False) -> None:
        """Let time pass; timers fire when they are due, and what they send arrives.

        `deaf`: what they send is lost.
        """
        self.run(until=self.now + seconds, deaf=deaf)

    def run(self, *, until: float = inf, deaf: bool = False) -> None:
        """Until a time, or until nothing is left to do."""
        self._settle(deaf)
        while True:
            due = [
                (time, name)
                for name, element in self.elements.items()
                if (time := element.next_timer()) is not None and time <= until
            ]
            if not due:
                break
            self.now, name = min(due)
            self.take(name, self.elements[name].fire_timers(now=self.now))
            self._settle(deaf)
        if until < inf:
            self.now = until

    def _settle(self, deaf: bool) -> None:
        if deaf:
            self.packets.clear()
        else:
            self.transfer()

    # What has happened.

    def sent(self, *, by: str | None = None, to: str | None = None) -> list[str]:
        """Titles of everything sent so far, in order."""
        return [
            packet.title
            for packet in self.history
            if by in (None, packet.source) and to in (None, packet.destination)
        ]

    def all(
        self, title: str, *, by: str | None = None, to: str | None = None
    ) -> list[Any]:
        """Every message of this title."""
        return [
            packet.message
            for packet in self.history
            if packet.title == title
            and by in (None, packet.source)
            and to in (None, packet.destination)
        ]

    def one(self, title: str, *, by: str | None = None, to: str | None = None) -> Any:
        """The only message of this title."""
        [message] = self.all(title, by=by, to=to)
        return message

    def times(self, title: str, *, by: str | None = None) -> list[float]:
        """When messages of this title were sent."""
        return [
            packet.sent
            for packet in self.history
            if packet.title == title and by in (None, packet.source)
        ]

    def heard(self, name: str, kind: type[Any] | None = None) -> list[Any]:
        """The events at `name`, or those of one kind."""
        return [
            event
            for who, event in self.events
            if who == name and (kind is None or isinstance(event, kind))
        ]

    def happened(self, name: str) -> list[str]:
        """The same as names: IncomingInvite, Confirmed, Ended …"""
        return [type(event).__name__ for event in self.heard(name)]

    def dropped(self, name: str) -> list[str]:
        """Why `name` dropped messages."""
        return [
            r.why for r in self.records if isinstance(r, Dropped) and r.element == name
        ]

    def of(self, name: str, kind: type[Any]) -> list[Any]:
        """The records of one kind that `name` made."""
        return [r for r in self.records if isinstance(r, kind) and r.element == name]

    @property
    def live(self) -> dict[str, Any]:
        """Elements with a transaction, a call without ACK, or a running timer."""
        return {
            name: (element.live, element.next_timer())
            for name, element in self.elements.items()
            if element.live or element.next_timer() is not None
        }


@dataclass
class Table:
    """A router that looks the Request-URI up in a dictionary."""

    decisions: dict[str, Decision] = field(default_factory=dict)
    answers: dict[int, Decision] = field(default_factory=dict)
    change: Callable[[Message], Message] | None = None
    cause: Cause = NO_CAUSE
    asked: list[str] = field(default_factory=list)

    def decide(self, request: Request, *, now: float) -> Ruling:
        """What the table says; Pass where it says nothing."""
        self.asked.append(f"{request.method} {request.uri}")
        decision = self.decisions.get(request.uri, Pass())
        return Ruling(decision, self.changed(request), cause=self.cause)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Ruling:
        """The same of a status code."""
        self.asked.append(f"{response.status} {response.method}")
        decision = self.answers.get(response.status, Pass())
        return Ruling(decision, self.changed(response), cause=self.cause)

    def changed(self, message: Message) -> Message:
        """What a script would make of it."""
        return message if self.change is None else self.change(message)


def identifiers(name: str) -> Identifiers:
    """Tags, branches and Call-IDs that look as if `name` had made them."""
    return Identifiers(Random(name), HOSTS.get(name, name))


def resolve(host: str) -> Endpoint | None:
    """Everybody is known but those under .invalid."""
    return None if host.endswith(".invalid") else Endpoint(host, PORT)


def is_mine(uri: str) -> bool:
    """Is it the proxy, or the domain it is responsible for?"""
    host = uri.rpartition("@")[2].removeprefix("sip:").split(";")[0].split(":")[0]
    return host in ("lab.example", PROXY.host, "proxy.lab.example")


@dataclass
class Lab:
    """Alice, a proxy and some of Bob's phones, on one pair of wires."""

    wires: Wires = field(default_factory=Wires)
    router: Table = field(default_factory=Table)

    def user_agent(self, name: str, *, outbound: bool = True, **more: Any) -> UserAgent:
        """Plug in a user agent; its outbound proxy is the proxy, if it has one."""
        agent = UserAgent(
            owner=name,
            address=Endpoint(HOSTS[name], PORT),
            transport=self.wires.transport,
            contact=f"<{contact(name)}>",
            identifiers=identifiers(name),
            timers=RFC_TIMERS,
            outbound=PROXY if outbound else None,
            **more,
        )
        self.wires.elements[name] = agent
        return agent

    def proxy(self, rules: ProxyRules | None = None, **more: Any) -> ProxyCore:
        """Plug in the proxy; it record-routes where `rules` say nothing else."""
        proxy = ProxyCore(
            owner="proxy",
            address=PROXY,
            transport=self.wires.transport,
            router=self.router,
            rules=rules or ProxyRules(record_route=f"sip:{PROXY};lr"),
            identifiers=identifiers("proxy"),
            timers=RFC_TIMERS,
            resolve=more.pop("resolve", resolve),
            is_mine=is_mine,
            **more,
        )
        self.wires.elements["proxy"] = proxy
        return proxy

    def call(
        self, to: str = BOB, *, who: str = "alice", transfer: bool = True, **more: Any
    ) -> int:
        """Let `who` call `to`; the number of the call."""
        call, outcomes = self.wires.elements[who].invite(
            to,
            from_=more.pop("from_", Address.parse(f"<sip:{who}@lab.example>")),
            to=Address.parse(f"<{to}>"),
            now=self.wires.now,
            **more,
        )
        self.wires.take(who, outcomes)
        if transfer:
            self.wires.transfer()
        return call

    def do(
        self, who: str, verb: str, *arguments: Any, transfer: bool = True, **more: Any
    ) -> None:
        """Let `who` do something: ring, accept, reject, cancel, bye, request …"""
        agent = self.wires.elements[who]
        method = getattr(agent, verb, None) or getattr(agent.requests, verb)
        self.wires.take(who, method(*arguments, now=self.wires.now, **more))
        if transfer:
            self.wires.transfer()

    def inject(
        self, message: Message, *, into: str, source: str = "alice"
    ) -> list[Any]:
        """Let a message arrive that nobody here has sent; what follows from it."""
        outcomes = self.wires.elements[into].receive(
            message,
            source=Endpoint(HOSTS[source], PORT),
            transport=self.wires.transport,
            now=self.wires.now,
        )
        self.wires.take(into, outcomes)
        return list(outcomes)
