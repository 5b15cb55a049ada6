"""sipMessage, sipRequest and sipResponse as a script sees them (mspl.md §5.2).

Attributes bear the language's own names, because compiled scripts read them directly.
"""

from typing import NoReturn, Protocol

from mspllab.applications.builtins.constants import (
    CONSTANTS,
    standard_method,
    status_class,
)
from mspllab.applications.hosting import stamps
from mspllab.applications.surroundings import Surroundings
from mspllab.errors import ScriptError
from mspllab.mspl.allowance import LONG_TEXT, charge
from mspllab.mspl.vocabulary import Constant
from mspllab.sip.message import Message, Request, Response


class Carrier(Protocol):
    """Who holds the message that an object shows."""

    marshal_content: bool
    """Dispatch hands over the body as well."""

    @property
    def message(self) -> Message:
        """The message as it stands now."""

    @property
    def request(self) -> Request | None:
        """The message if it is a request, else the request it answers."""

    @property
    def surroundings(self) -> Surroundings:
        """The server."""

    @property
    def app_uri(self) -> str:
        """The application whose script is running."""

    def change(self, message: Message) -> None:
        """Put a changed message in the place of the present one."""

    def route(self, uri: str) -> None:
        """Set the Request-URI, which claims that the destination is known."""


class Absent:
    """What is not there: false, as is each of its fields (mspl.md §3.3)."""

    __slots__ = ()

    From = To = Content = Authenticated = TlsPeer = Origin = False
    ExternalSourceType = ExternalSourceNetwork = Stamp = StampPool = False
    Method = StandardMethod = RequestUri = False
    StatusCode = StatusClass = StatusReasonPhrase = False
    MarshalContent = False
    EPID = Instance = StandardMethods = ExtraMethods = ContactInfo = False
    HasPresence = Availability = Activity = AgeOfPresence = WeightedQValue = False
    PresenceDoc = AllSupportForking = SupportsForking = False
    Aor = IsPhone = Uri = DomainSupported = False

    @property
    def Transaction(self) -> "Absent":
        """Not there either."""
        return self

    @property
    def Request(self) -> "Absent":
        """Not there either."""
        return self

    def __bool__(self) -> bool:
        return False

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise ScriptError(
            f"{name} cannot be set: this variable does not hold the current message; "
            "test it first, as in if (sipRequest)"
        )

    def __deepcopy__(self, memo: object) -> "Absent":
        return self


ABSENT = Absent()


class MessageObject:
    """The class Message: what requests and responses have in common."""

    __slots__ = ("_carrier", "_transaction")

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._transaction: TransactionObject | Absent | None = None

    @property
    def From(self) -> str:
        """The From header with display name and parameters."""
        return self._carrier.message.headers.get("From") or ""

    @property
    def To(self) -> str:
        """The To header with display name and parameters."""
        return self._carrier.message.headers.get("To") or ""

    @property
    def Content(self) -> str:
        """The body as text; octets that are no UTF-8 survive being read and set."""
        body = self._carrier.message.body
        if len(body) > LONG_TEXT:
            charge(len(body))
        return body.decode("utf-8", "surrogateescape")

    @Content.setter
    def Content(self, text: str) -> None:
        if len(text) > LONG_TEXT:
            charge(len(text))
        body = text.encode("utf-8", "surrogateescape")
        self._carrier.change(self._carrier.message.with_body(body))

    @property
    def Authenticated(self) -> bool:
        """Whether the sender proved who it is."""
        return self._carrier.surroundings.authenticated(self._carrier.message)

    @property
    def Transaction(self) -> "TransactionObject | Absent":
        """The transaction; absent for a response whose request is not known."""
        if self._transaction is None:
            known = self._carrier.request is not None
            self._transaction = TransactionObject(self._carrier) if known else ABSENT
        return self._transaction

    @property
    def TlsPeer(self) -> str:
        """Host of the element that sent it."""
        return self._carrier.surroundings.peer_of(self._carrier.message)

    @property
    def Origin(self) -> Constant:
        """Which side of the network it came from; only an Access Edge can tell."""
        carrier = self._carrier
        return CONSTANTS["MessageOrigin"][carrier.surroundings.origin(carrier.message)]

    @property
    def ExternalSourceType(self) -> Constant:
        """Who sent it, if it came from outside."""
        source = self._carrier.surroundings.source_of(self._carrier.message)
        return CONSTANTS["ExternalSourceType"][source.type]

    @property
    def ExternalSourceNetwork(self) -> Constant:
        """Through which network it came from outside."""
        source = self._carrier.surroundings.source_of(self._carrier.message)
        return CONSTANTS["ExternalSourceNetwork"][source.network]

    @property
    def Stamp(self) -> str | None:
        """The last mark of this application; null where it left none."""
        marks = self._marks()
        return marks[0].text if marks else None

    @Stamp.setter
    def Stamp(self, text: str | None) -> None:
        carrier = self._carrier
        here = carrier.surroundings
        mark = stamps.Stamp(text or "", here.fqdn, here.pool, carrier.app_uri)
        headers = stamps.with_stamp(carrier.message.headers, mark)
        carrier.change(carrier.message.replace(headers=headers))

    @property
    def StampPool(self) -> str | None:
        """The pool in which that mark was set."""
        marks = self._marks()
        return marks[0].pool if marks else None

    def _marks(self) -> tuple[stamps.Stamp, ...]:
        carrier = self._carrier
        marks = stamps.stamps_of(carrier.message.headers, carrier.app_uri)
        if marks or carrier.request is None:
            return marks
        # A response comes back past the marks of its request.
        return stamps.stamps_of(carrier.request.headers, carrier.app_uri)


class RequestObject(MessageObject):
    """The class Request."""

    __slots__ = ()

    @property
    def Method(self) -> str:
        """The method as written."""
        return self._carrier.message.method

    @property
    def StandardMethod(self) -> Constant:
        """The method as a constant; NonStandard for those without one."""
        return standard_method(self._carrier.message.method)

    @property
    def RequestUri(self) -> str:
        """The Request-URI."""
        request = self._carrier.request
        return "" if request is None else request.uri

    @RequestUri.setter
    def RequestUri(self, uri: str) -> None:
        self._carrier.route(uri)


class ResponseObject(MessageObject):
    """The class Response."""

    __slots__ = ()

    @property
    def StatusCode(self) -> int:
        """The status code."""
        return self._carrier.message.status or 0

    @property
    def StatusClass(self) -> Constant:
        """The first digit of the status code as a constant."""
        return status_class(self.StatusCode)

    @property
    def StatusReasonPhrase(self) -> str:
        """What follows the status code on the status line."""
        message = self._carrier.message
        return message.reason if isinstance(message, Response) else ""


class TransactionObject:
    """The class Transaction."""

    __slots__ = ("_carrier",)

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    @property
    def MarshalContent(self) -> bool:
        """Whether Dispatch hands over the body as well."""
        return self._carrier.marshal_content

    @MarshalContent.setter
    def MarshalContent(self, wanted: bool) -> None:
        self._carrier.marshal_content = wanted

    @property
    def Request(self) -> RequestObject:
        """The request that opened it."""
        if isinstance(self._carrier.message, Request):
            return RequestObject(self._carrier)
        return RequestObject(Sent(self._carrier))


class Sent:
    """Carries the request of a response: there to be read, but it has left."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self.surroundings = carrier.surroundings
        self.app_uri = carrier.app_uri
        self.request = carrier.request

    @property
    def marshal_content(self) -> bool:
        """As for the response: both belong to one transaction."""
        return self._carrier.marshal_content

    @marshal_content.setter
    def marshal_content(self, wanted: bool) -> None:
        self._carrier.marshal_content = wanted

    @property
    def message(self) -> Message:
        """The request."""
        assert self.request is not None, "a transaction without a request"
        return self.request

    def change(self, message: Message) -> NoReturn:
        """Refuse."""
        raise ScriptError(
            "the request of this response has been sent already; it can only be read"
        )

    def route(self, uri: str) -> NoReturn:
        """Refuse."""
        self.change(self.message)
