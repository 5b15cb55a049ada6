"""Hosted endpoints of a UCMA platform: an application's own, or a user's (§3.1)."""

from dataclasses import dataclass, field
from random import Random

from mspllab.cores.agent import Outcome
from mspllab.cores.calls.call import CallState
from mspllab.cores.events import AckTimedOut, Cancelled, Ended, Event, IncomingInvite
from mspllab.cores.location import Binding
from mspllab.cores.user_agent import ALLOW, UserAgent
from mspllab.errors import ParseError, ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.line import Line
from mspllab.lync.calls.manners import APPLICATION
from mspllab.lync.calls.music import Music
from mspllab.lync.calls.session import Sessions
from mspllab.lync.calls.transfer import Transfers
from mspllab.lync.calls.watching import Watching
from mspllab.lync.directory import TrustedApplication, User
from mspllab.lync.dispatch import HostedEndpoint
from mspllab.lync.enrolment import Enrolment
from mspllab.lync.identity import Identity, identity_of
from mspllab.lync.plan import ApplicationPlan, Step
from mspllab.lync.profile import Switches
from mspllab.lync.ucma.bridges import BackToBackCalls, impersonated
from mspllab.lync.ucma.call_states import CallStates
from mspllab.lync.ucma.conduct import MODALITIES, Conduct
from mspllab.lync.ucma.handing import Handing
from mspllab.lync.ucma.states import ENDPOINT, EndpointState
from mspllab.lync.ucma.tracked import Tracked
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response
from mspllab.sip.uri import parse_uri
from mspllab.trace.records import Cause
from mspllab.transaction.schedule import Schedule, soonest
from mspllab.transaction.timers import Timers

EXPIRES = 7200
"""Seconds for which a user endpoint registers."""
METHODS = (*ALLOW, "NOTIFY", "REFER", "MESSAGE", "UPDATE")
"""Methods that an endpoint accepts."""
AT_START, IN_CALLBACK, BY_HAND = "at start", "in the callback", "by hand"
ESTABLISHING = (AT_START, IN_CALLBACK, BY_HAND)
"""When code establishes an endpoint; the second waits for it inside a callback."""
BRIDGE = "back to back after"
NEEDS_A_CALL = frozenset(
    (
        *("answer", "decline", "redirect", "hold", "resume", "reinvite", "update"),
        *("info", "transfer", "music"),
    )
)
"""Operations on a call: without one they are invalid."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """What an application says when it establishes an endpoint."""

    name: str
    uri: str
    """A contact object's address, or the user's."""
    kind: str = "application"
    """"application" or "user"."""
    plan: ApplicationPlan = field(default_factory=ApplicationPlan)
    default_routing: bool = False
    """Whether it takes what no other endpoint of the platform is meant for."""
    epid: str = ""
    user: User | None = None
    """Whose endpoint it is; None for an application's own."""
    handles: tuple[str, ...] = MODALITIES
    """Modalities it is registered for."""
    establish: str = AT_START
    """One of `ESTABLISHING`."""


class Hosted:
    """An endpoint: a user agent, and code that takes its calls.

    Args:
        settings: what the application said.
        application: the trusted application whose platform it is.
        flow: where the platform listens.
        transport: of everything it sends.
        home: its server.
        owner: name of the platform, for the records.
        switches: what is done the product's way.
        timers: T1, T2 and T4.
        chance: source of tags, branches, Call-IDs and of its ms-opaque.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        *,
        application: TrustedApplication,
        flow: Endpoint,
        transport: str,
        home: Endpoint,
        owner: str,
        switches: Switches,
        timers: Timers,
        chance: Random,
    ) -> None:
        self.name = settings.name
        self.settings = settings
        self.state = Tracked(
            owner, "endpoint", settings.name, ENDPOINT, EndpointState.IDLE
        )
        self._owner = owner
        self._flow = flow
        self._identity = _identity(settings, application, transport, switches, chance)
        contact = application.gruu
        if self._identity is not None:
            contact = self._identity.gruu or str(self._identity.contact)
        identifiers = Identifiers(chance, application.host)
        self.agent = UserAgent(
            owner=owner,
            address=flow,
            transport=transport,
            contact=f"<{contact}>",
            identifiers=identifiers,
            timers=timers,
            outbound=home,
            allow=METHODS,
            answer_offer=self._answer_offer,
        )
        self._schedule = Schedule()
        self._enrolment = None
        if self._identity is not None:
            self._enrolment = Enrolment(
                owner,
                self._identity,
                registrar=home.host,
                expires=EXPIRES,
                refreshes=False,
                schedule=self._schedule,
            )
        self._equip(settings, switches, identifiers)

    def _equip(
        self, settings: EndpointSettings, switches: Switches, identifiers: Identifiers
    ) -> None:
        """Everything that makes, takes and changes calls."""
        owner, agent, ip = self._owner, self.agent, self._flow.host
        me = Address("", parse_uri(settings.uri))
        if self._identity is not None:
            me = self._identity.address
        self._conduct = Conduct(owner, settings.plan, settings.handles, settings.uri)
        sessions = self._sessions = Sessions(owner, agent, ip)
        self.caller = caller = Caller(
            owner, agent, me, ip, switches, identifiers, sessions
        )
        self.callee = callee = Callee(
            owner=owner,
            agent=agent,
            deeds=self._conduct,
            ip=ip,
            manners=APPLICATION,
            sessions=sessions,
        )
        self.transfers = transfers = Transfers(
            owner, agent, me, caller, signs=switches.endpoint_identity
        )
        self._music = Music(agent, caller, sessions)
        self._line = Line(
            owner,
            agent,
            me,
            caller=caller,
            callee=callee,
            sessions=sessions,
            music=self._music,
            transfers=transfers,
            watching=Watching(owner, agent, me, best_effort=False),
        )
        self._bridges = BackToBackCalls(owner, agent, caller, callee)
        self._handing = Handing(owner, self._conduct, caller, callee, transfers)
        self._invites: dict[int, Request] = {}
        self._states = CallStates(owner, self.name, agent, caller, callee, transfers)
        self.view = HostedEndpoint(
            settings.name,
            settings.uri,
            settings.epid or None,
            self._identity.opaque if self._identity else None,
            settings.default_routing,
            callee.conversations,
        )

    @property
    def binding(self) -> Binding | None:
        """Its registration; None for an application's own endpoint, which has none."""
        if self._identity is None:
            return None
        return self._identity.binding(self._flow, EXPIRES)

    @property
    def registration(self) -> Enrolment | None:
        """How it registers; None for an application's own endpoint, which does not."""
        return self._enrolment

    @property
    def unacknowledged(self) -> tuple[str, ...]:
        """Who calls and was answered, and has not acknowledged it."""
        return tuple(
            str(self.callee.peer_of(call))
            for call in self.callee.calls
            if (found := self.agent.call_of(call)) is not None
            and found.state is CallState.ANSWERED
        )

    def take(self, event: Event, now: float) -> list[Outcome]:
        """What follows from an event of its user agent; its code is told of calls."""
        if isinstance(event, IncomingInvite):
            return self._receive(event, now)
        out: list[Outcome] = []
        if isinstance(event, AckTimedOut):
            out.append(self._timed_out(event.call, now))
        out += self._line.take(event, now=now)
        out += self._bridges.take(event, now=now)
        out += self._handing.take(event, now=now)
        if isinstance(event, Ended | Cancelled):
            self._forget(event.call)
        return out

    def perform(self, step: Step, *, now: float) -> list[Outcome]:
        """Do what the timeline says; ScenarioError for what no application does."""
        if step.do == "call" and step.identity is not None:
            return self._impersonate(step, now)
        out = self._line.perform(step, now=now)
        if out or step.do not in NEEDS_A_CALL:
            return out
        why = f"there is no call that could be the one of “{step.do}”"
        return [happenings.exception(now, self._owner, INVALID, why)]

    def follow(self, now: float) -> list[Outcome]:
        """The changes of state of its calls since it was last asked."""
        return [*self._states.follow(now)]

    @property
    def next_timer(self) -> float | None:
        """When it wants to be called again."""
        return soonest(
            self.agent.next_timer(),
            self.callee.schedule.due,
            self._handing.next_timer,
            self._schedule.due,
        )

    def fire(self, *, now: float) -> list[Outcome]:
        """What is due at `now`."""
        out = self.agent.fire_timers(now=now)
        while due := self._schedule.pop(now):
            call = int(due[0])
            if call in self.callee.calls and self.callee.is_open(call):
                out += self._bridge(call, now, Cause(timer=BRIDGE))
        out += self.callee.fire(now=now)
        return out + self._handing.fire(now=now)

    def hang_up(self, now: float) -> list[Outcome]:
        """End every call of this endpoint."""
        out: list[Outcome] = []
        for end in (self.caller, self.callee):
            for call in end.calls:
                out += end.hang_up(call, now=now)
        return out

    def _receive(self, event: IncomingInvite, now: float) -> list[Outcome]:
        """A call that can be taken reaches the code, which says what is to be done."""
        call, invite, _ = event
        if (refusal := self._conduct.refusal(invite)) is not None:
            status, why = refusal
            name, call_id = self._owner, invite.call_id
            told = happenings.rejected(now, name, "INVITE", status, why, call_id)
            return [told, *self.agent.reject(call, status, now=now)]
        caller, to = happenings.name_of(invite.from_), str(invite.to.uri)
        out: list[Outcome] = [
            happenings.received(now, self._owner, self.name, caller, to, invite.call_id)
        ]
        status_of_code, thrown = self._conduct.receive(call, invite, now)
        out += thrown
        if status_of_code is not None:
            self._conduct.forget(call)
            return [*out, *self.agent.reject(call, status_of_code, now=now)]
        self._invites[call] = invite
        self._handing.begin(call, invite)
        out += self._line.take(event, now=now)
        after = self._conduct.plan_of(call).back_to_back_after
        if after is not None and self.callee.is_open(call):
            if after > 0:
                self._schedule.set(str(call), BRIDGE, now + after)
            else:
                out += self._bridge(call, now, Cause())
        return out

    def _bridge(self, call: int, now: float, cause: Cause) -> list[Outcome]:
        invite, plan = self._invites[call], self._conduct.plan_of(call)
        return self._bridges.begin(call, invite, plan, now=now, cause=cause)

    def _impersonate(self, step: Step, now: float) -> list[Outcome]:
        """Call in somebody's name; users' endpoints may not (§3.1)."""
        if self._identity is not None:
            why = f"{self.name} is a user's endpoint and impersonates nobody"
            return [happenings.exception(now, self._owner, INVALID, why)]
        try:
            return self.caller.call(
                step.to or "",
                media=step.media,
                headers=step.headers,
                identity=impersonated(step.identity, None),
                hop=step.connection,
                now=now,
            )
        except ParseError as error:
            raise ScenarioError(f"{step}: {error}") from None

    def _timed_out(self, call: int, now: float) -> Outcome:
        invite = self._invites.get(call)
        call_id = "" if invite is None else invite.call_id
        why = "EndAccept has waited for the ACK, which has not come"
        return happenings.exception(now, self._owner, TIMEOUT, why, call_id)

    def _forget(self, call: int) -> None:
        self._invites.pop(call, None)
        self._conduct.forget(call)
        self._schedule.cancel(str(call), BRIDGE)

    def _answer_offer(
        self, call: int, response: Response
    ) -> tuple[bytes, str | None] | None:
        if self._music.has_asked(call):
            return None
        return self._sessions.answer_offer(call, response)


INVALID, TIMEOUT = "InvalidOperationException", "OperationTimeoutException"
"""What UCMA throws: at what cannot be done now, and at what takes too long."""


def _identity(
    settings: EndpointSettings,
    application: TrustedApplication,
    transport: str,
    switches: Switches,
    chance: Random,
) -> Identity | None:
    """A user's endpoint registers and has one; an application's has not (§3.1)."""
    if settings.kind != "user":
        return None
    if settings.user is None:
        raise ScenarioError(f"the user endpoint {settings.name} needs a user")
    host = Endpoint(application.host, application.port)
    return identity_of(
        settings.user,
        settings.epid,
        host,
        transport=transport,
        switches=switches,
        chance=chance,
    )
