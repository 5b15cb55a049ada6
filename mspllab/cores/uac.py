"""UserAgentClient: requests of a user agent and their responses (RFC 3261 §8.1)."""

from collections.abc import Iterable

from mspllab.cores.agent import NO_ANSWER, Agent, Asked, Outcome
from mspllab.cores.calls.call import Call, CallState
from mspllab.cores.calls.invitation import Invitations, first_uri
from mspllab.cores.calls.modification import Modifications
from mspllab.cores.calls.session_timer import CHANGING, SessionTimers
from mspllab.cores.dialog import Dialog, tag_of
from mspllab.cores.events import Ended, NotRegistered, Registered, RequestAnswered
from mspllab.cores.registration import Registration, Wanted, for_longer
from mspllab.cores.subscribing.notifier import Notifier
from mspllab.cores.subscribing.subscriber import Subscriber
from mspllab.errors import ParseError
from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.trace.records import NO_CAUSE, Cause

NO_WAY = 503
"""What a transport error counts as (§8.1.3.1)."""

NO_DIALOG = 481

SILENT = frozenset({"BYE", "CANCEL", "PRACK"})
"""Methods whose responses change nothing."""

Pairs = Iterable[tuple[str, str]]


class UserAgentClient:
    """Makes requests and takes their answers; INVITEs are left to `Invitations`."""

    def __init__(
        self,
        agent: Agent,
        invitations: Invitations,
        modifications: Modifications,
        subscriber: Subscriber,
        notifier: Notifier,
        timers: SessionTimers,
    ) -> None:
        self._agent = agent
        self._timers = timers
        self._subscriber = subscriber
        self._notifier = notifier
        self._invitations = invitations
        self._modifications = modifications
        self._registrations: dict[str, Registration] = {}
        """By address of record."""

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
        headers: Pairs = (),
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
        where = self._agent.first_hop(first_uri(request))
        self._agent.send(Asked(request, aor=aor), where, now, out, cause)

    def raw(
        self, request: Request, *, now: float, out: list[Outcome], cause: Cause
    ) -> None:
        """Send somebody else's finished request; an ACK has no transaction."""
        agent = self._agent
        if request.method == "INVITE" and not tag_of(request, "to"):
            self._invitations.invite(request, now=now, out=out, cause=cause)
        elif request.method == "ACK":
            where, transport = agent.first_hop(first_uri(request)), agent.transport
            out += agent.layer.forward(
                request, destination=where, transport=transport, cause=cause
            )
        else:
            self.send(request, now=now, out=out, cause=cause)

    def ask(
        self,
        call: Call,
        method: str,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Send a request in the dialog of `call`."""
        agent, dialog = self._agent, call.dialog
        if dialog is None or call.state is CallState.OVER:
            return
        request = dialog.build_request(
            method,
            via=agent.via(),
            contact=agent.contact,
            headers=headers,
            body=body,
            content_type=content_type,
        )
        call.our_invites += method == "INVITE"
        where = agent.where(dialog.next_hop)
        agent.send(Asked(request, call, dialog), where, now, out, cause)

    def register(
        self,
        aor: Address,
        registrar: str,
        *,
        contact: Address | str | None,
        headers: Pairs,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """One more REGISTER for `aor`, after the answer to the one before (§10.2)."""
        uri, identifiers = str(aor.uri), self._agent.identifiers
        known = self._registrations.get(uri)
        if known is None:
            known = Registration(identifiers.call_id(), identifiers.tag())
            self._registrations[uri] = known
        known.waiting.append(Wanted(aor, registrar, contact, headers, cause))
        if not known.is_open:
            self._register_next(uri, known, now, out)

    def _register_next(
        self, uri: str, registration: Registration, now: float, out: list[Outcome]
    ) -> None:
        """Send the one that has waited longest: same Call-ID and tag, next CSeq."""
        aor, registrar, contact, headers, cause = registration.waiting.popleft()
        request = self.build(
            "REGISTER",
            registrar,
            from_=aor.with_tag(registration.tag),
            to=Address(aor.display_name, aor.uri),
            call_id=registration.call_id,
            cseq=registration.next_number(),
            contact=contact,
            headers=headers,
        )
        if self._agent.account is not None:
            request = self._agent.account.preauthorised(request)
        registration.is_open = True
        self.send(request, aor=uri, now=now, out=out, cause=cause)

    def _registered(
        self,
        uri: str,
        request: Request,
        status: int,
        response: Response | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        """A REGISTER has its final answer, and the next one need not wait."""
        if response is not None and status < 300:
            out.append(Registered(uri, response, request))
        else:
            out.append(NotRegistered(uri, status, response))
        registration = self._registrations[uri]
        registration.is_open = False
        if registration.waiting:
            self._register_next(uri, registration, now, out)

    # Answers.

    def take_response(
        self, response: Response, key: str | None, *, now: float, out: list[Outcome]
    ) -> None:
        """A response has come; what is none of ours is dropped (§8.1.3.3)."""
        agent = self._agent
        asked = None if key is None else agent.asked.get(key)
        if asked is None or key is None:  # RFC 6026 §8
            agent.drop(f"{response.status} matches no transaction", now, out)
        elif response.headers.has_several("Via"):
            agent.drop(f"{response.status} has more than one Via", now, out)
        else:
            try:
                self._take(asked, key, response, now, out)
            except ParseError as error:
                agent.drop(f"{response.status} cannot be read: {error}", now, out)

    def take_failure(
        self, key: str, why: str, *, now: float, out: list[Outcome]
    ) -> None:
        """A request has had no final response: as if it were 408 or 503 (§8.1.3.1)."""
        status = NO_ANSWER if why == "timeout" else NO_WAY
        if call := self._agent.by_transaction.get(key):
            self._invitations.fail(call, status, None, now=now, out=out)
        elif asked := self._agent.asked.get(key):
            self._finish(asked, status, None, now, out)

    def _take(
        self,
        asked: Asked,
        key: str,
        response: Response,
        now: float,
        out: list[Outcome],
    ) -> None:
        if call := self._agent.by_transaction.get(key):
            self._invitations.take_answer(call, response, now=now, out=out)
        elif response.status >= 200:
            self._finish(asked, response.status, response, now, out)

    def _finish(
        self,
        asked: Asked,
        status: int,
        response: Response | None,
        now: float,
        out: list[Outcome],
    ) -> None:
        """The final answer to anything but the first INVITE of a call."""
        if self._is_tried_again(asked, response, now, out):
            return
        request, call, dialog, aor, subscription = asked
        if subscription is not None:
            if request.method == "NOTIFY":
                self._notifier.take_answer(subscription, status, now=now, out=out)
                return
            self._subscriber.take_answer(
                subscription, request, status, response, now=now, out=out
            )
            if request.method != "REFER":
                return
        if request.method in SILENT:
            return
        if aor is not None:
            self._registered(aor, request, status, response, now, out)
            return
        if call is not None and dialog is not None:
            if self._is_repeated(call, dialog, request, status, response, out):
                return
            if status in (NO_DIALOG, NO_ANSWER):
                self._lose(call, now, out)
            elif self._will_be_repeated(call, request, status, response, now, out):
                return
            elif response is not None and status < 300 and request.method in CHANGING:
                self._timers.take_answer(call, response, now, out)
        handle = None if call is None else call.handle
        out.append(RequestAnswered(handle, request, status, response))

    def _last_number(self, asked: Asked) -> int:
        """The highest CSeq number so far in the dialog or registration of `asked`."""
        if asked.dialog is not None:
            return asked.dialog.local_seq
        if asked.aor is not None:
            return self._registrations[asked.aor].cseq
        return asked.request.cseq.number

    def _is_tried_again(
        self, asked: Asked, response: Response | None, now: float, out: list[Outcome]
    ) -> bool:
        """Whether a request that was challenged, or too brief, is sent once more."""
        agent, request, dialog = self._agent, asked.request, asked.dialog
        number = self._last_number(asked)
        again = agent.tried_again(request, response, number + 1)
        if again is None and asked.aor is not None:
            again = for_longer(request, response, number + 1, agent.via)
        if again is None or request.method == "CANCEL":
            return False
        if dialog is not None:
            dialog.local_seq = number + 1
        if asked.aor is not None:
            self._registrations[asked.aor].cseq = number + 1
        uri = first_uri(again)
        hop = agent.first_hop(uri) if dialog is None else agent.where(dialog.next_hop)
        agent.send(asked._replace(request=again), hop, now, out)
        return True

    def _will_be_repeated(
        self,
        call: Call,
        request: Request,
        status: int,
        response: Response | None,
        now: float,
        out: list[Outcome],
    ) -> bool:
        """Whether a change of the call was refused only for the moment."""
        change = next((c for c in call.changes if c.is_sent), None)
        if change is None or change.method != request.method:
            return False
        return self._modifications.take_answer(call, status, response, now=now, out=out)

    def _is_repeated(
        self,
        call: Call,
        dialog: Dialog,
        request: Request,
        status: int,
        response: Response | None,
        out: list[Outcome],
    ) -> bool:
        """Take what an answer says of the dialog; is it a copy of an earlier 2xx?"""
        repeated = False
        if response is not None and status < 300:
            if request.method in ("INVITE", "UPDATE"):
                dialog.refresh(response)
            if request.method == "INVITE":
                repeated = self._invitations.acknowledge(
                    call, dialog, request, response, out=out
                )
        call.our_invites -= request.method == "INVITE" and not repeated
        return repeated

    def _lose(self, call: Call, now: float, out: list[Outcome]) -> None:
        """The other side knows nothing of the dialog any more (§12.2.1.2)."""
        if call.state is not CallState.OVER:
            self._agent.finish(call, now, out)
            self._agent.end_dialogs(call, now, out)
            out.append(Ended(call.handle, by_us=False))
            self._agent.retire(call)
