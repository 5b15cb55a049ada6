"""Addresses: From, To, Contact and their kind (RFC 3261 §20.10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.uri import SipUri, TelUri, parse_uri

TEXTS = [
    "<sip:bob@lab.example>",
    '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5',
    "Alice Liddell <sip:alice@lab.example>",
    "sip:alice@lab.example",
    "sip:alice@lab.example;tag=1",
    "<sip:bob@lab.example;lr>",
    r'"A \"B\" C" <sip:a@lab.example>;x="a;b,c"',
    "<tel:+12065550110>",
    "caller<sip:alice@lab.example>;tag=323",
    "<sip:192.0.2.101:50211;transport=tls>;expires=7200;+sip.instance="
    '"<urn:uuid:d62ecea5-a59e-56e1-808e-72f602f50a7f>"',
    "*",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_to_value_to_the_same_text(text: str) -> None:
    assert str(Address.parse(text)) == text


def test_rule_010_without_brackets_parameters_belong_to_the_field() -> None:
    bare = Address.parse("sip:bob@lab.example;user=phone")
    bracketed = Address.parse("<sip:bob@lab.example;user=phone>")
    assert bare.params.get("user") == "phone"
    assert not isinstance(bare.uri, TelUri)
    assert isinstance(bracketed.uri, SipUri)
    assert bracketed.uri.params.get("user") == "phone"
    assert not bracketed.params


@pytest.mark.parametrize("text", ["sip:bob@lab.example?a=b", "sip:bob,x@lab.example"])
def test_rule_010_question_mark_and_comma_need_brackets(text: str) -> None:
    with pytest.raises(ParseError, match="angle brackets"):
        Address.parse(text)


def test_rule_011_a_backslash_escapes_one_character() -> None:
    address = Address.parse(r'"A \"B\" \\ C" <sip:a@lab.example>')
    assert address.display_name == 'A "B" \\ C'


@pytest.mark.parametrize(
    ("text", "expected", "column"),
    [
        ('"Bob <sip:bob@lab.example>', "closing quote", 27),
        ("<sip:bob@lab.example", '">" after the URI', 21),
        ("sip:bob@lab.example>", '"<" before the URI', 20),
        ("Liddell, Alice <sip:alice@lab.example>", 'with ","', 8),
        ("<>", "a URI between", 2),
        ("<sip:bob@lab.example>;;", "parameters", 22),
        ("<sip:bob@lab.example> x", "parameters", 22),
        ("bob", "a URI such as", 1),
        ("", "a URI such as", 1),
    ],
)
def test_rule_011_what_is_unbalanced_is_an_error_that_says_where(
    text: str, expected: str, column: int
) -> None:
    with pytest.raises(ParseError) as caught:
        Address.parse(text)
    assert expected in caught.value.expected
    assert caught.value.column == column


def test_a_tag_is_added_and_all_else_stays_as_written() -> None:
    address = Address.parse("Bob  Builder<sip:bob@lab.example> ; epid = b0b")
    assert str(address.with_tag("d-01")) == (
        "Bob  Builder<sip:bob@lab.example> ; epid = b0b;tag=d-01"
    )
    assert address.with_tag("d-01").tag == "d-01"
    assert str(address.without_param("epid")) == "Bob  Builder<sip:bob@lab.example>"


def test_an_address_that_is_built_gets_brackets_and_quotes() -> None:
    address = Address('Bob "B"', parse_uri("sip:bob@lab.example"))
    assert str(address) == r'"Bob \"B\"" <sip:bob@lab.example>'
    assert Address.parse(str(address)) == address


def test_equality_is_by_content_not_by_spelling() -> None:
    one = Address.parse('"Bob" <sip:bob@lab.example>;tag=1')
    other = Address.parse("Bob <sip:bob@lab.example> ;tag = 1")
    assert one == other
    assert hash(one) == hash(other)


def test_the_star_of_a_contact_is_no_uri() -> None:
    assert Address.parse("*").is_wildcard
    assert not Address.parse("<sip:bob@lab.example>").is_wildcard


@given(
    st.text(max_size=60) | st.from_regex(r"\A[ -~]{0,9}<sip:[ -~]{0,30}>[ -~]{0,9}\Z")
)
def test_whatever_is_read_it_is_an_address_or_a_parse_error(text: str) -> None:
    try:
        address = Address.parse(text)
    except ParseError:
        return
    again = Address.parse(str(address.with_tag("t")))
    assert again.tag == "t"
    assert again.uri == address.uri


def test_long_texts_are_read_too_but_not_kept() -> None:
    text = f'"{"x" * 5000}" <sip:bob@lab.example>'
    assert Address.parse(text).display_name == "x" * 5000
