"""Reach: how far from 0 a variable can get that only counts.

Integers have 32 bits, and a sum that does not fit ends the run. A variable that is only
ever given numbers written in the script, or itself and such a number more or less, gets
as far as its loops turn: nearly always so little that no sum of it needs a check.
"""

from mspllab.mspl import nodes
from mspllab.mspl.inference import BEYOND, Variable
from mspllab.mspl.nodes import Expression


def reach_of(variable: Variable) -> int:
    """The largest number, with either sign, that a variable can hold."""
    if variable.passed:
        return BEYOND
    first = added = 0
    for expression, here, is_element, _ in variable.values:
        number, step = _number(expression), _step(expression, variable.name)
        if is_element or number is None is step:
            return BEYOND
        first = max(first, number or 0)
        added += (step or 0) * here.turns
    return min(first + added, BEYOND)


def _number(expression: Expression | None) -> int | None:
    """How far from 0 a number is that is written out; None for anything else."""
    if isinstance(expression, nodes.Literal) and type(expression.value) is int:
        return abs(expression.value)
    return None


def _step(expression: Expression | None, name: str) -> int | None:
    """How far one assignment of `name + 1`, or its like, leads from what was before."""
    match expression:
        case nodes.Binary(operator="+" | "-", left=nodes.Name(name=own), right=right):
            return _number(right) if own == name else None
    return None
