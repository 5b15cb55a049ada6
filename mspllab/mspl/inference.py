"""Types of expressions and variables, found before the script runs (mspl.md §3.1).

A variable takes the type of its first value. Nearly always that can be told from the
text: all its values have one type, or one assignment certainly comes first. For the
rest, a second Python variable keeps the type at run time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.knowledge import NOTHING, learn
from mspllab.mspl.nodes import Expression
from mspllab.mspl.shapes import shapes_of
from mspllab.mspl.types import (
    A_BOOL,
    A_FLOAT,
    A_NUMBER,
    AN_INTEGER,
    BITS,
    COLLECTION,
    FALSE,
    FILE,
    FLOAT,
    INTEGER,
    NOTHING_YET,
    NULL,
    NUMBER,
    OF_NULL,
    OF_PYTHON,
    OF_VOID,
    STRING,
    UNKNOWN,
    Type,
    kinds_in,
)
from mspllab.mspl.values import LARGEST
from mspllab.mspl.vocabulary import Applies, Constant, Field, Kind, Vocabulary

MOST_PASSES: Final = 12
"""Where types still grow after so many rounds, none counts as known."""
CELL: Final = Type(STRING | NULL)
BEYOND: Final = LARGEST + 1
"""The reach of a variable of which nothing is known: no sum of it is sure to fit."""


@dataclass(slots=True, eq=False)
class Variable:
    """A variable of the script."""

    name: str
    block: int = 0
    """The block of its first assignment."""
    passed: "list[Value]" = field(default_factory=list)
    """Of a parameter: what the calls give for it."""
    values: "list[Value]" = field(default_factory=list)
    """What is assigned to it, in the order of the text."""
    type: Type = NOTHING_YET
    settled: Kind | None = None
    """Values are converted to this; None: they are stored as they come."""
    is_dynamic: bool = False
    """Its type is only known at run time."""
    is_scattered: bool = False
    """There are assignments outside the block of the first."""
    may_be_unset: bool = False
    """It may be read before it is assigned; it is null then."""
    reach: int = BEYOND
    """How far from 0 it can get, where it is an integer."""


@dataclass(slots=True, eq=False)
class Scope:
    """The variables of the body or of one function."""

    definition: nodes.FunctionDefinition | None = None
    """None: the body."""
    variables: dict[str, Variable] = field(default_factory=dict)
    returns: "list[Value]" = field(default_factory=list)
    falls_through: bool = True
    """Control may reach the end without a return."""
    result: Type = NOTHING_YET


class Here(NamedTuple):
    """What is known at a place of the script."""

    scope: Scope
    message: Applies = Applies.ANY
    """What kind of message it can only be here."""
    solid: frozenset[str] = frozenset()
    """Variables that are not null here."""
    elements: frozenset[str] = frozenset()
    """Built-in element variables of the loops around."""
    turns: int = 1
    """How often this can run in one run of the scope: more than once inside a loop."""

    def without(self, names: Iterable[str]) -> "Here":
        """The same, but these variables may be null."""
        solid = self.solid.difference(names)
        if len(solid) == len(self.solid):
            return self
        return Here(self.scope, self.message, solid, self.elements, self.turns)


class Value(NamedTuple):
    """Something assigned or returned."""

    expression: Expression | None
    """None: null."""
    here: Here
    is_element: bool = False
    """The element of a foreach over `expression`."""
    type: Type | None = None
    """Its type, where that cannot change any more."""


class Types:
    """Answers what type an expression has."""

    def __init__(
        self, vocabulary: Vocabulary, files: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.vocabulary = vocabulary
        self.files = files
        self.shapes = shapes_of(vocabulary)
        self.functions: dict[str, Scope] = {}
        self.known: dict[Expression, Type] = {}
        """Types that were noted down, for the compiler."""

    def of(self, expression: Expression, here: Here) -> Type:
        """Type of `expression` at `here`, as far as variables are known."""
        return RULES[type(expression)](self, expression, here)

    def note(self, expression: Expression, here: Here) -> Type:
        """The same, once all variables are known; the compiler will want it."""
        found = RULES[type(expression)](self, expression, here)
        self.known[expression] = found
        return found

    def constant(self, expression: Expression, scope: Scope) -> Constant | None:
        """The constant that `List.Member` names; None for anything else."""
        if isinstance(expression, nodes.Member):
            owner = expression.object
            if isinstance(owner, nodes.Name) and owner.name not in scope.variables:
                members = self.vocabulary.constants.get(owner.name)
                return members.get(expression.name) if members else None
        return None

    def fields(self, owner: Type, name: str) -> list[Field]:
        """Fields of that name in the classes that an object may have."""
        classes = self.vocabulary.classes
        return [
            classes[cls][name]
            for cls in sorted(owner.classes)
            if name in classes.get(cls, ())
        ]

    def when(self, condition: Expression, outcome: bool, here: Here) -> Here:
        """What is known where `condition` came out so."""
        learned = learn(condition, outcome, self.vocabulary)
        if learned is NOTHING:
            return here
        scope, message, solid, elements, turns = here
        if message is Applies.ANY:
            message = learned.message
        return Here(scope, message, solid | learned.solid, elements, turns)

    def operands(
        self, expression: nodes.Logical, here: Here
    ) -> Iterator[tuple[Expression, Here]]:
        """Each operand of && or ||, with what the earlier ones have proved."""
        outcome = expression.operator == "&&"
        for operand in expression.operands:
            yield operand, here
            here = self.when(operand, outcome, here)

    # --- one rule to one kind of expression -------------------------------------------

    def _literal(self, expression: nodes.Literal, here: Here) -> Type:
        return OF_PYTHON[type(expression.value)]

    def _name(self, expression: nodes.Name, here: Here) -> Type:
        name = expression.name
        variable = here.scope.variables.get(name)
        if variable is not None:
            found = variable.type
            if found.bits & NULL and name in here.solid:
                return Type(found.bits & ~NULL, found.classes)
            return found
        builtin = self.vocabulary.variables.get(name)
        if builtin is None:
            return Type(FILE) if name in self.files else UNKNOWN
        applies = builtin.applies
        is_there = applies is here.message and applies is not Applies.ANY
        if is_there or name in here.elements:
            return self.shapes.there[name]
        return self.shapes.perhaps[name]

    def _member(self, expression: nodes.Member, here: Here) -> Type:
        owner_expression = expression.object
        if isinstance(owner_expression, nodes.Index):
            return CELL
        constant = self.constant(expression, here.scope)
        if constant is not None:
            return self.shapes.constants[constant.list_name]
        owner = self.of(owner_expression, here)
        found = NOTHING_YET
        for cls in owner.classes:
            one = self.shapes.fields.get((cls, expression.name))
            if one is not None:
                found = found.joined(one)
        if found is NOTHING_YET:
            return UNKNOWN
        return found.with_(FALSE) if owner.bits & FALSE else found

    def _index(self, expression: nodes.Index, here: Here) -> Type:
        return UNKNOWN

    def _call(self, expression: nodes.Call, here: Here) -> Type:
        own = self.functions.get(expression.name)
        if own is not None:
            return own.result
        return self.shapes.results.get(expression.name, UNKNOWN)

    def _unary(self, expression: nodes.Unary, here: Here) -> Type:
        if expression.operator == "!":
            return A_BOOL
        operand = self.of(expression.operand, here).bits
        return NUMBERS.get(operand, A_NUMBER)

    def _binary(self, expression: nodes.Binary, here: Here) -> Type:
        if expression.operator not in ("+", "-"):
            return A_BOOL
        left = self.of(expression.left, here).bits
        right = self.of(expression.right, here).bits
        if (left | right) & ~NUMBER:
            return A_NUMBER
        return NUMBERS.get(FLOAT if FLOAT in (left, right) else left | right, A_NUMBER)

    def _logical(self, expression: nodes.Logical, here: Here) -> Type:
        return A_BOOL

    def element(self, collection: Type) -> Type:
        """Type of the elements; a single value is its own element."""
        bits = collection.bits & ~(COLLECTION | NULL)
        if collection.bits & COLLECTION:
            bits |= STRING
        return Type(bits, collection.classes)

    # --- the fixed point --------------------------------------------------------------

    def settle(self, scopes: Iterable[Scope]) -> None:
        """Find the type of every variable and function result.

        What is seen only ever grows, so going round until nothing changes ends.
        """
        scopes = list(scopes)
        for turn in range(MOST_PASSES):
            if not self._pass(scopes, forwards=turn % 2 == 0):
                break
        else:
            _give_up(scopes)
        for scope in scopes:
            # The values have said what they could, and hold the scopes in a circle.
            scope.returns.clear()
            for variable in scope.variables.values():
                variable.values.clear()
                variable.passed.clear()
                if variable.type is NOTHING_YET:  # of a function nobody calls
                    variable.type = UNKNOWN

    def _pass(self, scopes: list[Scope], *, forwards: bool) -> bool:
        """Look at every value once; whether that told anything new."""
        changed = False
        for scope in scopes:
            variables = list(scope.variables.values())
            # Types flow down the text, and in loops up again.
            for variable in variables if forwards else reversed(variables):
                changed |= self._settle_variable(variable)
            changed |= self._settle_result(scope)
        return changed

    def value(
        self, expression: Expression | None, here: Here, *, is_element: bool = False
    ) -> Value:
        """Something assigned or returned, with its type where that is known at once."""
        known = None
        if expression is None:
            known = OF_NULL
        elif type(expression) is nodes.Literal:
            known = OF_PYTHON[type(expression.value)]
        elif type(expression) is nodes.Call:
            known = self.shapes.results.get(expression.name)
        if known is not None and is_element:
            known = self.element(known)
        return Value(expression, here, is_element, known)

    def _of_value(self, value: Value) -> Type:
        if value.type is not None:
            return value.type
        assert value.expression is not None, "null is known at once"
        found = self.of(value.expression, value.here)
        return self.element(found) if value.is_element else found

    def _settle_variable(self, variable: Variable) -> bool:
        before = variable.type
        was_settled = variable.settled
        first = seen = OF_NULL if variable.may_be_unset else NOTHING_YET
        for value in variable.passed:
            first = seen = seen.joined(self._of_value(value))
        for value in variable.values:
            seen = seen.joined(self._of_value(value))
        variable.type, variable.settled, variable.is_dynamic = seen, None, False
        if len(kinds_in(seen.bits)) > 1 and not self._is_alone(variable):
            if not variable.passed:
                first = self._of_value(variable.values[0])
            self._settle_mixed(variable, first)
        return before != variable.type or was_settled is not variable.settled

    def _is_alone(self, variable: Variable) -> bool:
        """One value a run: whatever type it has, no other value is converted to it."""
        values = variable.values
        if variable.passed or not values:
            return not values
        return len(values) == 1 and values[0].here.turns == 1

    def _settle_mixed(self, variable: Variable, first: Type) -> None:
        """Values of several types: the first one counts, if it is certain which."""
        certain = None if variable.is_scattered or first.bits & NULL else first.kind
        if certain is None:
            variable.is_dynamic = True
            return
        variable.settled = certain
        null = variable.type.bits & NULL
        variable.type = Type(BITS[certain] | null, first.classes)

    def _settle_result(self, scope: Scope) -> bool:
        before = scope.result
        joined = NOTHING_YET if scope.returns else OF_VOID
        for value in scope.returns:
            joined = joined.joined(self._of_value(value))
        if scope.falls_through and scope.returns:
            joined = joined.with_(NULL)
        scope.result = joined
        return before != joined


def _give_up(scopes: list[Scope]) -> None:
    """Leave all types to the run; a wrong one would be worse than none."""
    for scope in scopes:
        scope.result = UNKNOWN
        for variable in scope.variables.values():
            variable.type, variable.settled, variable.is_dynamic = UNKNOWN, None, True


NUMBERS: Final = {INTEGER: AN_INTEGER, FLOAT: A_FLOAT}
"""Exactly one kind of number → its type."""
RULES: Final[dict[type, Callable[..., Type]]] = {
    nodes.Literal: Types._literal,
    nodes.Name: Types._name,
    nodes.Member: Types._member,
    nodes.Index: Types._index,
    nodes.Call: Types._call,
    nodes.Unary: Types._unary,
    nodes.Binary: Types._binary,
    nodes.Logical: Types._logical,
}
