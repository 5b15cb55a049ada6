"""Headers: found by any spelling, changed one at a time, written as they came."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import BuildError, ParseError
from mspllab.sip.headers import Headers

BLOCK = (
    "Via: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b;branch=z9hG4bK2\r\n"
    "v:SIP/2.0/UDP c;branch=z9hG4bK3\r\n"
    "Max-Forwards : 070\r\n"
    "sUBJECT:  one,\r\n  two \r\n"
    "X-Lab:odd  ;; \r\n"
    'Contact: <sip:a,b@lab.example>, "x, y" <sip:c@lab.example>;q=0.5\r\n'
)


@pytest.fixture
def headers() -> Headers:
    return Headers.parse(BLOCK)


def test_rule_005_names_are_case_blind(headers: Headers) -> None:
    assert headers.get("max-FORWARDS") == "070"
    assert "Subject" in headers
    assert "Route" not in headers


def test_rule_006_a_fold_is_one_space(headers: Headers) -> None:
    assert headers.get("Subject") == "one, two"


def test_rule_006_white_space_may_stand_before_the_colon(headers: Headers) -> None:
    assert headers.all("Max-Forwards") == ("070",)


def test_rule_007_one_line_with_a_comma_is_two_values(headers: Headers) -> None:
    assert len(headers.all("Via")) == 2
    assert [value[-1] for value in headers.values("Via")] == ["1", "2", "3"]


def test_rule_007_credentials_and_plain_text_are_not_split() -> None:
    headers = Headers(
        [
            ("Authorization", 'Digest realm="a", nonce="b"'),
            ("Subject", "one, two"),
            ("X-Lab", "one, two"),
        ]
    )
    for name in ("Authorization", "Subject", "X-Lab"):
        assert headers.values(name) == headers.all(name)


def test_rule_008_commas_in_brackets_and_quotes_do_not_split(headers: Headers) -> None:
    assert headers.values("Contact") == (
        "<sip:a,b@lab.example>",
        '"x, y" <sip:c@lab.example>;q=0.5',
    )


@pytest.mark.parametrize(
    ("compact", "name"),
    [
        *(("i", "Call-ID"), ("m", "Contact"), ("e", "Content-Encoding")),
        *(("l", "Content-Length"), ("c", "Content-Type"), ("f", "From")),
        *(("s", "Subject"), ("k", "Supported"), ("t", "To"), ("v", "Via")),
        *(("o", "Event"), ("u", "Allow-Events"), ("r", "Refer-To")),
        *(("b", "Referred-By"), ("x", "Session-Expires"), ("a", "Accept-Contact")),
        *(("j", "Reject-Contact"), ("d", "Request-Disposition")),
    ],
)
def test_rule_009_compact_forms_equal_long_ones(compact: str, name: str) -> None:
    written_short = Headers.parse(f"{compact}: value\r\n")
    written_long = Headers.parse(f"{name}: value\r\n")
    for spelling in (compact, compact.upper(), name, name.lower()):
        assert written_short.get(spelling) == "value"
        assert written_long.get(spelling) == "value"


def test_rule_018_unknown_fields_stay_as_they_were(headers: Headers) -> None:
    edited = headers.with_("Max-Forwards", "69").without_first("Via")
    assert "X-Lab:odd  ;; \r\n" in edited.text
    assert "sUBJECT:  one,\r\n  two \r\n" in edited.text


def test_text_is_what_was_read(headers: Headers) -> None:
    assert headers.text == BLOCK


def test_replacing_keeps_the_place_and_drops_the_others() -> None:
    headers = Headers([("A", "1"), ("B", "2"), ("a", "3"), ("C", "4")])
    assert headers.with_("a", "9").text == "a: 9\r\nB: 2\r\nC: 4\r\n"
    assert headers.with_("B", "9").text == "A: 1\r\nB: 9\r\na: 3\r\nC: 4\r\n"
    assert headers.with_("D", "9").text.endswith("C: 4\r\nD: 9\r\n")
    assert headers.with_all("A", ("7", "8")).text == "A: 7\r\nA: 8\r\nB: 2\r\nC: 4\r\n"
    assert headers.with_all("D", ("7",)).text.endswith("D: 7\r\n")
    assert headers.with_all("A", ()).text == "B: 2\r\nC: 4\r\n"


def test_adding_at_the_end_before_the_first_and_before_everything() -> None:
    headers = Headers([("A", "1"), ("Via", "x"), ("Via", "y")])
    assert headers.added("Via", "z").all("Via") == ("x", "y", "z")
    assert headers.prepended("Via", "w").all("Via") == ("w", "x", "y")
    assert headers.prepended("Via", "w").text.startswith("A: 1\r\nVia: w")
    assert headers.prepended("Route", "r").text.startswith("Route: r\r\nA: 1")
    assert headers.extended([("B", "2"), ("C", "3")]).text.endswith("B: 2\r\nC: 3\r\n")


def test_dropping_the_first_value_leaves_the_rest_of_its_line(headers: Headers) -> None:
    once = headers.without_first("Via")
    assert once.text.startswith("Via: SIP/2.0/UDP b;branch=z9hG4bK2\r\nv:SIP/2.0/UDP c")
    twice = once.without_first("Via")
    assert twice.text.startswith("v:SIP/2.0/UDP c;branch=z9hG4bK3\r\nMax")
    assert "Via" not in twice.without_first("Via")
    assert headers.without_first("Route") is headers


def test_replacing_the_first_value_keeps_the_others(headers: Headers) -> None:
    edited = headers.with_first("Via", "SIP/2.0/UDP z")
    assert edited.values("Via")[0] == "SIP/2.0/UDP z"
    assert edited.values("Via")[1:] == headers.values("Via")[1:]


def test_several_values_on_one_line_or_on_several() -> None:
    assert Headers([("Via", "SIP/2.0/UDP a, SIP/2.0/UDP b")]).has_several("v")
    assert Headers([("Via", "SIP/2.0/UDP a"), ("v", "SIP/2.0/UDP b")]).has_several(
        "Via"
    )
    assert not Headers([("Contact", '"a, b" <sip:c>')]).has_several("Contact")
    assert not Headers().has_several("Via")


def test_picking_some_fields_keeps_their_lines(headers: Headers) -> None:
    picked = headers.only(frozenset({"x-lab", "max-forwards"}))
    assert picked.text == "Max-Forwards : 070\r\nX-Lab:odd  ;; \r\n"
    more = headers.only(frozenset({"x-lab"}), [("A", "1"), ("X-Lab", "2")])
    assert more.text == "X-Lab:odd  ;; \r\nA: 1\r\nX-Lab: 2\r\n"
    assert more.all("x-lab") == ("odd  ;;", "2")


def test_picking_some_fields_can_put_one_of_them_in_other_words(
    headers: Headers,
) -> None:
    keys = frozenset({"max-forwards", "x-lab"})
    picked = headers.only(keys, [("A", "1")], ("Max-Forwards", "69"))

    assert picked == headers.with_("Max-Forwards", "69").only(keys, [("A", "1")])
    assert headers.only(keys, instead=("To", "<sip:a@b>")) == headers.only(keys)


def test_an_edit_leaves_the_original_alone(headers: Headers) -> None:
    headers.with_("Max-Forwards", "1").prepended("Via", "x").without("Subject")
    headers.extended([("A", "b")])
    assert headers.text == BLOCK


def test_pairs_have_names_as_written_and_values_unfolded(headers: Headers) -> None:
    assert [name for name, _ in headers] == [
        *("Via", "v", "Max-Forwards", "sUBJECT", "X-Lab", "Contact")
    ]
    assert dict(headers)["sUBJECT"] == "one, two"
    assert len(headers) == 6


def test_a_name_that_is_no_token_is_simply_not_there(headers: Headers) -> None:
    assert headers.get("no such name") is None
    assert headers.all("") == ()
    assert headers.without("two words") is headers


@pytest.mark.parametrize("value", ["1\r\nEvil: 1", "1\n", "1\r"])
def test_no_field_can_be_smuggled_in_through_a_value(value: str) -> None:
    for edit in (Headers().added, Headers().with_, Headers().prepended):
        with pytest.raises(BuildError, match="line break"):
            edit("A", value)


def test_no_field_can_have_a_name_that_is_no_token() -> None:
    with pytest.raises(BuildError, match="token"):
        Headers([("two words", "x")])


@pytest.mark.parametrize("line", ["two words: x", ": x", "{a}: x", " folded: first"])
def test_a_line_that_is_no_field_is_an_error(line: str) -> None:
    with pytest.raises(ParseError, match="header line"):
        Headers.parse(f"{line}\r\nA: 1\r\n")


def test_a_bare_line_feed_is_one_space_to_readers() -> None:
    headers = Headers.parse("Subject: one\nEvil: two\r\n")
    assert headers.get("Subject") == "one Evil: two"
    assert "Evil" not in headers


def test_equal_when_every_line_is_equal(headers: Headers) -> None:
    assert headers == Headers.parse(BLOCK)
    assert hash(headers) == hash(Headers.parse(BLOCK))
    assert headers != headers.with_("Max-Forwards", "70")
    assert copy.deepcopy(headers) is headers


LINES = st.from_regex(r"\A[A-Za-z-]{1,9}[ \t]{0,2}:[ -~\u00a0-\u00ff]{0,20}\Z")


@given(st.lists(LINES, max_size=8))
def test_what_is_read_is_written_alike(lines: list[str]) -> None:
    block = "".join(f"{line}\r\n" for line in lines)
    headers = Headers.parse(block)
    assert headers.text == block
    assert Headers.parse(headers.text) == headers
    edited = headers.with_("zz", "1")
    kept = [line for line in edited.lines if line != "zz: 1"]
    assert kept == [
        x for x, key in zip(lines, headers.names, strict=True) if key != "zz"
    ]


@given(st.text(max_size=200))
def test_whatever_is_read_it_is_headers_or_a_parse_error(text: str) -> None:
    try:
        headers = Headers.parse(text)
    except ParseError:
        return
    for name, value in headers:
        assert headers.get(name) is not None
        assert "\n" not in value
        assert "\r" not in value
