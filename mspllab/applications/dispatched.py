"""What a managed handler is handed, and what it may answer (mspl.md §5.7, §7.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mspllab.cores.decision import Decision
from mspllab.sip.message import Message, Request


@dataclass(slots=True)
class Dispatched:
    """A message that a script handed to managed code with Dispatch."""

    handler: str
    """The name the script gave."""
    message: Message
    """The request or response; a handler may put a changed one in its place."""
    request: Request | None
    """The message itself if it is a request, else the request it answers."""
    parameters: tuple[object, ...] = ()
    """The extra arguments of Dispatch."""
    application: str = ""
    """The manifest's appUri."""


@dataclass(frozen=True, slots=True)
class Notified:
    """What a script told managed code with DispatchNotification."""

    handler: str
    parameters: tuple[object, ...] = ()
    application: str = ""


Handler = Callable[..., Decision | None]
"""Takes a `Dispatched` or a `Notified`.

For a `Dispatched` its answer decides about the message, and None means that nothing is
sent, as when managed code neither proxies nor answers. For a `Notified` it is ignored.
"""
Handlers = Mapping[str, Handler]
"""Method name, as scripts write it → handler."""

NO_HANDLERS: Handlers = {}
