"""Statements → Python: assignments, calls, loops, and leaving them."""

import ast
from collections.abc import Callable, Sequence
from typing import Final

from mspllab.mspl import nodes, runtime, values
from mspllab.mspl.allowance import MOST_ELEMENTS
from mspllab.mspl.compiling.branches import Arm, chain, jump_on, wrapped
from mspllab.mspl.compiling.comparisons import compared
from mspllab.mspl.compiling.conversions import converted
from mspllab.mspl.compiling.emitter import HOST, STORE, TURNS, Around, Emitter
from mspllab.mspl.compiling.expressions import condition, value
from mspllab.mspl.compiling.metering import TURNS_OF_WHILE, Region
from mspllab.mspl.compiling.place import Place, placed
from mspllab.mspl.inference import Variable
from mspllab.mspl.nodes import Expression, Statement
from mspllab.mspl.types import COLLECTION, Type

EACH: Final = {True: values.collection, False: values.collection_or_none}
"""Strict or not → what a foreach goes over; null is an error or nothing."""


def compiled(emit: Emitter, statements: Sequence[Statement]) -> list[ast.stmt]:
    """Code for a list of statements."""
    code: list[ast.stmt] = []
    for statement in statements:
        if isinstance(statement, nodes.Block):
            code += compiled(emit, statement.statements)
            continue
        emit.place = emit.at(statement.start, statement.end)
        emit.region.work += 1
        if emit.is_recorded and not isinstance(statement, nodes.Empty):
            code += _recorded(emit, statement)
        else:
            code += RULES[type(statement)](emit, statement)
    return code


def _recorded(emit: Emitter, statement: Statement) -> list[ast.stmt]:
    """A statement that is noted, with others before it where all are sure to run."""
    noted, calls = emit.record_as_well(), len(emit.own_calls)
    is_simple = isinstance(statement, nodes.Assignment | nodes.ExpressionStatement)
    if not is_simple:
        emit.note = None
    code = RULES[type(statement)](emit, statement)
    if not is_simple or len(emit.own_calls) > calls:
        emit.note = None  # what runs next is noted behind what runs inside this
    return code if noted is None else [noted, *code]


def _inner(emit: Emitter, statement: Statement) -> list[ast.stmt]:
    """Code for the body of a branch or loop."""
    place, emit.note = emit.place, None
    return compiled(emit, (statement,)) or [placed(ast.Pass(), place)]


# --- assignments and calls ------------------------------------------------------------


def _expression_statement(
    emit: Emitter, statement: nodes.ExpressionStatement
) -> list[ast.stmt]:
    return [placed(ast.Expr(value(emit, statement.expression)), emit.place)]


def _assignment(emit: Emitter, statement: nodes.Assignment) -> list[ast.stmt]:
    target = statement.target
    code = value(emit, statement.value)
    if isinstance(target, nodes.Member):
        return [_assign_field(emit, statement, target, code)]
    variable = emit.scope.variables[target.name]
    found = emit.types.known[statement.value]
    return [_assign(emit, variable, code, found, statement.value)]


def _assign(
    emit: Emitter, variable: Variable, code: ast.expr, found: Type, where: Expression
) -> ast.stmt:
    if variable.is_dynamic:
        return keep(emit, variable, code)
    if variable.settled is not None:
        what = f"the variable {variable.name}"
        code = converted(emit, code, found, variable.settled, True, what, where)
    return emit.assign([emit.target(f"v_{variable.name}")], code)


def keep(emit: Emitter, variable: Variable, code: ast.expr) -> ast.stmt:
    """Store a value, and the type that the variable has by now."""
    name = variable.name
    pair: list[ast.expr] = [emit.target(f"v_{name}"), emit.target(f"k_{name}")]
    what = emit.literal(f"the variable {name}")
    kept = emit.call(values.keep, emit.name(f"k_{name}"), code, what, place=emit.place)
    return emit.assign([placed(ast.Tuple(pair, STORE), emit.place)], kept)


def _assign_field(
    emit: Emitter, statement: nodes.Assignment, target: nodes.Member, code: ast.expr
) -> ast.stmt:
    types, name = emit.types, target.name
    field = types.fields(types.known[target.object], name)[0]
    where = statement.value
    found, what = types.known[where], f"the field {name}"
    code = converted(emit, code, found, field.kind, field.nullable, what, where)
    place = emit.at(target.start, target.end)
    owner = value(emit, target.object)
    present = emit.call(runtime.present, owner, emit.literal(name), place=place)
    return emit.assign([placed(ast.Attribute(present, name, STORE), emit.place)], code)


# --- branches -------------------------------------------------------------------------


def _if(emit: Emitter, statement: nodes.If) -> list[ast.stmt]:
    place = emit.place
    arms: list[Arm] = []
    for number, branch in enumerate(statement.branches):
        emit.place = at = emit.at(branch.start, branch.end)
        test = condition(emit, branch.condition)
        if emit.is_recorded and number:
            # `else if` is a statement of its own, and begins with its condition.
            test = placed(ast.BoolOp(ast.Or(), [emit.record(), test]), at)
            emit.note = None
        arms.append(Arm(at, test, _inner(emit, branch.body)))
    otherwise = _inner(emit, statement.otherwise) if statement.otherwise else []
    emit.place = place
    return chain(emit, arms, otherwise)


def _switch(emit: Emitter, statement: nodes.Switch) -> list[ast.stmt]:
    place, before = emit.place, list[ast.stmt]()
    subject = value(emit, statement.subject)
    if not isinstance(subject, ast.Name | ast.Constant):
        target = emit.target(emit.temporary())
        before.append(emit.assign([target], subject))
        subject = emit.name(target.id)
    around = _enter_switch(emit, statement)
    arms, otherwise = _arms(emit, statement, subject)
    emit.around.pop()
    emit.place = place
    code = chain(emit, arms, otherwise)
    return before + (wrapped(emit, code, around) if around.is_wrapped else code)


def _enter_switch(emit: Emitter, statement: nodes.Switch) -> Around:
    bodies = [_without_last_break(case) for case in statement.cases]
    is_wrapped = any(_jumps(one, nodes.Break) for body in bodies for one in body)
    around = Around(is_loop=False, is_wrapped=is_wrapped)
    jumps_on = any(_jumps(one, nodes.Continue) for body in bodies for one in body)
    if is_wrapped and jumps_on:
        around.again = emit.temporary()
    emit.around.append(around)
    return around


def _jumps(statement: Statement, jump: type) -> bool:
    """Whether a break or continue in `statement` leaves it for the switch around."""
    match statement:
        case nodes.Block(statements=inner):
            return any(_jumps(one, jump) for one in inner)
        case nodes.If(branches=branches, otherwise=otherwise):
            bodies = (*(branch.body for branch in branches), otherwise)
            return any(one is not None and _jumps(one, jump) for one in bodies)
        case nodes.Switch(cases=cases) if jump is nodes.Continue:
            return any(_jumps(one, jump) for case in cases for one in case.statements)
    return isinstance(statement, jump)


def _arms(
    emit: Emitter, statement: nodes.Switch, subject: ast.expr
) -> tuple[list[Arm], list[ast.stmt]]:
    """The branches with their tests, and that of `default`, wherever it stands."""
    arms: list[Arm] = []
    otherwise: list[ast.stmt] = []
    tests: list[ast.expr] = []
    is_default = False
    for case in statement.cases:
        emit.place = place = emit.at(case.start, case.end)
        if case.value is None:
            is_default = True
        else:
            tests.append(_case_test(emit, statement, case.value, subject))
        if not case.statements:
            continue  # its label belongs to the next branch
        body = _case_body(emit, case) or [placed(ast.Pass(), place)]
        if is_default:
            otherwise = body
        if tests and not is_default:
            one = (
                tests[0]
                if len(tests) == 1
                else placed(ast.BoolOp(ast.Or(), tests), place)
            )
            arms.append(Arm(place, one, body))
        tests, is_default = [], False
    return arms, otherwise


def _case_test(
    emit: Emitter, statement: nodes.Switch, label: Expression, subject: ast.expr
) -> ast.expr:
    known = emit.types.known
    kinds = (known[statement.subject], known[label])
    return compared(emit, label, "==", (subject, value(emit, label)), kinds)


def _case_body(emit: Emitter, case: nodes.Case) -> list[ast.stmt]:
    statements, emit.note = _without_last_break(case), None
    body = compiled(emit, statements)
    if len(statements) < len(case.statements):
        last = case.statements[-1]
        emit.place = place = emit.at(last.start, last.end)
        # On a line of its own it shall be seen by whoever follows the run.
        seen = emit.record_as_well() if emit.is_recorded else placed(ast.Pass(), place)
        emit.note = None
        body += [seen] if seen is not None else []
    return body


def _without_last_break(case: nodes.Case) -> tuple[Statement, ...]:
    """The branch without the break that ends it, which needs no code."""
    statements = case.statements
    ends_so = bool(statements) and isinstance(statements[-1], nodes.Break)
    return statements[:-1] if ends_so else statements


# --- loops ----------------------------------------------------------------------------


def _foreach(emit: Emitter, statement: nodes.Foreach) -> list[ast.stmt]:
    place = emit.place
    where, name = statement.collection, statement.variable.name
    collection = value(emit, where)
    found = emit.types.known[where]
    if found.bits != COLLECTION:
        what = emit.literal("what foreach goes over")
        each = EACH[emit.is_strict]
        at = emit.at(where.start, where.end)
        collection = emit.call(each, collection, what, place=at)
    if name not in emit.scope.variables:
        return _foreach_builtin(emit, statement, collection)
    variable = emit.scope.variables[name]
    target = emit.target(f"v_{name}")
    first: list[ast.stmt] = []
    if variable.is_dynamic or variable.settled is not None:
        target = emit.target(emit.temporary())
        element = emit.types.element(found)
        first.append(_assign(emit, variable, emit.name(target.id), element, where))
    region = _enter_loop(emit, place, MOST_ELEMENTS)
    region.code = first + _loop_body(emit, statement.body)
    return [placed(ast.For(target, collection, region.code, []), place)]


def _foreach_builtin(
    emit: Emitter, statement: nodes.Foreach, collection: ast.expr
) -> list[ast.stmt]:
    """The element is an attribute of the host, where functions see it as well."""
    place, name = emit.place, statement.variable.name
    before = emit.temporary()
    target = placed(ast.Attribute(emit.name(HOST), name, STORE), place)
    kept = emit.assign([emit.target(before)], emit.host(name))
    emit.elements.append((before, name))
    region = _enter_loop(emit, place, MOST_ELEMENTS)
    region.code = _loop_body(emit, statement.body)
    emit.elements.pop()
    emit.place = place
    loop = placed(ast.For(target, collection, region.code, []), place)
    return [kept, loop, _restored(emit, before, name)]


def _restored(emit: Emitter, before: str, name: str) -> ast.stmt:
    host = placed(ast.Attribute(emit.name(HOST), name, STORE), emit.place)
    return emit.assign([host], emit.name(before))


def _enter_loop(emit: Emitter, place: Place, turns: int) -> Region:
    """Begin to note the work of one turn; `_loop_body` ends it."""
    region = Region(place, turns)
    emit.region.loops.append(region)
    emit.regions.append(emit.region)
    emit.region = region
    return region


def _loop_body(emit: Emitter, statement: Statement) -> list[ast.stmt]:
    emit.around.append(Around(is_loop=True))
    body = _inner(emit, statement)
    emit.around.pop()
    emit.region = emit.regions.pop()
    return body


def _while(emit: Emitter, statement: nodes.While) -> list[ast.stmt]:
    """A loop over a range of 500; where that runs out, one last look."""
    place, where = emit.place, statement.condition
    region = _enter_loop(emit, place, TURNS_OF_WHILE)
    emit.place = at = emit.at(where.start, where.end)
    test = condition(emit, where)
    too_many = placed(ast.Expr(emit.call(runtime.too_many_turns, place=at)), at)
    stop: list[ast.stmt] = [
        placed(ast.If(emit.not_(test), [placed(ast.Break(), at)], []), at)
    ]
    error: ast.stmt = placed(ast.If(test, [too_many], []), at)
    if isinstance(test, ast.Constant) and test.value:
        stop, error = [], too_many
    emit.place = place
    region.code = stop + _loop_body(emit, statement.body)
    target = placed(ast.Name(".turn", STORE), place)
    turns = placed(ast.Name(TURNS, ast.Load()), place)
    return [placed(ast.For(target, turns, region.code, [error]), place)]


# --- leaving --------------------------------------------------------------------------


def _break(emit: Emitter, statement: nodes.Break) -> list[ast.stmt]:
    return [placed(ast.Break(), emit.place)]


def _continue(emit: Emitter, statement: nodes.Continue) -> list[ast.stmt]:
    return jump_on(emit)


def _return(emit: Emitter, statement: nodes.Return) -> list[ast.stmt]:
    place = emit.place
    code = None if statement.value is None else value(emit, statement.value)
    if emit.scope.definition is None:
        # In the body it ends the run; its value, if any, is computed for nobody.
        first: list[ast.stmt] = [] if code is None else [placed(ast.Expr(code), place)]
        return [*first, placed(ast.Return(None), place)]
    if not emit.elements:
        return [placed(ast.Return(code), place)]
    result = emit.temporary()
    kept = emit.assign([emit.target(result)], code or emit.literal(None))
    restored = _restored(emit, *emit.elements[0])
    return [kept, restored, placed(ast.Return(emit.name(result)), place)]


def _empty(emit: Emitter, statement: nodes.Empty) -> list[ast.stmt]:
    return []


RULES: Final[dict[type, Callable[..., list[ast.stmt]]]] = {
    nodes.Assignment: _assignment,
    nodes.ExpressionStatement: _expression_statement,
    nodes.If: _if,
    nodes.Switch: _switch,
    nodes.Foreach: _foreach,
    nodes.While: _while,
    nodes.Break: _break,
    nodes.Continue: _continue,
    nodes.Return: _return,
    nodes.Empty: _empty,
}
