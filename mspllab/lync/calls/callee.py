"""Callee: takes the calls of one user agent, as its plan says."""

from collections import Counter
from dataclasses import dataclass

from mspllab.cores.agent import Outcome
from mspllab.cores.calls.call import CallState
from mspllab.cores.events import (
    AckTimedOut,
    Cancelled,
    Confirmed,
    Ended,
    Event,
    IncomingInvite,
    IncomingRequest,
)
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls import happenings
from mspllab.lync.calls.deeds import Act, Deed, target_of
from mspllab.lync.calls.manners import Manners
from mspllab.lync.calls.media import answer_to, type_of
from mspllab.lync.dispatch import CONVERSATION_ID
from mspllab.sip.message import Request
from mspllab.sip.status import reason_phrase
from mspllab.trace.records import NO_CAUSE, Cause, Happened
from mspllab.transaction.schedule import Schedule

UNAVAILABLE = 480
"""What a user agent answers when it is hung up before it was picked up."""
NO_ACK = "no ACK came for its answer"


@dataclass(slots=True)
class Incoming:
    """A call that has come in."""

    invite: Request
    caller: str
    rang: bool = False


class Callee:
    """Rings, answers, refuses, sends elsewhere and hangs up by a plan.

    Args:
        owner: name of the element, for the records.
        agent: the user agent whose calls they are.
        deeds: the plan.
        ip: where media would be received.
        manners: words for what it does.
    """

    def __init__(
        self,
        *,
        owner: str,
        agent: UserAgent,
        deeds: tuple[Deed, ...],
        ip: str,
        manners: Manners,
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._deeds = deeds
        self._ip = ip
        self._manners = manners
        self._schedule = Schedule()
        self._calls: dict[int, Incoming] = {}
        self.conversations: Counter[str] = Counter()
        """Ms-Conversation-IDs of the calls that are not over, and how many they are."""

    @property
    def calls(self) -> tuple[int, ...]:
        """Handles of the calls that have come in and are not over, oldest first."""
        return tuple(self._calls)

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case IncomingInvite(call, request):
                return self._arrive(call, request, now)
            case IncomingRequest(_, request, transaction):
                return self._answer_request(request, transaction, now)
            case Confirmed(call) if call in self._calls:
                return self._connect(call, now)
            case Cancelled(call, reason) if call in self._calls:
                return [self._lose(call, reason, now)]
            case AckTimedOut(call) if call in self._calls:
                call_id = self._forget(call).invite.call_id
                return [happenings.failed(now, self._owner, NO_ACK, call_id)]
            case Ended(call, by_us) if call in self._calls:
                incoming = self._forget(call)
                caller, call_id = incoming.caller, incoming.invite.call_id
                return [
                    happenings.ended(now, self._owner, caller, call_id, by_us=by_us)
                ]
        return []

    def hang_up(
        self, call: int, *, now: float, cause: Cause = NO_CAUSE
    ) -> list[Outcome]:
        """End a call, or refuse it where it was not answered yet."""
        out: list[Outcome] = []
        if self._is_open(call):
            call_id = self._forget(call).invite.call_id
            words = f"{UNAVAILABLE} {reason_phrase(UNAVAILABLE)}"
            out.append(happenings.declined(now, self._owner, words, call_id))
        return out + self._agent.bye(call, now=now, cause=cause)

    @property
    def next_timer(self) -> float | None:
        """When the next deed is due."""
        return self._schedule.next()

    def fire(self, *, now: float) -> list[Outcome]:
        """The deeds due at `now`."""
        out: list[Outcome] = []
        while due := self._schedule.pop(now):
            call, act = int(due[0]), due[1]
            deed = next(deed for deed in self._deeds if deed.act == act)
            out += self._do(call, deed, now, Cause(timer=deed.act.value))
        return out

    def _arrive(self, call: int, request: Request, now: float) -> list[Outcome]:
        caller = happenings.name_of(request.from_)
        self._calls[call] = Incoming(request, caller)
        if conversation := request.headers.get(CONVERSATION_ID):
            self.conversations[conversation] += 1
        out: list[Outcome] = []
        for deed in self._deeds:
            if deed.act is Act.HANG_UP or not self._is_open(call):
                continue
            if deed.after > 0:
                self._schedule.set(str(call), deed.act, now + deed.after)
            else:
                out += self._do(call, deed, now, NO_CAUSE)
        return out

    def _do(self, call: int, deed: Deed, now: float, cause: Cause) -> list[Outcome]:
        incoming = self._calls[call]
        match deed.act:
            case Act.RING:
                return self._ring(call, incoming, now, cause)
            case Act.ANSWER:
                return self._answer(call, incoming, now, cause)
            case Act.REFUSE:
                return self._refuse(call, incoming, deed, now, cause)
            case Act.REDIRECT:
                return self._redirect(call, incoming, deed, now, cause)
            case Act.HANG_UP:
                return self.hang_up(call, now=now, cause=cause)

    def _ring(
        self, call: int, incoming: Incoming, now: float, cause: Cause
    ) -> list[Outcome]:
        incoming.rang = True
        call_id = incoming.invite.call_id
        rings = happenings.rings(now, self._owner, incoming.caller, call_id)
        return [rings, *self._agent.ring(call, now=now, cause=cause)]

    def _answer(
        self, call: int, incoming: Incoming, now: float, cause: Cause
    ) -> list[Outcome]:
        self._done(call)
        invite = incoming.invite
        body = answer_to(invite, self._ip)
        taken = self._manners.takes(now, self._owner, incoming.caller, invite.call_id)
        return [
            taken,
            *self._agent.accept(
                call, body=body, content_type=type_of(body), now=now, cause=cause
            ),
        ]

    def _refuse(
        self, call: int, incoming: Incoming, deed: Deed, now: float, cause: Cause
    ) -> list[Outcome]:
        self._forget(call)
        words = f"{deed.status} {reason_phrase(deed.status)}"
        call_id = incoming.invite.call_id
        return [
            happenings.declined(now, self._owner, words, call_id),
            *self._agent.reject(call, deed.status, now=now, cause=cause),
        ]

    def _redirect(
        self, call: int, incoming: Incoming, deed: Deed, now: float, cause: Cause
    ) -> list[Outcome]:
        self._forget(call)
        invite = incoming.invite
        target = target_of(deed, invite)
        contact = (("Contact", f"<{target}>"),)
        return [
            happenings.forwarded(now, self._owner, target, invite.call_id),
            *self._agent.reject(
                call, deed.status, headers=contact, now=now, cause=cause
            ),
        ]

    def _connect(self, call: int, now: float) -> list[Outcome]:
        incoming = self._calls[call]
        for deed in self._deeds:
            if deed.act is Act.HANG_UP:
                self._schedule.set(str(call), deed.act, now + deed.after)
        call_id = incoming.invite.call_id
        return [happenings.connected(now, self._owner, incoming.caller, call_id)]

    def _lose(self, call: int, reason: str | None, now: float) -> Happened:
        incoming = self._forget(call)
        return self._manners.loses(
            now,
            self._owner,
            incoming.caller,
            incoming.invite.call_id,
            rang=incoming.rang,
            elsewhere=is_completed_elsewhere(reason),
        )

    def _answer_request(
        self, request: Request, transaction: str, now: float
    ) -> list[Outcome]:
        """Accept what comes within a call, such as another offer of media."""
        body = answer_to(request, self._ip) if request.method == "INVITE" else b""
        return self._agent.respond(
            transaction, 200, body=body, content_type=type_of(body), now=now
        )

    def _is_open(self, call: int) -> bool:
        """Whether the call still waits to be answered."""
        found = self._agent.call_of(call)
        return found is not None and found.state is CallState.INVITED

    def _done(self, call: int) -> None:
        """Nothing more of the plan, except hanging up, is to be done."""
        name = str(call)
        for deed in self._deeds:
            self._schedule.cancel(name, deed.act)

    def _forget(self, call: int) -> Incoming:
        self._done(call)
        incoming = self._calls.pop(call)
        if conversation := incoming.invite.headers.get(CONVERSATION_ID):
            self.conversations[conversation] -= 1
            if not self.conversations[conversation]:
                del self.conversations[conversation]
        return incoming


def is_completed_elsewhere(reason: str | None) -> bool:
    """Whether a CANCEL's Reason says that somebody else has answered (RFC 3326)."""
    pieces = (reason or "").replace(" ", "").lower().split(";")
    return pieces[0] == "sip" and "cause=200" in pieces
