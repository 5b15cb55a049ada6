"""What a managed handler is handed, and what it may answer (mspl.md §5.7, §7.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mspllab.applications.managed.message import ManagedRequest, ManagedResponse
from mspllab.applications.managed.transaction import (
    ClientTransaction,
    ServerTransaction,
)
from mspllab.cores.decision import Decision
from mspllab.sip.message import Message, Request, Response


@dataclass(slots=True)
class RequestReceived:
    """A request that a script handed to managed code (RequestReceivedEventArgs)."""

    handler: str
    """The name the script gave to Dispatch."""
    request: ManagedRequest
    server_transaction: ServerTransaction
    parameters: tuple[object, ...] = ()
    """The extra arguments of Dispatch (Parameters)."""
    application: str = ""
    """The manifest's appUri."""
    at: float = 0.0
    """Simulated second of the message: the one clock that a handler may read."""

    @property
    def message(self) -> Request:
        """The request itself; a changed one can be put in its place."""
        return self.request.message

    @message.setter
    def message(self, message: Request) -> None:
        self.request.message = message


@dataclass(slots=True)
class ResponseReceived:
    """A response that a script handed to managed code (ResponseReceivedEventArgs)."""

    handler: str
    response: ManagedResponse
    client_transaction: ClientTransaction
    parameters: tuple[object, ...] = ()
    application: str = ""
    at: float = 0.0

    @property
    def server_transaction(self) -> ServerTransaction:
        """The transaction whose request it answers; it passes the response on."""
        return self.client_transaction.server_transaction

    @property
    def message(self) -> Response:
        """The response itself; a changed one can be put in its place."""
        return self.response.message

    @message.setter
    def message(self, message: Response) -> None:
        self.response.message = message


@dataclass(frozen=True, slots=True)
class NotificationReceived:
    """What a script told managed code with DispatchNotification."""

    handler: str
    parameters: tuple[object, ...] = ()
    application: str = ""
    at: float = 0.0


Received = RequestReceived | ResponseReceived
Handler = Callable[..., Decision | None]
"""Takes a `RequestReceived`, a `ResponseReceived` or a `NotificationReceived`.

It says what becomes of the message by what it sends on the transactions of the event.
One that sends nothing may return a decision instead; what does neither drops the
message. For a notification all this is ignored.
"""
Handlers = Mapping[str, Handler]
"""Method name, as scripts write it → handler."""

NO_HANDLERS: Handlers = {}


def received(
    name: str,
    message: Message,
    request: Request | None,
    parameters: tuple[object, ...] = (),
    application: str = "",
    at: float = 0.0,
) -> Received:
    """The event for a message; `request` is what a response answers, if it is known."""
    if isinstance(message, Request):
        managed = ManagedRequest(message, application)
        transaction = ServerTransaction(managed)
        return RequestReceived(name, managed, transaction, parameters, application, at)
    asked = None if request is None else ManagedRequest(request, application)
    branch = ClientTransaction(ServerTransaction(asked, may_branch=False))
    response = ManagedResponse(message, application)
    return ResponseReceived(name, response, branch, parameters, application, at)
