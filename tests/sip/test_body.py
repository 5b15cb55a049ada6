"""Bodies and their parts (RFC 2046 §5.1, RFC 3261 §7.4.1)."""

from pathlib import Path

import pytest

from mspllab.errors import ParseError
from mspllab.sip.body import parts, session_description
from mspllab.sip.codec import decode
from mspllab.sip.headers import Headers

MESSAGES = Path(__file__).resolve().parents[2] / "data" / "messages"
MIXED = Headers([("Content-Type", 'multipart/mixed; boundary="b"')])


def test_rule_020_a_multipart_is_its_parts() -> None:
    message = decode((MESSAGES / "torture" / "mpart01.sip").read_bytes())
    text, octets = parts(message.headers, message.body)
    assert (text.content_type, text.body) == ("text/plain", b"Hello")
    assert octets.content_type == "application/octet-stream"
    assert octets.body == bytes(range(256))


def test_rule_020_a_part_says_whether_it_must_be_understood() -> None:
    body = (
        b"--b\r\nContent-Disposition: session; handling=optional\r\n\r\none\r\n"
        b"--b\r\nContent-Disposition: session; handling=required\r\n\r\ntwo\r\n"
        b"--b\r\n\r\nthree\r\n--b--"
    )
    assert [part.is_required for part in parts(MIXED, body)] == [False, True, True]
    assert parts(MIXED, body)[2].content_type == "text/plain"


def test_a_body_that_is_no_multipart_is_its_own_only_part() -> None:
    (part,) = parts(Headers([("Content-Type", "text/plain")]), b"hi")
    assert part.body == b"hi"


def test_multiparts_inside_multiparts_are_flattened() -> None:
    inner = b"--c\r\n\r\none\r\n--c\r\n\r\ntwo\r\n--c--\r\n"
    body = b"--b\r\nContent-Type: multipart/alternative;boundary=c\r\n\r\n%s\r\n--b--"
    assert [part.body for part in parts(MIXED, body % inner)] == [b"one", b"two"]


def test_rule_176_of_two_offers_the_last_is_meant() -> None:
    message = decode((MESSAGES / "invite-two-offers.sip").read_bytes())
    assert message.sdp is not None
    assert message.sdp.media[0].proto == "RTP/SAVP"


def test_without_a_type_or_a_body_there_is_no_description() -> None:
    assert session_description(Headers(), b"v=0\r\n") is None
    assert session_description(MIXED, b"") is None
    assert session_description(Headers([("c", "text/plain")]), b"v=0\r\n") is None


@pytest.mark.parametrize("body", [b"x", b"--b\r\n\r\nnever closed"])
def test_a_multipart_without_its_boundaries_is_an_error(body: bytes) -> None:
    with pytest.raises(ParseError, match="multipart body"):
        parts(MIXED, body)


def test_a_boundary_that_is_no_utf8_is_a_boundary_all_the_same() -> None:
    headers = Headers.parse("c: multipart/mixed;boundary=b\udcff\r\n")
    assert parts(headers, b"--b\xff\r\n\r\nhi\r\n--b\xff--")[0].body == b"hi"
    with pytest.raises(ParseError, match="multipart body"):
        parts(headers, b"hi")


def test_a_multipart_without_a_boundary_parameter_is_an_error() -> None:
    with pytest.raises(ParseError, match="a boundary parameter"):
        parts(Headers([("Content-Type", "multipart/mixed")]), b"--b\r\n")
