"""Device: what a phone can do, and how it names itself; the scenario's words for it."""

from dataclasses import dataclass, replace

from mspllab.cores.user_agent import ALLOW
from mspllab.lync.identity import Identity
from mspllab.sip.negotiation import Ability
from mspllab.sip.uri import SipUri, parse_uri

METHODS = (
    *(*ALLOW, "UPDATE", "INFO", "MESSAGE"),
    *("REFER", "SUBSCRIBE", "NOTIFY", "BENOTIFY"),
)
"""What a phone accepts where a scenario does not say."""


@dataclass(frozen=True, slots=True)
class Device:
    """What distinguishes one make of phone from another."""

    media: tuple[str, ...] = ("audio", "video", "message")
    """What it accepts; other streams are refused."""
    codecs: tuple[str, ...] = ()
    """Names of `negotiation.CODECS`, most wanted first; () is the product's list."""
    methods: tuple[str, ...] = METHODS
    """Methods it accepts; the others are answered 405."""
    supports: tuple[str, ...] = ()
    """Option tags in its Supported header, beyond those it never refuses."""
    events: tuple[str, ...] = ()
    """Event packages it tells subscribers about."""
    refer_with: int | None = None
    """The status code for REFERs; None: it follows them."""
    wants_referrer: bool = False
    """Whether it follows nobody who does not say who refers it (RFC 3892 §5)."""
    session_expires: int | None = None
    """Seconds its calls last unless they are refreshed (RFC 4028); None: for ever."""
    min_se: int = 90
    """Seconds below which it does not take such a time."""
    reinvite_with: int | None = None
    """The status code for re-INVITEs and UPDATEs; None: they are accepted."""

    reliable: bool = False
    """Whether it sends provisionals reliably to whoever supports it (RFC 3262)."""
    instance: str | None = None
    """Its +sip.instance, "urn:uuid:…", by which a registrar knows it again."""
    reg_id: int | None = None
    """Which of its flows it registers (RFC 5626)."""
    q: float | None = None
    """How much its user likes to be called there, 0 to 1."""
    contact: str | None = None
    """The URI it registers, where that is another than its address."""
    refreshes: bool = False
    """Whether it registers again before its time is up."""
    password: str | None = None
    """What it has been told; None: the user's; "": it answers no challenge."""

    def marked(self, identity: Identity) -> Identity:
        """`identity` with what this device says of itself."""
        contact = identity.contact
        if self.contact is not None:
            given = parse_uri(self.contact)
            contact = given if isinstance(given, SipUri) else contact
        return replace(
            identity,
            contact=contact,
            own_instance=self.instance,
            reg_id=self.reg_id,
            q=self.q,
        )

    @property
    def ability(self) -> Ability:
        """What it can do with media."""
        return Ability(self.media, self.codecs)


PLAIN = Device()
