"""Gate and EdgeRouting: the two of an Edge's own applications that do something."""

from collections.abc import Callable

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.applications.surroundings import TRUST_HEADER
from mspllab.cores.decision import PASS, Decision, Forward, Pass, Reply, Ruling, Target
from mspllab.cores.screening import CAPABLE
from mspllab.errors import ParseError
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.asserted import ASSERTED_IDENTITY
from mspllab.lync.routing.diagnostics import NO_SUCH_DOMAIN, NO_SUCH_NAME
from mspllab.lync.routing.federation import Federation, trust
from mspllab.lync.routing.priority_list import DEFAULT_ROUTING, INCOMING_FEDERATION
from mspllab.lync.routing.request_router import RequestRouter
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.routes import Routes
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri
from mspllab.transaction.matching import via_endpoint

Resolve = Callable[[str], Endpoint | None]


class Gate(RequestStage):
    """Lets partners in and out, and writes down who has come in.

    Args:
        host: name of the Edge.
        book: the domains inside.
        routes: where Route headers lead.
        federation: who is allowed.
        inside: addresses of the servers behind it; all others are outside.
        resolve: finds domains.
    """

    name = INCOMING_FEDERATION

    def __init__(
        self,
        host: str,
        book: AddressBook,
        routes: Routes,
        federation: Federation,
        *,
        inside: frozenset[str],
        resolve: Resolve,
    ) -> None:
        self._host = host
        self._book = book
        self._routes = routes
        self._federation = federation
        self._inside = inside
        self._resolve = resolve

    def decide(self, request: Request, *, now: float) -> Answer:
        """403 or 504 for strangers; what passes has, or has not, the Edge's word."""
        try:
            if via_endpoint(request.top_via).host in self._inside:
                return self._outgoing(request)
            return self._incoming(request)
        except ParseError:
            return NOT_CONCERNED

    def _incoming(self, request: Request) -> Ruling:
        domain = _domain(request.from_.uri)
        if self._book.serves(domain):
            why = f"nobody from outside belongs to {domain}"
            return Ruling(Reply(403), request, why=why)
        partner = self._federation.partner(domain)
        if partner is None:
            return self._refused(request, domain)
        uri = request.request_uri
        if self._routes.ends_here(request) and not self._routes.is_ours(uri):
            reply = self._routes.refused(403, NO_SUCH_DOMAIN)
            return Ruling(reply, request, why=f"{_domain(uri)} is not behind this Edge")
        headers = request.headers.without(TRUST_HEADER).without(ASSERTED_IDENTITY)
        headers = headers.added(TRUST_HEADER, trust(partner, self._host))
        why = f"{domain} is a partner, of the network {partner.network}"
        return Ruling(PASS, request.replace(headers=headers), why=why)

    def _outgoing(self, request: Request) -> Answer:
        uri = request.request_uri
        if not self._routes.ends_here(request) or self._routes.is_ours(uri):
            return NOT_CONCERNED
        domain = _domain(uri)
        if self._federation.partner(domain) is not None:
            return NOT_CONCERNED
        if not self._federation.is_blocked(domain) and self._resolve(domain) is None:
            reply = self._routes.refused(504, NO_SUCH_NAME)
            return Ruling(reply, request, why=f"DNS does not know {domain}")
        return self._refused(request, domain)

    def _refused(self, request: Request, domain: str) -> Ruling:
        is_blocked = self._federation.is_blocked(domain)
        why = f"{domain} is {'blocked' if is_blocked else 'no partner'}"
        number = self._federation.why_not(domain)
        return Ruling(self._routes.refused(403, number), request, why=why)


class EdgeRouting(RequestRouter):
    """In to the servers of the domain, or out to wherever DNS says.

    Who a caller is, in the word of the servers inside, stays inside (RFC 3325 §5).
    """

    name = DEFAULT_ROUTING

    def __init__(self, book: AddressBook, routes: Routes, resolve: Resolve) -> None:
        self._book = book
        self._routes = routes
        self._resolve = resolve

    def decide(self, request: Request, *, now: float) -> Ruling:
        """Where the message goes next."""
        decision = self._decision(request, now)
        if isinstance(decision, Pass) and ASSERTED_IDENTITY in request.headers:
            headers = request.headers.without(ASSERTED_IDENTITY)
            request = request.replace(headers=headers)
        return Ruling(decision, request)

    def _decision(self, request: Request, now: float) -> Decision:
        if not self._routes.ends_here(request):
            return self._routes.find(request, now=now).decision
        try:
            uri = request.request_uri
        except ParseError:
            return Reply(400)
        if not self._routes.is_ours(uri):
            return Pass()
        if request.method == "OPTIONS" and self._routes.is_own(uri):
            return CAPABLE
        domain = _domain(uri)
        hop = self._resolve(domain) if self._book.serves(domain) else None
        return Forward(Target(request.uri, hop)) if hop is not None else Reply(404)


def _domain(uri: Uri) -> str:
    return uri.host.lower() if isinstance(uri, SipUri) else ""
