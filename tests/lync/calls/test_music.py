"""Music on hold (RFC 5359 §2.3), and what may come between."""

from pathlib import Path

import pytest

from mspllab.scenario.run import play
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.trace import Trace

FLOW = (
    Path(__file__).resolve().parents[3] / "data" / "scenarios" / "rfc5359" / "2-3.toml"
)


def sent(trace: Trace, source: str, destination: str, title: str) -> list[Message]:
    """What one has sent to the other by way of the proxy, as it left."""
    return [
        hop.message
        for hop in trace.hops
        if isinstance(hop.message, Request | Response)
        and hop.source == source
        and destination in str(hop.message.to if source == "bob" else hop.message.from_)
        and title == str(hop.message.status or hop.message.method)
    ]


def test_rule_171_174_the_offer_goes_on_and_its_answer_back() -> None:
    trace = play(FLOW)

    [offer] = sent(trace, "music", "bob", "200")[:1]
    held, passed_on, resumed = sent(trace, "bob", "alice", "INVITE")
    [ack] = sent(trace, "bob", "music", "ACK")
    assert offer.sdp and held.sdp and passed_on.sdp and resumed.sdp and ack.sdp
    assert passed_on.sdp.value("c") == offer.sdp.value("c") == "IN IP4 192.0.2.102"
    assert ack.sdp.value("c") == "IN IP4 192.0.2.90"
    assert resumed.sdp.value("c") == held.sdp.value("c") == "IN IP4 192.0.2.101"
    assert passed_on.sdp.direction == "sendonly"


def test_rule_172_the_session_stays_bobs_and_its_version_grows() -> None:
    trace = play(FLOW)

    described = [m.sdp for m in sent(trace, "bob", "alice", "INVITE")]
    origins = [(one.value("o") or "").split() for one in described if one]
    versions = [int(words[2]) for words in origins]
    assert versions == list(range(versions[0], versions[0] + 3))
    assert {words[5] for words in origins} == {"192.0.2.101"}


def test_alice_stays_on_hold_while_she_hears_it() -> None:
    noticed = [one.what for one in play(FLOW).happenings("alice")]
    assert noticed == ["called", "ringback", "connected", "hold", "resumed", "ended"]


@pytest.mark.parametrize(
    ("changes", "player"),
    [
        # who plays is busy
        ({"clients.music.on_call": {"decline_after": 0.1}}, ["INVITE", "ACK"]),
        # Alice hangs up while she hears it, or before she does
        (
            {"timeline.3": {"at": 7.0, "who": "alice", "do": "hang up"}},
            ["INVITE", "ACK", "BYE"],
        ),
        (
            {"timeline.3": {"at": 5.135, "who": "alice", "do": "hang up"}},
            ["INVITE", "ACK", "BYE"],
        ),
        # Bob hangs up on who plays before that has an answer
        (
            {
                "timeline.3": {
                    "at": 5.15,
                    "who": "bob",
                    "do": "hang up",
                    "with": "music",
                }
            },
            ["INVITE", "ACK", "BYE"],
        ),
        # Alice takes no change of the call
        (
            {"clients.alice.reinvite_with": 488, "timeline.1.at": 99.0},
            ["INVITE", "ACK", "BYE"],
        ),
    ],
)
def test_whatever_happens_who_plays_is_not_left_alone(
    changes: dict[str, object], player: list[str]
) -> None:
    trace = play(FLOW, {**changes, "links.transport": "TCP"})

    got = [
        hop.message.method
        for hop in trace.hops
        if hop.destination == "music" and hop.message.status is None
    ]
    assert got == player
    assert trace.end is not None and trace.end.why == "quiet"
    assert not trace.pending


def test_who_plays_is_told_once_more_if_the_answer_takes_long() -> None:
    slow = {"links.pairs": [{"between": ["proxy", "alice"], "delay": 0.5}]}
    trace = play(FLOW, slow)

    acks = sent(trace, "bob", "music", "ACK")
    assert len(sent(trace, "music", "bob", "200")) > 1
    assert acks and all(ack.body for ack in acks)
