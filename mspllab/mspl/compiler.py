"""Tree → Python `ast` → functions that run the script.

The nodes carry the manifest's file name, lines and columns, so that tracebacks, tracing
and coverage speak of the script without any help of ours.
"""

import ast
import linecache
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Final

from mspllab.mspl import nodes, runtime
from mspllab.mspl.checker import Checked
from mspllab.mspl.emitter import HOST, ONCE, RECORD, STORE, TURNS, Emitter
from mspllab.mspl.expressions import Expressions
from mspllab.mspl.flow import ends, jumps
from mspllab.mspl.inference import Here, Scope, Variable
from mspllab.mspl.nodes import Expression, Statement
from mspllab.mspl.source import Source
from mspllab.mspl.types import COLLECTION, Type

BODY: Final = "script"
"""Name of the compiled body, as a traceback shows it."""
LONGEST_NEST: Final = 16
"""Branches written as nested ifs; a longer chain becomes one flat `match`."""


@dataclass(slots=True, eq=False)
class Around:
    """A loop or a switch that is being compiled."""

    is_loop: bool
    is_wrapped: bool = False
    """A switch that a break leaves early is wrapped in a loop of one turn."""
    again: str = ""
    """A flag: after leaving that loop, continue the loop around it."""


def compile_tree(
    checked: Checked, source: Source, strict: bool, *, recorded: bool
) -> FunctionType:
    """The function that runs a script: `run(host)`, or `run(host, record)`.

    `record`, called with a line, is told of each statement before it runs.
    """
    compiler = _Compiler(checked, source, strict, recorded)
    module = compiler.module()
    code = compile(module, source.path, "exec", dont_inherit=True)
    register_source(source)
    namespace = compiler.emit.namespace
    exec(code, namespace)
    run = namespace[BODY]
    assert isinstance(run, FunctionType), "the body was compiled to a function"
    return run


def register_source(source: Source) -> None:
    """Let tracebacks quote the script's lines."""
    lines = source.file_lines()
    size = sum(map(len, lines))
    linecache.cache[source.path] = (size, None, lines, source.path)


class _Compiler:
    def __init__(
        self, checked: Checked, source: Source, strict: bool, recorded: bool
    ) -> None:
        self.checked = checked
        self.emit = Emitter(source)
        self.types = checked.types
        self.expressions = Expressions(checked.types, self.emit, recorded=recorded)
        self.recorded = recorded
        self.each = runtime.collection if strict else runtime.collection_or_none
        self.around: list[Around] = []
        self.elements: list[tuple[str, str]] = []
        """Built-in element variables of the loops around, and what they were before."""

    # --- functions ------------------------------------------------------------------

    def module(self) -> ast.Module:
        """All functions of the script, then its body."""
        functions: list[ast.stmt] = []
        for scope in self.checked.functions.values():
            if scope.definition is not None:
                functions.append(self._function(scope, scope.definition))
        body = self._def(BODY, (), self.checked.body, self.checked.script.statements)
        return ast.Module([*functions, body], [])

    def _function(self, scope: Scope, definition: nodes.FunctionDefinition) -> ast.stmt:
        parameters = [parameter.name for parameter in definition.parameters]
        self.emit.place = self.emit.at(definition.start, definition.name.end)
        name = f"{definition.name.name}()"
        return self._def(name, parameters, scope, (definition.body,))

    def _def(
        self,
        name: str,
        parameters: Sequence[str],
        scope: Scope,
        statements: Sequence[Statement],
    ) -> ast.stmt:
        place = self.emit.place
        names = [HOST, *([RECORD] if self.recorded else [])]
        names += [f"v_{parameter}" for parameter in parameters]
        arguments = ast.arguments(
            posonlyargs=[],
            args=[ast.arg(one, **place) for one in names],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        )
        body = self._beginnings(scope, parameters)
        body += self._statements(statements, Here(scope))
        return ast.FunctionDef(
            name, arguments, body or [ast.Pass(**place)], [], **place
        )

    def _beginnings(self, scope: Scope, parameters: Sequence[str]) -> list[ast.stmt]:
        """What variables are before the first statement."""
        emit = self.emit
        unset = [
            emit.target(f"v_{variable.name}")
            for variable in scope.variables.values()
            if variable.may_be_unset and variable.name not in parameters
        ]
        untyped = [
            emit.target(f"k_{variable.name}")
            for variable in scope.variables.values()
            if variable.dynamic
        ]
        statements = []
        if unset or untyped:
            statements.append(emit.assign([*unset, *untyped], emit.literal(None)))
        for name in parameters:
            variable = scope.variables[name]
            if variable.dynamic:
                statements.append(self._keep(variable, emit.name(f"v_{name}")))
        return statements

    # --- statements -----------------------------------------------------------------

    def _statements(
        self, statements: Sequence[Statement], here: Here
    ) -> list[ast.stmt]:
        compiled: list[ast.stmt] = []
        for statement in statements:
            if isinstance(statement, nodes.Block):
                compiled += self._statements(statement.statements, here)
                continue
            self.emit.place = self.emit.at(statement.start, statement.end)
            if self.recorded and not isinstance(statement, nodes.Empty):
                compiled.append(self._record())
            compiled += STATEMENTS[type(statement)](self, statement, here)
            if isinstance(statement, nodes.If):
                here = self._after(statement, here)
        return compiled

    def _after(self, statement: nodes.If, here: Here) -> Here:
        """What is known behind an if all of whose branches leave."""
        if statement.otherwise is None and all(
            ends(branch.body) for branch in statement.branches
        ):
            for branch in statement.branches:
                here = self.types.when(branch.condition, False, here)
        return here

    def _record(self) -> ast.stmt:
        place = self.emit.place
        return ast.Expr(self.emit.record(place["lineno"]), **place)

    def _inner(self, statement: Statement, here: Here) -> list[ast.stmt]:
        place = self.emit.place
        return self._statements((statement,), here) or [ast.Pass(**place)]

    def _expression_statement(
        self, statement: nodes.ExpressionStatement, here: Here
    ) -> list[ast.stmt]:
        code = self.expressions.value(statement.expression, here)
        return [ast.Expr(code, **self.emit.place)]

    def _assignment(self, statement: nodes.Assignment, here: Here) -> list[ast.stmt]:
        target = statement.target
        code = self.expressions.value(statement.value, here)
        found = self.types.of(statement.value, here)
        if isinstance(target, nodes.Member):
            return [self._assign_field(target, code, found, statement.value, here)]
        variable = here.scope.variables[target.name]
        return [self._assign(variable, code, found, statement.value)]

    def _assign(
        self, variable: Variable, code: ast.expr, found: Type, where: Expression
    ) -> ast.stmt:
        if variable.dynamic:
            return self._keep(variable, code)
        if variable.settled is not None:
            what = f"the variable {variable.name}"
            code = self.expressions.converted(
                code, found, variable.settled, True, what, where
            )
        return self.emit.assign([self.emit.target(f"v_{variable.name}")], code)

    def _keep(self, variable: Variable, code: ast.expr) -> ast.stmt:
        """`v, k = keep(k, code)`: the value, and the type it has fixed by now."""
        emit, name = self.emit, variable.name
        pair: list[ast.expr] = [emit.target(f"v_{name}"), emit.target(f"k_{name}")]
        what = emit.literal(f"the variable {name}")
        kept = emit.call(
            runtime.keep, emit.name(f"k_{name}"), code, what, place=emit.place
        )
        return emit.assign([ast.Tuple(pair, STORE, **emit.place)], kept)

    def _assign_field(
        self,
        target: nodes.Member,
        code: ast.expr,
        found: Type,
        where: Expression,
        here: Here,
    ) -> ast.stmt:
        emit = self.emit
        owner_type = self.types.of(target.object, here)
        field = self.types.fields(owner_type, target.name)[0]
        what = f"the field {field.name}"
        code = self.expressions.converted(
            code, found, field.kind, field.nullable, what, where
        )
        owner = emit.call(
            runtime.present,
            self.expressions.value(target.object, here),
            emit.literal(target.name),
            place=emit.at(target.start, target.end),
        )
        return emit.assign(
            [ast.Attribute(owner, target.name, STORE, **emit.place)], code
        )

    # --- branches -------------------------------------------------------------------

    def _if(self, statement: nodes.If, here: Here) -> list[ast.stmt]:
        arms: list[tuple[ast.expr, list[ast.stmt]]] = []
        for number, branch in enumerate(statement.branches):
            self.emit.place = self.emit.at(branch.start, branch.end)
            place = self.emit.place
            test = self.expressions.condition(branch.condition, here)
            if self.recorded and number:
                # `else if` is a statement of its own, and begins with its condition.
                line = self.emit.record(place["lineno"])
                test = ast.BoolOp(ast.Or(), [line, test], **place)
            then = self.types.when(branch.condition, True, here)
            arms.append((test, self._inner(branch.body, then)))
            here = self.types.when(branch.condition, False, here)
        otherwise = (
            self._inner(statement.otherwise, here) if statement.otherwise else []
        )
        self.emit.place = self.emit.at(statement.start, statement.end)
        return self._chain(arms, otherwise)

    def _chain(
        self, arms: list[tuple[ast.expr, list[ast.stmt]]], otherwise: list[ast.stmt]
    ) -> list[ast.stmt]:
        """The first arm whose test is true, else `otherwise`."""
        place = self.emit.place
        if len(arms) > LONGEST_NEST:
            return [self._flat(arms, otherwise)]
        for test, body in reversed(arms):
            at = {
                "lineno": test.lineno,
                "col_offset": test.col_offset,
                "end_lineno": place["end_lineno"],
                "end_col_offset": place["end_col_offset"],
            }
            otherwise = [ast.If(test, body, otherwise, **at)]
        return otherwise

    def _flat(
        self, arms: list[tuple[ast.expr, list[ast.stmt]]], otherwise: list[ast.stmt]
    ) -> ast.stmt:
        """`match None: case _ if test: …`, as deep as a single if however long."""
        place = self.emit.place
        cases = [
            ast.match_case(ast.MatchAs(None, None, **place), test, body)
            for test, body in arms
        ]
        if otherwise:
            cases.append(
                ast.match_case(ast.MatchAs(None, None, **place), None, otherwise)
            )
        return ast.Match(self.emit.literal(None), cases, **place)

    def _switch(self, statement: nodes.Switch, here: Here) -> list[ast.stmt]:
        emit = self.emit
        place = emit.place
        subject = self.expressions.value(statement.subject, here)
        found = self.types.of(statement.subject, here)
        identifier = emit.temporary()
        before = emit.assign([emit.target(identifier)], subject)
        bodies = [_without_last_break(case) for case in statement.cases]
        around = self._enter_switch(bodies)
        arms, otherwise = self._arms(statement, identifier, found, here)
        self.around.pop()
        emit.place = place
        chain = self._chain(arms, otherwise) if arms else otherwise
        if around.is_wrapped:
            chain = self._wrapped(chain, around)
        return [before, *chain]

    def _arms(
        self, statement: nodes.Switch, subject: str, found: Type, here: Here
    ) -> tuple[list[tuple[ast.expr, list[ast.stmt]]], list[ast.stmt]]:
        """The branches with their tests, and that of `default`, wherever it stands."""
        emit = self.emit
        arms: list[tuple[ast.expr, list[ast.stmt]]] = []
        otherwise: list[ast.stmt] = []
        tests: list[ast.expr] = []
        is_default = False
        for case in statement.cases:
            emit.place = emit.at(case.start, case.end)
            if case.value is None:
                is_default = True
            else:
                left = emit.name(subject)
                tests.append(
                    self.expressions.equality("==", left, found, case.value, here)
                )
            if not case.statements:
                continue  # its label belongs to the next branch
            place = emit.place
            body = self._case_body(case, here) or [ast.Pass(**place)]
            if is_default:
                otherwise = body
            if tests:
                test = tests[0]
                if len(tests) > 1:
                    test = ast.BoolOp(ast.Or(), tests, **place)
                arms.append((test, body))
            tests, is_default = [], False
        return arms, otherwise

    def _case_body(self, case: nodes.Case, here: Here) -> list[ast.stmt]:
        statements = _without_last_break(case)
        body = self._statements(statements, here)
        if self.recorded and len(statements) < len(case.statements):
            last = case.statements[-1]
            self.emit.place = self.emit.at(last.start, last.end)
            body.append(self._record())
        return body

    def _enter_switch(self, bodies: list[tuple[Statement, ...]]) -> Around:
        is_wrapped = any(jumps(body, through_switches=False) for body in bodies)
        around = Around(is_loop=False, is_wrapped=is_wrapped)
        if is_wrapped and any(jumps(body, through_switches=True) for body in bodies):
            around.again = self.emit.temporary()
        self.around.append(around)
        return around

    def _wrapped(self, chain: list[ast.stmt], around: Around) -> list[ast.stmt]:
        """A loop of one turn, so that break can leave it from anywhere inside."""
        emit = self.emit
        place = emit.place
        target = emit.target(emit.temporary())
        loop = ast.For(target, emit.name(ONCE), chain, [], **place)
        if not around.again:
            return [loop]
        before = emit.assign([emit.target(around.again)], emit.literal(False))
        again = ast.If(emit.name(around.again), self._jump_on(), [], **place)
        return [before, loop, again]

    # --- loops ----------------------------------------------------------------------

    def _foreach(self, statement: nodes.Foreach, here: Here) -> list[ast.stmt]:
        place = self.emit.place
        collection = self.expressions.value(statement.collection, here)
        found = self.types.of(statement.collection, here)
        if found.bits != COLLECTION:
            at = self.emit.at(statement.collection.start, statement.collection.end)
            what = self.emit.literal("what foreach goes over")
            collection = self.emit.call(self.each, collection, what, place=at)
        inner = here._replace(looped=True)
        name = statement.variable.name
        if name not in here.scope.variables:
            return self._foreach_builtin(statement, collection, inner)
        variable = here.scope.variables[name]
        first: list[ast.stmt] = []
        target: ast.expr = self.emit.target(f"v_{name}")
        if variable.dynamic or variable.settled is not None:
            identifier = self.emit.temporary()
            target = self.emit.target(identifier)
            element = self.types.element(found)
            code = self.emit.name(identifier)
            first.append(self._assign(variable, code, element, statement.collection))
        body = first + self._loop_body(statement.body, inner)
        return [ast.For(target, collection, body, [], **place)]

    def _foreach_builtin(
        self, statement: nodes.Foreach, collection: ast.expr, here: Here
    ) -> list[ast.stmt]:
        """The element is an attribute of the host, where functions see it as well."""
        emit, name = self.emit, statement.variable.name
        place = emit.place
        before = emit.temporary()
        target = ast.Attribute(emit.name(HOST), name, STORE, **place)
        self.elements.append((before, name))
        inner = here._replace(elements=here.elements | {name})
        body = self._loop_body(statement.body, inner)
        self.elements.pop()
        emit.place = place
        return [
            emit.assign([emit.target(before)], emit.host(name)),
            ast.For(target, collection, body, [], **place),
            self._restored(before, name),
        ]

    def _restored(self, before: str, name: str) -> ast.stmt:
        emit = self.emit
        host = ast.Attribute(emit.name(HOST), name, STORE, **emit.place)
        return emit.assign([host], emit.name(before))

    def _loop_body(self, statement: Statement, here: Here) -> list[ast.stmt]:
        self.around.append(Around(is_loop=True))
        body = self._inner(statement, here)
        self.around.pop()
        return body

    def _while(self, statement: nodes.While, here: Here) -> list[ast.stmt]:
        """A loop over a range of 500; where that runs out, one last look."""
        emit = self.emit
        place = emit.place
        here = here._replace(looped=True)
        at = emit.at(statement.condition.start, statement.condition.end)
        emit.place = at
        test = self.expressions.condition(statement.condition, here)
        stop: list[ast.stmt] = [ast.If(emit.not_(test), [ast.Break(**at)], [], **at)]
        too_many = ast.Expr(emit.call(runtime.too_many_turns, place=at), **at)
        error: ast.stmt = ast.If(test, [too_many], [], **at)
        if isinstance(test, ast.Constant) and test.value:
            stop, error = [], too_many
        emit.place = place
        inner = self.types.when(statement.condition, True, here)
        target = emit.target(emit.temporary())
        body = stop + self._loop_body(statement.body, inner)
        return [ast.For(target, emit.name(TURNS), body, [error], **place)]

    # --- leaving --------------------------------------------------------------------

    def _break(self, statement: nodes.Break, here: Here) -> list[ast.stmt]:
        return [ast.Break(**self.emit.place)]

    def _continue(self, statement: nodes.Continue, here: Here) -> list[ast.stmt]:
        return self._jump_on()

    def _jump_on(self) -> list[ast.stmt]:
        """On to the next turn of the innermost loop, out of the switches in it."""
        emit = self.emit
        for around in reversed(self.around):
            if around.is_loop:
                break
            if around.is_wrapped:
                flag = emit.assign([emit.target(around.again)], emit.literal(True))
                return [flag, ast.Break(**emit.place)]
        return [ast.Continue(**emit.place)]

    def _return(self, statement: nodes.Return, here: Here) -> list[ast.stmt]:
        emit = self.emit
        place = emit.place
        if here.scope.definition is None:
            return self._end_of_run(statement, here)
        value = None
        if statement.value is not None:
            value = self.expressions.value(statement.value, here)
        if not self.elements:
            return [ast.Return(value, **place)]
        result = emit.temporary()
        kept = emit.assign([emit.target(result)], value or emit.literal(None))
        restored = self._restored(*self.elements[0])
        return [kept, restored, ast.Return(emit.name(result), **place)]

    def _end_of_run(self, statement: nodes.Return, here: Here) -> list[ast.stmt]:
        """A return in the body; its value, if it has one, is computed for nobody."""
        place = self.emit.place
        leave = ast.Return(None, **place)
        if statement.value is None:
            return [leave]
        return [ast.Expr(self.expressions.value(statement.value, here), **place), leave]

    def _empty(self, statement: nodes.Empty, here: Here) -> list[ast.stmt]:
        return []


def _without_last_break(case: nodes.Case) -> tuple[Statement, ...]:
    """The branch without the break that ends it, which needs no code."""
    statements = case.statements
    ends_so = bool(statements) and isinstance(statements[-1], nodes.Break)
    return statements[:-1] if ends_so else statements


STATEMENTS: Final[dict[type, Callable[..., list[ast.stmt]]]] = {
    nodes.Assignment: _Compiler._assignment,
    nodes.ExpressionStatement: _Compiler._expression_statement,
    nodes.If: _Compiler._if,
    nodes.Switch: _Compiler._switch,
    nodes.Foreach: _Compiler._foreach,
    nodes.While: _Compiler._while,
    nodes.Break: _Compiler._break,
    nodes.Continue: _Compiler._continue,
    nodes.Return: _Compiler._return,
    nodes.Empty: _Compiler._empty,
}
