"""Expressions: which names they use, and which operators (mspl.md §2.5, §2.6)."""

from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.calls import check_call, check_own_call
from mspllab.mspl.checking.names import (
    check_cell,
    check_constant,
    check_line,
    check_list,
    check_name,
    unknown_function,
)
from mspllab.mspl.checking.walk import Walk
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.nodes import Expression
from mspllab.mspl.vocabulary import Level


def check_expression(walk: Walk, expression: Expression) -> None:
    """Check an expression."""
    RULES[type(expression)](walk, expression)


def check_collection(walk: Walk, expression: Expression) -> None:
    """Check what a foreach goes over, which may be QueryEndpoints."""
    if isinstance(expression, nodes.Call):
        _call(walk, expression, is_collection=True)
    else:
        RULES[type(expression)](walk, expression)


def _literal(walk: Walk, expression: nodes.Literal) -> None:
    if isinstance(expression.value, float):
        shown = walk.source.text[expression.start : expression.end]
        if "e" in shown.lower():
            walk.lenient(expression, "numbers with an exponent are undocumented")


def _member(walk: Walk, expression: nodes.Member) -> None:
    owner = expression.object
    if isinstance(owner, nodes.Index):
        RULES[type(owner.index)](walk, owner.index)
        check_cell(walk, expression, owner)
        return
    if isinstance(owner, nodes.Name) and owner.name not in walk.certain:
        if owner.name in walk.vocabulary.constants:
            check_constant(walk, expression, owner.name)
            return
        if check_list(walk, owner):
            return
    RULES[type(owner)](walk, owner)
    walk.values.check_field(expression, walk.here)


def _index(walk: Walk, expression: nodes.Index) -> None:
    RULES[type(expression.index)](walk, expression.index)
    check_line(walk, expression)


def _unary(walk: Walk, expression: nodes.Unary) -> None:
    RULES[type(expression.operand)](walk, expression.operand)
    if expression.operator != "!":
        _arithmetic(walk, expression)
    else:
        walk.values.check_value(expression.operand, walk.here)


def _binary(walk: Walk, expression: nodes.Binary) -> None:
    RULES[type(expression.left)](walk, expression.left)
    RULES[type(expression.right)](walk, expression.right)
    if expression.operator in ("+", "-"):
        _arithmetic(walk, expression)
    else:
        walk.values.check_comparison(expression, walk.here)


def _arithmetic(walk: Walk, expression: nodes.Binary | nodes.Unary) -> None:
    sign = expression.operator
    if walk.settings.strict:
        message = f"the reference says that arithmetic is not supported: {sign}"
        walk.report("MSPL219", message, expression)
    elif walk.settings.level < Level.V2013:
        walk.too_new(f"the operator {sign}", Level.V2013, expression)
    walk.values.check_arithmetic(expression, walk.here)


def _logical(walk: Walk, expression: nodes.Logical) -> None:
    if walk.settings.strict:
        message = f"{expression.operator} is used in samples, but not documented"
        walk.report("MSPL409", message, expression, severity=Severity.INFO)
    around = walk.here
    for operand, here in walk.types.operands(expression, around):
        walk.here = here
        RULES[type(operand)](walk, operand)
        check_constant_condition(walk, operand)
        walk.values.check_value(operand, here)
    walk.here = around


def check_constant_condition(walk: Walk, condition: Expression) -> None:
    """A text or a constant stands where a condition is wanted, often behind ||."""
    if type(condition) is nodes.Literal:
        if type(condition.value) is not str:
            return  # while (true), and what somebody has switched off for a while
    elif walk.types.constant(condition, walk.here.scope) is None:
        return
    shown = walk.source.text[condition.start : condition.end]
    message = f"{shown} alone is no test: it is always the same"
    hint = "write the comparison out: … == " + shown
    walk.report("MSPL420", message, condition, hint)


def _call(walk: Walk, expression: nodes.Call, *, is_collection: bool = False) -> None:
    for argument in expression.arguments:
        RULES[type(argument)](walk, argument)
    function = walk.vocabulary.functions.get(expression.name)
    if function is not None:
        check_call(walk, expression, function, is_collection=is_collection)
    elif expression.name in walk.types.functions:
        check_own_call(walk, expression, walk.types.functions[expression.name])
    else:
        unknown_function(walk, expression)


RULES: Final[dict[type, Callable[..., None]]] = {
    nodes.Literal: _literal,
    nodes.Name: check_name,
    nodes.Member: _member,
    nodes.Index: _index,
    nodes.Call: _call,
    nodes.Unary: _unary,
    nodes.Binary: _binary,
    nodes.Logical: _logical,
}
