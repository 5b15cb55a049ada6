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


def equal(a: str, b: str) -> bool:
    """Asked both ways round: the answer must be the same."""
    answer = rfc3261_equal(a, b)
    assert rfc3261_equal(b, a) is answer
    return answer


BOB = "sip:bob@lab.example"


def test_rule_024_only_the_userinfo_has_case() -> None:
    assert equal(f"{BOB};transport=TCP", "SIP:bob@LAB.example;Transport=tcp")
    assert not equal(BOB, "sip:Bob@lab.example")
    assert not equal(BOB, "sips:bob@lab.example")


def test_rule_025_an_escape_equals_its_character_unless_that_is_reserved() -> None:
    assert equal("sip:%62%6fb@lab.example", BOB)
    assert equal("sip:bob%2Bx@lab.example", "sip:bob%2bx@lab.example")
    assert not equal("sip:bob%2Bx@lab.example", "sip:bob+x@lab.example")


def test_rule_025_decoding_is_done_once() -> None:
    assert not equal("sip:%2541@lab.example", "sip:A@lab.example")


@pytest.mark.parametrize(
    "other", ["sip:lab.example", "sip:bob@lab.example:5060", "sip:bob:@lab.example"]
)
def test_rule_026_a_default_is_not_the_same_as_nothing(other: str) -> None:
    assert not equal(BOB, other)


def test_rule_027_parameters_that_both_have_must_match_in_any_order() -> None:
    assert equal(f"{BOB};a=1;b=2", f"{BOB};B=2;A=1")
    assert not equal(f"{BOB};a=1", f"{BOB};a=2")


def test_rule_027_parameters_that_one_side_has_do_not_matter() -> None:
    assert equal(BOB, f"{BOB};newparam=5")
    assert equal(f"{BOB};security=on", f"{BOB};newparam=5")


@pytest.mark.parametrize(
    "param", ["user=ip", "ttl=1", "method=INVITE", "maddr=192.0.2.1", "transport=udp"]
)
def test_rule_027_but_for_a_few_that_do(param: str) -> None:
    assert not equal(BOB, f"{BOB};{param}")


def test_rule_028_headers_must_all_match_in_any_order() -> None:
    assert equal(f"{BOB}?Subject=x&Priority=y", f"{BOB}?priority=y&subject=x")
    assert not equal(BOB, f"{BOB}?Subject=x")
    assert not equal(f"{BOB}?Subject=x", f"{BOB}?Subject=y")


def test_rule_029_a_host_name_is_never_its_address() -> None:
    assert not equal("sip:bob@phone.lab.example", "sip:bob@192.0.2.4")


def test_rule_032_telephone_numbers_compare_without_their_separators() -> None:
    assert equal("tel:+1-206-555-0142", "TEL:+1(206)5550142")
    assert equal("tel:42;ext=1;phone-context=+1", "tel:4-2;phone-context=+1;ext=1")
    assert not equal("tel:42;phone-context=+1", "tel:42;phone-context=+44")


def test_rule_032_a_global_number_is_no_local_one_and_no_sip_uri() -> None:
    assert not equal("tel:+12065550142", "tel:12065550142")
    assert not equal("tel:+12065550142", "sip:+12065550142@lab.example;user=phone")


def test_uris_of_other_schemes_are_equal_when_written_alike() -> None:
    assert equal("urn:service:sos", "URN:service:sos")
    assert not equal("urn:service:sos", "urn:service:fire")


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
