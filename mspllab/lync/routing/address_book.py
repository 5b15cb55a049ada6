"""AddressBook: a directory, indexed once and asked for every request."""

from mspllab.lync.directory import Contact, Directory, TrustedApplication, User
from mspllab.lync.gruu import GruuKind, kind_of_gruu
from mspllab.sip.uri import SipUri, TelUri, Uri, aor_key, parse_uri

Owner = User | Contact
"""Whoever an address can belong to."""
_SEPARATORS = {ord(separator): None for separator in "-.()"}


class AddressBook:
    """Who stands at an address.

    Args:
        directory: everybody there is.
        case_blind: look users up without regard to case, as the product does.
    """

    def __init__(self, directory: Directory, *, case_blind: bool = True) -> None:
        self._case_blind = case_blind
        self._domains = frozenset(name.lower() for name in directory.domains)
        owners: tuple[Owner, ...] = (*directory.users, *directory.contacts)
        self._owners = {self.key(parse_uri(owner.uri)): owner for owner in owners}
        self._lines = {
            number: owner
            for owner in owners
            if owner.line and (number := number_of(parse_uri(owner.line)))
        }
        self._applications = {app.name: app for app in directory.applications}
        self._services = {
            self._service_key(parse_uri(app.gruu)): app
            for app in directory.applications
        }

    def key(self, uri: Uri) -> str:
        """What two addresses share when they are one: the key of bindings, too."""
        key = aor_key(uri)
        return key.lower() if self._case_blind else key

    def serves(self, host: str) -> bool:
        """Whether `host` is one of this deployment's domains."""
        return host.lower() in self._domains

    def has_user(self, key: str) -> bool:
        """Whether `key`, that of an address of record, is a user's."""
        key = key.lower() if self._case_blind else key
        return isinstance(self._owners.get(key), User)

    def owner(self, uri: Uri) -> Owner | None:
        """Whose address `uri` is, or whose number (reverse number look-up)."""
        found = self._owners.get(self.key(uri))
        if found is None:
            number = number_of(uri)
            found = self._lines.get(number) if number else None
        return found

    def application_of(self, contact: Contact) -> TrustedApplication | None:
        """The application that owns a contact object."""
        return self._applications.get(contact.application)

    def application_at(self, uri: Uri) -> TrustedApplication | None:
        """The application instance a service GRUU names; None: no such one."""
        if kind_of_gruu(uri) is not GruuKind.SERVER:
            return None
        return self._services.get(self._service_key(uri))

    def _service_key(self, uri: Uri) -> tuple[str, str | None]:
        opaque = uri.params.get("opaque") if isinstance(uri, SipUri) else None
        return self.key(uri), opaque


def number_of(uri: Uri) -> str | None:
    """The telephone number `uri` stands for, without separators; None: it is none."""
    if isinstance(uri, TelUri):
        return uri.digits
    if not isinstance(uri, SipUri) or uri.user is None:
        return None
    number = uri.user.partition(";")[0].translate(_SEPARATORS)
    is_phone = uri.params.get("user") == "phone"
    return number if is_phone or number.startswith("+") else None
