"""CollaborationPlatform: the UCMA host of a trusted application (lync-routing §3)."""

from functools import partial
from random import Random

from mspllab.cores.agent import Outcome
from mspllab.cores.events import (
    Event,
    IncomingInvite,
    IncomingRequest,
    NotRegistered,
    Registered,
)
from mspllab.cores.location import Binding
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.directory import TrustedApplication
from mspllab.lync.dispatch import HostedEndpoint, dispatch
from mspllab.lync.hosted import METHODS, EndpointSettings, Hosted
from mspllab.lync.plan import Step
from mspllab.lync.profile import Switches
from mspllab.lync.settle import settled
from mspllab.lync.ucma.lifecycle import Lifecycle
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request
from mspllab.trace.records import Cause, Happened
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.schedule import Schedule, soonest
from mspllab.transaction.timers import Timers

START, SHUT_DOWN = "start", "shut down"
OF_AN_ENDPOINT = ("establish", "drain", "terminate")
LIFE = (START, SHUT_DOWN, *OF_AN_ENDPOINT)
"""What a timeline may do with a platform and its endpoints."""


class CollaborationPlatform:
    """One listening port, several endpoints, and who gets what arrives.

    Args:
        name: of the element.
        application: the trusted application as the topology has it.
        ip: address of its host.
        endpoints: what the application has established.
        home: its server.
        switches: what is done the product's way.
        timers: T1, T2 and T4.
        chance: source of tags, branches and Call-IDs.
        transport: of everything it sends.
        start: "before" the run, "never", or the second at which it starts up.
        provisioning: where its settings come from, one of `lifecycle.PROVISIONING`.
        lacks: prerequisites of its start that are not met.

    Raises:
        ScenarioError: there are two default routing endpoints, or one for a user
            without a user.
    """

    def __init__(
        self,
        *,
        name: str,
        application: TrustedApplication,
        ip: str,
        endpoints: tuple[EndpointSettings, ...],
        home: Endpoint,
        switches: Switches,
        timers: Timers,
        chance: Random,
        transport: str = "TLS",
        start: str | float = "before",
        provisioning: str = "explicit",
        lacks: tuple[str, ...] = (),
    ) -> None:
        self.address = Endpoint(ip, application.port)
        self.hosts = (application.host, ip)
        self.party = Party(name, "platform", f"{name}\nUCMA", str(self.address))
        self._refusal = 500 if switches.unowned_call_is_500 else 404
        _refuse_two_defaults(name, endpoints)
        self._hosted = tuple(
            Hosted(
                settings,
                application=application,
                flow=self.address,
                transport=transport,
                home=home,
                owner=name,
                switches=switches,
                timers=timers,
                chance=chance,
            )
            for settings in endpoints
        )
        self._start = start
        self._schedule = Schedule()
        self._life = Lifecycle(
            name, self._hosted, provisioning=provisioning, lacks=lacks
        )
        self._by_name = {hosted.name: hosted for hosted in self._hosted}
        # Turns away what is for none of the endpoints.
        self._doorman = UserAgent(
            owner=name,
            address=self.address,
            transport=transport,
            contact=f"<{application.gruu}>",
            identifiers=Identifiers(chance, application.host),
            timers=timers,
            outbound=home,
            allow=METHODS,
        )

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """The registrations that its user endpoints have before the run."""
        if self._start != "before":
            return ()
        found = [hosted.binding for hosted in self._hosted]
        return tuple(binding for binding in found if binding is not None)

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something."""
        agents = (self._doorman, *(hosted.agent for hosted in self._hosted))
        return tuple(key for agent in agents for key in agent.live)

    def pending(self, *, now: float) -> tuple[Happened, ...]:
        """The operations that will never complete, once nothing is left to happen."""
        return self._life.pending(now)

    def start(self, *, now: float) -> list[Effect]:
        """It has started before the run, or will when it is time."""
        if isinstance(self._start, float | int):
            self._schedule.set(self.party.name, START, float(self._start))
        elif self._start == "before":
            return self._settled(self._life.begin(now), None, now)
        return []

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`."""
        hosted = self._addressee(message)
        agent = self._doorman if hosted is None else hosted.agent
        outcomes = agent.receive(message, source=source, transport=transport, now=now)
        return self._settled(outcomes, hosted, now)

    def transport_failed(
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = REFUSED,
    ) -> list[Effect]:
        """What follows when `message` cannot be delivered."""
        hosted = self._keeper(message)
        agent = self._doorman if hosted is None else hosted.agent
        return self._settled(agent.transport_failed(message, now=now), hosted, now)

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        """Start, shut down, or do something with an endpoint, mostly the first."""
        if step.do == START:
            return self._started(now, None)
        if step.do == SHUT_DOWN:
            return self._each(self._life.shut_down(now), now)
        meant = self._meant(step)
        out: list[Effect] = []
        for hosted in meant:
            out += self._settled(self._operate(hosted, step, now), hosted, now)
        return out

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        due = [self._doorman.next_timer(), self._schedule.due]
        return soonest(*due, *[hosted.next_timer for hosted in self._hosted])

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        out = self._settled(self._doorman.fire_timers(now=now), None, now)
        while self._schedule.pop(now):
            out += self._started(now, START)
        for hosted in self._hosted:
            out += self._settled(hosted.fire(now=now), hosted, now)
        return out

    def _started(self, now: float, timer: str | None) -> list[Effect]:
        effects = self._each(self._life.start_up(now), now)
        if timer is None:
            return effects
        return [
            one._replace(cause=Cause(timer=timer)) if isinstance(one, Send) else one
            for one in effects
        ]

    def _each(self, outcomes: list[Outcome], now: float) -> list[Effect]:
        """What concerns the platform, and what concerns a call of some endpoint."""
        out: list[Effect] = []
        for outcome in outcomes:
            out += self._settled([outcome], self._of(outcome), now)
        for hosted in self._hosted:
            out += self._settled([], hosted, now)
        return out

    def _of(self, outcome: Outcome) -> Hosted | None:
        """The endpoint whose call an event is about, which begins no other way."""
        call = getattr(outcome, "call", None)
        if call is None:
            return None
        ends = ((h, (*h.caller.calls, *h.callee.calls)) for h in self._hosted)
        return next((hosted for hosted, calls in ends if call in calls), None)

    def _meant(self, step: Step) -> tuple[Hosted, ...]:
        """The endpoints that a step is about."""
        if step.endpoint is not None:
            return (self._by_name[step.endpoint],)
        if step.do in ("hang up", "terminate") or not self._hosted:
            return self._hosted
        return self._hosted[:1]

    def _operate(self, hosted: Hosted, step: Step, now: float) -> list[Outcome]:
        match step.do:
            case "establish":
                return self._life.establish(hosted, now)
            case "drain":
                return self._life.drain(hosted, now)
            case "terminate":
                return self._life.terminate(hosted, now)
        return hosted.perform(step, now=now)

    def _addressee(self, message: Message) -> Hosted | None:
        """Whose it is already, or whose it becomes by the five questions."""
        try:
            hosted = self._keeper(message)
            if self._life.is_over and _is_new(message):
                return None
            if hosted is not None or not isinstance(message, Request):
                return hosted
            found = dispatch(message, self._views).endpoint
        except ParseError:
            return None
        return None if found is None else self._by_name[found]

    @property
    def _views(self) -> tuple[HostedEndpoint, ...]:
        """The endpoints that take new requests."""
        return tuple(h.view for h in self._hosted if self._life.takes_calls(h))

    def _keeper(self, message: Message) -> Hosted | None:
        """The endpoint that has a transaction or call `message` belongs to."""
        return next((h for h in self._hosted if h.agent.knows(message)), None)

    def _settled(
        self, outcomes: list[Outcome], hosted: Hosted | None, now: float
    ) -> list[Effect]:
        if hosted is None:
            return settled(outcomes, self._turn_away, now)
        effects = settled(outcomes, partial(self._take, hosted), now)
        return effects + settled(hosted.follow(now), self._turn_away, now)

    def _take(self, hosted: Hosted, event: Event, now: float) -> list[Outcome]:
        if isinstance(event, Registered | NotRegistered):
            return self._life.enrolled(hosted, event, now)
        return hosted.take(event, now)

    def _turn_away(self, event: Event, now: float) -> list[Outcome]:
        """Nobody here is meant: an automatic refusal, and no code hears of it."""
        status = self._refusal
        if isinstance(event, IncomingInvite):
            refusal = self._doorman.reject(event.call, status, now=now)
        elif isinstance(event, IncomingRequest):
            refusal = self._doorman.respond(event.transaction, status, now=now)
        else:
            return []
        request = event.request
        why, name = dispatch(request, self._views).why, self.party.name
        if not self._life.is_up:
            why = f"the platform is {self._life.state}"
        return [
            happenings.rejected(
                now, name, request.method, status, why, request.call_id
            ),
            *refusal,
        ]


def _is_new(message: Message) -> bool:
    """Whether it begins something, if only within a dialog."""
    return isinstance(message, Request) and message.method not in ("ACK", "CANCEL")


def _refuse_two_defaults(name: str, endpoints: tuple[EndpointSettings, ...]) -> None:
    defaults = [endpoint.name for endpoint in endpoints if endpoint.default_routing]
    if len(defaults) > 1:
        listed = " and ".join(defaults)
        raise ScenarioError(
            f"{name}: {listed} are all default routing endpoints; a platform has one"
        )
