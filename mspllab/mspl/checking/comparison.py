"""Comparison: which values can be compared, and what surprises (mspl.md §3.3)."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.advice import Checks, written
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.nodes import Expression, Node
from mspllab.mspl.types import (
    BOOL,
    COLLECTION,
    CONSTANT,
    FALSE,
    FILE,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    Type,
)
from mspllab.mspl.vocabulary import Kind

Side = tuple[Expression, Type]
ORDERED: Final = STRING | NUMBER | CONSTANT
SINGULAR: Final = OBJECT | COLLECTION | FILE


def check_comparison(
    checks: Checks, where: Node, sign: str, left: Side, right: Side
) -> bool:
    """Whether the right side is made what the left one is, and then compared."""
    (_, one), (literal, other) = left, right
    if sign not in ("==", "!="):
        for found in (one, other):
            if not found.bits & ORDERED:
                checks.report("MSPL217", f"{sign} cannot compare {found}", where)
        return False
    if NULL in (one.bits, other.bits):
        if isinstance(literal, nodes.Literal) and literal.value is None:
            _never_null(checks, where, one)
        return False
    for found in (one, other):
        if found.bits & SINGULAR and not found.bits & ~(SINGULAR | FALSE | NULL):
            message = f"{found} can only be compared with null"
            checks.report("MSPL217", message, where)
            return False
    _surprise(checks, where, left, right)
    _bool_with_text(checks, where, left, right)
    return True


def _never_null(checks: Checks, where: Node, found: Type) -> None:
    """Something is tested for null that is never null."""
    if found.bits & NULL or found.bits & (OBJECT | FALSE) == OBJECT:
        return
    message = f"{found} is never null"
    if found.bits & OBJECT:
        hint = "an absent object is false: test it by its name alone"
        checks.report("MSPL420", "an object is never null", where, hint)
    elif found.bits & COLLECTION:
        hint = "an empty one counts as false: test it by itself"
        checks.report("MSPL420", message, where, hint)
    else:
        checks.report("MSPL420", message, where, severity=Severity.INFO)


def _bool_with_text(checks: Checks, where: Node, left: Side, right: Side) -> None:
    """EqualString(a, b, true) == "true"."""
    for (literal, _), (other, found) in ((right, left), (left, right)):
        if isinstance(other, nodes.Literal) or not isinstance(literal, nodes.Literal):
            continue
        is_bool = found.bits and not found.bits & ~BOOL
        if is_bool and literal.value in ("true", "false"):
            message = "a bool is compared with a text, and every text is true"
            checks.report("MSPL408", message, where, "write it without quotes")


def _surprise(checks: Checks, where: Node, left: Side, right: Side) -> None:
    """Comparisons that are legal and do not do what they seem to."""
    (subject, one), (_, other) = left, right
    if getattr(subject, "operator", "") == "!" and not other.bits & BOOL:
        message = "! is for the left side alone, and this compares a bool"
        checks.report("MSPL406", message, where, "write !(… == …), or !=")
        return
    kinds = (one.kind, other.kind)
    if kinds == (Kind.CONSTANT, Kind.CONSTANT):
        if one.classes and other.classes and not one.classes & other.classes:
            lists = " and ".join(sorted(one.classes | other.classes))
            checks.report("MSPL406", f"constants of {lists} are never equal", where)
    elif other.kind is Kind.CONSTANT and one.bits & STRING:
        message = "a text is compared with a constant by the constant's text"
        field = _constant_field(checks, subject, one, other)
        hint = f"compare {field} instead" if field else ""
        checks.report("MSPL406", message, where, hint, Severity.INFO)


def _constant_field(checks: Checks, left: Expression, one: Type, other: Type) -> str:
    """`sipRequest.StandardMethod`, where `sipRequest.Method` was compared."""
    if not isinstance(left, nodes.Member) or not other.classes:
        return ""
    name = min(other.classes)
    owner = checks.types.known.get(left.object)
    exists = owner is not None and checks.types.fields(owner, name)
    return f"{written(left.object)}.{name}" if exists and name != left.name else ""
