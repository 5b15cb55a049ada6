"""FrontEndSurroundings: what a Front End tells the scripts it runs."""

from mspllab.applications.surroundings import (
    METHOD_BITS,
    RegisteredEndpoint,
    Surroundings,
)
from mspllab.cores.location import Binding
from mspllab.errors import ParseError
from mspllab.lync.directory import User
from mspllab.lync.routing.address_book import AddressBook, Owner
from mspllab.lync.routing.routes import Routes
from mspllab.sip.uri import parse_uri


class FrontEndSurroundings(Surroundings):
    """Answers from the directory and the registrations of one Front End."""

    def __init__(
        self, *, fqdn: str, pool: str, book: AddressBook, routes: Routes
    ) -> None:
        self.fqdn = fqdn
        self.pool = pool
        # A pool of one server, a Standard Edition, has the role HomeServer.
        self.role = "HomeServer" if pool == fqdn else "FrontEnd"
        self._book = book
        self._routes = routes

    def serves(self, domain: str) -> bool:
        """Whether `domain` is served here; "" asks for a registrar, which there is."""
        return not domain or self._book.serves(domain)

    def endpoints(
        self, user_at_host: str, *, now: float
    ) -> tuple[RegisteredEndpoint, ...]:
        """What the user has registered, oldest registration first."""
        owner = self._owner(user_at_host, is_phone=False)
        if owner is None:
            return ()
        return tuple([_endpoint(b) for b in self._routes.bindings_of(owner, now)])

    def home_server(
        self, user_at_host: str, *, is_phone: bool, cluster: str
    ) -> str | None:
        """This pool for everybody it knows."""
        owner = self._owner(user_at_host, is_phone=is_phone)
        return self.pool if isinstance(owner, User) else None

    def _owner(self, text: str, *, is_phone: bool) -> Owner | None:
        try:
            uri = parse_uri(f"tel:{text}" if is_phone else f"sip:{text}")
        except ParseError:
            return None
        return self._book.owner(uri)


def _endpoint(binding: Binding) -> RegisteredEndpoint:
    bits = sum(METHOD_BITS.get(method, 0) for method in set(binding.methods))
    extra = tuple([name for name in binding.methods if name not in METHOD_BITS])
    instance = (binding.instance or "").removeprefix("urn:uuid:") or None
    return RegisteredEndpoint(
        binding.epid or "", instance, binding.contact, bits, extra
    )
