"""Responses on their way up (§16.7)."""

import pytest

from mspllab.cores.decision import Drop, Fork, Forward, Ruling, Target
from mspllab.cores.events import Answered, Cancelled, Ended, Progress, Rejected
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.sip import build
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause
from tests.cores.conftest import PHONES
from tests.cores.wires import BOB, Lab, Table, contact

RECURSING = ProxyRules(
    record_route="sip:192.0.2.1:5060;lr", recurse_on=frozenset({303})
)
CAROL = "sip:carol@lab.example"


def ring_all(fork: Lab) -> None:
    fork.call()
    for phone in PHONES:
        fork.do(phone, "ring", 1)


def status(lab: Lab) -> int:
    """Of the one final response Alice got."""
    [rejected] = lab.wires.heard("alice", Rejected)
    return rejected.status


def test_rule_116_the_100_stays_here_and_other_provisionals_go_up(fork: Lab) -> None:
    fork.call()
    fork.do("desk", "ring", 1, status=100)
    fork.do("desk", "ring", 1)
    fork.do("mobile", "ring", 1, status=183)

    seen = [event.response.status for event in fork.wires.heard("alice", Progress)]
    assert seen == [180, 183]
    assert fork.wires.sent(to="alice").count("100 INVITE") == 1


def test_rule_116_our_via_is_taken_off(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "accept", 1)

    [via] = trio.wires.one("200 INVITE", to="alice").via
    assert via.host == "192.0.2.90"


def test_rule_123_the_first_answer_ends_the_ringing_of_the_others(fork: Lab) -> None:
    ring_all(fork)
    fork.do("desk", "accept", 1)

    cancels = fork.wires.all("CANCEL")
    assert [m.uri for m in cancels] == [contact("mobile"), contact("tablet")]
    reason = 'SIP;cause=200;text="Call completed elsewhere"'
    assert {m.headers.get("Reason") for m in cancels} == {reason}
    assert fork.wires.heard("mobile", Cancelled) == [Cancelled(1, reason)]
    assert fork.wires.sent(to="alice")[-1] == "200 INVITE"
    fork.do("alice", "bye", 1)
    fork.wires.run()
    assert fork.wires.live == {}


def test_rule_123_a_phone_that_has_said_nothing_is_not_cancelled_yet(fork: Lab) -> None:
    fork.call()
    fork.do("desk", "ring", 1)
    fork.do("desk", "accept", 1)
    assert "CANCEL" not in fork.wires.sent()

    fork.do("mobile", "ring", 1)

    assert fork.wires.sent(to="mobile") == ["INVITE", "CANCEL", "ACK"]


def test_without_reason_the_cancel_says_nothing(fork: Lab) -> None:
    fork.proxy(ProxyRules(cancel_reason=False))
    ring_all(fork)
    fork.do("desk", "accept", 1)

    assert {m.headers.get("Reason") for m in fork.wires.all("CANCEL")} == {None}


def test_rule_117_a_second_200_goes_up_too(fork: Lab) -> None:
    ring_all(fork)
    fork.do("desk", "accept", 1, transfer=False)
    fork.do("mobile", "accept", 1)

    assert fork.wires.sent(to="alice").count("200 INVITE") == 2
    assert len(fork.wires.heard("alice", Answered)) == 1
    assert len(fork.wires.heard("mobile", Ended)) == 1


def test_rule_117_copies_of_a_200_go_up_until_the_ack_comes(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "accept", 1, transfer=False)
    trio.wires.transfer("200 INVITE")
    trio.wires.drop("ACK")

    trio.wires.wait(1.0)

    assert trio.wires.times("200 INVITE", by="proxy") == [0, 0.5]
    assert trio.wires.times("ACK", by="proxy") == [0.5]


def test_rule_117_provisionals_that_come_after_the_answer_stay_here(fork: Lab) -> None:
    fork.call()
    fork.do("desk", "accept", 1)
    before = fork.wires.sent(to="alice")

    fork.do("mobile", "ring", 1)

    assert fork.wires.sent(to="alice") == before


def test_rule_124_what_a_phone_wrote_into_to_goes_up_as_it_is(fork: Lab) -> None:
    ring_all(fork)
    fork.do("desk", "accept", 1)

    below = {m.to_tag for m in fork.wires.all("180 INVITE", to="proxy")}
    assert len(below) == len(PHONES)
    assert {m.to_tag for m in fork.wires.all("180 INVITE", to="alice")} == below
    [answer] = fork.wires.all("200 INVITE", to="alice")
    assert answer.to == fork.wires.all("200 INVITE", to="proxy")[0].to


def test_rule_124_an_answer_of_its_own_has_a_tag_of_its_own(trio: Lab) -> None:
    trio.router.decisions[BOB] = Fork(())
    trio.call()

    [answer] = trio.wires.all("480 INVITE", to="alice")
    assert answer.to_tag


def test_rule_132_a_phone_that_could_be_helped_waits_for_one_that_rings(
    fork: Lab,
) -> None:
    ring_all(fork)
    fork.do("desk", "reject", 1, 401, headers=(("WWW-Authenticate", "Digest a=b"),))
    fork.do("mobile", "reject", 1, 488)
    fork.wires.wait(100.0)
    assert fork.wires.heard("alice", Rejected) == []

    fork.do("tablet", "reject", 1, 486)
    assert status(fork) == 401


def test_rule_119_the_best_response_waits_for_the_last_branch(fork: Lab) -> None:
    fork.call()
    fork.do("desk", "reject", 1, 486)
    fork.do("mobile", "reject", 1, 404)
    assert fork.wires.heard("alice", Rejected) == []

    fork.do("tablet", "reject", 1, 500)

    assert status(fork) == 486
    fork.wires.run()
    assert fork.wires.live == {}


def test_rule_119_an_own_ranking_may_prefer_another(fork: Lab) -> None:
    fork.proxy(ProxyRules(ranking=(404,)))
    fork.call()
    for phone, code in zip(PHONES, (486, 480, 404), strict=True):
        fork.do(phone, "reject", 1, code)

    assert status(fork) == 404


def test_rule_118_a_6xx_ends_the_other_branches_first(fork: Lab) -> None:
    ring_all(fork)
    fork.do("desk", "reject", 1, 603, transfer=False)
    fork.wires.transfer("603 INVITE")
    assert fork.wires.heard("alice", Rejected) == [], "it waits for the 487s"

    fork.wires.transfer()

    assert status(fork) == 603
    reasons = {m.headers.get("Reason") for m in fork.wires.all("CANCEL")}
    assert reasons == {'SIP;cause=603;text="Decline"'}


def test_rule_118_a_2xx_that_crosses_the_cancel_still_wins(fork: Lab) -> None:
    ring_all(fork)
    fork.do("desk", "reject", 1, 603, transfer=False)
    fork.do("mobile", "accept", 1, transfer=False)
    fork.wires.transfer()

    assert fork.wires.heard("alice", Rejected) == []
    assert len(fork.wires.heard("alice", Answered)) == 1


def test_rule_119_a_lone_503_becomes_500_and_other_5xx_stay(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "reject", 1, 503)
    trio.call()
    trio.do("bob", "reject", 2, 504)

    assert [r.status for r in trio.wires.heard("alice", Rejected)] == [500, 504]


def test_rule_119_phones_that_are_all_silent_are_a_408(fork: Lab) -> None:
    for phone in PHONES:
        fork.wires.unplugged.add(phone)
    fork.wires.elements["proxy"].transport_failed = lambda message, *, now: []
    fork.call()

    fork.wires.run()

    assert status(fork) == 408
    last = next(p for p in fork.wires.history if p.title == "408 INVITE")
    assert last.cause == Cause(timer="B")
    assert fork.wires.live == {}


def test_rule_127_a_phone_that_cannot_be_reached_counts_as_503(fork: Lab) -> None:
    fork.wires.unplugged.add("desk")
    fork.call()
    fork.do("mobile", "reject", 1, 486)
    fork.do("tablet", "reject", 1, 480)

    assert status(fork) == 486


def test_rule_127_if_nobody_can_be_reached_that_is_a_500(trio: Lab) -> None:
    trio.wires.unplugged.add("bob")

    trio.call()

    assert status(trio) == 500


def test_rule_127_a_caller_who_is_gone_changes_nothing_below(trio: Lab) -> None:
    trio.call()
    trio.wires.unplugged.add("alice")

    trio.do("bob", "ring", 1)

    assert trio.wires.sent(to="bob") == ["INVITE"]


def test_rule_121_challenges_go_up_together(fork: Lab) -> None:
    fork.call()
    for phone, code, name in zip(
        PHONES,
        (401, 407, 486),
        ("WWW-Authenticate", "Proxy-Authenticate", "X"),
        strict=True,
    ):
        fork.do(phone, "reject", 1, code, headers=((name, f'Digest realm="{phone}"'),))

    [rejected] = fork.wires.heard("alice", Rejected)
    assert rejected.status == 401
    assert (
        rejected.response.headers.get("Proxy-Authenticate") == 'Digest realm="mobile"'
    )


def serial(lab: Lab, *qs: float) -> None:
    """Bob's phones one after the other, by these q."""
    for name in ("alice", *PHONES):
        lab.user_agent(name)
    lab.proxy()
    targets = [Target(contact(n), q=q) for n, q in zip(PHONES, qs, strict=True)]
    lab.router.decisions[BOB] = Fork(tuple(targets), parallel=False)
    lab.call()


def test_rule_133_phones_of_equal_q_ring_together_and_the_next_when_all_have_ended(
    lab: Lab,
) -> None:
    serial(lab, 0.5, 1.0, 1.0)
    invited = [p.destination for p in lab.wires.history if p.source == "proxy"]
    assert invited == ["alice", "mobile", "tablet"]

    lab.do("mobile", "reject", 1, 486)
    assert "INVITE" not in lab.wires.sent(to="desk")
    lab.do("tablet", "reject", 1, 486)
    assert lab.wires.sent(to="desk") == ["INVITE"]

    lab.do("desk", "accept", 1)
    assert len(lab.wires.heard("alice", Answered)) == 1


@pytest.mark.parametrize("end", [("accept",), ("reject", 603)])
def test_rule_133_after_an_answer_or_a_6xx_nobody_else_is_tried(
    lab: Lab, end: tuple[str, ...]
) -> None:
    serial(lab, 1.0, 0.9, 0.8)
    verb, *arguments = end

    lab.do("desk", verb, 1, *arguments)

    assert lab.wires.sent(to="mobile") == []


def test_rule_126_after_a_cancel_nobody_else_is_tried(lab: Lab) -> None:
    serial(lab, 1.0, 0.9, 0.8)
    lab.do("desk", "ring", 1)

    lab.do("alice", "cancel", 1)

    assert lab.wires.sent(to="mobile") == []
    assert status(lab) == 487


def test_rule_133_a_phone_without_way_makes_room_for_the_next_at_once(lab: Lab) -> None:
    lab.wires.unplugged.add("desk")
    serial(lab, 1.0, 0.9, 0.8)

    assert lab.wires.sent(to="mobile") == ["INVITE"]


def redirecting(lab: Lab, *contacts: str, **more: object) -> None:
    """Bob says 303 to these contacts."""
    for name in ("alice", "bob", *PHONES):
        lab.user_agent(name)
    lab.proxy(RECURSING, **more)
    lab.router.decisions[BOB] = Forward(Target(contact("bob")))
    lab.router.decisions[CAROL] = Forward(Target(contact("desk")))
    lab.call()
    lab.do("bob", "reject", 1, 303, headers=(("Contact", ", ".join(contacts)),))


def test_rule_122_a_303_is_followed_through_the_router(lab: Lab) -> None:
    redirecting(lab, f"<{CAROL}>")

    assert f"INVITE {CAROL}" in lab.router.asked
    assert lab.wires.one("INVITE", to="desk").uri == contact("desk")
    assert lab.wires.heard("alice", Rejected) == []
    lab.do("desk", "accept", 1)
    assert len(lab.wires.heard("alice", Answered)) == 1


def test_rule_122_foreign_contacts_need_no_router(lab: Lab) -> None:
    redirecting(lab, f"<{contact('desk')}>;q=0.1", f"<{contact('mobile')}>")

    assert [m.uri for m in lab.wires.all("INVITE", by="proxy")][1:] == [
        contact("mobile"),
        contact("desk"),
    ]


def test_rule_122_another_router_may_be_asked(lab: Lab) -> None:
    other = Table({CAROL: Forward(Target(contact("tablet")))})

    redirecting(lab, f"<{CAROL}>", retarget=other)

    assert lab.wires.sent(to="tablet") == ["INVITE"]


def test_rule_122_the_copies_are_of_the_message_that_router_left(lab: Lab) -> None:
    class Adding(Table):
        def decide(self, request: Request, *, now: float) -> Ruling:
            ruling = super().decide(request, now=now)
            return ruling._replace(message=request.with_header("X-Owner", "carol"))

    redirecting(
        lab, f"<{CAROL}>", retarget=Adding({CAROL: Forward(Target(contact("desk")))})
    )

    assert lab.wires.one("INVITE", to="desk").headers.get("X-Owner") == "carol"


@pytest.mark.parametrize(
    "contacts",
    [(), ("<sip:nobody@lab.example>",), (f"<{contact('bob')}>",), ("<sip:",)],
)
def test_rule_122_a_303_that_leads_nowhere_new_is_an_answer(
    lab: Lab, contacts: tuple[str, ...]
) -> None:
    redirecting(lab, *contacts)

    assert status(lab) == 303


def test_rule_122_what_cannot_be_followed_is_all_that_is_left_of_a_303(
    lab: Lab,
) -> None:
    redirecting(lab, f"<{CAROL}>", "<mailto:bob@lab.example>")
    lab.do("desk", "reject", 1, 486)

    [rejected] = lab.wires.heard("alice", Rejected)
    assert rejected.status == 303
    assert rejected.response.headers.all("Contact") == ("<mailto:bob@lab.example>",)


def test_rule_131_contacts_of_a_303_share_what_the_ringing_phones_have_left(
    lab: Lab,
) -> None:
    for name in ("alice", "bob", *PHONES):
        lab.user_agent(name)
    lab.proxy(RECURSING)
    lab.router.decisions[BOB] = Fork((Target(contact("bob")), Target(contact("desk"))))
    lab.call(headers=(("Max-Breadth", "2"),))
    lab.do("desk", "ring", 1)
    others = f"<{contact('mobile')}>, <{contact('tablet')}>"
    lab.do("bob", "reject", 1, 303, headers=(("Contact", others),))

    assert lab.wires.sent(to="mobile") == ["INVITE"]
    assert lab.wires.one("INVITE", to="mobile").headers.get("Max-Breadth") == "1"
    assert lab.wires.sent(to="tablet") == []


def test_rule_122_a_302_is_the_callers_business(lab: Lab) -> None:
    lab.user_agent("alice")
    lab.user_agent("bob")
    lab.proxy(RECURSING)
    lab.router.decisions[BOB] = Forward(Target(contact("bob")))
    lab.call()

    lab.do("bob", "reject", 1, 302, headers=(("Contact", f"<{CAROL}>"),))

    assert status(lab) == 302


def test_rule_122_only_for_requests_to_our_own_domain(lab: Lab) -> None:
    lab.user_agent("alice")
    lab.user_agent("bob")
    lab.user_agent("desk")
    lab.proxy(RECURSING)
    lab.call("sip:bob@192.0.2.100:5060")

    lab.do("bob", "reject", 1, 303, headers=(("Contact", f"<{contact('desk')}>"),))

    assert status(lab) == 303


def test_responses_pass_the_router_but_not_the_100_and_not_our_own(fork: Lab) -> None:
    fork.call()
    fork.do("desk", "ring", 1, status=100)
    fork.do("desk", "ring", 1)
    for phone in PHONES:
        fork.do(phone, "reject", 1, 486)
    fork.call("sip:nobody@lab.example")

    assert [line for line in fork.router.asked if line[0].isdigit()] == [
        "180 INVITE",
        "486 INVITE",
    ]


def test_the_router_may_change_a_response(trio: Lab) -> None:
    trio.router.change = lambda message: message.with_header("X-Seen", "yes")
    trio.router.cause = Cause(run=3, line=9)
    trio.call()

    trio.do("bob", "ring", 1)

    up = next(
        p for p in trio.wires.history if p.title == "180 INVITE" and p.source == "proxy"
    )
    assert up.message.headers.get("X-Seen") == "yes"
    assert up.cause == Cause(run=3, line=9)


def test_a_dropped_answer_never_reaches_the_caller(fork: Lab) -> None:
    fork.router.answers[200] = Drop("swallowed")
    ring_all(fork)

    fork.do("desk", "accept", 1)
    fork.wires.wait(31.9)

    assert "200 INVITE" not in fork.wires.sent(to="alice")
    assert "swallowed" in fork.wires.dropped("proxy")
    assert fork.wires.sent().count("CANCEL") == 2, (
        "the others stop ringing all the same"
    )
    fork.wires.wait(1.0)
    assert fork.wires.happened("desk")[1:] == ["AckTimedOut", "Ended"]


def test_rule_117_of_other_requests_only_the_first_final_goes_up(lab: Lab) -> None:
    for name in ("alice", "desk", "mobile"):
        lab.user_agent(name)
    lab.proxy()
    lab.router.decisions[BOB] = Fork(
        (Target(contact("desk")), Target(contact("mobile")))
    )
    request = build.request(
        "OPTIONS",
        BOB,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{BOB}>",
        call_id="o1",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKo",
    )

    lab.inject(request, into="proxy")
    lab.wires.transfer()

    assert lab.wires.sent(to="alice") == ["200 OPTIONS"]
    assert "CANCEL" not in lab.wires.sent()


def test_rule_052_nobody_ever_gets_a_408_for_another_request(trio: Lab) -> None:
    trio.wires.unplugged.add("bob")
    trio.wires.elements["proxy"].transport_failed = lambda message, *, now: []
    options = build.request(
        "OPTIONS",
        BOB,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{BOB}>",
        call_id="o1",
        cseq=1,
        via=HERS,
    )

    trio.inject(options, into="proxy")
    trio.wires.run()

    assert trio.wires.sent(to="alice") == []
    assert trio.wires.dropped("proxy") == ["408 is never sent for anything but INVITE"]
    assert trio.wires.live == {}


def stray(*vias: str) -> Response:
    request = build.request(
        "INVITE",
        BOB,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{BOB}>",
        call_id="s1",
        cseq=1,
        via=vias[0],
        headers=[("Via", via) for via in vias[1:]],
    )
    return build.response(request, 200, to_tag="b")


OURS = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnever"
HERS = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKhers"


def test_rule_077_a_stray_response_is_dropped(trio: Lab) -> None:
    trio.inject(stray(OURS, HERS), into="proxy", source="bob")

    assert trio.wires.sent() == []
    assert trio.wires.dropped("proxy") == ["200 matches no transaction"]


def test_rule_077_rfc_3261_passed_it_on(trio: Lab) -> None:
    trio.proxy(ProxyRules(forward_strays=True))

    trio.inject(stray(OURS, HERS), into="proxy", source="bob")
    trio.inject(stray(OURS), into="proxy", source="bob")

    [packet] = trio.wires.packets
    assert (packet.destination, str(packet.message.top_via)) == ("alice", HERS)
