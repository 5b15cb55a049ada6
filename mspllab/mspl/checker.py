"""What a tree must not do: recursion, fall-through, lost names (mspl.md §8).

One walk finds the names, the flow and what is assigned where; what depends on types is
put aside and looked at afterwards, when all types are known (`value_checks`).
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.diagnostics import Finding, Severity, in_order
from mspllab.mspl.flow import ends, last_of, strongest
from mspllab.mspl.inference import Here, Scope, Types, Value, Variable
from mspllab.mspl.nodes import Expression, Node, Statement
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.spelling import did_you_mean
from mspllab.mspl.value_checks import ValueChecks
from mspllab.mspl.vocabulary import (
    Applies,
    Function,
    Handles,
    Level,
    Vocabulary,
)

MOST_LOOPS: Final = 12
"""Loops and switches inside each other; Python's compiler ends at 20."""
LONGEST_CHAIN: Final = 60
"""Functions that call each other in a row; Python's stack ends at 1000 calls."""
HANDLED: Final = " handled"
FORKED: Final = " forked"
"""Facts kept beside the assigned names; no variable begins with a blank."""


class Checked(NamedTuple):
    """A tree with all that was found out about it."""

    script: nodes.Script
    types: Types
    body: Scope
    functions: dict[str, Scope]
    findings: list[Finding]


def check_tree(
    script: nodes.Script, source: Source, vocabulary: Vocabulary, settings: Settings
) -> Checked:
    """Everything that is wrong with the meaning of a script, and advice besides."""
    return _Checker(script, source, vocabulary, settings).check()


class _Checker:
    def __init__(
        self,
        script: nodes.Script,
        source: Source,
        vocabulary: Vocabulary,
        settings: Settings,
    ) -> None:
        self.script = script
        self.source = source
        self.vocabulary = vocabulary
        self.settings = settings
        self.findings: list[Finding] = []
        self.types = Types(vocabulary, settings.files)
        self.values = ValueChecks(self.types, settings, self.report)
        self.calls: dict[str, dict[str, nodes.Call]] = {}
        """Function → the functions it calls, each with the first such call."""
        self._enter(Scope())

    def _enter(self, scope: Scope) -> None:
        self.here = Here(scope)
        self.blocks = {0}
        """Blocks that are open here."""
        self.last_block = 0
        self.block = 0
        self.assigned: set[str] = set()
        """Variables that certainly have a value here."""
        self.trail: list[str] = []
        """The same in the order in which they got it, to forget them blockwise."""
        self.unresolved: list[nodes.Name] = []
        self.around: list[str] = []
        """"loop" and "switch", outermost first."""
        self.fork_depth: int | None = None
        self.depth = 0

    def report(
        self,
        code: str,
        message: str,
        where: Node,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Add a finding about the text of a node."""
        place = self.source.place(where.start, where.end)
        self.findings.append(Finding.of(code, message, place, hint, severity=severity))

    def check(self) -> Checked:
        """Walk the functions, then the body."""
        definitions = self._define_functions()
        for definition in definitions:
            self._function(definition)
        body = Scope()
        self._enter(body)
        self._scope_statements(self.script.statements)
        body.falls_through = True
        self._check_recursion()
        functions = self.types.functions
        self.types.settle([*functions.values(), body])
        self.values.check()
        return Checked(
            self.script, self.types, body, functions, in_order(self.findings)
        )

    # --- functions ------------------------------------------------------------------

    def _define_functions(self) -> list[nodes.FunctionDefinition]:
        """Make the scopes of all functions, so that any may call any."""
        definitions = []
        for definition in self.script.functions:
            name = definition.name.name
            if name in self.types.functions:
                message = f"the function {name} is defined twice"
                self.report("MSPL207", message, definition.name)
                continue
            if name in self.vocabulary.functions:
                message = f"{name} is a built-in function and cannot be defined again"
                self.report("MSPL207", message, definition.name)
                continue
            self.types.functions[name] = Scope(definition)
            definitions.append(definition)
        return definitions

    def _function(self, definition: nodes.FunctionDefinition) -> None:
        name = definition.name.name
        scope = self.types.functions[name]
        self._enter(scope)
        self.calls[name] = {}
        for parameter in definition.parameters:
            variable = scope.variables.get(parameter.name)
            if variable is None or parameter.name not in self.assigned:
                self._refuse_builtin(parameter)
                self._variable(parameter.name)
                self._certain(parameter.name)
            else:
                message = f"two parameters of {name} are called {parameter.name}"
                self.report("MSPL207", message, parameter)
        self._scope_statements((definition.body,))
        scope.falls_through = not ends(definition.body)

    def _scope_statements(self, statements: Iterable[Statement]) -> None:
        self._statements(tuple(statements))
        for name in self.unresolved:
            variable = self.here.scope.variables.get(name.name)
            if variable is None:
                self._unknown_variable(name)
            else:
                self._maybe_unset(variable, name)

    def _check_recursion(self) -> None:
        """Report each function that can reach itself, and chains that are too long."""
        depths: dict[str, int] = {}
        reported: set[str] = set()
        for name in self.calls:
            self._measure(name, [], depths, reported)
        for name, depth in depths.items():
            if depth > LONGEST_CHAIN:
                message = f"calls go more than {LONGEST_CHAIN} functions deep"
                self.report("MSPL115", message, self._definition(name).name)
                return

    def _definition(self, name: str) -> nodes.FunctionDefinition:
        definition = self.types.functions[name].definition
        assert definition is not None, "only the body has none"
        return definition

    def _measure(
        self, root: str, path: list[str], depths: dict[str, int], reported: set[str]
    ) -> None:
        """Longest chain of calls from `root`, without recursion of our own."""
        stack = [(root, iter(self.calls.get(root, ())))]
        path = [root]
        while stack:
            name, callees = stack[-1]
            callee = next(callees, None)
            if callee is None:
                inner = [depths.get(one, 0) for one in self.calls.get(name, ())]
                depths[name] = 1 + max(inner, default=0)
                stack.pop()
                path.pop()
            elif callee in path:
                self._report_recursion(path[path.index(callee) :], reported)
            elif callee not in depths and callee in self.calls:
                stack.append((callee, iter(self.calls[callee])))
                path.append(callee)

    def _report_recursion(self, circle: list[str], reported: set[str]) -> None:
        if reported & set(circle):
            return
        reported.update(circle)
        call = self.calls[circle[0]][circle[1] if len(circle) > 1 else circle[0]]
        if len(circle) == 1:
            message = f"{circle[0]} calls itself"
        elif len(circle) == 2:
            message = f"{circle[0]} and {circle[1]} call each other"
        else:
            message = f"{', '.join(circle)} call each other in a circle"
        self.report("MSPL206", message, call, "MSPL has no recursion")

    # --- blocks and what is certain in them -----------------------------------------

    def _certain(self, name: str) -> None:
        if name not in self.assigned:
            self.assigned.add(name)
            self.trail.append(name)

    def _inner(self, *statements: Statement) -> set[str] | None:
        """Walk a block; what is certain at its end, or None where it has none."""
        around, here, mark = self.block, self.here, len(self.trail)
        self.last_block += 1
        self.block = self.last_block
        self.blocks.add(self.block)
        self._statements(statements)
        self.blocks.discard(self.block)
        self.block, self.here = around, here
        certain = set(self.trail[mark:])
        del self.trail[mark:]
        self.assigned -= certain
        return None if any(map(ends, statements)) else certain

    def _statements(self, statements: tuple[Statement, ...]) -> None:
        here = self.here
        dead = False
        for number, statement in enumerate(statements):
            if number and not dead and ends(statements[number - 1]):
                dead = True
                if not isinstance(statement, nodes.Break | nodes.Empty):
                    self.report("MSPL404", "this can never run", statement)
            STATEMENTS[type(statement)](self, statement)
        self.here = here

    # --- statements -----------------------------------------------------------------

    def _assignment(self, statement: nodes.Assignment) -> None:
        self._expression(statement.value)
        target = statement.target
        if isinstance(target, nodes.Member):
            self._assign_field(statement, target)
        elif not self._refuse_builtin(target):
            self._assign(target.name, Value(statement.value, self.here))
        self.values.check_assigned(statement, self.here)

    def _assign_field(self, statement: nodes.Assignment, target: nodes.Member) -> None:
        owner = target.object
        if isinstance(owner, nodes.Name) and owner.name in self.vocabulary.constants:
            self.report("MSPL208", "a constant cannot be assigned", target)
            return
        self._expression(owner)
        self.values.check_target(statement, target, self.here)

    def _assign(self, name: str, value: Value) -> None:
        self._variable(name).values.append(value)
        self._certain(name)

    def _variable(self, name: str) -> Variable:
        variables = self.here.scope.variables
        variable = variables.get(name)
        if variable is None:
            variable = variables[name] = Variable(name, block=self.block)
        elif variable.block not in self.blocks:
            variable.scattered = True
        return variable

    def _refuse_builtin(self, target: nodes.Name) -> bool:
        name = target.name
        what = self._builtin(name)
        if what:
            message = f"{name} is {what} and cannot be assigned"
            self.report("MSPL208", message, target, "choose another name")
        return bool(what)

    def _builtin(self, name: str) -> str:
        vocabulary = self.vocabulary
        tables = (
            (vocabulary.variables, "a built-in variable"),
            (vocabulary.functions, "a built-in function"),
            (vocabulary.constants, "a list of constants"),
            (vocabulary.classes, "a built-in class"),
            (self.settings.files, "a flat file"),
            (self.types.functions, "a function of this script"),
        )
        return next((what for table, what in tables if name in table), "")

    def _expression_statement(self, statement: nodes.ExpressionStatement) -> None:
        expression = statement.expression
        if isinstance(expression, nodes.Call):
            self._call(expression)
        else:
            self._expression(expression)
            hint = "only a call does something when it stands alone"
            self.report("MSPL405", "this value is not used", statement, hint)

    def _block_statement(self, statement: nodes.Block) -> None:
        # A block of its own is certain to run, so what it assigns is certain behind it.
        self._statements(statement.statements)

    def _if(self, statement: nodes.If) -> None:
        entry = rest = self.here
        outcomes: list[set[str] | None] = []
        self.depth += 1
        for branch in statement.branches:
            self.here = rest
            self._expression(branch.condition)
            self.here = self.types.when(branch.condition, True, rest)
            outcomes.append(self._inner(branch.body))
            rest = self.types.when(branch.condition, False, rest)
        self.here = rest
        outcomes.append(
            self._inner(statement.otherwise) if statement.otherwise else set()
        )
        self.depth -= 1
        self._after_branches(outcomes)
        passes = outcomes[:-1].count(None) == len(statement.branches)
        self.here = rest if passes else entry

    def _after_branches(self, outcomes: list[set[str] | None]) -> None:
        """What every branch that comes to its end has made certain."""
        reached = [outcome for outcome in outcomes if outcome is not None]
        if reached:
            for name in sorted(set.intersection(*reached)):
                self._certain(name)

    def _switch(self, statement: nodes.Switch) -> None:
        self._expression(statement.subject)
        self._enter_construct("switch", statement)
        outcomes: list[set[str] | None] = []
        has_default = False
        for number, case in enumerate(statement.cases):
            if case.value is None:
                self._default(case, has_default)
                has_default = True
            else:
                self._expression(case.value)
                self.values.check_case(statement, case, self.here)
            is_last = number == len(statement.cases) - 1
            self._check_end_of_case(case, is_last=is_last)
            if case.statements:
                outcomes.append(self._case_outcome(case))
        if not has_default:
            outcomes.append(set())
        self.around.pop()
        self._after_branches(outcomes)

    def _case_outcome(self, case: nodes.Case) -> set[str] | None:
        """As `_inner`, but the last break leads behind the switch."""
        *others, last = case.statements
        if isinstance(last, nodes.Break):
            return self._inner(*others)
        return self._inner(*case.statements)

    def _default(self, case: nodes.Case, again: bool) -> None:
        if again:
            self.report("MSPL211", "a switch has one default at most", case)
        self._lenient(case, "default is not in the reference")

    def _lenient(self, where: Node, message: str, hint: str = "") -> None:
        """A finding that is an error in strict mode and a warning otherwise."""
        if self.settings.strict:
            self.report("MSPL219", message, where, hint)
        else:
            self.report("MSPL409", message, where, hint)

    def _check_end_of_case(self, case: nodes.Case, *, is_last: bool) -> None:
        hint = "put break; at the end of the branch"
        last = last_of(case.statements)
        if last is None and not is_last:
            self._lenient(case, "two case labels share a branch", hint)
        elif isinstance(last, nodes.Break):
            if last is not case.statements[-1]:
                self._lenient(case, "the break stands inside a block", hint)
        elif last is not None and ends(last):
            self._lenient(case, "this branch does not end in break", hint)
        else:
            self.report("MSPL211", "a case branch needs break;", case, hint)

    def _enter_construct(self, what: str, statement: Statement) -> None:
        self.around.append(what)
        if len(self.around) == MOST_LOOPS + 1:
            message = f"more than {MOST_LOOPS} loops and switches inside each other"
            self.report("MSPL115", message, statement)

    def _foreach(self, statement: nodes.Foreach) -> None:
        variable, collection = statement.variable, statement.collection
        own = self._loop_function(collection)
        if own is None or own.loop_only == variable.name:
            self._expression(collection, is_collection=True)
        else:
            self._expression(collection, is_collection=True)
            self.report(
                "MSPL213",
                f"the element of a foreach over {own.name} is called {own.loop_only}",
                variable,
                f"write foreach ({own.loop_only} in {own.name}(…))",
            )
        self.values.check_collection(collection, self.here)
        self._enter_construct("loop", statement)
        if own is not None:
            elements = self.here.elements | {own.loop_only or ""}
            here = self.here._replace(elements=elements, looped=True)
            self._loop_body(statement.body, here, None)
        else:
            usable = not self._refuse_builtin(variable)
            element = Value(collection, self.here._replace(looped=True), True)
            here = self.here._replace(looped=True)
            assigned = (variable.name, element) if usable else None
            self._loop_body(statement.body, here, assigned)
        self.around.pop()

    def _loop_body(
        self, body: Statement, here: Here, element: tuple[str, Value] | None
    ) -> None:
        """Walk a body that may run any number of times, so nothing in it is certain."""
        around, mark = self.here, len(self.trail)
        self.here = here
        if element is not None:
            self._assign(*element)
        self.depth += 1
        self._inner(body)
        self.depth -= 1
        self.here = around
        self.assigned -= set(self.trail[mark:])
        del self.trail[mark:]

    def _loop_function(self, collection: Expression) -> Function | None:
        if isinstance(collection, nodes.Call):
            function = self.vocabulary.functions.get(collection.name)
            if function is not None and function.loop_only is not None:
                return function
        return None

    def _while(self, statement: nodes.While) -> None:
        if self.settings.level < Level.V2013:
            self._too_new("while", Level.V2013, statement)
        here = self.here._replace(looped=True)
        around, self.here = self.here, here
        self._expression(statement.condition)
        self.here = around
        self._enter_construct("loop", statement)
        inner = self.types.when(statement.condition, True, here)
        self._loop_body(statement.body, inner, None)
        self.around.pop()

    def _too_new(self, what: str, since: Level, where: Node) -> None:
        level = int(self.settings.level)
        message = f"{what} came with {int(since)}, and the level asked for is {level}"
        self.report("MSPL215", message, where)

    def _break(self, statement: nodes.Break) -> None:
        if not self.around:
            self.report("MSPL210", "break outside a loop or switch", statement)

    def _continue(self, statement: nodes.Continue) -> None:
        if "loop" not in self.around:
            self.report("MSPL210", "continue outside a loop", statement)

    def _return(self, statement: nodes.Return) -> None:
        scope = self.here.scope
        if statement.value is not None:
            self._expression(statement.value)
            if scope.definition is None:
                hint = "a return in the body just ends the run"
                self.report("MSPL405", "nobody gets this value", statement, hint)
            else:
                scope.returns.append(Value(statement.value, self.here))
                self.values.check_returned(statement, self.here)
        elif scope.definition is not None:
            scope.returns.append(Value(None, self.here))

    def _empty(self, statement: nodes.Empty) -> None:
        pass

    # --- expressions ----------------------------------------------------------------

    def _expression(
        self, expression: Expression, *, is_collection: bool = False
    ) -> None:
        if is_collection and isinstance(expression, nodes.Call):
            self._call(expression, is_collection=True)
        else:
            EXPRESSIONS[type(expression)](self, expression)

    def _literal(self, expression: nodes.Literal) -> None:
        if isinstance(expression.value, float):
            shown = self.source.text[expression.start : expression.end]
            if "e" in shown.lower():
                self._lenient(expression, "numbers with an exponent are undocumented")

    def _name(self, expression: nodes.Name) -> None:
        name = expression.name
        if name in self.assigned:
            return
        builtin = self.vocabulary.variables.get(name)
        if builtin is not None:
            if builtin.since > self.settings.level:
                self._too_new(name, builtin.since, expression)
            return
        variable = self.here.scope.variables.get(name)
        if variable is not None:
            self._maybe_unset(variable, expression)
        elif name in self.settings.files:
            hint = f"read a cell: {name}[0].{self.settings.files[name][0]}"
            message = f"the flat file {name} cannot be used as a whole"
            self.report("MSPL216", message, expression, hint)
        elif name in self.vocabulary.constants:
            member = next(iter(self.vocabulary.constants[name]), "Member")
            message = f"{name} is a list of constants"
            self.report("MSPL204", message, expression, f"write {name}.{member}")
        else:
            self.unresolved.append(expression)

    def _maybe_unset(self, variable: Variable, where: nodes.Name) -> None:
        if not variable.may_be_unset:
            variable.may_be_unset = True
            message = f"{variable.name} may still be null here"
            hint = "it first gets a value inside a block; give it one before the block"
            self.report("MSPL403", message, where, hint)

    def _unknown_variable(self, where: nodes.Name) -> None:
        name = where.name
        hint = ""
        scope = self.here.scope
        if name in self.vocabulary.functions or name in self.types.functions:
            hint = f"to call the function, write {name}(…)"
        elif scope.definition is not None and self._is_of_body(name):
            hint = "functions do not see the variables of the body; pass it in"
        candidates = {
            *scope.variables,
            *self.vocabulary.variables,
            *self.settings.files,
        }
        near = did_you_mean(name, candidates, self.vocabulary.misspelt)
        message = f"{name} never gets a value{near if not hint else ''}"
        self.report("MSPL202", message, where, hint)

    def _is_of_body(self, name: str) -> bool:
        return any(
            isinstance(statement, nodes.Assignment)
            and isinstance(statement.target, nodes.Name)
            and statement.target.name == name
            for statement in self.script.statements
        )

    def _member(self, expression: nodes.Member) -> None:
        owner = expression.object
        if isinstance(owner, nodes.Index):
            self._cell(expression, owner)
        elif isinstance(owner, nodes.Name) and owner.name not in self.assigned:
            members = self.vocabulary.constants.get(owner.name)
            if members is not None:
                self._constant(expression, owner.name)
            elif self._is_unknown_list(owner):
                lists = self.vocabulary.constants
                near = did_you_mean(owner.name, lists, self.vocabulary.misspelt)
                self.report(
                    "MSPL204", f"unknown constant list {owner.name}{near}", owner
                )
            else:
                self._name(owner)
                self.values.check_field(expression, self.here)
        else:
            self._expression(owner)
            self.values.check_field(expression, self.here)

    def _is_unknown_list(self, owner: nodes.Name) -> bool:
        """A name that is nothing, but nearly a list of constants."""
        name = owner.name
        if name in self.here.scope.variables or name in self.vocabulary.variables:
            return False
        lists = self.vocabulary.constants
        near = did_you_mean(name, lists, self.vocabulary.misspelt)
        return bool(near) and name[:1].isupper()

    def _constant(self, expression: nodes.Member, list_name: str) -> None:
        members = self.vocabulary.constants[list_name]
        if expression.name not in members:
            near = did_you_mean(expression.name, members, self.vocabulary.misspelt)
            message = f"{list_name} has no member {expression.name}{near}"
            self.report("MSPL204", message, expression)

    def _cell(self, expression: nodes.Member, line: nodes.Index) -> None:
        self._expression(line.index)
        name = self.types.file(line.object)
        if name is None:
            self._not_a_file(line)
            return
        columns = self.settings.files[name]
        if expression.name not in columns:
            near = did_you_mean(expression.name, columns)
            message = f"{name} has no column {expression.name}{near}"
            self.report("MSPL216", message, expression)
        self.values.check_index(line, self.here)

    def _not_a_file(self, line: nodes.Index) -> None:
        shown = self.source.text[line.object.start : line.object.end]
        near = did_you_mean(shown, self.settings.files)
        hint = "" if self.settings.files else "the manifest declares no flat file"
        message = f"{shown} is no flat file, so it has no index{near}"
        self.report("MSPL216", message, line, hint)

    def _index(self, expression: nodes.Index) -> None:
        self._expression(expression.index)
        name = self.types.file(expression.object)
        if name is None:
            self._not_a_file(expression)
            return
        column = (*self.settings.files[name], "column")[0]
        shown = self.source.text[expression.start : expression.end]
        hint = f"write {shown}.{column}"
        self.report("MSPL216", "a line of a flat file needs a column", expression, hint)

    def _unary(self, expression: nodes.Unary) -> None:
        self._expression(expression.operand)
        if expression.operator != "!":
            self._check_arithmetic(expression)
            self.values.check_arithmetic(expression, self.here)

    def _binary(self, expression: nodes.Binary) -> None:
        self._expression(expression.left)
        self._expression(expression.right)
        if expression.operator in ("+", "-"):
            self._check_arithmetic(expression)
            self.values.check_arithmetic(expression, self.here)
        else:
            self.values.check_comparison(expression, self.here)

    def _check_arithmetic(self, expression: nodes.Binary | nodes.Unary) -> None:
        sign = expression.operator
        if self.settings.strict:
            message = f"the reference says that arithmetic is not supported: {sign}"
            self.report("MSPL219", message, expression)
        elif self.settings.level < Level.V2013:
            self._too_new(f"the operator {sign}", Level.V2013, expression)

    def _logical(self, expression: nodes.Logical) -> None:
        if self.settings.strict:
            message = f"{expression.operator} is used in samples, but not documented"
            self.report("MSPL409", message, expression, severity=Severity.INFO)
        around = self.here
        for operand, here in self.types.operands(expression, around):
            self.here = here
            self._expression(operand)
        self.here = around

    # --- calls ----------------------------------------------------------------------

    def _call(self, expression: nodes.Call, *, is_collection: bool = False) -> None:
        for argument in expression.arguments:
            self._expression(argument)
        own = self.types.functions.get(expression.name)
        if own is not None:
            self._call_own(expression, own)
            return
        function = self.vocabulary.functions.get(expression.name)
        if function is None:
            self._unknown_function(expression)
            return
        self._check_use(expression, function, is_collection=is_collection)
        self._check_count(expression, function)
        self._handle(expression, function)
        self.values.check_call(expression, function, self.here)

    def _unknown_function(self, expression: nodes.Call) -> None:
        name = expression.name
        known = {*self.vocabulary.functions, *self.types.functions}
        near = did_you_mean(name, known, self.vocabulary.misspelt)
        hint = "the functions of a script are called by their exact names"
        where = nodes.Name(expression.start, expression.start + len(name), name)
        hint = "" if near else hint
        self.report("MSPL201", f"unknown function {name}{near}", where, hint)

    def _call_own(self, expression: nodes.Call, scope: Scope) -> None:
        assert scope.definition is not None, "the body cannot be called"
        caller = self.here.scope.definition
        if caller is not None:
            self.calls[caller.name.name].setdefault(expression.name, expression)
        parameters = scope.definition.parameters
        if len(parameters) != len(expression.arguments):
            wanted = _arguments(len(parameters), len(parameters))
            found = len(expression.arguments)
            message = f"{expression.name} takes {wanted}, and here are {found}"
            self.report("MSPL205", message, expression)
            return
        for parameter, argument in zip(parameters, expression.arguments, strict=True):
            variable = scope.variables.get(parameter.name)
            if variable is None:
                variable = scope.variables[parameter.name] = Variable(parameter.name)
            # The caller's value comes before every assignment in the function.
            variable.values.insert(0, Value(argument, self.here))
        self.values.check_own_call(expression, self.here)

    def _check_use(
        self, expression: nodes.Call, function: Function, *, is_collection: bool
    ) -> None:
        name, level = function.name, self.settings.level
        if function.since > level:
            self._too_new(name, function.since, expression)
        elif function.until < level:
            message = f"{name} is gone since {int(function.until)}"
            self.report("MSPL215", message, expression)
        if function.needs_managed and self.settings.script_only:
            self.report(
                "MSPL214",
                f"{name} needs managed code, and the manifest says scriptOnly",
                expression,
                f"take scriptOnly out of the manifest, or {name} out of the script",
            )
        if function.loop_only is not None and not is_collection:
            hint = f"write foreach ({function.loop_only} in {name}(…))"
            self.report("MSPL213", f"{name} stands only in a foreach", expression, hint)
        self._check_applies(expression, function)

    def _check_applies(self, expression: nodes.Call, function: Function) -> None:
        applies = function.applies
        message = strongest((self.here.message, self.settings.applies))
        if applies in (Applies.ANY, message):
            return
        if message is Applies.ANY and self.here.scope.definition is not None:
            return  # its callers may have looked
        guard = next(
            (
                v.name
                for v in self.vocabulary.variables.values()
                if v.applies is applies
            ),
            "",
        )
        can = "can only be" if message is not Applies.ANY else "may be"
        wrong = "a response" if applies is Applies.REQUEST else "a request"
        self.report(
            "MSPL401",
            f"{function.name} is for {applies.value}, and this {can} {wrong}",
            expression,
            f"put it under if ({guard})" if guard else "",
        )

    def _check_count(self, expression: nodes.Call, function: Function) -> None:
        count = len(expression.arguments)
        most = function.most
        if count >= function.fewest and (most is None or count <= most):
            return
        wanted = _arguments(function.fewest, most)
        message = f"{function.name} takes {wanted}, and here are {count}"
        self.report("MSPL205", message, expression, function.signature)

    def _handle(self, expression: nodes.Call, function: Function) -> None:
        """Keep account of what certainly handled the message, and of open forks."""
        handles = function.handles
        if handles is Handles.NOTHING:
            return
        if handles is Handles.OPENS_FORK:
            self.fork_depth = self.depth
        elif handles is Handles.ADDS_BRANCH:
            self._certain(FORKED)
        else:
            if HANDLED in self.assigned:
                message = "something before this has already handled the message"
                self.report("MSPL402", message, expression)
            self._certain(HANDLED)
        if handles is Handles.CLOSES_FORK:
            unguarded = self.fork_depth is not None and self.depth <= self.fork_depth
            if unguarded and FORKED not in self.assigned:
                message = f"{function.name} is reached even when no Fork has run"
                self.report("MSPL411", message, expression)


def _arguments(fewest: int, most: int | None) -> str:
    """`2 arguments`, `1 to 3 arguments`, `at least 1 argument`."""
    if most is None:
        return f"at least {fewest} argument{'s' if fewest != 1 else ''}"
    count = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    return f"{count} argument{'s' if most != 1 else ''}"


STATEMENTS: Final[dict[type, Callable[..., None]]] = {
    nodes.Assignment: _Checker._assignment,
    nodes.ExpressionStatement: _Checker._expression_statement,
    nodes.Block: _Checker._block_statement,
    nodes.If: _Checker._if,
    nodes.Switch: _Checker._switch,
    nodes.Foreach: _Checker._foreach,
    nodes.While: _Checker._while,
    nodes.Break: _Checker._break,
    nodes.Continue: _Checker._continue,
    nodes.Return: _Checker._return,
    nodes.Empty: _Checker._empty,
}
EXPRESSIONS: Final[dict[type, Callable[..., None]]] = {
    nodes.Literal: _Checker._literal,
    nodes.Name: _Checker._name,
    nodes.Member: _Checker._member,
    nodes.Index: _Checker._index,
    nodes.Call: _Checker._call,
    nodes.Unary: _Checker._unary,
    nodes.Binary: _Checker._binary,
    nodes.Logical: _Checker._logical,
}
