"""What people notice, and the words for it: every `Happened` record is made here.

The text of a record is a sentence without its subject, which is the element.
"""

from collections.abc import Callable

from mspllab.sip.address import Address
from mspllab.trace.records import Happened

WORDS = {
    "registered": "a client or UCMA user endpoint has registered",
    "moved": "a registrar has sent a client to another server",
    "unregistered": "a client has taken its registration back",
    "called": "a caller has dialled",
    "ringback": "the caller hears that it rings somewhere",
    "rings": "a phone begins to ring",
    "answered": "somebody picks a phone up",
    "accepted": "an application has answered a call",
    "records": "voice mail has answered, and takes a message",
    "connected": "the call is up, seen from this side",
    "declined": "a phone or an application refuses a call",
    "forwarded": "a phone or an application sends the caller elsewhere",
    "redirected": "the caller's phone follows a redirection",
    "cancelled": "a phone is silent again because the call was completed elsewhere, or "
    "an application has lost a call it had not answered",
    "missed": "a phone is silent again and lists a missed call",
    "abandoned": "the caller hangs up before anybody answers",
    "ended": "a call that was up is over",
    "failed": "the caller's call, or the answering of it, has come to nothing",
    "received": "an application's code is told of a call",
    "rejected": "a platform turns a message away before any code sees it",
    "hold": "somebody puts the other side on hold, or is put on hold",
    "resumed": "somebody on hold is listened to again, seen from either side",
    "refused": "a change of a call, or a message, was refused; the call goes on",
    "waits": "both sides wanted to change a call at once, and this one waits",
    "says": "somebody sends an instant message",
    "reads": "somebody is shown an instant message",
    "transfers": "somebody hands a call on",
    "fails over": "a caller's server fails, and the call goes by its second one",
    "refers": "somebody is asked to call somebody, outside any call",
    "transferred": "somebody who has handed a call on learns how it went",
    "subscribed": "somebody will be told of something, or no more",
    "notified": "somebody is told of something",
    "started": "a platform has started, or an endpoint is established",
    "shut down": "a platform or an endpoint is no more",
    "exception": "an operation of an application fails at once, with an exception",
    "pending": "the run is over, and an operation of an application never completes",
    "bridges": "an application calls on for a caller, and keeps both calls in step",
    "restarted": "a phone forgets all its calls",
    "loaded": "a server runs an application from now on",
    "waiting": "a server does not start, since a critical application does not run",
    "enabled": "an administrator lets an application run, or run again",
    "file": "a data file of an application has another content",
    "disabled": "an application runs no more: after ten critical errors, or because an "
    "administrator has switched it off",
}
"""Every value of `Happened.what` an element makes, and when it does."""


def name_of(address: Address) -> str:
    """What a phone's display shows for `address`."""
    return address.display_name or str(address.uri)


def registered(at: float, element: str, aor: str, call_id: str) -> Happened:
    """A registration was granted."""
    return Happened(at, element, "registered", f"is registered as {aor}", call_id)


def moved(at: float, element: str, server: str, call_id: str) -> Happened:
    """A registrar has sent a client to another one."""
    return Happened(at, element, "moved", f"is sent to {server}", call_id)


def unregistered(at: float, element: str, aor: str, call_id: str) -> Happened:
    """A registration was taken back."""
    return Happened(
        at, element, "unregistered", f"is no longer registered as {aor}", call_id
    )


def called(at: float, element: str, target: str, call_id: str) -> Happened:
    """A call was placed."""
    return Happened(at, element, "called", f"calls {target}", call_id)


def records(at: float, element: str, caller: str, call_id: str) -> Happened:
    """Voice mail has answered."""
    text = f"takes a message from {caller}"
    return Happened(at, element, "records", text, call_id)


def ringback(at: float, element: str, call_id: str) -> Happened:
    """The first 180 has come."""
    return Happened(at, element, "ringback", "hears that it rings", call_id)


def rings(at: float, element: str, caller: str, call_id: str) -> Happened:
    """A phone begins to ring."""
    return Happened(at, element, "rings", f"rings: {caller} is calling", call_id)


def answered(at: float, element: str, caller: str, call_id: str) -> Happened:
    """A phone was picked up."""
    return Happened(at, element, "answered", f"answers the call from {caller}", call_id)


def accepted(at: float, element: str, caller: str, call_id: str) -> Happened:
    """An application has answered."""
    return Happened(at, element, "accepted", f"accepts the call from {caller}", call_id)


def connected(at: float, element: str, peer: str, call_id: str) -> Happened:
    """The call is up."""
    return Happened(at, element, "connected", f"is connected with {peer}", call_id)


def declined(at: float, element: str, answer: str, call_id: str) -> Happened:
    """A call was refused with the status and reason `answer`."""
    return Happened(at, element, "declined", f"declines with {answer}", call_id)


def forwarded(at: float, element: str, target: str, call_id: str) -> Happened:
    """The callee sends the caller elsewhere."""
    return Happened(
        at, element, "forwarded", f"sends the caller on to {target}", call_id
    )


def redirected(
    at: float, element: str, target: str, status: int, call_id: str
) -> Happened:
    """The caller follows a redirection."""
    text = f"is sent on to {target} by a {status}"
    return Happened(at, element, "redirected", text, call_id)


def silenced(
    at: float, element: str, caller: str, call_id: str, *, rang: bool, elsewhere: bool
) -> Happened:
    """The call was cancelled before this phone was picked up.

    `elsewhere`: the CANCEL said that somebody else has answered, so the phone does not
    list the call among the missed ones.
    """
    before = "stops ringing" if rang else "never rings"
    if elsewhere:
        text = f"{before}: call completed elsewhere"
        return Happened(at, element, "cancelled", text, call_id)
    text = f"{before}: a missed call from {caller}"
    return Happened(at, element, "missed", text, call_id)


def withdrawn(
    at: float, element: str, caller: str, call_id: str, *, rang: bool, elsewhere: bool
) -> Happened:
    """The call was cancelled before this application had answered."""
    why = "call completed elsewhere" if elsewhere else f"{caller} has hung up"
    return Happened(at, element, "cancelled", f"loses the call: {why}", call_id)


def abandoned(at: float, element: str, call_id: str) -> Happened:
    """The caller does not wait any longer."""
    return Happened(
        at, element, "abandoned", "hangs up before anybody answers", call_id
    )


def ended(at: float, element: str, peer: str, call_id: str, *, by_us: bool) -> Happened:
    """A call that was up is over."""
    text = f"hangs up on {peer}" if by_us else f"hears {peer} hang up"
    return Happened(at, element, "ended", text, call_id)


def failed(at: float, element: str, why: str, call_id: str) -> Happened:
    """A call, or the answering of one, has come to nothing."""
    return Happened(at, element, "failed", f"has no call: {why}", call_id)


def holds(at: float, element: str, peer: str, call_id: str) -> Happened:
    """This side puts the other one on hold."""
    return Happened(at, element, "hold", f"puts {peer} on hold", call_id)


def held(at: float, element: str, peer: str, call_id: str) -> Happened:
    """The other side does not listen any more."""
    return Happened(at, element, "hold", f"is put on hold by {peer}", call_id)


def resumes(at: float, element: str, peer: str, call_id: str) -> Happened:
    """This side listens again."""
    return Happened(at, element, "resumed", f"takes {peer} off hold", call_id)


def retrieved(at: float, element: str, peer: str, call_id: str) -> Happened:
    """The other side listens again."""
    return Happened(at, element, "resumed", f"is taken off hold by {peer}", call_id)


OfPeer = Callable[[float, str, str, str], Happened]
"""At, element, the other side and Call-ID → what is noticed."""


def refused(at: float, element: str, method: str, why: str, call_id: str) -> Happened:
    """A request inside a call came to nothing; the call goes on as it was."""
    return Happened(
        at, element, "refused", f"has its {method} refused with {why}", call_id
    )


def waits(
    at: float, element: str, status: int, seconds: float, call_id: str
) -> Happened:
    """A change of a call will be tried again."""
    text = f"is told {status}, and tries again after {seconds:g} s"
    return Happened(at, element, "waits", text, call_id)


def says(at: float, element: str, peer: str, text: str, call_id: str) -> Happened:
    """An instant message is sent."""
    return Happened(at, element, "says", f'says to {peer}: "{text}"', call_id)


def reads(at: float, element: str, peer: str, text: str, call_id: str) -> Happened:
    """An instant message is shown."""
    return Happened(at, element, "reads", f'reads from {peer}: "{text}"', call_id)


def transfers(at: float, element: str, target: str, call_id: str) -> Happened:
    """A call is handed on."""
    return Happened(at, element, "transfers", f"hands the call on to {target}", call_id)


def fails_over(at: float, element: str, server: str, call_id: str) -> Happened:
    """The server is silent or out of reach, and the call goes by another one."""
    text = f"gives its server up, and calls by {server}"
    return Happened(at, element, "fails over", text, call_id)


def refers(at: float, element: str, whom: str, target: str) -> Happened:
    """Somebody is asked to call somebody, outside any call."""
    return Happened(at, element, "refers", f"asks {whom} to call {target}", "")


def transferred(
    at: float, element: str, target: str, line: str, call_id: str
) -> Happened:
    """The other side says how the call it was handed on to goes."""
    text = f"hears how the call to {target} went: {line}"
    return Happened(at, element, "transferred", text, call_id)


def subscribed(at: float, element: str, event: str, call_id: str) -> Happened:
    """A subscription begins."""
    return Happened(at, element, "subscribed", f"will be told of {event}", call_id)


def unsubscribed(at: float, element: str, why: str, call_id: str) -> Happened:
    """A subscription ends."""
    return Happened(at, element, "subscribed", f"is told no more: {why}", call_id)


def notified(at: float, element: str, event: str, text: str, call_id: str) -> Happened:
    """News has come."""
    return Happened(at, element, "notified", f"is told of {event}: {text}", call_id)


def restarted(at: float, element: str) -> Happened:
    """A phone has lost all it knew, and nobody is told."""
    return Happened(at, element, "restarted", "restarts and forgets its calls")


def received(
    at: float, element: str, endpoint: str, caller: str, original: str, call_id: str
) -> Happened:
    """The code of `endpoint` is told of a call; `original` is what To says."""
    text = f"receives a call from {caller} at {endpoint}; To says {original}"
    return Happened(at, element, "received", text, call_id)


def rejected(
    at: float, element: str, method: str, status: int, why: str, call_id: str
) -> Happened:
    """A platform turns a message away."""
    text = f"answers the {method} with {status}: {why}"
    return Happened(at, element, "rejected", text, call_id)


def bridges(at: float, element: str, target: str, call_id: str) -> Happened:
    """A second leg is made for a call."""
    return Happened(at, element, "bridges", f"bridges the call to {target}", call_id)


def started(at: float, element: str, what: str) -> Happened:
    """A platform has started, or an endpoint is established."""
    return Happened(at, element, "started", what)


def shut_down(at: float, element: str, what: str) -> Happened:
    """A platform or an endpoint is no more."""
    return Happened(at, element, "shut down", what)


def exception(
    at: float, element: str, name: str, why: str, call_id: str = ""
) -> Happened:
    """An application's code is thrown an exception called `name`."""
    return Happened(at, element, "exception", f"{name}: {why}", call_id)


def pending(at: float, element: str, operation: str, blocked_by: str) -> Happened:
    """Nothing is left to happen, and this has not ended."""
    text = f"{operation} never completes: blocked by {blocked_by}"
    return Happened(at, element, "pending", text)


def loaded(at: float, element: str, path: str, priority: int) -> Happened:
    """A server has compiled an application and will offer it messages."""
    return Happened(at, element, "loaded", f"runs {path} at priority {priority}")


def waiting(at: float, element: str, path: str) -> Happened:
    """A server does not start."""
    return Happened(at, element, "waiting", f"does not start without {path}")


def enabled(at: float, element: str, path: str, do: str) -> Happened:
    """An administrator did `do`: "enable" or "restart"."""
    return Happened(at, element, "enabled", f"{do}s {path}, no errors counted")


def file_replaced(at: float, element: str, path: str, said: str) -> Happened:
    """A data file has another content, and this came of it."""
    return Happened(at, element, "file", f"{path} {said}")


def disabled(at: float, element: str, path: str) -> Happened:
    """An administrator has switched an application off."""
    return Happened(at, element, "disabled", f"switches {path} off")
