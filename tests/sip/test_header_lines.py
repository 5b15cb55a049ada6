"""One header field as a line."""

import pytest

from mspllab.errors import BuildError, ParseError
from mspllab.sip.header_lines import (
    KEYS,
    key_of,
    key_of_line,
    new_line,
    value_of,
    with_folds,
)


def test_every_spelling_of_a_name_has_the_same_key() -> None:
    assert {key_of(name) for name in ("Call-ID", "call-id", "CALL-ID", "i", "I")} == {
        "call-id"
    }


def test_a_thousand_unknown_names_do_not_fill_the_memory() -> None:
    for number in range(10_000):
        key_of(f"X-Unknown-{number}")
    assert len(KEYS) <= 4096
    assert key_of("X-Unknown-9999") == "x-unknown-9999"


def test_the_value_is_what_follows_the_first_colon() -> None:
    assert value_of("Contact:  sip:a@b \t") == "sip:a@b"
    assert value_of("Subject: a\r\n\t b\r\n c") == "a b c"
    assert value_of("Subject") == ""


def test_a_new_line_must_be_one_line() -> None:
    assert new_line("m", "<sip:a@b>") == ("contact", "m: <sip:a@b>")
    with pytest.raises(BuildError, match="line break"):
        new_line("Subject", "a\nb")
    with pytest.raises(BuildError, match="token"):
        new_line("Sub ject", "a")


def test_continuations_are_joined_as_they_were_written() -> None:
    assert with_folds(["A: 1", "  2", "\t3", "B: 4"]) == ["A: 1\r\n  2\r\n\t3", "B: 4"]
    with pytest.raises(ParseError, match="a header name"):
        with_folds([" A: 1"])


def test_a_line_without_a_name_is_an_error() -> None:
    with pytest.raises(ParseError, match='a name and ":"'):
        key_of_line("two words: x")
