"""FrontEndSurroundings: what a Front End tells the scripts it runs."""

from collections.abc import Mapping

from mspllab.applications.hosting.address_text import uri_in
from mspllab.applications.surroundings import (
    METHOD_BITS,
    OutsideSource,
    RegisteredEndpoint,
    Surroundings,
)
from mspllab.cores.location import Binding
from mspllab.errors import ParseError
from mspllab.lync.directory import (
    PLAIN_SERVER,
    PLAIN_USER,
    Partner,
    ServerSettings,
    User,
    UserSettings,
)
from mspllab.lync.routing.address_book import AddressBook, Owner
from mspllab.lync.routing.routes import Routes
from mspllab.sip.message import Message, Request
from mspllab.sip.uri import SipUri, Uri, parse_uri

NO_NAMES: Mapping[str, str] = {}
EDGE = "AccessProxy"
"""The role of a server that can tell inside from outside."""


class FrontEndSurroundings(Surroundings):
    """Answers from the directory and the registrations of one Front End."""

    def __init__(
        self,
        *,
        fqdn: str,
        pool: str,
        book: AddressBook,
        routes: Routes,
        settings: ServerSettings = PLAIN_SERVER,
        partners: tuple[Partner, ...] = (),
        names: Mapping[str, str] = NO_NAMES,
    ) -> None:
        self.fqdn = fqdn
        self.pool = pool
        # A pool of one server, a Standard Edition, has the role HomeServer.
        alone = "HomeServer" if pool == fqdn else "FrontEnd"
        self.role = settings.role or alone
        self._book = book
        self._routes = routes
        self._settings = settings
        self._names = names
        self._partners = {one.domain.lower(): one for one in partners}

    # --- domains and messages ---------------------------------------------------------

    def serves(self, domain: str) -> bool:
        """Whether `domain` is served here; "" asks for a registrar, which there is."""
        return not domain or self._book.serves(domain)

    def knows_domain(self, kind: str, domain: str) -> bool:
        """Whether `domain` is on one of the lists of this server."""
        settings = self._settings
        listed = settings.internal_domains
        if kind == "Blocked":
            listed = settings.blocked_domains
        elif not listed:
            return bool(domain) and self._book.serves(domain)
        return domain.lower() in [one.lower() for one in listed]

    def has_presence_agent(self) -> bool:
        """Whether the presence part of the server is up."""
        return self._settings.pas_online

    def authenticated(self, message: Message) -> bool:
        """Whether the sender is one of our users."""
        sender = _sender(message)
        return sender is not None and isinstance(self._book.owner(sender), User)

    def peer_of(self, message: Message) -> str:
        """The name in the certificate of who has sent it; of a phone its address."""
        host = super().peer_of(message)
        return self._names.get(host, host)

    def origin(self, message: Message) -> str:
        """By the domain of the sender, on an Edge; others cannot tell."""
        if self.role != EDGE:
            return "NetworkUnknown"
        is_inside = self.knows_domain("Internal", _domain(_sender(message)))
        return "NetworkInternal" if is_inside else "NetworkExternal"

    def source_of(self, message: Message) -> OutsideSource:
        """What is known of its sender's domain, else what an Edge wrote into it."""
        partner = self._partners.get(_domain(_sender(message)).lower())
        if partner is None:
            return super().source_of(message)
        return OutsideSource(partner.source, partner.network)

    # --- users ------------------------------------------------------------------------

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
        """The pool of a user it knows, this one where no other is named."""
        owner = self._owner(user_at_host, is_phone=is_phone)
        if not isinstance(owner, User):
            return None
        settings = owner.settings
        if cluster == "BackupRegistrar":
            return settings.backup_pool
        return settings.home_pool or self.pool

    def has_option(self, key: str, option: str, *, is_phone: bool) -> bool:
        """Whether the user has the option."""
        return option in self._settings_of(key, is_phone=is_phone).options

    def policy(self, key: str, kind: str, *, is_phone: bool) -> str:
        """The first policy of that kind; of any kind for ""."""
        policies = self._settings_of(key, is_phone=is_phone).policies
        return next((one.xml for one in policies if kind in ("", one.type)), "")

    def category(
        self, key: str, name: str, *, container: int, instance: int, is_phone: bool
    ) -> str | None:
        """What the user publishes in that container under that number."""
        wanted = (name, container, instance)
        categories = self._settings_of(key, is_phone=is_phone).categories
        found = (
            one.xml
            for one in categories
            if (one.name, one.container, one.instance) == wanted
        )
        return next(found, None)

    def category_for(
        self, key: str, name: str, *, subscriber: str, network: str, is_phone: bool
    ) -> str | None:
        """The first publication of that name that the subscriber may see."""
        categories = self._settings_of(key, is_phone=is_phone).categories
        seen = (
            one.xml
            for one in categories
            if one.name == name and one.may_be_seen(_bare(subscriber), network)
        )
        return next(seen, None)

    def may_send(self, source: str, target: str, method: str) -> bool:
        """Everybody may, but for those whom the target has blocked."""
        blocked = self._settings_of(target, is_phone=False).blocks
        sender = _uri(source, is_phone=False)
        keys = {self._book.key(parse_uri(uri)) for uri in blocked}
        return sender is not None and self._book.key(sender) not in keys

    def _settings_of(self, key: str, *, is_phone: bool) -> UserSettings:
        uri = _uri(key, is_phone=is_phone)
        owner = None if uri is None else self._book.owner(uri)
        return owner.settings if isinstance(owner, User) else PLAIN_USER

    def _owner(self, text: str, *, is_phone: bool) -> Owner | None:
        try:
            uri = parse_uri(f"tel:{text}" if is_phone else f"sip:{text}")
        except ParseError:
            return None
        return self._book.owner(uri)


def _uri(text: str, *, is_phone: bool) -> Uri | None:
    """The URI in a key of a user: a URI, user@host or a telephone number."""
    scheme = text.lower().partition(":")[0]
    if scheme in ("sip", "sips", "tel") or "<" in text:
        return uri_in(text)
    return uri_in(f"tel:{text}" if is_phone else f"sip:{text}")


def _bare(key: str) -> str:
    """A subscriber as user@host, however it was given."""
    uri = _uri(key, is_phone=False)
    return key if uri is None else uri.user_at_host


def _sender(message: Message) -> Uri | None:
    """Who sent it: of a response whoever was asked."""
    name = "From" if isinstance(message, Request) else "To"
    return uri_in(message.headers.get(name) or "")


def _domain(uri: Uri | None) -> str:
    return uri.host if isinstance(uri, SipUri) else ""


def _endpoint(binding: Binding) -> RegisteredEndpoint:
    bits = sum(METHOD_BITS.get(method, 0) for method in set(binding.methods))
    extra = tuple([name for name in binding.methods if name not in METHOD_BITS])
    instance = (binding.instance or "").removeprefix("urn:uuid:") or None
    return RegisteredEndpoint(
        binding.epid or "", instance, binding.contact, bits, extra
    )
