"""Agent: what the client and the server half of a user agent share."""

from collections.abc import Callable
from typing import NamedTuple

from mspllab.cores.account import Account
from mspllab.cores.amendment import amended
from mspllab.cores.calls.call import Acceptance, Call, CallState
from mspllab.cores.dialog import Dialog, DialogState, tag_of
from mspllab.cores.events import Event, Rejected
from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request, Response
from mspllab.sip.uri import SipUri, parse_uri
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    DialogChanged,
    Dropped,
    TimerCancelled,
    TimerFired,
    TimerSet,
)
from mspllab.transaction.effects import Effect, Terminated
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.matching import DEFAULT_PORTS
from mspllab.transaction.timers import Timers

Outcome = Effect | Event
"""What a user agent returns: what is to be done, and what has happened."""

Mark = tuple[str, str, int, str]
"""Call-ID, From tag, CSeq number and method: the same in all copies of a request."""

Answerer = Callable[[int, Response], tuple[bytes, str | None] | None]
"""(call, a response with an offer) → body of the ACK or PRACK, and its type.

None: the answer is not known yet, and `acknowledge` will bring it.
"""

NOWHERE = Endpoint("", 0)
"""Nobody listens there."""

RETRY = "491"
"""Both sides wanted to change a call at once: wait, and try again (§14.1)."""

REFRESH, SESSION_END = OF_SESSIONS = "refresh", "Session-Expires"
"""Half of the time of a call is over, and nearly all of it (RFC 4028)."""

LAST_WAIT = "cancel"
"""64·T1 after a CANCEL: its INVITE will have no answer any more (§9.1)."""

NO_ANSWER = 408
"""What a request without a usable answer counts as (§8.1.3.1)."""

_new = tuple.__new__  # records are made by the dozen; see `Transaction`
_NAMES = {state: state.value for state in DialogState}
_TERMINATED = DialogState.TERMINATED


class Asked(NamedTuple):
    """A request we sent, for the day its response comes."""

    request: Request
    call: Call | None = None
    dialog: Dialog | None = None
    aor: str | None = None
    """Address of record of a REGISTER."""
    subscription: int | None = None
    """What a SUBSCRIBE, REFER or NOTIFY is about."""


class Agent:
    """Where a user agent is, its transactions, calls, dialogs and timers."""

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
        resolve: Callable[[str], Endpoint | None] | None,
        answer_offer: Answerer | None = None,
        account: Account | None = None,
        reliable: bool = False,
    ) -> None:
        self.owner = owner
        self.transport = transport
        self.contact = contact
        """Value of its Contact header."""
        self.identifiers = identifiers
        self.timers = timers
        self.answer_offer = answer_offer
        self.account = account
        self.reliable = reliable
        """Whether provisionals go out reliably to whoever supports it."""
        self.layer = TransactionLayer(owner=owner, timers=timers)
        self.schedule = self.layer.schedule
        self.calls: dict[int, Call] = {}
        self.by_transaction: dict[str, Call] = {}
        """Calls by the INVITE's transaction, until it terminates."""
        self.by_tag: dict[tuple[str, str], Call] = {}
        """Calls by Call-ID and our tag."""
        self.asked: dict[str, Asked] = {}
        """What we sent, by client transaction, until it terminates."""
        self.acceptances: dict[str, Acceptance] = {}
        """2xx without ACK, by server transaction."""
        self._marks: dict[str, Mark] = {}
        """What each request that is being served is recognised by."""
        self._marked: dict[Mark, str] = {}
        """The same the other way round."""
        self._via = f"SIP/2.0/{transport} {address};branch="
        self.outbound = outbound
        self._outbound_pool = outbound_pool
        self._resolve = resolve
        self._count = 0

    # Calls and dialogs.

    def new_call(
        self, invite: Request, transaction: str, tag: str, state: CallState
    ) -> Call:
        """Begin to remember a call."""
        self._count += 1
        name = self.layer.name_of(transaction)
        call = Call(self._count, invite, transaction, name, tag, state)
        self.calls[call.handle] = call
        self.by_transaction[transaction] = call
        mark = invite.call_id, tag
        known = self.by_tag.get(mark)
        if known is None or known.state is CallState.OVER:  # as after a redirection
            self.by_tag[mark] = call
        return call

    def finish(self, call: Call, now: float, out: list[Outcome]) -> None:
        """`call` is over: nothing will be changed in it any more."""
        call.state = CallState.OVER
        call.changes.clear()
        for timer in (RETRY, *OF_SESSIONS):
            self.stop_timer(call.key, call.key, timer, now, out)

    def retire(self, call: Call) -> None:
        """Forget `call` if nothing can come of it any more."""
        if call.state is CallState.OVER and call.transaction not in self.by_transaction:
            self.calls.pop(call.handle, None)
            mark = call.invite.call_id, call.local_tag
            if self.by_tag.get(mark) is call:
                del self.by_tag[mark]

    def dialog_of(self, request: Request) -> tuple[Call, Dialog] | None:
        """The call and the dialog that an incoming request belongs to (§12.2.2)."""
        call = self.by_tag.get((request.call_id, tag_of(request, "to")))
        if call is None:
            return None
        dialog = call.dialogs.get(tag_of(request, "from"))
        return None if dialog is None else (call, dialog)

    def has_bye_for(self, bye: Request) -> bool:
        """Whether our own BYE is under way to where `bye` comes from (RFC 5407).

        Both sides have hung up at once, and to both the other's BYE is no surprise.
        """
        ends = (bye.call_id, bye.to_tag, bye.from_tag)
        return any(
            asked.request.method == "BYE"
            and (asked.request.call_id, asked.request.from_tag, asked.request.to_tag)
            == ends
            for asked in self.asked.values()
        )

    def change(
        self, dialog: Dialog, state: DialogState, now: float, out: list[Outcome]
    ) -> None:
        """Let `dialog` enter `state`, and record it; it never leaves the last one."""
        before = dialog.state
        if before is state or before is _TERMINATED:
            return
        dialog.state = state
        ids = dialog.call_id, dialog.local_tag, dialog.remote_tag
        change = (now, self.owner, *ids, _NAMES[before], _NAMES[state])
        out.append(_new(DialogChanged, change))

    def leave(self, dialog: Dialog, now: float, out: list[Outcome]) -> None:
        """The call is over; the dialog, too, unless a subscription goes on in it."""
        dialog.is_left = True
        if not dialog.usages:
            self.change(dialog, DialogState.TERMINATED, now, out)

    def end_dialogs(
        self, call: Call, now: float, out: list[Outcome], *, early: bool = False
    ) -> None:
        """Terminate every dialog of `call`, or only those that are still early."""
        for dialog in call.dialogs.values():
            if not early or dialog.state is DialogState.EARLY:
                self.change(dialog, DialogState.TERMINATED, now, out)

    # Sending.

    def via(self) -> str:
        """Our Via, with a new branch."""
        return self._via + self.identifiers.branch()

    def tried_again(
        self, request: Request, response: Response | None, cseq: int
    ) -> Request | None:
        """The next try of a request that was challenged, or asked for too much.

        None: there is none.
        """
        if response is None:
            return None
        again = amended(request, response)
        if again is None and self.account is not None:
            again = self.account.authorised(request, response)
        if again is None:
            return None
        headers = again.headers.with_first("Via", self.via())
        return again.replace(headers=headers.with_("CSeq", f"{cseq} {again.method}"))

    def send(
        self,
        asked: Asked,
        destination: Endpoint,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> str:
        """Begin a client transaction; its key."""
        key, effects = self.layer.send_request(
            asked.request,
            destination=destination,
            transport=self.transport,
            now=now,
            cause=cause,
        )
        self.asked[key] = asked
        out += effects
        return key

    def respond(
        self,
        transaction: str,
        response: Response,
        now: float,
        out: list[Outcome],
        cause: Cause = NO_CAUSE,
    ) -> None:
        """Answer in a server transaction."""
        effects = self.layer.send_response(transaction, response, now=now, cause=cause)
        self.pass_on(effects, now, out)

    def first_hop(self, uri: str) -> Endpoint:
        """Where a request outside a dialog goes: to the outbound proxy, if any."""
        return self.outbound or self.where(uri)

    def where(self, uri: str) -> Endpoint:
        """Where `uri` is found; a name without port is left to the outbound proxy."""
        try:
            parsed = parse_uri(uri)
        except ParseError:
            return NOWHERE
        if not isinstance(parsed, SipUri):
            return self.outbound or NOWHERE
        if self._outbound_pool and parsed.host == self._outbound_pool:
            return self.outbound or NOWHERE
        if self._resolve is not None:
            found = self._resolve(parsed.host)
            if found is None:
                return self.outbound or NOWHERE
            return Endpoint(found.host, parsed.port or found.port)
        if parsed.port is None and self.outbound is not None:
            return self.outbound
        port = parsed.port or DEFAULT_PORTS.get(self.transport, 5060)
        return Endpoint(parsed.host, port)

    def pass_on(self, effects: list[Effect], now: float, out: list[Outcome]) -> None:
        """Add `effects` to `out`, and forget transactions that are over."""
        for effect in effects:
            if type(effect) is not Terminated:
                out.append(effect)
            else:
                self.forget(effect.transaction, now, out)

    def is_merged(self, request: Request, transaction: str) -> bool:
        """Is a copy of `request` being served that came another way (§8.2.2.2)?

        If not, `request` is remembered until its transaction is over.
        """
        number, method = request.cseq
        mark = request.call_id, tag_of(request, "from"), number, method
        if mark in self._marked:
            return True
        self._marked[mark] = transaction
        self._marks[transaction] = mark
        return False

    def forget(self, transaction: str, now: float, out: list[Outcome]) -> None:
        """A transaction is over; with an INVITE's, the forks that never answered."""
        self.asked.pop(transaction, None)
        if mark := self._marks.pop(transaction, None):
            del self._marked[mark]
        call = self.by_transaction.pop(transaction, None)
        if call is not None and call.transaction == transaction:
            self.end_dialogs(call, now, out, early=True)
            if call.state is CallState.INVITING:  # no answer that could be read
                self.stop_timer(transaction, call.name, LAST_WAIT, now, out)
                call.state = CallState.OVER
                out.append(Rejected(call.handle, NO_ANSWER, None))
            self.retire(call)

    def switch_off(self, now: float, out: list[Outcome]) -> None:
        """The power fails: timers stop and dialogs end, and nobody is told."""
        for owner, timer in self.schedule.running:
            name = self.layer.name_of(owner) if owner in self.layer else owner
            self.stop_timer(owner, name, timer, now, out)
        for call in self.calls.values():
            self.end_dialogs(call, now, out)

    def drop(self, why: str, now: float, out: list[Outcome]) -> None:
        """Record that a message comes to nothing."""
        out.append(Dropped(now, self.owner, None, why))

    # Timers of the core; `name` is what the records call the transaction.

    def set_timer(
        self,
        transaction: str,
        name: str,
        timer: str,
        wait: float,
        now: float,
        out: list[Outcome],
    ) -> None:
        """Let `timer` fire in `wait` seconds."""
        due = now + wait
        self.schedule.set(transaction, timer, due)
        out.append(_new(TimerSet, (now, self.owner, name, timer, due)))

    def stop_timer(
        self, transaction: str, name: str, timer: str, now: float, out: list[Outcome]
    ) -> None:
        """Cancel `timer` if it is running."""
        if self.schedule.cancel(transaction, timer):
            out.append(_new(TimerCancelled, (now, self.owner, name, timer)))

    def fired(self, name: str, timer: str, now: float, out: list[Outcome]) -> None:
        """Record that `timer` has fired."""
        out.append(TimerFired(now, self.owner, name, timer))
