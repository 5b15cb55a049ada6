"""What managed code may ask of its transactions, and what not (mspl.md §7.11)."""

from collections.abc import Callable

import pytest

from mspllab.applications.dispatched import RequestReceived, received
from mspllab.errors import ManagedError
from mspllab.sip.build import response
from mspllab.sip.message import Request
from tests.applications.conftest import make_invite

Act = Callable[[RequestReceived], object]


def dispatched(**more: str) -> RequestReceived:
    event = received("OnInvite", make_invite(**more), None)
    assert isinstance(event, RequestReceived)
    return event


def sent_twice(event: RequestReceived) -> None:
    branch = event.server_transaction.create_branch()
    branch.send_request(event.request)
    branch.send_request(event.request)


def second_request(event: RequestReceived) -> None:
    branch = event.server_transaction.create_branch()
    branch.send_request(event.request)
    branch.send_request(dispatched().request)


def second_branch_without_forking(event: RequestReceived) -> None:
    event.server_transaction.enable_forking = False
    event.server_transaction.create_branch()
    event.server_transaction.create_branch()


def same_response_twice(event: RequestReceived) -> None:
    ringing = event.request.create_response(180)
    event.server_transaction.send_response(ringing)
    event.server_transaction.send_response(ringing)


def two_finals(event: RequestReceived) -> None:
    for status in (486, 603):
        event.server_transaction.send_response(event.request.create_response(status))


def answered_and_sent_on(event: RequestReceived) -> None:
    event.server_transaction.create_branch().send_request(event.request)
    event.server_transaction.send_response(event.request.create_response(200))


def too_late(event: RequestReceived) -> None:
    event.server_transaction.close()
    event.server_transaction.create_branch()


def to_a_number(event: RequestReceived) -> None:
    event.request.request_uri = "tel:+12065550142"
    event.server_transaction.create_branch().send_request(event.request)


def to_sips(event: RequestReceived) -> None:
    event.request.retarget("sips:bob@lab.example")
    event.server_transaction.create_branch().send_request(event.request)


def simple_but_renamed(event: RequestReceived) -> None:
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
    event.request.set_header("To", "<sip:carol@lab.example>")
    event.server_transaction.create_branch().send_request(event.request)


MISUSE: dict[Act, str] = {
    sent_twice: "each branch needs a client transaction of its own",
    second_request: "takes one request, not a second",
    second_branch_without_forking: "enable_forking is false",
    same_response_twice: "this very response has been passed on before",
    two_finals: "the final response 486 was sent before",
    answered_and_sent_on: "the request has been sent on",
    too_late: "the transaction is over",
    to_a_number: "sip: URIs only, not to 'tel:+12065550142'",
    to_sips: "sip: URIs only, not to 'sips:bob@lab.example'",
    simple_but_renamed: "simple_proxy is set, and To was changed",
}


@pytest.mark.parametrize("act", MISUSE, ids=lambda act: act.__name__)
def test_misuse_is_refused_and_noted(act: Act) -> None:
    event = dispatched()

    with pytest.raises(ManagedError) as caught:
        act(event)

    assert MISUSE[act] in str(caught.value)
    assert event.server_transaction.complaints == [str(caught.value)]


@pytest.mark.parametrize("status", [99, 700, 0, -1])
def test_a_status_code_that_is_none_is_refused(status: int) -> None:
    with pytest.raises(ManagedError, match=f"from 100 to 699, not {status}"):
        dispatched().request.create_response(status)


def test_several_branches_fork() -> None:
    event = dispatched()
    first = event.server_transaction.create_branch()
    first.send_request(event.request)
    assert first.fork_state == "FALSE"
    event.server_transaction.create_branch().send_request(event.request)
    assert first.fork_state == "TRUE"


def test_a_simple_proxy_may_change_other_headers() -> None:
    event = dispatched()
    event.server_transaction.enable_forking = False
    event.request.simple_proxy = True
    event.request.add_header("X-Lab", "seen")
    event.server_transaction.create_branch().send_request(event.request)
    assert len(event.server_transaction.sent) == 1


def test_a_provisional_answer_does_not_end_it() -> None:
    event = dispatched()
    for status in (180, 183, 486):
        event.server_transaction.send_response(event.request.create_response(status))
    statuses = [one.status_code for one in event.server_transaction.responses]
    assert statuses == [180, 183, 486]


def test_a_request_that_has_an_answer_cannot_be_sent_on() -> None:
    invite = make_invite()
    event = received("OnAnswer", response(invite, 486), invite)
    with pytest.raises(ManagedError, match="cannot be sent on any more"):
        event.server_transaction.create_branch()


def test_the_request_stays_the_one_that_came() -> None:
    event = dispatched()
    before = event.message
    event.request.request_uri = "sip:carol@lab.example"
    assert event.server_transaction.first == before
    assert isinstance(event.message, Request)
    assert event.message.uri == "sip:carol@lab.example"
