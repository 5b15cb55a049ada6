"""Expressions → Python, with a conversion only where a type may need one."""

import ast
from collections.abc import Callable
from typing import Final

from mspllab.errors import ScriptError
from mspllab.mspl import nodes, runtime
from mspllab.mspl.emitter import HOST, RECORD, Emitter
from mspllab.mspl.inference import Here, Types
from mspllab.mspl.nodes import Expression
from mspllab.mspl.runtime import CONVERSIONS, LARGEST, SMALLEST
from mspllab.mspl.types import (
    ANY,
    BITS,
    BOOL,
    CONSTANT,
    FALSE,
    FLOAT,
    INTEGER,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    Type,
)
from mspllab.mspl.value_checks import parameter_at
from mspllab.mspl.vocabulary import Constant, Function, Kind, Parameter

EQUALITY: Final = {"==": ast.Eq, "!=": ast.NotEq}
ORDER: Final = {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
ARITHMETIC: Final = {
    "+": (ast.Add, runtime.add),
    "-": (ast.Sub, runtime.subtract),
}
NATIVE: Final = (STRING, INTEGER, FLOAT, NUMBER, BOOL)
"""Both sides of one of these: Python's == is the language's, null included."""


class Expressions:
    """Compiles expressions; statements are `compiler`'s."""

    def __init__(self, types: Types, emit: Emitter, *, recorded: bool) -> None:
        self._types = types
        self._emit = emit
        self._recorded = recorded

    def value(self, expression: Expression, here: Here) -> ast.expr:
        """Code whose value is that of the expression."""
        return RULES[type(expression)](self, expression, here)

    def condition(self, expression: Expression, here: Here) -> ast.expr:
        """Code that is true or false as the expression is, whatever its value."""
        if isinstance(expression, nodes.Logical):
            return self._bool_op(expression, here)
        if isinstance(expression, nodes.Unary) and expression.operator == "!":
            return self._emit.not_(self.condition(expression.operand, here))
        return self.value(expression, here)

    # --- names and literals ---------------------------------------------------------

    def _literal(self, expression: nodes.Literal, here: Here) -> ast.expr:
        return self._emit.literal(expression.value)

    def _name(self, expression: nodes.Name, here: Here) -> ast.expr:
        if expression.name in here.scope.variables:
            return self._emit.name(f"v_{expression.name}")
        return self._emit.host(expression.name)

    def _member(self, expression: nodes.Member, here: Here) -> ast.expr:
        if isinstance(expression.object, nodes.Index):
            return self._cell(expression, expression.object, here)
        constant = self._types.constant(expression, here)
        if constant is not None:
            return self._emit.constant(constant)
        return self._field(expression, here)

    def _field(self, expression: nodes.Member, here: Here) -> ast.expr:
        emit, name = self._emit, expression.name
        owner = self.value(expression.object, here)
        bits = self._types.of(expression.object, here).bits
        if bits & ~(OBJECT | FALSE):
            place = emit.at(expression.start, expression.end)
            owner = emit.call(runtime.owner, owner, emit.literal(name), place=place)
        if not bits & FALSE or isinstance(expression.object, nodes.Name):
            # A variable's absent object has all fields; they are false.
            return emit.attribute(owner, name)
        first, again = emit.twice(owner)
        return emit.choice(first, emit.attribute(again, name), emit.literal(False))

    def _cell(
        self, expression: nodes.Member, line: nodes.Index, here: Here
    ) -> ast.expr:
        emit = self._emit
        place = emit.at(expression.start, expression.end)
        assert isinstance(line.object, nodes.Name), "only flat files have an index"
        file = ast.Subscript(
            emit.host("files"), emit.literal(line.object.name), ast.Load(), **place
        )
        index = self.value(line.index, here)
        if self._types.of(line.index, here).bits not in (INTEGER, STRING):
            index = emit.call(runtime.cell_index, index, place=place)
        arguments = [index, emit.literal(expression.name)]
        return ast.Call(emit.attribute(file, "cell"), arguments, [], **place)

    # --- operators ------------------------------------------------------------------

    def _unary(self, expression: nodes.Unary, here: Here) -> ast.expr:
        emit = self._emit
        if expression.operator == "!":
            return emit.not_(self.condition(expression.operand, here))
        operand = self.value(expression.operand, here)
        helper = runtime.negative if expression.operator == "-" else runtime.positive
        folded = _folded(helper, operand)
        if folded is not None:
            return emit.literal(folded)
        return emit.call(
            helper, operand, place=emit.at(expression.start, expression.end)
        )

    def _binary(self, expression: nodes.Binary, here: Here) -> ast.expr:
        sign, left, right = expression.operator, expression.left, expression.right
        if sign in ARITHMETIC:
            return self._arithmetic(expression, here)
        code = self.value(left, here)
        kind = self._types.of(left, here)
        place = self._emit.at(expression.start, expression.end)
        if sign in ORDER:
            return self._ordered(sign, code, kind, right, here)
        return self.equality(sign, code, kind, right, here, place)

    def _arithmetic(self, expression: nodes.Binary, here: Here) -> ast.expr:
        emit, types = self._emit, self._types
        operator, helper = ARITHMETIC[expression.operator]
        left, right = (
            self.value(expression.left, here),
            self.value(expression.right, here),
        )
        folded = _folded(helper, left, right)
        if folded is not None:
            return emit.literal(folded)
        place = emit.at(expression.start, expression.end)
        bits = (
            types.of(expression.left, here).bits | types.of(expression.right, here).bits
        )
        if bits != INTEGER:
            return emit.call(helper, left, right, place=place)
        sum_ = emit.temporary()
        inner = ast.NamedExpr(
            emit.target(sum_), ast.BinOp(left, operator(), right, **place), **place
        )
        limits = (emit.literal(SMALLEST), emit.literal(LARGEST))
        in_range = ast.Compare(
            limits[0], [ast.LtE(), ast.LtE()], [inner, limits[1]], **place
        )
        overflow = emit.call(runtime.overflow, emit.name(sum_), place=place)
        return emit.choice(in_range, emit.name(sum_), overflow)

    def _ordered(
        self, sign: str, left: ast.expr, kind: Type, right: Expression, here: Here
    ) -> ast.expr:
        emit = self._emit
        code, other = self.value(right, here), self._types.of(right, here)
        bits = kind.bits | other.bits
        if not bits & ~NUMBER or bits == STRING:
            return emit.compare(left, ORDER[sign](), code, emit.place)
        return emit.call(
            runtime.ordered, emit.literal(sign), left, code, place=emit.place
        )

    def equality(
        self,
        sign: str,
        left: ast.expr,
        kind: Type,
        right: Expression,
        here: Here,
        place: object = None,
    ) -> ast.expr:
        """Code for `left == right` or `left != right`; `left` is compiled already."""
        emit = self._emit
        code, other = self.value(right, here), self._types.of(right, here)
        if NULL in (kind.bits, other.bits):
            is_ = ast.Is() if sign == "==" else ast.IsNot()
            return emit.compare(left, is_, code, emit.place)
        simple = self._simple_equality(sign, left, kind, code, other)
        if simple is not None:
            return simple
        span = emit.at(right.start, right.end)
        called = emit.call(runtime.equal, left, code, place=span)
        return called if sign == "==" else emit.not_(called)

    def _simple_equality(
        self, sign: str, left: ast.expr, kind: Type, right: ast.expr, other: Type
    ) -> ast.expr | None:
        """Python's comparison where it comes to the same, None where not."""
        emit = self._emit
        compared = EQUALITY[sign]()
        bits = (kind.bits | other.bits) & ~NULL
        if bits in NATIVE:
            return emit.compare(left, compared, right, emit.place)
        solid = isinstance(right, ast.Constant) and bool(right.value)
        mine = kind.bits & ~(NULL | FALSE)
        if solid and mine == other.bits and mine in NATIVE:
            # The false field of an absent object equals nothing that is not false.
            return emit.compare(left, compared, right, emit.place)
        constant = emit.constant_of(right)
        if constant is None or (kind.bits & FALSE and not constant):
            return None
        if mine == CONSTANT:
            is_ = ast.Is() if sign == "==" else ast.IsNot()
            return emit.compare(left, is_, right, emit.place)
        if mine == STRING and constant.text:
            return emit.compare(left, compared, emit.literal(constant.text), emit.place)
        return None

    def _logical(self, expression: nodes.Logical, here: Here) -> ast.expr:
        code = self._bool_op(expression, here)
        operands = self._types.operands(expression, here)
        if all(not self._types.of(one, there).bits & ~BOOL for one, there in operands):
            return code
        return self._emit.truth(code)

    def _bool_op(self, expression: nodes.Logical, here: Here) -> ast.expr:
        operator = ast.And() if expression.operator == "&&" else ast.Or()
        operands = [
            self.condition(operand, there)
            for operand, there in self._types.operands(expression, here)
        ]
        return ast.BoolOp(operator, operands, **self._emit.place)

    # --- calls ----------------------------------------------------------------------

    def _call(self, expression: nodes.Call, here: Here) -> ast.expr:
        emit = self._emit
        place = emit.at(expression.start, expression.end)
        if expression.name in self._types.functions:
            arguments: list[ast.expr] = [emit.name(HOST)]
            if self._recorded:
                arguments.append(emit.name(RECORD))
            arguments += [self.value(one, here) for one in expression.arguments]
            return ast.Call(emit.name(f"{expression.name}()"), arguments, [], **place)
        function = self._types.vocabulary.functions[expression.name]
        arguments = [] if function.pure else [emit.name(HOST)]
        for number, argument in enumerate(expression.arguments):
            parameter = parameter_at(function, number)
            assert parameter is not None, "the checker has counted"
            arguments.append(self._argument(argument, parameter, function, here))
        for parameter in function.parameters[len(expression.arguments) :]:
            arguments.append(self._default(parameter))
        return ast.Call(emit.function(function), arguments, [], **place)

    def _default(self, parameter: Parameter) -> ast.expr:
        default = parameter.default
        if isinstance(default, Constant):
            return self._emit.constant(default)
        assert default is None or isinstance(default, str | int | float), default
        return self._emit.literal(default)

    def _argument(
        self, argument: Expression, parameter: Parameter, function: Function, here: Here
    ) -> ast.expr:
        emit = self._emit
        code, found = self.value(argument, here), self._types.of(argument, here)
        what = f"the argument {parameter.name} of {function.name}"
        lists = parameter.constants
        if not lists or (
            not found.bits & CONSTANT and parameter.kind is not Kind.CONSTANT
        ):
            return self.converted(
                code, found, parameter.kind, parameter.nullable, what, argument
            )
        if found.bits == CONSTANT and found.classes and found.classes <= set(lists):
            return code
        return emit.call(
            runtime.of_list,
            code,
            emit.name(f".{parameter.kind.name}"),
            ast.Tuple([emit.literal(one) for one in lists], ast.Load(), **emit.place),
            emit.literal(what),
            place=emit.at(argument.start, argument.end),
        )

    def converted(
        self,
        code: ast.expr,
        found: Type,
        kind: Kind,
        nullable: bool,
        what: str,
        where: Expression,
    ) -> ast.expr:
        """Code for a value of type `found`, converted to `kind` (§3.2)."""
        emit, bits = self._emit, found.bits
        wanted = BITS[kind] | (NULL if nullable else 0)
        if kind is Kind.ANY or not bits & ~wanted:
            return code
        convert = CONVERSIONS[kind]
        folded = _folded(convert, code, known=emit.constant_of(code))
        if folded is not None:
            return emit.literal(folded)
        place = emit.at(where.start, where.end)
        if nullable and bits & NULL:
            kind_code = emit.name(f".{kind.name}")
            return emit.call(
                runtime.nullable, code, kind_code, emit.literal(what), place=place
            )
        if kind is Kind.BOOL:
            return emit.truth(code)
        if kind is Kind.STRING and not bits & ~(STRING | NULL | FALSE):
            # A text that is not empty is itself; "", null and false are looked at.
            first, again = emit.twice(code)
            slow = emit.call(convert, again, emit.literal(what), place=place)
            return ast.BoolOp(ast.Or(), [first, slow], **emit.place)
        return emit.call(convert, code, emit.literal(what), place=place)


def _folded(
    helper: Callable[..., object], *codes: ast.expr, known: Constant | None = None
) -> str | int | float | bool | None:
    """What `helper` makes of literals; None where they are none or it refuses them."""
    values: list[object] = [known] if known is not None else []
    if not values:
        for code in codes:
            if not isinstance(code, ast.Constant) or code.value is None:
                return None
            values.append(code.value)
    try:
        result = helper(*values)
    except ScriptError:
        return None
    return result if isinstance(result, str | int | float) else None


RULES: Final[dict[type, Callable[..., ast.expr]]] = {
    nodes.Literal: Expressions._literal,
    nodes.Name: Expressions._name,
    nodes.Member: Expressions._member,
    nodes.Call: Expressions._call,
    nodes.Unary: Expressions._unary,
    nodes.Binary: Expressions._binary,
    nodes.Logical: Expressions._logical,
}
_ = ANY
