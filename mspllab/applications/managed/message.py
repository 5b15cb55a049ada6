"""Requests and responses as managed code has them: they can be changed in place."""

from mspllab.applications.hosting.stamps import Stamp, stamps_of
from mspllab.errors import ManagedError
from mspllab.sip.address import Address
from mspllab.sip.headers import Headers
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.status import reason_phrase

LOWEST_STATUS, HIGHEST_STATUS = 100, 699
FIRST_FINAL = 200


class ManagedMessage:
    """What requests and responses have in common.

    Args:
        message: as the script left it.
        application: the manifest's appUri, whose stamps it may see.
    """

    def __init__(self, message: Message, application: str = "") -> None:
        self._message = message
        self._application = application

    @property
    def message(self) -> Message:
        """The message itself, with all changes."""
        return self._message

    @property
    def method(self) -> str:
        """Method of a request; of a response, of what it answers."""
        return self._message.method

    @property
    def headers(self) -> Headers:
        """All header fields (AllHeaders)."""
        return self._message.headers

    @property
    def call_id(self) -> str:
        """The Call-ID."""
        return self._message.call_id

    @property
    def from_(self) -> Address:
        """Who the request is from."""
        return self._message.from_

    @property
    def to(self) -> Address:
        """Whom the request was first meant for."""
        return self._message.to

    @property
    def content(self) -> str:
        """The body as text (Content); "" where MarshalContent was set to false."""
        return self._message.body.decode("utf-8", "surrogateescape")

    @content.setter
    def content(self, text: str) -> None:
        body = text.encode("utf-8", "surrogateescape")
        self._message = self._message.with_body(body)

    @property
    def all_stamps(self) -> tuple[Stamp, ...]:
        """Every stamp of this application, the last one first (AllStamps)."""
        return stamps_of(self.headers, self._application)

    def header(self, name: str) -> str | None:
        """Value of the first header of this name; None where there is none."""
        return self.headers.get(name)

    def add_header(self, name: str, value: str) -> None:
        """One more header (AllHeaders.Add)."""
        headers = self.headers.added(name, value)
        self._message = self._message.replace(headers=headers)

    def set_header(self, name: str, value: str) -> None:
        """This header with this one value."""
        self._message = self._message.with_header(name, value)


class ManagedRequest(ManagedMessage):
    """A request (Request)."""

    def __init__(self, message: Request, application: str = "") -> None:
        super().__init__(message, application)
        self.simple_proxy = False
        """A hint that may make proxying faster (SimpleProxy); it sends nothing."""
        self.is_routed = False
        """Whether its Request-URI was set, which says that routing is done."""
        self.new_target: str | None = None
        """The new logical target; None: it was not given another one."""

    @property
    def message(self) -> Request:
        """The request itself, with all changes."""
        assert isinstance(self._message, Request)
        return self._message

    @message.setter
    def message(self, message: Request) -> None:
        self._message = message

    @property
    def request_uri(self) -> str:
        """Where it goes (RequestUri); whoever sets it says that routing is done."""
        return self.message.uri

    @request_uri.setter
    def request_uri(self, uri: str) -> None:
        self._message = self.message.replace(uri=uri)
        self.is_routed = True

    def retarget(self, uri: str) -> None:
        """Give it a new logical target, and leave the routing to others (Retarget)."""
        self.new_target = uri

    def create_response(self, status: int, reason: str = "") -> "ManagedResponse":
        """An answer to it, to be sent by its server transaction (CreateResponse).

        Raises:
            ManagedError: the status code is none.
        """
        if not LOWEST_STATUS <= status <= HIGHEST_STATUS:
            raise ManagedError(
                "create_response: a status code is a number from 100 to 699, not "
                f"{status}"
            )
        made = Response(status, reason or reason_phrase(status), Headers(()))
        return ManagedResponse(made, self._application)


class ManagedResponse(ManagedMessage):
    """A response (Response): one that came, or one that was made here."""

    def __init__(self, message: Response, application: str = "") -> None:
        super().__init__(message, application)

    @property
    def message(self) -> Response:
        """The response itself; of one made here only what was added to it."""
        assert isinstance(self._message, Response)
        return self._message

    @message.setter
    def message(self, message: Response) -> None:
        self._message = message

    @property
    def status_code(self) -> int:
        """The status code (StatusCode)."""
        return self.message.status

    @property
    def reason_phrase(self) -> str:
        """The words after it (ReasonPhrase)."""
        return self.message.reason

    @property
    def is_final(self) -> bool:
        """Whether it ends the transaction."""
        return self.status_code >= FIRST_FINAL
