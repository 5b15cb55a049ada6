"""Values at run time and the conversion table of mspl.md §3.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.errors import ScriptError
from mspllab.mspl.values import (
    CONVERSIONS,
    float_text,
    floating,
    integer,
    keep,
    kind_of,
    nullable,
    single,
    text,
)
from mspllab.mspl.vocabulary import Constant, Kind

INVITE = Constant("StandardMethod", "Invite", 1, "INVITE")


class Absent:
    def __bool__(self) -> bool:
        return False


ERROR = ScriptError
ROWS = {
    "text": ("12", ["12", 12, 12.0, True, ("12",), ERROR, ERROR]),
    "empty": ("", ["", ERROR, ERROR, False, ("",), ERROR, ERROR]),
    "word": ("x", ["x", ERROR, ERROR, True, ("x",), ERROR, ERROR]),
    "integer": (-7, ["-7", -7, -7.0, True, (-7,), ERROR, ERROR]),
    "float": (2.9, ["2.9", 2, single(2.9), True, (2.9,), ERROR, ERROR]),
    "large": (3e9, ["3e+09", ERROR, 3e9, True, (3e9,), ERROR, ERROR]),
    "true": (True, ["true", 1, 1.0, True, (True,), ERROR, ERROR]),
    "false": (False, ["false", 0, 0.0, False, (False,), ERROR, False]),
    "collection": (("a",), [ERROR, ERROR, ERROR, True, ("a",), ERROR, ERROR]),
    "constant": (INVITE, ["INVITE", 1, ERROR, True, (INVITE,), INVITE, ERROR]),
    "null": (None, [ERROR, ERROR, ERROR, False, ERROR, ERROR, ERROR]),
    "object": (THING := object(), [ERROR, ERROR, ERROR, True, ERROR, ERROR, THING]),
    "absent": (NONE := Absent(), ["false", 0, 0.0, False, (NONE,), ERROR, NONE]),
}
KINDS = (
    *(Kind.STRING, Kind.INTEGER, Kind.FLOAT, Kind.BOOL),
    *(Kind.COLLECTION, Kind.CONSTANT, Kind.OBJECT),
)
CASES = [
    pytest.param(value, kind, result, id=f"{name} to {kind.value}")
    for name, (value, results) in ROWS.items()
    for kind, result in zip(KINDS, results, strict=True)
]


@pytest.mark.parametrize(("value", "kind", "expected"), CASES)
def test_the_conversion_table(value: object, kind: Kind, expected: object) -> None:
    if expected is ERROR:
        with pytest.raises(ScriptError):
            CONVERSIONS[kind](value, "x")
    else:
        found = CONVERSIONS[kind](value, "x")
        assert found == expected and type(found) is type(expected)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_the_text_of_a_float_is_read_back_as_the_same(value: float) -> None:
    assert floating(float_text(value)) == value


@given(st.integers(-(2**31), 2**31 - 1))
def test_the_text_of_an_integer_is_read_back_as_the_same(value: int) -> None:
    assert integer(text(value)) == value


@pytest.mark.parametrize(
    "shown", [" 1", "1 ", "0x1", "1_0", "٣", "--1", "1.0", "1" * 30]
)
def test_only_plain_decimal_text_becomes_an_integer(shown: str) -> None:
    with pytest.raises(ScriptError):
        integer(shown)


def test_refusals_say_what_was_wanted_and_what_was_there() -> None:
    with pytest.raises(ScriptError, match="the x must be a text, and it is null"):
        text(None, "the x")
    with pytest.raises(ScriptError, match=r"an integer, and it is the text .x{37}…"):
        integer("x" * 100)


def test_a_variable_keeps_the_type_of_its_first_value() -> None:
    assert keep(None, None) == (None, None)
    assert keep(None, "a") == ("a", Kind.STRING)
    assert keep(Kind.STRING, 5) == ("5", Kind.STRING)
    assert keep(Kind.STRING, None) == (None, Kind.STRING)


def test_null_stays_null_where_it_may() -> None:
    assert nullable(None, Kind.STRING) is None
    assert nullable(5, Kind.STRING) == "5"


def test_kinds_are_told_apart() -> None:
    found = [kind_of(value) for value in (True, 1, 1.0, "", (), INVITE, None, Absent())]

    expected = [Kind.BOOL, Kind.INTEGER, Kind.FLOAT, Kind.STRING, Kind.COLLECTION]
    assert found == [*expected, Kind.CONSTANT, Kind.NULL, Kind.BOOL]


def test_singles_overflow_to_infinity() -> None:
    assert (single(1e39), single(-1e39)) == (float("inf"), float("-inf"))
