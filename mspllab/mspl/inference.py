"""Types of expressions and variables, found before the script runs (mspl.md §3.1).

A variable takes the type of its first value. Nearly always that can be told from the
text: all its values have one type, or one assignment certainly comes first. For the
rest, a second Python variable keeps the type at run time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.flow import proves
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import (
    A_BOOL,
    A_FLOAT,
    A_NUMBER,
    AN_INTEGER,
    BITS,
    COLLECTION,
    CONSTANT,
    FALSE,
    FILE,
    FLOAT,
    INTEGER,
    NOTHING_YET,
    NULL,
    NUMBER,
    OBJECT,
    OF_NULL,
    OF_PYTHON,
    OF_VOID,
    STRING,
    UNKNOWN,
    Type,
)
from mspllab.mspl.vocabulary import Applies, Constant, Field, Kind, Vocabulary

MOST_PASSES: Final = 12
"""After so many rounds of inference every type still growing counts as unknown."""


@dataclass(slots=True, eq=False)
class Variable:
    """A variable of the script."""

    name: str
    values: "list[Value]" = field(default_factory=list)
    """What is assigned to it, in the order of the text."""
    type: Type = NOTHING_YET
    settled: Kind | None = None
    """Values are converted to this; None: they are stored as they come."""
    dynamic: bool = False
    """Its type is only known at run time."""
    block: int = 0
    """The block of its first assignment."""
    scattered: bool = False
    """There are assignments outside that block."""
    may_be_unset: bool = False
    """It may be read before it is assigned; it is null then."""


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
    elements: frozenset[str] = frozenset()
    """Built-in element variables of the loops around."""
    looped: bool = False
    """Inside a loop."""


class Value(NamedTuple):
    """Something assigned or returned."""

    expression: Expression | None
    """None: null."""
    here: Here
    is_element: bool = False
    """The element of a foreach over `expression`."""


class Types:
    """Answers what type an expression has."""

    def __init__(
        self, vocabulary: Vocabulary, files: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.vocabulary = vocabulary
        self.files = files
        self.functions: dict[str, Scope] = {}

    def of(self, expression: Expression, here: Here) -> Type:
        """Type of `expression` at `here`."""
        return RULES[type(expression)](self, expression, here)

    def constant(self, expression: Expression, here: Here) -> Constant | None:
        """The constant that `List.Member` names; None for anything else."""
        if isinstance(expression, nodes.Member):
            owner = expression.object
            if isinstance(owner, nodes.Name) and owner.name not in here.scope.variables:
                members = self.vocabulary.constants.get(owner.name)
                return members.get(expression.name) if members else None
        return None

    def file(self, expression: Expression) -> str | None:
        """The flat file that `expression` names."""
        if isinstance(expression, nodes.Name) and expression.name in self.files:
            return expression.name
        return None

    def fields(self, owner: Type, name: str) -> list[Field]:
        """Fields of that name in the classes that an object may have."""
        classes = self.vocabulary.classes
        found = (classes.get(cls, {}).get(name) for cls in sorted(owner.classes))
        return [one for one in found if one is not None]

    def when(self, condition: Expression, outcome: bool, here: Here) -> Here:
        """What is known where `condition` came out so."""
        proven = proves(condition, outcome, self.vocabulary.variables)
        if proven is Applies.ANY or here.message is not Applies.ANY:
            return here
        return here._replace(message=proven)

    def operands(
        self, expression: nodes.Logical, here: Here
    ) -> Iterator[tuple[Expression, Here]]:
        """Each operand of && or ||, with what the earlier ones have proved."""
        for operand in expression.operands:
            yield operand, here
            here = self.when(operand, expression.operator == "&&", here)

    # --- one rule to one kind of expression ------------------------------------------

    def _literal(self, expression: nodes.Literal, here: Here) -> Type:
        return OF_PYTHON[type(expression.value)]

    def _name(self, expression: nodes.Name, here: Here) -> Type:
        name = expression.name
        variable = here.scope.variables.get(name)
        if variable is not None:
            return variable.type
        builtin = self.vocabulary.variables.get(name)
        if builtin is None:
            return Type(FILE) if name in self.files else UNKNOWN
        if builtin.kind is not Kind.OBJECT:
            return Type(BITS[builtin.kind])
        is_there = (
            builtin.always
            or name in here.elements
            or (builtin.applies is here.message and here.message is not Applies.ANY)
        )
        bits = OBJECT if is_there else OBJECT | FALSE
        return Type(bits, frozenset((builtin.cls or "",)))

    def _member(self, expression: nodes.Member, here: Here) -> Type:
        if isinstance(expression.object, nodes.Index):
            return Type(STRING | NULL)
        constant = self.constant(expression, here)
        if constant is not None:
            return Type(CONSTANT, frozenset((constant.list_name,)))
        owner = self.of(expression.object, here)
        found = NOTHING_YET
        for one in self.fields(owner, expression.name):
            found = found.joined(_of_field(one))
        if found is NOTHING_YET:
            return UNKNOWN
        return found.with_(FALSE) if owner.bits & FALSE else found

    def _index(self, expression: nodes.Index, here: Here) -> Type:
        return UNKNOWN

    def _call(self, expression: nodes.Call, here: Here) -> Type:
        own = self.functions.get(expression.name)
        if own is not None:
            return own.result
        function = self.vocabulary.functions.get(expression.name)
        if function is None:
            return UNKNOWN
        bits = BITS[function.result]
        return Type(bits | NULL if function.nullable else bits)

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

    # --- values ----------------------------------------------------------------------

    def of_value(self, value: Value) -> Type:
        """Type of something assigned."""
        if value.expression is None:
            return Type(NULL)
        found = self.of(value.expression, value.here)
        return self.element(found) if value.is_element else found

    def element(self, collection: Type) -> Type:
        """Type of the elements; a single value is its own element."""
        bits = collection.bits & ~(COLLECTION | NULL)
        if collection.bits & COLLECTION:
            bits |= STRING
        return Type(bits, collection.classes)

    # --- the fixed point -------------------------------------------------------------

    def settle(self, scopes: Iterable[Scope]) -> None:
        """Find the type of every variable and function result.

        What is seen only ever grows, so going round until nothing changes ends.
        """
        scopes = list(scopes)
        for turn in range(MOST_PASSES + 1):
            hopeless = turn == MOST_PASSES
            changed = False
            for scope in scopes:
                for variable in scope.variables.values():
                    changed |= self._settle_variable(variable, hopeless)
                changed |= self._settle_result(scope, hopeless)
            if not changed:
                return

    def _settle_variable(self, variable: Variable, hopeless: bool) -> bool:
        before = (variable.type, variable.settled, variable.dynamic)
        types = [self.of_value(value) for value in variable.values]
        seen = OF_NULL if variable.may_be_unset else NOTHING_YET
        for one in types:
            seen = seen.joined(one)
        variable.type, variable.settled, variable.dynamic = seen, None, False
        if len(seen.kinds) > 1 and not self._is_alone(variable):
            self._settle_mixed(variable, types[0])
        if hopeless and before != (variable.type, variable.settled, variable.dynamic):
            variable.type, variable.settled, variable.dynamic = UNKNOWN, None, True
        return before != (variable.type, variable.settled, variable.dynamic)

    def _is_alone(self, variable: Variable) -> bool:
        """One value a run: whatever type it has, no other value is converted to it."""
        return len(variable.values) == 1 and not variable.values[0].here.looped

    def _settle_mixed(self, variable: Variable, first: Type) -> None:
        """Values of several types: the first one counts, if it is certain which."""
        certain = None if variable.scattered or first.bits & NULL else first.kind
        if certain is None:
            variable.dynamic = True
            return
        variable.settled = certain
        null = variable.type.bits & NULL
        variable.type = Type(BITS[certain] | null, first.classes)

    def _settle_result(self, scope: Scope, hopeless: bool) -> bool:
        joined = scope.result
        for value in scope.returns:
            joined = joined.joined(self.of_value(value))
        if not scope.returns:
            joined = OF_VOID
        elif scope.falls_through:
            joined = joined.with_(NULL)
        if hopeless and joined != scope.result:
            joined = UNKNOWN
        changed = joined != scope.result
        scope.result = joined
        return changed


def _of_field(found: Field) -> Type:
    bits = BITS[found.kind]
    if found.nullable:
        bits |= NULL
    if found.kind is Kind.OBJECT:
        return Type(bits | FALSE, frozenset((found.cls or "",)))
    classes = frozenset((found.constants,)) if found.constants else frozenset()
    return Type(bits, classes)


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
