"""Conversions → Python, emitted only where a type may need one (mspl.md §3.2)."""

import ast
from collections.abc import Callable

from mspllab.errors import ScriptError
from mspllab.mspl import values
from mspllab.mspl.compiling.emitter import LOAD, Emitter
from mspllab.mspl.compiling.place import placed
from mspllab.mspl.nodes import Expression
from mspllab.mspl.shapes import Slot
from mspllab.mspl.types import BITS, CONSTANT, FALSE, INTEGER, NULL, STRING, Type
from mspllab.mspl.values import CONVERSIONS
from mspllab.mspl.vocabulary import Constant, Kind


def argument(
    emit: Emitter, code: ast.expr, where: Expression, slot: Slot, function: str
) -> ast.expr:
    """An argument of a built-in function as its parameter wants it."""
    found = emit.types.known[where]
    if not found.bits & ~slot.exact:
        return code
    parameter = slot.parameter
    what = f"the argument {parameter.name} of {function}"
    lists = parameter.constants
    if not lists or not (found.bits & CONSTANT or parameter.kind is Kind.CONSTANT):
        null = slot.exact & NULL
        return converted(emit, code, found, parameter.kind, bool(null), what, where)
    if found.bits == CONSTANT and found.classes and found.classes <= set(lists):
        return code
    names: list[ast.expr] = [emit.literal(name) for name in lists]
    return emit.call(
        values.of_list,
        code,
        emit.name(f".{parameter.kind.name}"),
        placed(ast.Tuple(names, LOAD), emit.place),
        emit.literal(what),
        place=emit.at(where.start, where.end),
    )


def converted(
    emit: Emitter,
    code: ast.expr,
    found: Type,
    kind: Kind,
    nullable: bool,
    what: str,
    where: Expression,
) -> ast.expr:
    """Code for a value of type `found`, converted to `kind`."""
    bits = found.bits
    if not bits & ~(BITS[kind] | (NULL if nullable else 0)):
        return code
    convert = CONVERSIONS[kind]
    known = emit.constant_of(code)
    simple = folded(convert, code) if known is None else _refold(convert, known)
    if simple is not None:
        return emit.literal(simple)
    if kind is Kind.BOOL and not (nullable and bits & NULL):
        return emit.truth(code)
    if kind is Kind.STRING and bits == INTEGER:
        shown = placed(ast.FormattedValue(code, -1, None), emit.place)
        return placed(ast.JoinedStr([shown]), emit.place)
    place = emit.at(where.start, where.end)
    if nullable and bits & NULL:
        kind_name = emit.name(f".{kind.name}")
        subject = emit.literal(what)
        return emit.call(values.nullable, code, kind_name, subject, place=place)
    if kind is Kind.STRING and not bits & ~(STRING | NULL | FALSE):
        # A text that is not empty is itself; "", null and false are looked at.
        first, again = emit.twice(code)
        slow = emit.call(convert, again, emit.literal(what), place=place)
        return placed(ast.BoolOp(ast.Or(), [first, slow]), emit.place)
    return emit.call(convert, code, emit.literal(what), place=place)


def folded(
    helper: Callable[..., object], *codes: ast.expr
) -> str | int | float | bool | None:
    """What `helper` makes of literals; None where they are none or it refuses them."""
    literals = [code.value for code in codes if isinstance(code, ast.Constant)]
    if len(literals) < len(codes) or None in literals:
        return None
    return _refold(helper, *literals)


def _refold(
    helper: Callable[..., object], *literals: Constant | object
) -> str | int | float | bool | None:
    try:
        result = helper(*literals)
    except ScriptError:
        return None
    return result if isinstance(result, str | int | float) else None
