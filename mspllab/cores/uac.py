"""UserAgentClient: requests of a user agent and their responses (§8.1, §9.1, §13.2)."""

from collections.abc import Iterable

from mspllab.cores.agent import Agent, Asked, Outcome, name_of
from mspllab.cores.call import Call, CallState
from mspllab.cores.dialog import Dialog, DialogState, dialog_of_uac
from mspllab.cores.events import (
    Answered,
    Ended,
    NotRegistered,
    Progress,
    Registered,
    Rejected,
    RequestAnswered,
)
from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Dropped

LAST_WAIT = "cancel"
"""64·T1 after a CANCEL: its INVITE will have no answer any more (§9.1)."""

NO_ANSWER = 408
NO_WAY = 503
"""What a time-out and a transport error count as (§8.1.3.1)."""

NO_DIALOG = 481
TERMINATED = 487

SILENT = frozenset({"BYE", "CANCEL"})
"""Methods whose responses change nothing."""


class UserAgentClient:
    """Calls, cancels, hangs up, registers, and takes the answers."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._registrations: dict[str, tuple[str, str, int]] = {}
        """Address of record → Call-ID, From tag and CSeq of its latest REGISTER."""

    def build(
        self,
        method: str,
        target: str,
        *,
        from_: Address,
        to: Address,
        call_id: str | None = None,
        cseq: int = 1,
        contact: Address | str | None = None,
        route: Iterable[str] = (),
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        content_type: str | None = None,
    ) -> Request:
        """A request outside a dialog, with a From tag and a Call-ID (§8.1.1)."""
        identifiers = self._agent.identifiers
        return build.request(
            method,
            target,
            from_=from_ if from_.tag else from_.with_tag(identifiers.tag()),
            to=to,
            call_id=call_id or identifiers.call_id(),
            cseq=cseq,
            via=self._agent.via(),
            contact=contact,
            route=route,
            headers=headers,
            body=body,
            content_type=content_type,
        )

    def invite(
        self,
        request: Request,
        *,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> Call:
        """Call somebody with a finished INVITE."""
        agent = self._agent
        key = agent.send(
            Asked(request), agent.first_hop(_first_uri(request)), now, out, cause
        )
        tag = request.from_tag or ""
        return agent.new_call(request, key, tag, CallState.INVITING)

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
        call.state = CallState.OVER
        self._hang_up(call, call.dialog, reason, now, out, cause)
        out.append(Ended(call.handle, by_us=True))
        self._agent.retire(call)

    def ask(
        self,
        call: Call,
        method: str,
        *,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Send a request in the dialog of `call`."""
        if call.dialog is None:
            return
        agent = self._agent
        request = call.dialog.build_request(
            method,
            via=agent.via(),
            contact=agent.contact,
            headers=headers,
            body=body,
            content_type=content_type,
        )
        call.our_invites += method == "INVITE"
        where = agent.where(call.dialog.next_hop)
        agent.send(Asked(request, call, call.dialog), where, now, out, cause)

    def register(
        self,
        aor: Address,
        registrar: str,
        *,
        contact: Address | str,
        headers: Iterable[tuple[str, str]],
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """One more REGISTER for `aor`: same Call-ID and tag, next CSeq (§10.2)."""
        uri, identifiers = str(aor.uri), self._agent.identifiers
        call_id, tag, cseq = self._registrations.get(uri) or (
            identifiers.call_id(),
            identifiers.tag(),
            0,
        )
        self._registrations[uri] = call_id, tag, cseq + 1
        request = self.build(
            "REGISTER",
            registrar,
            from_=aor.with_tag(tag),
            to=Address(aor.display_name, aor.uri),
            call_id=call_id,
            cseq=cseq + 1,
            contact=contact,
            headers=headers,
        )
        self.send(request, aor=uri, now=now, out=out, cause=cause)

    def send(
        self,
        request: Request,
        *,
        aor: str | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Send a finished request outside any dialog."""
        where = self._agent.first_hop(_first_uri(request))
        self._agent.send(Asked(request, aor=aor), where, now, out, cause)

    # Answers.

    def take_response(
        self, response: Response, key: str | None, *, now: float, out: list[Outcome]
    ) -> None:
        """A response has come; strays are dropped (§8.1.3.3, RFC 6026 §8)."""
        asked = self._agent.asked.get(key or "")
        if asked is None or len(response.via) > 1:
            why = "more than one Via" if asked else "it matches no transaction"
            out.append(
                Dropped(now, self._agent.owner, None, f"{response.status}: {why}")
            )
            return
        call = self._agent.by_transaction.get(key or "")
        if call is not None:
            self._take_answer(call, response, now, out)
        elif response.status >= 200:
            self._finish(asked, response.status, response, now, out)

    def take_failure(
        self, key: str, why: str, *, now: float, out: list[Outcome]
    ) -> None:
        """A request has had no final response: as if it were 408 or 503 (§8.1.3.1)."""
        asked = self._agent.asked.get(key)
        if asked is None:
            return
        status = NO_ANSWER if why == "timeout" else NO_WAY
        call = self._agent.by_transaction.get(key)
        if call is None:
            self._finish(asked, status, None, now, out)
        elif call.state is CallState.INVITING:
            self._take_rejection(call, status, None, now, out)

    def give_up(self, call: Call, *, now: float, out: list[Outcome]) -> None:
        """64·T1 after the CANCEL: count the INVITE as cancelled (§9.1)."""
        self._take_rejection(call, TERMINATED, None, now, out)
        agent = self._agent
        agent.pass_on(agent.layer.destroy(call.transaction, now=now), now, out)

    def _take_answer(
        self, call: Call, response: Response, now: float, out: list[Outcome]
    ) -> None:
        if response.status >= 300:
            self._take_rejection(call, response.status, response, now, out)
        elif response.status >= 200:
            self._take_success(call, response, now, out)
        else:
            self._take_provisional(call, response, now, out)

    def _take_provisional(
        self, call: Call, response: Response, now: float, out: list[Outcome]
    ) -> None:
        if call.state is not CallState.INVITING:
            return
        call.had_provisional = True
        if response.status > 100:
            if response.to_tag is not None:
                dialog = self._dialog(call, response)
                self._agent.change(dialog, DialogState.EARLY, now, out)
            out.append(Progress(call.handle, response))
        self._cancel_if_possible(call, now, out)

    def _take_success(
        self, call: Call, response: Response, now: float, out: list[Outcome]
    ) -> None:
        """Every 2xx gets its ACK; all but the first, and unwanted ones, a BYE."""
        number = call.invite.cseq.number
        ack = call.acks.get((response.to_tag or "", number))
        dialog = self._dialog(call, response)
        if ack is not None:
            self._send_ack(dialog, ack, out)
            return
        self._agent.stop_timer(call.transaction, LAST_WAIT, now, out)
        dialog.refresh(response)
        dialog.route_set = tuple(reversed(response.record_route))
        self._agent.change(dialog, DialogState.CONFIRMED, now, out)
        self._acknowledge(call, dialog, number, out)
        if call.state is CallState.INVITING and not call.cancel_wanted:
            call.state = CallState.CONNECTED
            call.dialog = dialog
            out.append(Answered(call.handle, response))
            return
        self._hang_up(call, dialog, None, now, out)
        if call.state is CallState.INVITING:
            call.state = CallState.OVER
            out.append(Ended(call.handle, by_us=True))

    def _take_rejection(
        self,
        call: Call,
        status: int,
        response: Response | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        """A final other than 2xx ends all early dialogs (§13.2.2.3)."""
        if call.state is not CallState.INVITING:
            return
        call.state = CallState.OVER
        self._agent.stop_timer(call.transaction, LAST_WAIT, now, out)
        self._agent.end_dialogs(call, now, out)
        out.append(Rejected(call.handle, status, response))

    def _finish(
        self,
        asked: Asked,
        status: int,
        response: Response | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        """The final answer to anything but the first INVITE of a call."""
        method = asked.request.method
        if method in SILENT:
            return
        if asked.aor is not None:
            out.append(_registration(asked.aor, status, response))
            return
        call, dialog = asked.call, asked.dialog
        if call is not None and dialog is not None:
            number = asked.request.cseq.number
            if ack := call.acks.get((dialog.remote_tag, number)):
                self._send_ack(dialog, ack, out)
                return
            call.our_invites -= method == "INVITE"
            self._take_in_dialog(
                call, dialog, asked.request, status, response, now, out
            )
        handle = None if call is None else call.handle
        out.append(RequestAnswered(handle, asked.request, status, response))

    def _take_in_dialog(
        self,
        call: Call,
        dialog: Dialog,
        request: Request,
        status: int,
        response: Response | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        if response is not None and status < 300:
            if request.method in ("INVITE", "UPDATE"):
                dialog.refresh(response)
            if request.method == "INVITE":
                self._acknowledge(call, dialog, request.cseq.number, out)
        elif status in (NO_DIALOG, NO_ANSWER) and call.state is not CallState.OVER:
            # The other side knows nothing of it any more (§12.2.1.2).
            call.state = CallState.OVER
            self._agent.end_dialogs(call, now, out)
            out.append(Ended(call.handle, by_us=False))
            self._agent.retire(call)

    # Small things.

    def _dialog(self, call: Call, response: Response) -> Dialog:
        """The dialog of this fork, made if it is new."""
        tag = response.to_tag or ""
        if tag not in call.dialogs:
            call.dialogs[tag] = dialog_of_uac(call.invite, response)
        return call.dialogs[tag]

    def _cancel_if_possible(
        self, call: Call, now: float, out: list[Outcome], cause: Cause = NO_CAUSE
    ) -> None:
        if not call.cancel_wanted or not call.had_provisional or call.cancel_sent:
            return
        call.cancel_sent = True
        agent = self._agent
        request = build.cancel(call.invite, call.cancel_reason)
        where = agent.first_hop(_first_uri(call.invite))
        agent.send(Asked(request, call), where, now, out, cause)
        wait, name = agent.timers.patience, name_of(call.invite)
        agent.set_timer(call.transaction, LAST_WAIT, wait, name, now, out)

    def _acknowledge(
        self, call: Call, dialog: Dialog, number: int, out: list[Outcome]
    ) -> None:
        """The ACK of a 2xx: in the dialog, no transaction, kept (§13.2.2.4)."""
        ack = dialog.build_request("ACK", via=self._agent.via(), cseq=number)
        call.acks[dialog.remote_tag, number] = ack
        self._send_ack(dialog, ack, out)

    def _send_ack(self, dialog: Dialog, ack: Request, out: list[Outcome]) -> None:
        agent = self._agent
        out += agent.layer.forward(
            ack, destination=agent.where(dialog.next_hop), transport=agent.transport
        )

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
        agent.change(dialog, DialogState.TERMINATED, now, out)


def _first_uri(request: Request) -> str:
    """URI of the first hop: a preloaded Route's, or the Request-URI."""
    return str(request.route[0].uri) if "Route" in request.headers else request.uri


def _registration(
    aor: str, status: int, response: Response | None
) -> Registered | NotRegistered:
    if response is not None and status < 300:
        return Registered(aor, response)
    return NotRegistered(aor, status, response)
