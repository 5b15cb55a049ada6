"""Functions that reach the managed part of the application (mspl.md §4.2, §7.9)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.dispatched import NotificationReceived, received
from mspllab.applications.hosting.host import Host
from mspllab.applications.managed.calling import call, notify
from mspllab.errors import ScriptError
from mspllab.mspl.vocabulary import Handles, Level
from mspllab.sip.message import Message


@builtin(
    "bool Dispatch(string methodName, any? value…)",
    handles=Handles.HANDLES,
    needs_managed=True,
)
def dispatch(host: Host, name: str, *values: object) -> bool:
    """Hand the message to managed code, which then decides what becomes of it.

    The script runs on, but has no say any more. The body stays behind where
    Transaction.MarshalContent was set to false.

    methodName: name of the handler.
    value: anything that the handler shall be told, null included.
    Gives: false where nobody took it.
    Errors: a critical error where the message was handled already.
    Example: Dispatch("OnRequest", sipRequest.Method, 7, null);
    """
    host.refuse_if_handled("Dispatch")
    handler = host.handlers.get(name)
    if handler is None:
        return False
    whole = host.message
    shown = whole if host.marshal_content else whole.replace(body=b"")
    event = received(name, shown, host.request, values, host.app_uri, host.now)
    outcome = call(handler, event)
    host.message = outcome.message
    if not host.marshal_content:
        host.message = _with_its_body(outcome.message, whole)
    host.fail(outcome.failures)
    host.settle("dispatched", outcome.decision)
    host.earlier += outcome.earlier
    return True


def _with_its_body(handled: Message, whole: Message) -> Message:
    """What the handler made of the message, with the body that it did not see."""
    return handled if handled.body else handled.replace(body=whole.body)


@builtin(
    "bool DispatchNotification(string methodName, any? value…)",
    needs_managed=True,
    since=Level.V2007R2,
)
def dispatch_notification(host: Host, name: str, *values: object) -> bool:
    """Tell managed code something, and keep the message.

    methodName: name of the handler.
    value: anything that the handler shall be told, null included.
    Gives: false where nobody was told.
    Errors: once the message is handled it comes too late, and ends the run.
    Guess: a manifest with scriptOnly refuses it as it does Dispatch.
    Example: DispatchNotification("OnSeen", sipMessage.From);
    """
    if host.is_handled:
        raise ScriptError(
            "DispatchNotification comes too late: line "
            f"{host.cause_line} has already handled the message"
        )
    handler = host.handlers.get(name)
    if handler is None:
        return False
    event = NotificationReceived(name, values, host.app_uri, host.now)
    host.fail(notify(handler, event))
    return True
