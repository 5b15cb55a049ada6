"""What a router says that finds the way of requests only."""

from mspllab.cores.decision import PASS, Ruling
from mspllab.sip.message import Request, Response


class RequestRouter:
    """A router that leaves responses to their Via."""

    def decide_response(
        self,
        response: Response,
        request: Request,
        *,
        now: float,
        above: int | None = None,
    ) -> Ruling:
        """Responses find their way by Via."""
        return Ruling(PASS, response)
