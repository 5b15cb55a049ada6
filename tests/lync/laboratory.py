"""A small laboratory: elements, wires of ten milliseconds, and everything said."""

from heapq import heappop, heappush
from random import Random
from typing import Any, NamedTuple

from mspllab.applications.application import Application
from mspllab.cores.location import Binding
from mspllab.lync.client import Client
from mspllab.lync.directory import User
from mspllab.lync.element import Element
from mspllab.lync.front_end import FrontEnd, InstalledApplication
from mspllab.lync.hosted import EndpointSettings
from mspllab.lync.plan import ApplicationPlan, PhonePlan, Step
from mspllab.lync.platform import CollaborationPlatform
from mspllab.lync.profile import LYNC, Switches
from mspllab.scenario.build import Numbers
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Message, Request
from mspllab.trace.records import Dropped, Happened
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.timers import Timers
from tests.lync.cast import BOB, DIRECTORY, REROUTE

DELAY = 0.01
FE = Endpoint("192.0.2.11", 5061)
MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/script">
  <lc:requestFilter methodNames="INVITE"/>
  <lc:responseFilter reasonCodes="NONE"/>
  <lc:proxyByDefault action="true"/>
  <lc:scriptOnly/>
  <lc:splScript><![CDATA[{script}]]></lc:splScript>
</lc:applicationManifest>
"""


PLANNED = frozenset(PhonePlan.__dataclass_fields__)


class Said(NamedTuple):
    """One message on its way."""

    at: float
    source: str
    destination: str
    message: Message


class Laboratory:
    """Elements joined by wires on which nothing is lost."""

    def __init__(self, profile: Switches = LYNC) -> None:
        self.switches = profile
        self.said: list[Said] = []
        self.records: list[Any] = []
        self.now = 0.0
        self._elements: dict[str, Element] = {}
        self._by_host: dict[str, str] = {}
        self._under_way: list[tuple[float, int, str, str, Message, str]] = []
        self._numbers = Numbers()

    def add(self, element: Any) -> Any:
        """Put an element on the network, registering it where it shall be."""
        name = element.party.name
        self._elements[name] = element
        self._by_host |= dict.fromkeys(element.hosts, name)
        self._follow(name, element.start(now=self.now))
        return element

    def front_end(self, *scripts: str, **more: Any) -> FrontEnd:
        """fe01 with these scripts, in this order."""
        installed = [
            InstalledApplication(
                Application.load(MANIFEST.format(script=script), f"{n}.am"), 4 + n
            )
            for n, script in enumerate(scripts)
        ]
        settings: dict[str, Any] = {
            "name": "fe01",
            "host": "fe01.lab.example",
            "ip": FE.host,
            "port": FE.port,
            "transport": "TLS",
            "pool": "pool01.lab.example",
            "directory": DIRECTORY,
            "applications": tuple(installed),
            "switches": self.switches,
            "timers": Timers(),
            "chance": Random("fe01"),
            "runs": Numbers(),
            "resolve": self.resolve,
        }
        return self.add(FrontEnd(**settings | more))

    def client(self, name: str, user: User, number: int, **more: Any) -> Client:
        """A client at 192.0.2.`number`, registered before the run at every server."""
        plan = PhonePlan(**{k: more.pop(k) for k in list(more) if k in PLANNED})
        settings: dict[str, Any] = {
            "name": name,
            "user": user,
            "epid": f"b0b00000{number:02}",
            "address": Endpoint(f"192.0.2.{number}", 50000 + number),
            "transport": "TLS",
            "home": FE,
            "plan": plan,
            "profile": self.switches.profile,
            "switches": self.switches,
            "timers": Timers(),
            "chance": Random(name),
        }
        client = self.add(Client(**settings | more))
        if more.get("register", "before") == "before":
            for binding in self._register(client.binding):
                client.adopt(binding)
        return client

    def platform(
        self, *endpoints: EndpointSettings, switches: Switches | None = None
    ) -> CollaborationPlatform:
        """The trusted application "reroute" with these endpoints."""
        platform = CollaborationPlatform(
            name="reroute",
            application=REROUTE,
            ip="192.0.2.50",
            endpoints=endpoints,
            home=FE,
            switches=switches or self.switches,
            timers=Timers(),
            chance=Random("reroute"),
        )
        self.add(platform)
        for binding in platform.bindings:
            self._register(binding)
        return platform

    def resolve(self, host: str) -> Endpoint | None:
        name = self._by_host.get(host)
        return self._elements[name].address if name else None

    def do(self, who: str, do: str, to: str | None = None, **more: Any) -> None:
        """Let somebody do something now."""
        step = Step(self.now, who, do, to, **more)
        self._follow(who, self._elements[who].perform(step, now=self.now))

    def call(self, who: str, to: str, **more: Any) -> None:
        """Let somebody call somebody."""
        self.do(who, "call", to, **more)

    def run(self, until: float = 100.0) -> "Laboratory":
        """Let time pass."""
        while (due := self._next()) is not None and due <= until:
            self.now = due
            self._tick()
        self.now = until
        return self

    def requests(self, method: str, to: str | None = None) -> list[Request]:
        """The requests of a method, or only those sent to one element."""
        return [
            said.message
            for said in self.said
            if isinstance(said.message, Request)
            and said.message.method == method
            and to in (None, said.destination)
        ]

    def statuses(self, to: str) -> list[int]:
        """Status codes an element was sent, in order."""
        return [
            said.message.status
            for said in self.said
            if said.message.status is not None and said.destination == to
        ]

    def ladder(self) -> list[str]:
        """Who sent what to whom, shortly."""
        return [
            f"{source}→{to} {message.status or message.method}"
            for _, source, to, message in self.said
        ]

    def noticed(self, element: str) -> list[str]:
        """Words for what was noticed at an element, in order."""
        return [h.what for h in self.happenings(element)]

    def happenings(self, element: str) -> list[Happened]:
        """What was noticed at an element."""
        return [
            record
            for record in self.records
            if isinstance(record, Happened) and record.element == element
        ]

    def dropped(self) -> list[Dropped]:
        """What was thrown away."""
        return [record for record in self.records if isinstance(record, Dropped)]

    def live(self) -> list[str]:
        """What still waits, anywhere."""
        return [key for e in self._elements.values() for key in e.live]  # type: ignore[attr-defined]

    def _register(self, binding: Binding) -> list[Binding]:
        """Tell every server; the bindings as they were kept."""
        servers = [e for e in self._elements.values() if hasattr(e, "preregister")]
        return [server.preregister(binding) for server in servers]

    def _next(self) -> float | None:
        timers = [element.next_timer() for element in self._elements.values()]
        due = [time for time in timers if time is not None]
        due += [entry[0] for entry in self._under_way[:1]]
        return min(due, default=None)

    def _tick(self) -> None:
        if self._under_way and self._under_way[0][0] <= self.now:
            _, _, source, name, message, transport = heappop(self._under_way)
            origin = self._elements[source].address
            self._follow(
                name,
                self._elements[name].receive(
                    message, source=origin, transport=transport, now=self.now
                ),
            )
            return
        for name, element in self._elements.items():
            timer = element.next_timer()
            if timer is not None and timer <= self.now:
                self._follow(name, element.fire_timers(now=self.now))

    def _follow(self, name: str, effects: list[Effect]) -> None:
        for effect in effects:
            if not isinstance(effect, Send):
                self.records.append(effect)
                continue
            to = self._by_host.get(effect.destination.host)
            if to is None:
                failed = self._elements[name].transport_failed(
                    effect.message, destination=effect.destination, now=self.now
                )
                self._follow(name, failed)
                continue
            self.said.append(Said(self.now, name, to, effect.message))
            due, number = self.now + DELAY, next(self._numbers)
            entry = (due, number, name, to, effect.message, effect.transport)
            heappush(self._under_way, entry)


def own_endpoint(name: str = "frontdesk", **more: Any) -> EndpointSettings:
    """An application's own endpoint, with a plan."""
    default = more.pop("default_routing", False)
    return EndpointSettings(
        name,
        "sip:frontdesk@lab.example",
        plan=ApplicationPlan(**more),
        default_routing=default,
    )


def user_endpoint(
    user: User = BOB, epid: str = "b0b0000003", **plan: Any
) -> EndpointSettings:
    """An application's endpoint that registers as a user."""
    return EndpointSettings(
        f"as-{user.name}",
        user.uri,
        "user",
        ApplicationPlan(**plan),
        epid=epid,
        user=user,
    )
