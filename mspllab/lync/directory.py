"""Who is known to the deployment: users, contacts, trusted applications, domains."""

from dataclasses import dataclass

from mspllab.lync.voice import NO_VOICE, PLAIN_PREFERENCES, Preferences, Voice


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of a user, as QueryUserPolicy gives it."""

    xml: str
    type: str = "UC"
    """A member of the constant list UserPolicyType."""


@dataclass(frozen=True, slots=True)
class Category:
    """A publication of a user's presence, as QueryCategory gives it."""

    name: str
    """Of the category: "routing"."""
    xml: str
    container: int = 0
    instance: int = 0
    seen_by: tuple[str, ...] = ()
    """Who may see it: users and domains, and members of ExternalSourceNetwork; empty:
    everybody."""

    def may_be_seen(self, subscriber: str, network: str) -> bool:
        """Whether `subscriber`, a user@host, who came through `network`, may see it."""
        named = {subscriber.lower(), subscriber.lower().rpartition("@")[2]}
        wanted = {one.lower() for one in self.seen_by}
        return not wanted or not wanted.isdisjoint({*named, network.lower()})


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What the administrator has set for a user, and what the user publishes."""

    home_pool: str | None = None
    """None: that of the server that is asked."""
    backup_pool: str | None = None
    options: tuple[str, ...] = ()
    """Members of the constant list UserOption."""
    federated: bool = True
    """Whether people outside may talk to this user, and the other way round."""
    blocks: tuple[str, ...] = ()
    """URIs of users whose messages are not wanted."""
    policies: tuple[Policy, ...] = ()
    categories: tuple[Category, ...] = ()
    dial_plan: str | None = None
    """None: the one called "global", if there is one."""
    voice_policy: str | None = None
    """None: the one called "global", if there is one."""
    voice_mail: str | None = None
    """Name of the server that takes messages; None: there is no voice mail."""
    routing: Preferences = PLAIN_PREFERENCES


@dataclass(frozen=True, slots=True)
class Partner:
    """A domain outside, with which there is federation."""

    domain: str
    network: str = "Federation"
    """A member of the constant list ExternalSourceNetwork."""
    source: str = "DirectPartner"
    """A member of the constant list ExternalSourceType."""
    verified: bool = True
    """Whether its servers vouch for their users."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the administrator has set for a server."""

    role: str = ""
    """A member of the constant list ServerRole; "": as its pool makes it."""
    pas_online: bool = True
    """Whether its presence part is up."""
    internal_domains: tuple[str, ...] = ()
    """Empty: those it serves."""
    blocked_domains: tuple[str, ...] = ()
    blocked_clients: tuple[str, ...] = ()
    """Beginnings of the User-Agent of clients that are turned away."""


PLAIN_USER, PLAIN_SERVER = UserSettings(), ServerSettings()


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
    settings: UserSettings = PLAIN_USER

    @property
    def is_federated(self) -> bool:
        """Whether people outside may talk to this user."""
        return self.settings.federated

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
    address: str = ""
    """Whence its messages are believed unasked; "": they are not."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact object: an address owned by a trusted application."""

    name: str
    uri: str
    application: str
    """Name of the trusted application that owns it."""
    line: str | None = None
    is_federated: bool = False
    """Whether people outside may talk to it."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything a Front End can look up; addresses compare without regard to case."""

    domains: tuple[str, ...] = ()
    users: tuple[User, ...] = ()
    contacts: tuple[Contact, ...] = ()
    applications: tuple[TrustedApplication, ...] = ()
    partners: tuple[Partner, ...] = ()
    voice: Voice = NO_VOICE
