import pytest

from mspllab.applications.builtins.strings import (
    base64_decode,
    concatenate,
    contains_string,
    ends_with_string,
    equal_string,
    hash_string,
    index_of_string,
    length_string,
    split,
    starts_with_string,
    sub_string,
)
from mspllab.errors import ScriptError


def test_concatenate_joins_any_number_of_texts() -> None:
    assert concatenate("sip:", "bob", "@lab.example") == "sip:bob@lab.example"


def test_concatenate_of_one_text_is_that_text() -> None:
    assert concatenate("bob") == "bob"


@pytest.mark.parametrize(
    ("one", "other", "ignore_case", "same"),
    [
        ("Bob", "bob", True, True),
        ("Bob", "bob", False, False),
        ("", "", False, True),
        ("", "bob", True, False),
        ("straße", "STRASSE", True, False),
        ("ÄRGER", "ärger", True, True),
    ],
)
def test_equal_string(one: str, other: str, ignore_case: bool, same: bool) -> None:
    assert equal_string(one, other, ignore_case) is same


@pytest.mark.parametrize(
    ("source", "search", "ignore_case", "found"),
    [
        ("a Secret word", "secret", True, True),
        ("a Secret word", "secret", False, False),
        ("", "secret", True, False),
        ("anything", "", True, True),
        ("sip:vip@lab.example.evil.example", "sip:vip@lab.example", True, True),
    ],
)
def test_contains_string(
    source: str, search: str, ignore_case: bool, found: bool
) -> None:
    assert contains_string(source, search, ignore_case) is found


def test_starts_and_ends_with_string_are_false_for_a_search_that_is_longer() -> None:
    assert starts_with_string("sip:bob", "SIP:", True)
    assert not starts_with_string("sip:bob", "SIP:", False)
    assert not starts_with_string("sip", "sip:bob", True)
    assert ends_with_string("bob@lab.example", "LAB.example", True)
    assert not ends_with_string("bob@lab.example", "LAB.example", False)
    assert not ends_with_string("example", "lab.example", True)


@pytest.mark.parametrize(
    ("target", "search", "ignore_case", "index"),
    [
        ("m=audio 1", "audio", False, 2),
        ("m=AUDIO 1", "audio", False, -1),
        ("m=AUDIO 1", "audio", True, 2),
        ("aa", "a", False, 0),
        ("a", "aa", False, -1),
        ("", "a", False, -1),
        ("a", "", False, -1),
        (None, "a", False, -1),
        ("a", None, False, -1),
    ],
)
def test_index_of_string(
    target: str | None, search: str | None, ignore_case: bool, index: int
) -> None:
    assert index_of_string(target, search, ignore_case) == index


def test_length_of_null_is_zero() -> None:
    assert [length_string(s) for s in (None, "", "bob", "ä")] == [0, 0, 3, 1]


@pytest.mark.parametrize(
    ("start", "length", "part"),
    [
        (0, 3, "sip"),
        (4, None, "bob"),
        (7, None, ""),
        (7, 0, ""),
        (8, None, None),
        (8, 0, None),
        (-1, 2, None),
        (5, 3, None),
        (0, -1, None),
        (0, 7, "sip:bob"),
    ],
)
def test_sub_string_is_null_where_the_part_is_not_there(
    start: int, length: int | None, part: str | None
) -> None:
    assert sub_string("sip:bob", start, length) == part


@pytest.mark.parametrize(
    ("source", "separator", "parts"),
    [
        ("a,b", ",", ("a", "b")),
        ("a,,b", ",", ("a", "", "b")),
        ("a,b", "", ("a", "b")),
        ("ab", ";", ("ab",)),
        ("", ",", ("",)),
        ("red;and;rust", "and", ("red;", "nd;rust")),
        ("a1b", 1, ("a", "b")),
    ],
)
def test_split_goes_by_the_first_character_of_the_separator(
    source: str, separator: object, parts: tuple[str, ...]
) -> None:
    assert split(source, separator) == parts


@pytest.mark.parametrize(
    ("source", "others", "char_set", "parts"),
    [
        ("a; b;;c", False, "; ", ("a", "b", "c")),
        ("12ab34", True, "0123456789", ("12", "34")),
        ("a,b", False, "", ("a", "b")),
        ("a^]b-c", False, "]^-", ("a", "b", "c")),
    ],
)
def test_split_with_three_arguments_goes_by_a_set(
    source: str, others: bool, char_set: str, parts: tuple[str, ...]
) -> None:
    assert split(source, others, char_set) == parts


def test_split_at_null_ends_the_run() -> None:
    with pytest.raises(ScriptError, match="separator of Split must be a text"):
        split("a,b", None)


def test_hash_string_adds_bytes_times_multiplier() -> None:
    assert hash_string("ab", 3, 1000, True) == (97 + 98) * 3 % 1000
    assert hash_string("ba", 3, 1000, True) == hash_string("ab", 3, 1000, True)


def test_hash_string_ignores_case_unless_told_otherwise() -> None:
    assert hash_string("AB", 1, 1000, False) == hash_string("ab", 1, 1000, False)
    assert hash_string("AB", 1, 1000, True) != hash_string("ab", 1, 1000, True)


def test_hash_string_is_never_negative_and_below_its_maximum() -> None:
    for text in ("", "sip:bob@lab.example", "ä" * 5000):
        assert 0 <= hash_string(text, 2**31 - 1, 7, True) < 7


def test_hash_string_modulo_zero_ends_the_run() -> None:
    with pytest.raises(ScriptError, match="divide by zero"):
        hash_string("bob", 1, 0, True)


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("Ym9i", "bob"),
        ("", ""),
        ("w6Q=", "ä"),
        ("w6Q", None),
        ("Ym9i!", None),
        ("/w==", None),
    ],
)
def test_base64_decode_gives_null_for_what_is_none(
    text: str, decoded: str | None
) -> None:
    assert base64_decode(text) == decoded
