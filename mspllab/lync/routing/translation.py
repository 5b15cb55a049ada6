"""TranslationService: from what was dialled to a number (lync-routing §5.1, step 2)."""

from collections.abc import Iterable

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import PASS, Ruling
from mspllab.errors import ParseError
from mspllab.lync.directory import User
from mspllab.lync.routing.address_book import AddressBook, number_of
from mspllab.lync.routing.diagnostics import NO_RULE
from mspllab.lync.routing.priority_list import TRANSLATION_SERVICE
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.routes import Routes
from mspllab.lync.voice import GLOBAL, DialPlan
from mspllab.sip.message import Request
from mspllab.sip.params import Params
from mspllab.sip.uri import SipUri, TelUri, Uri, parse_uri

CONTEXT = "phone-context"


class TranslationService(RequestStage):
    """Puts the number that is meant into the Request-URI.

    Args:
        plans: the dial plans.
        book: users, for the caller's dial plan.
        routes: knows which numbers are this server's to read.
    """

    name = TRANSLATION_SERVICE

    def __init__(
        self, plans: Iterable[DialPlan], book: AddressBook, routes: Routes
    ) -> None:
        self._plans = {plan.name.lower(): plan for plan in plans}
        self._book = book
        self._routes = routes

    def decide(self, request: Request, *, now: float) -> Answer:
        """The request with a normalised number, or 404 where no rule fits."""
        if not is_dialled(request) or not self._routes.ends_here(request):
            return NOT_CONCERNED
        uri = parse_uri(request.uri)
        number = number_of(uri)
        if not number or number.startswith("+") or not self._routes.is_ours(uri):
            return NOT_CONCERNED
        plan = self._named(context_of(uri)) or self.plan_of(request.from_.uri)
        if plan is None:
            return NOT_CONCERNED
        found = plan.translate(number)
        if found is None:
            why = f"no rule of the dial plan {plan.name} fits {number}"
            return Ruling(self._routes.refused(404, NO_RULE), request, why=why)
        why = f"the dial plan {plan.name} makes {found} of {number}"
        host = uri if isinstance(uri, SipUri) else request.from_.uri
        named = phone_uri(found, host_of(host))
        return Ruling(PASS, request.replace(uri=named), why=why)

    def plan_of(self, caller: Uri) -> DialPlan | None:
        """The dial plan of a user, or the one for everybody."""
        owner = self._book.owner(caller)
        name = owner.settings.dial_plan if isinstance(owner, User) else None
        return self._named(name or GLOBAL)

    def _named(self, name: str | None) -> DialPlan | None:
        return None if name is None else self._plans.get(name.lower())


def is_dialled(request: Request) -> bool:
    """Whether a call, or another beginning, may be for a telephone number."""
    if request.method == "REGISTER":
        return False
    text = request.uri
    is_number = "user=phone" in text or text.startswith(("tel:", "sip:+"))
    return is_number and request.to_tag is None


def phone_uri(number: str, host: str) -> str:
    """The SIP URI of a number: sip:+12065550142@lab.example;user=phone."""
    return f"sip:{number}@{host};user=phone"


def host_of(uri: Uri) -> str:
    """The domain of an address; "" where it has none."""
    return uri.host if isinstance(uri, SipUri) else ""


def context_of(uri: Uri) -> str | None:
    """The phone-context of a number; None: there is none."""
    if isinstance(uri, TelUri):
        return uri.params.get(CONTEXT)
    if not isinstance(uri, SipUri) or uri.user is None or ";" not in uri.user:
        return None
    _, _, params = uri.user.partition(";")
    try:
        return Params.parse(f";{params}").get(CONTEXT)
    except ParseError:
        return None
