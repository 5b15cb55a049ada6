"""ApplicationChain: stages by priority, until one of them decides (mspl.md §7.4)."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol

from mspllab.cores.decision import (
    PASS,
    Decision,
    Drop,
    Fork,
    Forward,
    Pass,
    Reply,
    Ruling,
)
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import NO_CAUSE, ChainInstalled, ChainWalked, Record, Verdict
from mspllab.trace.verdicts import ANSWERED, DROPPED, FORKED, PASSED, ROUTED

NOT_CONCERNED = ""
"""What a stage says that has nothing to do with a message."""

Answer = Ruling | str
"""A stage's ruling, or in a word of `trace.verdicts.KEPT_OUT` why it did not look."""


class Stage(Protocol):
    """One application of a server's list, a script or one of the server's own."""

    @property
    def name(self) -> str:
        """What the list calls it."""

    def decide(self, request: Request, *, now: float) -> Answer:
        """What becomes of `request`; a word where it is not this stage's business."""

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Answer:
        """What becomes of a `response` to `request`: Pass or Drop, or a word."""


class Bystander:
    """A stage with a place in the list that nothing depends on in this laboratory."""

    def __init__(self, name: str) -> None:
        self.name = name

    def decide(self, request: Request, *, now: float) -> Answer:
        """Not its business."""
        return NOT_CONCERNED

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Answer:
        """Not its business."""
        return NOT_CONCERNED


Ask = Callable[..., Answer]
Way = list[tuple[int, Ask]]
"""Places and stages in the order in which a message is offered to them."""


class ApplicationChain:
    """A router that asks one stage after the other, in the order of the list.

    A stage that passes hands on the message as it changed it; the first other decision
    stands, and the stages behind do not see the message.

    Args:
        stages: the list; a stage's number is its place in it, from 0.
        element: name of the server, for the records.
        below: stages that stand below the last one that routes, and see nothing.
        upwards: whether responses go through the list from its end to its beginning.
    """

    def __init__(
        self,
        stages: Iterable[Stage],
        *,
        element: str = "",
        below: Iterable[Stage] = (),
        upwards: bool = False,
    ) -> None:
        asked = tuple(stages)
        self.stages = (*asked, *below)
        self._element = element
        self._last = len(asked) - 1
        self._upwards = upwards
        # Nobody asks a bystander: most of a list has nothing to say to a message.
        busy = [(n, one) for n, one in enumerate(asked) if type(one) is not Bystander]
        self._for_requests: Way = [(n, stage.decide) for n, stage in busy]
        self._for_responses: Way = [(n, stage.decide_response) for n, stage in busy]
        if upwards:
            self._for_responses.reverse()

    def installed(self, paths: Iterable[str], *, now: float) -> ChainInstalled:
        """The record that tells the list; `paths` are the manifests of its stages."""
        names = tuple(stage.name for stage in self.stages)
        return ChainInstalled(now, self._element, names, tuple(paths))

    def decide(self, request: Request, *, now: float) -> Ruling:
        """Where `request` goes; Pass where no stage decided."""
        return self._walked(
            self._for_requests, 0, self._last, request, now=now, made_by=None
        )

    def decide_response(
        self,
        response: Response,
        request: Request,
        *,
        now: float,
        above: int | None = None,
    ) -> Ruling:
        """Pass or Drop for `response`, which answers `request`.

        `above` is the place of the stage that made this answer: only those that had
        seen the request before it see its answer.
        """
        way, bottom = self._for_responses, self._last
        if above is not None:
            way, bottom = [one for one in way if one[0] < above], above - 1
        first, last = (bottom, 0) if self._upwards else (0, bottom)
        return self._walked(way, first, last, response, request, now=now, made_by=above)

    def _walked(
        self,
        way: Way,
        first: int,
        last: int,
        message: Message,
        *answered: Request,
        now: float,
        made_by: int | None,
    ) -> Ruling:
        """The first decision; `answered` is the request, where `message` is a response.

        `first` and `last` are the ends of the way, `made_by` is the stage that made
        the message.
        """
        records: list[Record] = []
        places: list[int] = []
        verdicts: list[Verdict] = []
        decision: Decision = PASS
        cause, let_on, why = NO_CAUSE, NO_CAUSE, ""
        decided_at: int | None = None
        earlier: tuple[Reply, ...] = ()
        first_at: int | None = None
        for place, decide in way:
            answer = decide(message, *answered, now=now)
            if type(answer) is str:
                if answer:
                    places.append(place)
                    verdicts.append(_shared(answer))
                continue
            assert isinstance(answer, Ruling)
            records += answer.records
            places.append(place)
            verdicts.append(_verdict(answer))
            message = answer.message
            if answer.earlier:
                first_at = place if first_at is None else first_at
                earlier += answer.earlier
            if type(answer.decision) is Pass:
                if answer.cause.line is not None:
                    let_on = answer.cause
            else:
                decision, cause, why = answer.decision, answer.cause, answer.why
                last = decided_at = place
                break
        if cause.run is None and type(decision) in ONWARD:
            cause = let_on  # whoever said last that it may go on
        ways = first, last, tuple(places), tuple(verdicts)
        walked = now, self._element, None, message.status, made_by, *ways
        records.append(_new(ChainWalked, walked))
        told = tuple(records), cause, why, decided_at, earlier, first_at
        kept = (decision, message, *told)
        return _new(Ruling, kept)


# One of each to a message: without the detour by the named tuple's own constructor
# they are made in half the time.
_new = tuple.__new__


@lru_cache(256)
def _shared(said: str, why: str = "") -> Verdict:
    """The verdict of a stage that runs no script; there are few different ones."""
    return Verdict(said, None, None, why)


def _verdict(ruling: Ruling) -> Verdict:
    said, cause = _SAID[type(ruling.decision)], ruling.cause
    if cause.run is None:
        return _shared(said, ruling.why)
    return Verdict(said, cause.run, cause.line, ruling.why)


ONWARD = frozenset({Pass, Forward, Fork})
"""Decisions by which a message goes on."""

_SAID: dict[type[Decision], str] = {
    Pass: PASSED,
    Forward: ROUTED,
    Fork: FORKED,
    Reply: ANSWERED,
    Drop: DROPPED,
}
"""What has been decided, in a word of `trace.verdicts`."""
