"""Routes: where the directory and the registrations lead a Request-URI.

Look-ups only: nothing is sent, and no script is asked.
"""

from typing import NamedTuple

from mspllab.cores.decision import Decision, Fork, Forward, Pass, Reply, Target
from mspllab.cores.location import Binding, Location
from mspllab.cores.screening import CAPABLE
from mspllab.lync.directory import Contact, User
from mspllab.lync.gruu import GruuKind, instance_of_gruu, kind_of_gruu
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.connections import RECEIVED_CID, Connections
from mspllab.lync.routing.diagnostics import (
    NO_SUCH_USER,
    NO_SUITABLE_RESPONSE,
    diagnostics,
    explained,
)
from mspllab.lync.routing.neighbours import FRONT_END, Neighbours
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri, Uri, parse_uri


class Route(NamedTuple):
    """What a look-up found."""

    decision: Decision
    """Forward, Fork, Reply, or Pass where the address is not ours to look up."""
    contact: Contact | None = None
    """The contact object it leads to, if it does."""


NOT_OURS = Route(Pass())


class Routes:
    """What stands where, as one server knows it.

    Args:
        host: name of the server, for the diagnostics of its answers.
        own_hosts: every name and address of the server and its pool.
        book: users, contacts and applications.
        location: what is registered.
        connections: who is connected.
        neighbours: the servers around it.
        switches: what is done the product's way.
    """

    def __init__(
        self,
        *,
        host: str,
        own_hosts: frozenset[str],
        book: AddressBook,
        location: Location,
        connections: Connections,
        neighbours: Neighbours,
        switches: Switches,
    ) -> None:
        self._host = host
        self._own_hosts = own_hosts
        self._book = book
        self._location = location
        self._connections = connections
        self._neighbours = neighbours
        self._switches = switches

    def find(self, request: Request, *, now: float) -> Route:
        """Where its Request-URI leads; ParseError where that is no URI.

        A request that still has somebody else's Route follows that.
        """
        if not self.ends_here(request):
            return self._to_fellow(request)
        uri = parse_uri(request.uri)
        if kind := kind_of_gruu(uri):
            return self._to_gruu(request, uri, kind, now)
        if isinstance(uri, SipUri) and uri.params.has("gr") and self.is_ours(uri):
            return self._to_instance(request, uri, now)
        if peer := self._connected(uri):
            return Route(Forward(Target(request.uri, self._way_to(peer))))
        if request.method == "OPTIONS" and self._is_server(uri):
            return Route(CAPABLE)
        return self._to_owner(request.uri, uri, now)

    def bindings_of(self, owner: User | Contact, now: float) -> tuple[Binding, ...]:
        """What the owner of an address has registered, oldest first."""
        key = self._book.key(parse_uri(owner.uri))
        return self._location.reachable(key, now=now)

    def is_own(self, uri: Uri) -> bool:
        """Whether `uri`, such as a Route's, names this server."""
        if not isinstance(uri, SipUri) or uri.host.lower() not in self._own_hosts:
            return False
        return uri.params.get(FRONT_END) in (None, self._host)

    def ends_here(self, request: Request) -> bool:
        """Whether nobody else's Route is left in `request`."""
        if "Route" not in request.headers:
            return True
        return all(self.is_own(hop.uri) for hop in request.route)

    def _to_fellow(self, request: Request) -> Route:
        """Along its Route; a pool's names the one server of it that is meant."""
        foreign = (hop.uri for hop in request.route if not self.is_own(hop.uri))
        uri = next(foreign)
        name = uri.params.get(FRONT_END) if isinstance(uri, SipUri) else None
        where = self._neighbours.resolve(name) if name else None
        return Route(Forward(Target(request.uri, where))) if where else NOT_OURS

    def _way_to(self, client: Endpoint) -> Endpoint:
        """The next hop to a client, which may be connected to another server."""
        around = self._neighbours
        return around.shared.way_to(client, here=around.here)

    def _to_gruu(self, request: Request, uri: Uri, kind: GruuKind, now: float) -> Route:
        """A GRUU leads to one place and no other (RFC 5627 §6.1)."""
        if kind is GruuKind.SERVER and (app := self._book.application_at(uri)):
            return Route(Forward(Target(request.uri, Endpoint(app.host, app.port))))
        if not self.is_ours(uri):
            return NOT_OURS
        if kind is GruuKind.ENDPOINT and (found := self._registered(uri, now)):
            # To is finished once there is a dialog.
            in_dialog = request.to_tag is not None
            target = self._target(found, now, in_dialog=in_dialog)
            return Route(Forward(target))
        known = self._book.owner(uri) is not None
        return Route(self._unavailable() if known else self._unknown())

    def _to_instance(self, request: Request, uri: SipUri, now: float) -> Route:
        """A GRUU of RFC 5627, public or temporary (§6.1)."""
        found = self._location.by_gruu(request.uri, now=now)
        if found is not None:
            return Route(Forward(self._target(found, now)))
        known = self._book.owner(uri) is not None
        return Route(self._unavailable() if known else self._unknown())

    def _registered(self, uri: Uri, now: float) -> Binding | None:
        """The registration of the endpoint that a GRUU names."""
        instance = f"urn:uuid:{instance_of_gruu(uri)}"
        bindings = self._location.bindings_of(self._book.key(uri), now=now)
        return next((b for b in bindings if b.instance == instance), None)

    def _connected(self, uri: Uri) -> Endpoint | None:
        cid = uri.params.get(RECEIVED_CID) if isinstance(uri, SipUri) else None
        return self._connections.peer(cid) if cid else None

    def _to_owner(self, text: str, uri: Uri, now: float) -> Route:
        if not self.is_ours(uri):
            return NOT_OURS
        owner = self._book.owner(uri)
        if isinstance(owner, Contact):
            return self._to_contact(text, owner)
        return Route(self._to_user(owner, now) if owner else self._unknown())

    def _to_contact(self, text: str, contact: Contact) -> Route:
        application = self._book.application_of(contact)
        if application is None:
            return Route(self._unavailable(), contact)
        hop = Endpoint(application.host, application.port)
        return Route(Forward(Target(text, hop)), contact)

    def phones_of(self, user: User, now: float) -> tuple[Target, ...]:
        """A target for each endpoint the user has registered."""
        return tuple([self._target(b, now) for b in self.bindings_of(user, now)])

    def _to_user(self, user: User, now: float) -> Decision:
        targets = self.phones_of(user, now)
        if not targets:
            return self._unavailable()
        return Forward(targets[0]) if len(targets) == 1 else Fork(targets)

    def _target(
        self, binding: Binding, now: float, *, in_dialog: bool = False
    ) -> Target:
        is_marked = self._switches.epid_in_to and not in_dialog
        epid = binding.epid if is_marked else None
        contact, q = binding.contact, binding.q
        if binding.reg_id is None:
            return Target(contact, self._hop_to(binding), epid, q)
        others = self._location.flows_beside(binding, now=now)
        backups = tuple(
            Target(other.contact, self._hop_to(other), epid, q, is_flow=True)
            for other in others
            if other.contact != contact
        )
        return Target(
            contact, self._hop_to(binding), epid, q, backups=backups, is_flow=True
        )

    def _hop_to(self, binding: Binding) -> Endpoint | None:
        """Down the flow of the registration; None: its contact says where.

        Flows are the product's and those of RFC 5626; any other contact may be anywhere
        (§16.6 step 7), such as at another domain, or at another phone.
        """
        is_flow = self._switches.endpoint_identity or binding.reg_id is not None
        if not is_flow:
            contact = parse_uri(binding.contact)
            is_flow = isinstance(contact, SipUri) and contact.host == binding.flow.host
        return self._way_to(binding.flow) if is_flow else None

    def is_ours(self, uri: Uri) -> bool:
        """Whether this server is to know where `uri` leads."""
        if not isinstance(uri, SipUri):
            return True  # tel: leads nowhere else (lync-routing §5.1)
        host = uri.host.lower()
        return self._book.serves(host) or host in self._own_hosts

    def _is_server(self, uri: Uri) -> bool:
        """Whether `uri` is a server of ours and nobody's address."""
        return isinstance(uri, SipUri) and not uri.user and self.is_ours(uri)

    def _unknown(self) -> Reply:
        return self.explained(Reply(404), NO_SUCH_USER)

    def _unavailable(self) -> Reply:
        return self.explained(Reply(480), NO_SUITABLE_RESPONSE)

    def explained(self, reply: Reply, number: int) -> Reply:
        """`reply` with an ms-diagnostics, where this server gives such."""
        if not self._switches.diagnostics:
            return reply
        return explained(reply, number, self._host)

    def refused(self, status: int, number: int) -> Reply:
        """An answer of this server, with an ms-diagnostics where it gives such."""
        return self.explained(Reply(status), number)

    def report(self, number: int) -> str:
        """The ms-diagnostics of a 101; "": this server sends none."""
        if not self._switches.progress_report:
            return ""
        return diagnostics(number, self._host)
