"""Client: a phone or desk client, and what its user does with it."""

from collections.abc import Callable
from random import Random

from mspllab.cores.account import Account
from mspllab.cores.agent import Outcome
from mspllab.cores.events import Event, NotRegistered, Registered
from mspllab.cores.location import Binding
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.deeds import all_deeds_of_phone
from mspllab.lync.calls.line import Line
from mspllab.lync.calls.manners import PHONE, Manners
from mspllab.lync.calls.music import Music
from mspllab.lync.calls.session import Sessions
from mspllab.lync.calls.transfer import Transfers
from mspllab.lync.calls.watching import Watching
from mspllab.lync.device import PLAIN, Device
from mspllab.lync.directory import User
from mspllab.lync.enrolment import REGISTER, Enrolment
from mspllab.lync.identity import identity_of
from mspllab.lync.plan import CallPlan, PhonePlan, Step
from mspllab.lync.profile import Switches
from mspllab.lync.settle import settled
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.codec import decode
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.uri import SipUri
from mspllab.trace.records import Cause
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.schedule import Schedule, first_due
from mspllab.transaction.timers import Timers

EXPIRES = 7200


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
        pool: name of several servers, of which `home` is one; "": there is but one.
        second: where calls go when `home` fails them; None: nowhere.
        find: finds the server that a 301 names; None: it does not go there.
        device: what it can do.
        special: what is done about some calls only.
        kind: of the element, for pictures.
        host: a name under which it is found, beside its address.
        words: those for what it does about calls.
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
        pool: str = "",
        second: Endpoint | None = None,
        find: Callable[[str], Endpoint | None] | None = None,
        device: Device = PLAIN,
        special: tuple[CallPlan, ...] = (),
        kind: str = "client",
        host: str = "",
        words: Manners = PHONE,
    ) -> None:
        self._manners = manners = switches.for_client(profile)
        self.party = Party(name, kind, label or name, str(address))
        self.address = address
        self.hosts = (address.host, host) if host else (address.host,)
        self._words = words
        self._home = home
        self._pool = pool
        self._second = second
        self._find = find
        self._transport = transport
        self._expires = expires
        identity = identity_of(
            user, epid, address, transport=transport, switches=manners, chance=chance
        )
        self._identity = device.marked(identity)
        self._identifiers = Identifiers(chance, address.host)
        self._timers = timers
        uri = self._identity.address.uri
        secret = user.secret if device.password is None else device.password
        username = (uri.user or "") if isinstance(uri, SipUri) else ""
        self._account = Account(username, secret, self._identifiers)
        self._resolve = resolve
        self._device = device
        self._deeds = all_deeds_of_phone(plan, special)
        self._schedule = Schedule()
        self._start_up(f"<{self._identity.contact}>")
        self._enrolment = Enrolment(
            name,
            self._identity,
            registrar=home.host,
            expires=expires,
            refreshes=device.refreshes,
            schedule=self._schedule,
        )
        if isinstance(register, float | int):
            self._schedule.set(name, REGISTER, float(register))

    def _start_up(self, contact: str) -> None:
        """Begin without any call, transaction or registration in mind."""
        name, ip, device = self.party.name, self.address.host, self._device
        self._agent = agent = UserAgent(
            owner=name,
            address=self.address,
            transport=self._transport,
            contact=contact,
            identifiers=self._identifiers,
            timers=self._timers,
            outbound=self._home if self._resolve is None else None,
            outbound_pool=self._pool,
            allow=device.methods,
            resolve=self._resolve,
            answer_offer=self._answer_offer,
            account=self._account,
            reliable=device.reliable,
            packages=device.events,
            session_expires=device.session_expires,
            min_se=device.min_se,
        )
        self._sessions = sessions = Sessions(
            name, agent, ip, device.ability, refusal=device.reinvite_with
        )
        caller = Caller(
            name,
            agent,
            self._identity.address,
            ip,
            self._manners,
            self._identifiers,
            sessions,
            device.ability,
            device.methods,
            device.supports,
            self._second,
        )
        callee = Callee(
            owner=name,
            agent=agent,
            deeds=self._deeds,
            ip=ip,
            manners=self._words,
            sessions=sessions,
            ability=device.ability,
        )
        self._music = Music(agent, caller, sessions)
        self._line = Line(
            name,
            agent,
            self._identity.address,
            caller=caller,
            callee=callee,
            sessions=sessions,
            music=self._music,
            transfers=Transfers(
                name,
                agent,
                self._identity.address,
                caller,
                refusal=device.refer_with,
                wants_referrer=device.wants_referrer,
            ),
            watching=Watching(
                name,
                agent,
                self._identity.address,
                best_effort=self._manners.best_effort_notify,
            ),
        )
        self._schedules = agent.schedule, self._line.schedule, self._schedule

    def _answer_offer(
        self, call: int, response: Response
    ) -> tuple[bytes, str | None] | None:
        if self._music.has_asked(call):
            return None
        return self._sessions.answer_offer(call, response)

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
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = REFUSED,
    ) -> list[Effect]:
        """What follows when `message` cannot be delivered."""
        outcomes = self._agent.transport_failed(message, now=now)
        return settled(outcomes, self._take, now)

    @property
    def dialog(self) -> str | None:
        """Its latest call as the other side of that is told which one is meant."""
        return self._line.dialog

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """Do what the timeline says; ScenarioError for what no client does."""
        return settled(self._step(step, now), self._take, now)

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        return first_due(*self._schedules)

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        outcomes = self._agent.fire_timers(now=now)
        while self._schedule.pop(now):
            cause = Cause(timer=REGISTER)
            outcomes += self._enrolment.register(self._agent, now=now, cause=cause)
        outcomes += self._line.fire(now=now)
        return settled(outcomes, self._take, now)

    def _step(self, step: Step, now: float) -> list[Outcome]:
        match step.do:
            case "register":
                return self._enrolment.register(
                    self._agent,
                    expires=step.expires,
                    contacts=step.targets,
                    now=now,
                )
            case "unregister":
                return self._enrolment.register(
                    self._agent, expires=0, contacts=step.targets, now=now
                )
            case "query":
                return self._enrolment.register(self._agent, contacts=(), now=now)
            case "send":
                return self._send(step, now)
            case "reboot":
                forgotten = self._agent.switch_off(now=now)
                self._start_up(self._agent.contact)
                return [*forgotten, happenings.restarted(now, self.party.name)]
        return self._line.perform(step, now=now)

    def _send(self, step: Step, now: float) -> list[Outcome]:
        """A message as its file has it; a request with a transaction if wanted."""
        message = _raw(step)
        if step.transaction and isinstance(message, Request):
            return self._agent.requests.raw(message, now=now)
        return [Send(message, self._home, self._transport)]

    def _take(self, event: Event, now: float) -> list[Outcome]:
        """What follows from an event of its user agent."""
        if isinstance(event, Registered | NotRegistered):
            if isinstance(event, NotRegistered) and (moved := self._moved(event, now)):
                return moved
            return self._enrolment.take(event, self._agent, now=now)
        return self._line.take(event, now=now)

    def _moved(self, refused: NotRegistered, now: float) -> list[Outcome]:
        """A 301 to a REGISTER: ask there, once; [] where there is nothing to follow."""
        response = refused.response
        if refused.status != 301 or response is None or self._find is None:
            return []
        contacts = response.contact
        uri = contacts[0].uri if contacts else None
        where = self._find(uri.host) if isinstance(uri, SipUri) else None
        if where is None or where == self._home:
            return []
        self._find = None  # a pool that sends us on again is wrong
        self._home = where
        self._agent.move_to(where)
        name = self.party.name
        told = happenings.moved(now, name, str(uri), response.call_id)
        return [told, *self._enrolment.register(self._agent, now=now)]


def _raw(step: Step) -> Message:
    """The message a step brings along; line ends may be LF alone."""
    text = (step.message or "").replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        return decode(text.encode("utf-8", "surrogateescape"))
    except ParseError as error:
        raise ScenarioError(f"{step}: {error}") from None
