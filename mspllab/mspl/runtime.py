"""What a running script meets besides conversions: operators, loops, objects, files.

Compiled code calls these only where types are not known beforehand (mspl.md §2, §3.3).
"""

import operator
from collections.abc import Callable
from typing import Final, NoReturn

from mspllab.errors import ScriptError
from mspllab.mspl.values import (
    CONVERSIONS,
    LARGEST,
    NAMES,
    SMALLEST,
    integer,
    kind_of,
    overflow,
    refuse,
    single,
)
from mspllab.mspl.vocabulary import Constant, Kind

MOST_TURNS: Final = 500
"""Rounds of one execution of a `while` (§2.4)."""


def equal(left: object, right: object) -> bool:
    """The right value is converted to the type of the left, then compared."""
    if left is None or right is None:
        return left is right
    kind, other = kind_of(left), kind_of(right)
    if kind in NOT_COMPARED or other in NOT_COMPARED:
        found = NAMES[kind if kind in NOT_COMPARED else other]
        raise ScriptError(f"{found} can only be compared with null")
    if isinstance(left, Constant) and isinstance(right, str):
        return left.text == right
    if isinstance(left, Constant) and other is Kind.INTEGER:
        return left.number == right
    if kind is Kind.BOOL:
        return bool(left) == bool(right)
    if kind is other or {kind, other} == NUMBERS:
        return left == right
    return left == CONVERSIONS[kind](right, "the right side of the comparison")


NOT_COMPARED = (Kind.OBJECT, Kind.COLLECTION)
NUMBERS = {Kind.INTEGER, Kind.FLOAT}
ORDERS: dict[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def ordered(sign: str, left: object, right: object) -> bool:
    """`left sign right`; only numbers, texts and constants have an order."""
    kind, other = kind_of(left), kind_of(right)
    for found in (kind, other):
        if found in NOT_COMPARED or found in (Kind.NULL, Kind.BOOL):
            raise ScriptError(f"{sign} cannot compare {NAMES[found]}")
    if isinstance(left, Constant):
        left, right = left.number, integer(right, f"the right side of {sign}")
    elif kind is not other and {kind, other} != NUMBERS:
        right = CONVERSIONS[kind](right, f"the right side of {sign}")
    return ORDERS[sign](left, right)


def add(left: object, right: object) -> int | float:
    """`left + right` of numbers."""
    left, right = _number(left, "+"), _number(right, "+")
    return _in_range(left + right)


def subtract(left: object, right: object) -> int | float:
    """`left - right` of numbers."""
    left, right = _number(left, "-"), _number(right, "-")
    return _in_range(left - right)


def negative(value: object) -> int | float:
    """`-value` of a number."""
    return _in_range(-_number(value, "-"))


def positive(value: object) -> int | float:
    """`+value` of a number."""
    return _number(value, "+")


def _number(value: object, sign: str) -> int | float:
    kind = kind_of(value)
    if kind is Kind.STRING and sign == "+":
        raise ScriptError("+ does not join texts; use Concatenate")
    if kind not in NUMBERS:
        raise ScriptError(f"{sign} takes numbers, not {NAMES[kind]}")
    assert isinstance(value, int | float)
    return value


def _in_range(value: int | float) -> int | float:
    if isinstance(value, float):
        value = single(value)
        if abs(value) == float("inf"):
            raise ScriptError("the result is too large for a float")
        return value
    return value if SMALLEST <= value <= LARGEST else overflow(value)


# --- loops, objects, files ---------------------------------------------------------


def too_many_turns() -> NoReturn:
    """Round 501 of a `while`."""
    raise ScriptError(f"a while loop may not run more than {MOST_TURNS} turns")


def owner(value: object, field: str) -> object:
    """An object whose field is to be read."""
    kind = kind_of(value)
    if kind not in (Kind.OBJECT, Kind.BOOL) or value is True:
        raise ScriptError(f"{NAMES[kind]} has no field {field}")
    return value


def present(value: object, field: str) -> object:
    """An object whose field is to be set."""
    if not owner(value, field):
        raise ScriptError(f"{field} cannot be set: the object is absent, test it first")
    return value


def cell_index(value: object) -> int | str:
    """Index or key of a flat file's line."""
    if not isinstance(value, str) and type(value) is not int:
        refuse(value, "an integer or a key", "the index of a flat file")
    return value
