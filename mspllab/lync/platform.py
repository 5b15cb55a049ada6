"""CollaborationPlatform: the UCMA host of a trusted application (lync-routing §3)."""

from random import Random

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Event, IncomingInvite, IncomingRequest
from mspllab.cores.location import Binding
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.directory import TrustedApplication
from mspllab.lync.dispatch import dispatch
from mspllab.lync.hosted import EndpointSettings, Hosted
from mspllab.lync.plan import Step
from mspllab.lync.profile import Switches
from mspllab.lync.settle import settled
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect
from mspllab.transaction.schedule import soonest
from mspllab.transaction.timers import Timers


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
        self._views = tuple(hosted.view for hosted in self._hosted)
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
        )

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """The registrations of its user endpoints."""
        found = [hosted.binding for hosted in self._hosted]
        return tuple(binding for binding in found if binding is not None)

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something."""
        agents = (self._doorman, *(hosted.agent for hosted in self._hosted))
        return tuple(key for agent in agents for key in agent.live)

    def start(self, *, now: float) -> list[Effect]:
        """It has started before the run, and its endpoints are established."""
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
        """End all calls, or make one from the first endpoint."""
        out: list[Effect] = []
        if step.do == "hang up":
            for hosted in self._hosted:
                out += self._settled(hosted.hang_up(now), hosted, now)
            return out
        if step.do != "call" or not self._hosted:
            raise ScenarioError(f"{step}: this application cannot {step.do!r}")
        first = self._hosted[0]
        try:
            outcomes = first.caller.call(
                step.to or "", media=step.media, headers=step.headers, now=now
            )
        except ParseError as error:
            raise ScenarioError(f"{step}: {error}") from None
        return self._settled(outcomes, first, now)

    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        due = [self._doorman.next_timer()]
        for hosted in self._hosted:
            due += [hosted.agent.next_timer(), hosted.callee.next_timer]
        return soonest(*due)

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        out = self._settled(self._doorman.fire_timers(now=now), None, now)
        for hosted in self._hosted:
            outcomes = hosted.agent.fire_timers(now=now) + hosted.callee.fire(now=now)
            out += self._settled(outcomes, hosted, now)
        return out

    def _addressee(self, message: Message) -> Hosted | None:
        """Whose it is already, or whose it becomes by the five questions."""
        try:
            hosted = self._keeper(message)
            if hosted is not None or not isinstance(message, Request):
                return hosted
            found = dispatch(message, self._views).endpoint
        except ParseError:
            return None
        return None if found is None else self._by_name[found]

    def _keeper(self, message: Message) -> Hosted | None:
        """The endpoint that has a transaction or call `message` belongs to."""
        return next((h for h in self._hosted if h.agent.knows(message)), None)

    def _settled(
        self, outcomes: list[Outcome], hosted: Hosted | None, now: float
    ) -> list[Effect]:
        return settled(
            outcomes, self._turn_away if hosted is None else hosted.take, now
        )

    def _turn_away(self, event: Event, now: float) -> list[Outcome]:
        """Nobody here is meant: an automatic refusal, and no code hears of it."""
        if isinstance(event, IncomingInvite):
            refusal = self._doorman.reject(event.call, self._refusal, now=now)
        elif isinstance(event, IncomingRequest):
            refusal = self._doorman.respond(event.transaction, self._refusal, now=now)
        else:
            return []
        request = event.request
        why, name = dispatch(request, self._views).why, self.party.name
        return [
            happenings.rejected(
                now, name, request.method, self._refusal, why, request.call_id
            ),
            *refusal,
        ]


def _refuse_two_defaults(name: str, endpoints: tuple[EndpointSettings, ...]) -> None:
    defaults = [endpoint.name for endpoint in endpoints if endpoint.default_routing]
    if len(defaults) > 1:
        listed = " and ".join(defaults)
        raise ScenarioError(
            f"{name}: {listed} are all default routing endpoints; a platform has one"
        )
