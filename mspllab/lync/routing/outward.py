"""Outward: what a Front End sends to its Edge, because it is for a domain outside."""

from ipaddress import ip_address

from mspllab.cores.decision import Forward, Reply, Target
from mspllab.errors import ParseError
from mspllab.lync.routing.address_book import AddressBook
from mspllab.lync.routing.federation import Federation
from mspllab.lync.routing.routes import Routes
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request
from mspllab.sip.uri import SipUri


class Outward:
    """The way to domains outside.

    Args:
        book: senders, who may need a permission.
        routes: where Route headers lead; they go before.
        federation: the partners, for the number of a refusal.
        edge: where the Edge stands.
        domains: those of the deployment; names within them are inside, too.
    """

    def __init__(
        self,
        book: AddressBook,
        routes: Routes,
        federation: Federation,
        *,
        edge: Endpoint,
        domains: tuple[str, ...],
    ) -> None:
        self._book = book
        self._routes = routes
        self._federation = federation
        self._edge = edge
        self._domains = tuple(domain.lower() for domain in domains)

    def decide(self, request: Request) -> Forward | Reply | None:
        """To the Edge, or 403; None where the request stays inside."""
        try:
            uri, sender = request.request_uri, request.from_.uri
        except ParseError:
            return None
        if not isinstance(uri, SipUri) or not self._routes.ends_here(request):
            return None
        if self._is_inside(uri.host.lower()):
            return None
        owner = self._book.owner(sender)
        if owner is not None and not owner.is_federated:
            number = self._federation.why_not(uri.host)
            return self._routes.refused(403, number)
        return Forward(Target(request.uri, self._edge))

    def _is_inside(self, host: str) -> bool:
        if any(host == name or host.endswith(f".{name}") for name in self._domains):
            return True
        try:
            ip_address(host.strip("[]"))
        except ValueError:
            return False
        return True
