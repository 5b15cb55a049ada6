"""What a stage of the server says that has to do with requests only."""

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.sip.message import Request, Response


class RequestStage:
    """A stage of the list that leaves responses alone."""

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Answer:
        """Responses are none of its business."""
        return NOT_CONCERNED
