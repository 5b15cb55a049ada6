"""What a user agent has to tell whoever uses it: mixed into its effects, in order."""

from typing import NamedTuple

from mspllab.sip.message import Request, Response


class IncomingInvite(NamedTuple):
    """Somebody calls; answer with `ring`, `accept` or `reject`."""

    call: int
    request: Request
    is_expected: bool = False
    """Whether it replaces or joins a call, and is to be answered without ringing."""


class Cancelled(NamedTuple):
    """The caller gave up before there was an answer."""

    call: int
    reason: str | None
    """The CANCEL's Reason header; "expired" where the INVITE's own time was up."""


class Progress(NamedTuple):
    """A provisional response other than 100 has come for a call we make."""

    call: int
    response: Response


class Answered(NamedTuple):
    """A call we make was answered, and the ACK has been sent."""

    call: int
    response: Response


class Rejected(NamedTuple):
    """A call we make has come to nothing."""

    call: int
    status: int
    """408 and 503 stand for no answer and no way there, where `response` is None."""
    response: Response | None


class Confirmed(NamedTuple):
    """The ACK of our 2xx has come: the call is up."""

    call: int


class AckTimedOut(NamedTuple):
    """No ACK within 64·T1 of our 2xx; a BYE follows (§13.3.1.4)."""

    call: int


class Ended(NamedTuple):
    """An answered call is over."""

    call: int
    by_us: bool
    request: Request | None = None
    """The BYE of the other side."""


class Registered(NamedTuple):
    """A REGISTER was accepted."""

    aor: str
    response: Response
    request: Request


class NotRegistered(NamedTuple):
    """A REGISTER was refused, or got no answer."""

    aor: str
    status: int
    response: Response | None


class IncomingRequest(NamedTuple):
    """A request this user agent does not deal with itself; answer with `respond`."""

    call: int | None
    """The call in whose dialog it came; None outside any dialog."""
    request: Request
    transaction: str


class RequestAnswered(NamedTuple):
    """A request made with `request` or `send` has its final response."""

    call: int | None
    request: Request
    status: int
    """408 and 503 stand for no answer and no way there, where `response` is None."""
    response: Response | None


class Waiting(NamedTuple):
    """A change of a call was refused for now, and will be tried again (§14.1)."""

    call: int
    status: int
    """491: both sides wanted one at once; 500: the other side is not ready."""
    seconds: float


class IncomingRefer(NamedTuple):
    """Somebody asks us to call somebody; answer with `accept_refer` or `refuse`."""

    subscription: int
    call: int | None
    """The call in whose dialog it came."""
    request: Request
    transaction: str


class Subscribed(NamedTuple):
    """A SUBSCRIBE or REFER of ours was accepted."""

    subscription: int
    response: Response


class Notified(NamedTuple):
    """News has come of something we have subscribed to."""

    subscription: int
    request: Request
    is_last: bool


class SubscriptionEnded(NamedTuple):
    """A subscription was refused, or came to an end without a last NOTIFY."""

    subscription: int
    status: int
    """The answer that ended it; 0: its time was up."""


Event = (
    IncomingRefer
    | Subscribed
    | Notified
    | SubscriptionEnded
    | Waiting
    | IncomingInvite
    | Cancelled
    | Progress
    | Answered
    | Rejected
    | Confirmed
    | AckTimedOut
    | Ended
    | Registered
    | NotRegistered
    | IncomingRequest
    | RequestAnswered
)
