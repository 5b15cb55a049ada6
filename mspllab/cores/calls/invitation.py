"""Invitations: a caller's INVITEs, their answers and their end (§9.1, §13.2, §15)."""

from mspllab.cores.agent import LAST_WAIT, Agent, Asked, Outcome
from mspllab.cores.calls.call import Call, CallState
from mspllab.cores.calls.reliability import Reliability
from mspllab.cores.calls.session_timer import SessionTimers
from mspllab.cores.dialog import Dialog, DialogState, dialog_of_uac, tag_of
from mspllab.cores.events import Answered, Ended, Progress, Rejected
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause

TERMINATED = 487
"""What a cancelled INVITE without an answer counts as."""


class Invitations:
    """Calls somebody, cancels, takes every answer, and hangs up."""

    def __init__(
        self, agent: Agent, reliability: Reliability, timers: SessionTimers
    ) -> None:
        self._agent = agent
        self._reliability = reliability
        self._timers = timers

    def invite(
        self,
        request: Request,
        *,
        hop: Endpoint | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> Call:
        """Send a finished INVITE, to `hop` or where it goes by itself."""
        agent = self._agent
        where = hop or agent.first_hop(first_uri(request))
        key = agent.send(Asked(request), where, now, out, cause)
        tag = tag_of(request, "from")
        call = agent.new_call(request, key, tag, CallState.INVITING)
        call.hop = hop
        return call

    def cancel(
        self,
        call: Call,
        reason: str | None,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Give up a call that has no final response: now, or after a provisional."""
        if call.state is CallState.INVITING and not call.cancel_wanted:
            call.cancel_wanted = True
            call.cancel_reason = reason
            self._cancel_if_possible(call, now, out, cause)

    def bye(
        self,
        call: Call,
        reason: str | None,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """End an answered call; it is over when the BYE is sent (§15.1.1)."""
        if call.dialog is None or call.state is CallState.OVER:
            return
        self.answer_late(call, b"", None, out=out)  # no BYE before the ACK
        self._agent.finish(call, now, out)
        self._hang_up(call, call.dialog, reason, now, out, cause)
        out.append(Ended(call.handle, by_us=True))
        self._agent.retire(call)

    def take_answer(
        self, call: Call, response: Response, *, now: float, out: list[Outcome]
    ) -> None:
        """A response to the INVITE has come."""
        if response.status < 200:
            self._take_provisional(call, response, now, out)
        elif response.status < 300:
            self._take_success(call, response, now, out)
        else:
            self.fail(call, response.status, response, now=now, out=out)

    def fail(
        self,
        call: Call,
        status: int,
        response: Response | None,
        *,
        now: float,
        out: list[Outcome],
    ) -> None:
        """A final other than 2xx ends all early dialogs (§13.2.2.3)."""
        if call.state is not CallState.INVITING:
            return
        agent = self._agent
        again = agent.tried_again(call.invite, response, call.invite.cseq.number + 1)
        if again is not None and not call.cancel_wanted:
            self._try_again(call, again, now, out)
            return
        call.state = CallState.OVER
        agent.stop_timer(call.transaction, call.name, LAST_WAIT, now, out)
        agent.end_dialogs(call, now, out)
        out.append(Rejected(call.handle, status, response))

    def _try_again(
        self, call: Call, invite: Request, now: float, out: list[Outcome]
    ) -> None:
        """The same call, as it was wanted: a transaction of its own (§8.1.3.5)."""
        agent = self._agent
        agent.end_dialogs(call, now, out)
        call.invite, call.had_provisional = invite, False
        where = call.hop or agent.first_hop(first_uri(invite))
        call.transaction = agent.send(Asked(invite), where, now, out)
        call.name = agent.layer.name_of(call.transaction)
        agent.by_transaction[call.transaction] = call

    def give_up(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """64·T1 after the CANCEL: count the INVITE as cancelled (§9.1)."""
        agent = self._agent
        agent.fired(call.name, LAST_WAIT, now, out)
        self.fail(call, TERMINATED, None, now=now, out=out)
        agent.pass_on(agent.layer.destroy(call.transaction, now=now), now, out)

    def acknowledge(
        self,
        call: Call,
        dialog: Dialog,
        invite: Request,
        response: Response,
        *,
        out: list[Outcome],
    ) -> bool:
        """ACK a 2xx to `invite`; True when it is not the first copy.

        The ACK belongs to the dialog and to no transaction, and is kept for further
        copies (§13.2.2.4). Where the INVITE made no offer, the 2xx does, and the ACK
        has the answer (§13.2.1).
        """
        agent = self._agent
        number = invite.cseq.number
        mark = dialog.remote_tag, number
        repeated = mark in call.acks
        if not repeated:
            answer: tuple[bytes, str | None] | None = b"", None
            if not invite.body and response.body and agent.answer_offer is not None:
                answer = agent.answer_offer(call.handle, response)
            call.acks[mark] = answer and self._ack(dialog, invite, *answer)
        if (ack := call.acks[mark]) is not None:
            self._send_ack(dialog, ack, out)
        return repeated

    def answer_late(
        self, call: Call, body: bytes, content_type: str | None, *, out: list[Outcome]
    ) -> None:
        """Send the ACKs that have waited for the answer to an offer (§13.2.1)."""
        for mark, ack in call.acks.items():
            dialog = call.dialogs.get(mark[0])
            if ack is None and dialog is not None:
                made = self._ack(dialog, call.invite, body, content_type)
                call.acks[mark] = made
                self._send_ack(dialog, made, out)

    def _ack(
        self, dialog: Dialog, invite: Request, body: bytes, content_type: str | None
    ) -> Request:
        return dialog.build_request(
            "ACK",
            via=self._agent.via(),
            cseq=invite.cseq.number,
            headers=credentials_of(invite),
            body=body,
            content_type=content_type,
        )

    def _send_ack(self, dialog: Dialog, ack: Request, out: list[Outcome]) -> None:
        agent = self._agent
        where, transport = agent.where(dialog.next_hop), agent.transport
        out += agent.layer.forward(ack, destination=where, transport=transport)

    def _take_provisional(
        self, call: Call, response: Response, now: float, out: list[Outcome]
    ) -> None:
        if call.state is not CallState.INVITING:
            return
        call.had_provisional = True
        if response.status > 100:
            if tag := tag_of(response, "to"):
                dialog = self._dialog(call, tag, response)
                self._agent.change(dialog, DialogState.EARLY, now, out)
                if not self._reliability.is_next(
                    call, dialog, response, now=now, out=out
                ):
                    return
            out.append(Progress(call.handle, response))
        self._cancel_if_possible(call, now, out)

    def _take_success(
        self, call: Call, response: Response, now: float, out: list[Outcome]
    ) -> None:
        """Every 2xx gets its ACK; all but the first, and unwanted ones, a BYE."""
        agent = self._agent
        dialog = self._dialog(call, tag_of(response, "to"), response)
        if dialog.state in (DialogState.NONE, DialogState.EARLY):
            dialog.refresh(response)
            dialog.route_set = response.headers.values("Record-Route")[::-1]
            agent.change(dialog, DialogState.CONFIRMED, now, out)
        if self.acknowledge(call, dialog, call.invite, response, out=out):
            return
        if call.state is not CallState.INVITING:
            self._hang_up(call, dialog, None, now, out)
            return
        agent.stop_timer(call.transaction, call.name, LAST_WAIT, now, out)
        call.dialog = dialog
        call.state = CallState.CONNECTED
        if call.cancel_wanted:  # the answer crossed our CANCEL
            self.bye(call, call.cancel_reason, now=now, out=out)
        else:
            call.allowed = response.headers.values("Allow")
            self._timers.take_answer(call, response, now, out)
            out.append(Answered(call.handle, response))

    def _dialog(self, call: Call, tag: str, response: Response) -> Dialog:
        """The dialog of this fork, made if it is new."""
        if tag not in call.dialogs:
            call.dialogs[tag] = dialog_of_uac(call.invite, response, tag)
        return call.dialogs[tag]

    def _cancel_if_possible(
        self, call: Call, now: float, out: list[Outcome], cause: Cause = NO_CAUSE
    ) -> None:
        if not call.cancel_wanted or not call.had_provisional or call.cancel_sent:
            return
        call.cancel_sent = True
        agent = self._agent
        request = build.cancel(call.invite, call.cancel_reason)
        where = call.hop or agent.first_hop(first_uri(call.invite))
        agent.send(Asked(request, call), where, now, out, cause)
        wait = agent.timers.patience
        agent.set_timer(call.transaction, call.name, LAST_WAIT, wait, now, out)

    def _hang_up(
        self,
        call: Call,
        dialog: Dialog,
        reason: str | None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        agent = self._agent
        headers = () if reason is None else (("Reason", reason),)
        request = dialog.build_request("BYE", via=agent.via(), headers=headers)
        where = agent.where(dialog.next_hop)
        agent.send(Asked(request, call, dialog), where, now, out, cause)
        agent.leave(dialog, now, out)


def credentials_of(request: Request) -> tuple[tuple[str, str], ...]:
    """The credentials of an INVITE, which its ACK has to repeat (§22.1)."""
    names = ("Authorization", "Proxy-Authorization")
    return tuple((n, v) for n in names for v in request.headers.all(n))


def first_uri(request: Request) -> str:
    """URI of the first hop: a preloaded Route's, or the Request-URI."""
    if request.headers.first_line("route"):
        return str(request.route[0].uri)
    return request.uri
