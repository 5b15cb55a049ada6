"""UserAgentServer: requests that reach a user agent (§8.2, §9.2, §13.3, §15.1.2)."""

from collections.abc import Iterable

from mspllab.cores.acceptance import NO_ACK, REPEAT, Acceptances
from mspllab.cores.agent import Agent, Outcome
from mspllab.cores.call import Call, CallState
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import Dialog, DialogState, dialog_of_uas
from mspllab.cores.events import (
    AckTimedOut,
    Cancelled,
    Confirmed,
    Ended,
    IncomingInvite,
    IncomingRequest,
)
from mspllab.cores.invitation import Invitations
from mspllab.cores.screening import contact_problem, syntax_problem, unsupported
from mspllab.errors import ParseError
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

CORE_TIMERS = frozenset({TRYING, KEEP_RINGING, EXPIRES, REPEAT, NO_ACK})
"""Timers of a called user agent, beside those of its transactions."""

RETRY_AFTER = "5"
"""Seconds; the RFC wants a number from 0 to 10, at random (§14.2)."""

Pairs = Iterable[tuple[str, str]]


class UserAgentServer:
    """Is called, is cancelled, answers, and is hung up on.

    Args:
        agent: what it shares with the client half.
        invitations: sends the BYEs that follow from a missing ACK.
        allow: methods it accepts.
        supported: option tags that a request may require.
        merge_detection: answer 482 to a copy of a request that came another way.
    """

    def __init__(
        self,
        agent: Agent,
        invitations: Invitations,
        *,
        allow: tuple[str, ...],
        supported: frozenset[str],
        merge_detection: bool,
    ) -> None:
        self._agent = agent
        self._invitations = invitations
        self._acceptances = Acceptances(agent)
        self._allow = allow
        self._supported = supported
        self._merge_detection = merge_detection

    # What we answer.

    def ring(
        self, call: Call, reply: Reply, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """Send a provisional response, which makes an early dialog (§12.1.1)."""
        if call.state is not CallState.INVITED:
            return
        agent = self._agent
        agent.stop_timer(call.transaction, call.name, TRYING, now, out)
        headers = reply.headers
        if reply.status > 100:
            headers = (("Contact", agent.contact), *headers)
        response = self._response(call, reply.status, reply.reason, headers)
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
        self._stop_waiting(call, now, out)
        call.state = CallState.ANSWERED
        call.dialog = self._dialog(call)
        self._agent.change(call.dialog, DialogState.CONFIRMED, now, out)
        response = build.response(
            call.invite,
            200,
            to_tag=call.local_tag,
            headers=(("Contact", self._agent.contact), *headers),
            body=body,
            content_type=content_type,
        )
        number, key = call.invite.cseq.number, call.transaction
        self._acceptances.send(
            call, number, response, key, now=now, out=out, cause=cause
        )

    def reject(
        self, call: Call, reply: Reply, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """Send a final response other than 2xx."""
        if call.state is not CallState.INVITED:
            return
        call.state = CallState.OVER
        self._stop_waiting(call, now, out)
        self._agent.end_dialogs(call, now, out)
        response = self._response(call, *reply)
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
        response = build.response(
            request,
            reply.status,
            reply.reason,
            to_tag=agent.identifiers.tag() if request.to_tag is None else None,
            headers=(*contact, *reply.headers),
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

    # What comes in.

    def take_request(
        self, request: Request, key: str | None, *, now: float, out: list[Outcome]
    ) -> None:
        """A request has come."""
        method = request.method
        if method == "ACK" or key is None:
            self._take_ack(request, now, out)
        elif problem := self._problem(request, key):
            self._reply(key, request, problem, now, out)
        elif method == "CANCEL":
            self._take_cancel(request, key, now, out)
        elif request.to_tag is not None:
            self._take_in_dialog(request, key, now, out)
        elif method == "INVITE":
            self._take_invite(request, key, now, out)
        else:
            self._hand_up(None, request, key, now, out)

    def _problem(self, request: Request, key: str) -> Reply | None:
        """What §8.2 finds wrong, in its order."""
        method = request.method
        problem = syntax_problem(request) or contact_problem(request)
        if problem is not None:
            return problem
        if method not in self._allow:
            return Reply(405, headers=(("Allow", ", ".join(self._allow)),))
        if method == "CANCEL":  # neither Require nor merging counts there (§8.2.2.3)
            return None
        if request.to_tag is None and self._is_merged(request, key):
            return Reply(482)
        return unsupported(request, "Require", self._supported)

    def _is_merged(self, request: Request, key: str) -> bool:
        """Is a copy of the same request here already, by another way (§8.2.2.2)?"""
        if not self._merge_detection:
            return False
        number, method = request.cseq
        mark = request.call_id, request.from_tag, number, method
        if mark in self._agent.marked:
            return True
        self._agent.marked[mark] = key
        self._agent.marks[key] = mark
        return False

    def _take_invite(
        self, request: Request, key: str, now: float, out: list[Outcome]
    ) -> None:
        agent = self._agent
        tag = agent.identifiers.tag()
        call = agent.new_call(request, key, tag, CallState.INVITED)
        self._set(call, TRYING, TRYING_AFTER, now, out)
        expires = fields.expires(request.headers)
        if expires is not None:
            self._set(call, EXPIRES, expires, now, out)
        out.append(IncomingInvite(call.handle, request))

    def _take_cancel(
        self, cancel: Request, key: str, now: float, out: list[Outcome]
    ) -> None:
        agent = self._agent
        found = agent.layer.server_transaction_for(cancel)
        if found is None:
            self._reply(key, cancel, Reply(481), now, out)
            return
        call = agent.by_transaction.get(found)
        tag = call.local_tag if call else agent.identifiers.tag()
        response = build.response(cancel, 200, to_tag=tag)  # §9.2: the INVITE's own tag
        agent.respond(key, response, now, out)
        if call is not None and call.state is CallState.INVITED:
            self._end_unanswered(call, cancel.headers.get("Reason"), now, out)

    def _end_unanswered(
        self, call: Call, reason: str | None, now: float, out: list[Outcome]
    ) -> None:
        self.reject(call, Reply(487), now=now, out=out, cause=NO_CAUSE)
        out.append(Cancelled(call.handle, reason))

    def _take_in_dialog(
        self, request: Request, key: str, now: float, out: list[Outcome]
    ) -> None:
        found = self._agent.dialog_of(request)
        if found is None or found[1].state is DialogState.TERMINATED:
            self._reply(key, request, Reply(481), now, out)
            return
        call, dialog = found
        number, method = request.cseq
        if number < dialog.remote_seq:
            self._reply(key, request, Reply(500, "CSeq is too low"), now, out)
            return
        dialog.remote_seq = number
        if method == "BYE":
            self._take_bye(call, dialog, request, key, now, out)
        elif method == "INVITE" and (clash := self._clash(call, key)):
            self._reply(key, request, clash, now, out)
        else:
            if method in ("INVITE", "UPDATE"):
                dialog.refresh(request)
            self._hand_up(call, request, key, now, out)

    def _clash(self, call: Call, key: str) -> Reply | None:
        """Only one INVITE at a time in each direction (§14.2)."""
        layer = self._agent.layer
        if call.state is CallState.INVITED or layer.is_open(call.their_invite):
            return Reply(500, headers=(("Retry-After", RETRY_AFTER),))
        if call.our_invites:
            return Reply(491)
        call.their_invite = key
        return None

    def _take_bye(
        self,
        call: Call,
        dialog: Dialog,
        bye: Request,
        key: str,
        now: float,
        out: list[Outcome],
    ) -> None:
        self._reply(key, bye, Reply(200), now, out)
        if call.state is CallState.INVITED:  # the INVITE is answered 487 (§15.1.2)
            self._end_unanswered(call, bye.headers.get("Reason"), now, out)
            return
        self._agent.change(dialog, DialogState.TERMINATED, now, out)
        if dialog is call.dialog and call.state is not CallState.OVER:
            for acceptance in tuple(call.unacknowledged.values()):
                self._acceptances.stop(acceptance, now=now, out=out)
            call.state = CallState.OVER
            out.append(Ended(call.handle, by_us=False, request=bye))
            self._agent.retire(call)

    def _take_ack(self, ack: Request, now: float, out: list[Outcome]) -> None:
        if syntax_problem(ack) is not None:
            self._agent.drop("this ACK cannot be read", now, out)
            return
        found = self._agent.dialog_of(ack)
        waiting = found[0].unacknowledged if found else {}
        acceptance = waiting.get(ack.cseq.number)
        if acceptance is None:
            self._agent.drop("nothing here waits for this ACK", now, out)
            return
        call = acceptance.call
        self._acceptances.stop(acceptance, now=now, out=out)
        if call.state is CallState.ANSWERED:
            call.state = CallState.CONNECTED
            out.append(Confirmed(call.handle))
            if call.bye_wanted:
                self._invitations.bye(call, call.bye_reason, now=now, out=out)

    def _hand_up(
        self,
        call: Call | None,
        request: Request,
        key: str,
        now: float,
        out: list[Outcome],
    ) -> None:
        if request.method == "OPTIONS":
            allow = ("Allow", ", ".join(self._allow))
            self._reply(key, request, Reply(200, headers=(allow,)), now, out)
            return
        handle = None if call is None else call.handle
        out.append(IncomingRequest(handle, request, key))

    # Timers.

    def time_out(
        self, transaction: str, timer: str, *, now: float, out: list[Outcome]
    ) -> None:
        """A timer of a called user agent has fired."""
        if timer not in (REPEAT, NO_ACK):
            self._grow_old(self._agent.by_transaction[transaction], timer, now, out)
            return
        call = self._acceptances.time_out(transaction, timer, now=now, out=out)
        if call is not None:
            out.append(AckTimedOut(call.handle))
            reason, cause = call.bye_reason, Cause(timer=NO_ACK)
            self._invitations.bye(call, reason, now=now, out=out, cause=cause)

    def _grow_old(self, call: Call, timer: str, now: float, out: list[Outcome]) -> None:
        """An INVITE has waited for an answer for so long."""
        self._agent.fired(call.name, timer, now, out)
        if timer == EXPIRES:
            self._end_unanswered(call, "expired", now, out)
        elif timer == TRYING:
            self.ring(call, Reply(100), now=now, out=out, cause=Cause(timer=TRYING))
        elif call.provisional is not None:
            cause = Cause(timer=KEEP_RINGING)
            self._agent.respond(call.transaction, call.provisional, now, out, cause)
            self._set(call, KEEP_RINGING, RINGING_EVERY, now, out)

    # Small things.

    def _set(
        self, call: Call, timer: str, wait: float, now: float, out: list[Outcome]
    ) -> None:
        self._agent.set_timer(call.transaction, call.name, timer, wait, now, out)

    def _stop_waiting(self, call: Call, now: float, out: list[Outcome]) -> None:
        key, name = call.transaction, call.name
        for timer in (TRYING, KEEP_RINGING, EXPIRES):
            self._agent.stop_timer(key, name, timer, now, out)

    def _dialog(self, call: Call) -> Dialog:
        """Our only dialog with this caller, made if it is new."""
        tag = call.invite.from_tag or ""
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

    def _reply(
        self, key: str, request: Request, reply: Reply, now: float, out: list[Outcome]
    ) -> None:
        """Answer at once, outside any call."""
        status, reason, headers = reply
        tag = self._agent.identifiers.tag() if request.to_tag is None else None
        try:
            response = build.response(
                request, status, reason, to_tag=tag, headers=headers
            )
        except ParseError as error:
            self._agent.drop(f"cannot be answered: {error}", now, out)
            return
        self._agent.respond(key, response, now, out)
