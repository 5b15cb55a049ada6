from collections.abc import Callable

import pytest

from mspllab.applications.builtins.answering import challenge, respond
from mspllab.applications.builtins.managed import dispatch, dispatch_notification
from mspllab.applications.builtins.routing import (
    begin_fork,
    end_fork,
    fork,
    proxy_request,
    proxy_response,
    retarget_request,
)
from mspllab.applications.dispatched import NotificationReceived, RequestReceived
from mspllab.applications.hosting.host import Host
from mspllab.cores.decision import Decision, Drop, Fork, Forward, Pass, Reply, Target
from mspllab.errors import CriticalError, ScriptError
from mspllab.sip.message import Request, Response

GRUU = "sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:z85CLh3G"
ROUTE = ("<sip:fe01.lab.example;lr>",)

Hosts = Callable[..., Host]


def test_proxy_request_without_uri_passes_on(host: Hosts) -> None:
    for arguments in ((), ("",)):
        run = host()
        proxy_request(run, *arguments)
        assert (run.outcome, run.decision) == ("proxied", Pass())


def test_proxy_request_with_uri_routes(host: Hosts) -> None:
    run = host()
    proxy_request(run, GRUU)
    assert (run.outcome, run.decision) == ("routed", Forward(Target(GRUU)))


def test_the_deciding_line_is_kept(host: Hosts) -> None:
    run = host()
    run.lines += [(11, 12)]
    proxy_request(run, "")
    run.lines += [(13,)]
    assert run.cause_line == 12


def test_proxy_request_on_a_response_is_critical(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    with pytest.raises(CriticalError, match="only for the sipRequest variable"):
        proxy_request(host(answer()), "")


def test_a_routed_request_can_only_be_passed_on(
    host: Hosts, invite: Callable[..., Request]
) -> None:
    run = host(invite(route=ROUTE))
    with pytest.raises(CriticalError, match="Route header"):
        proxy_request(run, GRUU)
    proxy_request(run, "")
    assert run.decision == Pass()


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("nonsense", "a scheme and a colon"),
        ("<sip:bob@lab.example>", "no angle brackets"),
        ("sip:bob @lab.example", "no white space"),
        ("tel:+12065550142", "sip: URIs only"),
        ("sips:bob@lab.example", "sip: URIs only"),
        ("http://lab.example", "sip: URIs only"),
    ],
)
def test_proxy_request_to_nowhere_ends_the_run(
    host: Hosts, uri: str, said: str
) -> None:
    run = host()
    with pytest.raises(ScriptError, match=said) as error:
        proxy_request(run, uri)
    assert not isinstance(error.value, CriticalError)
    assert run.decision is None


def test_the_second_final_action_is_critical(host: Hosts) -> None:
    run = host()
    run.lines.append((12,))
    proxy_request(run, "")
    for again in (
        lambda: proxy_request(run, ""),
        lambda: begin_fork(run),
        lambda: end_fork(run),
        lambda: retarget_request(run, "sip:bob@lab.example"),
        lambda: dispatch(run, "handler"),
    ):
        with pytest.raises(CriticalError, match="line 12 already passed on"):
            again()
    assert run.decision == Pass()


def test_an_assigned_request_uri_is_where_the_request_goes(host: Hosts) -> None:
    run = host()
    run.route(GRUU)
    proxy_request(run, "")
    assert (run.outcome, run.decision) == ("routed", Forward(Target(GRUU)))


def test_proxy_response_passes_back(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    run = host(answer())
    proxy_response(run)
    assert (run.outcome, run.decision) == ("proxied", Pass())


def test_proxy_response_on_a_request_is_critical(host: Hosts) -> None:
    with pytest.raises(CriticalError, match="only for the sipResponse variable"):
        proxy_response(host())


def test_proxy_response_twice_is_critical(
    host: Hosts, answer: Callable[..., Response]
) -> None:
    run = host(answer())
    proxy_response(run)
    with pytest.raises(CriticalError, match="too late"):
        proxy_response(run)


def test_retarget_request_does_not_handle_the_message(host: Hosts) -> None:
    run = host()
    retarget_request(run, "sip:carol@lab.example")
    assert (run.retarget, run.decision) == ("sip:carol@lab.example", None)
    assert run.sipRequest.RequestUri == "sip:bob@lab.example"


def test_retarget_request_is_for_new_requests_only(
    host: Hosts, invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    with pytest.raises(ScriptError, match="Route header"):
        retarget_request(host(invite(route=ROUTE)), "sip:carol@lab.example")
    with pytest.raises(CriticalError, match="RetargetRequest"):
        retarget_request(host(answer()), "sip:carol@lab.example")


def test_fork_collects_targets_until_end_fork(host: Hosts) -> None:
    run = host()
    begin_fork(run)
    fork(run, "sip:a@192.0.2.1")
    fork(run, "sip:b@192.0.2.2")
    assert run.decision is None
    end_fork(run)
    targets = (Target("sip:a@192.0.2.1"), Target("sip:b@192.0.2.2"))
    assert (run.outcome, run.decision) == ("forked", Fork(targets))


def test_each_branch_has_the_epid_that_to_had_when_it_was_added(
    host: Hosts, invite: Callable[..., Request]
) -> None:
    run = host()
    begin_fork(run)
    for epid in ("b1", "b2"):
        run.change(invite(to=f"<sip:bob@lab.example>;epid={epid}"))
        fork(run, "sip:a@192.0.2.1")
    end_fork(run)
    assert isinstance(run.decision, Fork)
    assert [target.epid for target in run.decision.targets] == ["b1", "b2"]


def test_fork_without_begin_fork_ends_the_run(host: Hosts) -> None:
    with pytest.raises(ScriptError, match="call BeginFork first"):
        fork(host(), "sip:a@192.0.2.1")


def test_end_fork_without_begin_fork_is_critical(host: Hosts) -> None:
    with pytest.raises(CriticalError, match="call BeginFork first"):
        end_fork(host())


def test_end_fork_without_fork_is_critical(host: Hosts) -> None:
    run = host()
    run.lines.append((12,))
    begin_fork(run)
    with pytest.raises(CriticalError, match="since BeginFork in line 12"):
        end_fork(run)


def test_begin_fork_twice_ends_the_run(host: Hosts) -> None:
    run = host()
    begin_fork(run, False, 0)
    with pytest.raises(ScriptError, match="still open"):
        begin_fork(run)


def test_fork_to_nonsense_ends_the_run(host: Hosts) -> None:
    run = host()
    begin_fork(run)
    with pytest.raises(ScriptError, match="Fork"):
        fork(run, "nonsense")


def test_neither_responses_nor_routed_requests_can_be_forked(
    host: Hosts, invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    for message in (answer(), invite(route=ROUTE)):
        with pytest.raises(ScriptError, match="BeginFork"):
            begin_fork(host(message))
    for call in (end_fork, lambda run: fork(run, "sip:a@192.0.2.1")):
        with pytest.raises(CriticalError, match="sipRequest"):
            call(host(answer()))


def test_respond_answers_with_headers(host: Hosts) -> None:
    run = host()
    contact = "Contact=<sip:frontdesk@lab.example?X-Orig=bob>"
    assert respond(run, "302", "Moved Temporarily", contact, " X-A = 1 ")
    headers = (("Contact", "<sip:frontdesk@lab.example?X-Orig=bob>"), ("X-A", "1"))
    assert run.decision == Reply(302, "Moved Temporarily", headers)
    assert run.outcome == "responded"


def test_respond_knows_the_phrase_of_a_code(host: Hosts) -> None:
    for code, phrase in (("486", "Busy Here"), ("499", "Bad Request")):
        run = host()
        assert respond(run, code)
        assert run.decision == Reply(int(code), phrase)


def test_respond_may_have_an_empty_header(host: Hosts) -> None:
    run = host()
    assert respond(run, "302", "Moved Temporarily", "Contact=")
    assert run.decision == Reply(302, "Moved Temporarily", (("Contact", ""),))


@pytest.mark.parametrize("header", ["Contact: <sip:a@b>", "Contact", "=x", "a b=c", ""])
def test_respond_with_a_header_of_another_shape_is_critical(
    host: Hosts, header: str
) -> None:
    run = host()
    with pytest.raises(CriticalError, match="Name=Value"):
        respond(run, "302", "Moved Temporarily", header)
    assert run.decision is None


def test_respond_cannot_smuggle_in_a_second_header(host: Hosts) -> None:
    with pytest.raises(ScriptError, match="line break"):
        respond(host(), "302", "", "Contact=<sip:a@b>\r\nVia: forged")


def test_a_line_break_in_the_reason_ends_the_run(host: Hosts) -> None:
    run = host()
    with pytest.raises(ScriptError, match="the reason holds a line break"):
        respond(run, "404", "Not Found\r\nVia: forged")
    assert run.decision is None


@pytest.mark.parametrize("name", ["Via", "t", "FROM", "i", "CSeq", "Content-Length"])
def test_respond_leaves_to_the_server_what_every_answer_has(
    host: Hosts, name: str
) -> None:
    run = host()
    with pytest.raises(ScriptError, match=f"the server writes {name} itself"):
        respond(run, "404", "Not Found", f"{name}=forged")
    assert run.decision is None


@pytest.mark.parametrize("code", ["", "99", "700", "abc", "3o2", "+302", "1302", "²00"])
def test_respond_with_a_code_that_is_none_ends_the_run(host: Hosts, code: str) -> None:
    with pytest.raises(ScriptError, match="from 100 to 699"):
        respond(host(), code, "Reason")


def test_respond_is_false_where_no_answer_is_possible(
    host: Hosts, invite: Callable[..., Request], answer: Callable[..., Response]
) -> None:
    assert not respond(host(answer()), "486", "Busy Here")
    assert not respond(host(invite("ACK")), "486", "Busy Here")
    run = host()
    assert respond(run, "486")
    assert not respond(run, "302")
    assert run.decision == Reply(486, "Busy Here")


def test_challenge_is_a_401(host: Hosts, answer: Callable[..., Response]) -> None:
    run = host()
    assert challenge(run)
    assert isinstance(run.decision, Reply)
    assert run.decision.status == 401
    assert run.decision.headers[0][0] == "WWW-Authenticate"
    with pytest.raises(CriticalError, match="Challenge"):
        challenge(host(answer()))


def test_dispatch_without_a_handler_is_false_and_handles_nothing(host: Hosts) -> None:
    run = host()
    assert not dispatch(run, "OnInvite", 1)
    assert run.decision is None


def test_dispatch_hands_over_message_and_parameters(
    host: Hosts, invite: Callable[..., Request]
) -> None:
    seen: list[RequestReceived] = []

    def handler(event: RequestReceived) -> Decision:
        seen.append(event)
        return Reply(486)

    run = host(handlers={"OnInvite": handler})
    assert dispatch(run, "OnInvite", 1, None, "text")
    assert (run.outcome, run.decision) == ("dispatched", Reply(486))
    (event,) = seen
    assert (event.handler, event.parameters) == ("OnInvite", (1, None, "text"))
    assert event.message == event.request.message == invite()
    assert event.application == "http://lab.example/apps/one"


def test_a_handler_may_change_the_message(host: Hosts) -> None:
    def handler(event: RequestReceived) -> Decision:
        event.message = event.message.with_header("X-Lab", "seen")
        return Pass()

    run = host(handlers={"OnInvite": handler})
    dispatch(run, "OnInvite")
    assert run.message.headers.get("X-Lab") == "seen"


def test_a_handler_that_does_nothing_keeps_the_message(host: Hosts) -> None:
    run = host(handlers={"OnInvite": lambda event: None})
    dispatch(run, "OnInvite")
    assert run.decision == Drop("the handler OnInvite did nothing with it")


def test_a_notification_leaves_the_message_with_the_script(host: Hosts) -> None:
    seen: list[NotificationReceived] = []
    run = host(handlers={"OnSeen": seen.append})
    assert dispatch_notification(run, "OnSeen", "a", 2)
    assert not dispatch_notification(run, "OnOther")
    assert run.decision is None
    expected = NotificationReceived("OnSeen", ("a", 2), "http://lab.example/apps/one")
    assert seen == [expected]


def test_a_notification_after_proxying_ends_the_run(host: Hosts) -> None:
    run = host(handlers={"OnSeen": print})
    proxy_request(run, "")
    with pytest.raises(ScriptError, match="comes too late"):
        dispatch_notification(run, "OnSeen")
