"""Keys: expressions as values, and what earlier conditions have said of them."""

from collections.abc import Callable
from typing import Final, TypeAlias

from mspllab.mspl import nodes
from mspllab.mspl.checking.facts import Fact
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.roles import FIXED
from mspllab.mspl.checking.world import Key, World
from mspllab.mspl.nodes import Expression
from mspllab.mspl.vocabulary import Handles

EXPLAINED: Final = frozenset((nodes.Member, nodes.Call, nodes.Binary, nodes.Unary))
"""Expressions of which something is worth remembering."""
NAMED: Final = (nodes.Member, nodes.Call)
"""Those of them with a name, by which it is told at once that nothing is known."""
NO_NAMES: Final[frozenset[str]] = frozenset()
OF_MESSAGE: Final = frozenset((".",))
"""Depends on fields that may be written; no variable is called so."""
Found: TypeAlias = tuple[Key, frozenset[str]] | None


def key_of(flow: Flow, expression: Expression) -> Found:
    """An expression as a value, and what it depends on; None where it is no value."""
    if expression in flow.keys:
        return flow.keys[expression]
    rule = RULES.get(type(expression))
    found = None if rule is None else rule(flow, expression)
    flow.keys[expression] = found
    return found


def _literal(flow: Flow, expression: nodes.Literal) -> Found:
    value = expression.value
    return ("#", type(value).__name__, value), NO_NAMES


def _name(flow: Flow, expression: nodes.Name) -> Found:
    name = expression.name
    return name, NO_NAMES if name in flow.variables else frozenset((name,))


def _member(flow: Flow, expression: nodes.Member) -> Found:
    owner, name = expression.object, expression.name
    found = key_of(flow, owner)
    if found is None:
        return None
    changes = type(owner) is not nodes.Index and name not in FIXED
    names = found[1] | OF_MESSAGE if changes else found[1]
    return (".", found[0], name), names


def _index(flow: Flow, expression: nodes.Index) -> Found:
    return _composed(flow, "[", (expression.object, expression.index))


def _call(flow: Flow, expression: nodes.Call) -> Found:
    function = flow.functions.get(expression.name)
    if function is None or not function.pure:
        return None
    if function.handles is not Handles.NOTHING:
        return None
    return _composed(flow, expression.name, expression.arguments)


def _operation(flow: Flow, expression: nodes.Unary | nodes.Binary) -> Found:
    return _composed(flow, expression.operator, nodes.operands(expression))


def _composed(flow: Flow, what: str, parts: tuple[Expression, ...]) -> Found:
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
    if isinstance(expression, NAMED) and expression.name not in flow.told_of:
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
        if isinstance(expression, NAMED):
            flow.told_of.add(expression.name)


RULES: Final[dict[type, Callable[..., Found]]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Member: _member,
    nodes.Index: _index,
    nodes.Call: _call,
    nodes.Unary: _operation,
    nodes.Binary: _operation,
}
