"""Alice calls, and takes whatever comes back."""

from mspllab.cores.events import Answered, Ended, Progress, Rejected
from mspllab.trace.records import DialogChanged
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")


def dialogs(lab: Lab, name: str = "alice") -> list[tuple[str, str]]:
    return [(r.before, r.after) for r in lab.wires.of(name, DialogChanged)]


def test_a_call_is_made_answered_and_ended(pair: Lab) -> None:
    wires = pair.wires
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("bob", "accept", 1)
    pair.do("alice", "bye", call)

    assert wires.sent() == [
        *("INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE"),
    ]
    assert wires.happened("alice") == ["Progress", "Answered", "Ended"]
    assert wires.happened("bob") == ["IncomingInvite", "Confirmed", "Ended"]
    wires.run()
    assert wires.live == {}


def test_rule_081_only_a_tagged_provisional_makes_an_early_dialog(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "ring", 1, status=100)
    assert dialogs(pair) == []

    pair.do("bob", "ring", 1)
    assert dialogs(pair) == [("", "early")]
    assert [event.response.status for event in pair.wires.heard("alice", Progress)] == [
        180
    ]


def test_rule_056_a_cancel_waits_for_a_provisional(pair: Lab) -> None:
    wires = pair.wires
    call = pair.call(DIRECT)
    pair.do("alice", "cancel", call)
    assert "CANCEL" not in wires.sent()

    pair.do("bob", "ring", 1)

    assert wires.sent()[2:] == ["CANCEL", "200 CANCEL", "487 INVITE", "ACK"]
    assert [event.status for event in wires.heard("alice", Rejected)] == [487]
    wires.run()
    assert wires.live == {}


def test_rule_056_a_final_response_ends_the_wish_to_cancel(pair: Lab) -> None:
    call = pair.call(DIRECT)
    pair.do("alice", "cancel", call)

    pair.do("bob", "reject", 1, 486)

    assert "CANCEL" not in pair.wires.sent()
    pair.wires.run()
    assert pair.wires.live == {}


def test_rule_055_a_cancel_repeats_what_names_its_invite(pair: Lab) -> None:
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("alice", "cancel", call, reason='SIP;cause=600;text="no more"')

    invite, cancel = pair.wires.one("INVITE"), pair.wires.one("CANCEL")

    for name in ("Via", "From", "To", "Call-ID"):
        assert cancel.headers.all(name) == invite.headers.all(name)
    assert cancel.uri == invite.uri
    assert str(cancel.cseq) == "1 CANCEL"
    assert cancel.headers.get("Reason") == 'SIP;cause=600;text="no more"'


def test_rule_060_64_t1_after_the_cancel_the_call_counts_as_cancelled(
    pair: Lab,
) -> None:
    wires = pair.wires
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("alice", "cancel", call, transfer=False)

    wires.wait(31.9, deaf=True)
    assert wires.heard("alice", Rejected) == []
    wires.wait(0.1, deaf=True)

    [rejected] = wires.heard("alice", Rejected)
    assert (rejected.status, rejected.response) == (487, None)
    assert wires.elements["alice"].live == ()


def test_an_answer_that_crosses_the_cancel_is_acknowledged_and_hung_up(
    pair: Lab,
) -> None:
    wires = pair.wires
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)
    pair.do("bob", "accept", 1, transfer=False)
    pair.do("alice", "cancel", call)

    assert wires.heard("alice", Answered) == []
    assert wires.heard("alice", Ended) == [Ended(call, by_us=True)]
    assert wires.sent(by="alice") == ["INVITE", "CANCEL", "ACK", "BYE"]
    wires.run()
    assert wires.live == {}


def test_rule_041_no_answer_is_a_408(pair: Lab) -> None:
    wires = pair.wires
    call = pair.call(DIRECT, transfer=False)

    wires.run(deaf=True)

    assert wires.heard("alice") == [Rejected(call, 408, None)]
    assert wires.live == {}


def test_rule_041_no_way_there_is_a_503(pair: Lab) -> None:
    call = pair.call("sip:carol@192.0.2.77:5060")

    assert pair.wires.heard("alice") == [Rejected(call, 503, None)]
    assert pair.wires.live == {}


def test_rule_088_a_failure_ends_all_early_dialogs(fork: Lab) -> None:
    fork.call()
    for phone in ("desk", "mobile"):
        fork.do(phone, "ring", 1)

    fork.do("tablet", "reject", 1, 603)

    early, ended = ("", "early"), ("early", "terminated")
    assert dialogs(fork) == [early, early, ended, ended]


def test_rule_089_two_answers_two_acks_and_a_bye_for_the_second(fork: Lab) -> None:
    wires = fork.wires
    call = fork.call()
    fork.do("desk", "accept", 1, transfer=False)
    fork.do("mobile", "accept", 1)

    assert wires.sent(by="alice") == ["INVITE", "ACK", "ACK", "BYE"]
    assert wires.happened("alice") == ["Answered"]
    assert wires.heard("desk", Ended) == []
    assert wires.heard("mobile", Ended) == [
        Ended(1, by_us=False, request=wires.one("BYE", to="mobile"))
    ]
    fork.do("alice", "bye", call)
    wires.run()
    assert wires.live == {}


def test_rule_089_forks_that_never_answer_end_64_t1_after_the_answer(fork: Lab) -> None:
    fork.call()
    fork.do("desk", "ring", 1)
    fork.do("mobile", "ring", 1)
    fork.do("desk", "accept", 1)
    assert ("early", "terminated") not in dialogs(fork)

    fork.wires.wait(32.0)

    assert dialogs(fork)[-1] == ("early", "terminated")


def test_rule_090_the_ack_is_a_request_of_the_dialog(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "accept", 1)

    invite, ack = (
        trio.wires.one("INVITE", by="alice"),
        trio.wires.one("ACK", by="alice"),
    )

    assert ack.uri == contact("bob")
    assert [str(hop.uri) for hop in ack.route] == ["sip:192.0.2.1:5060;lr"]
    assert ack.branch != invite.branch
    assert str(ack.cseq) == "1 ACK"


def test_rule_090_every_copy_of_the_answer_gets_the_same_ack(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "accept", 1, transfer=False)
    pair.wires.transfer("200 INVITE")
    pair.wires.drop("ACK")

    pair.wires.wait(0.5)

    first, second = pair.wires.all("ACK")
    assert first == second
    assert pair.wires.happened("alice") == ["Answered"]


def test_rule_082_the_callers_route_set_is_the_record_route_reversed(pair: Lab) -> None:
    call = pair.call(DIRECT)
    invite = pair.wires.one("INVITE")
    pair.do("bob", "accept", 1, transfer=False)
    answer = pair.wires.drop("200 INVITE").message
    routes = ("<sip:p2.example;lr>", "<sip:p1.example;lr>")
    headers = answer.headers.with_all("Record-Route", routes)

    pair.inject(answer.replace(headers=headers), into="alice", source="bob")
    pair.do("alice", "bye", call, transfer=False)

    bye = pair.wires.one("BYE")
    assert [str(hop.uri) for hop in bye.route] == [
        "sip:p1.example;lr",
        "sip:p2.example;lr",
    ]
    assert bye.cseq.number == invite.cseq.number + 1


def test_hanging_up_before_the_answer_is_a_cancel(pair: Lab) -> None:
    call = pair.call(DIRECT)
    pair.do("bob", "ring", 1)

    pair.do("alice", "bye", call)

    assert "CANCEL" in pair.wires.sent()
    assert "BYE" not in pair.wires.sent()


def test_a_caller_who_goes_on_after_a_redirection_keeps_the_call(pair: Lab) -> None:
    pair.call(DIRECT)
    pair.do("bob", "reject", 1, 302, headers=(("Contact", "<sip:carol@192.0.2.77>"),))
    [rejected] = pair.wires.heard("alice", Rejected)
    first = pair.wires.one("INVITE")

    pair.call(DIRECT, from_=first.from_, call_id=first.call_id, cseq=2)

    _, second = pair.wires.all("INVITE")
    assert rejected.response.contact[0].uri.host == "192.0.2.77"
    assert (second.call_id, second.from_tag) == (first.call_id, first.from_tag)
    assert (second.to_tag, second.cseq.number) == (None, 2)
    assert second.branch != first.branch


def test_an_answer_nobody_can_read_counts_as_none(pair: Lab) -> None:
    wires = pair.wires
    call = pair.call(DIRECT)
    pair.do("bob", "accept", 1, transfer=False)
    answer = wires.drop("200 INVITE").message

    pair.inject(answer.with_header("Contact", "<sip:"), into="alice", source="bob")
    wires.wait(32.0, deaf=True)

    assert wires.heard("alice") == [Rejected(call, 408, None)]
    assert wires.elements["alice"].live == ()


def test_rule_035_038_040_a_first_request_goes_where_to_says(pair: Lab) -> None:
    pair.call(DIRECT)
    invite = pair.wires.one("INVITE")
    assert invite.uri == str(invite.to.uri)
    assert invite.to_tag is None
    assert invite.max_forwards == 70
    assert "Require" not in invite.headers


def test_rule_046_a_preloaded_route_is_the_first_hop(trio: Lab) -> None:
    trio.user_agent("desk", outbound=False)
    route = ("<sip:192.0.2.1:5060;lr>",)
    trio.call("sip:desk@192.0.2.101:5060", who="desk", route=route)
    first = next(p for p in trio.wires.history if p.source == "desk")
    assert first.destination == "proxy"
    assert first.message.headers.all("Route") == route
