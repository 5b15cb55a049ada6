"""Absence: null and absent objects, and what they lead to where a value is needed."""

from mspllab.mspl import nodes
from mspllab.mspl.checking.facts import ANYTHING, NULL, RARE, SOLID, Fact
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.keys import learn
from mspllab.mspl.checking.roles import CUTTING
from mspllab.mspl.checking.world import World
from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.nodes import Expression
from mspllab.mspl.types import NULL as NULL_TYPE
from mspllab.mspl.vocabulary import Applies


def need(flow: Flow, world: World, where: Expression, fact: Fact) -> None:
    """A value that ends the run where it is null; from here on it is not."""
    is_name = type(where) is nodes.Name
    learn(flow, world, where, fact.only(SOLID) if fact.bits & SOLID else ANYTHING)
    if type(where) is nodes.Literal or (is_name and _is_only_null(flow, where)):
        return  # which the types have told already
    if not fact.bits & NULL:
        return  # an address that every message has
    shown = flow.shown(where)
    may_be = "may be" if fact.bits & SOLID or flow.obstacles else "is"
    message = f"{shown} {may_be} null here, and null ends the run"
    hint = f"test it first: if ({shown} != null)"
    if not is_name and type(where) is nodes.Call:
        hint = "keep it in a variable, and test that: if (… != null)"
    severity = Severity.INFO if _is_measured(flow, where) else None
    flow.note("MSPL413", where, message, hint, severity)


def _is_measured(flow: Flow, where: Expression) -> bool:
    """A part of a text whose positions the script has found out beforehand."""
    if type(where) is nodes.Name:
        where = flow.single.get(where.name, where)
    return (
        type(where) is nodes.Call
        and where.name == CUTTING
        and any(type(one) is not nodes.Literal for one in where.arguments[1:])
    )


def _is_only_null(flow: Flow, where: Expression) -> bool:
    assert isinstance(where, nodes.Name), "only variables have a type of their own"
    variable = flow.scope.variables.get(where.name)
    return variable is not None and variable.type.bits == NULL_TYPE


def warn_of_empty(flow: Flow, fact: Fact, where: nodes.Node) -> None:
    """Something that may be null is compared with "" (T20)."""
    if fact.bits & (NULL | RARE):
        message = 'this may be null, and null is not ""'
        hint = "test it with == null or != null"
        flow.note("MSPL406", where, message, hint)


def is_absent(flow: Flow, expression: Expression) -> bool:
    """A field of sipRequest or sipResponse, where the message is the other one."""
    if type(expression) is nodes.Member and type(expression.object) is nodes.Name:
        builtin = flow.variables.get(expression.object.name)
        if builtin is not None and builtin.applies is not Applies.ANY:
            return builtin.applies is not flow.kind
    return False


def warn_of_absent(flow: Flow, argument: nodes.Member) -> None:
    """A field of the wrong message variable is false, and as text "false"."""
    owner = argument.object
    if type(owner) is not nodes.Name:
        return
    builtin = flow.variables.get(owner.name)
    if builtin is None or builtin.applies is Applies.ANY:
        return
    flow.present[argument].add(flow.kind)
    if builtin.applies is not flow.kind:
        flow.absent(argument, owner.name)
