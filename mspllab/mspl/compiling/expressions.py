"""Expressions → Python."""

import ast
from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes, runtime, values
from mspllab.mspl.allowance import CALL
from mspllab.mspl.compiling.comparisons import compared
from mspllab.mspl.compiling.conversions import argument, folded
from mspllab.mspl.compiling.emitter import HOST, LINES, LOAD, Emitter
from mspllab.mspl.compiling.place import placed
from mspllab.mspl.inference import BEYOND
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import BOOL, FALSE, INTEGER, OBJECT, STRING
from mspllab.mspl.values import LARGEST, SMALLEST
from mspllab.mspl.vocabulary import Constant, Parameter

ARITHMETIC: Final = {
    "+": (ast.Add(), runtime.add),
    "-": (ast.Sub(), runtime.subtract),
}


def value(emit: Emitter, expression: Expression) -> ast.expr:
    """Code whose value is that of the expression."""
    emit.region.work += 1
    return RULES[type(expression)](emit, expression)


def condition(emit: Emitter, expression: Expression) -> ast.expr:
    """Code that is true or false as the expression is, whatever its value."""
    emit.region.work += 1
    if isinstance(expression, nodes.Logical):
        return _bool_op(emit, expression, condition)
    return RULES[type(expression)](emit, expression)


# --- names and literals ---------------------------------------------------------------


def _literal(emit: Emitter, expression: nodes.Literal) -> ast.expr:
    return emit.literal(expression.value)


def _name(emit: Emitter, expression: nodes.Name) -> ast.expr:
    if expression.name in emit.scope.variables:
        return emit.name(f"v_{expression.name}")
    emit.region.work += CALL
    return emit.host(expression.name)


def _member(emit: Emitter, expression: nodes.Member) -> ast.expr:
    owner = expression.object
    if isinstance(owner, nodes.Index):
        return _cell(emit, expression, owner)
    constant = emit.types.constant(expression, emit.scope)
    if constant is not None:
        return emit.constant(constant)
    emit.region.work += CALL
    code = RULES[type(owner)](emit, owner)
    bits = emit.types.known[owner].bits
    if bits & ~(OBJECT | FALSE):
        place = emit.at(expression.start, expression.end)
        name = emit.literal(expression.name)
        code = emit.call(runtime.owner, code, name, place=place)
    if not bits & FALSE or isinstance(owner, nodes.Name):
        # A variable's absent object has all fields; they are false.
        return emit.attribute(code, expression.name)
    first, again = emit.twice(code)
    field = emit.attribute(again, expression.name)
    return emit.choice(first, field, emit.literal(False))


def _cell(emit: Emitter, expression: nodes.Member, line: nodes.Index) -> ast.expr:
    assert isinstance(line.object, nodes.Name), "only flat files have an index"
    place = emit.at(expression.start, expression.end)
    name = emit.literal(line.object.name)
    file = placed(ast.Subscript(emit.host("files"), name, LOAD), place)
    index = value(emit, line.index)
    if emit.types.known[line.index].bits not in (INTEGER, STRING):
        index = emit.call(runtime.cell_index, index, place=place)
    column = emit.literal(expression.name)
    return placed(ast.Call(emit.attribute(file, "cell"), [index, column], []), place)


# --- operators ------------------------------------------------------------------------


def _unary(emit: Emitter, expression: nodes.Unary) -> ast.expr:
    if expression.operator == "!":
        return emit.not_(condition(emit, expression.operand))
    operand = value(emit, expression.operand)
    helper = runtime.negative if expression.operator == "-" else runtime.positive
    simple = folded(helper, operand)
    if simple is not None:
        return emit.literal(simple)
    place = emit.at(expression.start, expression.end)
    return emit.call(helper, operand, place=place)


def _binary(emit: Emitter, expression: nodes.Binary) -> ast.expr:
    left, right = value(emit, expression.left), value(emit, expression.right)
    if expression.operator in ARITHMETIC:
        return _arithmetic(emit, expression, left, right)
    known = emit.types.known
    kinds = (known[expression.left], known[expression.right])
    return compared(emit, expression, expression.operator, (left, right), kinds)


def _arithmetic(
    emit: Emitter, expression: nodes.Binary, left: ast.expr, right: ast.expr
) -> ast.expr:
    operator, helper = ARITHMETIC[expression.operator]
    simple = folded(helper, left, right)
    if simple is not None:
        return emit.literal(simple)
    place = emit.at(expression.start, expression.end)
    known = emit.types.known
    if known[expression.left].bits | known[expression.right].bits != INTEGER:
        return emit.call(helper, left, right, place=place)
    inner = placed(ast.BinOp(left, operator, right), place)
    if _reach(emit, expression.left) + _reach(emit, expression.right) <= LARGEST:
        return inner
    result = emit.temporary()
    named = placed(ast.NamedExpr(emit.target(result), inner), place)
    low, high = emit.literal(SMALLEST), emit.literal(LARGEST)
    is_in_range = _in_range(emit, expression.operator, right, named, low, high)
    overflow = emit.call(values.overflow, emit.name(result), place=place)
    return emit.choice(is_in_range, emit.name(result), overflow)


def _reach(emit: Emitter, operand: Expression) -> int:
    """How far from 0 an integer can be."""
    if isinstance(operand, nodes.Literal) and isinstance(operand.value, int):
        return abs(operand.value)
    if isinstance(operand, nodes.Name) and operand.name in emit.scope.variables:
        return emit.scope.variables[operand.name].reach
    return BEYOND


def _in_range(
    emit: Emitter,
    sign: str,
    right: ast.expr,
    result: ast.expr,
    low: ast.expr,
    high: ast.expr,
) -> ast.expr:
    """Whether a sum fits its 32 bits; with a known summand one end is enough."""
    if isinstance(right, ast.Constant) and isinstance(right.value, int):
        grows = (right.value >= 0) is (sign == "+")
        if grows:
            return emit.compare(result, ast.LtE(), high)
        return emit.compare(result, ast.GtE(), low)
    signs: list[ast.cmpop] = [ast.LtE(), ast.LtE()]
    return placed(ast.Compare(low, signs, [result, high]), emit.place)


def _logical(emit: Emitter, expression: nodes.Logical) -> ast.expr:
    known = emit.types.known
    if all(not known[operand].bits & ~BOOL for operand in expression.operands):
        return _bool_op(emit, expression, value)
    return emit.truth(_bool_op(emit, expression, condition))


def _bool_op(
    emit: Emitter,
    expression: nodes.Logical,
    rule: Callable[[Emitter, Expression], ast.expr],
) -> ast.expr:
    operator = ast.And() if expression.operator == "&&" else ast.Or()
    operands = [rule(emit, operand) for operand in expression.operands]
    return placed(ast.BoolOp(operator, operands), emit.place)


# --- calls ----------------------------------------------------------------------------


def _call(emit: Emitter, expression: nodes.Call) -> ast.expr:
    name = expression.name
    function = emit.types.vocabulary.functions.get(name)
    if function is None:
        return _own_call(emit, expression)
    emit.region.work += CALL + len(expression.arguments)
    arguments: list[ast.expr] = [] if function.pure else [emit.name(HOST)]
    given, known = expression.arguments, emit.types.known
    slots = emit.types.shapes.slots_for(name, len(given))
    for one, slot in zip(given, slots, strict=False):
        code = RULES[type(one)](emit, one)
        if one in known:  # else it is a literal that is taken as it is
            code = argument(emit, code, one, slot, name)
        arguments.append(code)
    if len(given) < len(function.parameters):
        left_out = function.parameters[len(given) :]
        arguments += [_default(emit, parameter) for parameter in left_out]
    place = emit.at(expression.start, expression.end)
    return placed(ast.Call(emit.function(function), arguments, []), place)


def _own_call(emit: Emitter, expression: nodes.Call) -> ast.expr:
    arguments: list[ast.expr] = [emit.name(HOST)]
    if emit.is_recorded:
        arguments.append(emit.name(LINES))
    arguments += [value(emit, one) for one in expression.arguments]
    place = emit.at(expression.start, expression.end)
    call = placed(ast.Call(emit.name(f"{expression.name}()"), arguments, []), place)
    emit.region.calls.append(expression.name)
    emit.own_calls.append(call)
    return call


def _default(emit: Emitter, parameter: Parameter) -> ast.expr:
    default = parameter.default
    if isinstance(default, Constant):
        return emit.constant(default)
    assert default is None or isinstance(default, str | int | float), default
    return emit.literal(default)


RULES: Final[dict[type, Callable[..., ast.expr]]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Member: _member,
    nodes.Call: _call,
    nodes.Unary: _unary,
    nodes.Binary: _binary,
    nodes.Logical: _logical,
}
