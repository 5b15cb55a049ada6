"""Statements: flow, and what is assigned where (mspl.md §2.3, §2.4).

Each rule says whether control never gets past the statement.
"""

from collections.abc import Callable, Iterable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.allowance import MOST_ELEMENTS
from mspllab.mspl.checking.expressions import (
    check_collection,
    check_constant_condition,
    check_expression,
)
from mspllab.mspl.checking.names import builtin_kind
from mspllab.mspl.checking.walk import MOST_AROUND, Walk
from mspllab.mspl.inference import Here, Value
from mspllab.mspl.nodes import Expression, Statement
from mspllab.mspl.runtime import MOST_TURNS
from mspllab.mspl.vocabulary import Function, Level


def check_statements(walk: Walk, statements: Iterable[Statement]) -> bool:
    """Check a list of statements; whether control never gets to its end."""
    here, mark = walk.here, len(walk.written)
    ended = reported = False
    for statement in statements:
        if ended and not reported:
            reported = True
            if not isinstance(statement, nodes.Break | nodes.Empty):
                walk.report("MSPL404", "this can never run", statement)
        ended |= RULES[type(statement)](walk, statement)
    walk.back_to(here, mark)
    return ended


def _inner(walk: Walk, statement: Statement, here: Here) -> set[str] | None:
    """Check a block; what is certain at its end, or None where it has none."""
    walk.here = here
    opened = walk.open_block()
    ended = RULES[type(statement)](walk, statement)
    certain = walk.close_block(opened)
    return None if ended else certain


def _after(walk: Walk, outcomes: list[set[str] | None]) -> bool:
    """Behind branches: what each of those that come to their end has made certain."""
    reached = [outcome for outcome in outcomes if outcome is not None]
    if reached and all(reached):
        for name in sorted(set.intersection(*reached)):
            walk.make_certain(name)
    return not reached


# --- assignments and calls ------------------------------------------------------------


def _assignment(walk: Walk, statement: nodes.Assignment) -> bool:
    check_expression(walk, statement.value)
    target = statement.target
    walk.values.check_value(statement.value, walk.here)
    if isinstance(target, nodes.Member):
        _assign_field(walk, statement, target)
    elif not refuse_builtin(walk, target):
        walk.assign(target.name, walk.types.value(statement.value, walk.here))
    return False


def _assign_field(
    walk: Walk, statement: nodes.Assignment, target: nodes.Member
) -> None:
    owner = target.object
    if isinstance(owner, nodes.Name) and owner.name in walk.vocabulary.constants:
        walk.report("MSPL208", "a constant cannot be assigned", target)
        return
    check_expression(walk, owner)
    walk.values.check_target(statement, target, walk.here)


def refuse_builtin(walk: Walk, target: nodes.Name) -> bool:
    """Report a target that is not the script's own."""
    what = builtin_kind(walk, target.name)
    if what:
        message = f"{target.name} is {what} and cannot be assigned"
        walk.report("MSPL208", message, target, "choose another name")
    return bool(what)


def _expression_statement(walk: Walk, statement: nodes.ExpressionStatement) -> bool:
    check_expression(walk, statement.expression)
    if not isinstance(statement.expression, nodes.Call):
        hint = "only a call does something when it stands alone"
        walk.report("MSPL405", "this value is not used", statement, hint)
    return False


def _block(walk: Walk, statement: nodes.Block) -> bool:
    # A block of its own is certain to run, so what it assigns is certain behind it.
    return check_statements(walk, statement.statements)


def _empty(walk: Walk, statement: nodes.Empty) -> bool:
    return False


# --- branches -------------------------------------------------------------------------


def _if(walk: Walk, statement: nodes.If) -> bool:
    entry = rest = walk.here
    mark = len(walk.written)
    outcomes: list[set[str] | None] = []
    walk.branches += 1
    for branch in statement.branches:
        walk.here = rest
        check_expression(walk, branch.condition)
        check_constant_condition(walk, branch.condition)
        then = walk.types.when(branch.condition, True, rest)
        outcomes.append(_inner(walk, branch.body, then))
        rest = walk.types.when(branch.condition, False, rest)
    all_leave = not any(outcome is not None for outcome in outcomes)
    otherwise = statement.otherwise
    outcomes.append(set() if otherwise is None else _inner(walk, otherwise, rest))
    walk.branches -= 1
    walk.back_to(rest if all_leave else entry, mark)
    return _after(walk, outcomes)


def _switch(walk: Walk, statement: nodes.Switch) -> bool:
    check_expression(walk, statement.subject)
    walk.values.check_value(statement.subject, walk.here)
    here, mark = walk.here, len(walk.written)
    _go_into(walk, "switch", statement)
    walk.branches += 1
    outcomes: list[set[str] | None] = []
    for number, case in enumerate(statement.cases):
        walk.back_to(here, mark)
        _label(walk, statement, case)
        _check_end(walk, case, is_last=number == len(statement.cases) - 1)
        if case.statements:
            outcomes.append(_case(walk, case))
    walk.branches -= 1
    walk.around.pop()
    walk.back_to(here, mark)
    defaults = [case for case in statement.cases if case.value is None]
    for case in defaults[1:]:
        walk.report("MSPL211", "a switch has one default at most", case)
    # A break in the middle of a branch may leave it before all is assigned.
    is_whole = not any(_breaks(case.statements[:-1]) for case in statement.cases)
    return _after(walk, outcomes if defaults and is_whole else [*outcomes, set()])


def _label(walk: Walk, statement: nodes.Switch, case: nodes.Case) -> None:
    if case.value is None:
        walk.lenient(case, "default is not in the reference")
    else:
        check_expression(walk, case.value)
        walk.values.check_case(statement, case, walk.here)


def _case(walk: Walk, case: nodes.Case) -> set[str] | None:
    """As `_inner`, but the last break leads behind the switch."""
    opened = walk.open_block()
    ended = check_statements(walk, case.statements)
    certain = walk.close_block(opened)
    breaks = isinstance(last_of(case.statements), nodes.Break)
    return None if ended and not breaks else certain


def _check_end(walk: Walk, case: nodes.Case, *, is_last: bool) -> None:
    hint = "put break; at the end of the branch"
    last = last_of(case.statements)
    if last is None and not is_last:
        walk.lenient(case, "two case labels share a branch", hint)
    elif isinstance(last, nodes.Break):
        if last is not case.statements[-1]:
            walk.lenient(case, "the break stands inside a block", hint)
    elif last is not None and _leaves(last):
        walk.lenient(case, "this branch does not end in break", hint)
    else:
        walk.report("MSPL211", "a case branch needs break;", case, hint)


def last_of(statements: tuple[Statement, ...]) -> Statement | None:
    """The last statement, looked for in blocks as well; None where there is none."""
    last = statements[-1] if statements else None
    return last_of(last.statements) if isinstance(last, nodes.Block) else last


def _leaves(statement: Statement) -> bool:
    """Nothing behind the statement runs: it returns, breaks or continues."""
    match statement:
        case nodes.Return() | nodes.Break() | nodes.Continue():
            return True
        case nodes.Block():
            return any(map(_leaves, statement.statements))
        case nodes.If(branches=branches, otherwise=otherwise):
            bodies = (*(branch.body for branch in branches), otherwise)
            return all(body is not None and _leaves(body) for body in bodies)
    return False


def _breaks(statements: Iterable[Statement]) -> bool:
    """Whether a break among these leaves the switch around them."""
    return any(
        isinstance(one, nodes.Break)
        or (isinstance(one, nodes.Block | nodes.If) and _breaks(inner_statements(one)))
        for one in statements
    )


def inner_statements(statement: Statement) -> tuple[Statement, ...]:
    """Statements directly inside one."""
    match statement:
        case nodes.Block(statements=inner):
            return inner
        case nodes.If(branches=branches, otherwise=otherwise):
            bodies = tuple(branch.body for branch in branches)
            return bodies if otherwise is None else (*bodies, otherwise)
        case nodes.Switch(cases=cases):
            return tuple(inner for case in cases for inner in case.statements)
        case nodes.Foreach(body=body) | nodes.While(body=body):
            return (body,)
    return ()


# --- loops ----------------------------------------------------------------------------


def _foreach(walk: Walk, statement: nodes.Foreach) -> bool:
    variable, collection = statement.variable, statement.collection
    check_collection(walk, collection)
    walk.values.check_collection(collection, walk.here)
    own = _loop_function(walk, collection)
    if own is None:
        here = walk.here._replace(turns=walk.here.turns * MOST_ELEMENTS)
        element = walk.types.value(collection, here, is_element=True)
        usable = not refuse_builtin(walk, variable)
        _loop(walk, statement, (variable.name, element) if usable else None)
        return False
    element_name = own.loop_only or ""
    if variable.name != element_name:
        message = f"the element of a foreach over {own.name} is called {element_name}"
        hint = f"write foreach ({element_name} in {own.name}(…))"
        walk.report("MSPL213", message, variable, hint)
    around = walk.here
    walk.here = around._replace(elements=around.elements | {element_name})
    _loop(walk, statement, None)
    walk.here = walk.here._replace(elements=around.elements)
    return False


def _loop_function(walk: Walk, collection: Expression) -> Function | None:
    if isinstance(collection, nodes.Call):
        function = walk.vocabulary.functions.get(collection.name)
        if function is not None and function.loop_only is not None:
            return function
    return None


def _while(walk: Walk, statement: nodes.While) -> bool:
    if walk.settings.level < Level.V2013:
        walk.too_new("while", Level.V2013, statement)
    _loop(walk, statement, None)
    return False


def _loop(
    walk: Walk,
    statement: nodes.Foreach | nodes.While,
    element: tuple[str, Value] | None,
) -> None:
    """A body that may run any number of times, so nothing in it is certain."""
    around, mark = walk.here, len(walk.written)
    # What a later turn finds is what an earlier one has left.
    rewritten = around.solid.intersection(assigned_in(statement))
    most = MOST_TURNS if isinstance(statement, nodes.While) else MOST_ELEMENTS
    turns = around.turns * most
    here = around._replace(solid=around.solid - rewritten, turns=turns)
    _go_into(walk, "loop", statement)
    walk.branches += 1
    walk.here = here
    opened = walk.open_block()
    if isinstance(statement, nodes.While):
        check_expression(walk, statement.condition)
        check_constant_condition(walk, statement.condition)
        walk.here = walk.types.when(statement.condition, True, here)
    if element is not None:
        walk.assign(*element)
    RULES[type(statement.body)](walk, statement.body)
    walk.close_block(opened)
    walk.branches -= 1
    walk.around.pop()
    walk.back_to(around, mark)


def assigned_in(statement: Statement) -> set[str]:
    """Names of the variables that are assigned anywhere in a statement."""
    names: set[str] = set()
    pending: list[Statement] = [statement]
    while pending:
        one = pending.pop()
        if isinstance(one, nodes.Assignment) and isinstance(one.target, nodes.Name):
            names.add(one.target.name)
        elif isinstance(one, nodes.Foreach):
            names.add(one.variable.name)
        pending += inner_statements(one)
    return names


def _go_into(walk: Walk, what: str, statement: Statement) -> None:
    walk.around.append(what)
    if len(walk.around) == MOST_AROUND + 1:
        message = f"more than {MOST_AROUND} loops and switches inside each other"
        walk.report("MSPL115", message, statement)


# --- leaving --------------------------------------------------------------------------


def _break(walk: Walk, statement: nodes.Break) -> bool:
    if not walk.around:
        walk.report("MSPL210", "break outside a loop or switch", statement)
    return True


def _continue(walk: Walk, statement: nodes.Continue) -> bool:
    if "loop" not in walk.around:
        walk.report("MSPL210", "continue outside a loop", statement)
    return True


def _return(walk: Walk, statement: nodes.Return) -> bool:
    scope = walk.here.scope
    if statement.value is not None:
        check_expression(walk, statement.value)
        if scope.definition is None:
            hint = "a return in the body just ends the run"
            walk.report("MSPL405", "nobody gets this value", statement, hint)
        else:
            walk.values.check_returned(statement, walk.here)
    if scope.definition is not None:
        scope.returns.append(walk.types.value(statement.value, walk.here))
    return True


RULES: Final[dict[type, Callable[..., bool]]] = {
    nodes.Assignment: _assignment,
    nodes.ExpressionStatement: _expression_statement,
    nodes.Block: _block,
    nodes.If: _if,
    nodes.Switch: _switch,
    nodes.Foreach: _foreach,
    nodes.While: _while,
    nodes.Break: _break,
    nodes.Continue: _continue,
    nodes.Return: _return,
    nodes.Empty: _empty,
}
