"""Surroundings: what a script may ask of the server it runs on.

The server subclasses `Surroundings` and overrides what it knows; the answers given
here are those of a server that knows nobody.
"""

from typing import NamedTuple

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.errors import ParseError
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


class OutsideSource(NamedTuple):
    """Where a message entered from outside (mspl.md §5.2)."""

    type: str = "Unknown"
    """A member of the constant list ExternalSourceType."""
    network: str = "Unknown"
    """A member of the constant list ExternalSourceNetwork."""


NOT_FROM_OUTSIDE = OutsideSource()
TRUST_HEADER = "ms-edge-proxy-message-trust"
"""Where an Edge writes what it knows of a message (lync-routing §5.2)."""
SOURCE_TYPES = {name.lower(): name for name in CONSTANTS["ExternalSourceType"]}
SOURCE_NETWORKS = {name.lower(): name for name in CONSTANTS["ExternalSourceNetwork"]}
"""How the header writes a member of the constant list → the member."""


def read_trust(value: str) -> OutsideSource:
    """What `ms-source-type=DirectPartner;ms-source-network=federation` says."""
    pairs = (part.partition("=") for part in value.lower().split(";"))
    said = {name.strip(): text.strip() for name, _, text in pairs}
    return OutsideSource(
        SOURCE_TYPES.get(said.get("ms-source-type", ""), "Unknown"),
        SOURCE_NETWORKS.get(said.get("ms-source-network", ""), "Unknown"),
    )


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

    def has_option(self, key: str, option: str, *, is_phone: bool) -> bool:
        """Whether the user has the `option`, a member of the list UserOption.

        `key` is a URI, user@host, or a telephone number where `is_phone` says so; so it
        is below.
        """
        return False

    def policy(self, key: str, kind: str, *, is_phone: bool) -> str:
        """The user's policy as XML; `kind` is of the list UserPolicyType, or ""."""
        return ""

    def category(
        self, key: str, name: str, *, container: int, instance: int, is_phone: bool
    ) -> str | None:
        """A presence publication as XML; None where there is none."""
        return None

    def category_for(
        self, key: str, name: str, *, subscriber: str, network: str, is_phone: bool
    ) -> str | None:
        """The same from the container that `subscriber` may see.

        `network` is the name of a member of the list ExternalSourceNetwork.
        """
        return None

    def may_send(self, source: str, target: str, method: str) -> bool:
        """Whether the user `source` may send the user `target` a `method`."""
        return bool(source and target)

    def has_presence_agent(self) -> bool:
        """Whether the presence part of the server is up."""
        return True

    def authenticated(self, message: Message) -> bool:
        """Whether the sender of `message` proved to this server who it is."""
        return True

    def peer_of(self, message: Message) -> str:
        """Who has sent `message` here: the host in its topmost Via; "": unreadable."""
        try:
            return message.top_via.host
        except ParseError:
            return ""

    def origin(self, message: Message) -> str:
        """Which side of the network it came from: a member of MessageOrigin."""
        return "NetworkUnknown"

    def source_of(self, message: Message) -> OutsideSource:
        """Where it entered from outside: what an Edge has written into it."""
        written = message.headers.get(TRUST_HEADER)
        return NOT_FROM_OUTSIDE if written is None else read_trust(written)

    def made_here(self, message: Message) -> bool:
        """Whether the server's own registrar or presence agent made `message`."""
        return False


NOWHERE = Surroundings()
"""What surrounds a script that is run without a server."""
