"""Who is known to the deployment: users, contacts, trusted applications, domains."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class User:
    """A person with an address and perhaps a telephone line."""

    name: str
    """Short name used in scenarios: "bob"."""
    uri: str
    """Address of record: "sip:bob@lab.example"."""
    display_name: str = ""
    line: str | None = None
    """"tel:+12065550142"; calls to that number ring this user."""
    password: str = ""
    """What servers that authenticate want to have proved; "": the name."""

    @property
    def secret(self) -> str:
        """The password."""
        return self.password or self.name


@dataclass(frozen=True, slots=True)
class TrustedApplication:
    """A trusted service instance as the topology publishes it (lync-routing §2)."""

    name: str
    host: str
    """Fully qualified name of the trusted computer."""
    port: int
    gruu: str
    """The instance's service GRUU, without angle brackets."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact object: an address owned by a trusted application."""

    name: str
    uri: str
    application: str
    """Name of the trusted application that owns it."""
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything a Front End can look up; addresses compare without regard to case."""

    domains: tuple[str, ...] = ()
    users: tuple[User, ...] = ()
    contacts: tuple[Contact, ...] = ()
    applications: tuple[TrustedApplication, ...] = ()
