"""What holds where: statements that are never passed, and what a condition proves."""

from collections.abc import Iterable, Mapping

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Expression, Statement
from mspllab.mspl.vocabulary import Applies, Variable

OTHER = {
    Applies.ANY: Applies.ANY,
    Applies.REQUEST: Applies.RESPONSE,
    Applies.RESPONSE: Applies.REQUEST,
}
"""A message that is no request is a response."""


def ends(statement: Statement) -> bool:
    """What stands behind `statement` never runs: it returns, breaks or continues."""
    match statement:
        case nodes.Return() | nodes.Break() | nodes.Continue():
            return True
        case nodes.Block():
            return any(ends(inner) for inner in statement.statements)
        case nodes.If(otherwise=otherwise):
            return (
                otherwise is not None
                and ends(otherwise)
                and all(ends(branch.body) for branch in statement.branches)
            )
    return False


def last_of(statements: Iterable[Statement]) -> Statement | None:
    """The last statement, looked for in blocks as well; None where there is none."""
    last = None
    for statement in statements:
        last = statement
    return last_of(last.statements) if isinstance(last, nodes.Block) else last


def jumps(statements: Iterable[Statement], *, through_switches: bool) -> bool:
    """Whether a `continue`, or else a `break`, leaves `statements` for the code around.

    With `through_switches` it is `continue` that is looked for, which a switch does not
    catch; otherwise `break`, which it does.
    """
    return any(_jumps(statement, through_switches) for statement in statements)


def _jumps(statement: Statement, through_switches: bool) -> bool:
    match statement:
        case nodes.Break():
            return not through_switches
        case nodes.Continue():
            return through_switches
        case nodes.Block():
            inner = statement.statements
        case nodes.If(branches=branches, otherwise=otherwise):
            bodies = [branch.body for branch in branches]
            inner = (*bodies, otherwise) if otherwise else tuple(bodies)
        case nodes.Switch(cases=cases) if through_switches:
            inner = tuple(inner for case in cases for inner in case.statements)
        case _:
            return False
    return any(_jumps(one, through_switches) for one in inner)


def proves(
    condition: Expression, outcome: bool, variables: Mapping[str, Variable]
) -> Applies:
    """What kind of message it must be, given that `condition` came out so."""
    match condition:
        case nodes.Name(name=name):
            found = variables.get(name)
            applies = found.applies if found is not None else Applies.ANY
            return applies if outcome else OTHER[applies]
        case nodes.Unary(operator="!", operand=operand):
            return proves(operand, not outcome, variables)
        case nodes.Logical(operator=operator, operands=operands):
            if outcome == (operator == "&&"):
                return strongest(proves(one, outcome, variables) for one in operands)
        case nodes.Binary(operator=operator, left=left, right=right):
            if operator == ("==" if outcome else "!="):
                return strongest(
                    (
                        _proven_by_value(left, right, variables),
                        _proven_by_value(right, left, variables),
                    )
                )
    return Applies.ANY


def strongest(found: Iterable[Applies]) -> Applies:
    """The first that says something."""
    return next((one for one in found if one is not Applies.ANY), Applies.ANY)


def _proven_by_value(
    field: Expression, value: Expression, variables: Mapping[str, Variable]
) -> Applies:
    """`sipRequest.Method == "INVITE"`: the field of an absent object equals nothing.

    Nothing but what converts to false, that is; so `value` must be a literal that does
    not, or a constant's name.
    """
    if not isinstance(field, nodes.Member):
        return Applies.ANY
    is_solid = (
        bool(value.value)
        if isinstance(value, nodes.Literal)
        else isinstance(value, nodes.Member)
        and isinstance(value.object, nodes.Name)
        and value.object.name not in variables
        and not value.name.lower().startswith("non")
    )
    return proves(field.object, True, variables) if is_solid else Applies.ANY
