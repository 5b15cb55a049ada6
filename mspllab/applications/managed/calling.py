"""Calling a handler: what it has asked for becomes a decision about the message."""

import traceback
from typing import NamedTuple

from mspllab.applications.dispatched import (
    Handler,
    NotificationReceived,
    RequestReceived,
    ResponseReceived,
)
from mspllab.applications.managed.message import ManagedResponse
from mspllab.applications.managed.transaction import ServerTransaction
from mspllab.cores.decision import (
    PASS,
    Decision,
    Drop,
    Fork,
    Forward,
    Reply,
    Target,
)
from mspllab.errors import ManagedError, UsageError
from mspllab.sip import build
from mspllab.sip.message import Message, Response

OWN = frozenset({"via", "from", "to", "call-id", "cseq", "content-length"})
"""Headers that an answer has from its request or from its body."""


class Outcome(NamedTuple):
    """What came of a handler."""

    decision: Decision
    message: Message
    """The message as it goes on."""
    failures: tuple[str, ...] = ()
    """What went wrong in it, in words."""
    earlier: tuple[Reply, ...] = ()
    """Provisional answers that it gave before."""


def call(handler: Handler, event: RequestReceived | ResponseReceived) -> Outcome:
    """Let `handler` decide about a message.

    An exception of the handler drops the message; it is told with its own line.
    """
    returned, failures = _returned(handler, event)
    transaction = event.server_transaction
    transaction.close()
    told = tuple(dict.fromkeys((*transaction.complaints, *failures)))
    if failures:
        drop = Drop(f"the handler {event.handler} failed: {failures[0]}")
        return Outcome(drop, event.message, told)
    if isinstance(returned, Decision):
        return Outcome(returned, event.message, told)
    if isinstance(event, ResponseReceived):
        return Outcome(*_of_response(event), told)
    return Outcome(*_of_request(event), told, _earlier(transaction))


def notify(handler: Handler, event: NotificationReceived) -> tuple[str, ...]:
    """Tell `handler`; what went wrong in it."""
    return _returned(handler, event)[1]


def _returned(
    handler: Handler, event: RequestReceived | ResponseReceived | NotificationReceived
) -> tuple[object, tuple[str, ...]]:
    try:
        return handler(event), ()
    except UsageError:  # of whoever has wrapped the handler
        raise
    except ManagedError as error:
        return None, (str(error),)
    except Exception as error:  # whatever a handler does, the run goes on
        return None, (_told(error),)


def _told(error: Exception) -> str:
    """The error and where it happened, which is the last line of the handler's file."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    own = [frame for frame in frames if frame.filename == frames[0].filename]
    what = f"{type(error).__name__}: {error}"
    if not own:
        return what
    name = own[-1].filename.replace("\\", "/").rpartition("/")[2]
    return f"{what} ({name}, line {own[-1].lineno})"


def _of_request(event: RequestReceived) -> tuple[Decision, Message]:
    transaction, request = event.server_transaction, event.request
    answer = _answer(transaction)
    if answer is not None:
        return _reply(answer), request.message
    sent = transaction.sent
    if not sent:
        return Drop(_nothing_sent(event)), request.message
    if len(sent) > 1:
        targets = [Target(branch.target) for branch in sent if branch.target]
        return Fork(tuple(targets)), request.message
    target = sent[0].target or request.request_uri
    if request.new_target is not None:
        return PASS, request.message.replace(uri=target)
    if request.is_routed:
        return Forward(Target(target)), request.message
    return PASS, request.message


def _answer(transaction: ServerTransaction) -> ManagedResponse | None:
    """The final response, else the last one where the request went nowhere."""
    final = [one for one in transaction.responses if one.is_final]
    if final or transaction.sent:
        return final[0] if final else None
    return transaction.responses[-1] if transaction.responses else None


def _earlier(transaction: ServerTransaction) -> tuple[Reply, ...]:
    """Provisional answers that are followed by another, or by a branch."""
    answer = _answer(transaction)
    return tuple(
        _reply(one)
        for one in transaction.responses
        if not one.is_final and one is not answer
    )


def _reply(response: ManagedResponse) -> Reply:
    added = tuple((n, v) for n, v in response.headers if n.lower() not in OWN)
    return Reply(response.status_code, response.reason_phrase, added)


def _nothing_sent(event: RequestReceived) -> str:
    why = f"the handler {event.handler} did nothing with it"
    if event.server_transaction.branches:
        return f"{why}: create_branch was called, but no send_request on the branch"
    if event.request.simple_proxy or not event.server_transaction.enable_forking:
        return (
            f"{why}: simple_proxy and enable_forking only say how, and nothing is sent "
            "without create_branch and send_request"
        )
    return why


def _of_response(event: ResponseReceived) -> tuple[Decision, Message]:
    sent = event.server_transaction.responses
    if not sent:
        return Drop(f"the handler {event.handler} did not pass it on"), event.message
    if sent[0] is event.response:
        return PASS, event.response.message
    return PASS, _in_place_of(event.message, event, sent[0])


def _in_place_of(
    came: Message, event: ResponseReceived, made: ManagedResponse
) -> Response:
    """The response that managed code has made where another one had come."""
    request, reply = event.client_transaction.request, _reply(made)
    assert request is not None, "an answer made for no request"
    return build.response(
        request.message,
        reply.status,
        reply.reason,
        to_tag=came.to_tag,
        headers=reply.headers,
    )
