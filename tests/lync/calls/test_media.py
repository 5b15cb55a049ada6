import pytest

from mspllab.lync.calls.media import answer_to, offer, type_of
from mspllab.sip import build
from mspllab.sip.message import Request
from mspllab.sip.sdp import SessionDescription

IP = "192.0.2.1"


def invite(body: bytes, content_type: str | None = "application/sdp") -> Request:
    return build.request(
        "INVITE",
        "sip:bob@lab.example",
        from_="<sip:alice@lab.example>;tag=a",
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/TLS 192.0.2.90:50877;branch=z9hG4bK1",
        body=body,
        content_type=content_type,
    )


def kinds(body: bytes) -> list[str]:
    return [media.kind for media in SessionDescription.parse(body.decode()).media]


@pytest.mark.parametrize("wanted", [["audio"], ["audio", "video"], ["message"]])
def test_an_answer_has_the_media_of_the_offer_in_its_order(wanted: list[str]) -> None:
    assert kinds(answer_to(invite(offer(wanted, IP)), IP)) == wanted


def test_without_an_offer_audio_is_offered() -> None:
    assert kinds(answer_to(invite(b"", None), IP)) == ["audio"]


def test_a_body_that_is_no_offer_is_not_answered() -> None:
    assert answer_to(invite(b"hello", "text/plain"), IP) == b""
    assert answer_to(invite(b"nonsense"), IP) == b""


def test_nothing_offered_is_no_body_and_no_type() -> None:
    assert offer((), IP) == b""
    assert type_of(b"") is None
    assert type_of(offer(["audio"], IP)) == "application/sdp"
