"""What a condition proves about the message and about variables."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Expression
from mspllab.mspl.vocabulary import Applies, Vocabulary

OTHER: Final = {
    Applies.ANY: Applies.ANY,
    Applies.REQUEST: Applies.RESPONSE,
    Applies.RESPONSE: Applies.REQUEST,
}
"""A message that is no request is a response."""


class Learned(NamedTuple):
    """What is known once a condition has come out."""

    message: Applies = Applies.ANY
    """What kind of message it must be."""
    solid: frozenset[str] = frozenset()
    """Variables that are not null."""


NOTHING: Final = Learned()
OF_KIND: Final = {applies: Learned(applies) for applies in Applies}


def learn(condition: Expression, outcome: bool, vocabulary: Vocabulary) -> Learned:
    """What is proved where `condition` came out as `outcome`."""
    rule = RULES.get(type(condition))
    return NOTHING if rule is None else rule(condition, outcome, vocabulary)


def strongest(found: Iterable[Applies]) -> Applies:
    """The first that says something."""
    return next((one for one in found if one is not Applies.ANY), Applies.ANY)


def _name(condition: nodes.Name, outcome: bool, vocabulary: Vocabulary) -> Learned:
    """`sipRequest`; or `toUri`, which is not null where it is true."""
    builtin = vocabulary.variables.get(condition.name)
    if builtin is not None:
        return OF_KIND[builtin.applies if outcome else OTHER[builtin.applies]]
    return Learned(solid=frozenset((condition.name,))) if outcome else NOTHING


def _unary(condition: nodes.Unary, outcome: bool, vocabulary: Vocabulary) -> Learned:
    if condition.operator != "!":
        return NOTHING
    return learn(condition.operand, not outcome, vocabulary)


def _logical(
    condition: nodes.Logical, outcome: bool, vocabulary: Vocabulary
) -> Learned:
    """All of a && b, where it is true; of a || b, where it is false."""
    if outcome is not (condition.operator == "&&"):
        return NOTHING
    learned = [learn(one, outcome, vocabulary) for one in condition.operands]
    return Learned(
        strongest(one.message for one in learned),
        frozenset().union(*(one.solid for one in learned)),
    )


def _binary(condition: nodes.Binary, outcome: bool, vocabulary: Vocabulary) -> Learned:
    if condition.operator not in ("==", "!="):
        return NOTHING
    is_equal = (condition.operator == "==") is outcome
    left, right = condition.left, condition.right
    for one, other in ((left, right), (right, left)):
        if isinstance(other, nodes.Literal) and other.value is None:
            if not is_equal and isinstance(one, nodes.Name):
                return Learned(solid=frozenset((one.name,)))
        elif is_equal and _is_solid(other, vocabulary):
            return _equal_to_solid(one, vocabulary)
    return NOTHING


def _equal_to_solid(one: Expression, vocabulary: Vocabulary) -> Learned:
    """`one` equals something that counts as true, so it is neither null nor false."""
    if isinstance(one, nodes.Name):
        return _name(one, True, vocabulary)
    if isinstance(one, nodes.Member) and isinstance(one.object, nodes.Name):
        # Fields of an absent object are false, so the object is there.
        owner = vocabulary.variables.get(one.object.name)
        return NOTHING if owner is None else OF_KIND[owner.applies]
    return NOTHING


def _is_solid(value: Expression, vocabulary: Vocabulary) -> bool:
    """A literal or constant that counts as true, so that false does not equal it."""
    if isinstance(value, nodes.Literal):
        return bool(value.value)
    if isinstance(value, nodes.Member) and isinstance(value.object, nodes.Name):
        members = vocabulary.constants.get(value.object.name, {})
        return bool(members.get(value.name))
    return False


RULES: Final[dict[type, Callable[..., Learned]]] = {
    nodes.Name: _name,
    nodes.Unary: _unary,
    nodes.Logical: _logical,
    nodes.Binary: _binary,
}
