"""FrontEnd: a Lync Front End, which is a proxy that asks a chain of applications."""

from collections.abc import Callable, Iterator
from random import Random

from mspllab.cores.decision import Reply
from mspllab.cores.proxy import ProxyCore
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.lync.challenging import authenticator_for, trusted_hosts
from mspllab.lync.directory import PLAIN_SERVER, Directory, ServerSettings
from mspllab.lync.installation import (
    Installation,
    InstalledApplication,
)
from mspllab.lync.profile import Switches
from mspllab.lync.routing.deployment import Deployment
from mspllab.lync.routing.diagnostics import (
    NEXT_GATEWAY,
    PROXIED_TO_ENDPOINTS,
    diagnostics,
    unreachable,
)
from mspllab.lync.routing.neighbours import FRONT_END, Neighbours
from mspllab.lync.routing.surroundings import FrontEndSurroundings
from mspllab.lync.routing.switchboard import Switchboard
from mspllab.lync.scripted_server import ScriptedServer
from mspllab.sim.datagram import Endpoint
from mspllab.sip.identifiers import Identifiers
from mspllab.trace.trace import Party
from mspllab.transaction.timers import Timers

BUSY_FIRST = (486, 480, 487)
"""The product's preference among the 4xx of several branches (lync-routing §1.6)."""


class FrontEnd(ScriptedServer):
    """Registers clients, runs scripts, and routes what they leave.

    Args:
        name: of the element.
        host: fully qualified name.
        ip, port: where it listens.
        transport: of everything it sends.
        pool: name of its pool, its own where it is alone.
        directory: users, contacts and applications, and the domains it serves.
        applications: the scripts it runs.
        switches: what is done the product's way.
        timers: T1, T2 and T4.
        chance: source of branches and tags.
        runs: numbers of script runs, shared by all servers of a world.
        resolve: finds hosts.
        record_route: whether it asks to stay in the path.
        loop_detection: whether it answers 482 to requests that come back unchanged.
        recurse: 3xx it carries out itself; None: as the switches say.
        settings: what scripts may ask about it, besides.
        authenticate: whom it challenges: "nobody", its "own" users, or "everybody".
        neighbours: the servers around it; None: it stands alone.
    """

    def __init__(
        self,
        *,
        name: str,
        host: str,
        ip: str,
        port: int,
        transport: str,
        pool: str,
        directory: Directory,
        applications: tuple[InstalledApplication, ...] = (),
        switches: Switches,
        timers: Timers,
        chance: Random,
        runs: Iterator[int],
        resolve: Callable[[str], Endpoint | None],
        record_route: bool = True,
        loop_detection: bool = True,
        recurse: frozenset[int] | None = None,
        settings: ServerSettings = PLAIN_SERVER,
        authenticate: str = "nobody",
        neighbours: Neighbours | None = None,
    ) -> None:
        address = Endpoint(ip, port)
        hosts = tuple(dict.fromkeys((host, ip, pool)))
        around = neighbours or Neighbours(address, pool, resolve=resolve)
        authenticator = authenticator_for(
            authenticate,
            directory,
            host,
            chance,
            is_registrar=True,
            servers=around.servers,
        )
        deployment = Deployment(
            host=host,
            own_hosts=hosts,
            directory=directory,
            switches=switches,
            authenticator=authenticator,
            blocked_clients=settings.blocked_clients,
            neighbours=around,
        )
        surroundings = FrontEndSurroundings(
            fqdn=host,
            pool=pool,
            book=deployment.book,
            routes=deployment.routes,
            settings=settings,
            partners=directory.partners,
            names=around.names,
        )
        self.surroundings = surroundings
        self._list = Installation(
            applications, element=name, surroundings=surroundings, runs=runs
        )
        self._chain = self._list.chain(
            deployment.stages, upwards=switches.responses_upwards
        )
        router = Switchboard(
            host=host,
            chain=self._chain,
            stock=deployment.default_routing,
            book=deployment.book,
            switches=switches,
            trusted=frozenset(trusted_hosts(directory, around.servers)),
        )
        route = own_route(host, pool, port, transport, switches)
        rules = ProxyRules(
            record_route=route if record_route else None,
            loop_detection=loop_detection,
            recurse_on=switches.recurse_on if recurse is None else recurse,
            mark_branched=switches.branched_flag,
            cancel_reason=switches.completed_elsewhere,
            names_acceptor=switches.completed_elsewhere,
            progress_101=_progress(host) if switches.progress_report else None,
            failover_101=_failover(host) if switches.progress_report else None,
            ranking=BUSY_FIRST if switches.busy_before_absent else (),
            unreachable=without_way(host, switches),
        )
        super().__init__(
            party=Party(name, "front-end", f"{name}\nFront End", str(address)),
            address=address,
            hosts=hosts,
            deployment=deployment,
            core=ProxyCore(
                owner=name,
                address=address,
                transport=transport,
                router=router,
                retarget=deployment.onward,
                rules=rules,
                identifiers=Identifiers(chance, host),
                timers=timers,
                resolve=resolve,
                is_mine=deployment.is_mine,
                authenticator=authenticator,
            ),
        )


def own_route(
    host: str, pool: str, port: int, transport: str, switches: Switches
) -> str:
    """The URI a server puts into Record-Route."""
    transport_param = "" if transport == "UDP" else f";transport={transport.lower()}"
    if not switches.pool_in_record_route:
        return f"sip:{host}:{port}{transport_param};lr"
    return f"sip:{pool}:{port}{transport_param};{FRONT_END}={host};lr"


def without_way(host: str, switches: Switches) -> tuple[tuple[str, Reply], ...]:
    """What a server answers where it finds no way to the next hop."""
    if not switches.unreachable_is_504:
        return ()
    return unreachable(host, with_diagnostics=switches.diagnostics)


def _failover(host: str) -> str:
    return diagnostics(NEXT_GATEWAY, host)


def _progress(host: str) -> str:
    return diagnostics(PROXIED_TO_ENDPOINTS, host)
