"""Conditions: what is known where one has come out true, and where false."""

from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.evaluation import (
    evaluate,
    is_absent,
    outcomes,
    peek,
    warn_of_empty,
)
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
from mspllab.mspl.checking.order import by_truth, guarded, order
from mspllab.mspl.checking.roles import COMPARING, METHODS
from mspllab.mspl.checking.telling import is_telling
from mspllab.mspl.checking.world import Split, World, merged
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import BOOL
from mspllab.mspl.vocabulary import Applies, Handles, Kind

OTHER_METHODS: Final = "OTHER"
"""What the manifest calls every method without a name of its own."""


def split(flow: Flow, world: World, condition: Expression) -> Split:
    """The worlds where `condition` is true and those where it is false."""
    rule = RULES.get(type(condition), _truth)
    return rule(flow, world, condition)


def _truth(flow: Flow, world: World, condition: Expression) -> Split:
    """Any value counts as true or as false."""
    fact = evaluate(flow, world, condition)
    return by_truth(flow, world, condition, fact)


def _name(flow: Flow, world: World, condition: nodes.Name) -> Split:
    builtin = flow.variables.get(condition.name)
    if builtin is not None and builtin.applies is not Applies.ANY:
        outcome = builtin.applies is flow.kind
        flow.outcomes.setdefault(condition, set()).add(outcome)
        return ([world], []) if outcome else ([], [world])
    if builtin is not None:
        return [world], [world.copy()]
    source = flow.single.get(condition.name)
    if source is not None and _is_test(flow, world, source):
        trues, falses = split(flow, world.copy(), source)
        return _kept(flow, condition, trues, falses)
    return by_truth(flow, world, condition, peek(flow, world, condition))


def _is_test(flow: Flow, world: World, source: Expression) -> bool:
    """A variable that only ever keeps one comparison of things that do not change."""
    if type(source) not in (nodes.Binary, nodes.Unary) or world.is_changed:
        return False
    found = key_of(flow, source)
    return found is not None and all(
        name in flow.single or name == "." for name in found[1]
    )


def _kept(
    flow: Flow, condition: nodes.Name, trues: list[World], falses: list[World]
) -> Split:
    """Where the kept test came out so, its variable did."""
    before = ABSENT | SOLID
    kept: Split = ([], [])
    for worlds, bits, into in ((trues, TRUE, kept[0]), (falses, ~TRUE, kept[1])):
        for world in worlds:
            fact = world.facts.get(condition.name, IS_NULL).only(bits & before)
            if fact.bits:
                world.refine(condition.name, fact)
                into.append(world)
    return kept


def _unary(flow: Flow, world: World, condition: nodes.Unary) -> Split:
    if condition.operator != "!":
        return _truth(flow, world, condition)
    trues, falses = split(flow, world, condition.operand)
    return falses, trues


def _logical(flow: Flow, world: World, condition: nodes.Logical) -> Split:
    """A && b goes on where a is true; a || b where a is false."""
    is_and = condition.operator == "&&"
    going, done = [world], []
    for operand in condition.operands:
        on: list[World] = []
        for one in going:
            trues, falses = split(flow, one, operand)
            on += trues if is_and else falses
            done += falses if is_and else trues
        going = merged(on)
    done = merged(done)
    return (going, done) if is_and else (done, going)


def _call(flow: Flow, world: World, condition: nodes.Call) -> Split:
    function = flow.functions.get(condition.name)
    is_plain = function is not None and function.handles is Handles.NOTHING
    if is_plain:
        found = _truth(flow, world, condition)
        if condition.name == COMPARING:
            _learn_equal(flow, found[0], condition)
        return found
    trues: list[World] = []
    falses: list[World] = []
    for after, fact in outcomes(flow, world, condition):
        one, other = by_truth(flow, after, condition, fact)
        trues += one
        falses += other
    if flow.telling_names is not None and is_telling(flow, condition):
        for outcome, worlds in ((True, trues), (False, falses)):
            for one_world in worlds:
                one_world.guard((condition, outcome))
    return trues, falses


def _learn_equal(flow: Flow, worlds: list[World], call: nodes.Call) -> None:
    """EqualString(method, "INVITE", true) says what the method is."""
    arguments = call.arguments
    for one, other in (arguments[:2], arguments[1::-1]):
        if isinstance(other, nodes.Literal) and isinstance(other.value, str):
            source = flow.single.get(one.name) if type(one) is nodes.Name else one
            if type(source) is nodes.Member and source.name in METHODS:
                for world in worlds:
                    learn(flow, world, source, of_exact(other.value))


# --- comparisons ----------------------------------------------------------------------


def _binary(flow: Flow, world: World, condition: nodes.Binary) -> Split:
    operator, left, right = condition.operator, condition.left, condition.right
    if operator in ("+", "-"):
        return _truth(flow, world, condition)
    if operator in ("==", "!="):
        trues, falses = split_equal(flow, world, left, right, condition)
        return (trues, falses) if operator == "==" else (falses, trues)
    return order(flow, world, condition)


def split_equal(
    flow: Flow, world: World, left: Expression, right: Expression, where: nodes.Node
) -> Split:
    """The worlds where two values are equal, and those where they are not."""
    for one, other in ((left, right), (right, left)):
        if type(other) is nodes.Literal and type(one) is not nodes.Literal:
            if other.value is None:
                return _null(flow, world, one)
            if isinstance(other.value, bool) and _is_bool(flow, one):
                trues, falses = split(flow, world, one)
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


RULES: Final[dict[type, Callable[..., Split]]] = {
    nodes.Name: _name,
    nodes.Unary: _unary,
    nodes.Logical: _logical,
    nodes.Binary: _binary,
    nodes.Call: _call,
}
