"""TransactionLayer: all transactions of one element (RFC 3261 §17)."""

from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Dropped, TimerFired
from mspllab.transaction.effects import Deliver, Effect, Send
from mspllab.transaction.matching import (
    Hop,
    client_key,
    hop_of,
    is_reliable,
    server_key,
    stamped,
    via_endpoint,
)
from mspllab.transaction.rows import rows_for
from mspllab.transaction.schedule import Schedule
from mspllab.transaction.tables import INPUT_OF, Input, State
from mspllab.transaction.timers import RFC_TIMERS, Timer, Timers
from mspllab.transaction.transaction import Clockwork, Transaction
from mspllab.transaction.transport import carried

ONE_WAY = frozenset({"ACK", "BENOTIFY"})
"""Methods that are not answered: an ACK of a 2xx, and the product's NOTIFY."""

# Plain names, since a member of an Enum takes five times as long to get at.
_PROVISIONAL, _SUCCESS, _REJECTION = Input.PROVISIONAL, Input.SUCCESS, Input.REJECTION
_REQUEST, _ACK = Input.REQUEST, Input.ACK
_INPUTS = {timer.value: INPUT_OF[timer] for timer in Timer}
_CAUSES = {timer.value: Cause(timer=timer.value) for timer in Timer}


class TransactionLayer:
    """Finds the transaction of every message, and runs it.

    Keys of transactions are texts without meaning to anybody else. Effects come back
    in the order in which things happened; the layer sends nothing by itself.

    Args:
        owner: name of the element, for the records.
        timers: T1, T2 and T4.
        schedule: where timers run; a core that has some of its own shares it, and
            passes what falls due to `fire`.
    """

    def __init__(
        self,
        *,
        owner: str,
        timers: Timers = RFC_TIMERS,
        schedule: Schedule | None = None,
    ) -> None:
        self.owner = owner
        self.schedule = Schedule() if schedule is None else schedule
        self._clockwork = Clockwork(owner, self.schedule, rows_for(timers))
        self._transactions: dict[str, Transaction] = {}

    @property
    def live(self) -> tuple[str, ...]:
        """Keys of the transactions that have not terminated, oldest first."""
        return tuple(self._transactions)

    def __contains__(self, transaction: str) -> bool:
        return transaction in self._transactions

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        """What follows from the arrival of `message`.

        New requests, ACKs of a 2xx and the responses the core has to know of come out
        as `Deliver`; what only repeats an earlier message is dealt with here.
        """
        try:
            if isinstance(message, Response):
                return self._receive_response(message, source, now)
            return self._receive_request(message, source, transport, now)
        except ParseError as error:
            return [Dropped(now, self.owner, None, f"no transaction: {error}")]

    def send_request(
        self,
        request: Request,
        *,
        destination: Endpoint,
        transport: str,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> tuple[str, list[Effect]]:
        """Begin a client transaction; its key, and what is to be done.

        What is too long for a datagram goes by TCP (§18.1.1), and a CANCEL by whatever
        its INVITE went by (§9.1).
        """
        machine = "INVITE client" if request.method == "INVITE" else "non-INVITE client"
        hop = hop_of(request)
        key = client_key(request, hop)
        if transport == "UDP":
            request, transport = self._by_what(request, hop)
        transaction = self._transactions[key] = Transaction(
            machine,
            key,
            key,
            request,
            hop.sent_by,
            destination,
            destination,
            transport,
            self._clockwork,
        )
        out: list[Effect] = []
        transaction.take(_REQUEST, None, now, out, cause)
        return key, out

    def send_response(
        self,
        transaction: str,
        response: Response,
        *,
        now: float,
        cause: Cause = NO_CAUSE,
    ) -> list[Effect]:
        """Answer; nothing where the transaction is over or has its final response."""
        out: list[Effect] = []
        found = self._transactions.get(transaction)
        if found and found.take(_input_of(response.status), response, now, out, cause):
            del self._transactions[transaction]
        return out

    def forward(
        self,
        message: Message,
        *,
        destination: Endpoint,
        transport: str,
        cause: Cause = NO_CAUSE,
    ) -> list[Effect]:
        """Send without a transaction, as an ACK of a 2xx travels."""
        if isinstance(message, Request):
            message, transport = carried(message, transport)
        return [Send(message, destination, transport, cause)]

    def transport_failed(self, message: Message, *, now: float) -> list[Effect]:
        """`message` could not be sent; its core is told by `Failed` (§17.1.4)."""
        try:
            hop = hop_of(message)
        except ParseError:  # a response that was passed on to nobody
            return []
        if isinstance(message, Request):
            key = client_key(message, hop)
        else:
            key = server_key(message, hop, message.method)
        return self._order(key, Input.TRANSPORT_ERROR, now)

    def destroy(self, transaction: str, *, now: float) -> list[Effect]:
        """End a transaction whose final response the core no longer waits for."""
        return self._order(transaction, Input.DESTROY, now)

    def server_transaction_for(self, cancel: Request) -> str | None:
        """Key of the transaction that `cancel` is about, whatever its method (§9.2)."""
        hop = hop_of(cancel)
        invite = server_key(cancel, hop, "INVITE")
        if invite in self._transactions:
            return invite
        for key, found in self._transactions.items():
            method = found.request.method
            if method != "CANCEL" and key == server_key(cancel, hop, method):
                return key
        return None

    def knows(self, message: Message) -> bool:
        """Whether `message` belongs to a transaction that is not over."""
        hop, method = hop_of(message), message.method
        if isinstance(message, Response):
            return client_key(message, hop) in self._transactions
        if method == "CANCEL":
            return self.server_transaction_for(message) is not None
        begun_by = "INVITE" if method == "ACK" else method
        return server_key(message, hop, begun_by) in self._transactions

    def is_open(self, transaction: str) -> bool:
        """Whether it still waits for its final response."""
        found = self._transactions.get(transaction)
        return found is not None and found.state in (State.TRYING, State.PROCEEDING)

    def request_of(self, transaction: str) -> Request:
        """The request that began it; KeyError when it is over."""
        return self._transactions[transaction].request

    def name_of(self, transaction: str) -> str:
        """What the records call it; KeyError when it is over."""
        return self._transactions[transaction].name

    def next_timer(self) -> float | None:
        """When the next timer is due; None where none is running."""
        return self.schedule.due

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        out: list[Effect] = []
        while due := self.schedule.pop(now):
            out += self.fire(*due, now=now)
        return out

    def fire(self, transaction: str, timer: str, *, now: float) -> list[Effect]:
        """What follows from the firing of a transaction's timer."""
        found = self._transactions[transaction]
        out: list[Effect] = [TimerFired(now, self.owner, found.name, timer)]
        if found.take(_INPUTS[timer], None, now, out, _CAUSES[timer]):
            del self._transactions[transaction]
        return out

    def _receive_response(
        self, response: Response, source: Endpoint, now: float
    ) -> list[Effect]:
        hop = hop_of(response)
        key = f"{hop.branch} {response.method}"
        found = self._transactions.get(key)
        if found is None:
            return [Deliver(response, None, source)]
        if hop.sent_by != found.sent_by:  # §18.1.2
            why = f"its top Via is not from {found.sent_by}"
            return [Dropped(now, self.owner, None, why)]
        out: list[Effect] = []
        found.peer = source
        if found.take(_input_of(response.status), response, now, out):
            del self._transactions[key]
        return out

    def _receive_request(
        self, request: Request, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        hop, method = hop_of(request), request.method
        key = server_key(request, hop, "INVITE" if method == "ACK" else method)
        found = self._transactions.get(key)
        out: list[Effect] = []
        if found is None:
            request = stamped(request, hop, source)
            if method in ONE_WAY:
                out.append(Deliver(request, None, source))
            else:
                self._serve(key, hop, request, source, transport, now, out)
        else:
            found.peer = source
            is_ack = method == "ACK"
            input_ = _ACK if is_ack else _REQUEST
            if found.take(input_, request if is_ack else None, now, out):
                del self._transactions[key]
        return out

    def _serve(
        self,
        key: str,
        hop: Hop,
        request: Request,
        source: Endpoint,
        transport: str,
        now: float,
        out: list[Effect],
    ) -> None:
        method = request.method
        is_connected = is_reliable(transport)
        transaction = self._transactions[key] = Transaction(
            "INVITE server" if method == "INVITE" else "non-INVITE server",
            key,
            f"{hop.branch} {method}",
            request,
            hop.sent_by,
            source if is_connected else via_endpoint(request.top_via),
            source,
            transport,
            self._clockwork,
        )
        transaction.take(_REQUEST, request, now, out)

    def _by_what(self, request: Request, hop: Hop) -> tuple[Request, str]:
        """`request`, which was to go by UDP, and the transport that it does go by."""
        if request.method != "CANCEL":
            return carried(request, "UDP")
        invite = self._transactions.get(f"{hop.branch} INVITE")
        if invite is None or invite.transport == "UDP":
            return request, "UDP"
        via = invite.request.headers.first("Via") or ""
        headers = request.headers.with_first("Via", via)
        return request.replace(headers=headers), invite.transport

    def _order(self, key: str, input_: Input, now: float) -> list[Effect]:
        out: list[Effect] = []
        if (found := self._transactions.get(key)) and found.take(
            input_, None, now, out
        ):
            del self._transactions[key]
        return out


def _input_of(status: int) -> Input:
    if status < 200:
        return _PROVISIONAL
    return _SUCCESS if status < 300 else _REJECTION
