"""Surroundings: what a script may ask of the server it runs on.

The server subclasses `Surroundings` and overrides what it knows; the answers given
here are those of a server that knows nobody.
"""

from typing import NamedTuple

from mspllab.sip.message import Message

METHOD_BITS = {
    "REGISTER": 0x0001,
    "SUBSCRIBE": 0x0002,
    "NOTIFY": 0x0004,
    "ACK": 0x0008,
    "BYE": 0x0010,
    "INVITE": 0x0040,
    "OPTIONS": 0x0080,
    "MESSAGE": 0x0100,
    "SERVICE": 0x0400,
    "INFO": 0x0800,
    "REFER": 0x1000,
    "BENOTIFY": 0x4000,
}
"""Method → its bit in `dbEndpoint.StandardMethods` (mspl.md §5.3)."""


class RegisteredEndpoint(NamedTuple):
    """One endpoint a user has registered (mspl.md §5.3)."""

    epid: str
    instance: str | None
    """The UUID in its +sip.instance: "d62ecea5-a59e-56e1-808e-72f602f50a7f"."""
    contact: str
    """The Request-URI that reaches it."""
    methods: int = 0
    """Bits of the methods it takes; 0 with no `extra_methods`: all of them."""
    extra_methods: tuple[str, ...] = ()
    """Methods that have no bit."""


class Surroundings:
    """A server that knows nobody; each method is a question scripts may ask.

    Domains and addresses compare without regard to case. `user_at_host` is an address
    of record without its scheme: "bob@lab.example".
    """

    fqdn: str = "server.invalid"
    """Name of this server: the variable FQDN."""
    pool: str = "server.invalid"
    """Name of its pool: the variable ServerPool."""
    role: str = "FrontEnd"
    """A member of the constant list ServerRole."""

    def serves(self, domain: str) -> bool:
        """Whether `domain` is one of this deployment's; "": is there a registrar.

        A server that knows no deployment takes everything for its own: otherwise
        domainSupported="true" would hide every message from the script.
        """
        return True

    def knows_domain(self, kind: str, domain: str) -> bool:
        """Whether `domain` is on the list called `kind` ("Internal", "Blocked")."""
        return kind == "Internal" and self.serves(domain)

    def endpoints(
        self, user_at_host: str, *, now: float
    ) -> tuple[RegisteredEndpoint, ...]:
        """What the user has registered at `now`, oldest registration first."""
        return ()

    def home_server(
        self, user_at_host: str, *, is_phone: bool, cluster: str
    ) -> str | None:
        """Name of the user's pool; None for unknown users.

        `cluster` is a member of the constant list ClusterType.
        """
        return None

    def has_option(self, user_at_host: str, option: str, *, is_phone: bool) -> bool:
        """Whether the user has the `option`, a member of the list UserOption."""
        return False

    def policy(self, user_at_host: str, kind: str, *, is_phone: bool) -> str:
        """The user's policy as XML; `kind` is of the list UserPolicyType, or ""."""
        return ""

    def category(
        self, user_at_host: str, name: str, *, container: int | None, is_phone: bool
    ) -> str | None:
        """A presence publication as XML; None where there is none.

        `container` None: the one that the asking subscriber may see.
        """
        return None

    def has_presence_agent(self) -> bool:
        """Whether the presence part of the server is up."""
        return True

    def authenticated(self, message: Message) -> bool:
        """Whether the sender of `message` proved to this server who it is."""
        return True

    def made_here(self, message: Message) -> bool:
        """Whether the server's own registrar or presence agent made `message`."""
        return False


NOWHERE = Surroundings()
"""What surrounds a script that is run without a server."""
