"""Hosted endpoints of a UCMA platform: an application's own, or a user's (§3.1)."""

from dataclasses import dataclass, field
from random import Random

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Event, IncomingInvite
from mspllab.cores.location import Binding
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ScenarioError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.deeds import Deeds, Planned, deeds_of_application
from mspllab.lync.calls.manners import APPLICATION
from mspllab.lync.calls.session import Sessions
from mspllab.lync.directory import TrustedApplication, User
from mspllab.lync.dispatch import HostedEndpoint
from mspllab.lync.identity import Identity, identity_of
from mspllab.lync.plan import ApplicationPlan
from mspllab.lync.profile import Switches
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Response
from mspllab.sip.uri import parse_uri
from mspllab.transaction.timers import Timers

EXPIRES = 7200
"""Seconds for which a user endpoint registers."""


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


class Hosted:
    """An established endpoint: a user agent, and code that takes its calls.

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
            answer_offer=self._answer_offer,
        )
        self._sessions = Sessions(owner, self.agent, flow.host)
        caller = Address("", parse_uri(settings.uri))
        if self._identity is not None:
            caller = self._identity.address
        self.caller = Caller(
            owner,
            self.agent,
            caller,
            flow.host,
            switches,
            identifiers,
            self._sessions,
        )
        self.callee = Callee(
            owner=owner,
            agent=self.agent,
            deeds=Deeds(Planned(deeds_of_application(settings.plan))),
            ip=flow.host,
            manners=APPLICATION,
            sessions=self._sessions,
        )
        self.view = HostedEndpoint(
            settings.name,
            settings.uri,
            settings.epid or None,
            self._identity.opaque if self._identity else None,
            settings.default_routing,
            self.callee.conversations,
        )

    @property
    def binding(self) -> Binding | None:
        """Its registration; None for an application's own endpoint, which has none."""
        if self._identity is None:
            return None
        return self._identity.binding(self._flow, EXPIRES)

    def take(self, event: Event, now: float) -> list[Outcome]:
        """What follows from an event of its user agent; its code is told of calls."""
        out: list[Outcome] = []
        if isinstance(event, IncomingInvite):
            invite = event.request
            caller = happenings.name_of(invite.from_)
            to, call_id = str(invite.to.uri), invite.call_id
            told = happenings.received(now, self._owner, self.name, caller, to, call_id)
            out.append(told)
        out += self.caller.take(event, now=now)
        out += self.callee.take(event, now=now)
        return out + self._sessions.take(event, now=now)

    def hang_up(self, now: float) -> list[Outcome]:
        """End every call of this endpoint."""
        out: list[Outcome] = []
        for end in (self.caller, self.callee):
            for call in end.calls:
                out += end.hang_up(call, now=now)
        return out

    def _answer_offer(self, call: int, response: Response) -> tuple[bytes, str | None]:
        return self._sessions.answer_offer(call, response)


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
