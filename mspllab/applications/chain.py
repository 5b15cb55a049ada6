"""ApplicationChain: stages by priority, until one of them decides (mspl.md §7.4)."""

from collections.abc import Callable, Iterable
from typing import Protocol

from mspllab.cores.decision import PASS, Pass, Ruling
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Record


class Stage(Protocol):
    """One application of a server's list, a script or one of the server's own."""

    @property
    def name(self) -> str:
        """What the list calls it."""

    @property
    def priority(self) -> int:
        """Place in the list: smaller numbers come earlier, 0 is first."""

    def decide(self, request: Request, *, now: float) -> Ruling | None:
        """What becomes of `request`; None where it is not this stage's business."""

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Ruling | None:
        """What becomes of a `response` to `request`: Pass or Drop, or None."""


class ApplicationChain:
    """A router that asks one stage after the other; stages of equal priority in order.

    A stage that passes hands on the message as it changed it; the first other decision
    stands, and the stages behind do not see the message.
    """

    def __init__(self, stages: Iterable[Stage]) -> None:
        self.stages = tuple(sorted(stages, key=lambda stage: stage.priority))
        self._for_requests = [stage.decide for stage in self.stages]
        self._for_responses = [stage.decide_response for stage in self.stages]

    def decide(self, request: Request, *, now: float) -> Ruling:
        """Where `request` goes; Pass where no stage decided."""
        return _decided(self._for_requests, request, now=now)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Ruling:
        """Pass or Drop for `response`, which answers `request`."""
        return _decided(self._for_responses, response, request, now=now)


def _decided(
    stages: list[Callable[..., Ruling | None]],
    message: Message,
    *answered: Request,
    now: float,
) -> Ruling:
    """The first decision; `answered` is the request, where `message` is a response."""
    records: list[Record] = []
    for decide in stages:
        ruling = decide(message, *answered, now=now)
        if ruling is None:
            continue
        records += ruling.records
        if not isinstance(ruling.decision, Pass):
            return ruling._replace(records=tuple(records)) if records else ruling
        message = ruling.message
    return Ruling(PASS, message, tuple(records))
