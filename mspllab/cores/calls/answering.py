"""Answering: how a called user agent answers, and repeats itself (RFC 3261 §13.3)."""

from collections.abc import Iterable

from mspllab.cores.agent import Agent, Outcome
from mspllab.cores.calls.acceptance import NO_ACK, REPEAT, Acceptances
from mspllab.cores.calls.call import Accepting, Call, CallState
from mspllab.cores.calls.invitation import Invitations
from mspllab.cores.calls.modification import Modifications
from mspllab.cores.calls.reliability import (
    GATEWAY_TIMEOUT,
    NO_PRACK,
    RELIABILITY_TIMERS,
    Reliability,
    is_wanted,
)
from mspllab.cores.calls.session_timer import CHANGING, Fields, SessionTimers
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import Dialog, DialogState, dialog_of_uas, tag_of
from mspllab.cores.events import AckTimedOut, Cancelled, Confirmed
from mspllab.sip import build, fields
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause

TRYING = "100"
"""An INVITE is answered somehow within 200 ms (§17.2.1)."""
TRYING_AFTER = 0.2

KEEP_RINGING = "1xx"
"""A provisional is repeated every minute, for the sake of proxies (§13.3.1.1)."""
RINGING_EVERY = 60.0

EXPIRES = "Expires"
"""The caller's own limit for an answer (§13.3.1)."""

CORE_TIMERS = RELIABILITY_TIMERS | {TRYING, KEEP_RINGING, EXPIRES, REPEAT, NO_ACK}
"""Timers of a called user agent, beside those of its transactions."""

Pairs = Iterable[tuple[str, str]]


class Answering:
    """Rings, accepts, rejects, and does what time demands of somebody called.

    Args:
        agent: what all parts of a user agent share.
        invitations: sends the BYEs that follow from a missing ACK.
        modifications: what waits for the call to be free.
        reliability: of provisional responses.
        timers: of sessions.
    """

    def __init__(
        self,
        agent: Agent,
        invitations: Invitations,
        modifications: Modifications,
        reliability: Reliability,
        timers: SessionTimers,
    ) -> None:
        self._agent = agent
        self._timers = timers
        self._reliability = reliability
        self._invitations = invitations
        self._modifications = modifications
        self._acceptances = Acceptances(agent)

    def begin(
        self, request: Request, key: str, *, now: float, out: list[Outcome]
    ) -> Call:
        """Somebody calls: from now on the INVITE waits for an answer."""
        agent = self._agent
        tag = agent.identifiers.tag()
        call = agent.new_call(request, key, tag, CallState.INVITED)
        call.allowed = request.headers.values("Allow")
        self._set(call, TRYING, TRYING_AFTER, now, out)
        expires = fields.expires(request.headers)
        if expires is not None:
            self._set(call, EXPIRES, expires, now, out)
        return call

    def ring(
        self,
        call: Call,
        reply: Reply,
        *,
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Send a provisional response, which makes an early dialog (§12.1.1)."""
        if call.state is not CallState.INVITED:
            return
        agent = self._agent
        agent.stop_timer(call.transaction, call.name, TRYING, now, out)
        headers = reply.headers
        if reply.status > 100:
            headers = (("Contact", agent.contact), *headers)
        response = build.response(
            call.invite,
            reply.status,
            reply.reason,
            to_tag=call.local_tag,
            headers=headers,
            body=body,
            content_type=content_type,
        )
        if reply.status > 100 and is_wanted(call.invite, may=agent.reliable):
            agent.change(self._dialog(call), DialogState.EARLY, now, out)
            self._reliability.send(call, response, now=now, out=out, cause=cause)
            return
        agent.respond(call.transaction, response, now, out, cause)
        if reply.status > 100:
            call.provisional = response
            agent.change(self._dialog(call), DialogState.EARLY, now, out)
            self._set(call, KEEP_RINGING, RINGING_EVERY, now, out)

    def accept(
        self,
        call: Call,
        *,
        headers: Pairs,
        body: bytes,
        content_type: str | None,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Send 200, and again until the ACK comes (§13.3.1.4)."""
        if call.state is not CallState.INVITED:
            return
        if any(waiting.response.body for waiting in call.reliables):
            # An offer or an answer is under way: not before its PRACK (RFC 3262 §3).
            call.acceptance = Accepting(tuple(headers), body, content_type, cause)
            return
        if call.is_described:  # offer and answer have been exchanged
            body, content_type = b"", None
        self._stop_waiting(call, now, out)
        call.state = CallState.ANSWERED
        call.dialog = self._dialog(call)
        self._agent.change(call.dialog, DialogState.CONFIRMED, now, out)
        granted = self._timers.grant(call, call.invite, now, out)
        response = build.response(
            call.invite,
            200,
            to_tag=call.local_tag,
            headers=(("Contact", self._agent.contact), *headers, *granted),
            body=body,
            content_type=content_type,
        )
        number, key = call.invite.cseq.number, call.transaction
        self._acceptances.send(
            call, number, response, key, now=now, out=out, cause=cause
        )
        if replaced := self._agent.calls.get(call.replaces or 0):
            self.hang_up(replaced, None, now=now, out=out, cause=cause)

    def reject(
        self, call: Call, reply: Reply, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """Send a final response other than 2xx."""
        if call.state is not CallState.INVITED:
            return
        call.state = CallState.OVER
        self._stop_waiting(call, now, out)
        self._agent.end_dialogs(call, now, out)
        response = self._response(call, *reply[:3])
        self._agent.respond(call.transaction, response, now, out, cause)

    def respond(
        self,
        transaction: str,
        reply: Reply,
        *,
        body: bytes,
        content_type: str | None,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """Answer a request that was handed up."""
        agent = self._agent
        if transaction not in agent.layer:
            return
        request = agent.layer.request_of(transaction)
        found = agent.dialog_of(request)
        accepts = request.method == "INVITE" and 200 <= reply.status < 300
        contact = (("Contact", agent.contact),) if accepts else ()
        granted: Fields = ()
        if found is not None and request.method in CHANGING and reply.status < 300:
            granted = self._timers.grant(found[0], request, now, out)
        response = build.response(
            request,
            reply.status,
            reply.reason,
            to_tag=agent.identifiers.tag() if request.to_tag is None else None,
            headers=(*contact, *reply.headers, *granted),
            body=body,
            content_type=content_type,
        )
        if accepts and found is not None:
            number = request.cseq.number
            self._acceptances.send(
                found[0], number, response, transaction, now=now, out=out, cause=cause
            )
        else:
            agent.respond(transaction, response, now, out, cause)
            if found is not None:
                self._modifications.proceed(found[0], now=now, out=out)

    def take_prack(
        self, call: Call, prack: Request, *, now: float, out: list[Outcome]
    ) -> int:
        """The status for a PRACK; what has waited for it is done after the answer."""
        return self._reliability.take_prack(call, prack, now=now, out=out)

    def go_on(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """Answer a call whose 200 has had to wait."""
        if call.acceptance is None:
            return
        headers, body, content_type, cause = call.acceptance
        call.acceptance = None
        self.accept(
            call,
            headers=headers,
            body=body,
            content_type=content_type,
            now=now,
            out=out,
            cause=cause,
        )

    def hang_up(
        self,
        call: Call,
        reason: str | None,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        """End a call in the way that its state allows."""
        match call.state:
            case CallState.INVITING:
                self._invitations.cancel(call, reason, now=now, out=out, cause=cause)
            case CallState.INVITED:
                self.reject(call, Reply(480), now=now, out=out, cause=cause)
            case CallState.ANSWERED:  # not before the ACK (§15)
                call.bye_wanted = True
                call.bye_reason = reason
            case CallState.CONNECTED:
                self._invitations.bye(call, reason, now=now, out=out, cause=cause)

    def end_unanswered(
        self, call: Call, reason: str | None, *, now: float, out: list[Outcome]
    ) -> None:
        """Cancelled, hung up on, or expired: 487."""
        self.reject(call, Reply(487), now=now, out=out, cause=NO_CAUSE)
        out.append(Cancelled(call.handle, reason))

    def take_ack(
        self, call: Call, number: int, *, now: float, out: list[Outcome]
    ) -> None:
        """The ACK of a 2xx has come; a BYE may have waited for it (§15)."""
        acceptance = call.unacknowledged.get(number)
        if acceptance is None:
            self._agent.drop("nothing here waits for this ACK", now, out)
            return
        self._acceptances.stop(acceptance, now=now, out=out)
        if call.state is CallState.ANSWERED:
            call.state = CallState.CONNECTED
            out.append(Confirmed(call.handle))
            if call.bye_wanted:
                self._invitations.bye(call, call.bye_reason, now=now, out=out)
        self._modifications.proceed(call, now=now, out=out)

    def stop_repeating(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """The call has ended: nobody waits for an ACK any more."""
        for acceptance in tuple(call.unacknowledged.values()):
            self._acceptances.stop(acceptance, now=now, out=out)

    def time_out(
        self, transaction: str, timer: str, *, now: float, out: list[Outcome]
    ) -> None:
        """A timer of a called user agent has fired."""
        if timer in RELIABILITY_TIMERS:
            call = self._agent.by_transaction[transaction]
            if self._reliability.time_out(call, timer, now=now, out=out):
                reply, cause = Reply(GATEWAY_TIMEOUT), Cause(timer=NO_PRACK)
                self.reject(call, reply, now=now, out=out, cause=cause)
                out.append(Cancelled(call.handle, "no PRACK"))
        elif timer not in (REPEAT, NO_ACK):
            self._grow_old(self._agent.by_transaction[transaction], timer, now, out)
        else:
            self._repeat(transaction, timer, now, out)

    def _repeat(
        self, transaction: str, timer: str, now: float, out: list[Outcome]
    ) -> None:
        call = self._acceptances.time_out(transaction, timer, now=now, out=out)
        if call is not None:
            out.append(AckTimedOut(call.handle))
            reason, cause = call.bye_reason, Cause(timer=NO_ACK)
            self._invitations.bye(call, reason, now=now, out=out, cause=cause)

    def _grow_old(self, call: Call, timer: str, now: float, out: list[Outcome]) -> None:
        """An INVITE has waited for an answer for so long."""
        self._agent.fired(call.name, timer, now, out)
        if timer == EXPIRES:
            self.end_unanswered(call, "expired", now=now, out=out)
        elif timer == TRYING:
            self.ring(call, Reply(100), now=now, out=out, cause=Cause(timer=TRYING))
        elif call.provisional is not None:
            cause = Cause(timer=KEEP_RINGING)
            self._agent.respond(call.transaction, call.provisional, now, out, cause)
            self._set(call, KEEP_RINGING, RINGING_EVERY, now, out)

    def _set(
        self, call: Call, timer: str, wait: float, now: float, out: list[Outcome]
    ) -> None:
        self._agent.set_timer(call.transaction, call.name, timer, wait, now, out)

    def _stop_waiting(self, call: Call, now: float, out: list[Outcome]) -> None:
        key, name = call.transaction, call.name
        for timer in (TRYING, KEEP_RINGING, EXPIRES):
            self._agent.stop_timer(key, name, timer, now, out)
        self._reliability.stop(call, now=now, out=out)

    def _dialog(self, call: Call) -> Dialog:
        """Our only dialog with this caller, made if it is new."""
        tag = tag_of(call.invite, "from")
        if tag not in call.dialogs:
            call.dialogs[tag] = dialog_of_uas(call.invite, call.local_tag)
        return call.dialogs[tag]

    def _response(
        self,
        call: Call,
        status: int,
        reason: str,
        headers: tuple[tuple[str, str], ...],
    ) -> Response:
        tag = call.local_tag
        return build.response(call.invite, status, reason, to_tag=tag, headers=headers)
