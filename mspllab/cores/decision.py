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


class Forward(NamedTuple):
    """One copy, to one target."""

    target: Target


class Fork(NamedTuple):
    """A copy to each target; all at once, or by q where `parallel` is false."""

    targets: tuple[Target, ...]
    parallel: bool = True


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

    def after(self, other: "Reply") -> "Reply":
        """The same, with `other` and what goes before that ahead of it."""
        alone = other._replace(earlier=())
        return self._replace(earlier=(*other.earlier, alone))


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
