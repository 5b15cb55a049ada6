"""BackToBackCalls: two calls that are one to those who talk (lync-routing §3.4)."""

from dataclasses import dataclass

from mspllab.cores.agent import Outcome
from mspllab.cores.events import (
    AckTimedOut,
    Answered,
    Cancelled,
    Ended,
    Event,
    Progress,
    Rejected,
)
from mspllab.cores.user_agent import UserAgent
from mspllab.errors import ParseError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.deeds import ORIGINAL
from mspllab.lync.plan import ApplicationPlan
from mspllab.lync.ucma.conduct import media_of
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.sip.uri import parse_uri
from mspllab.trace.records import Cause

NOT_PASSED = frozenset(
    (
        *("call-id", "contact", "content-type", "cseq", "from", "history-info"),
        *("max-forwards", "ms-conversation-id", "p-asserted-identity"),
        *("p-preferred-identity", "record-route", "refer-to", "referred-by"),
        *("replaces", "rseq", "target-class", "to", "via"),
    )
)
"""Headers that stay on their side unless the application says otherwise."""
OF_ONE_SIDE = frozenset(
    (
        *("content-length", "route", "allow", "supported", "require", "proxy-require"),
        *("authorization", "proxy-authorization", "max-breadth"),
        *("ms-application-aor", "session-expires", "min-se"),
    )
)
"""Headers that mean something to one hop or one user agent only."""
CALLER = "caller"
"""Who is impersonated: whoever has called."""
PROGRESS_REPORT = 101
UNREACHABLE = 503


@dataclass(slots=True)
class Bridge:
    """Two legs."""

    call: int
    """The one that came in."""
    leg: int
    """The one that was made for it."""


class BackToBackCalls:
    """Calls on for those who call, and keeps both legs in step.

    Args:
        owner: name of the element, for the records.
        agent: the user agent whose calls they are.
        caller: makes the second legs.
        callee: has the first ones.
    """

    def __init__(
        self, owner: str, agent: UserAgent, caller: Caller, callee: Callee
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._caller = caller
        self._callee = callee
        self._bridges: list[Bridge] = []

    def begin(
        self,
        call: int,
        invite: Request,
        plan: ApplicationPlan,
        *,
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        """Make the second leg."""
        target = target_of(plan.back_to_back_to, invite)
        told = happenings.bridges(now, self._owner, target, invite.call_id)
        try:
            outcomes = self._caller.call(
                target,
                media=media_of(invite),
                headers=passed_on(invite, plan.pass_headers),
                identity=impersonated(plan.impersonate, invite),
                now=now,
                cause=cause,
            )
        except ParseError:
            return self._callee.refuse(call, UNREACHABLE, now=now, cause=cause)
        self._bridges.append(Bridge(call, self._caller.calls[-1]))
        return [told, *outcomes]

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What one leg does, the other does, too."""
        match event:
            case Progress(leg, response) if bridge := self._of_leg(leg):
                status = response.status
                if status == PROGRESS_REPORT:
                    return []
                return self._agent.ring(bridge.call, status=status, now=now)
            case Answered(leg) if bridge := self._of_leg(leg):
                return self._callee.answer(bridge.call, now=now, cause=Cause())
            case Rejected(leg, status) if bridge := self._of_leg(leg):
                return self._fail(bridge, status, now)
            case Ended(handle) | Cancelled(handle) | AckTimedOut(handle):
                return self._end(handle, now)
        return []

    def _fail(self, bridge: Bridge, status: int, now: float) -> list[Outcome]:
        """The second leg has come to nothing, unless it goes on elsewhere."""
        later = [call for call in self._caller.calls if call > bridge.leg]
        known = {one.leg for one in self._bridges}
        if status < 400 and later and later[-1] not in known:
            bridge.leg = later[-1]
            return []
        self._bridges.remove(bridge)
        if bridge.call not in self._callee.calls:
            return []
        failure = status if status >= 400 else UNREACHABLE
        return self._callee.refuse(bridge.call, failure, now=now, cause=Cause())

    def _end(self, handle: int, now: float) -> list[Outcome]:
        """One side has gone, so the other has to."""
        out: list[Outcome] = []
        for bridge in [b for b in self._bridges if handle in (b.call, b.leg)]:
            self._bridges.remove(bridge)
            if handle == bridge.call and bridge.leg in self._caller.calls:
                out += self._caller.hang_up(bridge.leg, now=now)
            if handle == bridge.leg and bridge.call in self._callee.calls:
                out += self._callee.hang_up(bridge.call, now=now)
        return out

    def _of_leg(self, leg: int) -> Bridge | None:
        return next((one for one in self._bridges if one.leg == leg), None)


def passed_on(invite: Request, also: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The headers of the first leg that the second one has, too."""
    wanted = {name.lower() for name in also}
    kept = (NOT_PASSED | OF_ONE_SIDE) - wanted
    return tuple((n, v) for n, v in invite.headers if n.lower() not in kept)


def target_of(said: str | None, invite: Request) -> str:
    """A URI as a plan has it; "original" is the address in To."""
    return str(invite.to.uri) if said in (None, ORIGINAL) else str(said)


def impersonated(said: str | None, invite: Request | None) -> Address | None:
    """The From of an impersonated call; None: the endpoint's own."""
    if said is None or (said == CALLER and invite is None):
        return None
    if said == CALLER and invite is not None:
        caller = invite.from_
        return Address(caller.display_name, caller.uri)
    return Address("", parse_uri(said))
