"""Plans: what a phone or an application does with a call, and the scenario's steps.

All delays are seconds of simulated time, counted from the arrival of the INVITE; None
means that it never happens.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from mspllab.sim.datagram import Endpoint


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """What somebody does when this phone is called."""

    ring_after: float | None = 0.0
    ring_with: int = 180
    early_media: bool = False
    """Whether its ringing brings a session description."""
    answer_after: float | None = None
    decline_after: float | None = None
    decline_with: int = 603
    redirect_after: float | None = None
    redirect_to: tuple[str, ...] | None = None
    """URIs, or <URI>;q=…, for the Contact of a 3xx answer; () for none."""
    redirect_with: int = 302
    hang_up_after: float | None = None
    """Seconds after the call was connected."""


@dataclass(frozen=True, slots=True)
class CallPlan(PhonePlan):
    """The same for some calls only."""

    n: int | None = None
    """The number of the call at this phone, from 1; None: any."""
    caller: str | None = None
    """The caller's URI; None: anybody."""


class ReceivedCall(NamedTuple):
    """What the code of an application is told of a call: RequestData and more."""

    n: int
    """The number of the call at this endpoint, from 1."""
    caller: str
    """URI in From."""
    callee: str
    """URI in To: whom the caller wanted."""
    request_uri: str
    media: tuple[str, ...]
    """Kinds that are offered, such as ("audio", "video"); () where nothing is."""
    headers: Mapping[str, str]
    """Every header, the first line of each name."""


Code = Callable[[ReceivedCall], Mapping[str, Any]]
"""An application's code: a call → keys of `on_call`, and their values."""


@dataclass(frozen=True, slots=True)
class ApplicationPlan:
    """What a UCMA application does with an incoming call (lync-routing §3.3)."""

    ring: bool = False
    """Send 180 at once."""
    accept_after: float | None = None
    decline_after: float | None = None
    decline_with: int = 486
    forward_after: float | None = None
    forward_to: str | None = None
    """A URI, or "original" for the address in the To header of the INVITE."""
    forward_with: int = 303
    hang_up_after: float | None = None
    transfer_after: float | None = None
    """Seconds after the call was connected."""
    transfer_to: str | None = None
    """A URI, or "original"."""
    transfer: str = "unattended"
    """Or "attended", or "supervised": in the place of a call of its own."""
    back_to_back_after: float | None = None
    back_to_back_to: str | None = None
    """A URI, or "original"."""
    impersonate: str | None = None
    """From of the calls it makes: a URI, or "caller"; None: its own."""
    pass_headers: tuple[str, ...] = ()
    """Headers that a back-to-back call hands through, beside the usual ones."""
    loop_budget: int = 10
    """Calls with one From and To within a minute; the last of them is refused."""
    python: "str | Code | None" = None
    """Code that says, for each call, what of all this is to be otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a scenario's timeline: at this time, this element does that."""

    at: float
    who: str
    """Name of the element."""
    do: str
    """One of the verbs of `calls.line` and `lync.platform`; register, unregister, send,
    reboot; of a server's administrator: enable, disable, restart, replace file."""
    to: str | None = None
    """Target URI of a call."""
    media: tuple[str, ...] | None = None
    """audio, video, message; empty: no session description; None: what is usual."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers of the request."""
    message: str | None = None
    """Text of a raw message to send."""
    application: str | None = None
    """Whom an administrator means: a manifest's file or an appUri; None: all."""
    file: str | None = None
    """The data file that gets another content, as a manifest calls it."""
    content: str | None = None
    """What the data file holds then."""
    peer: str | None = None
    """URI of the other side of the call that is meant; None: every call, or the latest
    one where only one can be meant."""
    targets: tuple[str, ...] | None = None
    """Where a redirection leads; None: to `to`."""
    text: str = ""
    """What a MESSAGE or an INFO says."""
    status: int | None = None
    """Of declining or redirecting."""
    offers: bool = True
    """Whether a call or a re-INVITE offers media; if not, the answer does."""
    event: str | None = None
    """The event package of a subscription, or of news."""
    expires: int | None = None
    """Seconds of a subscription or registration."""
    attended: bool = False
    """Whether a transfer waits for its end, and replaces another call of ours."""
    target: str | None = None
    """Whom the one who is referred is to call."""
    replaces: str | None = None
    """The client whose latest call is taken over."""
    joins: str | None = None
    """The client whose latest call is joined."""
    dialog: str = ""
    """That call as its other side knows it, when the step is due."""
    reason: str | None = None
    """Value of a Reason header."""
    identity: str | None = None
    """From of a call in somebody's name; None: the caller's own."""
    connection: Endpoint | None = None
    """Where a call goes past the server (UCMA's ConnectionContext)."""
    endpoint: str | None = None
    """Of an application, who does it; None: the first endpoint."""
    telephone: str | None = None
    """Who calls behind a gateway; None: the first telephone there."""
    transaction: bool = False
    """Whether a raw request is repeated and its answer taken."""

    def __str__(self) -> str:
        return f"{self.who}: {self.do}" + "".join(
            f" {what}" for what in (self.to, self.file, self.application) if what
        )
