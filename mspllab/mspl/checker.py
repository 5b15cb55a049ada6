"""What a tree must not do: recursion, fall-through, lost names (mspl.md §8).

One walk finds the names, the flow and what is assigned where; what depends on types is
put aside and looked at afterwards, when all types are known (`checking/values.py`).
"""

from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.checking.conditions import split
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.messages import check_messages
from mspllab.mspl.checking.names import builtin_kind, check_unresolved
from mspllab.mspl.checking.obstacles import Obstacles
from mspllab.mspl.checking.paths import follow
from mspllab.mspl.checking.reach import reach_of
from mspllab.mspl.checking.recursion import check_recursion
from mspllab.mspl.checking.statements import check_statements, refuse_builtin
from mspllab.mspl.checking.suppression import suppressed
from mspllab.mspl.checking.walk import Walk
from mspllab.mspl.diagnostics import Finding, in_order
from mspllab.mspl.inference import Scope, Types
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Vocabulary

ENDLESS: Final = frozenset(("MSPL115", "MSPL206", "MSPL207"))
"""Errors after which it is not known which function is called, or for how long."""


class Checked(NamedTuple):
    """A tree with all that was found out about it."""

    script: nodes.Script
    types: Types
    body: Scope
    findings: list[Finding]


def check_tree(
    script: nodes.Script, source: Source, vocabulary: Vocabulary, settings: Settings
) -> Checked:
    """Everything that is wrong with the meaning of a script, and advice besides."""
    walk = Walk(script, source, vocabulary, settings)
    for definition in _define_functions(walk):
        _check_function(walk, definition)
    body = Scope()
    walk.enter(body)
    check_statements(walk, script.statements)
    check_unresolved(walk)
    check_recursion(walk)
    scopes = [body, *reversed(walk.types.functions.values())]
    singles = {scope: _singles(scope) for scope in scopes}
    for scope in scopes:
        for variable in scope.variables.values():
            variable.reach = reach_of(variable)
    walk.types.settle(scopes)
    walk.values.check()
    if walk.report.codes.isdisjoint(ENDLESS):
        obstacles = Obstacles(walk.report.error_starts)
        flow = Flow(
            script,
            source,
            walk.types,
            settings,
            body,
            singles,
            obstacles,
            follow,
            split,
        )
        check_messages(flow, walk.report)
    findings = suppressed(in_order(walk.report.findings), source)
    return Checked(script, walk.types, body, findings)


def _singles(scope: Scope) -> dict[str, nodes.Expression]:
    """Variables to which only one value is ever assigned, with that value."""
    return {
        name: variable.values[0].expression
        for name, variable in scope.variables.items()
        if len(variable.values) == 1
        and not variable.values[0].is_element
        and not variable.passed
        and variable.values[0].expression is not None
    }


def _define_functions(walk: Walk) -> list[nodes.FunctionDefinition]:
    """Make the scopes of all functions, so that any may call any."""
    definitions = []
    for definition in walk.script.functions:
        name = definition.name.name
        if name in walk.types.functions:
            message = f"the function {name} is defined twice"
        elif what := builtin_kind(walk, name):
            message = f"{name} is {what} and cannot be defined again"
        else:
            walk.types.functions[name] = Scope(definition)
            definitions.append(definition)
            continue
        walk.report("MSPL207", message, definition.name)
    return definitions


def _check_function(walk: Walk, definition: nodes.FunctionDefinition) -> None:
    name = definition.name.name
    scope = walk.types.functions[name]
    walk.enter(scope)
    walk.calls[name] = {}
    for parameter in definition.parameters:
        if parameter.name in walk.certain:
            message = f"two parameters of {name} are called {parameter.name}"
            walk.report("MSPL207", message, parameter)
        refuse_builtin(walk, parameter)
        walk.variable(parameter.name)
        walk.make_certain(parameter.name)
    scope.falls_through = not check_statements(walk, (definition.body,))
    check_unresolved(walk)
