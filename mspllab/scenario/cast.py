"""Cast: what a scenario leaves open, filled in: addresses, domains, switches."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha1
from random import Random
from typing import Any

from mspllab.lync.directory import (
    Contact,
    Directory,
    TrustedApplication,
    User,
    UserSettings,
)
from mspllab.lync.profile import PROFILES, Switches
from mspllab.lync.voice import (
    PLAIN_PREFERENCES,
    VOICE_MAIL,
    Preferences,
    Trunk,
    Voice,
)
from mspllab.scenario.scenario import (
    Application,
    Client,
    Element,
    Gateway,
    Person,
    PlatformEndpoint,
    Scenario,
    Server,
    VoiceMail,
)
from mspllab.sim.datagram import Endpoint

SECURE_PORT, PLAIN_PORT = 5061, 5060
"""Where a server listens that does not say (RFC 3261 §19.1.2)."""
EPID_DIGITS = 10


Guest = Client | Application | Gateway | VoiceMail
"""Whoever talks to one server."""


class Cast:
    """The people and machines of a scenario, with nothing left open."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._servers = {server.name: server for server in scenario.servers}
        self._people = {person.name: person for person in scenario.users}

    @property
    def switches(self) -> Switches:
        """The profile, with the single switches that are set otherwise."""
        single: dict[str, Any] = dict(self._scenario.switches)
        return replace(PROFILES[self._scenario.profile], **single)

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that any server serves, each once."""
        servers = self._scenario.servers
        named = (domain for server in servers for domain in server.served_domains)
        return tuple(dict.fromkeys(named))

    @property
    def directory(self) -> Directory:
        """All that the servers can look up."""
        applications = self._scenario.applications
        return Directory(
            domains=self.domains,
            users=tuple(self.user(person.name) for person in self._scenario.users),
            contacts=tuple(
                Contact(
                    endpoint.name,
                    endpoint.uri,
                    application.name,
                    endpoint.line,
                    endpoint.enabled_for_federation,
                )
                for application in applications
                for endpoint in application.endpoints
                if endpoint.kind == "application" and endpoint.uri is not None
            ),
            applications=tuple(self.trusted(app) for app in applications),
            partners=self._scenario.federation,
            voice=self.voice,
        )

    @property
    def voice(self) -> Voice:
        """All that is set for telephone calls."""
        scenario = self._scenario
        return Voice(
            scenario.dial_plans,
            scenario.voice_policies,
            scenario.routes,
            tuple(
                Trunk(
                    one.name, one.host, Endpoint(one.address, one.port), one.mediation
                )
                for one in scenario.gateways
            ),
            tuple(
                (one.name, Endpoint(one.address, one.port))
                for one in scenario.voice_mail
            ),
        )

    def user(self, name: str) -> User:
        """The user called `name`."""
        person = self._people[name]
        return User(
            name,
            self._uri(name),
            self._display_name(person),
            person.line,
            person.password,
            self._settings_of(person),
        )

    def _settings_of(self, person: Person) -> UserSettings:
        return UserSettings(
            person.home_pool,
            person.backup_pool,
            person.options,
            person.enabled_for_federation,
            tuple(self._uri(name) for name in person.blocks),
            person.policies,
            person.categories,
            person.dial_plan,
            person.voice_policy,
            person.voice_mail,
            self._wishes_of(person.routing),
        )

    def _wishes_of(self, routing: Preferences) -> Preferences:
        """With addresses in the places of names."""
        if routing == PLAIN_PREFERENCES:
            return PLAIN_PREFERENCES

        def named(parties: tuple[str, ...]) -> tuple[str, ...]:
            return tuple([self._uri_of(party) for party in parties])

        to = routing.forward_to
        return replace(
            routing,
            forward_to=to if to in (None, VOICE_MAIL) else self._uri_of(to or ""),
            simultaneous_ring=named(routing.simultaneous_ring),
            delegates=named(routing.delegates),
            team=named(routing.team),
            block=named(routing.block),
        )

    def _uri_of(self, party: str) -> str:
        return party if ":" in party else self._uri(party)

    def _uri(self, name: str) -> str:
        return self._people[name].uri or f"sip:{name}@{self.domains[0]}"

    def party(self, named: str | None) -> str | None:
        """The URI of somebody who is named, or whose URI is given."""
        if named is None or ":" in named:
            return named
        return self.user(named).uri

    def trusted(self, application: Application) -> TrustedApplication:
        """A trusted application as the topology publishes it."""
        return TrustedApplication(
            application.name,
            application.host,
            application.port,
            application.gruu,
            "" if "trust" in application.lacks else application.address,
        )

    def address(self, server: Server) -> Endpoint:
        """Where a server listens."""
        usual = SECURE_PORT if self.transport(server) == "TLS" else PLAIN_PORT
        return Endpoint(server.address, server.port or usual)

    def home(self, element: Guest) -> Endpoint:
        """Where the server listens that a client or application talks to."""
        return self.address(self._servers[self.server_of(element)])

    def second_home(self, client: Client) -> Endpoint | None:
        """Where a client's calls go when its own server fails; None: nowhere."""
        second = client.second_server
        return None if second is None else self.address(self._servers[second])

    def pool_of(self, server: Server) -> str:
        """Name of a pool that a server shares with others; "": it is alone."""
        pools = [one.pool.lower() for one in self._scenario.servers if one.pool]
        name = server.pool or ""
        return name if pools.count(name.lower()) > 1 else ""

    def home_pool(self, client: Client) -> str:
        """The same for a client's server."""
        return self.pool_of(self._servers[self.server_of(client)])

    def server_of(self, element: Guest) -> str:
        """Name of the server that a client or application talks to."""
        return element.server or self._scenario.servers[0].name

    def is_pointed_the_way(self, client: Client) -> bool:
        """Whether a client's server only redirects, so that it finds its own way."""
        return self._servers[self.server_of(client)].kind == "redirect"

    def transport(self, element: Element) -> str:
        """What an element sends over."""
        return element.transport or self._scenario.links.transport

    def profile(self, client: Client) -> str:
        """Whose habits a client has as a caller."""
        return client.profile or self._scenario.profile

    def epid(self, element: Client | PlatformEndpoint) -> str:
        """Its endpoint id; made from its name where none is given."""
        return element.epid or sha1(element.name.encode()).hexdigest()[:EPID_DIGITS]

    def label(self, client: Client) -> str:
        """What is written over a client's lane: the user, and which client it is."""
        name = self._display_name(self._people[client.user])
        rest = client.name.removeprefix(client.user).strip("-_ ")
        return client.label or (f"{name}\n{rest}" if rest else name)

    def chance(self, name: str) -> Random:
        """A source of chance for `name` alone, so that newcomers change nobody's."""
        return Random(f"{self._scenario.seed}/{name}")

    def edge_of(self, server: Server) -> Server | None:
        """The Edge before a Front End: the first one that has a domain of its."""
        if server.kind != "front-end":
            return None
        return next((e for e in self._edges if _share(e, server)), None)

    def fellows(self, server: Server) -> tuple[str, ...]:
        """Addresses of the other servers that share a domain with a Front End."""
        return tuple(
            one.address
            for one in self._scenario.servers
            if one is not server
            and one.kind in ("front-end", "edge")
            and _share(one, server)
        )

    @property
    def certified(self) -> dict[str, str]:
        """Address → fully qualified name of everybody who has a certificate."""
        scenario = self._scenario
        hosts: tuple[Server | Application | Gateway | VoiceMail, ...] = (
            *scenario.servers,
            *scenario.applications,
            *scenario.gateways,
            *scenario.voice_mail,
        )
        return {one.address: one.host for one in hosts}

    def are_connected(self, one: Server, other: Server) -> bool:
        """Whether two servers talk to each other, and not through an Edge only."""
        is_edge = "edge" in (one.kind, other.kind)
        return not self._edges or is_edge or _share(one, other)

    def behind(self, edge: Server) -> frozenset[str]:
        """Addresses of the servers behind an Edge."""
        servers = self._scenario.servers
        return frozenset(one.address for one in servers if self.edge_of(one) is edge)

    def hosts_for(self, server: Server) -> dict[str, tuple[Endpoint, ...]]:
        """`hosts` as `server` finds them: from outside a domain leads to its Edge."""
        doors = {
            domain.lower(): (self.address(edge),)
            for edge in self._edges
            if edge is not server and not _share(edge, server)
            for domain in edge.served_domains
        }
        return {**self.hosts(), **doors}

    @property
    def _edges(self) -> tuple[Server, ...]:
        return tuple(one for one in self._scenario.servers if one.kind == "edge")

    def hosts(self) -> dict[str, tuple[Endpoint, ...]]:
        """{host name, domain or address, in lower case: where that one listens}.

        A pool or domain may have several servers, in the scenario's order.
        """
        found: dict[str, list[Endpoint]] = {}
        for host, endpoint in self._named():
            known = found.setdefault(host.lower(), [])
            if endpoint not in known:
                known.append(endpoint)
        return {host: tuple(endpoints) for host, endpoints in found.items()}

    def _named(self) -> Iterator[tuple[str, Endpoint]]:
        for server in self._scenario.servers:
            names = (server.host, server.address, server.pool or server.host)
            domains = () if server.kind == "edge" else server.served_domains
            for host in (*names, *domains):
                yield host, self.address(server)
        for app in self._scenario.applications:
            for host in (app.host, app.address):
                yield host, Endpoint(app.address, app.port)
        for gateway in self._scenario.gateways:
            names = (gateway.host, gateway.address, gateway.mediation or gateway.host)
            for host in names:
                yield host, Endpoint(gateway.address, gateway.port)
        for mailbox in self._scenario.voice_mail:
            for host in (mailbox.host, mailbox.address):
                yield host, Endpoint(mailbox.address, mailbox.port)
        for client in self._scenario.clients:
            yield client.address.host, client.address

    def _display_name(self, person: Person) -> str:
        if person.display_name is None:
            return person.name.capitalize()
        return person.display_name


def _share(one: Server, other: Server) -> bool:
    """Whether two servers serve one domain."""
    mine = {domain.lower() for domain in one.served_domains}
    return not mine.isdisjoint(domain.lower() for domain in other.served_domains)


def lanes(scenario: Scenario) -> tuple[str, ...]:
    """Every element in the order in which pictures show them."""
    callers = [step.who for step in scenario.timeline]
    servers = [server.name for server in scenario.servers]
    applications = [application.name for application in scenario.applications]
    outside = [gateway.name for gateway in scenario.gateways]
    outside += [mailbox.name for mailbox in scenario.voice_mail]
    clients = [client.name for client in scenario.clients]
    wanted = (*scenario.lanes, *callers, *servers, *applications, *clients, *outside)
    return tuple(dict.fromkeys(wanted))
