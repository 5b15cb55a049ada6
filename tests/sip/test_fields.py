"""From header fields to typed values."""

import pytest

from mspllab.errors import ParseError
from mspllab.sip import fields
from mspllab.sip.headers import Headers


@pytest.mark.parametrize("text", ["0", "255", "00000000000000000070"])
def test_a_number_may_have_leading_zeros(text: str) -> None:
    assert fields.MAX_FORWARDS[f"Max-Forwards: {text}"] == int(text)


@pytest.mark.parametrize("text", ["", "256", "-1", "+1", "7 0", "²", "٣", "9" * 5000])
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(
        ParseError, match="Max-Forwards: expected a number from 0 to 255"
    ):
        _ = fields.MAX_FORWARDS[f"Max-Forwards: {text}"]


def test_a_media_type_is_without_parameters_and_in_lower_case() -> None:
    headers = Headers([("c", "Application / SDP ; charset=utf-8")])
    assert fields.content_type(headers) == "application/sdp"


def test_every_value_on_every_line_is_read() -> None:
    headers = Headers([("Route", "<sip:a;lr>, <sip:b;lr>"), ("Route", "<sip:c;lr>")])
    assert [str(hop) for hop in fields.route(headers)] == [
        *("<sip:a;lr>", "<sip:b;lr>", "<sip:c;lr>")
    ]


def test_errors_are_told_as_those_of_the_field() -> None:
    with pytest.raises(ParseError, match=r"^From SIP URI: expected no white space"):
        _ = fields.FROM["f: <sip:a b@c>"]
    with pytest.raises(ParseError, match=r"^Route: expected a closing quote"):
        fields.route(Headers([("Route", '"a <sip:a>')]))
    with pytest.raises(ParseError, match=r"^CSeq: expected a CSeq header field"):
        _ = fields.CSEQ[""]


def test_a_line_is_read_once_however_often_its_message_is_copied() -> None:
    headers = Headers([("To", "Bob <sip:bob@lab.example>"), ("X-A", "1")])
    bob = headers.read("to", fields.TO)
    assert headers.with_("X-A", "2").read("to", fields.TO) is bob
    carol = headers.with_("To", "<sip:carol@lab.example>").read("to", fields.TO)
    assert str(carol.uri) == "sip:carol@lab.example"
