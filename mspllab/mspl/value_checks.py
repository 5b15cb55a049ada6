"""What depends on types: fields, conversions, comparisons.

The checker puts these questions aside while it walks; they are answered when all types
are known.
"""

from collections.abc import Callable
from typing import Final, Protocol

from mspllab.errors import ScriptError
from mspllab.mspl import nodes
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.flow import strongest
from mspllab.mspl.inference import Here, Types
from mspllab.mspl.nodes import Expression, Node
from mspllab.mspl.runtime import CONVERSIONS, NAMES
from mspllab.mspl.settings import Settings
from mspllab.mspl.spelling import did_you_mean
from mspllab.mspl.types import (
    ANY,
    BOOL,
    COLLECTION,
    CONSTANT,
    FALSE,
    FILE,
    INTEGER,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    VOID,
    Type,
)
from mspllab.mspl.vocabulary import Applies, Function, Kind, Parameter

CONVERTIBLE: Final = {
    Kind.STRING: STRING | NUMBER | BOOL | CONSTANT,
    Kind.INTEGER: STRING | NUMBER | BOOL | CONSTANT,
    Kind.FLOAT: STRING | NUMBER | BOOL,
    Kind.BOOL: ANY & ~FILE,
    Kind.COLLECTION: ANY & ~(FILE | OBJECT | NULL),
    Kind.CONSTANT: CONSTANT,
    Kind.OBJECT: OBJECT | FALSE,
    Kind.ANY: ANY,
}
"""Kind → the types that can become one (mspl.md §3.2)."""
ORDERED: Final = STRING | NUMBER | CONSTANT
RETURNABLE: Final = STRING | NUMBER | BOOL | NULL


class Report(Protocol):
    """How to add a finding about the text of a node."""

    def __call__(
        self,
        code: str,
        message: str,
        where: Node,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Add it."""


class ValueChecks:
    """Questions about types, kept until the types are known."""

    def __init__(self, types: Types, settings: Settings, report: Report) -> None:
        self._types = types
        self._settings = settings
        self._report = report
        self._later: list[tuple[Callable[..., object], tuple[object, ...]]] = []
        self._compared_with_null: set[str] = set()
        self._absent: set[str] = set()

    def check(self) -> None:
        """Answer all questions."""
        for question, about in self._later:
            question(*about)

    def _of(self, expression: Expression, here: Here) -> Type:
        """Type of a value that is used; a finding where there is none."""
        found = self._types.of(expression, here)
        if found.bits & VOID:
            name = expression.name if isinstance(expression, nodes.Call) else "this"
            self._report("MSPL218", f"{name} gives nothing back", expression)
        return found

    # --- assignments, returns, loops ------------------------------------------------

    def check_assigned(self, statement: nodes.Assignment, here: Here) -> None:
        """The value of an assignment is one."""
        self._later.append((self._of, (statement.value, here)))

    def check_returned(self, statement: nodes.Return, here: Here) -> None:
        """A function returns only what it may."""
        self._later.append((self._returned, (statement, here)))

    def _returned(self, statement: nodes.Return, here: Here) -> None:
        assert statement.value is not None, "only returns with a value are looked at"
        found = self._of(statement.value, here)
        if found.bits != ANY and found.bits & ~(RETURNABLE | VOID):
            message = f"a function cannot return {found}"
            hint = "it can return a text, an integer, a float or a bool"
            self._report("MSPL212", message, statement, hint)

    def check_collection(self, collection: Expression, here: Here) -> None:
        """A foreach can go over it."""
        self._later.append((self._collection, (collection, here)))

    def _collection(self, collection: Expression, here: Here) -> None:
        found = self._of(collection, here)
        if not found.bits & (CONVERTIBLE[Kind.COLLECTION] | VOID):
            message = f"foreach cannot go over {found}"
            self._report("MSPL407", message, collection)

    def check_index(self, line: nodes.Index, here: Here) -> None:
        """The index of a flat file is an integer or a key."""
        self._later.append((self._index, (line, here)))

    def _index(self, line: nodes.Index, here: Here) -> None:
        found = self._of(line.index, here)
        if not found.bits & (INTEGER | STRING | VOID):
            message = f"the index of a flat file is an integer or a key, not {found}"
            self._report("MSPL216", message, line.index)

    # --- fields ---------------------------------------------------------------------

    def check_field(self, expression: nodes.Member, here: Here) -> None:
        """The object has such a field."""
        self._later.append((self._field, (expression, here)))

    def _field(self, expression: nodes.Member, here: Here) -> None:
        owner = self._of(expression.object, here)
        name = expression.name
        if not owner.bits & (OBJECT | VOID):
            self._report("MSPL203", f"{owner} has no field {name}", expression)
            return
        fields = self._types.fields(owner, name)
        if len(fields) < len(owner.classes):
            self._unknown_field(expression, owner)
        if any(field.until < self._settings.level for field in fields):
            until = int(fields[0].until)
            message = f"the field {name} is gone since {until}"
            self._report("MSPL215", message, expression)

    def _unknown_field(self, expression: nodes.Member, owner: Type) -> None:
        vocabulary = self._types.vocabulary
        known = [set(vocabulary.classes.get(cls, ())) for cls in owner.classes]
        common = set.intersection(*known)
        near = did_you_mean(expression.name, common, vocabulary.misspelt)
        lacking = [
            cls
            for cls in sorted(owner.classes)
            if expression.name not in vocabulary.classes.get(cls, ())
        ]
        message = f"{lacking[0]} has no field {expression.name}{near}"
        hint = "" if near else f"there are {', '.join(sorted(common))}"
        self._report("MSPL203", message, expression, hint)

    def check_target(
        self, statement: nodes.Assignment, target: nodes.Member, here: Here
    ) -> None:
        """The field exists and may be written."""
        self._later.append((self._field, (target, here)))
        self._later.append((self._target, (statement, target, here)))

    def _target(
        self, statement: nodes.Assignment, target: nodes.Member, here: Here
    ) -> None:
        fields = self._types.fields(self._types.of(target.object, here), target.name)
        if any(not field.writable for field in fields):
            message = f"the field {target.name} is read-only"
            self._report("MSPL209", message, target)
        for field in fields[:1]:
            value = self._types.of(statement.value, here)
            what = f"the field {field.name}"
            self._conversion(statement.value, value, field.kind, field.nullable, what)

    # --- operators ------------------------------------------------------------------

    def check_arithmetic(
        self, expression: nodes.Binary | nodes.Unary, here: Here
    ) -> None:
        """The operands of + and - can be numbers."""
        self._later.append((self._arithmetic, (expression, here)))

    def _arithmetic(self, expression: nodes.Binary | nodes.Unary, here: Here) -> None:
        if isinstance(expression, nodes.Unary):
            operands = [expression.operand]
        else:
            operands = [expression.left, expression.right]
        sign = expression.operator
        for operand in operands:
            found = self._of(operand, here)
            if found.bits & (NUMBER | VOID):
                continue
            hint = ""
            if found.bits & STRING and sign == "+":
                hint = "join texts with Concatenate(…, …)"
            message = f"{sign} takes integers and floats, not {found}"
            self._report("MSPL217", message, operand, hint)
            return

    def check_comparison(self, expression: nodes.Binary, here: Here) -> None:
        """The two sides can be compared."""
        for one, other in (
            (expression.left, expression.right),
            (expression.right, expression.left),
        ):
            if isinstance(one, nodes.Name) and _is_null(other):
                self._compared_with_null.add(one.name)
        self._later.append(
            (
                self._comparison,
                (
                    expression,
                    expression.operator,
                    expression.left,
                    expression.right,
                    here,
                ),
            )
        )

    def check_case(self, switch: nodes.Switch, case: nodes.Case, here: Here) -> None:
        """The value of a case can be compared with that of the switch."""
        self._later.append(
            (self._comparison, (case.value, "==", switch.subject, case.value, here))
        )

    def _comparison(
        self, where: Node, sign: str, left: Expression, right: Expression, here: Here
    ) -> None:
        one, other = self._of(left, here), self._of(right, here)
        if one.bits & VOID or other.bits & VOID:
            return
        if sign not in ("==", "!="):
            for found in (one, other):
                if not found.bits & ORDERED:
                    message = f"{sign} cannot compare {found}"
                    self._report("MSPL217", message, where)
            return
        if _is_null(left) or _is_null(right):
            return
        for found in (one, other):
            if not found.bits & ~(OBJECT | COLLECTION | FILE | FALSE | NULL):
                if found.bits & ~(FALSE | NULL):
                    message = f"{found} can only be compared with null"
                    self._report("MSPL217", message, where)
                return
        self._surprise(where, left, right, one, other)

    def _surprise(
        self, where: Node, left: Expression, right: Expression, one: Type, other: Type
    ) -> None:
        """Comparisons that are legal and do not do what they seem to."""
        if {one.kind, other.kind} == {
            Kind.CONSTANT
        } and not one.classes & other.classes:
            lists = " and ".join(sorted(one.classes | other.classes))
            self._report("MSPL406", f"constants of {lists} are never equal", where)
        if one.kind is not Kind.CONSTANT and other.kind is Kind.CONSTANT:
            if one.bits & STRING:
                message = "a text is compared with a constant by the constant's text"
                name = _field_of(one, other, left)
                hint = f"compare {name} instead" if name else ""
                self._report("MSPL406", message, where, hint, Severity.INFO)
            return
        for value, text, found in ((left, right, one), (right, left, other)):
            if _is_empty_text(text) and found.bits & NULL:
                if isinstance(value, nodes.Name) and (
                    value.name in self._compared_with_null
                ):
                    continue
                message = 'this may be null, and null is not ""'
                self._report(
                    "MSPL406", message, where, "test it with == null or != null"
                )
        if one.kind is not None and isinstance(right, nodes.Literal):
            self._convertible(right, other, one.kind, "the right side")

    # --- calls ----------------------------------------------------------------------

    def check_own_call(self, expression: nodes.Call, here: Here) -> None:
        """The arguments are values."""
        for argument in expression.arguments:
            self._later.append((self._of, (argument, here)))

    def check_call(
        self, expression: nodes.Call, function: Function, here: Here
    ) -> None:
        """Each argument can become what its parameter wants."""
        self._later.append((self._call, (expression, function, here)))

    def _call(self, expression: nodes.Call, function: Function, here: Here) -> None:
        for number, argument in enumerate(expression.arguments):
            parameter = parameter_at(function, number)
            if parameter is not None:
                self._argument(argument, parameter, function, here)
        for parameter in function.parameters[len(expression.arguments) :]:
            for text, advice in parameter.advice:
                if text == "":
                    self._report("MSPL410", advice, expression, severity=Severity.INFO)

    def _argument(
        self, argument: Expression, parameter: Parameter, function: Function, here: Here
    ) -> None:
        found = self._of(argument, here)
        what = f"the argument {parameter.name} of {function.name}"
        if parameter.advice or parameter.constants:
            self._advise(argument, parameter)
        if parameter.constants and found.classes & set(parameter.constants):
            return
        if parameter.kind is Kind.BOOL and _is_bool_text(argument):
            message = f"{what} is a bool, and every text but the empty one is true"
            self._report("MSPL408", message, argument, "write it without quotes")
        self._warn_of_absent(argument, found, here)
        self._conversion(argument, found, parameter.kind, parameter.nullable, what)

    def _advise(self, argument: Expression, parameter: Parameter) -> None:
        shown = _shown(argument)
        for text, advice in parameter.advice:
            if text == shown:
                self._report("MSPL410", advice, argument)
        if isinstance(argument, nodes.Literal) and isinstance(argument.value, str):
            for list_name in parameter.constants:
                members = self._types.vocabulary.constants.get(list_name, {})
                constant = members.get(argument.value)
                if constant and constant.text.lower() != argument.value.lower():
                    message = f'{constant} is written "{constant.text}" as text'
                    self._report("MSPL410", message, argument)

    def _warn_of_absent(self, argument: Expression, found: Type, here: Here) -> None:
        """A field of the wrong message variable is false, and as text "false"."""
        if not found.bits & FALSE or not isinstance(argument, nodes.Member):
            return
        if not isinstance(argument.object, nodes.Name):
            return
        name = argument.object.name
        variable = self._types.vocabulary.variables.get(name)
        if variable is None or name in self._absent or here.scope.definition:
            return
        if variable.applies is not Applies.ANY:
            message = strongest((here.message, self._settings.applies))
            if message is variable.applies:
                return
            self._absent.add(name)
            certain = message is not Applies.ANY
            verb = "is" if certain else "may be"
            text = f"{name} {verb} absent here, and then each of its fields is false"
            severity = Severity.WARNING if certain else Severity.INFO
            self._report("MSPL412", text, argument, f"test if ({name})", severity)

    def _conversion(
        self, value: Expression, found: Type, kind: Kind, nullable: bool, what: str
    ) -> None:
        """A finding where `value` can never become what is wanted."""
        wanted = CONVERTIBLE[kind] | (NULL if nullable else 0)
        if found.bits & VOID or kind is Kind.ANY:
            return
        if not found.bits & wanted:
            message = f"{what} must be {NAMES[kind]}, and this is {found}"
            self._report("MSPL407", message, value, "the run ends here")
        elif isinstance(value, nodes.Literal):
            self._convertible(value, found, kind, what)

    def _convertible(
        self, value: nodes.Literal, found: Type, kind: Kind, what: str
    ) -> None:
        if kind in found.kinds or value.value is None:
            return
        convert = CONVERSIONS.get(kind)
        try:
            if convert is not None:
                convert(value.value, what)
        except ScriptError as error:
            self._report("MSPL407", error.message, value, "the run ends here")


def parameter_at(function: Function, number: int) -> Parameter | None:
    """The parameter that takes argument `number`, counted from 0."""
    if number < len(function.parameters):
        return function.parameters[number]
    return function.rest


def _is_null(expression: Expression) -> bool:
    return isinstance(expression, nodes.Literal) and expression.value is None


def _is_empty_text(expression: Expression) -> bool:
    return isinstance(expression, nodes.Literal) and expression.value == ""


def _is_bool_text(expression: Expression) -> bool:
    return isinstance(expression, nodes.Literal) and expression.value in (
        "true",
        "false",
    )


def _shown(expression: Expression) -> str:
    """A literal text or a chain of fields as a script writes it; "" for the rest."""
    match expression:
        case nodes.Literal(value=str() as text):
            return f'"{text}"'
        case nodes.Name(name=name):
            return name
        case nodes.Member(object=owner, name=name):
            return f"{_shown(owner)}.{name}"
    return ""


def _field_of(one: Type, other: Type, left: Expression) -> str:
    """`sipRequest.StandardMethod`, where `sipRequest.Method` was compared with one."""
    if isinstance(left, nodes.Member) and other.classes:
        name = min(other.classes)
        return f"{_shown(left.object)}.{name}" if name != left.name else ""
    return ""
