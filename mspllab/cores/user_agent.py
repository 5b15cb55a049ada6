"""UserAgent: both roles of a phone or an application, behind one door (RFC 3261 §6)."""

from collections.abc import Callable, Iterable

from mspllab.cores.account import Account
from mspllab.cores.agent import (
    LAST_WAIT,
    REFRESH,
    RETRY,
    SESSION_END,
    Agent,
    Answerer,
    Outcome,
)
from mspllab.cores.calls.answering import CORE_TIMERS, Answering
from mspllab.cores.calls.call import CALL, Call
from mspllab.cores.calls.invitation import Invitations
from mspllab.cores.calls.modification import Modifications
from mspllab.cores.calls.reliability import Reliability
from mspllab.cores.calls.session_timer import BRIEFEST, SessionTimers
from mspllab.cores.decision import Reply
from mspllab.cores.replacement import named_by
from mspllab.cores.requests import Requests
from mspllab.cores.subscribing.ledger import Ledger
from mspllab.cores.subscribing.notifier import Notifier
from mspllab.cores.subscribing.subscriber import Subscriber
from mspllab.cores.subscribing.subscription import SUBSCRIPTION
from mspllab.cores.uac import UserAgentClient
from mspllab.cores.uas import UserAgentServer
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import NO_CAUSE, Cause
from mspllab.transaction.effects import TO_CORE, Deliver, Effect, Failed, Terminated
from mspllab.transaction.timers import Timers

ALLOW = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK")
"""Methods that a user agent deals with by itself."""

SUPPORTED = frozenset({"100rel", "replaces", "timer", "histinfo", "gruu", "outbound"})
"""Option tags it does not refuse; what they promise is its user's business."""

Pairs = Iterable[tuple[str, str]]


class UserAgent:
    """Makes and takes calls; returns effects and events (`cores.events`) in one list.

    Calls are known by a number. What does not fit a call's state, or is asked of no
    call at all, comes to nothing: a person may press any button at any time.

    Args:
        owner: name of the element, for the records.
        address: where it listens; stands in its Via.
        transport: of everything it sends.
        contact: value of its Contact header, angle brackets included.
        identifiers: tags, branches and Call-IDs.
        timers: T1, T2 and T4.
        outbound: where requests outside dialogs go; None: where their URI says.
        outbound_pool: name of several servers, of which `outbound` is one: what is for
            that name goes there, too.
        resolve: finds hosts; None: the name in the URI is where it listens.
        allow: methods it accepts; those beyond `ALLOW` are handed up as
            `IncomingRequest`, as are INVITEs inside a dialog, and must be answered.
        supported: option tags that a request may require.
        merge_detection: answer 482 to a copy of a request that came another way.
        answer_offer: what to answer where a response brings the offer; None: nothing.
        account: answers challenges; None: they are failures like any other.
        reliable: sends provisionals reliably to whoever supports it, and not only to
            whoever demands it (RFC 3262).
        packages: event packages it tells subscribers about, beside refer.
        session_expires: seconds its calls last unless somebody says that they go on
            (RFC 4028); None: for ever, where the other side does not ask for less.
        min_se: seconds below which it does not take such a time.
    """

    def __init__(
        self,
        *,
        owner: str,
        address: Endpoint,
        transport: str,
        contact: str,
        identifiers: Identifiers,
        timers: Timers,
        outbound: Endpoint | None,
        outbound_pool: str = "",
        resolve: Callable[[str], Endpoint | None] | None = None,
        allow: tuple[str, ...] = ALLOW,
        supported: frozenset[str] = SUPPORTED,
        merge_detection: bool = True,
        answer_offer: Answerer | None = None,
        account: Account | None = None,
        reliable: bool = False,
        packages: tuple[str, ...] = (),
        session_expires: int | None = None,
        min_se: int = BRIEFEST,
    ) -> None:
        self._agent = Agent(
            owner=owner,
            address=address,
            transport=transport,
            contact=contact,
            identifiers=identifiers,
            timers=timers,
            outbound=outbound,
            outbound_pool=outbound_pool,
            resolve=resolve,
            answer_offer=answer_offer,
            account=account,
            reliable=reliable,
        )
        self.schedule = self._agent.schedule
        """Its timers."""
        reliability = Reliability(self._agent)
        self._modifications = modifications = Modifications(self._agent)
        self._timers = clocks = SessionTimers(
            self._agent, modifications, wanted=session_expires, least=min_se
        )
        self._invitations = Invitations(self._agent, reliability, clocks)
        self._ledger = ledger = Ledger(self._agent)
        self._subscriber = subscriber = Subscriber(self._agent, ledger)
        self._notifier = notifier = Notifier(self._agent, ledger, packages)
        self._client = UserAgentClient(
            self._agent,
            self._invitations,
            modifications,
            subscriber,
            notifier,
            clocks,
        )
        self._answering = Answering(
            self._agent, self._invitations, modifications, reliability, clocks
        )
        self.requests = Requests(
            self._agent, self._client, modifications, subscriber, notifier
        )
        """What it asks beside the INVITE of a call."""
        self._server = UserAgentServer(
            self._agent,
            self._answering,
            clocks,
            ledger,
            subscriber,
            notifier,
            allow=allow,
            supported=supported,
            merge_detection=merge_detection,
        )

    # What the network and the clock bring.

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Outcome]:
        """What follows from the arrival of `message`."""
        layer = self._agent.layer
        effects = layer.receive(message, source=source, transport=transport, now=now)
        return self._take(effects, now)

    def move_to(self, outbound: Endpoint) -> None:
        """Send everything outside dialogs to another outbound proxy from now on."""
        self._agent.outbound = outbound

    def transport_failed(self, message: Message, *, now: float) -> list[Outcome]:
        """`message` could not be sent: as if a 503 had come (§8.1.3.1)."""
        return self._take(self._agent.layer.transport_failed(message, now=now), now)

    def next_timer(self) -> float | None:
        """When the next timer is due; None where none is running."""
        return self.schedule.due

    def fire_timers(self, *, now: float) -> list[Outcome]:
        """What is due at `now`."""
        agent = self._agent
        out: list[Outcome] = []
        while due := agent.schedule.pop(now):
            key, timer = due
            if key.startswith(SUBSCRIPTION):
                handle = int(key.removeprefix(SUBSCRIPTION))
                found = self._ledger.all[handle]
                side = self._subscriber if found.is_ours else self._notifier
                side.time_out(found, now=now, out=out)
            elif timer == RETRY:
                call = agent.calls[int(key.removeprefix(CALL))]
                self._modifications.time_out(call, now=now, out=out)
            elif timer == REFRESH:
                call = agent.calls[int(key.removeprefix(CALL))]
                self._timers.refresh(call, now, out)
            elif timer == SESSION_END:
                call = agent.calls[int(key.removeprefix(CALL))]
                agent.fired(call.key, SESSION_END, now, out)
                cause = Cause(timer=SESSION_END)
                self._answering.hang_up(call, None, now=now, out=out, cause=cause)
            elif timer == LAST_WAIT:
                call = agent.by_transaction[key]
                self._invitations.give_up(call, now=now, out=out)
            elif timer in CORE_TIMERS:
                self._answering.time_out(key, timer, now=now, out=out)
            else:
                out += self._take(agent.layer.fire(key, timer, now=now), now)
        return out

    def forget_subscriptions(self, *, now: float) -> list[Outcome]:
        """Tell nobody any more, and wait for no news: what comes is answered 481."""
        out: list[Outcome] = []
        self._ledger.clear(now, out)
        return out

    def switch_off(self, *, now: float) -> list[Outcome]:
        """Forget everything and tell nobody; make another user agent to go on."""
        out: list[Outcome] = []
        self._agent.switch_off(now, out)
        return out

    @property
    def contact(self) -> str:
        """Value of the Contact header of its requests and answers."""
        return self._agent.contact

    @contact.setter
    def contact(self, value: str) -> None:
        self._agent.contact = value

    @property
    def live(self) -> tuple[str, ...]:
        """What still waits for something: transactions and answers without ACK."""
        return (*self._agent.layer.live, *self._agent.acceptances)

    def knows(self, message: Message) -> bool:
        """Whether `message` belongs to one of its transactions or calls.

        ParseError where the message does not say where it belongs.
        """
        if self._agent.layer.knows(message):
            return True
        mark = message.call_id, message.to_tag or ""
        return isinstance(message, Request) and mark in self._agent.by_tag

    def call_of(self, call: int) -> Call | None:
        """What is known of a call; None where it is over and forgotten."""
        return self._agent.calls.get(call)

    def other_side(self, call: int) -> tuple[str, str] | None:
        """Where the other side of a call is, and the Replaces value that it knows.

        Of a call that rings, its first early dialog counts.
        """
        found = self._agent.calls.get(call)
        if found is None:
            return None
        dialog = found.dialog or next(iter(found.dialogs.values()), None)
        if dialog is None:
            return None
        return dialog.remote_target, str(named_by(dialog))

    # Calling.

    def invite(
        self,
        target: str,
        *,
        from_: Address,
        to: Address,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        call_id: str | None = None,
        cseq: int = 1,
        route: Iterable[str] = (),
        hop: Endpoint | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> tuple[int, list[Outcome]]:
        """Call `target`; the number of the call, and what is to be done.

        `hop` is where the INVITE goes, past the outbound proxy.

        A From tag is added where `from_` has none; with `call_id`, `cseq` and the tag
        of an earlier INVITE, this one goes on from it (§8.1.3.4).
        """
        request = self._client.build(
            "INVITE",
            target,
            from_=from_,
            to=to,
            call_id=call_id,
            cseq=cseq,
            contact=self._agent.contact,
            route=route,
            headers=(*headers, *self._timers.wish()),
            body=body,
            content_type=content_type,
        )
        out: list[Outcome] = []
        call = self._invitations.invite(request, hop=hop, now=now, out=out, cause=cause)
        return call.handle, out

    def cancel(
        self,
        call: int,
        *,
        reason: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Give up a call we make before it is answered; `reason` as in RFC 3326."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            self._invitations.cancel(found, reason, now=now, out=out, cause=cause)
        return out

    def acknowledge(
        self, call: int, body: bytes, content_type: str | None
    ) -> list[Outcome]:
        """Send the ACK that has waited for the answer to the offer of a 2xx."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            self._invitations.answer_late(found, body, content_type, out=out)
        return out

    def bye(
        self,
        call: int,
        *,
        reason: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Hang up as the state demands: CANCEL, 480, or BYE once the ACK came."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            self._answering.hang_up(found, reason, now=now, out=out, cause=cause)
        return out

    # Being called.

    def ring(
        self,
        call: int,
        *,
        status: int = 180,
        reason: str = "",
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Send a provisional response."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            self._answering.ring(
                found,
                Reply(status, reason, tuple(headers)),
                body=body,
                content_type=content_type,
                now=now,
                out=out,
                cause=cause,
            )
        return out

    def accept(
        self,
        call: int,
        *,
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Answer with 200."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            self._answering.accept(
                found,
                headers=headers,
                body=body,
                content_type=content_type,
                now=now,
                out=out,
                cause=cause,
            )
        return out

    def reject(
        self,
        call: int,
        status: int,
        *,
        reason: str = "",
        headers: Pairs = (),
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Answer with 3xx to 6xx."""
        out: list[Outcome] = []
        if found := self._agent.calls.get(call):
            reply = Reply(status, reason, tuple(headers))
            self._answering.reject(found, reply, now=now, out=out, cause=cause)
        return out

    def respond(
        self,
        transaction: str,
        status: int,
        *,
        reason: str = "",
        headers: Pairs = (),
        body: bytes = b"",
        content_type: str | None = None,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Outcome]:
        """Answer an `IncomingRequest`."""
        out: list[Outcome] = []
        self._answering.respond(
            transaction,
            Reply(status, reason, tuple(headers)),
            body=body,
            content_type=content_type,
            now=now,
            out=out,
            cause=cause,
        )
        return out

    def _take(self, effects: list[Effect], now: float) -> list[Outcome]:
        """Deal with what is meant for the core, and pass the rest on."""
        out: list[Outcome] = []
        for effect in effects:
            if type(effect) not in TO_CORE:
                out.append(effect)
            elif isinstance(effect, Deliver):
                message, key, _ = effect
                if isinstance(message, Response):
                    self._client.take_response(message, key, now=now, out=out)
                else:
                    self._server.take_request(message, key, now=now, out=out)
            elif isinstance(effect, Failed):
                self._client.take_failure(
                    effect.transaction, effect.why, now=now, out=out
                )
            elif isinstance(effect, Terminated):
                self._agent.forget(effect.transaction, now, out)
        return out
