"""Caller: makes the calls of one user agent, and follows redirections."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Answered, Ended, Event, Progress, Rejected
from mspllab.cores.user_agent import ALLOW, UserAgent
from mspllab.lync.calls import happenings
from mspllab.lync.calls.media import DEFAULT_KINDS, offer, type_of
from mspllab.lync.calls.redirection import (
    Attempt,
    Header,
    as_new_call,
    contacts_of,
    to_of,
    untried,
    within_the_call,
)
from mspllab.lync.calls.session import Sessions
from mspllab.lync.dispatch import CONVERSATION_ID
from mspllab.lync.profile import Switches
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response
from mspllab.sip.negotiation import ALL, Ability
from mspllab.sip.status import is_redirect, reason_phrase
from mspllab.sip.uri import Uri, parse_uri
from mspllab.trace.records import NO_CAUSE, Cause

MAX_REDIRECTIONS = 10
"""How often one call is sent on before the caller gives up; the RFC names no number."""
RINGING = 180
NO_ANSWER = 408


@dataclass(slots=True)
class Outgoing:
    """A call under way: one INVITE of perhaps several."""

    attempt: Attempt
    invite: Request
    media: tuple[str, ...]
    tried: tuple[Uri, ...]
    """Every URI this call has been sent to."""
    contacts: tuple[Address, ...] = ()
    """Where redirections have pointed to, not yet tried."""
    redirections: int = 0
    referral: int | None = None
    """The REFER that it follows, whose sender is told how it goes."""
    hears: bool = False
    """It rings somewhere."""
    is_answered: bool = False
    is_abandoned: bool = False


@dataclass(slots=True)
class Caller:
    """Dials, gives up, hangs up, and goes where it is sent.

    Args:
        owner: name of the element, for the records.
        agent: the user agent that makes the calls.
        identity: the From of its calls, without a tag.
        ip: where media would be received.
        switches: what is done the product's way.
        identifiers: labels of conversations.
        sessions: looks after the calls once they are answered.
        ability: what it can do with media.
        allow: methods it accepts, for its Allow header.
        supported: what its Supported header says; () for none.
        second: the server to go on with when the first one fails; None: no other.
    """

    owner: str
    agent: UserAgent
    identity: Address
    ip: str
    switches: Switches
    identifiers: Identifiers
    sessions: Sessions
    ability: Ability = ALL
    allow: tuple[str, ...] = ALLOW
    supported: tuple[str, ...] = ()
    second: Endpoint | None = None
    _calls: dict[int, Outgoing] = field(default_factory=dict)

    def call(
        self,
        target: str,
        *,
        media: Iterable[str] | None = None,
        headers: tuple[Header, ...] = (),
        referral: int | None = None,
        identity: Address | None = None,
        hop: Endpoint | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Dial `target`, a URI or a name and <URI>; ParseError where it is neither.

        `identity` is another From than the usual one, `hop` a way past the server.
        """
        name, target = dialled(target)
        uri = parse_uri(target)
        own = (*self._own_headers(), *headers)
        from_ = identity or self.identity
        attempt = Attempt(target, to_of(uri, name), from_, headers=own)
        kinds = DEFAULT_KINDS if media is None else tuple(media)
        new, outcomes = self._invite(attempt, kinds, (uri,), now, cause, hop)
        new.referral = referral
        call_id = new.invite.call_id
        return [happenings.called(now, self.owner, target, call_id), *outcomes]

    @property
    def calls(self) -> tuple[int, ...]:
        """Handles of the calls that were made and are not over, oldest first."""
        return tuple(self._calls)

    def peer_of(self, call: int) -> Uri:
        """Whom a call was made to."""
        return self._calls[call].invite.to.uri

    def is_open(self, call: int) -> bool:
        """Whether a call has not been answered yet."""
        return not self._calls[call].is_answered

    def hang_up(
        self,
        call: int,
        *,
        reason: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """End a call this caller has made, whatever its state."""
        out: list[Outcome] = []
        outgoing = self._calls[call]
        if not outgoing.is_answered and not outgoing.is_abandoned:
            outgoing.is_abandoned = True
            call_id = outgoing.invite.call_id
            out.append(happenings.abandoned(now, self.owner, call_id))
        return out + self.agent.bye(call, reason=reason, now=now, cause=cause)

    def take(self, event: Event, *, now: float) -> list[Outcome]:
        """What follows from an event of the user agent."""
        match event:
            case Progress(call, response) if call in self._calls:
                return self._hear(self._calls[call], response, now)
            case Answered(call, _) if call in self._calls:
                return self._connect(call, self._calls[call], now)
            case Rejected(call, status, response) if call in self._calls:
                return self._fail(self._calls.pop(call), status, response, now)
            case Ended(call, by_us) if call in self._calls:
                return self._end(self._calls.pop(call), by_us, now)
        return []

    def _invite(
        self,
        attempt: Attempt,
        media: tuple[str, ...],
        tried: tuple[Uri, ...],
        now: float,
        cause: Cause = NO_CAUSE,
        hop: Endpoint | None = None,
    ) -> tuple[Outgoing, list[Outcome]]:
        body = offer(media, self.ip, self.ability)
        handle, outcomes = self.agent.invite(
            attempt.target,
            from_=attempt.from_,
            to=attempt.to,
            headers=attempt.headers,
            body=body,
            content_type=type_of(body),
            call_id=attempt.call_id,
            cseq=attempt.cseq,
            hop=hop,
            now=now,
            cause=cause,
        )
        call = self.agent.call_of(handle)
        assert call is not None, "a call that has just begun is known"
        outgoing = self._calls[handle] = Outgoing(attempt, call.invite, media, tried)
        self.sessions.begin(handle, attempt.target, call.invite.call_id, body)
        return outgoing, outcomes

    def _own_headers(self) -> tuple[Header, ...]:
        """What every INVITE of this client carries, new for each call."""
        own = [("Allow", ", ".join(self.allow))]
        if self.supported:
            own.append(("Supported", ", ".join(self.supported)))
        if self.switches.conversation_id:
            own.insert(0, (CONVERSATION_ID, f"Ac{self.identifiers.tag()}"))
        return tuple(own)

    def _hear(
        self, outgoing: Outgoing, response: Response, now: float
    ) -> list[Outcome]:
        if response.status != RINGING or outgoing.hears:
            return []
        outgoing.hears = True
        return [happenings.ringback(now, self.owner, outgoing.invite.call_id)]

    def _connect(self, call: int, outgoing: Outgoing, now: float) -> list[Outcome]:
        outgoing.is_answered = True
        peer, call_id = outgoing.attempt.target, outgoing.invite.call_id
        connected = happenings.connected(now, self.owner, peer, call_id)
        return [connected, *self._report(outgoing, 200, now)]

    def _report(self, outgoing: Outgoing, status: int, now: float) -> list[Outcome]:
        """Whoever has referred us here learns how it went (RFC 3515 §2.4.5)."""
        if outgoing.referral is None:
            return []
        line = f"SIP/2.0 {status} {reason_phrase(status)}"
        return self.agent.requests.report(
            outgoing.referral, line, is_last=True, now=now
        )

    def _end(self, outgoing: Outgoing, by_us: bool, now: float) -> list[Outcome]:
        if outgoing.is_abandoned:
            return []
        peer, call_id = outgoing.attempt.target, outgoing.invite.call_id
        return [happenings.ended(now, self.owner, peer, call_id, by_us=by_us)]

    def _fail(
        self, outgoing: Outgoing, status: int, response: Response | None, now: float
    ) -> list[Outcome]:
        """Go on with the next Contact there is, or give up."""
        if outgoing.is_abandoned:
            return self._report(outgoing, status, now)
        if response is None and self.second is not None:
            return self._fail_over(self.second, outgoing, status, now)
        contacts = outgoing.contacts
        if response is not None and is_redirect(status):
            contacts = untried((*contacts_of(response), *contacts), outgoing.tried)
        if response is None or not contacts:
            failed = self._failed(outgoing, status, response, now)
            return [failed, *self._report(outgoing, status, now)]
        if outgoing.redirections == MAX_REDIRECTIONS:
            why = f"it was sent on {MAX_REDIRECTIONS} times"
            call_id = outgoing.invite.call_id
            failed = happenings.failed(now, self.owner, why, call_id)
            return [failed, *self._report(outgoing, status, now)]
        return self._go_on(outgoing, response, contacts, now)

    def _fail_over(
        self, second: Endpoint, outgoing: Outgoing, status: int, now: float
    ) -> list[Outcome]:
        """The same INVITE to the second server, ours from now on (RFC 3263 §4.3)."""
        self.second = None
        self.agent.move_to(second)
        invite = outgoing.invite
        attempt = replace(
            outgoing.attempt,
            from_=invite.from_,
            call_id=invite.call_id,
            cseq=invite.cseq.number,
        )
        is_silent = status == NO_ANSWER
        cause = Cause(timer="B") if is_silent else Cause(plan="its server is not there")
        new, outcomes = self._invite(
            attempt, outgoing.media, outgoing.tried, now, cause
        )
        new.contacts, new.redirections = outgoing.contacts, outgoing.redirections
        new.referral = outgoing.referral
        told = happenings.fails_over(now, self.owner, str(second), invite.call_id)
        return [told, *outcomes]

    def _go_on(
        self,
        outgoing: Outgoing,
        response: Response,
        contacts: tuple[Address, ...],
        now: float,
    ) -> list[Outcome]:
        contact, *rest = contacts
        attempt = self._next_attempt(outgoing, response, contact)
        tried = (*outgoing.tried, contact.uri)
        new, outcomes = self._invite(attempt, outgoing.media, tried, now)
        new.contacts = tuple(rest)
        new.redirections = outgoing.redirections + 1
        new.hears, new.referral = outgoing.hears, outgoing.referral
        status, call_id = response.status, outgoing.invite.call_id
        moved = happenings.redirected(now, self.owner, attempt.target, status, call_id)
        return [moved, *outcomes]

    def _next_attempt(
        self, outgoing: Outgoing, response: Response, contact: Address
    ) -> Attempt:
        if self.switches.redirect_as_new_call:
            from_ = outgoing.attempt.from_
            return as_new_call(contact, from_, self._own_headers())
        return within_the_call(outgoing.attempt, outgoing.invite, response, contact)

    def _failed(
        self, outgoing: Outgoing, status: int, response: Response | None, now: float
    ) -> Outcome:
        reason = reason_phrase(status) if response is None else response.reason
        why = f"{status} {reason}"
        if response is None:
            why = "nobody answers" if status == NO_ANSWER else "it cannot be sent"
        elif is_redirect(status) and not outgoing.contacts:
            why = f"{why}, without a new address to go to"
        return happenings.failed(now, self.owner, why, outgoing.invite.call_id)


def dialled(target: str) -> tuple[str, str]:
    """The name somebody is listed under, "" where there is none, and the URI."""
    if "<" not in target:
        return "", target
    address = Address.parse(target)
    return address.display_name, str(address.uri)
