"""Conditions: what is known where one has come out true, and where false."""

from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.equality import split_equal
from mspllab.mspl.checking.evaluation import evaluate, outcomes, peek
from mspllab.mspl.checking.facts import ABSENT, IS_NULL, SOLID, TRUE, of_exact
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.keys import key_of, learn
from mspllab.mspl.checking.order import by_truth, order
from mspllab.mspl.checking.roles import COMPARING, METHODS
from mspllab.mspl.checking.telling import is_telling
from mspllab.mspl.checking.world import Split, World, merged
from mspllab.mspl.nodes import Expression
from mspllab.mspl.vocabulary import Applies, Handles


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


RULES: Final[dict[type, Callable[..., Split]]] = {
    nodes.Name: _name,
    nodes.Unary: _unary,
    nodes.Logical: _logical,
    nodes.Binary: _binary,
    nodes.Call: _call,
}
