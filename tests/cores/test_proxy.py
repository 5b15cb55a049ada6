"""Requests on their way down (§16.3 to §16.6, §16.10)."""

import copy

import pytest

from mspllab.cores.decision import Drop, Fork, Forward, Reply, Target
from mspllab.cores.events import Cancelled, IncomingInvite, Rejected
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.sip import build
from mspllab.sip.message import Request
from mspllab.trace.records import Cause, TimerSet
from tests.cores.wires import BOB, PROXY, Lab, contact

VIA = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bK"


def request(
    method: str = "OPTIONS", uri: str = BOB, branch: str = "x1", **more: str
) -> Request:
    """A request out of the blue."""
    headers = [(name.replace("_", "-"), value) for name, value in more.items()]
    return build.request(
        method,
        uri,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{uri}>",
        call_id="blue@lab.example",
        cseq=1,
        via=VIA + branch,
        headers=headers,
    )


def answer(lab: Lab, message: Request) -> int | None:
    """What the proxy itself answers; None where it does not."""
    lab.inject(message, into="proxy")
    answers = [p.message.status for p in lab.wires.packets if p.destination == "alice"]
    return answers[-1] if answers else None


def test_rfc_3665_a_call_through_a_proxy(trio: Lab) -> None:
    wires = trio.wires
    call = trio.call()
    trio.do("bob", "ring", 1)
    trio.do("bob", "accept", 1)
    trio.do("alice", "bye", call)

    assert [(p.source, p.destination, p.title) for p in wires.history] == [
        ("alice", "proxy", "INVITE"),
        ("proxy", "alice", "100 INVITE"),
        ("proxy", "bob", "INVITE"),
        ("bob", "proxy", "180 INVITE"),
        ("proxy", "alice", "180 INVITE"),
        ("bob", "proxy", "200 INVITE"),
        ("proxy", "alice", "200 INVITE"),
        ("alice", "proxy", "ACK"),
        ("proxy", "bob", "ACK"),
        ("alice", "proxy", "BYE"),
        ("proxy", "bob", "BYE"),
        ("bob", "proxy", "200 BYE"),
        ("proxy", "alice", "200 BYE"),
    ]
    wires.run()
    assert wires.live == {}


def test_without_record_route_the_proxy_is_out_after_the_answer(trio: Lab) -> None:
    trio.proxy(ProxyRules(record_route=None))
    call = trio.call()
    trio.do("bob", "accept", 1)
    trio.do("alice", "bye", call)

    ways = [
        (p.source, p.destination)
        for p in trio.wires.history
        if p.title in ("ACK", "BYE")
    ]
    assert ways == [("alice", "bob"), ("alice", "bob")]


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (request().with_header("CSeq", "1 INVITE"), 400),
        (request(uri="urn:x:y"), 416),
        (request("MESSAGE").with_header("Max-Forwards", "0"), 483),
        (request(Proxy_Require="foo"), 420),
        (request(uri="sip:nobody@lab.example"), 404),
        (request(uri="tel:+12065550142"), 416),
        (request(uri="sip:bob@h.invalid"), 500),
    ],
)
def test_rule_108_what_is_wrong_is_answered_here(
    trio: Lab, message: Request, status: int
) -> None:
    assert answer(trio, message) == status
    assert not {"OPTIONS", "MESSAGE"} & set(trio.wires.sent(by="proxy"))


def test_rule_108_before_anything_else_is_looked_at(trio: Lab) -> None:
    broken = request(Proxy_Require="foo").with_header("Max-Forwards", "0")

    assert answer(trio, broken.with_header("CSeq", "1 INVITE")) == 400
    assert trio.router.asked == []


def test_rule_109_bob_gets_one_hop_less(trio: Lab) -> None:
    trio.call()

    assert trio.wires.one("INVITE", to="bob").max_forwards == 69


def test_rule_130_a_loop_is_cut_and_a_spiral_is_not(trio: Lab) -> None:
    trio.router.decisions = {
        BOB: Forward(Target("sip:robert@lab.example", PROXY)),
        "sip:robert@lab.example": Forward(Target(BOB, PROXY)),
    }

    trio.call()

    uris = [m.uri for m in trio.wires.all("INVITE", by="proxy")]
    assert uris == ["sip:robert@lab.example", BOB]
    assert trio.wires.heard("alice", Rejected)[0].status == 482


def test_rule_109_without_loop_detection_hops_run_out(trio: Lab) -> None:
    trio.proxy(ProxyRules(loop_detection=False))
    trio.router.decisions = {BOB: Forward(Target(BOB, PROXY))}

    trio.call()

    assert trio.wires.heard("alice", Rejected)[0].status == 483
    assert len(trio.wires.all("INVITE")) == 71


def test_rule_111_a_foreign_domain_is_nobodys_business_here(trio: Lab) -> None:
    trio.inject(request(uri="sip:carol@192.0.2.100:5060"), into="proxy")

    assert [p.destination for p in trio.wires.packets] == ["bob"]


def test_rule_111_each_target_is_tried_once(fork: Lab) -> None:
    desk = Target(contact("desk"))
    fork.router.decisions[BOB] = Fork((desk, Target(contact("mobile")), desk))

    fork.call()

    assert [m.uri for m in fork.wires.all("INVITE", by="proxy")] == [
        contact("desk"),
        contact("mobile"),
    ]


def test_rule_113_every_copy_has_a_branch_of_its_own(fork: Lab) -> None:
    fork.call()

    branches = {m.branch for m in fork.wires.all("INVITE", by="proxy")}
    assert len(branches) == 3
    assert len({branch.rpartition(".")[2] for branch in branches}) == 1


def test_rule_113_a_repeated_request_makes_no_new_copies(fork: Lab) -> None:
    fork.call()
    first = fork.wires.all("INVITE", by="alice")[0]

    fork.inject(first, into="proxy")
    fork.wires.transfer()

    assert len(fork.wires.all("INVITE", by="proxy")) == 3
    assert fork.wires.sent(to="alice") == ["100 INVITE", "100 INVITE"]


def test_rule_125_the_ack_of_a_2xx_goes_on_and_that_of_a_failure_does_not(
    trio: Lab,
) -> None:
    trio.call()
    trio.do("bob", "reject", 1, 486)
    acks = [(p.source, p.destination) for p in trio.wires.history if p.title == "ACK"]
    assert acks == [("proxy", "bob"), ("alice", "proxy")]

    trio.call()
    trio.do("bob", "accept", 2)
    acks = [(p.source, p.destination) for p in trio.wires.history if p.title == "ACK"]
    assert acks[2:] == [("alice", "proxy"), ("proxy", "bob")]
    assert "ACK" not in {
        record.transaction for record in trio.wires.of("proxy", TimerSet)
    }


def test_rule_057_126_a_cancel_is_answered_here_and_a_new_one_goes_on(
    trio: Lab,
) -> None:
    call = trio.call()
    trio.do("bob", "ring", 1)
    trio.do("alice", "cancel", call, reason="SIP;cause=600")

    since = trio.wires.sent().index("CANCEL")
    ways = [(p.source, p.title) for p in trio.wires.history[since:]]
    assert ways[:3] == [
        ("alice", "CANCEL"),
        ("proxy", "200 CANCEL"),
        ("proxy", "CANCEL"),
    ]
    assert trio.wires.one("CANCEL", to="bob").headers.get("Reason") == "SIP;cause=600"
    assert trio.wires.heard("bob", Cancelled) == [Cancelled(1, "SIP;cause=600")]
    assert trio.wires.heard("alice", Rejected)[0].status == 487
    trio.wires.run()
    assert trio.wires.live == {}


def test_rule_126_a_cancel_for_nothing_is_481(trio: Lab) -> None:
    assert answer(trio, request("CANCEL")) == 481
    trio.wires.run()
    assert trio.wires.live == {}


def test_rule_126_unless_somebody_further_on_may_know_it(trio: Lab) -> None:
    trio.inject(request("CANCEL", uri="sip:bob@192.0.2.100:5060"), into="proxy")

    assert [p.destination for p in trio.wires.packets] == ["bob"]
    assert trio.wires.elements["proxy"].live == ()


def test_a_cancel_after_the_answer_is_only_answered(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "accept", 1)
    cancel = build.cancel(trio.wires.one("INVITE", by="alice"))

    trio.inject(cancel, into="proxy")

    assert [p.title for p in trio.wires.packets] == ["200 CANCEL"]


def test_the_router_may_answer(trio: Lab) -> None:
    trio.router.decisions[BOB] = Reply(
        302, headers=(("Contact", "<sip:c@lab.example>"),)
    )
    trio.router.cause = Cause(run=1, line=7)

    trio.call()

    answered = trio.wires.one("302 INVITE")
    assert answered.to_tag is not None
    assert answered.headers.get("Contact") == "<sip:c@lab.example>"
    assert trio.wires.history[2].cause == Cause(run=1, line=7)
    assert trio.wires.sent() == ["INVITE", "100 INVITE", "302 INVITE", "ACK"]


def test_the_router_may_change_the_message(trio: Lab) -> None:
    trio.router.change = lambda message: message.with_header("X-Seen", "yes")
    trio.router.cause = Cause(run=1, line=7)

    trio.call()

    assert trio.wires.one("INVITE", to="bob").headers.get("X-Seen") == "yes"
    assert trio.wires.history[2].cause == Cause(run=1, line=7)


def test_a_message_that_the_router_has_broken_is_not_sent(trio: Lab) -> None:
    trio.router.change = lambda message: message.with_header("Route", "<sip:")

    trio.call()

    assert trio.wires.heard("alice", Rejected)[0].status == 500
    assert trio.wires.sent(by="proxy") == ["100 INVITE", "500 INVITE"]


@pytest.mark.parametrize(
    ("decision", "answers"),
    [(Drop("no"), ["100 INVITE"]), (Reply(486), ["100 INVITE", "486 INVITE"])],
)
def test_a_broken_message_that_goes_nowhere_does_no_harm(
    trio: Lab, decision: Drop | Reply, answers: list[str]
) -> None:
    trio.router.change = lambda message: message.replace(uri="no URI")
    trio.router.decisions[BOB] = decision

    trio.call()

    assert trio.wires.sent(by="proxy") == answers


def test_a_dropped_invite_has_its_100_and_nothing_else(trio: Lab) -> None:
    trio.router.decisions[BOB] = Drop("the script has not handled it")

    trio.call()
    trio.wires.wait(100.0)

    assert trio.wires.sent() == ["INVITE", "100 INVITE"]
    assert trio.wires.dropped("proxy") == ["the script has not handled it"]


def test_the_caller_of_a_dropped_invite_can_still_hang_up(trio: Lab) -> None:
    trio.router.decisions[BOB] = Drop("no")
    call = trio.call()

    trio.do("alice", "cancel", call)

    assert trio.wires.heard("alice", Rejected)[0].status == 487
    trio.wires.run()
    assert trio.wires.live == {}


def test_another_dropped_request_is_forgotten_when_its_sender_gives_up(
    trio: Lab,
) -> None:
    trio.router.decisions[BOB] = Drop("no")
    trio.do("alice", "send", "MESSAGE", BOB, **parties())

    trio.wires.run()

    assert trio.router.asked == [f"MESSAGE {BOB}"], "copies make no second run"
    assert trio.wires.heard("alice")[0].status == 408
    assert trio.wires.live == {}


def parties() -> dict[str, object]:
    message = request()
    return {"from_": message.from_, "to": message.to}


def test_an_in_dialog_request_is_shown_to_the_router_with_its_route(trio: Lab) -> None:
    shown: list[int] = []
    trio.call()
    trio.do("bob", "accept", 1)
    trio.router.change = lambda message: shown.append(len(message.route)) or message

    trio.do("alice", "bye", 1)

    assert trio.router.asked[-2:] == [f"BYE {contact('bob')}", "200 BYE"]
    assert shown[0] == 1
    assert "Route" not in trio.wires.one("BYE", to="bob").headers


def test_a_dropped_ack_never_arrives(trio: Lab) -> None:
    trio.call()
    trio.router.decisions[contact("bob")] = Drop("ACKs are not for me")

    trio.do("bob", "accept", 1)

    assert trio.wires.sent(to="bob") == ["INVITE"]
    assert trio.wires.dropped("proxy") == ["ACKs are not for me"]


def test_an_ack_nobody_can_send_is_dropped(trio: Lab) -> None:
    for message in (
        request("ACK", uri="sip:bob@h.invalid"),
        request("ACK", uri="sip:nobody@lab.example"),
        request("ACK").with_header("Max-Forwards", "0"),
    ):
        trio.inject(message, into="proxy")

    assert trio.wires.sent() == []
    assert len(trio.wires.dropped("proxy")) == 3


def test_lync_marks_every_copy_of_a_fork(fork: Lab) -> None:
    fork.proxy(ProxyRules(mark_branched=True))
    fork.call()
    marks = {
        m.top_via.params.get("branched") for m in fork.wires.all("INVITE", by="proxy")
    }
    assert marks == {"TRUE"}


def test_lync_marks_a_single_copy_too(trio: Lab) -> None:
    trio.proxy(ProxyRules(mark_branched=True))
    trio.call()

    assert trio.wires.one("INVITE", to="bob").top_via.params.get("branched") == "FALSE"


def test_lync_reports_progress_once_registered_endpoints_were_called(lab: Lab) -> None:
    for name in ("alice", "desk", "mobile"):
        lab.user_agent(name)
    lab.proxy(ProxyRules(progress_101='13004;reason="proxied"'))
    targets = tuple(Target(contact(n), epid=n) for n in ("desk", "mobile"))
    lab.router.decisions[BOB] = Fork(targets)

    lab.call()

    assert lab.wires.sent(by="proxy") == [
        "100 INVITE",
        "INVITE",
        "INVITE",
        "101 INVITE",
    ]
    report = lab.wires.one("101 INVITE")
    assert report.headers.get("ms-diagnostics") == '13004;reason="proxied"'
    assert report.to_tag is None


def test_lync_reports_nothing_where_no_endpoint_was_called(trio: Lab) -> None:
    trio.proxy(ProxyRules(progress_101="13004"))
    trio.call()

    assert "101 INVITE" not in trio.wires.sent()


def test_rule_131_a_fork_too_broad_is_refused(fork: Lab) -> None:
    fork.call(headers=(("Max-Breadth", "2"),))

    assert fork.wires.heard("alice", Rejected)[0].status == 440
    assert fork.wires.all("INVITE", by="proxy") == []


def test_rule_131_the_breadth_is_shared_between_the_copies(fork: Lab) -> None:
    fork.call(headers=(("Max-Breadth", "31"),))

    shares = [
        m.headers.get("Max-Breadth") for m in fork.wires.all("INVITE", by="proxy")
    ]
    assert shares == ["10", "10", "10"]


def test_rule_131_who_says_nothing_may_have_sixty(fork: Lab) -> None:
    fork.proxy(ProxyRules(adds_breadth=True))
    fork.call()

    copies = fork.wires.all("INVITE", by="proxy")
    assert [m.headers.get("Max-Breadth") for m in copies] == ["20", "20", "20"]


@pytest.mark.parametrize("said", ["²", "-1", "9" * 5000, "sixty"])
def test_rule_131_what_is_no_number_counts_as_not_said(fork: Lab, said: str) -> None:
    message = request("INVITE").with_header("Max-Breadth", said)
    fork.inject(message, into="proxy")

    assert len(fork.wires.all("INVITE", by="proxy")) == 3


def test_rule_131_no_breadth_at_all_is_enough_for_nobody(trio: Lab) -> None:
    trio.call(headers=(("Max-Breadth", "0"),))

    assert trio.wires.heard("alice", Rejected)[0].status == 440


def test_only_the_proxys_own_timers_and_those_of_transactions_run(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "ring", 1)

    timers = {record.timer for record in trio.wires.of("proxy", TimerSet)}
    assert timers == {"A", "B", "C"}


def test_a_copy_of_a_ringing_fork_goes_its_own_way(fork: Lab) -> None:
    fork.call()
    for phone in ("desk", "mobile", "tablet"):
        fork.do(phone, "ring", 1)
    twin = copy.deepcopy(fork)

    fork.do("desk", "accept", 1)
    for phone in ("desk", "mobile", "tablet"):
        twin.do(phone, "reject", 1, 486)

    assert fork.wires.happened("alice")[-1] == "Answered"
    assert twin.wires.heard("alice", Rejected)[0].status == 486


def test_a_request_may_come_from_anywhere(trio: Lab) -> None:
    invite = request("INVITE").with_header(
        "Via", "SIP/2.0/UDP pc.example;branch=z9hG4bKx"
    )
    trio.inject(invite, into="proxy")
    trio.wires.transfer("INVITE")

    [got] = trio.wires.heard("bob", IncomingInvite)
    assert got.request.via[1].params.get("received") == "192.0.2.90"
    trio.do("bob", "reject", 1, 486, transfer=False)
    trio.wires.transfer("486 INVITE", "100 INVITE")
    assert trio.wires.sent(to="alice") == ["100 INVITE", "486 INVITE"]


def test_nothing_is_kept_of_calls_that_are_over(fork: Lab) -> None:
    for number in range(1, 6):
        fork.call()
        for phone in ("desk", "mobile"):
            fork.do(phone, "ring", number)
        if number % 2:
            fork.do("desk", "accept", number)
        else:
            fork.do("desk", "reject", number, 486)
        fork.do("mobile", "reject", number, 486)
        fork.do("tablet", "reject", number, 486)
        fork.do("alice", "bye", number)
    before = [
        sum(leftovers(element).values()) for element in fork.wires.elements.values()
    ]
    fork.wires.run()
    after = [leftovers(element) for element in fork.wires.elements.values()]

    assert all(before)
    assert [name for sizes in after for name, size in sizes.items() if size] == []


def leftovers(element: object) -> dict[str, int]:
    """Sizes of all dictionaries that an element and its parts keep."""
    sizes: dict[str, int] = {}
    todo, seen = [element], set()
    while todo:
        part = todo.pop()
        if id(part) in seen or not type(part).__module__.startswith("mspllab"):
            continue
        seen.add(id(part))
        names = getattr(part, "__dict__", None) or getattr(part, "__slots__", ())
        for name in names:
            value = getattr(part, name, None)
            if isinstance(value, dict):
                sizes[f"{type(part).__name__}.{name}"] = len(value)
            elif not isinstance(value, str | int | float | type(None)):
                todo.append(value)
    return sizes
