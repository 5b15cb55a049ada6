"""Via (RFC 3261 §20.42)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import ParseError
from mspllab.sip.via import Via


@pytest.mark.parametrize(
    "text",
    [
        "SIP/2.0/UDP 192.0.2.90",
        "SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bK4C1D;branched=TRUE",
        'SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bK1;ms-internal-info="a;b, c"',
        "SIP/2.0/UDP [2001:db8::9:1]:6060;received=2001:db8::9:255;rport",
        "SIP/2.0/PIGEON loft.lab.example;ttl=16",
    ],
)
def test_text_to_value_to_the_same_text(text: str) -> None:
    assert str(Via.parse(text)) == text


def test_the_parts_of_a_via() -> None:
    via = Via.parse("SIP/2.0/tls fe01.lab.example:5061;branch=z9hG4bK7;rport")
    assert via.protocol == "SIP/2.0"
    assert via.transport == "TLS"
    assert via.sent_by == "fe01.lab.example:5061"
    assert via.branch == "z9hG4bK7"
    assert via.params.has("rport")


def test_white_space_may_stand_round_slashes_and_colon() -> None:
    via = Via.parse("SIP / 2.0  /UDP   first.lab.example : 4000 ;ttl=16")
    assert (via.transport, via.sent_by) == ("UDP", "first.lab.example:4000")


def test_received_and_rport_are_filled_in() -> None:
    via = Via.parse("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bK1")
    seen = via.with_param("rport", "9988").with_param("received", "192.0.2.1")
    assert str(seen) == (
        "SIP/2.0/UDP 10.0.0.1:5060;rport=9988;branch=z9hG4bK1;received=192.0.2.1"
    )


@pytest.mark.parametrize(
    ("branch", "has_cookie"),
    [(";branch=z9hG4bKa", True), (";branch=z9hG4bK", False), (";branch=1", False)],
)
def test_a_cookie_with_nothing_after_it_is_none(branch: str, has_cookie: bool) -> None:
    assert Via.parse(f"SIP/2.0/UDP a{branch}").has_cookie is has_cookie


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("SIP/2.0/UDP", 1),
        ("SIP/2.0/UDP ;branch=1", 13),
        ("SIP/2.0/UDP host:port", 17),
        ("SIP/2.0/UDP host:99999", 18),
        ("SIP/2.0/UDP host;;", 17),
    ],
)
def test_an_error_says_where(text: str, column: int) -> None:
    with pytest.raises(ParseError) as caught:
        Via.parse(text)
    assert caught.value.column == column


@given(st.text(max_size=60) | st.from_regex(r"\ASIP/2.0/UDP [ -~]{0,40}\Z"))
def test_whatever_is_read_it_is_a_via_or_a_parse_error(text: str) -> None:
    try:
        via = Via.parse(text)
    except ParseError:
        return
    assert Via.parse(str(via)) == via
