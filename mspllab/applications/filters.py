"""requestFilter, responseFilter: does this message concern the application (§6.6)."""

from dataclasses import dataclass

from mspllab.applications.surroundings import NOWHERE, Surroundings
from mspllab.errors import ParseError
from mspllab.sip.message import Message, Request, Response
from mspllab.sip.uri import SipUri
from mspllab.trace import verdicts

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

    def keeps_out(self, request: Request, surroundings: Surroundings = NOWHERE) -> str:
        """The attribute that keeps `request` from the script; "" lets it in."""
        if not self._takes_method(request.method):
            return verdicts.METHOD_NAMES
        if not self.strict_route and is_strictly_routed(request):
            return verdicts.STRICT_ROUTE
        if not self.registrar_generated and surroundings.made_here(request):
            return verdicts.REGISTRAR_GENERATED
        if self.domain_supported and not _is_served(request, surroundings):
            return verdicts.DOMAIN_SUPPORTED
        return ""

    def lets_in(self, request: Request, surroundings: Surroundings = NOWHERE) -> bool:
        """Whether a script is run for `request`."""
        return not self.keeps_out(request, surroundings)

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

    def keeps_out(self, response: Response) -> str:
        """The attribute that keeps `response` from the script; "" lets it in."""
        if self.classes is None or response.status // 100 in self.classes:
            return ""
        return verdicts.REASON_CODES

    def lets_in(self, response: Response) -> bool:
        """Whether a script is run for `response`."""
        return not self.keeps_out(response)


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


def kept_out_by(
    message: Message,
    requests: RequestFilter,
    responses: ResponseFilter,
    surroundings: Surroundings = NOWHERE,
) -> str:
    """The attribute of the two filters that keeps `message` out; "" lets it in."""
    if isinstance(message, Request):
        return requests.keeps_out(message, surroundings)
    return responses.keeps_out(message)
