"""Offers and answers (RFC 3264)."""

import pytest

from mspllab.sip import negotiation
from mspllab.sip.negotiation import Ability, answer, changed, met, offer
from mspllab.sip.sdp import DIRECTIONS, SessionDescription

A, B = "192.0.2.90", "192.0.2.101"


def read(text: str | None) -> SessionDescription:
    assert text is not None
    return SessionDescription.parse(text)


def offered(*kinds: str, ability: Ability = negotiation.ALL) -> SessionDescription:
    return read(offer(kinds, A, 50000, ability))


def test_rule_175_im_is_a_message_stream() -> None:
    media = offered("message").media[0]
    assert (media.proto, media.port) == ("sip", 5060)


def test_an_offer_of_several_streams_gives_each_its_own_port() -> None:
    text = offer(["audio", "video"], "2001:db8::1", 50052)
    assert [media.port for media in read(text).media] == [50052, 50054]
    assert read(text).value("c") == "IN IP6 2001:db8::1"
    assert str(read(text)) == text


def test_rule_169_the_lines_stand_in_their_order() -> None:
    letters = "".join(letter for letter, _ in offered("audio").lines)
    assert letters.startswith("vosctm")


def test_rule_170_an_answer_has_the_streams_of_the_offer_in_their_order() -> None:
    only_audio = Ability(("audio",))
    found = read(answer(offered("video", "audio"), B, 50000, only_audio))
    assert [(m.kind, m.port) for m in found.media] == [("video", 0), ("audio", 50002)]


def test_rule_170_the_codecs_of_an_answer_are_those_both_have() -> None:
    alice = Ability(codecs=("opus", "G722", "PCMU"))
    bob = Ability(codecs=("PCMU", "opus"))
    found = read(answer(offered("audio", ability=alice), B, 50000, bob))
    assert found.media[0].formats == ("96", "0")
    assert found.media[0].attributes == ("rtpmap:96 opus/48000/2", "rtpmap:0 PCMU/8000")


def test_rule_170_a_codec_is_known_by_its_map_and_not_by_its_number() -> None:
    text = offer(["audio"], A, 50000, Ability(codecs=("opus",)))
    renumbered = text.replace(" 96", " 111").replace(":96", ":111")
    found = read(answer(read(renumbered), B, 50000, Ability(codecs=("opus",))))
    assert found.media[0].formats == ("111",)


@pytest.mark.parametrize(
    ("kinds", "ability"),
    [
        (("video",), Ability(("audio",))),
        (("video",), Ability(codecs=("H264",))),
        (("screen",), negotiation.ALL),
    ],
)
def test_rule_171_where_nothing_fits_there_is_no_answer(
    kinds: tuple[str, ...], ability: Ability
) -> None:
    assert answer(offered(*kinds, ability=Ability(codecs=("VP8",))), B, 1, ability) is (
        None
    )


def test_rule_172_each_change_adds_one_to_the_version() -> None:
    first = offered("audio")
    second = read(changed(first, A, 50000, direction="sendonly"))
    third = read(changed(second, A, 50000, direction="sendrecv"))
    assert [d.version for d in (first, second, third)] == [1, 2, 3]
    assert third.media == first.media


def test_rule_172_a_stream_keeps_its_place_and_may_come_back() -> None:
    first = offered("audio", "video")
    less = read(changed(first, A, 50000, direction="sendrecv", kinds=["video"]))
    more = read(
        changed(
            less, A, 50000, direction="sendrecv", kinds=["video", "audio", "message"]
        )
    )
    assert [(m.kind, m.port) for m in less.media] == [("audio", 0), ("video", 50002)]
    assert [(m.kind, m.port) for m in more.media] == [
        ("audio", 50000),
        ("video", 50002),
        ("message", 5060),
    ]


# RFC 3264 §6.1: (offered, wanted by whoever answers) → answered.
ANSWERS = {
    ("sendrecv", "sendrecv"): "sendrecv",
    ("sendrecv", "sendonly"): "sendonly",
    ("sendrecv", "recvonly"): "recvonly",
    ("sendrecv", "inactive"): "inactive",
    ("sendonly", "sendrecv"): "recvonly",
    ("sendonly", "sendonly"): "inactive",
    ("sendonly", "recvonly"): "recvonly",
    ("sendonly", "inactive"): "inactive",
    ("recvonly", "sendrecv"): "sendonly",
    ("recvonly", "sendonly"): "sendonly",
    ("recvonly", "recvonly"): "inactive",
    ("recvonly", "inactive"): "inactive",
    ("inactive", "sendrecv"): "inactive",
    ("inactive", "sendonly"): "inactive",
    ("inactive", "recvonly"): "inactive",
    ("inactive", "inactive"): "inactive",
}


def test_rule_173_the_table_of_directions_has_every_pair() -> None:
    assert set(ANSWERS) == {(o, w) for o in DIRECTIONS for w in DIRECTIONS}


@pytest.mark.parametrize(("offered_", "wanted"), ANSWERS)
def test_rule_173_a_direction_is_answered_by_what_fits_it(
    offered_: str, wanted: str
) -> None:
    assert met(offered_, wanted) == ANSWERS[offered_, wanted]


def test_rule_173_a_hold_is_answered_recvonly() -> None:
    hold = read(changed(offered("audio"), A, 50000, direction="sendonly"))
    assert hold.direction == "sendonly"
    assert read(answer(hold, B, 50000)).media[0].direction == "recvonly"


def test_rule_173_the_old_hold_is_the_address_nobody_has() -> None:
    text = str(offered("audio")).replace(f"c=IN IP4 {A}", "c=IN IP4 0.0.0.0")
    assert read(answer(read(text), B, 50000)).media[0].direction == "recvonly"


def test_a_direction_for_the_whole_session_counts_for_streams_without_one() -> None:
    text = str(offered("audio")).replace("t=0 0", "t=0 0\r\na=inactive")
    assert read(text).direction == "inactive"
    assert read(answer(read(text), B, 50000)).media[0].direction == "inactive"


def test_a_chat_is_never_held() -> None:
    held = read(changed(offered("message"), A, 50000, direction="sendonly"))
    assert held.media[0].direction == "sendrecv"
