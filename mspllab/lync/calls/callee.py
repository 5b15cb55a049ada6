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
)
from mspllab.cores.user_agent import UserAgent
from mspllab.lync.calls import happenings
from mspllab.lync.calls.deeds import Act, Chooser, Deed, contacts_of
from mspllab.lync.calls.manners import Manners
from mspllab.lync.calls.media import answer_to, type_of
from mspllab.lync.calls.session import Sessions
from mspllab.lync.dispatch import CONVERSATION_ID
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.sip.negotiation import ALL, Ability
from mspllab.sip.status import reason_phrase
from mspllab.sip.uri import Uri
from mspllab.trace.records import NO_CAUSE, Cause, Happened
from mspllab.transaction.schedule import Schedule

NOT_ACCEPTABLE = 488
"""Nothing that was offered can be accepted (rule 171)."""
UNAVAILABLE = 480
"""What a user agent answers when it is hung up before it was picked up."""
NO_ACK = "no ACK came for its answer"
Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Incoming:
    """A call that has come in."""

    invite: Request
    caller: str
    deeds: tuple[Deed, ...] = ()
    rang: bool = False
    has_early_media: bool = False


class Callee:
    """Rings, answers, refuses, sends elsewhere and hangs up by a plan.

    Args:
        owner: name of the element, for the records.
        agent: the user agent whose calls they are.
        deeds: the plan.
        ip: where media would be received.
        manners: words for what it does.
        sessions: looks after the calls once they are answered.
        ability: what it can do with media.
    """

    def __init__(
        self,
        *,
        owner: str,
        agent: UserAgent,
        deeds: Chooser,
        ip: str,
        manners: Manners,
        sessions: Sessions,
        ability: Ability = ALL,
    ) -> None:
        self._owner = owner
        self._agent = agent
        self._deeds = deeds
        self._ip = ip
        self._manners = manners
        self._sessions = sessions
        self._ability = ability
        self._count = 0
        self.schedule = Schedule()
        """When the next deeds of its plan are due."""
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
            case IncomingInvite(call, request, is_expected):
                return self._arrive(call, request, is_expected, now)
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

    def peer_of(self, call: int) -> Uri:
        """Who calls."""
        return self._calls[call].invite.from_.uri

    def hang_up(
        self,
        call: int,
        *,
        reason: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """End a call, or refuse it where it was not answered yet."""
        out: list[Outcome] = []
        if self.is_open(call):
            call_id = self._forget(call).invite.call_id
            words = f"{UNAVAILABLE} {reason_phrase(UNAVAILABLE)}"
            out.append(happenings.declined(now, self._owner, words, call_id))
        return out + self._agent.bye(call, reason=reason, now=now, cause=cause)

    def fire(self, *, now: float) -> list[Outcome]:
        """The deeds due at `now`."""
        out: list[Outcome] = []
        while due := self.schedule.pop(now):
            call, act = int(due[0]), due[1]
            deeds = self._calls[call].deeds
            deed = next(deed for deed in deeds if deed.act == act)
            out += self._do(call, deed, now, Cause(timer=deed.act.value))
        return out

    def _arrive(
        self, call: int, request: Request, is_expected: bool, now: float
    ) -> list[Outcome]:
        caller = happenings.name_of(request.from_)
        self._count += 1
        deeds, early = self._deeds.for_call(self._count, request)
        self._calls[call] = Incoming(request, caller, deeds, has_early_media=early)
        if conversation := request.headers.get(CONVERSATION_ID):
            self.conversations[conversation] += 1
        if is_expected:
            return self.answer(call, now=now, cause=NO_CAUSE)
        out: list[Outcome] = []
        for deed in deeds:
            if deed.act is Act.HANG_UP or not self.is_open(call):
                continue
            if deed.after > 0:
                self.schedule.set(str(call), deed.act, now + deed.after)
            else:
                out += self._do(call, deed, now, NO_CAUSE)
        return out

    def _do(self, call: int, deed: Deed, now: float, cause: Cause) -> list[Outcome]:
        match deed.act:
            case Act.RING:
                return self._ring(call, deed.status, now, cause)
            case Act.ANSWER:
                return self.answer(call, now=now, cause=cause)
            case Act.REFUSE:
                return self.refuse(call, deed.status, now=now, cause=cause)
            case Act.REDIRECT:
                to, status = deed.targets, deed.status
                return self.redirect(call, to, status, now=now, cause=cause)
            case Act.HANG_UP:
                return self.hang_up(call, now=now, cause=cause)

    def _ring(self, call: int, status: int, now: float, cause: Cause) -> list[Outcome]:
        incoming = self._calls[call]
        incoming.rang = True
        body = b""
        if incoming.has_early_media:
            body = answer_to(incoming.invite, self._ip, self._ability) or b""
        call_id = incoming.invite.call_id
        return [
            happenings.rings(now, self._owner, incoming.caller, call_id),
            *self._agent.ring(
                call,
                status=status,
                body=body,
                content_type=type_of(body),
                now=now,
                cause=cause,
            ),
        ]

    def answer(self, call: int, *, now: float, cause: Cause) -> list[Outcome]:
        """Pick the phone up; 488 where nothing that was offered can be accepted."""
        invite, caller = self._calls[call].invite, self._calls[call].caller
        body = answer_to(invite, self._ip, self._ability)
        if body is None:
            return self.refuse(call, NOT_ACCEPTABLE, now=now, cause=cause)
        self._done(call)
        call_id = invite.call_id
        self._sessions.begin(call, caller, call_id, body)
        return [
            self._manners.takes(now, self._owner, caller, call_id),
            *self._agent.accept(
                call, body=body, content_type=type_of(body), now=now, cause=cause
            ),
        ]

    def refuse(
        self,
        call: int,
        status: int,
        *,
        headers: Headers = (),
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        """Decline the call."""
        call_id = self._forget(call).invite.call_id
        words = f"{status} {reason_phrase(status)}"
        return [
            happenings.declined(now, self._owner, words, call_id),
            *self._agent.reject(call, status, headers=headers, now=now, cause=cause),
        ]

    def redirect(
        self,
        call: int,
        targets: tuple[str, ...],
        status: int,
        *,
        now: float,
        cause: Cause,
    ) -> list[Outcome]:
        """Send the caller elsewhere."""
        invite = self._forget(call).invite
        contacts = contacts_of(targets, invite)
        shown = ", ".join(str(Address.parse(text).uri) for text in contacts)
        headers = tuple(("Contact", contact) for contact in contacts)
        where = shown or "nowhere"
        return [
            happenings.forwarded(now, self._owner, where, invite.call_id),
            *self._agent.reject(call, status, headers=headers, now=now, cause=cause),
        ]

    def _connect(self, call: int, now: float) -> list[Outcome]:
        incoming = self._calls[call]
        for deed in incoming.deeds:
            if deed.act is Act.HANG_UP:
                self.schedule.set(str(call), deed.act, now + deed.after)
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

    def is_open(self, call: int) -> bool:
        """Whether the call still waits to be answered."""
        found = self._agent.call_of(call)
        return found is not None and found.state is CallState.INVITED

    def _done(self, call: int) -> None:
        """Nothing more of the plan, except hanging up, is to be done."""
        name = str(call)
        for deed in self._calls[call].deeds:
            self.schedule.cancel(name, deed.act)

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
