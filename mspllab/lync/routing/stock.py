"""The server's own applications, as stages of the chain (lync-routing §1.1).

UserServices keeps the registrations; DefaultRouting, last and fixed, sends what nobody
else has routed to wherever it belongs.
"""

from mspllab.applications.chain import NOT_CONCERNED, Answer
from mspllab.cores.decision import Decision, Pass, Reply, Ruling
from mspllab.cores.proxying.forwarding import added
from mspllab.cores.registrar import Registrar
from mspllab.errors import ParseError
from mspllab.lync.directory import Contact, User
from mspllab.lync.dispatch import APPLICATION_AOR, address_key
from mspllab.lync.gruu import endpoint_gruu
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.connections import numbered
from mspllab.lync.routing.homes import Homes
from mspllab.lync.routing.neighbours import Neighbours
from mspllab.lync.routing.outward import Outward
from mspllab.lync.routing.priority_list import DEFAULT_ROUTING, USER_SERVICES
from mspllab.lync.routing.request_router import RequestRouter
from mspllab.lync.routing.routes import Routes
from mspllab.sim.datagram import Endpoint
from mspllab.sip import fields
from mspllab.sip.address import Address
from mspllab.sip.message import Request, Response
from mspllab.sip.status import reason_phrase
from mspllab.sip.uri import parse_uri
from mspllab.transaction.matching import via_endpoint


class UserServices:
    """Answers REGISTER; everything else is none of its business here.

    Args:
        registrar: the registrations of the domains served here.
        book: users, so that a registration finds its user whatever its case.
        neighbours: who is connected, and how other pools are found.
        switches: what is done the product's way.
        homes: knows whose home is another pool; None: nobody's is.
    """

    name = USER_SERVICES

    def __init__(
        self,
        registrar: Registrar,
        book: AddressBook,
        neighbours: Neighbours,
        switches: Switches,
        homes: Homes | None = None,
    ) -> None:
        self._registrar = registrar
        self._book = book
        self._neighbours = neighbours
        self._switches = switches
        self._homes = homes

    def decide(self, request: Request, *, now: float) -> Answer:
        """The answer to a REGISTER."""
        if request.method != "REGISTER":
            return NOT_CONCERNED
        return Ruling(self._register(request, now), request)

    def decide_response(
        self, response: Response, request: Request, *, now: float
    ) -> Answer:
        """Responses are none of its business."""
        return NOT_CONCERNED

    def _register(self, request: Request, now: float) -> Reply:
        flow = via_endpoint(request.top_via)
        try:
            request = self._canonical(request)
            home = self._homes.elsewhere(request.to.uri) if self._homes else None
            if home is not None:
                return self._sent_home(request, home)
            if self._switches.endpoint_identity:
                connections = self._neighbours.shared.connections
                request = with_cid(request, flow, connections.cid_of(flow))
        except ParseError as error:
            return Reply(400, f"Bad Request: {error.what}")
        self._neighbours.shared.connect(flow, self._neighbours.here)
        reply = self._registrar.decide(request, flow=flow, now=now)
        is_taken_back = fields.expires(request.headers) == 0
        if reply.status != 200 or is_taken_back or not self._switches.endpoint_identity:
            return reply
        return reply._replace(headers=(*reply.headers, PRESENCE_STATE))

    def _sent_home(self, request: Request, home: str) -> Reply:
        """301 to the pool that keeps this user's registrations."""
        transport = request.top_via.transport
        found = self._neighbours.resolve(home)
        port = f":{found.port}" if found else ""
        mark = "" if transport == "UDP" else f";transport={transport.lower()}"
        return Reply(301, headers=(("Contact", f"<sip:{home}{port}{mark}>"),))

    def _canonical(self, request: Request) -> Request:
        """To as the directory spells it, because bindings are kept by spelling."""
        owner = self._book.owner(request.to.uri)
        if not isinstance(owner, User) or str(request.to.uri) == owner.uri:
            return request
        return request.with_header("To", str(Address("", parse_uri(owner.uri))))


PRESENCE_STATE = ("presence-state", 'register-action="added"')


class DefaultRouting(RequestRouter):
    """Sends a request to the endpoints, application or server of its Request-URI.

    As the last stage of the chain it is asked when nobody else has decided; as a router
    of its own it finds the targets that scripts and redirections name.
    """

    name = DEFAULT_ROUTING

    def __init__(
        self, routes: Routes, switches: Switches, outward: Outward | None = None
    ) -> None:
        self._routes = routes
        self._outward = outward
        self._names_owner = switches.application_aor

    def decide(self, request: Request, *, now: float) -> Ruling:
        """Where it goes; Pass where its Route or a foreign domain says that."""
        route = self._routes.find(request, now=now)
        if route.contact is not None and self._names_owner:
            request = with_owner(request, route.contact)
        decision = route.decision
        if self._outward is not None and isinstance(decision, Pass):
            decision = self._outward.decide(request) or decision
        return Ruling(decision, request, why=_why(decision))


def _why(decision: Decision) -> str:
    """What has been found, in words; those that take time are the rare ones."""
    if isinstance(decision, Pass):
        return ALONG_ITS_ROUTE
    if isinstance(decision, Reply):
        return f"{decision.status} {decision.reason or reason_phrase(decision.status)}"
    return ""


ALONG_ITS_ROUTE = "its Route or its foreign domain says where it goes"


def with_owner(request: Request, contact: Contact) -> Request:
    """`request` naming the contact object it is for, where To names somebody else."""
    owner = parse_uri(contact.uri)
    if APPLICATION_AOR in request.headers:
        return request
    if address_key(request.to.uri) == address_key(owner):
        return request
    headers = added(request.headers, APPLICATION_AOR, f"<{owner}>")
    return request.replace(headers=headers)


def with_cid(request: Request, peer: Endpoint, cid: str) -> Request:
    """`request` with the number of its connection in each Contact's URI."""
    contacts = [
        Address(c.display_name, numbered(c.uri, peer, cid), c.params)
        for c in request.contact
    ]
    if not contacts:
        return request
    headers = request.headers.with_all("Contact", [str(c) for c in contacts])
    return request.replace(headers=headers)


def make_gruu(aor: str, instance: str) -> str:
    """The GRUU of an instance as +sip.instance gives it: "urn:uuid:…"."""
    return endpoint_gruu(aor, instance.removeprefix("urn:uuid:"))
