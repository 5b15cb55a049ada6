"""Rule 128: a proxy that remembers nothing (RFC 3261 §16.11)."""

import pytest

from mspllab.cores.decision import Drop, Fork, Forward, Reply, Target
from mspllab.cores.events import Rejected
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.cores.stateless_proxy import StatelessProxyCore, steady_branch
from mspllab.sip import build
from mspllab.sip.message import Message, Request
from tests.cores.wires import BOB, PROXY, Lab, contact, is_mine, resolve

VIA = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKx1"


def request(method: str = "INVITE", uri: str = BOB, via: str = VIA) -> Request:
    return build.request(
        method,
        uri,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{uri}>",
        call_id="stateless@lab.example",
        cseq=1,
        via=via,
    )


@pytest.fixture
def steady(lab: Lab) -> Lab:
    """Alice, a stateless proxy that knows where Bob is, and Bob."""
    for name in ("alice", "bob"):
        lab.user_agent(name)
    lab.wires.elements["proxy"] = StatelessProxyCore(
        owner="proxy",
        address=PROXY,
        transport="UDP",
        router=lab.router,
        rules=ProxyRules(record_route=f"sip:{PROXY};lr"),
        resolve=resolve,
        is_mine=is_mine,
    )
    lab.router.decisions[BOB] = Forward(Target(contact("bob")))
    return lab


def sent(lab: Lab, message: Message, source: str = "alice") -> list[Message]:
    """What the proxy sends when `message` arrives."""
    before = len(lab.wires.history)
    lab.inject(message, into="proxy", source=source)
    return [packet.message for packet in lab.wires.history[before:]]


def test_rule_128_a_call_goes_through_without_a_100_and_leaves_nothing(
    steady: Lab,
) -> None:
    call = steady.call()
    steady.do("bob", "ring", 1)
    steady.do("bob", "accept", 1)
    steady.do("alice", "bye", call)

    assert steady.wires.sent(by="proxy") == [
        *("INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE"),
    ]
    steady.wires.run()
    assert steady.wires.live == {}


def test_rule_128_the_same_request_goes_out_again_with_the_same_branch(
    steady: Lab,
) -> None:
    [first], [again] = sent(steady, request()), sent(steady, request())

    assert first == again


def test_rule_128_another_request_has_another_branch(steady: Lab) -> None:
    [first] = sent(steady, request())
    [other] = sent(steady, request(via=VIA + "2"))

    assert first.branch != other.branch


@pytest.mark.parametrize("method", ["CANCEL", "ACK"])
@pytest.mark.parametrize("via", [VIA, "SIP/2.0/UDP 192.0.2.90:5060", VIA[:-2]])
def test_rule_128_cancel_and_ack_have_the_branch_of_their_invite(
    steady: Lab, method: str, via: str
) -> None:
    asked = request(via=via).with_header("Proxy-Authorization", "Digest a=b")
    [invite] = sent(steady, asked)
    refused = build.response(asked, 486, to_tag="b")
    made = {
        "CANCEL": build.cancel(asked),
        "ACK": build.ack_for_failure(asked, refused),
    }
    [other] = sent(steady, made[method])

    assert (other.method, other.branch) == (method, invite.branch)


def test_rule_126_a_cancel_is_forwarded_and_answered_at_the_far_end(
    steady: Lab,
) -> None:
    steady.call()
    steady.do("bob", "ring", 1)
    steady.do("alice", "cancel", 1)

    assert steady.wires.heard("alice", Rejected)[0].status == 487
    assert ("proxy", "bob", "CANCEL") in [
        (p.source, p.destination, p.title) for p in steady.wires.history
    ]


def test_rule_128_of_several_targets_the_best_one_gets_it(steady: Lab) -> None:
    targets = (Target(contact("alice"), q=0.3), Target(contact("bob"), q=0.7))
    steady.router.decisions[BOB] = Fork(targets)

    [copy] = sent(steady, request())

    assert isinstance(copy, Request)
    assert copy.uri == contact("bob")


def test_rule_116_a_response_follows_its_second_via(steady: Lab) -> None:
    [copy] = sent(steady, request())
    assert isinstance(copy, Request)
    [passed] = sent(steady, build.response(copy, 486, to_tag="b"), source="bob")

    assert [str(via) for via in passed.via] == [VIA]
    assert steady.wires.history[-1].destination == "alice"


@pytest.mark.parametrize(
    "via",
    [
        ("SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKx", VIA),
        (f"SIP/2.0/UDP {PROXY};branch=z9hG4bKx",),
    ],
)
def test_rule_137_a_response_that_is_not_for_us_or_leads_nowhere_is_dropped(
    steady: Lab, via: tuple[str, ...]
) -> None:
    answer = build.response(request(), 200, to_tag="b")
    stray = answer.replace(headers=answer.headers.with_all("Via", via))

    assert sent(steady, stray) == []
    assert len(steady.wires.dropped("proxy")) == 1


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (request("OPTIONS", "urn:x:y"), 416),
        (request("OPTIONS", "sip:nobody@lab.example"), 404),
        (request("OPTIONS", "sip:bob@h.invalid"), 500),
        (request().with_header("Max-Forwards", "0"), 483),
        (request().with_header("Proxy-Require", "x"), 420),
        (request().with_header("CSeq", "1 OPTIONS"), 400),
    ],
)
def test_rule_108_what_is_wrong_is_answered_the_same_every_time(
    steady: Lab, message: Request, status: int
) -> None:
    [answer], [again] = sent(steady, message), sent(steady, message)

    assert answer.status == status
    assert answer == again


def test_rule_130_a_loop_is_cut_here_too(steady: Lab) -> None:
    steady.router.decisions[BOB] = Forward(Target(BOB, PROXY))
    [copy] = sent(steady, request())
    [answer] = sent(steady, copy, source="proxy")

    assert answer.status == 482


def test_the_router_may_answer_or_drop(steady: Lab) -> None:
    steady.router.decisions[BOB] = Reply(486)
    [answer] = sent(steady, request())
    assert answer.status == 486

    steady.router.decisions[BOB] = Drop("not today")
    assert sent(steady, request()) == []
    assert steady.wires.dropped("proxy") == ["not today"]


def test_an_ack_is_never_answered(steady: Lab) -> None:
    assert sent(steady, request("ACK").with_header("Max-Forwards", "0")) == []


def test_what_cannot_be_delivered_is_nobodys_business(steady: Lab) -> None:
    steady.wires.unplugged.add("bob")
    steady.inject(request(), into="proxy")
    steady.wires.transfer()

    assert steady.wires.sent(by="proxy") == ["INVITE"]
    assert len(steady.wires.dropped("proxy")) == 1


def test_what_has_no_via_is_dropped(steady: Lab) -> None:
    message = request()
    bare = message.replace(headers=message.headers.without("Via"))

    assert sent(steady, bare) == []


def test_an_old_request_is_known_by_all_that_names_it() -> None:
    old = request(via="SIP/2.0/UDP 192.0.2.90:5060")

    assert steady_branch(old) == steady_branch(old)
    assert steady_branch(old) != steady_branch(old.with_header("Call-ID", "other"))
