"""Scenario → World: every element made and put in its place on the network."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace

from mspllab.applications.dispatched import NO_HANDLERS, Handlers
from mspllab.applications.installable import Installable
from mspllab.lync.calls.manners import MAILBOX
from mspllab.lync.client import Client
from mspllab.lync.device import Device
from mspllab.lync.directory import ServerSettings, User
from mspllab.lync.edge import Edge
from mspllab.lync.element import Element
from mspllab.lync.front_end import FrontEnd
from mspllab.lync.gateway import Gateway, Telephone
from mspllab.lync.hosted import EndpointSettings
from mspllab.lync.installation import InstalledApplication
from mspllab.lync.plan import ApplicationPlan, CallPlan, PhonePlan
from mspllab.lync.platform import CollaborationPlatform
from mspllab.lync.proxy_server import ProxyServer
from mspllab.lync.redirect_server import RedirectServer
from mspllab.lync.routing.neighbours import Neighbours, Pool
from mspllab.lync.routing.surroundings import EDGE
from mspllab.lync.scripted_server import ScriptedServer
from mspllab.on_demand import named
from mspllab.scenario import scenario as described
from mspllab.scenario.cast import Cast, lanes
from mspllab.scenario.fault_line import is_answer, labels
from mspllab.scenario.manifests import applications_of
from mspllab.scenario.prerequisites import application_outages
from mspllab.scenario.scenario import Links, Pair, Scenario
from mspllab.scenario.tampering import Tampering
from mspllab.scenario.world import World
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED, Fault, Outage
from mspllab.sim.link import Link
from mspllab.sim.network import Network
from mspllab.trace.trace import Trace
from mspllab.transaction.timers import Timers

NOTHING: Mapping[str, str] = {}
UNHARMED: Mapping[int, Tampering] = {}
HANDLERS = "mspllab.scenario.handlers:named_handlers"
CODE = "mspllab.scenario.code:code_of"
"""Finds Python functions, and is loaded where a scenario names some."""
Scripts = Mapping[str | Installable, Installable]
"""Manifest, as the scenario has it → its application."""
Server = FrontEnd | Edge | ProxyServer | RedirectServer


def build(
    scenario: Scenario,
    scripts: Mapping[str, str] = NOTHING,
    handlers: Handlers = NO_HANDLERS,
    *,
    record: bool = False,
    tampering: Mapping[int, Tampering] = UNHARMED,
    since: str = "",
) -> World:
    """The world that `scenario` describes, with nothing happened yet.

    Args:
        scenario: the description.
        scripts: {manifest, as the scenario names it: text of another one, or of a
            script to put into it}.
        handlers: managed code for all applications that are not script-only, beside
            what the scenario names; {name that scripts give to Dispatch: function}.
        record: runs of scripts shall tell what each statement did.
        tampering: {number of a message: what befalls it on its way}.
        since: from when on `scripts` run, in words; it goes into their names.

    Raises:
        UsageError: a manifest cannot be read, or the scenario knows none of that name.
        ScenarioError: a handler cannot be found.
        ManifestError, MsplSyntaxError, MsplCheckError: one of `scripts` is wrong.
    """
    applications = applications_of(scenario, scripts, record=record, since=since)
    builder = _Builder(scenario, applications, handlers)
    elements = builder.elements()
    network = _network(scenario, builder.cast, _silent(elements))
    taken: set[str] = set()
    for element in elements:  # a pool's name leads to its first server
        hosts = [host for host in element.hosts if host.lower() not in taken]
        network.place(element.party.name, hosts)
        taken.update(host.lower() for host in hosts)
    return World(
        elements=elements,
        network=network,
        trace=_trace(scenario, elements, builder.scripts),
        timeline=tuple(
            replace(
                step,
                peer=builder.cast.party(step.peer),
                identity=builder.cast.party(step.identity),
            )
            for step in scenario.timeline
        ),
        until=scenario.until,
        budget=scenario.budget,
        in_bytes=scenario.wire == "bytes",
        tampering=tampering,
    )


class Numbers:
    """1, 2, 3 …, shared by all who number the same things; can be copied."""

    def __init__(self) -> None:
        self._last = 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        self._last += 1
        return self._last


@dataclass(frozen=True, slots=True)
class Names:
    """Host name → where it listens, whatever its case; None: nobody is called so."""

    endpoints: Mapping[str, tuple[Endpoint, ...]]

    def __call__(self, host: str) -> Endpoint | None:
        """Where `host` listens; of a domain with several servers the first one."""
        found = self.endpoints.get(host.lower())
        return None if found is None else found[0]

    def all(self, host: str) -> tuple[Endpoint, ...]:
        """Every server of `host`, the first to be tried first."""
        return self.endpoints.get(host.lower(), ())


class _Builder:
    """Makes the elements of one scenario; what they share is made once."""

    def __init__(
        self, scenario: Scenario, scripts: Scripts, handlers: Handlers
    ) -> None:
        self._handlers = handlers
        self.cast = Cast(scenario)
        self.scripts = scripts
        self._scenario = scenario
        self._directory = self.cast.directory
        self._switches = self.cast.switches
        self._timers = Timers(**asdict(scenario.timers))
        self._names = Names(self.cast.hosts())
        self._runs = Numbers()
        self._pools: dict[str, Pool] = {}

    def elements(self) -> list[Element]:
        """Servers, applications and clients, registered where they shall be."""
        scenario = self._scenario
        servers = {server.name: self._server(server) for server in scenario.servers}
        platforms = [self._platform(one) for one in scenario.applications]
        clients = [self._client(one) for one in scenario.clients]
        for one, client in zip(scenario.clients, clients, strict=True):
            if one.register == "before":
                server = servers[self.cast.server_of(one)]
                client.adopt(server.preregister(client.binding))
        for app, platform in zip(scenario.applications, platforms, strict=True):
            for binding in platform.bindings:
                servers[self.cast.server_of(app)].preregister(binding)
        gateways = [self._gateway(one) for one in scenario.gateways]
        mailboxes = [self._mailbox(one) for one in scenario.voice_mail]
        return [*servers.values(), *platforms, *gateways, *mailboxes, *clients]

    def _server(self, server: described.Server) -> Server:
        match server.kind:
            case "proxy":
                return self._proxy(server)
            case "redirect":
                return self._redirect_server(server)
            case "edge":
                return self._edge(server)
        return self._front_end(server)

    def _front_end(self, server: described.Server) -> FrontEnd:
        cast = self.cast
        return FrontEnd(
            name=server.name,
            host=server.host,
            ip=server.address,
            port=cast.address(server).port,
            transport=cast.transport(server),
            pool=server.pool or server.host,
            directory=replace(self._directory, domains=server.served_domains),
            applications=self._installed(server),
            switches=self._switches,
            timers=self._timers,
            chance=cast.chance(server.name),
            runs=self._runs,
            resolve=self._names,
            record_route=server.record_route,
            loop_detection=server.loop_detection,
            recurse=None if server.recurse is None else frozenset(server.recurse),
            authenticate=server.authenticate,
            settings=_settings(server),
            neighbours=self._neighbours(server),
        )

    def _edge(self, server: described.Server) -> Edge:
        cast = self.cast
        settings = _settings(server)
        return Edge(
            name=server.name,
            host=server.host,
            transport=cast.transport(server),
            directory=replace(self._directory, domains=server.served_domains),
            applications=self._installed(server),
            switches=self._switches,
            timers=self._timers,
            chance=cast.chance(server.name),
            runs=self._runs,
            neighbours=self._neighbours(server),
            inside=cast.behind(server),
            record_route=server.record_route,
            loop_detection=server.loop_detection,
            settings=replace(settings, role=settings.role or EDGE),
        )

    def _neighbours(self, server: described.Server) -> Neighbours:
        cast = self.cast
        name, edge = cast.pool_of(server).lower(), cast.edge_of(server)
        return Neighbours(
            cast.address(server),
            server.pool or server.host,
            self._pools.setdefault(name, Pool()) if name else Pool(),
            self._resolver(server),
            cast.fellows(server),
            None if edge is None else cast.address(edge),
            () if edge is None else edge.served_domains,
            cast.certified,
        )

    def _resolver(self, server: described.Server) -> Names:
        """DNS as a server sees it, from inside or outside."""
        found = self.cast.hosts_for(server)
        return self._names if found == self._names.endpoints else Names(found)

    def _installed(self, server: described.Server) -> tuple[InstalledApplication, ...]:
        return tuple(
            InstalledApplication(
                self._with_handlers(one),
                one.priority,
                enabled=one.enabled,
                critical=one.critical,
                error_limit=one.error_limit,
            )
            for one in server.applications
        )

    def _with_handlers(self, one: described.Installed) -> Installable:
        """The application with its managed code, if there is any."""
        application = self.scripts[one.manifest]
        if one.overloaded:
            return application.with_handlers(NO_HANDLERS)
        if one.handlers is None and not self._handlers:
            return application
        found = named(HANDLERS)(one.handlers, self._scenario.path)
        return application.with_handlers({**self._handlers, **found})

    def _proxy(self, server: described.Server) -> ProxyServer:
        names = self._resolver(server)
        return ProxyServer(
            name=server.name,
            host=server.host,
            ip=server.address,
            port=self.cast.address(server).port,
            transport=self.cast.transport(server),
            directory=replace(self._directory, domains=server.served_domains),
            timers=self._timers,
            chance=self.cast.chance(server.name),
            resolve=names,
            record_route=server.record_route,
            loop_detection=server.loop_detection,
            recurse=frozenset(server.recurse or ()),
            authenticate=server.authenticate,
            is_serial=server.fork == "serial",
            silence=server.silent_with,
            stateless=server.stateless,
            resolve_all=names.all,
        )

    def _redirect_server(self, server: described.Server) -> RedirectServer:
        return RedirectServer(
            name=server.name,
            host=server.host,
            ip=server.address,
            port=self.cast.address(server).port,
            directory=replace(self._directory, domains=server.served_domains),
            timers=self._timers,
            chance=self.cast.chance(server.name),
        )

    def _client(self, client: described.Client) -> Client:
        cast = self.cast
        return Client(
            name=client.name,
            user=cast.user(client.user),
            epid=cast.epid(client),
            address=client.address,
            transport=cast.transport(client),
            home=cast.home(client),
            plan=client.on_call,
            profile=cast.profile(client),
            switches=self._switches,
            timers=self._timers,
            chance=cast.chance(client.name),
            register=client.register,
            label=cast.label(client),
            expires=client.expires,
            resolve=self._names if cast.is_pointed_the_way(client) else None,
            pool=cast.home_pool(client),
            second=cast.second_home(client),
            find=self._names,
            device=device_of(client),
            special=tuple(self._special(plan) for plan in client.calls),
        )

    def _gateway(self, gateway: described.Gateway) -> Gateway:
        cast = self.cast
        return Gateway(
            name=gateway.name,
            host=gateway.host,
            address=Endpoint(gateway.address, gateway.port),
            mediation=gateway.mediation,
            transport=cast.transport(gateway),
            home=cast.home(gateway),
            domain=cast.domains[0],
            telephones=tuple(
                Telephone(
                    phone.name,
                    phone.number,
                    phone.display_name,
                    phone.on_call,
                    tuple(self._special(plan) for plan in phone.calls),
                )
                for phone in gateway.phones
            ),
            switches=self._switches,
            timers=self._timers,
            chance=cast.chance(gateway.name),
        )

    def _mailbox(self, mailbox: described.VoiceMail) -> Client:
        """It answers every call, and the caller talks to it."""
        cast = self.cast
        name = mailbox.name
        plan = PhonePlan(
            ring_after=None,
            answer_after=mailbox.answer_after,
            hang_up_after=mailbox.hang_up_after,
        )
        return Client(
            name=name,
            user=User(name, f"sip:{name}@{mailbox.host}"),
            epid="",
            address=Endpoint(mailbox.address, mailbox.port),
            transport=cast.transport(mailbox),
            home=cast.home(mailbox),
            plan=plan,
            profile="rfc3261",
            switches=self._switches,
            timers=self._timers,
            chance=cast.chance(name),
            register="never",
            label=f"{name}\nvoice mail",
            kind="platform",
            host=mailbox.host,
            words=MAILBOX,
        )

    def _special(self, plan: CallPlan) -> CallPlan:
        return replace(plan, caller=self.cast.party(plan.caller))

    def _platform(self, application: described.Application) -> CollaborationPlatform:
        cast = self.cast
        return CollaborationPlatform(
            name=application.name,
            application=cast.trusted(application),
            ip=application.address,
            transport=cast.transport(application),
            endpoints=tuple(self._endpoint(one) for one in application.endpoints),
            home=cast.home(application),
            switches=self._switches,
            timers=self._timers,
            chance=cast.chance(application.name),
            start=application.start,
            provisioning=application.provisioning,
            lacks=application.lacks,
        )

    def _endpoint(self, endpoint: described.PlatformEndpoint) -> EndpointSettings:
        user = None if endpoint.user is None else self.cast.user(endpoint.user)
        return EndpointSettings(
            name=endpoint.name,
            uri=user.uri if user is not None else endpoint.uri or "",
            kind=endpoint.kind,
            plan=self._with_code(endpoint.on_call),
            handles=endpoint.handles,
            establish=endpoint.establish,
            default_routing=endpoint.default_routing,
            epid=self.cast.epid(endpoint) if user is not None else "",
            user=user,
        )

    def _with_code(self, plan: ApplicationPlan) -> ApplicationPlan:
        """A plan with its function in the place of the function's name."""
        if plan.python is None:
            return plan
        return replace(plan, python=named(CODE)(plan.python, self._scenario.path))


def _silent(elements: list[Element]) -> list[Outage]:
    """Servers that wait for a critical application turn connections down."""
    return [
        Outage(element.party.name, REFUSED)
        for element in elements
        if isinstance(element, ScriptedServer) and element.is_waiting
    ]


def _settings(server: described.Server) -> ServerSettings:
    """What scripts may ask about a server, and whom it turns away."""
    return ServerSettings(
        server.role,
        server.pas_online,
        server.internal_domains,
        server.blocked_domains,
        server.blocked_clients,
    )


def device_of(client: described.Client) -> Device:
    """What a client can do: the keys that are called as they are there."""
    named = (field.name for field in fields(Device) if field.name != "refreshes")
    same = {name: getattr(client, name) for name in named}
    return Device(**same, refreshes=client.refresh)


def _network(scenario: Scenario, cast: Cast, silent: list[Outage]) -> Network:
    usual = _link(scenario.links, Link())
    faults = [line.fault() for line in scenario.faults]
    return Network(
        chance=cast.chance("links"),
        link=usual,
        links={pair.ends: _link(pair, usual) for pair in scenario.links.pairs},
        faults=[fault for fault in faults if isinstance(fault, Fault)],
        outages=[
            *silent,
            *application_outages(scenario),
            *(f for f in faults if isinstance(f, Outage)),
        ],
        labels=labels,
        is_answer=is_answer,
    )


def _link(said: Pair | Links, usual: Link) -> Link:
    """The usual link, but for what a scenario says of this one."""
    named = {field.name: getattr(said, field.name) for field in fields(Link)}
    given = {name: value for name, value in named.items() if value is not None}
    return replace(usual, **given)


def _trace(
    scenario: Scenario,
    elements: list[Element],
    scripts: Scripts,
) -> Trace:
    parties = {element.party.name: element.party for element in elements}
    texts = [script.script_text for script in scripts.values()]
    return Trace(
        title=scenario.title,
        profile=scenario.profile,
        seed=scenario.seed,
        parties=tuple(parties[name] for name in lanes(scenario)),
        scripts={text.path: text for text in texts},
    )
