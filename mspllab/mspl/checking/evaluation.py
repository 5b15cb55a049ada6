"""Evaluation: what an expression may be, and what evaluating it does (mspl.md §3)."""

from collections.abc import Callable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.absence import need, warn_of_absent, warn_of_empty
from mspllab.mspl.checking.effects import act
from mspllab.mspl.checking.facts import (
    ANYTHING,
    FALSY,
    IS_FALSE,
    IS_TRUE,
    MAY_BE_NULL,
    NULL,
    RARE,
    SELDOM_NULL,
    SOLID,
    TRUE,
    UNASSIGNED,
    UNSET,
    Fact,
    of_exact,
    of_literal,
)
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.keys import known
from mspllab.mspl.checking.roles import ADDRESSES, LOGGING, PARTS
from mspllab.mspl.checking.summaries import exits
from mspllab.mspl.checking.world import World, united
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import NULL as NULL_TYPE
from mspllab.mspl.vocabulary import Applies, Handles, Kind


def evaluate(flow: Flow, world: World, expression: Expression) -> Fact:
    """What `expression` may be; `world` becomes what it is afterwards."""
    return RULES[type(expression)](flow, world, expression)


def outcomes(
    flow: Flow, world: World, expression: Expression
) -> list[tuple[World, Fact]]:
    """The same, with runs kept apart in which a call has ended differently."""
    if type(expression) is nodes.Call:
        function = flow.functions.get(expression.name)
        if function is None:
            facts = [evaluate(flow, world, one) for one in expression.arguments]
            return exits(flow, world, expression, facts)
        if function.result is Kind.BOOL and function.handles is Handles.HANDLES:
            return _perhaps_handled(flow, world, expression)
    return [(world, RULES[type(expression)](flow, world, expression))]


def _perhaps_handled(
    flow: Flow, world: World, call: nodes.Call
) -> list[tuple[World, Fact]]:
    """Where the result is looked at, false means that the message was not handled."""
    before = world.handled
    evaluate(flow, world, call)
    refused = world.copy()
    refused.handled = before
    return [(world, IS_TRUE), (refused, IS_FALSE)]


# --- one rule to one kind of expression -----------------------------------------------


def _literal(flow: Flow, world: World, expression: nodes.Literal) -> Fact:
    return of_literal(expression.value)


def _name(flow: Flow, world: World, expression: nodes.Name) -> Fact:
    name = expression.name
    fact = world.facts.get(name)
    if fact is None:
        builtin = flow.variables.get(name)
        if builtin is not None:
            return ANYTHING if builtin.applies is Applies.ANY else _kind(flow, builtin)
        if name in flow.untracked or name not in flow.scope.variables:
            return ANYTHING
        fact = UNASSIGNED
    if fact.bits & UNSET:
        _read_early(flow, expression)
        fact = fact.only(SOLID) if fact.bits & SOLID else ANYTHING
        world.refine(name, fact)
    return fact


def _kind(flow: Flow, builtin: object) -> Fact:
    applies = getattr(builtin, "applies", Applies.ANY)
    return IS_TRUE if applies is flow.kind else IS_FALSE


def _read_early(flow: Flow, where: nodes.Name) -> None:
    if (flow.scope, where.name) in flow.unassigned:
        return
    flow.unassigned.add((flow.scope, where.name))
    message = f"{where.name} may still be null here"
    hint = "it first gets a value inside a block; give it one before the block"
    source = flow.single.get(where.name)
    if source is not None and source.start <= where.start < source.end:
        hint = "give it a value before; none is kept from the message before"
    flow.note("MSPL403", where, message, hint)


def peek(flow: Flow, world: World, expression: Expression) -> Fact:
    """As `evaluate`, for a value that is only tested: it may well be unassigned."""
    if type(expression) is nodes.Name and expression.name not in flow.variables:
        name = expression.name
        if name in flow.untracked or name not in flow.scope.variables:
            return ANYTHING
        return world.facts.get(name, UNASSIGNED)
    return RULES[type(expression)](flow, world, expression)


def _member(flow: Flow, world: World, expression: nodes.Member) -> Fact:
    owner = expression.object
    if type(owner) is nodes.Name:
        members = flow.constants.get(owner.name)
        if members is not None and owner.name not in flow.scope.variables:
            return _constant(members.get(expression.name))
        builtin = flow.variables.get(owner.name)
        if builtin is None:
            peek(flow, world, owner)
        elif builtin.applies is not flow.kind and builtin.applies is not Applies.ANY:
            return IS_FALSE
    elif type(owner) is nodes.Index:
        index = owner.index
        fact = evaluate(flow, world, index)
        if fact.bits & (NULL | RARE):
            need(flow, world, index, fact)
    else:
        evaluate(flow, world, owner)
    if world.known:
        before = known(flow, world, expression)
        if before is not None:
            return before
    if type(owner) is nodes.Index or expression.name in flow.nullable:
        return MAY_BE_NULL
    return ANYTHING


def _constant(constant: object) -> Fact:
    text = getattr(constant, "text", "")
    fact = of_exact(text)
    return fact if constant else Fact(FALSY, fact.values)


def _index(flow: Flow, world: World, expression: nodes.Index) -> Fact:
    return evaluate(flow, world, expression.index)


def _call(flow: Flow, world: World, call: nodes.Call) -> Fact:
    name, arguments = call.name, call.arguments
    function = flow.functions.get(name)
    if function is None:
        return _own_call(flow, world, call)
    slots = flow.types.shapes.slots_for(name, len(arguments))
    for argument, slot in zip(arguments, slots, strict=False):
        kind = type(argument)
        if kind is nodes.Literal:
            continue
        fact = RULES[kind](flow, world, argument)
        if fact.bits & (NULL | RARE) and not slot.possible & NULL_TYPE:
            need(flow, world, argument, fact)
        elif isinstance(argument, nodes.Member) and slot.parameter.kind is Kind.STRING:
            warn_of_absent(flow, argument)
    if name == LOGGING:
        world.is_noted = True
    elif name in flow.acting and not world.is_dead:
        act(flow, world, call, function)
    if world.known:
        before = known(flow, world, call)
        if before is not None:
            return before
    result = flow.results[name]
    if result is MAY_BE_NULL and name in PARTS and is_address(flow, call):
        return SELDOM_NULL
    return result


def is_address(flow: Flow, call: nodes.Call) -> bool:
    """A part of an address that every message has, which is hardly ever missing."""
    source = call.arguments[0] if call.arguments else call
    if type(source) is nodes.Name:
        source = flow.single.get(source.name, source)
    if type(source) is nodes.Member:
        return source.name in ADDRESSES
    return (
        type(source) is nodes.Call
        and source.name in PARTS
        and source is not call
        and is_address(flow, source)
    )


def _own_call(flow: Flow, world: World, call: nodes.Call) -> Fact:
    """A call within an expression: its ends are taken together."""
    facts = [evaluate(flow, world, argument) for argument in call.arguments]
    ends = exits(flow, world, call, facts)
    if not ends:
        world.is_dead = True
        return ANYTHING
    fact = ends[0][1]
    for _, result in ends[1:]:
        fact = fact.joined(result)
    world.become(united([end for end, _ in ends]))
    return fact


def _unary(flow: Flow, world: World, expression: nodes.Unary) -> Fact:
    if expression.operator == "!":
        fact = peek(flow, world, expression.operand)
        if not fact.bits & TRUE:
            return IS_TRUE
        return ANYTHING if fact.bits & ~TRUE else IS_FALSE
    fact = evaluate(flow, world, expression.operand)
    if fact.bits & (NULL | RARE):
        need(flow, world, expression.operand, fact)
    return ANYTHING


def _binary(flow: Flow, world: World, expression: nodes.Binary) -> Fact:
    left, right, operator = expression.left, expression.right, expression.operator
    is_equality = operator in ("==", "!=")
    look = peek if is_equality else evaluate
    one, other = look(flow, world, left), look(flow, world, right)
    if is_equality:
        for operand, fact in ((right, one), (left, other)):
            if type(operand) is nodes.Literal and operand.value == "":
                warn_of_empty(flow, fact, expression)
        return ANYTHING
    for operand, fact in ((left, one), (right, other)):
        if fact.bits & (NULL | RARE):
            need(flow, world, operand, fact)
    if operator == "+" and other.values is not None and len(other.values) == 1:
        (number,) = other.values
        if isinstance(number, int) and number >= 0:
            return one.plus(number)
    return ANYTHING


def _logical(flow: Flow, world: World, expression: nodes.Logical) -> Fact:
    """An operand is looked at only where those before it have not decided."""
    trues, falses = flow.split(flow, world.copy(), expression)
    ends = [end for end in trues + falses if not end.is_dead]
    if ends:
        world.become(united(ends))
    else:
        world.is_dead = True
    if trues and falses:
        return ANYTHING
    return IS_TRUE if trues else IS_FALSE


RULES: Final[dict[type, Callable[..., Fact]]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Member: _member,
    nodes.Index: _index,
    nodes.Call: _call,
    nodes.Unary: _unary,
    nodes.Binary: _binary,
    nodes.Logical: _logical,
}
