"""TransactionLayer: all transactions of one element (RFC 3261 §17)."""

from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import NO_CAUSE, Cause, Dropped, TimerFired
from mspllab.transaction.effects import Deliver, Effect, Send
from mspllab.transaction.matching import (
    client_key,
    is_reliable,
    reply_destination,
    server_key,
    stamped,
)
from mspllab.transaction.schedule import Schedule
from mspllab.transaction.tables import INPUT_OF, Input, State
from mspllab.transaction.timers import RFC_TIMERS, Timer, Timers
from mspllab.transaction.transaction import Clockwork, Transaction

_BY_TIMER = {timer.value: INPUT_OF[timer] for timer in Timer}
_CAUSES = {timer.value: Cause(timer=timer.value) for timer in Timer}


class TransactionLayer:
    """Finds the transaction of every message, and runs it.

    Keys of transactions are texts without meaning to anybody else. Effects come back
    in the order in which things happened; the layer sends nothing by itself.

    Args:
        owner: name of the element, for the records.
        timers: T1, T2 and T4.
    """

    def __init__(self, *, owner: str, timers: Timers = RFC_TIMERS) -> None:
        self.owner = owner
        self._schedule = Schedule()
        self._clockwork = Clockwork(
            owner,
            timers,
            self._schedule,
            {timer: timers.wait(timer, reliable=True) for timer in Timer},
            {timer: timers.wait(timer, reliable=False) for timer in Timer},
        )
        self._transactions: dict[str, Transaction] = {}

    @property
    def live(self) -> tuple[str, ...]:
        """Keys of the transactions that have not terminated, oldest first."""
        return tuple(self._transactions)

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
        """Begin a client transaction; its key, and what is to be done."""
        machine = "INVITE client" if request.method == "INVITE" else "non-INVITE client"
        key = client_key(request)
        transaction = self._begin(machine, key, request, destination, transport)
        out: list[Effect] = []
        self._run(transaction, Input.REQUEST, None, now, out, cause)
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
        if found := self._transactions.get(transaction):
            self._run(found, _input_of(response), response, now, out, cause)
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
        return [Send(message, destination, transport, cause)]

    def transport_failed(self, message: Message, *, now: float) -> list[Effect]:
        """`message` could not be sent; its core is told by `Failed` (§17.1.4)."""
        key = (
            client_key(message) if isinstance(message, Request) else server_key(message)
        )
        out: list[Effect] = []
        if found := self._transactions.get(key):
            self._run(found, Input.TRANSPORT_ERROR, None, now, out)
        return out

    def destroy(self, transaction: str, *, now: float) -> list[Effect]:
        """End a transaction whose final response the core no longer waits for."""
        out: list[Effect] = []
        if found := self._transactions.get(transaction):
            self._run(found, Input.DESTROY, None, now, out)
        return out

    def server_transaction_for(self, cancel: Request) -> str | None:
        """Key of the transaction that `cancel` is about: the method does not count."""
        invite = server_key(cancel, "INVITE")
        if invite in self._transactions:
            return invite
        return self._any_method(cancel)

    def request_of(self, transaction: str) -> Request:
        """The request that began it; KeyError when it is over."""
        return self._transactions[transaction].request

    def next_timer(self) -> float | None:
        """When the next timer is due; None where none is running."""
        return self._schedule.next()

    def fire_timers(self, *, now: float) -> list[Effect]:
        """What is due at `now`."""
        out: list[Effect] = []
        while due := self._schedule.pop(now):
            key, timer = due
            transaction = self._transactions[key]
            out.append(TimerFired(now, self.owner, transaction.name, timer))
            self._run(transaction, _BY_TIMER[timer], None, now, out, _CAUSES[timer])
        return out

    def _any_method(self, cancel: Request) -> str | None:
        for key, found in self._transactions.items():
            method = found.request.method
            if method != "CANCEL" and key == server_key(cancel, method):
                return key
        return None

    def _receive_response(
        self, response: Response, source: Endpoint, now: float
    ) -> list[Effect]:
        found = self._transactions.get(client_key(response))
        if found is None:
            return [Deliver(response, None, source)]
        sent_by = found.request.top_via.sent_by
        if response.top_via.sent_by != sent_by:  # §18.1.2
            why = f"its top Via is not from {sent_by}"
            return [Dropped(now, self.owner, None, why)]
        out: list[Effect] = []
        found.peer = source
        self._run(found, _input_of(response), response, now, out)
        return out

    def _receive_request(
        self, request: Request, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        key = server_key(request)
        found = self._transactions.get(key)
        out: list[Effect] = []
        if found is not None:
            found.peer = source
            if request.method == "ACK":
                self._run(found, Input.ACK, request, now, out)
            else:
                self._run(found, Input.REQUEST, None, now, out)
        elif request.method == "ACK":
            out.append(Deliver(stamped(request, source), None, source))
        else:
            self._serve(key, stamped(request, source), source, transport, now, out)
        return out

    def _serve(
        self,
        key: str,
        request: Request,
        source: Endpoint,
        transport: str,
        now: float,
        out: list[Effect],
    ) -> None:
        machine = "INVITE server" if request.method == "INVITE" else "non-INVITE server"
        destination = reply_destination(request, source, transport)
        transaction = self._begin(machine, key, request, destination, transport)
        transaction.peer = source
        self._run(transaction, Input.REQUEST, request, now, out)

    def _begin(
        self,
        machine: str,
        key: str,
        request: Request,
        destination: Endpoint,
        transport: str,
    ) -> Transaction:
        transaction = self._transactions[key] = Transaction(
            machine,
            key,
            request,
            destination=destination,
            transport=transport,
            reliable=is_reliable(transport),
            clockwork=self._clockwork,
        )
        return transaction

    def _run(
        self,
        transaction: Transaction,
        input_: Input,
        message: Message | None,
        now: float,
        out: list[Effect],
        cause: Cause = NO_CAUSE,
    ) -> None:
        transaction.take(input_, message, now=now, out=out, cause=cause)
        if transaction.state is State.TERMINATED:
            del self._transactions[transaction.key]


def _input_of(response: Response) -> Input:
    if response.status < 200:
        return Input.PROVISIONAL
    return Input.SUCCESS if response.status < 300 else Input.REJECTION
