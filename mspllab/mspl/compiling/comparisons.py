"""Comparisons → Python: its own operators where they come to the same (§3.3)."""

import ast
from typing import Final

from mspllab.mspl import nodes, runtime
from mspllab.mspl.allowance import COMPARISON
from mspllab.mspl.compiling.conversions import folded
from mspllab.mspl.compiling.emitter import Emitter
from mspllab.mspl.types import (
    BOOL,
    CONSTANT,
    FALSE,
    FLOAT,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    Type,
)

EQUALITY: Final[dict[str, ast.cmpop]] = {"==": ast.Eq(), "!=": ast.NotEq()}
IDENTITY: Final[dict[str, ast.cmpop]] = {"==": ast.Is(), "!=": ast.IsNot()}
ORDER: Final[dict[str, ast.cmpop]] = {
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
}
ALIKE: Final = (STRING, INTEGER, FLOAT, NUMBER, BOOL)
"""Both sides are one of these: Python's == is the language's, null included."""
Pair = tuple[ast.expr, ast.expr]
Kinds = tuple[Type, Type]


def compared(
    emit: Emitter, where: nodes.Node, sign: str, codes: Pair, kinds: Kinds
) -> ast.expr:
    """Code for a comparison whose two sides are compiled already."""
    simple = _folded(emit, sign, codes)
    if simple is not None:
        return simple
    if kinds[0].bits & kinds[1].bits & STRING and not _is_literal(codes):
        emit.region.work += COMPARISON
    if sign in ORDER:
        return _ordered(emit, where, sign, codes, kinds)
    native = _natively_equal(emit, sign, codes, kinds)
    if native is not None:
        return native
    called = emit.call(runtime.equal, *codes, place=emit.at(where.start, where.end))
    return called if sign == "==" else emit.not_(called)


def _is_literal(codes: Pair) -> bool:
    return any(isinstance(code, ast.Constant) for code in codes)


def _folded(emit: Emitter, sign: str, codes: Pair) -> ast.expr | None:
    """The outcome, where both sides are literals."""
    left, right = codes
    if not isinstance(left, ast.Constant) or not isinstance(right, ast.Constant):
        return None
    if sign in EQUALITY and None in (left.value, right.value):
        return emit.literal((left.value is right.value) is (sign == "=="))
    if sign in ORDER:
        outcome = folded(runtime.ordered, emit.literal(sign), left, right)
    else:
        outcome = folded(runtime.equal, left, right)
    if outcome is None:
        return None
    return emit.literal(bool(outcome) is not (sign == "!="))


def _ordered(
    emit: Emitter, where: nodes.Node, sign: str, codes: Pair, kinds: Kinds
) -> ast.expr:
    bits = kinds[0].bits | kinds[1].bits
    if not bits & ~NUMBER or bits == STRING:
        return emit.compare(codes[0], ORDER[sign], codes[1])
    place = emit.at(where.start, where.end)
    return emit.call(runtime.ordered, emit.literal(sign), *codes, place=place)


def _natively_equal(
    emit: Emitter, sign: str, codes: Pair, kinds: Kinds
) -> ast.expr | None:
    """Python's own comparison; None where it would not come to the same."""
    (left, right), (one, other) = codes, kinds
    for code in codes:
        if isinstance(code, ast.Constant) and code.value is None:
            return emit.compare(left, IDENTITY[sign], right)
    bits = (one.bits | other.bits) & ~NULL
    if bits in ALIKE:
        return emit.compare(left, EQUALITY[sign], right)
    mine = one.bits & ~(NULL | FALSE)
    is_solid = isinstance(right, ast.Constant) and bool(right.value)
    if is_solid and mine == other.bits and mine in ALIKE:
        # The false field of an absent object equals nothing that is not false.
        return emit.compare(left, EQUALITY[sign], right)
    constant = emit.constant_of(right)
    if constant is None or (one.bits & FALSE and not constant):
        return None
    if mine == CONSTANT:
        return emit.compare(left, IDENTITY[sign], right)
    if mine == STRING and constant.text:
        return emit.compare(left, EQUALITY[sign], emit.literal(constant.text))
    return None
