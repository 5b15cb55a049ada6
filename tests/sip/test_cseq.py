"""CSeq (RFC 3261 §20.16)."""

import pytest

from mspllab.errors import ParseError
from mspllab.sip.cseq import LIMIT, CSeq


def test_text_to_value_to_the_same_text() -> None:
    assert CSeq.parse("4711 INVITE") == CSeq(4711, "INVITE")
    assert str(CSeq.parse("4711 INVITE")) == "4711 INVITE"


def test_leading_zeros_and_more_white_space_are_read() -> None:
    assert CSeq.parse("0009 \t INVITE") == CSeq(9, "INVITE")


def test_rule_004_a_method_may_be_any_token_and_has_case() -> None:
    assert CSeq.parse("1 RE%47IST%45R").method == "RE%47IST%45R"
    assert CSeq.parse("1 invite") != CSeq.parse("1 INVITE")


def test_rule_016_the_number_is_below_two_to_the_31() -> None:
    assert CSeq.parse(f"{LIMIT - 1} BYE").number == LIMIT - 1
    with pytest.raises(ParseError, match=r"below 2\*\*31"):
        CSeq.parse(f"{LIMIT} BYE")


@pytest.mark.parametrize("text", ["", "1", "INVITE 1", "-1 BYE", "1 B YE", "¹ BYE"])
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises(ParseError, match="a number and a method"):
        CSeq.parse(text)


def test_a_number_of_ten_thousand_digits_is_refused_at_once() -> None:
    with pytest.raises(ParseError):
        CSeq.parse("9" * 10_000 + " BYE")
