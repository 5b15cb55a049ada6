"""UserAgentServer: requests that reach a user agent (§8.2, §9.2, §13.3, §15.1.2)."""

from mspllab.cores.agent import Agent, Outcome
from mspllab.cores.calls.answering import Answering
from mspllab.cores.calls.call import Call, CallState
from mspllab.cores.calls.session_timer import SessionTimers
from mspllab.cores.decision import Reply
from mspllab.cores.dialog import Dialog, DialogState, tag_of
from mspllab.cores.events import Ended, IncomingInvite, IncomingRequest
from mspllab.cores.replacement import REPLACES, meant
from mspllab.cores.screening import contact_problem, syntax_problem, unsupported
from mspllab.cores.subscribing.ledger import Ledger
from mspllab.cores.subscribing.notifier import Notifier
from mspllab.cores.subscribing.subscriber import Subscriber
from mspllab.errors import ParseError
from mspllab.sip import build
from mspllab.sip.message import Request

SUBSCRIBING = frozenset({"SUBSCRIBE", "REFER"})

TARGET_REFRESHING = frozenset({"INVITE", "UPDATE"})
"""Methods whose Contact we shall have to read (§12.2)."""

RETRY_AFTER = "5"
"""Seconds; the RFC wants a number from 0 to 10, at random (§14.2)."""


class UserAgentServer:
    """Checks what comes in, and gives it to the call it belongs to.

    Args:
        agent: what all parts of a user agent share.
        answering: looks after the calls that come in.
        timers: of sessions.
        ledger: the subscriptions there are.
        subscriber: takes NOTIFYs.
        notifier: takes SUBSCRIBE and REFER.
        allow: methods it accepts.
        supported: option tags that a request may require.
        merge_detection: answer 482 to a copy of a request that came another way.
    """

    def __init__(
        self,
        agent: Agent,
        answering: Answering,
        timers: SessionTimers,
        ledger: Ledger,
        subscriber: Subscriber,
        notifier: Notifier,
        *,
        allow: tuple[str, ...],
        supported: frozenset[str],
        merge_detection: bool,
    ) -> None:
        self._agent = agent
        self._answering = answering
        self._timers = timers
        self._ledger = ledger
        self._subscriber = subscriber
        self._notifier = notifier
        self._allow = allow
        self._supported = supported
        self._merge_detection = merge_detection

    def take_request(
        self, request: Request, key: str | None, *, now: float, out: list[Outcome]
    ) -> None:
        """A request has come."""
        method = request.method
        if method == "BENOTIFY":  # nobody waits for an answer
            self._subscriber.take_notify(request, now=now, out=out)
        elif method == "ACK" or key is None:
            self._take_ack(request, now, out)
        elif problem := self._problem(request, key):
            self._reply(key, request, problem, now, out)
        elif method == "CANCEL":
            self._take_cancel(request, key, now, out)
        elif method == "NOTIFY":
            told: list[Outcome] = []
            reply = self._subscriber.take_notify(request, now=now, out=told)
            self._reply(key, request, reply, now, out)
            out += told
        elif tag_of(request, "to"):
            self._take_in_dialog(request, key, now, out)
        elif method in SUBSCRIBING:
            self._begin_event(request, key, None, None, now, out)
        elif method == "INVITE":
            self._take_invite(request, key, now, out)
        else:
            self._hand_up(None, request, key, now, out)

    def _take_invite(
        self, request: Request, key: str, now: float, out: list[Outcome]
    ) -> None:
        """A new call, which may take the place of another (RFC 3891)."""
        found = meant(self._agent, request)
        if isinstance(found, Reply):
            self._reply(key, request, found, now, out)
            return
        call = self._answering.begin(request, key, now=now, out=out)
        header, other = found or ("", None)
        if other is not None and header == REPLACES:
            call.replaces = other.handle
        out.append(IncomingInvite(call.handle, request, is_expected=other is not None))

    def _problem(self, request: Request, key: str) -> Reply | None:
        """What §8.2 finds wrong, in its order."""
        method = request.method
        problem = syntax_problem(request)
        if problem is None and method in TARGET_REFRESHING:
            problem = contact_problem(request)
        if problem is not None:
            return problem
        if method not in self._allow:
            return Reply(405, headers=(("Allow", ", ".join(self._allow)),))
        if method == "CANCEL":  # neither Require nor merging counts there (§8.2.2.3)
            return None
        if (
            self._merge_detection
            and not tag_of(request, "to")
            and self._agent.is_merged(request, key)
        ):
            return Reply(482)
        problem = unsupported(request, "Require", self._supported)
        return problem or self._timers.refusal(request)

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
            reason = cancel.headers.get("Reason")
            self._answering.end_unanswered(call, reason, now=now, out=out)

    def _take_in_dialog(
        self, request: Request, key: str, now: float, out: list[Outcome]
    ) -> None:
        found = self._agent.dialog_of(request)
        if request.method in SUBSCRIBING and self._take_event(
            request, key, found, now, out
        ):
            return
        if found is None or found[1].is_left or has_ended(found[1]):
            has_crossed = request.method == "BYE" and self._agent.has_bye_for(request)
            reply = Reply(200) if has_crossed else Reply(481)
            self._reply(key, request, reply, now, out)
            return
        call, dialog = found
        number, method = request.cseq
        if number < dialog.remote_seq:
            self._reply(key, request, Reply(500, "CSeq is too low"), now, out)
            return
        dialog.remote_seq = number
        if method == "BYE":
            self._take_bye(call, dialog, request, key, now, out)
        elif method == "PRACK":
            status = self._answering.take_prack(call, request, now=now, out=out)
            self._reply(key, request, Reply(status), now, out)
            self._answering.go_on(call, now=now, out=out)
        elif method == "INVITE" and (clash := self._clash(call, key)):
            self._reply(key, request, clash, now, out)
        else:
            if method in TARGET_REFRESHING:
                dialog.refresh(request)
            self._hand_up(call, request, key, now, out)

    def _take_event(
        self,
        request: Request,
        key: str,
        found: tuple[Call, Dialog] | None,
        now: float,
        out: list[Outcome],
    ) -> bool:
        """SUBSCRIBE and REFER in the dialog of a call, or of a subscription."""
        call, dialog = found or (None, self._ledger.dialog_of(request))
        if dialog is None or has_ended(dialog):
            return False
        number = request.cseq.number
        if number < dialog.remote_seq:
            self._reply(key, request, Reply(500, "CSeq is too low"), now, out)
            return True
        dialog.remote_seq = number
        self._begin_event(request, key, call, dialog, now, out)
        return True

    def _begin_event(
        self,
        request: Request,
        key: str,
        call: Call | None,
        dialog: Dialog | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        events = self._notifier
        take = events.take_refer if request.method == "REFER" else events.take_subscribe
        take(request, key, call=call, dialog=dialog, now=now, out=out)

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
            reason = bye.headers.get("Reason")
            self._answering.end_unanswered(call, reason, now=now, out=out)
            return
        self._agent.leave(dialog, now, out)
        if dialog is call.dialog and call.state is not CallState.OVER:
            self._answering.stop_repeating(call, now=now, out=out)
            self._agent.finish(call, now, out)
            out.append(Ended(call.handle, by_us=False, request=bye))
            self._agent.retire(call)

    def _take_ack(self, ack: Request, now: float, out: list[Outcome]) -> None:
        if syntax_problem(ack) is not None:
            self._agent.drop("this ACK cannot be read", now, out)
            return
        found = self._agent.dialog_of(ack)
        if found is None:
            self._agent.drop("this ACK is for no dialog", now, out)
        else:
            self._answering.take_ack(found[0], ack.cseq.number, now=now, out=out)

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

    def _reply(
        self, key: str, request: Request, reply: Reply, now: float, out: list[Outcome]
    ) -> None:
        """Answer at once, outside any call."""
        status, reason, headers, _ = reply
        tag = self._agent.identifiers.tag() if request.to_tag is None else None
        try:
            response = build.response(
                request, status, reason, to_tag=tag, headers=headers
            )
        except ParseError as error:
            self._agent.drop(f"cannot be answered: {error}", now, out)
            return
        self._agent.respond(key, response, now, out)


def has_ended(dialog: Dialog) -> bool:
    """Whether nothing uses a dialog any more."""
    return dialog.state is DialogState.TERMINATED
