"""Operators on values whose types are only known when the script runs."""

import pytest

from mspllab.errors import ScriptError
from mspllab.mspl.runtime import (
    add,
    cell_index,
    equal,
    negative,
    ordered,
    owner,
    positive,
    present,
    subtract,
    too_many_turns,
)
from mspllab.mspl.vocabulary import Constant

ACK = Constant("StandardMethod", "Ack", 2, "ACK")
OK = Constant("StatusClass", "_2xx", 200, "200")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (None, None, True),
        (None, "", False),
        (0, None, False),
        ("a", "a", True),
        ("a", "A", False),
        ("5", 5, True),
        (5, "5", True),
        (1, 1.0, True),
        (1.5, 1, False),
        (True, 200, True),
        (False, 200, False),
        (False, OK, False),
        (True, "x", True),
        (1, True, True),
        ("ACK", ACK, True),
        (ACK, "ACK", True),
        (ACK, ACK, True),
        (ACK, OK, False),
        (200, OK, True),
        (OK, 200, True),
        (OK, 300, False),
    ],
)
def test_equality_converts_the_right_side(
    left: object, right: object, expected: bool
) -> None:
    assert equal(left, right) is expected


@pytest.mark.parametrize(
    ("left", "right"), [(object(), "a"), ((), ()), (5, "x"), (OK, 200.0), (1.0, OK)]
)
def test_what_has_no_equal_ends_the_run(left: object, right: object) -> None:
    with pytest.raises(ScriptError):
        equal(left, right)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(1, 2, True), (1.5, 1, False), ("a", "b", True), ("2", 10, False), (ACK, 3, True)],
)
def test_order_is_that_of_the_left_type(
    left: object, right: object, expected: bool
) -> None:
    assert ordered("<", left, right) is expected
    assert ordered(">=", left, right) is not expected


@pytest.mark.parametrize(
    ("left", "right"), [(None, 1), (1, None), (True, False), ((), 1), (object(), 1)]
)
def test_what_has_no_order_ends_the_run(left: object, right: object) -> None:
    with pytest.raises(ScriptError, match="< cannot compare"):
        ordered("<", left, right)


def test_sums_stay_in_their_types() -> None:
    assert (add(1, 2), subtract(1, 2)) == (3, -1)
    assert (add(0.1, 0.2), negative(0.1)) == (0.30000001192092896, -0.10000000149011612)
    assert positive(-3) == -3


@pytest.mark.parametrize("wrong", ["1", None, True, (), ACK])
def test_only_numbers_are_added(wrong: object) -> None:
    for operate in (add, subtract):
        with pytest.raises(ScriptError):
            operate(1, wrong)


def test_results_out_of_reach_end_the_run() -> None:
    with pytest.raises(ScriptError, match="2147483648 is out of reach"):
        add(2**31 - 1, 1)
    with pytest.raises(ScriptError, match="too large for a float"):
        add(3e38, 3e38)


def test_fields_belong_to_objects() -> None:
    thing = object()
    assert owner(thing, "From") is thing
    assert owner(False, "From") is False
    with pytest.raises(ScriptError, match="null has no field From"):
        owner(None, "From")
    with pytest.raises(ScriptError, match="From cannot be set"):
        present(False, "From")


def test_files_are_read_by_number_or_key() -> None:
    assert (cell_index(3), cell_index("key")) == (3, "key")
    for wrong in (None, 1.5, True):
        with pytest.raises(ScriptError):
            cell_index(wrong)


def test_the_turns_of_a_while_are_counted_in_the_message() -> None:
    with pytest.raises(ScriptError, match="more than 500 turns"):
        too_many_turns()
