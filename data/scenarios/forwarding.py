"""Code of applications; see managed-302.toml and notification.toml."""

from mspllab.applications.dispatched import NotificationReceived
from mspllab.lync.plan import ReceivedCall


def by_turns(call: ReceivedCall) -> dict[str, int]:
    """The first call by a 303, which the server carries out; the second by a 302."""
    return {"forward_with": 303 if call.n == 1 else 302}


def ignore(event: NotificationReceived) -> None:
    """A notification, which needs no answer."""
