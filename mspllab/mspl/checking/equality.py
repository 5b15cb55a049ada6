"""Equality: what is known where two values are equal, and where they are not."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.absence import is_absent, warn_of_empty
from mspllab.mspl.checking.evaluation import peek
from mspllab.mspl.checking.facts import (
    ABSENT,
    FALSY,
    IS_FALSE,
    IS_NULL,
    IS_TRUE,
    SOLID,
    TRUE,
    Exact,
    Fact,
    bits_of,
    of_exact,
)
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.keys import key_of, known, learn
from mspllab.mspl.checking.order import guarded
from mspllab.mspl.checking.roles import METHODS
from mspllab.mspl.checking.world import Split, World
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import BOOL
from mspllab.mspl.vocabulary import Kind

OTHER_METHODS: Final = "OTHER"
"""What the manifest calls every method without a name of its own."""


def split_equal(
    flow: Flow, world: World, left: Expression, right: Expression, where: nodes.Node
) -> Split:
    """The worlds where two values are equal, and those where they are not."""
    for one, other in ((left, right), (right, left)):
        if type(other) is nodes.Literal and type(one) is not nodes.Literal:
            if other.value is None:
                return _null(flow, world, one)
            if isinstance(other.value, bool) and _is_bool(flow, one):
                trues, falses = flow.split(flow, world, one)
                return (trues, falses) if other.value else (falses, trues)
    one_fact, other_fact = peek(flow, world, left), peek(flow, world, right)
    for one, other, fact, exact in (
        (left, right, one_fact, other_fact),
        (right, left, other_fact, one_fact),
    ):
        if type(other) is nodes.Name or exact.bits & ABSENT:
            continue
        if exact.values is not None and len(exact.values) == 1:
            (value,) = exact.values
            return _exact(flow, world, one, fact, value, where)
    return _unknown_equal(flow, world, left, right)


def _is_bool(flow: Flow, expression: Expression) -> bool:
    match expression:
        case nodes.Call(name=name):
            function = flow.functions.get(name)
            return function is not None and function.result is Kind.BOOL
        case nodes.Name(name=name):
            variable = flow.scope.variables.get(name)
            return variable is not None and not variable.type.bits & ~BOOL
        case nodes.Unary(operator="!") | nodes.Logical():
            return True
    return False


def _null(flow: Flow, world: World, subject: Expression) -> Split:
    fact = known(flow, world, subject) or peek(flow, world, subject)
    if not fact.bits & SOLID:
        return [world], []
    if not fact.bits & ABSENT and type(subject) is nodes.Name:
        return [], [world]
    others = world.copy()
    learn(flow, world, subject, IS_NULL)
    learn(flow, others, subject, fact.only(SOLID))
    return guarded(flow, subject, world, others)


def _exact(
    flow: Flow,
    world: World,
    subject: Expression,
    fact: Fact,
    value: Exact,
    where: nodes.Node,
) -> Split:
    """Compared with a text, a number or a constant that is known."""
    if value == "":
        warn_of_empty(flow, fact, where)
    _check_method(flow, subject, value, where)
    if is_absent(flow, subject):
        _absent_compared(flow, subject, where)
    bits = bits_of(value)
    fits = fact.bits & (bits if isinstance(value, int) else TRUE if value else FALSY)
    if not fits or (fact.values is not None and _differs(fact, value)):
        if fits and type(subject) is nodes.Member:
            flow.outcomes.setdefault(_operand(where, subject), set()).add(False)
        return [], [world]
    if fact.values == frozenset((value,)) and not fact.bits & ABSENT:
        flow.outcomes.setdefault(_operand(where, subject), set()).add(True)
        return [world], []
    flow.outcomes.setdefault(_operand(where, subject), set()).add(None)
    memory = _comparison(flow, subject, value)
    before = world.known.get(memory[0]) if memory and world.known else None
    if before is not None and before[0] in (IS_TRUE, IS_FALSE):
        return ([world], []) if before[0] == IS_TRUE else ([], [world])
    others = world.copy()
    learn(flow, world, subject, of_exact(value))
    if fact.values is not None:
        rest = fact.values - {value}
        kept = (fact.bits & ABSENT) | sum({bits_of(one) for one in rest})
        learn(flow, others, subject, Fact(kept, rest or None))
    elif memory is not None:
        others.learn(memory[0], IS_FALSE, memory[1])
    return guarded(flow, subject, world, others)


def _check_method(
    flow: Flow, subject: Expression, value: Exact, where: nodes.Node
) -> None:
    """The method is compared with one that never comes: by its letters, or T8."""
    source = flow.single.get(subject.name) if type(subject) is nodes.Name else subject
    if type(source) is not nodes.Member or source.name not in METHODS:
        return
    methods = flow.settings.admission.methods
    standard = {one.text for one in flow.constants.get("StandardMethod", {}).values()}
    capitals = str(value).upper()
    if value != capitals and capitals in standard:
        message = f"no {value} ever comes: methods are compared letter by letter"
        flow.note("MSPL420", where, message, f'write "{capitals}"')
        return
    if methods is None or value in methods or value == "":
        return
    if OTHER_METHODS in methods and value not in standard:
        return
    message = f"no {value} comes here: methodNames in the manifest does not list it"
    flow.note("MSPL420", where, message, "add it to methodNames of the requestFilter")


def _operand(where: nodes.Node, subject: Expression) -> Expression:
    """The comparison that a finding points at; of a case, its value."""
    return where if isinstance(where, nodes.Binary) else subject


def _differs(fact: Fact, value: Exact) -> bool:
    """No value that it may have is this one, and all are of the same type."""
    values = fact.values or ()
    return value not in values and all(type(one) is type(value) for one in values)


def _comparison(
    flow: Flow, subject: Expression, value: Exact
) -> tuple[tuple[object, ...], frozenset[str]] | None:
    """A comparison as a value; a variable that is another name counts as that."""
    if type(subject) is nodes.Name:
        source = flow.single.get(subject.name)
        subject = source if type(source) is nodes.Member else subject
    found = key_of(flow, subject)
    if found is None:
        return None
    return ("==", found[0], ("#", type(value).__name__, value)), found[1]


def _absent_compared(flow: Flow, subject: Expression, where: nodes.Node) -> None:
    """A field of an absent object is false, so != is true (mspl.md §3.3, T22)."""
    if not isinstance(where, nodes.Binary) or where.operator != "!=":
        return
    if isinstance(subject, nodes.Member) and isinstance(subject.object, nodes.Name):
        flow.absent(subject, subject.object.name)


def _unknown_equal(
    flow: Flow, world: World, left: Expression, right: Expression
) -> Split:
    one, other = key_of(flow, left), key_of(flow, right)
    if one is None or other is None:
        others = world.copy()
    else:
        key = ("==", one[0], other[0])
        before = world.known.get(key)
        if before is not None:
            return ([world], []) if before[0] == IS_TRUE else ([], [world])
        others = world.copy()
        names = one[1] | other[1]
        world.learn(key, IS_TRUE, names)
        others.learn(key, IS_FALSE, names)
    trues, falses = guarded(flow, left, world, others)
    return guarded(flow, right, trues[0], falses[0])
