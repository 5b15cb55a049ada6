"""Deployment: what one server knows of everybody, and the stock stages made of it."""

from dataclasses import replace

from mspllab.applications.chain import Bystander, Stage
from mspllab.cores.authentication import Authenticator
from mspllab.cores.location import Binding
from mspllab.cores.registrar import Registrar
from mspllab.errors import ParseError
from mspllab.lync.directory import Directory
from mspllab.lync.profile import Switches
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.client_version import ClientVersionFilter
from mspllab.lync.routing.connections import numbered
from mspllab.lync.routing.federation import Federation
from mspllab.lync.routing.homes import Homes
from mspllab.lync.routing.incoming_federation import IncomingFederation
from mspllab.lync.routing.inter_cluster import InterClusterRouting
from mspllab.lync.routing.neighbours import Neighbours
from mspllab.lync.routing.outward import Outward
from mspllab.lync.routing.priority_list import STOCK
from mspllab.lync.routing.routes import Routes
from mspllab.lync.routing.stock import DefaultRouting, UserServices, make_gruu
from mspllab.lync.routing.telephony import Telephony
from mspllab.sip.uri import SipUri, parse_uri

EXPIRES = 7200
"""Seconds granted to whoever does not ask for less (lync-routing §1.3)."""


class Deployment:
    """Directory, registrations and connections of one server.

    Args:
        host: the server's fully qualified name.
        own_hosts: every name and address of the server and its pool.
        directory: users, contacts, applications and domains.
        switches: what is done the product's way.
        authenticator: asks who registers; None: everybody is believed.
        neighbours: the servers around it; None: it stands alone.
        blocked_clients: beginnings of the User-Agent of clients that are turned away.
    """

    def __init__(
        self,
        *,
        host: str,
        own_hosts: tuple[str, ...],
        directory: Directory,
        switches: Switches,
        authenticator: Authenticator | None = None,
        neighbours: Neighbours | None = None,
        blocked_clients: tuple[str, ...] = (),
    ) -> None:
        self._switches = switches
        self.book = AddressBook(directory, case_blind=switches.case_blind_addresses)
        around = self._neighbours = neighbours or Neighbours()
        self.location = around.shared.location
        self._connections = around.shared.connections
        own = frozenset(name.lower() for name in own_hosts)
        self.routes = Routes(
            host=host,
            own_hosts=own,
            book=self.book,
            location=self.location,
            connections=self._connections,
            neighbours=around,
            switches=switches,
        )
        registrar = Registrar(
            self.location,
            tuple(name.lower() for name in directory.domains),
            is_known=self.book.has_user,
            make_gruu=make_gruu if switches.endpoint_identity else None,
            default_expires=EXPIRES,
            maximum_expires=EXPIRES,
            authenticator=authenticator,
        )
        homes = Homes(self.book, own) if self._has_strangers(directory, own) else None
        self.user_services = UserServices(
            registrar, self.book, around, switches, homes=homes
        )
        outward = self._outward(directory)
        self.default_routing = DefaultRouting(self.routes, switches, outward)
        stages: list[Stage] = [Bystander(name) for name in STOCK]
        stages += [self.user_services, self.default_routing]
        if around.edge is not None:
            stages.append(IncomingFederation(self.book, self.routes, around.edge))
        if homes is not None:
            stages.append(InterClusterRouting(homes, self.routes, around.resolve))
        if blocked_clients:
            stages.append(ClientVersionFilter(blocked_clients, self.routes))
        telephony = Telephony(
            directory, self.book, self.routes, self.default_routing, switches
        )
        self.onward = telephony.onward
        """Finds the targets that callees and redirections name."""
        self.stages = {stage.name: stage for stage in (*stages, *telephony.stages)}
        """The server's own applications, by name; what has nothing to do is idle."""

    def _outward(self, directory: Directory) -> Outward | None:
        """The way to domains outside, where there is an Edge on it."""
        around = self._neighbours
        if around.edge is None:
            return None
        return Outward(
            self.book,
            self.routes,
            Federation(directory.partners),
            edge=around.edge,
            domains=around.domains,
        )

    def _has_strangers(self, directory: Directory, own: frozenset[str]) -> bool:
        """Whether anybody's home is another pool than ours; a plain proxy has none."""
        pools = {user.settings.home_pool for user in directory.users} - {None}
        return bool(self._neighbours.pool) and not own.issuperset(
            pool.lower() for pool in pools if pool
        )

    def is_mine(self, text: str) -> bool:
        """Whether a URI names this server or a domain served here."""
        try:
            uri = parse_uri(text)
        except ParseError:
            return False
        if not isinstance(uri, SipUri):
            return False
        return self.routes.is_own(uri) or self.book.serves(uri.host)

    def preregister(self, binding: Binding) -> Binding:
        """Put `binding` in place, as if it had been registered before the run.

        Returns it as it was kept, which is what the client would have been told.
        """
        self._neighbours.shared.connect(binding.flow, self._neighbours.here)
        if self._switches.endpoint_identity:
            cid = self._connections.cid_of(binding.flow)
            contact = numbered(parse_uri(binding.contact), binding.flow, cid)
            binding = replace(binding, contact=str(contact))
        else:
            binding = replace(binding, gruu=None)
        self.location.add(binding)
        return binding
