"""Agent: what the client and the server half of a user agent share."""

from collections.abc import Callable
from typing import NamedTuple

from mspllab.cores.call import Acceptance, Call, CallState
from mspllab.cores.dialog import Dialog, DialogState
from mspllab.cores.events import Event
from mspllab.sim.datagram import Endpoint
from mspllab.sip.identifiers import Identifiers
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, parse_uri
from mspllab.trace.records import (
    NO_CAUSE,
    Cause,
    DialogChanged,
    TimerCancelled,
    TimerFired,
    TimerSet,
)
from mspllab.transaction.effects import Effect, Terminated
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.matching import DEFAULT_PORTS
from mspllab.transaction.schedule import Schedule
from mspllab.transaction.timers import Timers

Outcome = Effect | Event
"""What a user agent returns: what is to be done, and what has happened."""

NOWHERE = Endpoint("", 0)
"""Nobody listens there."""


class Asked(NamedTuple):
    """A request we sent, for the day its response comes."""

    request: Request
    call: Call | None = None
    dialog: Dialog | None = None
    aor: str | None = None
    """Address of record of a REGISTER."""


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
        resolve: Callable[[str], Endpoint | None] | None,
    ) -> None:
        self.owner = owner
        self.address = address
        self.transport = transport
        self.contact = contact
        """Value of its Contact header."""
        self.identifiers = identifiers
        self.timers = timers
        self.layer = TransactionLayer(owner=owner, timers=timers)
        self.schedule = Schedule()
        self.calls: dict[int, Call] = {}
        self.by_transaction: dict[str, Call] = {}
        """Calls by the INVITE's transaction, until it terminates."""
        self.by_tag: dict[tuple[str, str], Call] = {}
        """Calls by Call-ID and our tag."""
        self.asked: dict[str, Asked] = {}
        """What we sent, by client transaction, until it terminates."""
        self.served: dict[str, tuple[str, str | None, int, str]] = {}
        """By server transaction, what its request is recognised by (§8.2.2.2)."""
        self.acceptances: dict[str, Acceptance] = {}
        """2xx without ACK, by server transaction."""
        self._outbound = outbound
        self._resolve = resolve
        self._names: dict[tuple[str, str], str] = {}
        self._count = 0

    # Calls and dialogs.

    def new_call(
        self, invite: Request, transaction: str, tag: str, state: CallState
    ) -> Call:
        """Begin to remember a call."""
        self._count += 1
        call = Call(self._count, invite, transaction, tag, state)
        self.calls[call.handle] = call
        self.by_transaction[transaction] = call
        self.by_tag[invite.call_id, tag] = call
        return call

    def retire(self, call: Call) -> None:
        """Forget `call` if nothing can come of it any more."""
        if call.state is CallState.OVER and call.transaction not in self.by_transaction:
            self.calls.pop(call.handle, None)
            self.by_tag.pop((call.invite.call_id, call.local_tag), None)

    def dialog_of(self, request: Request) -> tuple[Call, Dialog] | None:
        """The call and the dialog that an incoming request belongs to (§12.2.2)."""
        call = self.by_tag.get((request.call_id, request.to_tag or ""))
        dialog = call and call.dialogs.get(request.from_tag or "")
        return (call, dialog) if call and dialog else None

    def change(
        self, dialog: Dialog, state: DialogState, now: float, out: list[Outcome]
    ) -> None:
        """Let `dialog` enter `state`, and record it."""
        if dialog.state is state or dialog.state is DialogState.TERMINATED:
            return
        before, dialog.state = dialog.state, state
        out.append(
            DialogChanged(
                now,
                self.owner,
                dialog.call_id,
                dialog.local_tag,
                dialog.remote_tag,
                before.value,
                state.value,
            )
        )

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
        branch = self.identifiers.branch()
        return f"SIP/2.0/{self.transport} {self.address};branch={branch}"

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
        self.pass_on(effects, now, out)
        return key

    def first_hop(self, uri: str) -> Endpoint:
        """Where a request outside a dialog goes: to the outbound proxy, if any."""
        return self._outbound or self.where(uri)

    def where(self, uri: str) -> Endpoint:
        """Where `uri` is found; a name without port is left to the outbound proxy."""
        parsed = parse_uri(uri)
        if not isinstance(parsed, SipUri):
            return self._outbound or NOWHERE
        if self._resolve is not None:
            found = self._resolve(parsed.host)
            if found is None:
                return self._outbound or NOWHERE
            return Endpoint(found.host, parsed.port or found.port)
        if parsed.port is None and self._outbound is not None:
            return self._outbound
        port = parsed.port or DEFAULT_PORTS.get(self.transport, 5060)
        return Endpoint(parsed.host, port)

    def pass_on(self, effects: list[Effect], now: float, out: list[Outcome]) -> None:
        """Add `effects` to `out`, and forget transactions that are over."""
        for effect in effects:
            if isinstance(effect, Terminated):
                self.forget(effect.transaction, now, out)
            else:
                out.append(effect)

    def forget(self, transaction: str, now: float, out: list[Outcome]) -> None:
        """A transaction is over; with an INVITE's, the forks that never answered."""
        self.asked.pop(transaction, None)
        self.served.pop(transaction, None)
        call = self.by_transaction.pop(transaction, None)
        if call is not None:
            self.end_dialogs(call, now, out, early=True)
            self.retire(call)

    # Timers.

    def set_timer(
        self,
        transaction: str,
        timer: str,
        wait: float,
        name: str,
        now: float,
        out: list[Outcome],
    ) -> None:
        """Let `timer` fire in `wait` seconds; `name` stands in the records."""
        self.schedule.set(transaction, timer, now + wait)
        self._names[transaction, timer] = name
        out.append(TimerSet(now, self.owner, name, timer, now + wait))

    def stop_timer(
        self, transaction: str, timer: str, now: float, out: list[Outcome]
    ) -> None:
        """Cancel `timer` if it is running."""
        if self.schedule.cancel(transaction, timer):
            name = self._names.pop((transaction, timer))
            out.append(TimerCancelled(now, self.owner, name, timer))

    def fired(
        self, transaction: str, timer: str, now: float, out: list[Outcome]
    ) -> None:
        """Record that `timer` has fired."""
        name = self._names.pop((transaction, timer))
        out.append(TimerFired(now, self.owner, name, timer))


def name_of(request: Request) -> str:
    """What the records call the transaction of `request`."""
    return f"{request.branch} {request.method}"
