"""InterClusterRouting: sends on what is for users whose home is another pool."""

from collections.abc import Callable

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import Forward, Ruling, Target
from mspllab.errors import ParseError
from mspllab.lync.routing.diagnostics import NO_SUCH_NAME
from mspllab.lync.routing.homes import Homes
from mspllab.lync.routing.priority_list import INTER_CLUSTER_ROUTING
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.routes import Routes
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request


class InterClusterRouting(RequestStage):
    """A stage that routes to the home pool of a callee, and nowhere else."""

    name = INTER_CLUSTER_ROUTING

    def __init__(
        self,
        homes: Homes,
        routes: Routes,
        resolve: Callable[[str], Endpoint | None],
    ) -> None:
        self._homes = homes
        self._routes = routes
        self._resolve = resolve

    def decide(self, request: Request, *, now: float) -> Answer:
        """To the callee's pool; 504 where that cannot be found."""
        if request.method == "REGISTER" or not self._routes.ends_here(request):
            return NOT_CONCERNED
        try:
            uri = request.request_uri
        except ParseError:
            return NOT_CONCERNED
        pool = self._homes.elsewhere(uri) if self._routes.is_ours(uri) else None
        if pool is None:
            return NOT_CONCERNED
        hop = self._resolve(pool)
        if hop is None:
            reply = self._routes.refused(504, NO_SUCH_NAME)
            return Ruling(reply, request, why=f"there is no pool {pool}")
        why = f"the callee's home is {pool}"
        return Ruling(Forward(Target(request.uri, hop)), request, why=why)
