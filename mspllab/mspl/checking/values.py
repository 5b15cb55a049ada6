"""What depends on types: fields, conversions, comparisons (mspl.md §3).

The walk puts these questions aside; they are answered when all types are known. The
types that are found on the way are noted down for the compiler.
"""

from collections.abc import Callable

from mspllab.mspl import nodes
from mspllab.mspl.checking.advice import advise, advise_default, bool_advice
from mspllab.mspl.checking.comparison import check_comparison
from mspllab.mspl.checking.habits import check_habits
from mspllab.mspl.checking.report import Report
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.inference import Here, Types
from mspllab.mspl.nodes import Expression, Node
from mspllab.mspl.settings import Settings
from mspllab.mspl.shapes import Slot, is_exact_literal
from mspllab.mspl.spelling import did_you_mean
from mspllab.mspl.types import (
    ANY,
    BOOL,
    CONVERTIBLE,
    FLOAT,
    INTEGER,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    VOID,
    Type,
)
from mspllab.mspl.values import NAMES, refusal
from mspllab.mspl.vocabulary import Field, Function, Kind

RETURNABLE = STRING | NUMBER | BOOL | NULL
ONE_KIND = (STRING, INTEGER, FLOAT, BOOL)


class ValueChecks:
    """Questions about types, kept until the types are known."""

    def __init__(self, types: Types, settings: Settings, report: Report) -> None:
        self.types = types
        self.settings = settings
        self.report = report
        self._told: set[Field] = set()
        self._later: list[tuple[Callable[..., object], tuple[object, ...]]] = []

    def check(self) -> None:
        """Answer all questions."""
        for question, about in self._later:
            question(*about)
        self._later.clear()  # which refers to us, and so would keep everything

    def _of(self, expression: Expression, here: Here) -> Type:
        """Type of a value that is used; a finding where there is none."""
        found = self.types.note(expression, here)
        if found.bits & VOID:
            name = expression.name if isinstance(expression, nodes.Call) else "this"
            self.report("MSPL218", f"{name} gives nothing back", expression)
        return found

    # --- assignments, returns, loops --------------------------------------------------

    def check_value(self, expression: Expression, here: Here) -> None:
        """What is assigned, switched on or an operand of !, && or || is a value."""
        self._later.append((self._of, (expression, here)))

    def check_returned(self, statement: nodes.Return, here: Here) -> None:
        """A function returns only what it may."""
        self._later.append((self._returned, (statement, here)))

    def _returned(self, statement: nodes.Return, here: Here) -> None:
        assert statement.value is not None, "only returns with a value are looked at"
        found = self._of(statement.value, here)
        if found.bits & ~(RETURNABLE | VOID) and found.bits != ANY:
            message = f"a function cannot return {found}"
            hint = "it can return a text, an integer, a float or a bool"
            self.report("MSPL212", message, statement, hint)

    def check_collection(self, collection: Expression, here: Here) -> None:
        """A foreach can go over it."""
        self._later.append((self._collection, (collection, here)))

    def _collection(self, collection: Expression, here: Here) -> None:
        found = self._of(collection, here)
        if not found.bits & (CONVERTIBLE[Kind.COLLECTION] | VOID):
            self.report("MSPL407", f"foreach cannot go over {found}", collection)

    def check_index(self, line: nodes.Index, here: Here) -> None:
        """The index of a flat file is an integer or a key."""
        self._later.append((self._index, (line, here)))

    def _index(self, line: nodes.Index, here: Here) -> None:
        found = self._of(line.index, here)
        if not found.bits & (INTEGER | STRING | VOID):
            message = f"the index of a flat file is an integer or a key, not {found}"
            self.report("MSPL216", message, line.index)
        elif not found.bits & ~(STRING | NULL):
            self._key(line)

    def _key(self, line: nodes.Index) -> None:
        """A text finds a line only where there is a key column (T17)."""
        name = line.object.name if isinstance(line.object, nodes.Name) else ""
        if name in self.settings.admission.keyless_files:
            message = f"{name} has no key column to look for a text in"
            hint = "name one with keyColumnName in the manifest"
            self.report("MSPL422", message, line.index, hint)

    # --- fields -----------------------------------------------------------------------

    def check_field(self, expression: nodes.Member, here: Here) -> None:
        """The object has such a field."""
        self._later.append((self._field, (expression, here)))

    def _field(self, expression: nodes.Member, here: Here) -> None:
        owner, name = self._of(expression.object, here), expression.name
        if not owner.bits & (OBJECT | VOID):
            self.report("MSPL203", f"{owner} has no field {name}", expression)
            return
        fields = self.types.fields(owner, name)
        if len(fields) < max(1, len(owner.classes)):
            self._unknown_field(expression, owner)
        elif any(field.until < self.settings.level for field in fields):
            message = f"the field {name} is gone since {fields[0].until.following}"
            self.report("MSPL215", message, expression)
        elif any(field.since > self.settings.level for field in fields):
            level = self.settings.level
            message = f"the field {name} came with {fields[0].since}, not with {level}"
            self.report("MSPL215", message, expression)
        elif fields[0].known_to:
            self._known_elsewhere(expression, fields[0])

    def _known_elsewhere(self, expression: nodes.Member, field: Field) -> None:
        """A field that only servers of one role know, told once of each (T35)."""
        roles = self.settings.admission.roles
        if roles == frozenset((field.known_to,)) or field in self._told:
            return
        self._told.add(field)
        is_unknown = roles is not None and field.known_to not in roles
        message = f"only a server in the role {field.known_to} knows {field.name}"
        hint = "on every other it is the same for all messages"
        severity = Severity.WARNING if is_unknown else None
        self.report("MSPL428", message, expression, hint, severity)

    def _unknown_field(self, expression: nodes.Member, owner: Type) -> None:
        name, vocabulary = expression.name, self.types.vocabulary
        if not owner.classes and self.report.has_errors:
            return  # it is unknown because something else is wrong
        if not owner.classes:
            message = f"it is not known beforehand what has a field {name} here"
            hint = "use a built-in variable such as sipRequest directly"
            self.report("MSPL203", message, expression, hint)
            return
        tables = {cls: vocabulary.classes.get(cls, {}) for cls in sorted(owner.classes)}
        lacking = next(cls for cls, fields in tables.items() if name not in fields)
        common = set.intersection(*map(set, tables.values()))
        near = did_you_mean(name, common, vocabulary.misspelt)
        hint = "" if near else f"there are {', '.join(sorted(common))}"
        message = f"{lacking} has no field {name}{near}"
        self.report("MSPL203", message, expression, hint)

    def check_target(
        self, statement: nodes.Assignment, target: nodes.Member, here: Here
    ) -> None:
        """The field exists and may be written."""
        self._later.append((self._field, (target, here)))
        self._later.append((self._target, (statement, target, here)))

    def _target(
        self, statement: nodes.Assignment, target: nodes.Member, here: Here
    ) -> None:
        fields = self.types.fields(self.types.of(target.object, here), target.name)
        if any(not field.writable for field in fields):
            self.report("MSPL209", f"the field {target.name} is read-only", target)
        for field in fields[:1]:
            found = self.types.known[statement.value]
            possible = CONVERTIBLE[field.kind] | (NULL if field.nullable else 0)
            what = f"the field {field.name}"
            self._conversion(statement.value, found, field.kind, possible, what)

    # --- operators --------------------------------------------------------------------

    def check_arithmetic(
        self, expression: nodes.Binary | nodes.Unary, here: Here
    ) -> None:
        """The operands of + and - can be numbers."""
        self._later.append((self._arithmetic, (expression, here)))

    def _arithmetic(self, expression: nodes.Binary | nodes.Unary, here: Here) -> None:
        sign = expression.operator
        is_unary = isinstance(expression, nodes.Unary)
        for operand in nodes.operands(expression):
            found = self._of(operand, here)
            if not found.bits & (NUMBER | VOID):
                joins = found.bits & STRING and sign == "+" and not is_unary
                hint = "join texts with Concatenate(…, …)" if joins else ""
                message = f"{sign} takes integers and floats, not {found}"
                self.report("MSPL217", message, operand, hint)
                return

    def check_comparison(self, expression: nodes.Binary, here: Here) -> None:
        """The two sides can be compared."""
        left, right = expression.left, expression.right
        about = (expression, expression.operator, left, right, here)
        self._later.append((self._comparison, about))

    def check_case(self, switch: nodes.Switch, case: nodes.Case, here: Here) -> None:
        """The value of a case can be compared with that of the switch."""
        about = (case.value, "==", switch.subject, case.value, here)
        self._later.append((self._comparison, about))

    def _comparison(
        self, where: Node, sign: str, left: Expression, right: Expression, here: Here
    ) -> None:
        one, other = self._of(left, here), self._of(right, here)
        if one.bits == other.bits and one.bits in ONE_KIND and sign in ("==", "!="):
            return
        if (one.bits | other.bits) & VOID:
            return
        if check_comparison(self, where, sign, (left, one), (right, other)):
            self._compared_literal(one, right, other)

    def _compared_literal(self, one: Type, right: Expression, other: Type) -> None:
        kind = one.kind
        if kind not in (None, Kind.CONSTANT) and isinstance(right, nodes.Literal):
            possible = CONVERTIBLE[kind] | NULL
            what = "the right side of the comparison"
            self._conversion(right, other, kind, possible, what)

    # --- calls ------------------------------------------------------------------------

    def check_own_call(self, call: nodes.Call, here: Here) -> None:
        """The arguments are values."""
        for argument in call.arguments:
            self._later.append((self._of, (argument, here)))

    def check_call(self, call: nodes.Call, function: Function, here: Here) -> None:
        """Each argument can become what its parameter wants."""
        self._later.append((self._call, (call, function, here)))

    def _call(self, call: nodes.Call, function: Function, here: Here) -> None:
        name, arguments = function.name, call.arguments
        slots = self.types.shapes.slots_for(name, len(arguments))
        for argument, slot in zip(arguments, slots, strict=False):
            if slot.is_plain and is_exact_literal(argument, slot):
                continue
            found = self._of(argument, here)
            if found.bits & ~slot.exact or not slot.is_plain:
                self._argument(argument, found, slot, name)
        for parameter in function.parameters[len(arguments) :]:
            advise_default(self, call, parameter)
        check_habits(self, call)

    def _argument(
        self, argument: Expression, found: Type, slot: Slot, function: str
    ) -> None:
        parameter = slot.parameter
        what = f"the argument {parameter.name} of {function}"
        if not slot.is_plain:
            advise(self, argument, parameter)
            lists = parameter.constants
            if found.classes and found.classes <= set(lists):
                return
            if lists and parameter.kind is Kind.CONSTANT is found.kind:
                message = f"{what} must be a constant of {' or '.join(lists)}"
                self.report("MSPL407", message, argument, "the run ends here")
                return
        if found.bits & ~slot.exact:
            bool_advice(self, argument, found, parameter, what)
            self._conversion(argument, found, parameter.kind, slot.possible, what)

    def _conversion(
        self, value: Expression, found: Type, kind: Kind, possible: int, what: str
    ) -> None:
        """A finding where `value` can never become what is wanted."""
        if found.bits & VOID or kind is Kind.ANY:
            return
        if not found.bits & possible:
            message = f"{what} must be {NAMES[kind]}, and this is {found}"
            self.report("MSPL407", message, value, "the run ends here")
        elif isinstance(value, nodes.Literal) and value.value is not None:
            refused = refusal(value.value, kind, what)
            if refused:
                self.report("MSPL407", refused, value, "the run ends here")
