"""What a router may decide about a message: the waist between scripts and routing.

A proxy core asks its router and carries out the decision. It does not know whether a
script, a location service or a test decided.
"""

from typing import NamedTuple, Protocol

from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Record


class Target(NamedTuple):
    """Where one copy of a request goes."""

    uri: str
    """The copy's Request-URI, as text."""
    next_hop: Endpoint | None = None
    """Where to send it; None: found from Route and Request-URI."""
    epid: str | None = None
    """Endpoint id to write into the copy's To header (Lync); None: To is left alone."""
    q: float = 1.0
    """Targets of equal q are tried together, higher ones first (RFC 3261 §16.6)."""
    headers: tuple[tuple[str, str], ...] = ()
    """Fields that this copy has and the others have not; one that is there already is
    written over, but History-Info, which grows."""
    backups: tuple["Target", ...] = ()
    """Tried one after the other, where this one has failed: 5xx, silence, no way."""
    is_flow: bool = False
    """Whether it is reached by a flow, which fails with 430 (RFC 5626 §5.3)."""


class Forward(NamedTuple):
    """One copy, to one target."""

    target: Target


class Turn(NamedTuple):
    """What a fork does when there was no answer for so long, or all have refused."""

    after: float
    """Seconds after the request was routed."""
    targets: tuple[Target, ...]
    """Further ones; () where nobody is left to ask."""
    replaces: bool = False
    """Whether the branches there are, are cancelled first."""
    report: str = ""
    """ms-diagnostics of the 101 that tells of it; "": there is none."""
    refusal: "Reply | None" = None
    """What the caller is told if nothing comes of it but cancelled branches."""


class Fork(NamedTuple):
    """A copy to each target; all at once, or by q where `parallel` is false."""

    targets: tuple[Target, ...]
    parallel: bool = True
    turns: tuple[Turn, ...] = ()
    """What happens later, in the order of its times."""


class Reply(NamedTuple):
    """An answer made here."""

    status: int
    reason: str = ""
    """"" stands for the status code's own phrase."""
    headers: tuple[tuple[str, str], ...] = ()
    earlier: tuple["Reply", ...] = ()
    """Provisional answers that go before it."""

    @property
    def is_provisional(self) -> bool:
        """Another answer may follow."""
        return self.status < 200

    @property
    def in_turn(self) -> tuple["Reply", ...]:
        """What goes before it, and itself alone, in the order of their sending."""
        return (*self.earlier, self._replace(earlier=()))

    def after(self, other: "Reply") -> "Reply":
        """The same, with `other` and what goes before that ahead of it."""
        return self._replace(earlier=other.in_turn)


class Pass(NamedTuple):
    """No decision: the next router, or the proxy's own rules, shall find one."""


PASS = Pass()


class Drop(NamedTuple):
    """Nothing at all is sent."""

    why: str


Decision = Forward | Fork | Reply | Pass | Drop


def targets_of(decision: Decision) -> tuple[Target, ...]:
    """The target set of a decision; () where it does not route."""
    if isinstance(decision, Forward):
        return (decision.target,)
    return decision.targets if isinstance(decision, Fork) else ()


class Ruling(NamedTuple):
    """A decision, the message as it stands now, and what was recorded on the way."""

    decision: Decision
    message: Message
    """The request or response, with the changes that scripts made."""
    records: tuple[Record, ...] = ()
    cause: Cause = NO_CAUSE
    """The script run and line that decided, where a script did."""
    why: str = ""
    """More about the decision, in words, where no script made it."""
    place: int | None = None
    """Where in a list the deciding stage stands; None: there is no list."""
    earlier: tuple[Reply, ...] = ()
    """Provisional answers that are sent before the decision is carried out."""
    earlier_place: int | None = None
    """Where the stage stands that made the first of them."""


class Router(Protocol):
    """Whoever decides for a proxy."""

    def decide(self, request: Request, *, now: float) -> Ruling:
        """Where `request` goes; never raises for anything a message or script says."""

    def decide_response(
        self,
        response: Response,
        request: Request,
        *,
        now: float,
        above: int | None = None,
    ) -> Ruling:
        """Pass or Drop for a `response` to `request`, perhaps changed.

        `above` is the place of the stage that made it, whose ruling said so.
        """
