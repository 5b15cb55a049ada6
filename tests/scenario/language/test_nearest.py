"""Misspelt words find the word that was meant."""

import pytest

from mspllab.scenario.language.nearest import did_you_mean, either, what_there_is

KEYS = ("host", "address", "port", "domains", "record_route")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("hots", "host"),
        ("adress", "address"),
        ("Port", "port"),
        ("domain", "domains"),
        ("record-route", "record_route"),
        ("recordroute", "record_route"),
        ("record", "record_route"),
    ],
)
def test_a_small_slip_finds_its_word(wrong: str, right: str) -> None:
    assert did_you_mean(wrong, KEYS) == f'; did you mean "{right}"?'


@pytest.mark.parametrize("word", ["banana", "x", ""])
def test_a_word_that_is_far_from_all_finds_none(word: str) -> None:
    assert did_you_mean(word, KEYS) == ""


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert did_you_mean("host", ()) == ""


def test_where_nothing_is_near_everything_is_listed() -> None:
    assert what_there_is("banana", ("fe01", "alice")) == "; there is fe01 and alice"
    assert what_there_is("banana", ()) == "; there is none"


def test_alternatives_are_joined_as_in_speech() -> None:
    assert either(["a"]) == '"a"'
    assert either(["a", "b", "c"]) == '"a", "b" or "c"'
