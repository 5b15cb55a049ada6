"""UserAgentServer: requests that reach a user agent (§8.2, §9.2, §13.3, §15.1.2)."""

from collections.abc import Iterable

from mspllab.cores.agent import Agent, Outcome, name_of
from mspllab.cores.call import Acceptance, Call, CallState
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
from mspllab.cores.screening import syntax_problem, unsupported
from mspllab.cores.uac import UserAgentClient
from mspllab.errors import ParseError
from mspllab.sip import build, fields
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Dropped

TRYING = "100"
REPEAT = "2xx"
NO_ACK = "ACK"
KEEP_RINGING = "1xx"
EXPIRES = "Expires"
"""Names of the timers that the core of a called user agent has."""

TRYING_AFTER = 0.2
"""Seconds within which an INVITE is answered somehow (§17.2.1)."""

RINGING_EVERY = 60.0
"""Seconds between copies of a provisional, for the sake of proxies (§13.3.1.1)."""

RETRY_AFTER = "5"
"""Seconds; the RFC wants a number from 0 to 10, at random (§14.2)."""

Pairs = Iterable[tuple[str, str]]


class UserAgentServer:
    """Is called, is cancelled, answers, and repeats its answer until the ACK.

    Args:
        agent: what it shares with the client half.
        client: sends the BYEs that follow from a missing ACK.
        allow: methods it accepts; others than INVITE, ACK, CANCEL, BYE and OPTIONS are
            handed up.
        supported: option tags that a request may require.
        merge_detection: answer 482 to a copy of the same request that came another way.
    """

    def __init__(
        self,
        agent: Agent,
        client: UserAgentClient,
        *,
        allow: tuple[str, ...],
        supported: frozenset[str],
        merge_detection: bool,
    ) -> None:
        self._agent = agent
        self._client = client
        self._allow = allow
        self._supported = supported
        self._merge_detection = merge_detection

    def take_request(
        self, request: Request, key: str | None, *, now: float, out: list[Outcome]
    ) -> None:
        """A request has come."""
        if request.method == "ACK" or key is None:
            self._take_ack(request, now, out)
        elif problem := self._problem(request, key):
            self._reply(key, request, problem, now, out)
        elif request.method == "CANCEL":
            self._take_cancel(request, key, now, out)
        elif request.to_tag is not None:
            self._take_in_dialog(request, key, now, out)
        elif request.method == "INVITE":
            self._take_invite(request, key, now, out)
        else:
            self._hand_up(None, request, key, now, out)

    # Answers.

    def ring(
        self, call: Call, reply: Reply, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """Send a provisional response, which makes an early dialog (§12.1.1)."""
        if call.state is not CallState.INVITED:
            return
        agent = self._agent
        agent.stop_timer(call.transaction, TRYING, now, out)
        response = self._response(call, reply)
        self._send(call.transaction, response, now, out, cause)
        if reply.status > 100:
            call.provisional = response
            agent.change(self._dialog(call), DialogState.EARLY, now, out)
            self._set(call, KEEP_RINGING, RINGING_EVERY, now, out)

    def accept(
        self,
        call: Call,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Send 200, and again until the ACK comes (§13.3.1.4)."""
        if call.state is not CallState.INVITED:
            return
        self._stop_waiting(call, now, out)
        call.state = CallState.ANSWERED
        response = build.response(
            call.invite,
            200,
            to_tag=call.local_tag,
            headers=(("Contact", self._agent.contact), *headers),
            body=body,
            content_type=content_type,
        )
        call.dialog = self._dialog(call)
        self._agent.change(call.dialog, DialogState.CONFIRMED, now, out)
        self._send_acceptance(
            call, call.invite, response, call.transaction, now, out, cause
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
        self._send(call.transaction, self._response(call, reply), now, out, cause)

    def respond(
        self,
        transaction: str,
        reply: Reply,
        *,
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Answer a request that was handed up."""
        agent = self._agent
        if transaction not in agent.layer.live:
            return
        request = agent.layer.request_of(transaction)
        response = build.response(
            request,
            reply.status,
            reply.reason,
            to_tag=agent.identifiers.tag() if request.to_tag is None else None,
            headers=reply.headers,
            body=body,
            content_type=content_type,
        )
        found = agent.dialog_of(request)
        if request.method == "INVITE" and found and 200 <= reply.status < 300:
            response = response.with_header("Contact", agent.contact)
            self._send_acceptance(
                found[0], request, response, transaction, now, out, cause
            )
        else:
            self._send(transaction, response, now, out, cause)

    # What comes in.

    def _problem(self, request: Request, key: str) -> Reply | None:
        """What §8.2 finds wrong, in its order."""
        problem = syntax_problem(request)
        if problem is not None:
            return problem
        if request.method not in self._allow:
            return Reply(405, headers=(("Allow", ", ".join(self._allow)),))
        if self._merge_detection and self._is_merged(request, key):
            return Reply(482)
        if request.method == "CANCEL":  # Require does not count there (§8.2.2.3)
            return None
        return unsupported(request, "Require", self._supported)

    def _is_merged(self, request: Request, key: str) -> bool:
        """Is a copy of the same request here already, by another way (§8.2.2.2)?"""
        if request.to_tag is not None or request.method == "CANCEL":
            return False
        mark = (
            request.call_id,
            request.from_tag,
            request.cseq.number,
            request.method,
        )
        if mark in self._agent.served.values():
            return True
        self._agent.served[key] = mark
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
        self._send(key, response, now, out)
        if call is not None and call.state is CallState.INVITED:
            reason = cancel.headers.get("Reason")
            self._end_unanswered(call, reason, now, out)

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
        number = request.cseq.number
        if dialog.remote_seq is not None and number < dialog.remote_seq:
            self._reply(key, request, Reply(500, "CSeq is too low"), now, out)
            return
        dialog.remote_seq = number
        if request.method == "BYE":
            self._take_bye(call, dialog, request, key, now, out)
        elif request.method == "INVITE" and (clash := self._clash(call, key)):
            self._reply(key, request, clash, now, out)
        else:
            if request.method in ("INVITE", "UPDATE"):
                dialog.refresh(request)
            self._hand_up(call, request, key, now, out)

    def _clash(self, call: Call, key: str) -> Reply | None:
        """Only one INVITE at a time in each direction (§14.2)."""
        if call.their_invite in self._agent.layer.live:
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
        for acceptance in tuple(call.unacknowledged.values()):
            self._stop_repeating(acceptance, now, out)
        self._agent.change(dialog, DialogState.TERMINATED, now, out)
        if dialog is call.dialog and call.state is not CallState.OVER:
            call.state = CallState.OVER
            out.append(Ended(call.handle, by_us=False, request=bye))
            self._agent.retire(call)

    def _take_ack(self, ack: Request, now: float, out: list[Outcome]) -> None:
        found = self._agent.dialog_of(ack)
        waiting = found[0].unacknowledged if found else {}
        acceptance = waiting.get(ack.cseq.number)
        if acceptance is None:
            why = "nothing here waits for this ACK"
            out.append(Dropped(now, self._agent.owner, None, why))
            return
        call = acceptance.call
        self._stop_repeating(acceptance, now, out)
        if call.state is CallState.ANSWERED:
            call.state = CallState.CONNECTED
            out.append(Confirmed(call.handle))
            if call.bye_wanted:
                self._client.bye(call, call.bye_reason, now=now, out=out)

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
        """One of the timers above has fired."""
        if timer == REPEAT:
            self._repeat(self._agent.acceptances[transaction], now, out)
        elif timer == NO_ACK:
            self._miss_ack(self._agent.acceptances[transaction], now, out)
        else:
            self._grow_old(self._agent.by_transaction[transaction], timer, now, out)

    def _grow_old(self, call: Call, timer: str, now: float, out: list[Outcome]) -> None:
        """An INVITE has waited for an answer for so long."""
        if timer == EXPIRES:
            self._end_unanswered(call, "expired", now, out)
        elif timer == TRYING:
            self.ring(call, Reply(100), now=now, out=out, cause=Cause(timer=TRYING))
        elif call.provisional is not None:
            cause = Cause(timer=KEEP_RINGING)
            self._send(call.transaction, call.provisional, now, out, cause)
            self._set(call, KEEP_RINGING, RINGING_EVERY, now, out)

    def _repeat(self, acceptance: Acceptance, now: float, out: list[Outcome]) -> None:
        cause = Cause(timer=REPEAT)
        self._send(acceptance.transaction, acceptance.response, now, out, cause)
        acceptance.interval = min(2 * acceptance.interval, self._agent.timers.t2)
        self._set_for(acceptance, REPEAT, acceptance.interval, now, out)

    def _miss_ack(self, acceptance: Acceptance, now: float, out: list[Outcome]) -> None:
        call = acceptance.call
        self._stop_repeating(acceptance, now, out)
        out.append(AckTimedOut(call.handle))
        cause = Cause(timer=NO_ACK)
        self._client.bye(call, call.bye_reason, now=now, out=out, cause=cause)

    # Small things.

    def _send_acceptance(
        self,
        call: Call,
        request: Request,
        response: Response,
        transaction: str,
        now: float,
        out: list[Outcome],
        cause: Cause,
    ) -> None:
        agent = self._agent
        first = agent.timers.t1
        acceptance = Acceptance(call, request, response, transaction, first)
        agent.acceptances[transaction] = acceptance
        call.unacknowledged[request.cseq.number] = acceptance
        self._send(transaction, response, now, out, cause)
        self._set_for(acceptance, REPEAT, first, now, out)
        self._set_for(acceptance, NO_ACK, agent.timers.patience, now, out)

    def _stop_repeating(
        self, acceptance: Acceptance, now: float, out: list[Outcome]
    ) -> None:
        agent = self._agent
        agent.acceptances.pop(acceptance.transaction, None)
        acceptance.call.unacknowledged.pop(acceptance.request.cseq.number, None)
        agent.stop_timer(acceptance.transaction, REPEAT, now, out)
        agent.stop_timer(acceptance.transaction, NO_ACK, now, out)

    def _set_for(
        self,
        acceptance: Acceptance,
        timer: str,
        wait: float,
        now: float,
        out: list[Outcome],
    ) -> None:
        name = name_of(acceptance.request)
        self._agent.set_timer(acceptance.transaction, timer, wait, name, now, out)

    def _set(
        self, call: Call, timer: str, wait: float, now: float, out: list[Outcome]
    ) -> None:
        name = name_of(call.invite)
        self._agent.set_timer(call.transaction, timer, wait, name, now, out)

    def _stop_waiting(self, call: Call, now: float, out: list[Outcome]) -> None:
        for timer in (TRYING, KEEP_RINGING, EXPIRES):
            self._agent.stop_timer(call.transaction, timer, now, out)

    def _dialog(self, call: Call) -> Dialog:
        """Our only dialog with this caller, made if it is new."""
        tag = call.invite.from_tag or ""
        if tag not in call.dialogs:
            call.dialogs[tag] = dialog_of_uas(call.invite, call.local_tag)
        return call.dialogs[tag]

    def _response(self, call: Call, reply: Reply) -> Response:
        headers = reply.headers
        if 100 < reply.status < 200:
            headers = (("Contact", self._agent.contact), *headers)
        status, reason = reply.status, reply.reason
        tag = call.local_tag
        return build.response(call.invite, status, reason, to_tag=tag, headers=headers)

    def _reply(
        self, key: str, request: Request, reply: Reply, now: float, out: list[Outcome]
    ) -> None:
        """Answer at once, outside any call."""
        tag = self._agent.identifiers.tag() if request.to_tag is None else None
        status, reason, headers = reply
        try:
            response = build.response(
                request, status, reason, to_tag=tag, headers=headers
            )
        except ParseError as error:
            why = f"cannot be answered: {error}"
            out.append(Dropped(now, self._agent.owner, None, why))
            return
        self._send(key, response, now, out)

    def _send(
        self,
        key: str,
        response: Response,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        agent = self._agent
        effects = agent.layer.send_response(key, response, now=now, cause=cause)
        agent.pass_on(effects, now, out)
