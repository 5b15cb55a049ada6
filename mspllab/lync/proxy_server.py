"""ProxyServer: a plain RFC 3261 proxy with a registrar and no applications."""

from collections.abc import Callable
from random import Random

from mspllab.applications.chain import ApplicationChain, Stage
from mspllab.cores.proxy import ProxyCore
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.stateless_proxy import StatelessProxyCore
from mspllab.lync.challenging import authenticator_for
from mspllab.lync.directory import Directory
from mspllab.lync.front_end import own_route
from mspllab.lync.profile import RFC3261
from mspllab.lync.routing.deployment import Deployment
from mspllab.lync.server import Server
from mspllab.sim.datagram import Endpoint
from mspllab.sip.identifiers import Identifiers
from mspllab.trace.trace import Party
from mspllab.transaction.effects import Effect
from mspllab.transaction.timers import Timers


class ProxyServer(Server):
    """Registers clients and forwards requests, by the RFC whatever the profile.

    Args:
        name: of the element.
        host: fully qualified name.
        ip, port: where it listens.
        transport: of everything it sends.
        directory: users, and the domains it serves.
        timers: T1, T2 and T4.
        chance: source of branches and tags.
        resolve: finds hosts.
        resolve_all: finds every server of a domain, for when the first one fails.
        record_route: whether it asks to stay in the path.
        loop_detection: whether it answers 482 to requests that come back unchanged.
        recurse: 3xx it carries out itself.
        authenticate: whom it challenges: "nobody", the "own" users of its domains, or
            "everybody".
        is_serial: whether it tries the phones of a user by q, and not all at once.
        silence: the status code where nobody has answered an INVITE.
        stateless: whether it keeps no transactions (§16.11).
    """

    def __init__(
        self,
        *,
        name: str,
        host: str,
        ip: str,
        port: int,
        transport: str,
        directory: Directory,
        timers: Timers,
        chance: Random,
        resolve: Callable[[str], Endpoint | None],
        record_route: bool = True,
        loop_detection: bool = True,
        recurse: frozenset[int] = frozenset(),
        authenticate: str = "nobody",
        is_serial: bool = False,
        silence: int = 408,
        stateless: bool = False,
        resolve_all: Callable[[str], tuple[Endpoint, ...]] | None = None,
    ) -> None:
        address, hosts = Endpoint(ip, port), (host, ip)
        authenticator = authenticator_for(authenticate, directory, host, chance)
        deployment = Deployment(
            host=host,
            own_hosts=hosts,
            directory=directory,
            switches=RFC3261,
            authenticator=authenticator,
        )
        route = own_route(host, host, port, transport, RFC3261)
        stages: list[Stage] = [deployment.user_services, deployment.default_routing]
        self._chain = router = ApplicationChain(stages, element=name)
        rules = ProxyRules(
            record_route=route if record_route else None,
            loop_detection=loop_detection,
            recurse_on=recurse,
            is_serial=is_serial,
            cancel_reason=RFC3261.completed_elsewhere,
            adds_breadth=True,
            silence=silence,
        )
        core: ProxyCore | StatelessProxyCore
        if stateless:
            core = StatelessProxyCore(
                owner=name,
                address=address,
                transport=transport,
                router=router,
                rules=rules,
                resolve=resolve,
                is_mine=deployment.is_mine,
            )
        else:
            core = ProxyCore(
                owner=name,
                address=address,
                transport=transport,
                router=router,
                rules=rules,
                identifiers=Identifiers(chance, host),
                timers=timers,
                resolve=resolve,
                is_mine=deployment.is_mine,
                authenticator=authenticator,
                resolve_all=resolve_all,
            )
        super().__init__(
            party=Party(name, "proxy", f"{name}\nproxy", str(address)),
            address=address,
            hosts=hosts,
            deployment=deployment,
            core=core,
        )

    def start(self, *, now: float) -> list[Effect]:
        """It tells of the two things it does with a request."""
        return [self._chain.installed(("", ""), now=now)]
