"""Handing: transfers that a plan or code asks for, of the three kinds (§3.3)."""

from dataclasses import dataclass

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Answered, Confirmed, Ended, Event, Rejected
from mspllab.errors import ParseError
from mspllab.lync.calls import happenings
from mspllab.lync.calls.callee import Callee
from mspllab.lync.calls.caller import Caller
from mspllab.lync.calls.transfer import Transfers
from mspllab.lync.plan import ApplicationPlan
from mspllab.lync.ucma.bridges import target_of
from mspllab.lync.ucma.conduct import Conduct
from mspllab.sip.message import Request
from mspllab.trace.records import Cause
from mspllab.transaction.schedule import Schedule

TRANSFER = "transfer after"
"""What a message's cause says."""
ATTENDED, SUPERVISED = "attended", "supervised"


@dataclass(frozen=True, slots=True)
class Consultation:
    """A call of ours whose place the caller shall take."""

    call: int
    """The caller's."""
    target: str


class Handing:
    """Waits until a call is up, and hands it on as planned.

    Args:
        owner: name of the element, for the records.
        conduct: what is planned.
        caller, callee: make and take the calls.
        transfers: hands them on.
    """

    def __init__(
        self,
        owner: str,
        conduct: Conduct,
        caller: Caller,
        callee: Callee,
        transfers: Transfers,
    ) -> None:
        self._owner = owner
        self._conduct = conduct
        self._caller = caller
        self._callee = callee
        self._transfers = transfers
        self._schedule = Schedule()
        self._invites: dict[int, Request] = {}
        self._consultations: dict[int, Consultation] = {}

    def begin(self, call: int, invite: Request) -> None:
        """A call has come that may be handed on."""
        self._invites[call] = invite

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case Confirmed(call) if call in self._invites:
                after = self._conduct.plan_of(call).transfer_after
                if after is not None:
                    self._schedule.set(str(call), TRANSFER, now + after)
            case Answered(leg) if leg in self._consultations:
                asked = self._consultations.pop(leg)
                return self._replace(asked, leg, now)
            case Rejected(leg, status) if leg in self._consultations:
                target = self._consultations.pop(leg).target
                why = f"{target} was asked first, and said {status}"
                thrown = happenings.exception(now, self._owner, FAILURE, why)
                return [thrown]
            case Ended(call):
                self._invites.pop(call, None)
                self._schedule.cancel(str(call), TRANSFER)
        return []

    @property
    def next_timer(self) -> float | None:
        """When the next transfer is due."""
        return self._schedule.due

    def fire(self, *, now: float) -> list[Outcome]:
        """The transfers due at `now`."""
        out: list[Outcome] = []
        while due := self._schedule.pop(now):
            call = int(due[0])
            out += self._hand_over(call, self._conduct.plan_of(call), now)
        return out

    def _hand_over(self, call: int, plan: ApplicationPlan, now: float) -> list[Outcome]:
        cause = Cause(timer=TRANSFER)
        target = target_of(plan.transfer_to, self._invites[call])
        if plan.transfer != SUPERVISED:
            attended = plan.transfer == ATTENDED
            return self._transfers.hand_over(
                call, target, attended=attended, now=now, cause=cause
            )
        try:
            outcomes = self._caller.call(target, now=now, cause=cause)
        except ParseError as error:
            return [happenings.exception(now, self._owner, FAILURE, str(error))]
        self._consultations[self._caller.calls[-1]] = Consultation(call, target)
        return outcomes

    def _replace(self, asked: Consultation, leg: int, now: float) -> list[Outcome]:
        """Whom we have asked is there: the caller takes our place."""
        if asked.call not in self._callee.calls:
            return self._caller.hang_up(leg, now=now)
        return self._transfers.hand_over(
            asked.call, asked.target, other=leg, attended=True, now=now, cause=Cause()
        )


FAILURE = "OperationFailureException"
"""What UCMA throws where an operation has come to nothing."""
