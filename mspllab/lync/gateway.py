"""Gateway: a Mediation Server and its PSTN gateway, and the telephones behind them.

On the network it is one element. Each telephone is a user agent of its own with the
gateway's address, and its number in its Contact (lync-routing §5.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from mspllab.errors import ScenarioError
from mspllab.lync.client import Client
from mspllab.lync.directory import User
from mspllab.lync.plan import CallPlan, PhonePlan, Step
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import number_of
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.uri import parse_uri
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.schedule import soonest
from mspllab.transaction.timers import Timers

NOBODY = PhonePlan(ring_after=None, decline_after=0.0, decline_with=404)
"""What the telephone network does about a number that nobody has."""


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone of the public network."""

    name: str
    number: str
    """As in "+14255550199"."""
    display_name: str = ""
    """What the network shows to those who are called."""
    plan: PhonePlan = field(default_factory=PhonePlan)
    special: tuple[CallPlan, ...] = ()
    """What is done about some calls only."""


class Gateway:
    """Takes and makes calls for the telephones behind it.

    Args:
        name: of the element.
        host: fully qualified name.
        address: where it listens.
        mediation: a second name, that of its Mediation Server; None: it has one only.
        transport: of everything it sends.
        home: the server that it hands incoming calls to.
        domain: stands behind the numbers of callers.
        telephones: those that can be called and that call.
        switches: what is done the product's way.
        timers: T1, T2 and T4.
        chance: source of tags, branches and Call-IDs.
    """

    def __init__(
        self,
        *,
        name: str,
        host: str,
        address: Endpoint,
        mediation: str | None,
        transport: str,
        home: Endpoint,
        domain: str,
        telephones: Iterable[Telephone],
        switches: Switches,
        timers: Timers,
        chance: Random,
    ) -> None:
        self.party = Party(name, "gateway", f"{name}\nGateway", str(address))
        self.address = address
        names = (host, address.host, mediation or host)
        self.hosts = tuple(dict.fromkeys(names))

        def client(phone: Telephone) -> Client:
            uri = f"sip:{phone.number}@{domain};user=phone"
            return Client(
                name=name,
                user=User(phone.name, uri, phone.display_name),
                epid="",
                address=address,
                transport=transport,
                home=home,
                plan=phone.plan,
                profile="rfc3261",
                switches=switches,
                timers=timers,
                chance=chance,
                register="never",
                special=phone.special,
            )

        phones = tuple(telephones)
        self._names = {phone.name: phone.number for phone in phones}
        self._clients = {phone.number: client(phone) for phone in phones}
        self._nobody = client(Telephone("nobody", "nobody", plan=NOBODY))
        self._calling: dict[str, Client] = {}
        """Who has sent the request with a branch."""

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something; () when all calls are forgotten."""
        return tuple(key for one in self._all for key in one.live)

    def start(self, *, now: float) -> list[Effect]:
        """It is up and says nothing."""
        return []

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What the telephone does that is meant."""
        phone = self._meant(message)
        effects = phone.receive(message, source=source, transport=transport, now=now)
        return self._noted(phone, effects)

    def transport_failed(
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = REFUSED,
    ) -> list[Effect]:
        """What follows when a telephone's message cannot be delivered."""
        phone = self._sender(message)
        effects = phone.transport_failed(
            message, destination=destination, now=now, why=why
        )
        return self._noted(phone, effects)

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """A telephone does something: the one that the step names, or the only one."""
        name = step.telephone or next(iter(self._names), None)
        if name is None:
            raise ScenarioError(f"{step}: there is no telephone behind {step.who}")
        phone = self._clients[self._names[name]]
        return self._noted(phone, phone.perform(step, now=now))

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        return soonest(*[one.next_timer() for one in self._all])

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        due = [one for one in self._all if (one.next_timer() or now + 1) <= now]
        return [
            effect
            for phone in due
            for effect in self._noted(phone, phone.fire_timers(now=now))
        ]

    @property
    def _all(self) -> tuple[Client, ...]:
        return (*self._clients.values(), self._nobody)

    def _meant(self, message: Message) -> Client:
        """Whose the number in the Request-URI is, or who has asked."""
        if isinstance(message, Response):
            return self._calling.get(message.branch or "", self._nobody)
        number = number_of(parse_uri(message.uri)) or ""
        return self._clients.get(number, self._nobody)

    def _sender(self, message: Message) -> Client:
        if isinstance(message, Request):
            return self._calling.get(message.branch or "", self._nobody)
        return self._nobody

    def _noted(self, phone: Client, effects: list[Effect]) -> list[Effect]:
        """Remember whom the answers to its requests are for."""
        for effect in effects:
            if isinstance(effect, Send) and isinstance(effect.message, Request):
                self._calling[effect.message.branch or ""] = phone
        return effects
