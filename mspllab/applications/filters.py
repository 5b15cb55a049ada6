"""requestFilter, responseFilter: does this message concern the application (§6.6)."""

from dataclasses import dataclass

from mspllab.applications.surroundings import NOWHERE, Surroundings
from mspllab.errors import ParseError
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.uri import SipUri

METHOD_NAMES = (
    *("ACK", "BENOTIFY", "BYE", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS"),
    *("OTHER", "REFER", "REGISTER", "SERVICE", "SUBSCRIBE"),
)
"""What methodNames may list; OTHER stands for every method without a name here."""
OTHER = "OTHER"
NEVER_SEEN = {"CANCEL"}
"""Methods that reach no script: they belong to the request they cancel."""


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests the application sees; the defaults are those of the manifest."""

    methods: frozenset[str] | None = None
    """Names out of `METHOD_NAMES`; None: ALL."""
    registrar_generated: bool = False
    """Also those that the server's own registrar or presence agent made."""
    strict_route: bool = False
    """Also those whose way is fixed, as it is for every request within a dialog."""
    domain_supported: bool = False
    """Only those for domains that this deployment serves."""

    def lets_in(self, request: Request, surroundings: Surroundings = NOWHERE) -> bool:
        """Whether a script is run for `request`."""
        return (
            self._takes_method(request.method)
            and (self.strict_route or not is_strictly_routed(request))
            and (self.registrar_generated or not surroundings.made_here(request))
            and (not self.domain_supported or _is_served(request, surroundings))
        )

    def _takes_method(self, method: str) -> bool:
        if method in NEVER_SEEN:
            return False
        name = method if method in METHOD_NAMES else OTHER
        return self.methods is None or name in self.methods


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """Which responses the application sees."""

    classes: frozenset[int] | None = None
    """First digits of status codes; None: ALL."""

    def lets_in(self, response: Response) -> bool:
        """Whether a script is run for `response`."""
        return self.classes is None or response.status // 100 in self.classes


EVERY_REQUEST = RequestFilter()
EVERY_RESPONSE = ResponseFilter()
"""What applies where a manifest has no such element."""


def is_strictly_routed(request: Request) -> bool:
    """Whether the way of `request` is fixed: by Route headers, or maddr in its URI."""
    if request.headers.get("Route") is not None:
        return True
    try:
        uri = request.request_uri
    except ParseError:
        return False
    return isinstance(uri, SipUri) and uri.params.has("maddr")


def _is_served(request: Request, surroundings: Surroundings) -> bool:
    try:
        uri = request.request_uri
    except ParseError:
        return False
    return isinstance(uri, SipUri) and surroundings.serves(uri.host)


def lets_in(
    message: Message,
    requests: RequestFilter,
    responses: ResponseFilter,
    surroundings: Surroundings = NOWHERE,
) -> bool:
    """Whether one of the two filters lets `message` in."""
    if isinstance(message, Request):
        return requests.lets_in(message, surroundings)
    return responses.lets_in(message)
