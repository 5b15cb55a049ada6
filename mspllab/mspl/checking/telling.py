"""Telling: which conditions can tell a rerouted message from one that is new.

Whoever sends a request to another address may get it again. A script that asks for a
mark before, or for the address, sends it on at the second time.
"""

from collections.abc import Iterable

from mspllab.mspl import nodes
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.roles import (
    TELLING_CALLS,
    TELLING_FIELDS,
    TELLING_VARIABLES,
)
from mspllab.mspl.inference import Scope
from mspllab.mspl.nodes import Expression, Node, Statement

ROUNDS = 3
"""How often the script is gone through to see what depends on what."""


def prepare(flow: Flow) -> None:
    """Find the variables that depend on a mark."""
    scopes = [flow.body, *flow.types.functions.values()]
    flow.telling_names = {scope: set() for scope in scopes}
    for _ in range(ROUNDS):
        for scope in scopes:
            flow.scope = scope
            definition = scope.definition
            body = (definition.body,) if definition else flow.script.statements
            _gather(flow, scope, body)
    flow.scope = flow.body


def is_telling(flow: Flow, expression: Expression) -> bool:
    """Whether a rerouted message may give another value here."""
    if flow.telling_names is None:
        return False
    names = flow.telling_names[flow.scope]
    pending: list[Node] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Name):
            if node.name in names or node.name in TELLING_VARIABLES:
                return True
        elif isinstance(node, nodes.Member):
            if node.name in TELLING_FIELDS:
                return True
            pending.append(node.object)
        elif isinstance(node, nodes.Call):
            if node.name in TELLING_CALLS or _tells(flow, node.name):
                return True
            pending += node.arguments
        else:
            pending += nodes.children(node)
    return False


def _tells(flow: Flow, function: str) -> bool:
    """One of the script's functions whose result depends on a mark."""
    scope = flow.types.functions.get(function)
    tables = flow.telling_names
    return scope is not None and tables is not None and "" in tables.get(scope, ())


def _gather(flow: Flow, scope: Scope, statements: Iterable[Statement]) -> None:
    """Add the variables that are assigned from a mark, or under a test of one."""
    assert flow.telling_names is not None, "only scripts that reroute are looked at"
    names = flow.telling_names[scope]
    pending: list[tuple[Node, bool]] = [(one, False) for one in statements]
    while pending:
        node, under = pending.pop()
        match node:
            case nodes.Assignment(target=nodes.Name(name=name), value=value):
                if under or is_telling(flow, value):
                    names.add(name)
            case nodes.Return(value=value) if value is not None:
                if under or is_telling(flow, value):
                    names.add("")
            case nodes.If(branches=branches):
                under = under or any(is_telling(flow, b.condition) for b in branches)
            case nodes.While(condition=condition):
                under = under or is_telling(flow, condition)
            case nodes.Foreach(variable=variable, collection=collection):
                under = under or is_telling(flow, collection)
                if under:
                    names.add(variable.name)
            case nodes.Switch(subject=subject):
                under = under or is_telling(flow, subject)
            case nodes.Call(name=name, arguments=arguments):
                _pass_on(flow, name, arguments)
        pending += [(child, under) for child in nodes.children(node)]


def _pass_on(flow: Flow, function: str, arguments: tuple[Expression, ...]) -> None:
    """A parameter depends on what is passed for it."""
    scope = flow.types.functions.get(function)
    if scope is None or scope.definition is None or flow.telling_names is None:
        return
    names = flow.telling_names[scope]
    for parameter, argument in zip(
        scope.definition.parameters, arguments, strict=False
    ):
        if is_telling(flow, argument):
            names.add(parameter.name)
