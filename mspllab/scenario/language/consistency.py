"""What must fit together in a scenario beyond each single value."""

import re
from collections.abc import Iterator

from mspllab.lync.calls.line import VERBS
from mspllab.lync.installation import ADMINISTERED, REPLACE_FILE
from mspllab.lync.platform import LIFE
from mspllab.lync.voice import GROUP
from mspllab.scenario.fault_line import FAULT_WORDS
from mspllab.scenario.language.nearest import either, listed, what_there_is
from mspllab.scenario.language.positions import KeyPath
from mspllab.scenario.scenario import (
    Application,
    Gateway,
    PlatformEndpoint,
    Scenario,
    Server,
    VoiceMail,
)

OF_AN_APPLICATION = (*VERBS, *LIFE)
"""What an application does by the timeline."""

SCRIPTED = ("front-end", "edge")
"""Kinds of servers that run scripts."""

Complaint = tuple[KeyPath, str]
"""Where something does not fit, and why."""


def complaints(scenario: Scenario) -> Iterator[Complaint]:
    """All that does not fit."""
    yield from _names(scenario)
    yield from _hosts(scenario)
    yield from _servers(scenario)
    yield from _edges(scenario)
    yield from _pools(scenario)
    yield from _clients(scenario)
    yield from _endpoints(scenario)
    yield from _telephony(scenario)
    yield from _steps(scenario)
    yield from _pairs(scenario)
    yield from _faults(scenario)


def _names(scenario: Scenario) -> Iterator[Complaint]:
    """Each element is called something else."""
    seen: dict[str, str] = {}
    for section, element in _elements(scenario):
        first = seen.setdefault(element, section)
        if first != section:
            message = f'"{element}" is in [{first}] already; every lane needs a name'
            yield (section, element), message


def _hosts(scenario: Scenario) -> Iterator[Complaint]:
    """No host name or address belongs to two elements."""
    seen: dict[str, str] = {}
    for name, path, host in _addresses(scenario):
        owner = seen.setdefault(host.lower(), name)
        if owner != name:
            yield path, f"{host} belongs to {owner} already"


def _servers(scenario: Scenario) -> Iterator[Complaint]:
    """There is a server, each serves a domain, and only Front Ends run scripts."""
    if not scenario.servers:
        for section, name in _elements(scenario):
            message = f"{name} needs a server; write a table [servers.NAME]"
            yield (section, name), message
    for server in scenario.servers:
        if not server.served_domains:
            message = f'{server.name} needs "domains", or a "host" with a dot in it'
            yield ("servers", server.name), message
        if server.applications and server.kind not in SCRIPTED:
            message = (
                f'only a "front-end" and an "edge" run scripts; {server.name} is a'
                f" {server.kind}"
            )
            yield ("servers", server.name, "applications"), message
        for key, is_set in (
            ("authenticate", server.authenticate != "nobody"),
            ("silent_with", server.silent_with != 408),
            ("stateless", server.stateless),
            ("fork", server.fork != "parallel"),
        ):
            can = ("proxy", "front-end") if key == "authenticate" else ("proxy",)
            if is_set and server.kind not in can:
                kinds = either(can)
                message = (
                    f'only a {kinds} has "{key}"; {server.name} is a {server.kind}'
                )
                yield ("servers", server.name, key), message
        if server.stateless and server.authenticate != "nobody":
            message = f"{server.name} cannot ask who calls and forget that it did"
            yield ("servers", server.name, "authenticate"), message
        if server.stateless and server.silent_with != 408:
            message = f"{server.name} is stateless, and never knows who is silent"
            yield ("servers", server.name, "silent_with"), message


def _edges(scenario: Scenario) -> Iterator[Complaint]:
    """Behind an Edge stands a Front End, and nobody is connected to the Edge."""
    edges = {
        server.name: server for server in scenario.servers if server.kind == "edge"
    }
    for edge in edges.values():
        behind = (s for s in scenario.servers if s.kind == "front-end")
        if set(edge.served_domains).isdisjoint(
            domain for server in behind for domain in server.served_domains
        ):
            message = f"no front end stands behind {edge.name}, with a domain of its"
            yield ("servers", edge.name), message
    first = next((server.name for server in scenario.servers), "")
    connected: list[tuple[str, str, str | None]] = [
        *(("clients", client.name, client.server) for client in scenario.clients),
        *(("applications", app.name, app.server) for app in scenario.applications),
    ]
    for section, name, server in connected:
        if (server or first) in edges:
            message = (
                f'{name} needs a "server" of its own; an edge lets in only servers'
            )
            yield (section, name), message


def _pools(scenario: Scenario) -> Iterator[Complaint]:
    """Front Ends that share a pool serve the same domains; users register at home."""
    first: dict[str, Server] = {}
    for server in scenario.servers:
        if server.pool is None:
            continue
        known = first.setdefault(server.pool.lower(), server)
        path = ("servers", server.name, "pool")
        if known is not server and {known.kind, server.kind} != {"front-end"}:
            yield path, f'only "front-end" servers share a pool; {known.name} has it'
        elif set(known.served_domains) != set(server.served_domains):
            message = (
                f"{server.name} serves other domains than {known.name} of its pool"
            )
            yield path, message
    servers = {server.name: server for server in scenario.servers}
    people = {person.name: person for person in scenario.users}
    for client in scenario.clients:
        person = people.get(client.user)
        own = servers.get(client.server or next(iter(servers), ""))
        home = (person.home_pool or "").lower() if person else ""
        if client.register != "before" or own is None or home not in first:
            continue
        if home not in ((own.pool or own.host).lower(), own.host.lower()):
            message = (
                f"{client.name} cannot have been registered before at {own.name}:"
                f" the home of {client.user} is {home}"
            )
            yield ("clients", client.name), message


def _clients(scenario: Scenario) -> Iterator[Complaint]:
    """No two clients of a user share an epid; who redirects says where to."""
    seen: dict[tuple[str, str], str] = {}
    for client in scenario.clients:
        path = ("clients", client.name)
        owner = seen.setdefault((client.user, client.epid or client.name), client.name)
        if owner != client.name:
            message = f"{owner}, of the same user, has this epid already"
            yield (*path, "epid"), message
        plans = [("on_call",), *(("calls", n) for n in range(len(client.calls)))]
        for where, plan in zip(plans, (client.on_call, *client.calls), strict=True):
            if plan.redirect_after is not None and plan.redirect_to is None:
                yield (*path, *where), 'who redirects needs "redirect_to", a URI'


def _endpoints(scenario: Scenario) -> Iterator[Complaint]:
    """Endpoints have an owner, at most one takes what is left over."""
    for application in scenario.applications:
        default: str | None = None
        for endpoint in application.endpoints:
            path = ("applications", application.name, "endpoints", endpoint.name)
            yield from _endpoint(path, endpoint)
            if endpoint.default_routing and default is not None:
                message = (
                    f"{default} is the default routing endpoint of {application.name}"
                    " already; there can be only one"
                )
                yield (*path, "default_routing"), message
            if endpoint.default_routing:
                default = endpoint.name


def _endpoint(path: KeyPath, endpoint: PlatformEndpoint) -> Iterator[Complaint]:
    if endpoint.kind == "user" and endpoint.user is None:
        yield path, 'an endpoint of kind "user" needs "user", whose it is'
    if endpoint.kind == "application" and endpoint.uri is None:
        yield path, 'an endpoint of kind "application" needs "uri", its contact'
    if endpoint.kind == "application" and endpoint.user is not None:
        message = 'only an endpoint of kind "user" belongs to a user'
        yield (*path, "user"), message
    plan = endpoint.on_call
    for does, after, to, key in (
        ("forwards", plan.forward_after, plan.forward_to, "forward_to"),
        ("transfers", plan.transfer_after, plan.transfer_to, "transfer_to"),
        (
            "calls back to back",
            plan.back_to_back_after,
            plan.back_to_back_to,
            "back_to_back_to",
        ),
    ):
        if after is not None and to is None:
            yield (*path, "on_call"), f'who {does} needs "{key}"'
    if plan.impersonate is not None and endpoint.kind == "user":
        message = "a user's endpoint impersonates nobody"
        yield (*path, "on_call", "impersonate"), message


def _steps(scenario: Scenario) -> Iterator[Complaint]:
    """A call has a target, a raw message a file; applications do less than clients."""
    applications = {
        one.name: tuple(endpoint.name for endpoint in one.endpoints)
        for one in scenario.applications
    }
    front_ends = {one.name for one in scenario.servers if one.kind in SCRIPTED}
    gateways = {
        one.name: tuple(phone.name for phone in one.phones) for one in scenario.gateways
    }
    for number, step in enumerate(scenario.timeline):
        if step.who in applications and step.do not in OF_AN_APPLICATION:
            message = (
                f'an application cannot "{step.do}", only {either(OF_AN_APPLICATION)}'
            )
            yield ("timeline", number, "do"), message
        if step.do in LIFE and step.who not in applications:
            message = f'only an application can "{step.do}"'
            yield ("timeline", number, "do"), message
        if step.endpoint is not None:
            known = applications.get(step.who, ())
            if step.endpoint not in known:
                message = f'{step.who} has no endpoint called "{step.endpoint}"'
                hint = what_there_is(step.endpoint, known) if known else ""
                yield ("timeline", number, "endpoint"), f"{message}{hint}"
        phones = gateways.get(step.who)
        if step.telephone is not None and step.telephone not in (phones or ()):
            hint = what_there_is(step.telephone, phones or ())
            message = f'{step.who} has no telephone "{step.telephone}"{hint}'
            yield ("timeline", number, "phone"), message
        if phones is not None and (not phones or step.do not in VERBS):
            message = (
                f'no telephone can "{step.do}", only {either(VERBS)}'
                if phones
                else f"there is no telephone behind {step.who}"
            )
            yield ("timeline", number, "do"), message
        is_server = step.who in front_ends
        if is_server is not (step.do in ADMINISTERED):
            message = (
                f'"{step.do}" is what the administrator of a "front-end" does'
                if step.do in ADMINISTERED
                else f"a server does nothing but {either(ADMINISTERED)}"
            )
            yield ("timeline", number, "do"), message
        if step.do == "call" and step.to is None:
            yield ("timeline", number), 'a call needs "to", a URI'
        if step.do in ("transfer", "subscribe", "refer", "music") and step.to is None:
            yield ("timeline", number), f'"{step.do}" needs "to", a URI'
        if step.do == "refer" and step.target is None:
            yield ("timeline", number), '"refer" needs "target", whom to call'
        if step.replaces is not None and step.joins is not None:
            message = 'a call is taken over or joined, not both: "replaces", "joins"'
            yield ("timeline", number, "joins"), message
        if step.do in ("subscribe", "notify") and step.event is None:
            yield ("timeline", number), f'"{step.do}" needs "event", a package'
        if step.do == "redirect" and step.to is None and step.targets is None:
            yield ("timeline", number), 'redirecting needs "to" or "contacts"'
        if step.do == REPLACE_FILE and None in (step.file, step.content):
            message = 'replacing a file needs "file", which one, and "content"'
            yield ("timeline", number), message
        if step.do == "send" and step.message is None:
            yield ("timeline", number), 'sending needs "message", a file'


def _telephony(scenario: Scenario) -> Iterator[Complaint]:
    """Rules translate to what their patterns find; no number is there twice."""
    for plan in scenario.dial_plans:
        for n, rule in enumerate(plan.rules):
            groups = re.compile(rule.pattern).groups
            for found in GROUP.findall(rule.translation):
                if int(found) > groups:
                    rules: KeyPath = ("dial_plans", plan.name, "rules", n)
                    message = f"${found} stands for nothing: the pattern has {groups}"
                    yield (*rules, "translation"), f"{message} pair(s) of parentheses"
    for gateway in scenario.gateways:
        numbers: dict[str, str] = {}
        for phone in gateway.phones:
            owner = numbers.setdefault(phone.number, phone.name)
            if owner != phone.name:
                path = ("gateways", gateway.name, "phones", phone.name, "number")
                yield path, f"{owner} has the number {phone.number} already"


def _pairs(scenario: Scenario) -> Iterator[Complaint]:
    """A wire is between two different elements."""
    for number, pair in enumerate(scenario.links.pairs):
        if len(pair.between) != 2 or len(set(pair.between)) != 2:
            path = ("links", "pairs", number, "between")
            yield path, "a wire is between two different elements"


def _faults(scenario: Scenario) -> Iterator[Complaint]:
    """Each line says one thing, in words that are understood."""
    for number, line in enumerate(scenario.faults):
        path: KeyPath = ("faults", number)
        if len(line.given) != 1:
            found = f"found {listed(line.given, 'and')}" if line.given else "found none"
            yield path, f"a fault says one of {listed(FAULT_WORDS, 'or')}; {found}"
            continue
        try:
            line.fault()
        except ValueError as error:
            yield (*path, *line.given), str(error)


def _elements(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield from (("servers", server.name) for server in scenario.servers)
    yield from (("clients", client.name) for client in scenario.clients)
    yield from (("applications", app.name) for app in scenario.applications)
    yield from (("gateways", gateway.name) for gateway in scenario.gateways)
    yield from (("voice_mail", mailbox.name) for mailbox in scenario.voice_mail)


def _addresses(scenario: Scenario) -> Iterator[tuple[str, KeyPath, str]]:
    """(element, path of the key, host name or address) for each there is."""
    hosted: tuple[tuple[str, Server | Application | Gateway | VoiceMail], ...] = (
        *(("servers", server) for server in scenario.servers),
        *(("applications", application) for application in scenario.applications),
        *(("gateways", gateway) for gateway in scenario.gateways),
        *(("voice_mail", mailbox) for mailbox in scenario.voice_mail),
    )
    for section, element in hosted:
        for key in ("host", "address"):
            path = (section, element.name, key)
            yield element.name, path, getattr(element, key)
    pools = [one.pool.lower() for one in scenario.servers if one.pool is not None]
    shared = {pool for pool in pools if pools.count(pool) > 1}
    for server in scenario.servers:
        if server.pool is not None and server.pool.lower() not in shared:
            yield server.name, ("servers", server.name, "pool"), server.pool
    for client in scenario.clients:
        yield client.name, ("clients", client.name, "address"), client.address.host
