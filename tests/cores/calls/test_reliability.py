"""Provisional responses that are acknowledged (RFC 3262)."""

import pytest

from mspllab.cores.events import Cancelled, Progress
from mspllab.sip.message import Request
from mspllab.sip.sdp import SDP_TYPE
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")
DEMANDED = (("Require", "100rel"),)
ALLOWED = (("Supported", "100rel"),)


def called(lab: Lab, headers: tuple[tuple[str, str], ...] = DEMANDED) -> int:
    return lab.call(DIRECT, headers=headers)


def test_rule_140_a_provisional_is_reliable_where_the_caller_demands_it(
    pair: Lab,
) -> None:
    called(pair)
    pair.do("bob", "ring", 1)
    ringing = pair.wires.one("180 INVITE")
    assert ringing.headers.get("Require") == "100rel"
    assert 1 <= int(ringing.headers.get("RSeq")) < 2**31
    assert pair.wires.sent()[-2:] == ["PRACK", "200 PRACK"]


@pytest.mark.parametrize(("reliable", "answers"), [(True, 1), (False, 0)])
def test_rule_140_where_it_is_only_allowed_the_callee_decides(
    lab: Lab, reliable: bool, answers: int
) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False, reliable=reliable)
    called(lab, ALLOWED)
    lab.do("bob", "ring", 1)
    assert lab.wires.sent().count("PRACK") == answers


def test_rule_140_a_100_is_never_reliable(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1, status=100)
    assert "RSeq" not in pair.wires.one("100 INVITE").headers


def test_rule_141_it_is_repeated_until_its_prack_comes(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1, transfer=False)
    pair.wires.drop("180 INVITE")
    pair.wires.wait(1.4, deaf=True)
    pair.wires.wait(10.0)
    assert pair.wires.times("180 INVITE") == [0.0, 0.5, 1.5]
    assert pair.wires.sent().count("PRACK") == 1


def test_rule_141_without_a_prack_the_invite_is_refused(pair: Lab) -> None:
    wires = pair.wires
    called(pair)
    pair.do("bob", "ring", 1, transfer=False)
    wires.packets.clear()
    wires.wait(31.9, deaf=True)
    assert wires.times("180 INVITE") == [0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
    wires.wait(1.0)
    assert "504 INVITE" in wires.sent()
    assert wires.heard("bob", Cancelled) == [Cancelled(1, "no PRACK")]
    wires.run()
    assert wires.live == {}


def test_rule_142_a_prack_names_what_it_acknowledges(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1)
    ringing, prack = pair.wires.one("180 INVITE"), pair.wires.one("PRACK")
    assert prack.headers.get("RAck") == f"{ringing.headers.get('RSeq')} 1 INVITE"
    assert prack.to_tag == ringing.to_tag
    assert prack.cseq.number == 2
    assert prack.uri == DIRECT


def test_rule_142_each_fork_gets_pracks_of_its_own(fork: Lab) -> None:
    fork.call(headers=DEMANDED)
    for phone in ("desk", "mobile"):
        fork.do(phone, "ring", 1)
    for phone in ("desk", "mobile"):
        [prack] = fork.wires.all("PRACK", to=phone)
        [ringing] = fork.wires.all("180 INVITE", by=phone)
        assert prack.to_tag == ringing.to_tag
    assert fork.wires.sent().count("200 PRACK") == 4  # from each phone, by the proxy


def test_rule_142_a_prack_for_nothing_is_481(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1)
    prack: Request = pair.wires.one("PRACK")
    via = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKother"
    again = prack.with_header("Via", via).with_header("CSeq", "3 PRACK")
    pair.inject(again.with_header("RAck", "1 1 INVITE"), into="bob")
    assert "481 PRACK" in pair.wires.sent()


def test_rule_143_they_are_taken_in_order(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1)
    ringing = pair.wires.one("180 INVITE")
    number = int(ringing.headers.get("RSeq"))
    for rseq in (number + 2, number + 1, number + 1):
        message = ringing.with_header("RSeq", str(rseq))
        pair.inject(message, into="alice", source="bob")
    assert len(pair.wires.heard("alice", Progress)) == 2
    assert pair.wires.dropped("alice") == [
        f"180 with RSeq {number + 2} is not the next",
        f"180 with RSeq {number + 1} is not the next",
    ]


def test_rule_143_the_second_waits_for_the_prack_of_the_first(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1, transfer=False)
    pair.do("bob", "ring", 1, status=183, transfer=False)
    assert pair.wires.sent(by="bob") == ["180 INVITE"]
    pair.wires.transfer()
    first, second = pair.wires.one("180 INVITE"), pair.wires.one("183 INVITE")
    assert int(second.headers.get("RSeq")) == int(first.headers.get("RSeq")) + 1


def test_rule_144_an_answer_waits_while_an_offer_is_not_acknowledged(pair: Lab) -> None:
    called(pair)
    sdp = {"body": b"sdp", "content_type": SDP_TYPE}
    pair.do("bob", "ring", 1, status=183, **sdp, transfer=False)
    pair.do("bob", "accept", 1, **sdp, transfer=False)
    assert pair.wires.sent(by="bob") == ["183 INVITE"]
    pair.wires.transfer()
    assert pair.wires.sent()[-4:] == ["PRACK", "200 PRACK", "200 INVITE", "ACK"]
    assert pair.wires.one("200 INVITE").body == b""


def test_rule_144_without_one_it_does_not_wait(pair: Lab) -> None:
    called(pair)
    pair.do("bob", "ring", 1, transfer=False)
    pair.do("bob", "accept", 1, transfer=False)
    assert pair.wires.sent(by="bob") == ["180 INVITE", "200 INVITE"]
    pair.wires.transfer()
    assert "200 PRACK" in pair.wires.sent()
    pair.do("alice", "bye", 1)
    pair.wires.run()
    assert pair.wires.live == {}


def test_rule_145_a_proxy_passes_every_copy_on(trio: Lab) -> None:
    trio.call(headers=DEMANDED)
    trio.do("bob", "ring", 1)
    assert trio.wires.sent()[-4:] == ["PRACK", "PRACK", "200 PRACK", "200 PRACK"]


def test_rule_171_an_offer_in_a_provisional_is_answered_in_the_prack(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False, answer_offer=lambda *_: (b"answer", "x/y"))
    lab.user_agent("bob", outbound=False)
    called(lab)
    lab.do("bob", "ring", 1, status=183, body=b"offer", content_type=SDP_TYPE)
    lab.do("bob", "accept", 1, body=b"offer", content_type=SDP_TYPE)
    assert lab.wires.one("PRACK").body == b"answer"
    assert lab.wires.one("ACK").body == b""
