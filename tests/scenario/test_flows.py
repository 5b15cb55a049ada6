"""Flows that people argue about: what happens in each, message by message.

Each is played as messages, as bytes, and over slower wires.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mspllab.scenario.run import play
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.trace import Hop, Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
VARIANTS: dict[str, dict[str, Any]] = {
    "messages": {},
    "bytes": {"wire": "bytes"},
    "slower": {"links.delay": 0.012},
}
BY_BOB = "Referred-By: <sip:bob@lab.example>\r\n"
variants = pytest.mark.parametrize("variant", VARIANTS)


@cache
def played(name: str, variant: str) -> Trace:
    return play(SCENARIOS / f"{name}.toml", VARIANTS[variant])


def message(hop: Hop) -> Message:
    assert isinstance(hop.message, Request | Response)
    return hop.message


def hops(trace: Trace, title: str, **ends: str) -> list[Message]:
    """Messages of a title, "INVITE" or "200 INVITE", by source or destination."""
    return [
        message(hop)
        for hop in trace.hops
        if title
        == " ".join(filter(None, [str(hop.message.status or ""), hop.message.method]))
        and all(getattr(hop, end) == name for end, name in ends.items())
    ]


def titles(trace: Trace, keep: Callable[[Hop], bool]) -> list[str]:
    return [
        f"{hop.message.status or ''} {hop.message.method}".strip()
        for hop in trace.hops
        if keep(hop)
    ]


def noticed(trace: Trace, who: str) -> list[str]:
    return [happened.what for happened in trace.happenings(who)]


@variants
def test_rule_118_a_200_that_comes_after_a_603_wins(variant: str) -> None:
    trace = played("decline-everywhere", variant)
    assert len(hops(trace, "603 INVITE", destination="proxy")) == 1
    assert hops(trace, "603 INVITE", destination="alice") == []
    assert len(hops(trace, "200 INVITE", destination="alice")) == 1
    assert len(hops(trace, "487 INVITE", source="bob-tablet")) == 1
    assert noticed(trace, "alice") == ["called", "ringback", "connected", "ended"]


@variants
def test_rule_058_a_cancel_that_comes_after_the_200_has_no_effect(variant: str) -> None:
    trace = played("cancel-crosses-200", variant)
    assert hops(trace, "487 INVITE") == []
    assert len(hops(trace, "200 CANCEL", source="bob")) == 1
    at_bob = titles(trace, lambda hop: hop.destination == "bob")
    assert at_bob == ["INVITE", "CANCEL", "ACK", "BYE"]
    assert noticed(trace, "alice") == ["called", "ringback", "abandoned"]


@variants
def test_rule_119_the_best_of_four_failures_goes_up(variant: str) -> None:
    trace = played("all-fail-differently", variant)
    finals = [
        m.status
        for hop in trace.hops
        if isinstance(m := message(hop), Response)
        and m.status >= 300
        and hop.destination == "alice"
    ]
    assert finals == [415]
    acked = [hop.destination for hop in trace.hops if hop.message.method == "ACK"]
    assert sorted(acked) == sorted(
        ["bob-desk", "bob-mobile", "bob-tablet", "bob-fax", "proxy"]
    )


@variants
def test_rule_043_nobody_is_tried_twice(variant: str) -> None:
    trace = played("redirect-to-oneself", variant)
    tried = [m.uri for m in hops(trace, "INVITE", source="alice")]  # type: ignore[union-attr]
    bob, carol = "sip:bob@lab.example", "sip:carol@lab.example"
    assert tried == [bob, bob, carol]
    first, second, third = hops(trace, "INVITE", source="alice")
    assert first.call_id != second.call_id == third.call_id
    assert (second.cseq.number, third.cseq.number) == (1, 2)


@variants
def test_rule_071_a_doubled_invite_rings_once(variant: str) -> None:
    trace = played("doubled-invite", variant)
    assert noticed(trace, "bob").count("rings") == 1
    assert len(hops(trace, "INVITE", source="proxy")) == 1
    assert len(hops(trace, "100 INVITE", source="proxy")) == 2
    assert len(hops(trace, "180 INVITE", source="bob")) == 2


@variants
def test_rule_048_a_merged_invite_is_482_and_rings_once(variant: str) -> None:
    trace = played("merged-invite", variant)
    one, other = hops(trace, "INVITE", destination="bob")
    assert (one.call_id, one.from_tag, one.cseq) == (
        other.call_id,
        other.from_tag,
        other.cseq,
    )
    assert one.branch != other.branch
    assert [m.branch for m in hops(trace, "482 INVITE", source="bob")] == [other.branch]
    assert noticed(trace, "bob").count("rings") == 1


@variants
def test_rule_089_two_winners_are_both_acknowledged_and_one_is_hung_up(
    variant: str,
) -> None:
    trace = played("two-winners", variant)
    answers = hops(trace, "200 INVITE", destination="alice")
    acks = hops(trace, "ACK", source="alice")
    [bye] = hops(trace, "BYE", source="alice")
    assert [m.to_tag for m in answers] == [m.to_tag for m in acks]
    assert len({m.branch for m in acks}) == 2
    assert bye.to_tag == answers[1].to_tag
    assert bye.cseq.number == 2
    assert noticed(trace, "bob-desk")[-1] == noticed(trace, "bob-mobile")[-1] == "ended"


@variants
def test_rule_068_078_an_ack_of_a_failure_has_the_branch_of_its_invite(
    variant: str,
) -> None:
    trace = played("two-acks", variant)
    refused, answered = hops(trace, "INVITE", source="alice")
    first, second = hops(trace, "ACK", source="alice")
    assert (first.branch, str(first.cseq)) == (refused.branch, "1 ACK")
    assert first.uri == refused.uri  # type: ignore[union-attr]
    assert second.branch != answered.branch
    assert second.uri == "sip:bob@192.0.2.101:5060"  # type: ignore[union-attr]
    assert hops(trace, "ACK", destination="bob")[0].branch == (
        hops(trace, "INVITE", destination="bob")[0].branch
    )


@variants
def test_rule_093_what_is_sent_in_a_call_reaches_one_phone(variant: str) -> None:
    trace = played("reinvite-does-not-fork", variant)
    for other in ("bob-mobile", "bob-tablet"):
        at_it = titles(trace, lambda hop, other=other: hop.destination == other)  # type: ignore[misc]
        assert at_it == ["INVITE", "CANCEL", "ACK"]
    desk = hops(trace, "INVITE", destination="bob-desk")
    directions = [m.sdp.direction for m in desk if m.sdp is not None]
    assert directions == ["sendrecv", "sendonly", "sendrecv"]
    assert noticed(trace, "bob-desk")[-4:] == ["hold", "resumed", "reads", "ended"]


@variants
def test_rule_043_redirections_of_every_kind(variant: str) -> None:
    trace = played("redirects", variant)
    tried = [m.uri for m in hops(trace, "INVITE", source="alice")]  # type: ignore[union-attr]
    bob, carol, dave = (f"sip:{who}@lab.example" for who in ("bob", "carol", "dave"))
    assert tried == [bob, dave, bob, carol, dave, bob, dave, bob, bob]
    subjects = [m.headers.get("Subject") for m in hops(trace, "INVITE", source="alice")]
    assert [subject for subject in subjects if subject] == ["Sent on"]
    assert noticed(trace, "alice").count("failed") == 2


@variants
def test_rule_058_063_086_no_dialog_in_all_its_forms(variant: str) -> None:
    trace = played("no-such-dialog", variant)
    refused = [
        m.method
        for hop in trace.hops
        if isinstance(m := message(hop), Response)
        and m.status == 481
        and hop.destination == "alice"
    ]
    assert refused == ["INVITE", "BYE", "CANCEL", "UPDATE"]
    assert noticed(trace, "alice")[-2:] == ["hold", "ended"]
    assert len(hops(trace, "ACK", destination="bob")) == 3


@variants
def test_rule_031_032_a_number_is_a_number_however_it_is_written(
    variant: str,
) -> None:
    trace = played("phone-numbers", variant)
    assert noticed(trace, "bob").count("answered") == 3
    assert len(hops(trace, "404 INVITE", destination="alice")) == 1


@variants
def test_rule_025_098_an_escape_is_taken_back_once(variant: str) -> None:
    trace = played("escaped-users", variant)
    assert noticed(trace, "anna").count("answered") == 1
    assert noticed(trace, "semi").count("answered") == 1
    assert len(hops(trace, "404 INVITE", destination="alice")) == 1


@variants
def test_rule_091_who_owns_the_call_id_waits_longer(variant: str) -> None:
    trace = played("glare", variant)
    assert len(hops(trace, "491 INVITE", source="bob")) == 1
    assert len(hops(trace, "491 INVITE", source="alice")) == 1
    again = [
        (hop.source, hop.cause.timer)
        for hop in trace.hops
        if hop.message.method == "INVITE" and hop.cause.timer == "491"
    ]
    assert again == [("bob", "491"), ("alice", "491")]


@variants
def test_rule_174_the_answer_is_in_the_ack(variant: str) -> None:
    trace = played("offer-in-200", variant)
    invite = hops(trace, "INVITE", destination="bob")[0]
    answer = hops(trace, "200 INVITE", destination="alice")[0]
    ack = hops(trace, "ACK", destination="bob")[0]
    assert invite.body == b""
    assert answer.sdp is not None and ack.sdp is not None
    assert [m.kind for m in ack.sdp.media] == [m.kind for m in answer.sdp.media]
    assert len(hops(trace, "488 INVITE", destination="alice")) == 1


@variants
def test_rule_153_154_156_162_an_unattended_transfer(variant: str) -> None:
    trace = played("transfer-unattended", variant)
    [refer] = hops(trace, "REFER", destination="alice")
    first, last = hops(trace, "NOTIFY", destination="bob")
    assert (first.body, last.body) == (b"SIP/2.0 100 Trying\r\n", b"SIP/2.0 200 OK\r\n")
    assert last.headers.get("Subscription-State") == "terminated;reason=noresource"
    [new] = hops(trace, "INVITE", destination="carol")
    assert new.call_id != refer.call_id
    assert new.headers.get("Referred-By") == "<sip:bob@lab.example>"
    at_alice = titles(trace, lambda hop: hop.destination == "alice")
    assert at_alice.index("BYE") > at_alice.index("REFER")


def test_rule_153_whom_a_call_is_handed_to_may_have_a_name() -> None:
    for attended in (False, True):
        trace = play(
            SCENARIOS / "transfer-unattended.toml",
            {
                "timeline.1.to": "Carol C. <sip:carol@lab.example>",
                "timeline.1.attended": attended,
            },
        )
        [refer] = hops(trace, "REFER", source="bob")
        assert refer.headers.get("Refer-To") == "Carol C. <sip:carol@lab.example>"
        assert "connected" in noticed(trace, "carol")


@pytest.mark.parametrize(("said", "status"), [("", 429), (BY_BOB, 202)])
def test_rule_157_who_wants_to_know_who_refers_is_told_or_refuses(
    said: str, status: int, tmp_path: Path
) -> None:
    raw = tmp_path / "refer.sip"
    raw.write_text(
        "REFER sip:alice@lab.example SIP/2.0\r\n"
        "Via: SIP/2.0/UDP 192.0.2.101:5060;branch=z9hG4bKrefer\r\n"
        "Max-Forwards: 70\r\nFrom: <sip:bob@lab.example>;tag=b\r\n"
        "To: <sip:alice@lab.example>\r\nCall-ID: r1\r\nCSeq: 1 REFER\r\n"
        "Contact: <sip:bob@192.0.2.101:5060>\r\n"
        f"Refer-To: <sip:carol@lab.example>\r\n{said}Content-Length: 0\r\n\r\n"
    )
    send = {"at": 0.0, "who": "bob", "do": "send", "message": str(raw)}
    trace = play(
        SCENARIOS / "transfer-unattended.toml",
        {
            "clients.alice.wants_referrer": True,
            "timeline": [{**send, "transaction": True}],
        },
    )
    [answer] = hops(trace, f"{status} REFER", source="alice")
    assert isinstance(answer, Response)
    assert bool(hops(trace, "INVITE", source="alice")) is (status == 202)


@variants
def test_rule_159_162_an_attended_transfer(variant: str) -> None:
    trace = played("transfer-attended", variant)
    [refer] = hops(trace, "REFER", destination="alice")
    asked, new = hops(trace, "INVITE", destination="carol")
    answer = hops(trace, "200 INVITE", source="carol")[0]
    assert "?Replaces=" in (refer.headers.get("Refer-To") or "")
    assert new.headers.get("Replaces") == (
        f"{asked.call_id};to-tag={answer.to_tag};from-tag={asked.from_tag}"
    )
    assert noticed(trace, "carol").count("rings") == 1
    assert noticed(trace, "bob")[-3:] == ["ended", "transferred", "ended"]
    assert noticed(trace, "alice")[-1] == "ended"


@variants
def test_rule_160_a_transfer_that_fails_leaves_the_call(variant: str) -> None:
    trace = played("transfer-refused", variant)
    assert hops(trace, "NOTIFY", destination="bob")[-1].body == (
        b"SIP/2.0 486 Busy Here\r\n"
    )
    assert len(hops(trace, "603 REFER", destination="bob")) == 1
    assert noticed(trace, "bob").count("transferred") == 1


@variants
def test_rule_179_a_subscriber_is_told_until_its_time_is_up(variant: str) -> None:
    trace = played("presence", variant)
    told = hops(trace, "NOTIFY", destination="alice")
    assert [m.body for m in told] == [b"", b"at lunch", b""]
    assert hops(trace, "481 NOTIFY") == []
    assert len(hops(trace, "489 SUBSCRIBE", destination="carol")) == 1


@variants
def test_rule_141_144_a_reliable_183_is_repeated_until_its_prack_comes(
    variant: str,
) -> None:
    trace = played("prack", variant)
    assert len(hops(trace, "183 INVITE", source="bob")) == 2
    assert len(hops(trace, "PRACK", destination="bob")) == 1
    at_alice = titles(trace, lambda hop: hop.destination == "alice")
    assert at_alice[:4] == ["100 INVITE", "183 INVITE", "183 INVITE", "200 PRACK"]
    assert hops(trace, "200 INVITE", source="bob")[0].body == b""


@pytest.mark.parametrize(
    ("profile", "answers"),
    [
        ("lync", ["504 1008", "504 1010", "504 1007", "504 1007"]),
        ("rfc3261", ["500", "500", "500", "408"]),
    ],
)
def test_a_caller_is_told_what_stood_between(profile: str, answers: list[str]) -> None:
    trace = play(SCENARIOS / "unreachable.toml", {"profile": profile})
    told = [
        message(hop)
        for hop in trace.hops
        if hop.destination == "alice" and (hop.message.status or 0) >= 300
    ]
    assert [
        f"{one.status} {(one.headers.get('ms-diagnostics') or '').partition(';')[0]}"
        for one in told
    ] == [answer if " " in answer else f"{answer} " for answer in answers]


def test_a_server_is_asked_what_it_can_whatever_it_is() -> None:
    for kind in ("front-end", "proxy", "redirect"):
        trace = play(
            SCENARIOS / "cancel.toml",
            {
                "servers.proxy.kind": kind,
                "timeline": [
                    {"at": 0.0, "who": "alice", "do": "options", "to": to, **more}
                    for to, more in (
                        ("sip:lab.example", {}),
                        ("sip:bob@lab.example", {"headers": {"Max-Forwards": "0"}}),
                    )
                ],
            },
        )
        statuses = [answer.status for answer in hops(trace, "200 OPTIONS")]
        assert statuses[:1] == [200]
        assert len(statuses) == (1 if kind == "redirect" else 2)
