"""Keys: expressions as values, and what earlier conditions have said of them."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.facts import Fact
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.roles import FIXED
from mspllab.mspl.checking.world import Key, World
from mspllab.mspl.nodes import Expression
from mspllab.mspl.vocabulary import Function, Handles

EXPLAINED: Final = frozenset((nodes.Member, nodes.Call, nodes.Binary, nodes.Unary))
"""Expressions of which something is worth remembering."""


def key_of(flow: Flow, expression: Expression) -> tuple[Key, frozenset[str]] | None:
    """An expression as a value, and what it depends on; None where it is no value."""
    if expression in flow.keys:
        return flow.keys[expression]
    found = _key(flow, expression)
    flow.keys[expression] = found
    return found


NO_NAMES: Final[frozenset[str]] = frozenset()
OF_MESSAGE: Final = frozenset((".",))
"""Depends on fields that may be written; no variable is called so."""


def _key(flow: Flow, expression: Expression) -> tuple[Key, frozenset[str]] | None:
    match expression:
        case nodes.Literal(value=value):
            return ("#", type(value).__name__, value), NO_NAMES
        case nodes.Name(name=name):
            return name, NO_NAMES if name in flow.variables else frozenset((name,))
        case nodes.Member(object=owner, name=name):
            found = key_of(flow, owner)
            if found is None:
                return None
            changes = type(owner) is not nodes.Index and name not in FIXED
            names = found[1] | OF_MESSAGE if changes else found[1]
            return (".", found[0], name), names
        case nodes.Index(object=owner, index=index):
            return _composed(flow, "[", (owner, index))
        case nodes.Call(name=name, arguments=arguments):
            function = flow.functions.get(name)
            if function is not None and _is_pure(function):
                return _composed(flow, name, arguments)
        case nodes.Unary(operator=operator, operand=operand):
            return _composed(flow, operator, (operand,))
        case nodes.Binary(operator=operator, left=left, right=right):
            return _composed(flow, operator, (left, right))
    return None


def _is_pure(function: Function) -> bool:
    return function.pure and function.handles is Handles.NOTHING


def _composed(
    flow: Flow, what: str, parts: tuple[Expression, ...]
) -> tuple[Key, frozenset[str]] | None:
    keys: list[Key] = []
    names = NO_NAMES
    for part in parts:
        found = key_of(flow, part)
        if found is None:
            return None
        keys.append(found[0])
        names |= found[1]
    return (what, *keys), names


def known(flow: Flow, world: World, expression: Expression) -> Fact | None:
    """What earlier conditions have said of an expression; None: nothing."""
    if not world.known:
        return None
    found = key_of(flow, expression)
    if found is None:
        return None
    before = world.known.get(found[0])
    return None if before is None else before[0]


def learn(flow: Flow, world: World, expression: Expression, fact: Fact) -> None:
    """Note what a variable or another expression is."""
    if type(expression) is nodes.Name:
        name = expression.name
        if name not in flow.variables and name in flow.scope.variables:
            if name not in flow.untracked:
                world.refine(name, fact)
            source = flow.single.get(name)
            if source is not None and type(source) is nodes.Member:
                learn(flow, world, source, fact)
        return
    if type(expression) not in EXPLAINED:
        return
    found = key_of(flow, expression)
    if found is not None:
        world.learn(found[0], fact, found[1])
