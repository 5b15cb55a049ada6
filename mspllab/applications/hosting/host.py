"""Host: what one run of a script sees, and what it has done so far."""

from collections.abc import Iterable, Mapping

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.dispatched import NO_HANDLERS, Handlers
from mspllab.applications.flat_file import FlatFile
from mspllab.applications.hosting.objects import (
    ABSENT,
    Absent,
    RequestObject,
    ResponseObject,
)
from mspllab.applications.hosting.parties import (
    EndpointObject,
    SourceObject,
    TargetObject,
)
from mspllab.applications.surroundings import NOWHERE, Surroundings
from mspllab.cores.decision import Decision, Forward, Pass, Reply, Target
from mspllab.errors import CriticalError, ParseError, ScriptError
from mspllab.mspl.locating import Lines, running_line
from mspllab.mspl.vocabulary import Constant
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.uri import SipUri, parse_uri
from mspllab.trace.records import LogEntry, RunError

MOST_CHANGES = 1_000
"""Changes of the message in a run: each copies what stays of it."""
NO_FILES: Mapping[str, FlatFile] = {}


class Host:
    """One message on its way through one script.

    The attributes in capitals and in camel case are the language's built-in variables.
    """

    def __init__(
        self,
        message: Message,
        *,
        request: Request | None = None,
        surroundings: Surroundings = NOWHERE,
        app_uri: str = "",
        files: Mapping[str, FlatFile] = NO_FILES,
        handlers: Handlers = NO_HANDLERS,
        now: float = 0.0,
    ) -> None:
        self.message = message
        self.surroundings = surroundings
        self.app_uri = app_uri
        self.files = files
        self.handlers = handlers
        self.now = now
        self.lines: Lines = []
        """Lines of the manifest in the order in which they ran."""
        self.log: list[LogEntry] = []
        self.branches: list[Target] | None = None
        """Targets of the fork that is open; None while there is none."""
        self.branches_line = 0
        """Where that fork was opened."""
        self.new_uri: str | None = None
        """The Request-URI that was assigned, which claims that routing is done."""
        self.retarget: str | None = None
        """The new logical target."""
        self.marshal_content = True
        """Dispatch hands over the body as well."""
        self.outcome = ""
        """"" until the message is handled."""
        self.decision: Decision | None = None
        self.earlier: tuple[Reply, ...] = ()
        """Provisional answers to a request that was then sent on."""
        self.cause_line: int | None = None
        """The line that decided; until one has, the last that chose another way."""
        self.failures: list[RunError] = []
        """What went wrong in managed code."""
        self._answered = request
        self._head: tuple[Message | None, tuple[str, ...]] = (None, ())
        self._changes = 0
        self.dbEndpoint: EndpointObject | Absent = ABSENT
        self.sipRequest: RequestObject | Absent = ABSENT
        self.sipResponse: ResponseObject | Absent = ABSENT
        self.sipMessage: RequestObject | ResponseObject
        if isinstance(message, Request):
            self.sipMessage = self.sipRequest = RequestObject(self)
        else:
            self.sipMessage = self.sipResponse = ResponseObject(self)

    @property
    def FQDN(self) -> str:
        """Name of this server."""
        return self.surroundings.fqdn

    @property
    def ServerPool(self) -> str:
        """Name of this server's pool."""
        return self.surroundings.pool

    @property
    def Role(self) -> Constant:
        """Role of this server."""
        return CONSTANTS["ServerRole"][self.surroundings.role]

    @property
    def RequestSource(self) -> SourceObject | Absent:
        """Who sent the request."""
        request = self.request
        return ABSENT if request is None else SourceObject(request)

    @property
    def RequestTarget(self) -> TargetObject | Absent:
        """Whom the request is for."""
        request = self.request
        if request is None:
            return ABSENT
        return TargetObject(request, self.surroundings)

    @property
    def request(self) -> Request | None:
        """The message if it is a request, else the request it answers."""
        message = self.message
        return message if isinstance(message, Request) else self._answered

    @property
    def line(self) -> int:
        """The line that is running, else the last that was recorded, else 0."""
        # The last recorded one may be that of a function called for an argument.
        return running_line() or (self.lines[-1][-1] if self.lines else 0)

    @property
    def head(self) -> tuple[str, ...]:
        """Start line and header lines of the message; made once for each state."""
        message, lines = self._head
        if message is not self.message:
            message = self.message
            lines = (message.start_line, *message.headers.lines)
            self._head = message, lines
        return lines

    def change(self, message: Message) -> None:
        """Put a changed message in the place of the present one.

        A script error where there have been very many of them already.
        """
        self._changes += 1
        if self._changes > MOST_CHANGES:
            raise ScriptError(
                f"a run may change its message no more than {MOST_CHANGES:,} times"
            )
        self.message = message

    def route(self, uri: str) -> None:
        """Set the Request-URI, which claims that the destination is known."""
        request = self.take_request("Setting RequestUri")
        self.new_uri = checked_target("RequestUri", uri)
        self.note_way()
        self.change(request.replace(uri=uri))

    def note_way(self) -> None:
        """Note that the line that is running has chosen another way."""
        if not self.is_handled:
            self.cause_line = self.line

    def take_request(self, what: str) -> Request:
        """The message; a critical error where it is a response."""
        if isinstance(self.message, Request):
            return self.message
        raise CriticalError(
            f"{what} is valid only for the sipRequest variable, and this message is "
            "a response; put it under if (sipRequest)"
        )

    def take_response(self, what: str) -> Response:
        """The message; a critical error where it is a request."""
        if isinstance(self.message, Response):
            return self.message
        raise CriticalError(
            f"{what} is valid only for the sipResponse variable, and this message is "
            "a request; put it under if (sipResponse)"
        )

    @property
    def is_handled(self) -> bool:
        """Something final has been decided; a provisional answer is not final."""
        decision = self.decision
        return decision is not None and not (
            isinstance(decision, Reply) and decision.is_provisional
        )

    def refuse_if_handled(self, what: str) -> None:
        """A critical error where something has been decided about the message."""
        if self.is_handled:
            raise CriticalError(
                f"{what} comes too late: line {self.cause_line} already "
                f"{HANDLED_BY[self.outcome]} the message; one final action a run"
            )

    def refuse_if_strictly_routed(self, what: str) -> None:
        """A critical error where Route headers have fixed the request's way."""
        if self.message.headers.get("Route") is not None:
            raise CriticalError(
                f"{what} is not allowed for a request with a Route header, such as "
                'any request within a dialog; only ProxyRequest("") is'
            )

    def settle(self, outcome: str, decision: Decision) -> None:
        """Decide about the message; an answer comes after the provisional ones."""
        if isinstance(self.decision, Reply):
            if isinstance(decision, Reply):
                decision = decision.after(self.decision)
            else:
                self.earlier = self.decision.in_turn
        self.outcome = outcome
        self.decision = decision
        self.cause_line = self.line

    def fail(self, failures: Iterable[str]) -> None:
        """Note what went wrong in the managed code that this line has called."""
        for text in failures:
            error = RunError(self.app_uri, self.line, MANAGED, text, False)
            self.failures.append(error)

    def onward(self) -> Decision:
        """Where the message goes when it is only passed on."""
        return Pass() if self.new_uri is None else Forward(Target(self.new_uri))


MANAGED = "managed"
"""In the place of a code, of what went wrong in managed code."""
HANDLED_BY = {
    "proxied": "passed on",
    "routed": "passed on",
    "forked": "forked",
    "responded": "answered",
    "dispatched": "dispatched",
}
"""Outcome → what the line that handled the message did to it."""


def checked_target(what: str, uri: str) -> str:
    """`uri` if requests can be sent to it; a script error where they cannot."""
    try:
        parsed = parse_uri(uri)
    except ParseError as error:
        raise ScriptError(
            f"{what}: {error}; GetUri takes a URI out of an address"
        ) from error
    if not isinstance(parsed, SipUri) or parsed.scheme != "sip":
        raise ScriptError(
            f"{what}: requests can be sent to sip: URIs only, not to {uri!r}"
        )
    return uri
