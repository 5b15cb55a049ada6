"""Session descriptions, as far as routing needs them (RFC 8866)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import ParseError
from mspllab.sip.sdp import Media, SessionDescription

TEXT = (
    "v=0\r\n"
    "o=- 0 1 IN IP4 192.0.2.90\r\n"
    "s=session\r\n"
    "c=IN IP4 192.0.2.90\r\n"
    "t=0 0\r\n"
    "m=audio 50052/2 RTP/SAVP 114 8 0\r\n"
    "a=sendonly\r\n"
    "a=rtpmap:114 x-lab/16000\r\n"
    "m=video 0 RTP/SAVP 122\r\n"
)


def test_the_media_sections_and_their_attributes() -> None:
    description = SessionDescription.parse(TEXT)
    attributes = ("sendonly", "rtpmap:114 x-lab/16000")
    assert description.media == (
        Media("audio", 50052, "RTP/SAVP", ("114", "8", "0"), attributes),
        Media("video", 0, "RTP/SAVP", ("122",)),
    )


def test_a_stream_with_port_zero_is_not_there() -> None:
    description = SessionDescription.parse(TEXT)
    assert description.has("audio")
    assert not description.has("video")
    assert not description.has("message")


def test_session_lines_end_where_the_media_begin() -> None:
    description = SessionDescription.parse(TEXT)
    assert description.value("c") == "IN IP4 192.0.2.90"
    assert description.value("a") is None


def test_text_to_value_to_the_same_text() -> None:
    assert str(SessionDescription.parse(TEXT)) == TEXT
    assert str(SessionDescription.parse(TEXT.replace("\r\n", "\n"))) == TEXT


@pytest.mark.parametrize(
    "text", ["", "hello", "v=1\r\n", "v=0\r\nm=audio\r\n", "v=0\r\nm=audio x RTP/AVP 0"]
)
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises(ParseError):
        SessionDescription.parse(text)


@given(st.text(max_size=100).map(lambda text: f"v=0\n{text}"))
def test_whatever_is_read_it_is_a_description_or_a_parse_error(text: str) -> None:
    try:
        description = SessionDescription.parse(text)
    except ParseError:
        return
    assert SessionDescription.parse(str(description)) == description
