"""Client: a phone or desk client, and what its user does with it."""

from collections.abc import Callable
from random import Random

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Event, NotRegistered, Registered
from mspllab.cores.location import Binding
from mspllab.cores.user_agent import ALLOW, UserAgent
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.deeds import deeds_of_phone
from mspllab.lync.calls.manners import PHONE
from mspllab.lync.directory import User
from mspllab.lync.identity import identity_of
from mspllab.lync.plan import PhonePlan, Step
from mspllab.lync.profile import Switches
from mspllab.lync.settle import settled
from mspllab.sim.datagram import Endpoint
from mspllab.sip.codec import decode
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Response
from mspllab.sip.uri import SipUri
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.schedule import Schedule, soonest
from mspllab.transaction.timers import Timers

EXPIRES = 7200
REGISTER = "register"
"""The client's own timer: when it registers, if not before the run."""


class Client:
    """One device of one user.

    Args:
        name: of the element.
        user: whose it is.
        epid: its endpoint id.
        address: where it listens.
        transport: of everything it sends.
        home: its server, where everything outside a dialog goes.
        plan: what is done when it is called.
        profile: "lync" or "rfc3261": its manners as a caller, and its addresses.
        switches: of the scenario; they count where `profile` is the same as theirs.
        timers: T1, T2 and T4.
        chance: source of tags, branches, Call-IDs and of its ms-opaque.
        register: "before" the run, "never", or the second at which it does.
        label: what a picture writes over its lane; "": its name.
        expires: seconds it registers for.
        resolve: finds hosts for a client whose server only points the way, so that it
            sends to where the URI says; None: all goes through `home`.
    """

    def __init__(
        self,
        *,
        name: str,
        user: User,
        epid: str,
        address: Endpoint,
        transport: str,
        home: Endpoint,
        plan: PhonePlan,
        profile: str,
        switches: Switches,
        timers: Timers,
        chance: Random,
        register: str | float = "before",
        label: str = "",
        expires: int = EXPIRES,
        resolve: Callable[[str], Endpoint | None] | None = None,
    ) -> None:
        manners = switches.for_client(profile)
        self.party = Party(name, "client", label or name, str(address))
        self.address = address
        self.hosts = (address.host,)
        self._home = home
        self._transport = transport
        self._expires = expires
        self._identity = identity_of(
            user, epid, address, transport=transport, switches=manners, chance=chance
        )
        identifiers = Identifiers(chance, address.host)
        self._agent = UserAgent(
            owner=name,
            address=address,
            transport=transport,
            contact=f"<{self._identity.contact}>",
            identifiers=identifiers,
            timers=timers,
            outbound=home if resolve is None else None,
            allow=(*ALLOW, "MESSAGE"),
            resolve=resolve,
        )
        self._caller = Caller(
            name,
            self._agent,
            self._identity.address,
            address.host,
            manners,
            identifiers,
        )
        self._callee = Callee(
            owner=name,
            agent=self._agent,
            deeds=deeds_of_phone(plan),
            ip=address.host,
            manners=PHONE,
        )
        self._schedule = Schedule()
        self._unregisters = False
        if isinstance(register, float | int):
            self._schedule.set(name, REGISTER, float(register))

    @property
    def binding(self) -> Binding:
        """What a server is told of it that shall know it before the run."""
        return self._identity.binding(self.address, self._expires)

    def adopt(self, binding: Binding) -> None:
        """Take the GRUU it was given when it was registered before the run."""
        if binding.gruu is not None:
            self._agent.contact = f"<{binding.gruu}>"

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something."""
        return self._agent.live

    def start(self, *, now: float) -> list[Effect]:
        """Nothing yet: it registers when it is time."""
        return []

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`."""
        outcomes = self._agent.receive(
            message, source=source, transport=transport, now=now
        )
        return settled(outcomes, self._take, now)

    def transport_failed(
        self, message: Message, *, destination: Endpoint, now: float
    ) -> list[Effect]:
        """What follows when `message` cannot be delivered."""
        outcomes = self._agent.transport_failed(message, now=now)
        return settled(outcomes, self._take, now)

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """Do what the timeline says; ScenarioError for what no client does."""
        return settled(self._step(step, now), self._take, now)

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        agent, callee = self._agent.next_timer(), self._callee.next_timer
        return soonest(agent, callee, self._schedule.next())

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        outcomes = self._agent.fire_timers(now=now)
        while self._schedule.pop(now):
            outcomes += self._register(self._expires, now)
        outcomes += self._callee.fire(now=now)
        return settled(outcomes, self._take, now)

    def _step(self, step: Step, now: float) -> list[Outcome]:
        match step.do:
            case "call":
                return self._call(step, now)
            case "hang up":
                return self._hang_up(now)
            case "register":
                return self._register(self._expires, now)
            case "unregister":
                return self._register(0, now)
            case "send":
                return [Send(_raw(step), self._home, self._transport)]
        raise ScenarioError(f"{step}: a client cannot {step.do!r}")

    def _call(self, step: Step, now: float) -> list[Outcome]:
        try:
            return self._caller.call(
                step.to or "", media=step.media, headers=step.headers, now=now
            )
        except ParseError as error:
            raise ScenarioError(f"{step}: {error}") from None

    def _hang_up(self, now: float) -> list[Outcome]:
        """End every call, made or taken."""
        outcomes = self._caller.hang_up(now=now)
        for call in self._callee.calls:
            outcomes += self._callee.hang_up(call, now=now)
        return outcomes

    def _register(self, expires: int, now: float) -> list[Outcome]:
        self._unregisters = not expires
        aor = self._identity.address
        domain = aor.uri.host if isinstance(aor.uri, SipUri) else self._home.host
        return self._agent.register(
            aor,
            f"sip:{domain}",
            contact=self._identity.registered_contact,
            expires=expires,
            now=now,
        )

    def _take(self, event: Event, now: float) -> list[Outcome]:
        """What follows from an event of its user agent."""
        if isinstance(event, Registered):
            return self._registered(event.response, now)
        if isinstance(event, NotRegistered):
            name, why = self.party.name, f"the registration failed with {event.status}"
            return [happenings.failed(now, name, why, "")]
        out = self._caller.take(event, now=now)
        return out or self._callee.take(event, now=now)

    def _registered(self, response: Response, now: float) -> list[Outcome]:
        name, aor = self.party.name, self._identity.user.uri
        if self._unregisters:
            self._agent.contact = f"<{self._identity.contact}>"
            return [happenings.unregistered(now, name, aor, response.call_id)]
        gruu = self._identity.gruu_among(response.contact)
        if gruu is not None:
            self._agent.contact = f"<{gruu}>"
        return [happenings.registered(now, name, aor, response.call_id)]


def _raw(step: Step) -> Message:
    """The message a step brings along; line ends may be LF alone."""
    text = (step.message or "").replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        return decode(text.encode("utf-8", "surrogateescape"))
    except ParseError as error:
        raise ScenarioError(f"{step}: {error}") from None
