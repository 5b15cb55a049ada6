"""Order: comparisons with < and its like, and with numbers that are written out."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.evaluation import evaluate, peek
from mspllab.mspl.checking.facts import (
    ABSENT,
    ANYTHING,
    FALSY,
    IS_FALSE,
    IS_TRUE,
    OTHER,
    POSITIVE,
    SOLID,
    TRUE,
    Exact,
    Fact,
)
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.keys import key_of, learn
from mspllab.mspl.checking.roles import TESTING_NULL
from mspllab.mspl.checking.telling import is_telling
from mspllab.mspl.checking.world import Split, World
from mspllab.mspl.nodes import Expression

FLIPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE: Final = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}
POSITIVE_TESTS: Final = frozenset(((">", 0), (">=", 1), ("!=", 0)))
FOUND_TESTS: Final = frozenset(((">=", 0), (">", -1), ("!=", -1), (">", 0), (">=", 1)))


def guarded(flow: Flow, condition: Expression, trues: World, falses: World) -> Split:
    """Two worlds, which know how a condition came out that tells of a mark."""
    if flow.telling_names is not None and is_telling(flow, condition):
        trues.guard((condition, True))
        falses.guard((condition, False))
    return [trues], [falses]


def by_truth(flow: Flow, world: World, condition: Expression, fact: Fact) -> Split:
    """The worlds where a value counts as true, and those where it counts as false."""
    if not fact.bits & TRUE:
        return [], [world]
    if not fact.bits & ~TRUE:
        return [world], []
    falses = world.copy()
    learn(flow, world, condition, fact.only(TRUE))
    learn(flow, falses, condition, fact.only(FALSY | ABSENT))
    return guarded(flow, condition, world, falses)


def order(flow: Flow, world: World, condition: nodes.Binary) -> Split:
    """The worlds where a < b holds, or its like, and those where it does not."""
    evaluate(flow, world, condition)
    operator, left, right = condition.operator, condition.left, condition.right
    if type(left) is nodes.Literal:
        operator, left, right = FLIPPED[operator], right, left
    if type(right) is nodes.Literal and type(right.value) is int:
        return _number(flow, world, left, operator, right.value)
    key = key_of(flow, condition)
    opposite = key_of(flow, nodes.Binary(0, 0, OPPOSITE[operator], left, right))
    if key is None or opposite is None:
        return guarded(flow, condition, world, world.copy())
    for one, outcome in ((key, True), (opposite, False)):
        before = world.known.get(one[0])
        if before is not None and before[0] in (IS_TRUE, IS_FALSE):
            is_true = (before[0] == IS_TRUE) is outcome
            return ([world], []) if is_true else ([], [world])
    others = world.copy()
    world.learn(key[0], IS_TRUE, key[1])
    others.learn(key[0], IS_FALSE, key[1])
    return guarded(flow, condition, world, others)


def _number(
    flow: Flow, world: World, subject: Expression, operator: str, number: int
) -> Split:
    """Compared with a number that is written in the script."""
    fact = peek(flow, world, subject)
    values = fact.values
    if values is not None and all(type(one) is int for one in values):
        outcomes_ = {_holds(one, operator, number) for one in values}
        if len(outcomes_) == 1 and not fact.bits & ABSENT:
            return ([world], []) if outcomes_ == {True} else ([], [world])
    is_positive = (operator, number) in POSITIVE_TESTS
    is_other = (OPPOSITE[operator], number) in POSITIVE_TESTS
    if (is_positive or is_other) and not fact.bits & OTHER and fact.bits:
        trues, falses = by_truth(flow, world, subject, fact)
        return (trues, falses) if is_positive else (falses, trues)
    others = world.copy()
    for one, sign in ((world, operator), (others, OPPOSITE[operator])):
        _learn_found(flow, one, subject, (sign, number))
    _learn_range(flow, world, others, subject, operator, number)
    return guarded(flow, subject, world, others)


def _learn_range(
    flow: Flow,
    trues: World,
    falses: World,
    subject: Expression,
    operator: str,
    number: int,
) -> None:
    found = key_of(flow, subject)
    if type(subject) is nodes.Name:
        sign = POSITIVE if (operator, number) in ((">", 0), (">=", 1)) else 0
        if sign:
            learn(flow, trues, subject, Fact(POSITIVE))
    elif found is not None:
        tests = {(operator, number), (OPPOSITE[operator], number)}
        if tests & POSITIVE_TESTS:
            one, other = Fact(POSITIVE), Fact(FALSY)
            is_positive = (operator, number) in POSITIVE_TESTS
            learn(flow, trues, subject, one if is_positive else other)
            learn(flow, falses, subject, other if is_positive else one)


def _holds(value: Exact, operator: str, number: int) -> bool:
    assert isinstance(value, int), "only numbers are compared with a number here"
    signs = {"<": value < number, "<=": value <= number, ">": value > number}
    return signs.get(operator, value >= number)


def _learn_found(
    flow: Flow, world: World, subject: Expression, test: tuple[str, int]
) -> None:
    """LengthString(x) > 0 and IndexOfString(x, …) >= 0 say that x is a text."""
    if type(subject) is nodes.Name:
        source = flow.single.get(subject.name)
        subject = source if source is not None else subject
    if type(subject) is not nodes.Call or subject.name not in TESTING_NULL:
        return
    is_length = subject.name == "LengthString"
    if test in (POSITIVE_TESTS if is_length else FOUND_TESTS) or (
        test[0] in (">", ">=") and test[1] >= 0 and test != (">=", 0)
    ):
        for argument in subject.arguments[:1]:
            fact = peek(flow, world, argument)
            learn(flow, world, argument, fact.only(SOLID) if fact.bits else ANYTHING)
