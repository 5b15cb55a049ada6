"""Shapes: a vocabulary's functions, variables and fields as static types.

Made once for a vocabulary, because every script asks the same questions.
"""

from functools import lru_cache
from typing import NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import (
    BITS,
    CONSTANT,
    CONVERTIBLE,
    FALSE,
    NULL,
    OBJECT,
    OF_PYTHON,
    Type,
)
from mspllab.mspl.vocabulary import (
    Field,
    Function,
    Kind,
    Parameter,
    Variable,
    Vocabulary,
)


class Slot(NamedTuple):
    """A parameter, and which types fit it."""

    parameter: Parameter
    exact: int
    """Bits of values that are taken as they are."""
    possible: int
    """Bits of values that can be converted."""
    is_plain: bool
    """Neither constants nor advice have to be looked at."""


def is_exact_literal(argument: Expression, slot: Slot) -> bool:
    """A literal that is taken as it is; most arguments are."""
    return (
        type(argument) is nodes.Literal
        and not OF_PYTHON[type(argument.value)].bits & ~slot.exact
    )


class Shapes(NamedTuple):
    """Static types of all that a vocabulary offers."""

    results: dict[str, Type]
    """Function → what it gives back."""
    slots: dict[str, tuple[Slot, ...]]
    """Function → its parameters."""
    rests: dict[str, Slot | None]
    """Function → what further arguments are."""
    there: dict[str, Type]
    """Variable → its type where it is certainly there."""
    perhaps: dict[str, Type]
    """Variable → its type where it may be absent."""
    fields: dict[tuple[str, str], Type]
    """Class and field → the field's type."""
    constants: dict[str, Type]
    """List of constants → the type of its members."""

    def slots_for(self, function: str, count: int) -> tuple[Slot, ...]:
        """What each of `count` arguments is for; shorter where there are too many."""
        slots, rest = self.slots[function], self.rests[function]
        if count > len(slots) and rest is not None:
            return slots + (rest,) * (count - len(slots))
        return slots


@lru_cache(maxsize=32)
def shapes_of(vocabulary: Vocabulary) -> Shapes:
    """The shapes of a vocabulary."""
    functions = vocabulary.functions
    return Shapes(
        results={name: _result(one) for name, one in functions.items()},
        slots={
            name: tuple(_slot(one) for one in function.parameters)
            for name, function in functions.items()
        },
        rests={
            name: None if function.rest is None else _slot(function.rest)
            for name, function in functions.items()
        },
        there={name: _there(one) for name, one in vocabulary.variables.items()},
        perhaps={name: _perhaps(one) for name, one in vocabulary.variables.items()},
        fields={
            (cls, name): _field(one)
            for cls, fields in vocabulary.classes.items()
            for name, one in fields.items()
        },
        constants={
            name: Type(CONSTANT, frozenset((name,))) for name in vocabulary.constants
        },
    )


def _result(function: Function) -> Type:
    bits = BITS[function.result]
    return Type(bits | NULL if function.nullable else bits)


def _slot(parameter: Parameter) -> Slot:
    null = NULL if parameter.nullable else 0
    # A constant of another list is not one of those that are wanted.
    exact = BITS[parameter.kind] & ~CONSTANT
    return Slot(
        parameter,
        (BITS[parameter.kind] if not parameter.constants else exact) | null,
        CONVERTIBLE[parameter.kind] | null,
        not (parameter.constants or parameter.advice),
    )


def _there(variable: Variable) -> Type:
    classes = frozenset((variable.cls,) if variable.cls else ())
    return Type(BITS[variable.kind], classes)


def _perhaps(variable: Variable) -> Type:
    is_there = variable.always or variable.kind is not Kind.OBJECT
    return _there(variable) if is_there else _there(variable).with_(FALSE)


def _field(field: Field) -> Type:
    bits = BITS[field.kind]
    if field.nullable:
        bits |= NULL
    if bits & OBJECT:
        bits |= FALSE  # an object in an object may be absent, as the outer one may
    classes = frozenset(name for name in (field.cls, field.constants) if name)
    return Type(bits, classes)
