"""Scenario: who stands where, what they do, and when; a frozen description.

`reader.py` makes one of a TOML text, `build.py` makes a world of it. None in a field
means that the world's default stands; `data/scenarios/README.md` tells them all.
"""

from dataclasses import dataclass, field

from mspllab.applications.dispatched import Handler
from mspllab.applications.installable import Installable
from mspllab.applications.stage import ERROR_LIMIT
from mspllab.errors import ScenarioError
from mspllab.lync.device import PLAIN
from mspllab.lync.directory import Category, Partner, Policy
from mspllab.lync.hosted import AT_START
from mspllab.lync.plan import ApplicationPlan, CallPlan, PhonePlan, Step
from mspllab.lync.profile import PROFILES
from mspllab.lync.ucma.conduct import MODALITIES
from mspllab.lync.voice import (
    PLAIN_PREFERENCES,
    DialPlan,
    Preferences,
    VoicePolicy,
    VoiceRoute,
)
from mspllab.scenario.fault_line import FaultLine
from mspllab.scenario.language.settings import Settings
from mspllab.sim.datagram import Endpoint

WIRES = ("messages", "bytes")
"""What travels: the messages themselves, or their bytes, encoded at every hop."""


@dataclass(frozen=True, slots=True)
class Installed:
    """An MSPL application on a server."""

    manifest: str | Installable
    """Path of the .am file, from the scenario's folder; or the application itself."""
    priority: int | None = None
    """None: at the bottom of the list, above DefaultRouting."""
    critical: bool = False
    enabled: bool = True
    handlers: tuple[tuple[str, str | Handler], ...] | None = None
    """Names that scripts give to Dispatch, and functions; None: no managed code."""
    overloaded: bool = False
    error_limit: float | None = ERROR_LIMIT
    """None: no number of errors disables it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A Front End, an Edge, a plain RFC 3261 proxy or a redirect server."""

    name: str
    host: str
    """Fully qualified name."""
    address: str
    """IP address."""
    kind: str = "front-end"
    port: int | None = None
    domains: tuple[str, ...] = ()
    """The domains it serves; empty: what follows the first dot of `host`."""
    pool: str | None = None
    transport: str | None = None
    record_route: bool = True
    loop_detection: bool = True
    recurse: tuple[int, ...] | None = None
    """Status codes of redirections it carries out itself."""
    authenticate: str = "nobody"
    """Whom it challenges: "nobody", "own" users of its domains, or "everybody"."""
    fork: str = "parallel"
    """How a proxy tries the phones of a user: "parallel", or "serial" by their q."""
    silent_with: int = 408
    """What a proxy answers where nobody has answered an INVITE."""
    stateless: bool = False
    """Whether a proxy keeps no transactions (§16.11)."""
    applications: tuple[Installed, ...] = ()
    role: str = ""
    """What its scripts read in Role; "": HomeServer where it is alone in its pool."""
    pas_online: bool = True
    internal_domains: tuple[str, ...] = ()
    blocked_domains: tuple[str, ...] = ()
    blocked_clients: tuple[str, ...] = ()

    @property
    def served_domains(self) -> tuple[str, ...]:
        """The domains it serves, found from its name where none are given."""
        _, _, domain = self.host.partition(".")
        return self.domains or ((domain,) if domain else ())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address and perhaps a telephone line."""

    name: str
    uri: str | None = None
    """None: NAME at the domain of the scenario."""
    display_name: str | None = None
    """None: the name, capitalised."""
    line: str | None = None
    password: str = ""
    """What it proves to servers that authenticate; "": the name."""
    home_pool: str | None = None
    backup_pool: str | None = None
    options: tuple[str, ...] = ()
    enabled_for_federation: bool = True
    blocks: tuple[str, ...] = ()
    """Names of users whose messages are not wanted."""
    policies: tuple[Policy, ...] = ()
    categories: tuple[Category, ...] = ()
    dial_plan: str | None = None
    voice_policy: str | None = None
    voice_mail: str | None = None
    routing: Preferences = PLAIN_PREFERENCES


@dataclass(frozen=True, slots=True)
class Client:
    """A phone or desk client of a user."""

    name: str
    user: str
    address: Endpoint
    epid: str = ""
    profile: str | None = None
    """"lync" or "rfc3261"; None: as the scenario."""
    label: str = ""
    register: str | float = "before"
    """"before" the scenario begins, "never", or the second at which it does."""
    expires: int = 7200
    server: str | None = None
    """Its own server; None: the first one."""
    second_server: str | None = None
    """Where its calls go when that is silent or cannot be reached; None: nowhere."""
    transport: str | None = None
    media: tuple[str, ...] = PLAIN.media
    codecs: tuple[str, ...] = PLAIN.codecs
    methods: tuple[str, ...] = PLAIN.methods
    supports: tuple[str, ...] = PLAIN.supports
    events: tuple[str, ...] = PLAIN.events
    refer_with: int | None = PLAIN.refer_with
    session_expires: int | None = PLAIN.session_expires
    min_se: int = PLAIN.min_se
    wants_referrer: bool = PLAIN.wants_referrer
    reinvite_with: int | None = PLAIN.reinvite_with
    reliable: bool = PLAIN.reliable
    instance: str | None = PLAIN.instance
    reg_id: int | None = PLAIN.reg_id
    q: float | None = PLAIN.q
    contact: str | None = PLAIN.contact
    refresh: bool = PLAIN.refreshes
    password: str | None = PLAIN.password
    on_call: PhonePlan = field(default_factory=PhonePlan)
    calls: tuple[CallPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicPhone:
    """A telephone behind a gateway."""

    name: str
    number: str
    display_name: str = ""
    on_call: PhonePlan = field(default_factory=PhonePlan)
    calls: tuple[CallPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class PlatformEndpoint:
    """An endpoint of a trusted application: its own contact, or a user's."""

    name: str
    kind: str = "application"
    """"application": a contact object, not registered; "user": registers as a user."""
    uri: str | None = None
    user: str | None = None
    epid: str = ""
    default_routing: bool = False
    line: str | None = None
    handles: tuple[str, ...] = MODALITIES
    establish: str = AT_START
    enabled_for_federation: bool = False
    on_call: ApplicationPlan = field(default_factory=ApplicationPlan)


@dataclass(frozen=True, slots=True)
class Application:
    """A trusted application: one UCMA platform on one host."""

    name: str
    host: str
    address: str
    gruu: str
    port: int = 5061
    server: str | None = None
    transport: str | None = None
    start: str | float = "before"
    """"before" the scenario begins, "never", or the second at which it does."""
    provisioning: str = "explicit"
    lacks: tuple[str, ...] = ()
    """What is not met, of `language.application.PREREQUISITES`."""
    endpoints: tuple[PlatformEndpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Gateway:
    """A Mediation Server with its gateway, as one element."""

    name: str
    host: str
    address: str
    port: int = 5061
    mediation: str | None = None
    """Name of the Mediation Server, for the maddr of what is sent to it."""
    server: str | None = None
    transport: str | None = None
    phones: tuple[PublicPhone, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceMail:
    """A server that answers and takes messages."""

    name: str
    host: str
    address: str
    port: int = 5061
    server: str | None = None
    transport: str | None = None
    answer_after: float = 0.5
    hang_up_after: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The wire between two elements; what is None is as on every other wire."""

    between: tuple[str, ...]
    """Names of two elements."""
    delay: float | None = None
    jitter: float | None = None
    loss: float | None = None
    duplicate: float | None = None
    reorder: float | None = None
    hold: float | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """The two elements."""
        first, second = self.between
        return first, second


Element = Server | Application | Gateway | VoiceMail | Client
"""Whatever stands on the network."""


@dataclass(frozen=True, slots=True)
class Links:
    """The wires: how every one behaves, and those that behave otherwise."""

    transport: str = "TLS"
    delay: float = 0.01
    jitter: float = 0.0
    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    hold: float = 0.1
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Clocks:
    """The three base values of all SIP timers, in seconds (RFC 3261 §17.1.1.1)."""

    t1: float = 0.5
    t2: float = 4.0
    t4: float = 5.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent before a run is stopped as a loop."""

    legs: int = 100
    """Calls with a Call-ID of their own that may be begun."""
    messages: int = 10_000
    """Messages on all wires together."""


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """Who stands where, what they do, and when."""

    title: str = ""
    profile: str = "lync"
    switches: tuple[tuple[str, bool], ...] = ()
    """Single deviations, by their names in `lync.profile.Switches`."""
    seed: int = 1
    until: float = 600.0
    """Seconds after which it stops at the latest; it ends earlier when all is quiet."""
    wire: str = "messages"
    lanes: tuple[str, ...] = ()
    """Elements in the order in which pictures show them; the others follow."""
    timers: Clocks = Clocks()
    budget: Budget = Budget()
    links: Links = Links()
    servers: tuple[Server, ...] = ()
    users: tuple[Person, ...] = ()
    federation: tuple[Partner, ...] = ()
    clients: tuple[Client, ...] = ()
    applications: tuple[Application, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    voice_mail: tuple[VoiceMail, ...] = ()
    dial_plans: tuple[DialPlan, ...] = ()
    voice_policies: tuple[VoicePolicy, ...] = ()
    routes: tuple[VoiceRoute, ...] = ()
    timeline: tuple[Step, ...] = ()
    faults: tuple[FaultLine, ...] = ()
    path: str = ""
    """The file it was read from; manifests are looked for from its folder."""
    settings: Settings | None = field(default=None, compare=False, repr=False)
    """What it was read from, for overrides; None where it was made by hand."""

    def __post_init__(self) -> None:
        """Refuse what no world can be made of, however the scenario came about."""
        if self.profile not in PROFILES:
            raise ScenarioError(f"there is no profile {self.profile!r}")
        if self.wire not in WIRES:
            raise ScenarioError(f"nothing travels as {self.wire!r}")
        if self.until < 0:
            raise ScenarioError(f"a scenario cannot end at {self.until} s")

    def __repr__(self) -> str:
        elements: tuple[Element, ...]
        elements = (*self.servers, *self.applications, *self.clients)
        elements += (*self.gateways, *self.voice_mail)
        names = ", ".join(element.name for element in elements) or "nobody"
        steps = "1 step" if len(self.timeline) == 1 else f"{len(self.timeline)} steps"
        return f"<Scenario {self.title!r}: {names}; {steps}>"
