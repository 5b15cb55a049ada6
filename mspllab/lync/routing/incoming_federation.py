"""IncomingFederation: what a Front End does with messages that its Edge brings."""

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.applications.surroundings import TRUST_HEADER, read_trust
from mspllab.cores.decision import PASS, Ruling
from mspllab.errors import ParseError
from mspllab.lync.directory import Contact
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.diagnostics import NOT_FOR_PARTNERS, NOT_FOR_PUBLIC
from mspllab.lync.routing.federation import PUBLIC
from mspllab.lync.routing.priority_list import INCOMING_FEDERATION
from mspllab.lync.routing.request_stage import RequestStage
from mspllab.lync.routing.routes import Routes
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request
from mspllab.transaction.matching import via_endpoint


class IncomingFederation(RequestStage):
    """Lets outsiders reach those who are enabled for it, and believes no one else.

    Args:
        book: whom a request is for.
        routes: knows which requests are for addresses served here.
        edge: where the Edge stands, which alone may vouch for outsiders.
    """

    name = INCOMING_FEDERATION

    def __init__(self, book: AddressBook, routes: Routes, edge: Endpoint) -> None:
        self._book = book
        self._routes = routes
        self._edge = edge

    def decide(self, request: Request, *, now: float) -> Answer:
        """403 where outsiders have no business; without a word for all others."""
        try:
            if via_endpoint(request.top_via).host != self._edge.host:
                return self._from_inside(request)
            if request.to_tag is not None:
                return NOT_CONCERNED
            return self._from_outside(request)
        except ParseError:
            return NOT_CONCERNED

    def _from_inside(self, request: Request) -> Answer:
        """Nobody inside can say that he is from outside, or trusted."""
        if TRUST_HEADER not in request.headers:
            return NOT_CONCERNED
        headers = request.headers.without(TRUST_HEADER)
        why = "the word of an Edge that has come from elsewhere is taken out"
        return Ruling(PASS, request.replace(headers=headers), why=why)

    def _from_outside(self, request: Request) -> Answer:
        uri = request.request_uri
        owner = self._book.owner(uri) if self._routes.is_ours(uri) else None
        if owner is None:
            return NOT_CONCERNED
        said = read_trust(request.headers.get(TRUST_HEADER) or "")
        is_public = said.network == PUBLIC
        if not owner.is_federated:
            why = f"{owner.name} is not enabled for federation"
        elif is_public and isinstance(owner, Contact) and request.method == "SUBSCRIBE":
            why = f"public IM users see no presence of an application like {owner.name}"
        else:
            return NOT_CONCERNED
        number = NOT_FOR_PUBLIC if is_public else NOT_FOR_PARTNERS
        return Ruling(self._routes.refused(403, number), request, why=why)
