"""ClientVersionFilter: turns away clients that the administrator does not want."""

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import Ruling
from mspllab.lync.routing.diagnostics import INVALID_VERSION
from mspllab.lync.routing.priority_list import CLIENT_VERSION_FILTER
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.routes import Routes
from mspllab.sip.message import Request


class ClientVersionFilter(RequestStage):
    """Answers 403 to clients whose User-Agent begins as one of those blocked.

    Args:
        blocked: beginnings of User-Agent; they compare without regard to case.
        routes: makes its answers.
    """

    name = CLIENT_VERSION_FILTER

    def __init__(self, blocked: tuple[str, ...], routes: Routes) -> None:
        self._blocked = tuple(one.lower() for one in blocked)
        self._routes = routes

    def decide(self, request: Request, *, now: float) -> Answer:
        """403, or nothing; inside a dialog nobody is turned away."""
        agent = request.headers.get("User-Agent")
        if agent is None or request.to_tag is not None:
            return NOT_CONCERNED
        if not agent.lower().startswith(self._blocked):
            return NOT_CONCERNED
        return Ruling(self._routes.refused(403, INVALID_VERSION), request, why=agent)
