"""Call: one INVITE of a user agent and everything that follows from it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from mspllab.cores.dialog import Dialog, tag_of
from mspllab.sim.datagram import Endpoint
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause

CALL = "call "
"""How the keys of a call's own timers begin; its number follows."""


class CallState(StrEnum):
    """Where a call stands."""

    INVITING = "inviting"
    """We call; there is no final response yet."""
    INVITED = "invited"
    """We are called and have not answered."""
    ANSWERED = "answered"
    """We have answered, and wait for the ACK."""
    CONNECTED = "connected"
    OVER = "over"


@dataclass(slots=True)
class Call:
    """One INVITE outside a dialog, and the dialogs it has made."""

    handle: int
    invite: Request
    transaction: str
    """Key of the INVITE's transaction."""
    name: str
    """What the records call that transaction."""
    local_tag: str
    state: CallState
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    """By the other side's tag: one for each fork that has answered."""
    dialog: Dialog | None = None
    """The one in which the call goes on."""
    # While we call.
    acks: dict[tuple[str, int], Request | None] = field(default_factory=dict)
    """Tag of the other side and CSeq number → the ACK we sent; None: it waits for the
    answer to the offer that the 2xx has made."""
    hop: Endpoint | None = None
    """Where its INVITE goes; None: where everything outside dialogs does."""
    had_provisional: bool = False
    cancel_wanted: bool = False
    """To be cancelled as soon as a provisional response allows it (§9.1)."""
    cancel_sent: bool = False
    cancel_reason: str | None = None
    replaces: int | None = None
    """The call that ends when this one is answered (RFC 3891)."""
    # While we are called.
    provisional: Response | None = None
    """The latest one we sent."""
    reliables: list["Reliable"] = field(default_factory=list)
    """Reliable ones that wait for their PRACK, and those that wait for these."""
    rseq: int = 0
    """RSeq of the latest reliable one; 0 before the first."""
    is_described: bool = False
    """Whether a reliable one has brought our session description."""
    acceptance: "Accepting | None" = None
    """How it will be answered when the PRACK has come (RFC 3262 §3)."""
    unacknowledged: dict[int, "Acceptance"] = field(default_factory=dict)
    """2xx we repeat until their ACK comes, by CSeq number."""
    bye_wanted: bool = False
    """To be ended as soon as the ACK has come (§15)."""
    bye_reason: str | None = None
    # Inside the dialog.
    our_invites: int = 0
    """INVITEs of ours without a final response."""
    their_invite: str = ""
    """Server transaction of the other side's latest INVITE."""
    allowed: tuple[str, ...] = ()
    """Methods the other side takes; () where it has not said."""
    session_expires: str = ""
    """What our requests that change the call say of its time; "": it has none."""
    changes: list["Modification"] = field(default_factory=list)
    """What we want to change, the one under way first."""

    @property
    def key(self) -> str:
        """What its own timers are set for."""
        return f"{CALL}{self.handle}"

    @property
    def session_fields(self) -> tuple[tuple[str, str], ...]:
        """Fields of the requests that change it: how long it lasts from then on."""
        if not self.session_expires:
            return ()
        return (("Session-Expires", self.session_expires), ("Supported", "timer"))

    @property
    def is_ours(self) -> bool:
        """Whether we made it, so that its Call-ID is ours."""
        return tag_of(self.invite, "from") == self.local_tag


@dataclass(slots=True)
class Modification:
    """A re-INVITE or UPDATE that we want answered (§14.1, RFC 3311)."""

    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str | None
    cause: Cause
    is_sent: bool = False


@dataclass(slots=True)
class Reliable:
    """A provisional response that is repeated until its PRACK comes (RFC 3262)."""

    response: Response
    cause: Cause
    interval: float = 0.0


class Accepting(NamedTuple):
    """A 200 that has to wait."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str | None
    cause: Cause


@dataclass(slots=True)
class Acceptance:
    """A 2xx to INVITE that is repeated until its ACK comes (§13.3.1.4)."""

    call: Call
    number: int
    """CSeq number of the INVITE, and of its ACK."""
    response: Response
    transaction: str
    name: str
    """What the records call the transaction."""
    interval: float
    """Seconds between the latest copy and the next."""
