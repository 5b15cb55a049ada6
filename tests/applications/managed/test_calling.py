"""What a handler has asked for, as a decision (mspl.md §7.9, lync-routing §3.6)."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from mspllab.applications.dispatched import (
    NotificationReceived,
    RequestReceived,
    ResponseReceived,
    received,
)
from mspllab.applications.managed.calling import Outcome, call, notify
from mspllab.cores.decision import Decision, Drop, Fork, Forward, Pass, Reply, Target
from mspllab.errors import ManagedError, UsageError
from mspllab.sip.build import response
from mspllab.sip.message import Response
from tests.applications.conftest import make_invite

CAROL = "sip:carol@lab.example"
DAVE = "sip:dave@lab.example"


def asked(handler: Callable[[RequestReceived], object]) -> Outcome:
    event = received("OnInvite", make_invite(), None)
    return call(handler, event)  # type: ignore[arg-type]


def answered(handler: Callable[[ResponseReceived], object], status: int) -> Outcome:
    invite = make_invite()
    event = received("OnAnswer", response(invite, status, to_tag="d-01"), invite)
    return call(handler, event)  # type: ignore[arg-type]


def passes_on(event: RequestReceived) -> None:
    event.server_transaction.create_branch().send_request(event.request)


def routes(event: RequestReceived) -> None:
    event.request.request_uri = CAROL
    passes_on(event)


def forks(event: RequestReceived) -> None:
    for uri in (CAROL, DAVE):
        event.request.request_uri = uri
        passes_on(event)


def redirects(event: RequestReceived) -> None:
    moved = event.request.create_response(302)
    moved.add_header("Contact", f"<{CAROL}>")
    event.server_transaction.send_response(moved)


def rings_and_declines(event: RequestReceived) -> None:
    for status in (180, 603):
        event.server_transaction.send_response(event.request.create_response(status))


def only_sets_flags(event: RequestReceived) -> None:
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
    event.request.retarget(CAROL)


def only_branches(event: RequestReceived) -> None:
    event.server_transaction.create_branch()


NOTHING = "the handler OnInvite did nothing with it"


@pytest.mark.parametrize(
    ("handler", "decision"),
    [
        (passes_on, Pass()),
        (routes, Forward(Target(CAROL))),
        (forks, Fork((Target(CAROL), Target(DAVE)))),
        (redirects, Reply(302, "Moved Temporarily", (("Contact", f"<{CAROL}>"),))),
        (rings_and_declines, Reply(603, "Decline")),
        (lambda event: None, Drop(NOTHING)),
        (
            only_sets_flags,
            Drop(
                f"{NOTHING}: simple_proxy and enable_forking only say how, and nothing "
                "is sent without create_branch and send_request"
            ),
        ),
        (
            only_branches,
            Drop(
                f"{NOTHING}: create_branch was called, but no send_request on the "
                "branch"
            ),
        ),
        (lambda event: Reply(486), Reply(486)),
    ],
)
def test_what_a_handler_sends_decides_about_the_request(
    handler: Callable[[RequestReceived], object], decision: Decision
) -> None:
    assert asked(handler).decision == decision


def test_retargeting_goes_on_through_the_list_with_the_new_target() -> None:
    def retargets(event: RequestReceived) -> None:
        event.request.retarget(CAROL)
        passes_on(event)

    outcome = asked(retargets)
    assert outcome.decision == Pass()
    assert getattr(outcome.message, "uri", "") == CAROL


def test_changes_of_headers_go_on_with_the_request() -> None:
    def marks(event: RequestReceived) -> None:
        event.request.add_header("X-Lab", "seen")
        passes_on(event)

    assert asked(marks).message.headers.get("X-Lab") == "seen"


def test_an_exception_drops_the_message_and_is_told_with_its_own_line() -> None:
    def fails(event: RequestReceived) -> None:
        passes_on(event)
        _ = 1 / 0

    outcome = asked(fails)
    line = fails.__code__.co_firstlineno + 2
    what = f"ZeroDivisionError: division by zero (test_calling.py, line {line})"
    assert outcome.failures == (what,)
    assert outcome.decision == Drop(f"the handler OnInvite failed: {what}")


def test_an_exception_in_a_called_library_is_told_with_the_handlers_line() -> None:
    def fails(event: RequestReceived) -> None:
        event.request.set_header("To", "<<<")
        _ = event.request.to

    (failure,) = asked(fails).failures
    assert f"test_calling.py, line {fails.__code__.co_firstlineno + 2}" in failure


def test_misuse_that_the_handler_swallowed_is_told_all_the_same() -> None:
    def swallows(event: RequestReceived) -> None:
        branch = event.server_transaction.create_branch()
        branch.send_request(event.request)
        with suppress(ManagedError):
            branch.send_request(event.request)

    outcome = asked(swallows)
    assert outcome.decision == Pass()
    assert len(outcome.failures) == 1


def test_misuse_that_nobody_caught_is_told_once() -> None:
    def misuses(event: RequestReceived) -> None:
        event.request.request_uri = "tel:+12065550142"
        passes_on(event)

    outcome = asked(misuses)
    assert len(outcome.failures) == 1
    assert isinstance(outcome.decision, Drop)


def test_a_handler_that_keeps_its_transaction_is_too_late_the_next_time() -> None:
    kept: list[RequestReceived] = []
    asked(kept.append)
    with pytest.raises(ManagedError, match="before it returns"):
        kept[0].server_transaction.create_branch()


def test_bad_usage_of_whoever_wraps_a_handler_is_not_swallowed() -> None:
    def wrapped(event: RequestReceived) -> None:
        raise UsageError("no such thing")

    with pytest.raises(UsageError):
        asked(wrapped)


def test_a_response_goes_on_when_the_handler_passes_it_on() -> None:
    def passes(event: ResponseReceived) -> None:
        event.response.add_header("X-Lab", "seen")
        event.server_transaction.send_response(event.response)

    outcome = answered(passes, 200)
    assert outcome.decision == Pass()
    assert outcome.message.headers.get("X-Lab") == "seen"


def test_a_response_that_is_not_passed_on_is_dropped() -> None:
    outcome = answered(lambda event: None, 200)
    assert outcome.decision == Drop("the handler OnAnswer did not pass it on")


def test_another_response_can_take_its_place() -> None:
    def replaces(event: ResponseReceived) -> None:
        request = event.client_transaction.request
        assert request is not None
        event.server_transaction.send_response(request.create_response(480))

    message = answered(replaces, 486).message
    assert isinstance(message, Response)
    assert (message.status, message.to_tag) == (480, "d-01")


def test_a_notification_has_only_its_parameters() -> None:
    seen: list[NotificationReceived] = []
    event = NotificationReceived("OnSeen", ("a", 2))
    assert notify(seen.append, event) == ()  # type: ignore[arg-type]
    assert seen == [event]


def test_a_notification_that_fails_is_told() -> None:
    def fails(event: NotificationReceived) -> None:
        raise ValueError("no")

    (failure,) = notify(fails, NotificationReceived("OnSeen"))  # type: ignore[arg-type]
    assert failure.startswith("ValueError: no (test_calling.py, line ")
