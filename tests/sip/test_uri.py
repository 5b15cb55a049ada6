"""URIs: read, written, compared (RFC 3261 §19.1, RFC 3966)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import ParseError
from mspllab.sip.params import Params
from mspllab.sip.uri import (
    OtherUri,
    SipUri,
    TelUri,
    aor_key,
    parse_uri,
    rfc3261_equal,
)

TEXTS = [
    "sip:bob@lab.example",
    "sip:lab.example",
    "sips:bob:secret@lab.example:5061",
    "sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20aa51;ms-received-cid=1A00",
    "sip:bob@lab.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu",
    "sip:pool01.lab.example:5061;ms-fe=fe01.lab.example;lr;ms-route-sig=aaSig==",
    "sip:app01.lab.example@lab.example;gruu;opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA",
    "sip:bob@[2001:db8::10]:5060",
    "sip:bob@lab.example?Subject=lunch&Priority=urgent",
    "sip:+12065550142@lab.example;user=phone",
    "sip:bob;room=4%40lab@lab.example",
    "tel:+1-206-555-0142",
    "tel:0142;phone-context=lab.example",
    "urn:service:sos",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_to_value_to_the_same_text(text: str) -> None:
    assert str(parse_uri(text)) == text


def test_rule_023_a_sip_uri_has_eight_parts() -> None:
    uri = SipUri.parse("sips:bob:secret@lab.example:5061;lr;maddr=192.0.2.1?Subject=hi")
    assert uri == SipUri(
        "sips",
        "bob",
        "secret",
        "lab.example",
        5061,
        Params([("lr", None), ("maddr", "192.0.2.1")]),
        "Subject=hi",
    )


def test_rule_023_a_semicolon_before_the_at_sign_belongs_to_the_user() -> None:
    uri = SipUri.parse("sip:bob;room=4%40lab@lab.example")
    assert uri.user == "bob;room=4%40lab"
    assert not uri.params


def test_the_scheme_is_case_blind_and_written_small() -> None:
    assert str(parse_uri("SIP:Bob@Lab.Example")) == "sip:Bob@Lab.Example"


EQUAL = [
    # rule 24: only the userinfo has case
    ("sip:bob@lab.example;transport=TCP", "SIP:bob@LAB.example;Transport=tcp"),
    # rule 25: an escape of an unreserved character is that character
    ("sip:%61lice@lab.example", "sip:alice@lab.example"),
    ("sip:bob%2Bx@lab.example", "sip:bob%2bx@lab.example"),
    # rule 27: parameters that only one side has do not matter, in any order
    ("sip:bob@lab.example", "sip:bob@lab.example;newparam=5"),
    ("sip:bob@lab.example;a=1;b=2", "sip:bob@lab.example;b=2;a=1"),
    ("sip:bob@lab.example;security=on", "sip:bob@lab.example;newparam=5"),
    # rule 28: headers in any order
    (
        "sip:bob@lab.example?Subject=next&Priority=urgent",
        "sip:bob@lab.example?priority=urgent&subject=next",
    ),
    # rule 32: telephone numbers without their separators
    ("tel:+1-206-555-0142", "TEL:+1(206)5550142"),
    ("tel:42;ext=1;phone-context=+1", "tel:4-2;phone-context=+1;ext=1"),
]

UNEQUAL = [
    # rule 24
    ("sip:bob@lab.example", "sips:bob@lab.example"),
    ("sip:Bob@lab.example", "sip:bob@lab.example"),
    # rule 25: reserved characters differ from their escapes; decoding is done once
    ("sip:bob%2Bx@lab.example", "sip:bob+x@lab.example"),
    ("sip:%2541@lab.example", "sip:A@lab.example"),
    # rule 26: a default is not the same as nothing
    ("sip:lab.example", "sip:bob@lab.example"),
    ("sip:bob@lab.example", "sip:bob@lab.example:5060"),
    ("sip:bob@lab.example", "sip:bob:@lab.example"),
    # rule 27: the four that must match even where one side has none, and transport
    ("sip:bob@lab.example", "sip:bob@lab.example;user=ip"),
    ("sip:bob@lab.example", "sip:bob@lab.example;ttl=1"),
    ("sip:bob@lab.example", "sip:bob@lab.example;method=INVITE"),
    ("sip:bob@lab.example", "sip:bob@lab.example;maddr=192.0.2.1"),
    ("sip:bob@lab.example", "sip:bob@lab.example;transport=udp"),
    ("sip:bob@lab.example;a=1", "sip:bob@lab.example;a=2"),
    # rule 28
    ("sip:bob@lab.example", "sip:bob@lab.example?Subject=next"),
    ("sip:bob@lab.example?Subject=a", "sip:bob@lab.example?Subject=b"),
    # rule 29: a name is never its address
    ("sip:bob@phone21.lab.example", "sip:bob@192.0.2.4"),
    # rule 32: a global number is no local one
    ("tel:+12065550142", "tel:12065550142"),
    ("tel:+12065550142", "sip:+12065550142@lab.example;user=phone"),
    ("urn:service:sos", "urn:service:fire"),
]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_rule_024_to_032_equal(a: str, b: str) -> None:
    assert rfc3261_equal(a, b)
    assert rfc3261_equal(b, a)


@pytest.mark.parametrize(("a", "b"), UNEQUAL)
def test_rule_024_to_032_not_equal(a: str, b: str) -> None:
    assert not rfc3261_equal(a, b)
    assert not rfc3261_equal(b, a)


def test_rule_027_equality_is_not_transitive() -> None:
    plain = "sip:bob@lab.example"
    on, off = f"{plain};security=on", f"{plain};security=off"
    assert rfc3261_equal(on, plain)
    assert rfc3261_equal(plain, off)
    assert not rfc3261_equal(on, off)


def test_rule_031_a_telephone_number_becomes_the_user_part_whole() -> None:
    number = TelUri.parse("tel:+1-206-555-0142;postd=pp22")
    assert str(number.as_sip("lab.example")) == (
        "sip:+1-206-555-0142;postd=pp22@lab.example;user=phone"
    )


def test_rule_032_equal_numbers_may_give_unequal_sip_uris() -> None:
    one, other = TelUri.parse("tel:+1-206-5550142"), TelUri.parse("tel:+12065550142")
    assert rfc3261_equal(one, other)
    assert not rfc3261_equal(one.as_sip("lab.example"), other.as_sip("lab.example"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("sip:bob@LAB.example;gruu;opaque=x", "bob@lab.example"),
        ("sip:%62ob@lab.example:5060?Subject=hi", "bob@lab.example"),
        ("sips:bob:secret@lab.example", "bob@lab.example"),
        ("sip:Lab.Example", "lab.example"),
        ("tel:+1-206-555-0142", "+12065550142"),
    ],
)
def test_rule_034_the_registrars_key_is_the_bare_address(text: str, key: str) -> None:
    assert aor_key(text) == key
    assert aor_key(parse_uri(text)) == key


def test_rule_034_the_two_comparators_disagree_where_they_should() -> None:
    a, b = "sip:bob@lab.example", "sip:bob@lab.example:5060;transport=tcp"
    assert aor_key(a) == aor_key(b)
    assert not rfc3261_equal(a, b)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("bob@lab.example", 1),
        ("<sip:bob@lab.example>", 1),
        ("sip:bob@lab.example; lr", 21),
        ("sip:bob@", 9),
        ("sip:bob@lab.example:abc", 20),
        ("sip:bob@lab.example:99999", 21),
        ("sip:b%4gb@lab.example", 6),
        ("sip:bób@lab.example", 6),
        ("sip:", 5),
    ],
)
def test_an_error_points_at_the_first_character_that_does_not_fit(
    text: str, column: int
) -> None:
    with pytest.raises(ParseError) as caught:
        parse_uri(text)
    assert caught.value.column == column
    assert caught.value.status_hint == 400


def test_only_sip_uris_pass_for_sip_uris() -> None:
    with pytest.raises(ParseError, match="sip: or sips:"):
        SipUri.parse("tel:+12065550142")
    with pytest.raises(ParseError, match="tel:"):
        TelUri.parse("sip:bob@lab.example")
    assert parse_uri("mailto:bob@lab.example") == OtherUri("mailto", "bob@lab.example")


def test_changing_a_uri_leaves_the_rest_alone() -> None:
    uri = SipUri.parse("sip:bob@lab.example;lr;a=1")
    assert str(uri.with_param("a", "2")) == "sip:bob@lab.example;lr;a=2"
    assert str(uri.without_param("lr")) == "sip:bob@lab.example;a=1"
    assert str(uri._replace(host="192.0.2.1", port=5061)) == (
        "sip:bob@192.0.2.1:5061;lr;a=1"
    )


@given(st.text(max_size=60) | st.from_regex(r"\Asips?:[ -~]{0,40}\Z"))
def test_whatever_is_read_it_is_a_uri_or_a_parse_error(text: str) -> None:
    try:
        uri = parse_uri(text)
    except ParseError:
        return
    assert parse_uri(str(uri)) == uri
    assert rfc3261_equal(uri, uri)
    assert isinstance(aor_key(uri), str)
