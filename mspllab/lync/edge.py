"""Edge: an Access Edge, the one server that talks to other companies."""

from collections.abc import Iterator
from random import Random

from mspllab.applications.chain import Bystander, Stage
from mspllab.cores.proxy import ProxyCore
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.lync.directory import Directory, ServerSettings
from mspllab.lync.front_end import own_route, without_way
from mspllab.lync.installation import Installation, InstalledApplication
from mspllab.lync.profile import RFC3261, Switches
from mspllab.lync.routing.deployment import Deployment
from mspllab.lync.routing.federation import Federation
from mspllab.lync.routing.gate import EdgeRouting, Gate
from mspllab.lync.routing.neighbours import Neighbours
from mspllab.lync.routing.priority_list import STOCK
from mspllab.lync.routing.surroundings import FrontEndSurroundings
from mspllab.lync.scripted_server import ScriptedServer
from mspllab.sip.identifiers import Identifiers
from mspllab.trace.trace import Party
from mspllab.transaction.timers import Timers


class Edge(ScriptedServer):
    """Lets partners in and out, runs scripts on the way, and registers nobody.

    Args:
        name: of the element.
        host: fully qualified name.
        transport: of everything it sends.
        directory: the domains inside, and the partners outside.
        applications: the scripts it runs.
        switches: what is done the product's way.
        timers: T1, T2 and T4.
        chance: source of branches and tags.
        runs: numbers of script runs, shared by all servers of a world.
        neighbours: where it stands, and how others are found.
        inside: addresses of the servers behind it.
        record_route: whether it asks to stay in the path.
        loop_detection: whether it answers 482 to requests that come back unchanged.
        settings: blocked domains, and what scripts may ask about it.
    """

    def __init__(
        self,
        *,
        name: str,
        host: str,
        transport: str,
        directory: Directory,
        applications: tuple[InstalledApplication, ...] = (),
        switches: Switches,
        timers: Timers,
        chance: Random,
        runs: Iterator[int],
        neighbours: Neighbours,
        inside: frozenset[str],
        record_route: bool = True,
        loop_detection: bool = True,
        settings: ServerSettings,
    ) -> None:
        address, resolve = neighbours.here, neighbours.resolve
        hosts = (host, address.host)
        deployment = Deployment(
            host=host,
            own_hosts=hosts,
            directory=directory,
            switches=switches,
            neighbours=neighbours,
        )
        book, routes = deployment.book, deployment.routes
        self.surroundings = FrontEndSurroundings(
            fqdn=host,
            pool=host,
            book=book,
            routes=routes,
            settings=settings,
            partners=directory.partners,
            names=neighbours.names,
        )
        self._list = Installation(
            applications, element=name, surroundings=self.surroundings, runs=runs
        )
        routing = EdgeRouting(book, routes, resolve)
        federation = Federation(directory.partners, settings.blocked_domains)
        gate = Gate(host, book, routes, federation, inside=inside, resolve=resolve)
        stages: list[Stage] = [*map(Bystander, STOCK), gate, routing]
        self._chain = self._list.chain(
            {stage.name: stage for stage in stages}, upwards=switches.responses_upwards
        )
        route = own_route(host, host, address.port, transport, RFC3261)
        super().__init__(
            party=Party(name, "edge", f"{name}\nEdge", str(address)),
            address=address,
            hosts=hosts,
            deployment=deployment,
            core=ProxyCore(
                owner=name,
                address=address,
                transport=transport,
                router=self._chain,
                retarget=routing,
                rules=ProxyRules(
                    record_route=route if record_route else None,
                    loop_detection=loop_detection,
                    mark_branched=switches.branched_flag,
                    cancel_reason=switches.completed_elsewhere,
                    names_acceptor=switches.completed_elsewhere,
                    unreachable=without_way(host, switches),
                ),
                identifiers=Identifiers(chance, host),
                timers=timers,
                resolve=resolve,
                is_mine=deployment.is_mine,
            ),
        )
