"""ResponseContext: a proxy's memory of one forwarded request (RFC 3261 §16.7)."""

from dataclasses import dataclass, field

from mspllab.cores.decision import Reply, Target, Turn
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause

PREFERRED = frozenset({401, 407, 415, 420, 484})
"""Of the 4xx, those after which the caller can try again (§16.7 step 6)."""

SILENCE = 408
"""What a branch without an answer counts as."""


@dataclass(slots=True)
class Branch:
    """One copy of the request, and what came of it."""

    context: "ResponseContext"
    key: str
    """Of its client transaction; "" where the copy could not even be sent."""
    request: Request
    """The copy as it was sent."""
    destination: Endpoint
    others: tuple[Endpoint, ...] = ()
    """Further servers for the same target, to be tried when this one fails."""
    breadth: int = 0
    """Its share of Max-Breadth, until it has ended (RFC 5393 §5.3)."""
    backups: tuple[Target, ...] = ()
    """Other targets in its place, to be tried when this one fails."""
    had_provisional: bool = False
    cancel_wanted: bool = False
    """To be cancelled, now or as soon as a provisional response allows it (§9.1)."""
    cancel_sent: bool = False
    cancel_reason: str | None = None
    """Reason header of its CANCEL."""
    status: int | None = None
    """Of the final response; 408 and 503 stand for no answer and no way there."""
    response: Response | None = None
    """The final response without our Via; None where there was none."""
    is_flow: bool = False
    """Whether it went down a flow: no way there is 430 then, and not 503."""
    obstacle: str = ""
    """What kept it from its target, in a word of `sim.fault`."""
    silent_status: int = SILENCE
    """What it counts as if no final response comes."""


@dataclass(slots=True)
class ResponseContext:
    """One server transaction of a proxy, and the branches made for it."""

    key: str
    """Of the server transaction."""
    request: Request
    """As it was received."""
    message: Request
    """As the router left it; copies are made of this one."""
    loop: str
    """The loop-detecting part of its branches."""
    cause: Cause = NO_CAUSE
    """The script run and line that routed it, where one did."""
    branches: list[Branch] = field(default_factory=list)
    waiting: list[tuple[Target, ...]] = field(default_factory=list)
    """Targets to be tried when all branches have ended, best group first (§16.6)."""
    tried: set[str] = field(default_factory=set)
    """Keys of all that was ever in the target set: each is tried once (§16.5)."""
    turns: list[Turn] = field(default_factory=list)
    """What happens later, unless there is an answer first."""
    began: float = 0.0
    """When its first copies were sent, in simulated seconds: turns count from there."""
    refusal: Reply | None = None
    """What the caller is told where all that is left are cancelled branches."""
    finals: list[Branch] = field(default_factory=list)
    """Branches whose final response may be sent up, in order of arrival."""
    is_answered: bool = False
    """A final response has gone up, or was meant to."""
    is_swallowed: bool = False
    """It was meant to, and the router kept it: the caller still waits."""
    is_closed: bool = False
    """No new branches: cancelled from upstream, or a 2xx or 6xx has come."""
    has_reported: bool = False
    """The 101 has gone up."""

    @property
    def pending(self) -> list[Branch]:
        """Branches without a final response."""
        return [branch for branch in self.branches if branch.status is None]

    def close(self) -> None:
        """Make no more branches."""
        self.is_closed = True
        self.waiting.clear()
        self.turns.clear()


def best_branch(finals: list[Branch], ranking: tuple[int, ...] = ()) -> Branch | None:
    """The branch whose response goes up when all have ended (§16.7 step 6).

    A 6xx; otherwise the lowest class, within the 4xx one of `PREFERRED`, then those of
    `ranking` in order; of equals the earliest. None where no branch has a response.
    """
    for branch in finals:
        if _class(branch) == 6:
            return branch
    return min(finals, key=lambda branch: _rank(branch, ranking), default=None)


def _class(branch: Branch) -> int:
    return (branch.status or SILENCE) // 100


def _rank(branch: Branch, ranking: tuple[int, ...]) -> tuple[int, int]:
    status = branch.status or SILENCE
    if status in PREFERRED:
        return _class(branch), -1
    place = ranking.index(status) if status in ranking else len(ranking)
    return _class(branch), place


def with_all_challenges(chosen: Branch, finals: list[Branch]) -> Response | None:
    """The chosen response; a 401 or 407 with the challenges of all others (step 7)."""
    response = chosen.response
    if response is None or response.status not in (401, 407):
        return response
    headers = response.headers
    for other in finals:
        if other is chosen or other.response is None or other.status not in (401, 407):
            continue
        for name in ("WWW-Authenticate", "Proxy-Authenticate"):
            for value in other.response.headers.all(name):
                headers = headers.added(name, value)
    return response.replace(headers=headers)
