"""Compiled scripts against a walk through the tree that knows no types beforehand.

The compiler leaves out every conversion that it thinks needless. The walker below makes
them all, one value at a time, as mspl.md §3 words them; both must log the same, end
with the same error, and hold the same in their variables at every step.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mspllab.errors import ScriptError
from mspllab.mspl import nodes, runtime, values
from mspllab.mspl.parser import parse
from mspllab.mspl.program import Program, check
from mspllab.mspl.source import Source
from mspllab.mspl.stepping import record
from mspllab.mspl.vocabulary import REQUIRED, Constant, Kind, Vocabulary


class Leave(Exception):
    """Break, continue or return."""

    def __init__(self, how: str, value: object = None) -> None:
        super().__init__(how)
        self.how = how
        self.value = value


class Called:
    """The body or a function at work."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.variables: dict[str, tuple[object, Kind | None]] = {}
        self.step: list[Any] | None = None

    def held(self) -> dict[str, str]:
        """What the variables hold, null ones left out: they may be unset as well."""
        return described({name: value for name, (value, _) in self.variables.items()})


def described(variables: dict[str, object]) -> dict[str, str]:
    return {
        name: f"{type(value).__name__}:{value}"
        for name, value in variables.items()
        if value is not None
    }


class Walker:
    """Runs a tree, looking at every value when it is there."""

    def __init__(self, script: nodes.Script, host: Any, vocabulary: Vocabulary) -> None:
        self.script = script
        self.host = host
        self.vocabulary = vocabulary
        self.functions = {one.name.name: one for one in script.functions}
        self.called = Called(0)
        self.steps: list[list[Any]] = []

    @property
    def variables(self) -> dict[str, tuple[object, Kind | None]]:
        return self.called.variables

    def run_on(self, host: Any) -> None:
        try:
            self.all(self.script.statements)
        except Leave as leave:
            assert leave.how == "return"
        finally:
            self.end_step()

    def begin_step(self, start: int, look: int = 0) -> None:
        """A step: start, depth, look, variables before and after."""
        self.end_step()
        held = self.called.held()
        self.called.step = [start, self.called.depth, look, held, held]
        self.steps.append(self.called.step)

    def end_step(self) -> None:
        if self.called.step is not None:
            self.called.step[-1] = self.called.held()

    def all(self, statements: tuple[Any, ...]) -> None:
        for statement in statements:
            self.one(statement)

    def one(self, statement: Any) -> None:
        if not isinstance(
            statement,
            nodes.Block | nodes.Empty | nodes.If | nodes.Foreach | nodes.While,
        ):
            self.begin_step(statement.start)
        match statement:
            case nodes.Assignment(target=nodes.Name(name=name), value=value):
                self.assign(name, self.value(value))
            case nodes.Assignment(target=target, value=value):
                found, owner = self.value(value), self.value(target.object)
                field = self.vocabulary.classes["Message"][target.name]
                convert = values.nullable if field.nullable else None
                what = f"the field {field.name}"
                if convert is not None:
                    found = convert(found, field.kind, what)
                else:
                    found = values.CONVERSIONS[field.kind](found, what)
                setattr(owner, target.name, found)
            case nodes.ExpressionStatement(expression=expression):
                self.value(expression)
            case nodes.Block(statements=statements):
                self.all(statements)
            case nodes.If(branches=branches, otherwise=otherwise):
                taken = (one.body for one in branches if self.is_taken(one))
                body = next(taken, otherwise)
                if body is not None:
                    self.one(body)
            case nodes.Switch():
                self.switch(statement)
            case nodes.Foreach(collection=collection):
                self.begin_step(statement.start, 1)
                each = values.collection_or_none(
                    self.value(collection), "what foreach goes over"
                )
                self.foreach(statement, each)
            case nodes.While():
                self.loop(self.turns(statement), statement.body)
            case nodes.Break():
                raise Leave("break")
            case nodes.Continue():
                raise Leave("continue")
            case nodes.Return(value=value):
                raise Leave("return", None if value is None else self.value(value))

    def assign(self, name: str, value: object) -> None:
        kind = self.variables.get(name, (None, None))[1]
        self.variables[name] = values.keep(kind, value, f"the variable {name}")

    def is_taken(self, branch: nodes.Branch) -> bool:
        self.begin_step(branch.start)
        return bool(self.value(branch.condition))

    def foreach(self, statement: nodes.Foreach, each: Any) -> None:
        name = statement.variable.name
        if name not in self.vocabulary.variables:
            return self.loop(self.looks(statement, each), statement.body, name)
        before = getattr(self.host, name)
        turns = self.looks(statement, each, lambda one: setattr(self.host, name, one))
        try:
            self.loop(turns, statement.body)
        finally:
            setattr(self.host, name, before)

    def looks(
        self, statement: nodes.Foreach, each: Any, take: Callable[[Any], None] = bool
    ) -> Any:
        """The elements; each look after the first is a step."""
        look = 0
        for look, element in enumerate(each, start=1):
            if look > 1:
                self.begin_step(statement.start, look)
            take(element)
            yield element
        if look:
            self.begin_step(statement.start, look + 1)

    def turns(self, statement: nodes.While) -> Any:
        for turn in range(runtime.MOST_TURNS):
            self.begin_step(statement.start, turn + 1)
            if not self.value(statement.condition):
                return
            yield None
        self.begin_step(statement.start, runtime.MOST_TURNS + 1)
        if self.value(statement.condition):
            runtime.too_many_turns()

    def loop(self, turns: Any, body: Any, name: str | None = None) -> None:
        for element in turns:
            if name is not None:
                self.assign(name, element)
            try:
                self.one(body)
            except Leave as leave:
                if leave.how == "break":
                    return
                if leave.how == "return":
                    raise

    def switch(self, statement: nodes.Switch) -> None:
        subject = self.value(statement.subject)
        matched = False
        chosen = None
        for case in statement.cases:
            if case.value is not None and chosen is None:
                matched = matched or runtime.equal(subject, self.value(case.value))
            if matched and case.statements and chosen is None:
                chosen = case
        defaults = [case for case in statement.cases if case.value is None]
        chosen = chosen or next(iter(defaults), None)
        try:
            self.all(chosen.statements if chosen else ())
        except Leave as leave:
            if leave.how != "break":
                raise

    def value(self, expression: Any) -> Any:
        match expression:
            case nodes.Literal(value=value):
                return value
            case nodes.Name(name=name):
                if name in self.vocabulary.variables:
                    return getattr(self.host, name)
                return self.variables.get(name, (None, None))[0]
            case nodes.Member(object=nodes.Name(name=name), name=member) if (
                name in self.vocabulary.constants
            ):
                return self.vocabulary.constants[name][member]
            case nodes.Member(object=nodes.Index() as line, name=name):
                index = runtime.cell_index(self.value(line.index))
                return self.host.files[line.object.name].cell(index, name)
            case nodes.Member(object=owner, name=name):
                found = self.value(owner)
                return getattr(found, name) if found is not False else False
            case nodes.Unary(operator="!", operand=operand):
                return not self.value(operand)
            case nodes.Unary(operator=sign, operand=operand):
                negate = runtime.negative if sign == "-" else runtime.positive
                return negate(self.value(operand))
            case nodes.Binary():
                return self.binary(expression)
            case nodes.Logical(operator=operator, operands=operands):
                stops = operator == "||"
                return any(bool(self.value(one)) is stops for one in operands) is stops
            case nodes.Call():
                return self.call(expression)
        raise AssertionError(expression)

    def binary(self, expression: nodes.Binary) -> object:
        left, right = self.value(expression.left), self.value(expression.right)
        match expression.operator:
            case "==":
                return runtime.equal(left, right)
            case "!=":
                return not runtime.equal(left, right)
            case "+":
                return runtime.add(left, right)
            case "-":
                return runtime.subtract(left, right)
        return runtime.ordered(expression.operator, left, right)

    def call(self, expression: nodes.Call) -> object:
        arguments = [self.value(one) for one in expression.arguments]
        if expression.name in self.functions:
            return self.own(self.functions[expression.name], arguments)
        function = self.vocabulary.functions[expression.name]
        converted = [] if function.pure else [self.host]
        parameters = [*function.parameters]
        parameters += [function.rest] * (len(arguments) - len(parameters))  # type: ignore[list-item]
        for number, parameter in enumerate(parameters):
            if number >= len(arguments):
                assert parameter.default is not REQUIRED
                converted.append(parameter.default)
                continue
            what = f"the argument {parameter.name} of {function.name}"
            found = arguments[number]
            if (
                (isinstance(found, Constant) and found.list_name in parameter.constants)
                or parameter.kind is Kind.ANY
                or (found is None and parameter.nullable)
            ):
                converted.append(found)
            else:
                converted.append(values.CONVERSIONS[parameter.kind](found, what))
        return function.implementation(*converted)

    def own(self, definition: Any, arguments: list[object]) -> object:
        outer, self.called = self.called, Called(self.called.depth + 1)
        for parameter, argument in zip(definition.parameters, arguments, strict=True):
            kind = None if argument is None else values.kind_of(argument)
            self.variables[parameter.name] = (argument, kind)
        try:
            self.one(definition.body)
        except Leave as leave:
            return leave.value
        finally:
            self.end_step()
            self.called = outer
        return None


NAMES = ("a", "b", "c")
LITERALS = (
    '""',
    '"7"',
    '"x"',
    '"-2"',
    "0",
    "1",
    "-3",
    "1.5",
    "0.0",
    "true",
    "false",
    "null",
)
FIELDS = (
    "sipRequest.From",
    "sipRequest.Method",
    "sipRequest.StandardMethod",
    "sipResponse.StatusCode",
    "sipResponse.StatusClass",
    "sipMessage.Stamp",
    "sipMessage.Transaction.Request.Method",
    "sipResponse.Transaction.Request.Method",
    "people[0].who",
    "people[9].rule",
    "StandardMethod.Invite",
    "StandardMethod.NonStandard",
    "StatusClass._2xx",
    "FQDN",
)
LEAVES = st.sampled_from((*NAMES, *NAMES, *LITERALS, *FIELDS))
OBJECTS = st.sampled_from(("sipRequest", "sipResponse", "sipMessage.Transaction"))
NUMBERS = st.sampled_from(("1", "-3", "1.5", "2147483647", "n", 'LengthString("ab")'))
FUNCTIONS = (
    "AsAny",
    "AsText",
    "AsInteger",
    "AsFloat",
    "AsBool",
    "AsNullable",
    "AsHeader",
    "GetUserName",
    "LengthString",
    "Own",
    "Pass",
)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(("==", "!=")), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(("&&", "||")), inner),
        st.builds("({} {} {})".format, LEAVES, st.sampled_from(("<", ">=")), NUMBERS),
        st.builds("({} {} {})".format, NUMBERS, st.sampled_from("+-"), NUMBERS),
        st.builds("({} == null)".format, inner),
        st.builds("!{}".format, inner),
        st.builds("-({})".format, NUMBERS),
        OBJECTS.map("!{}".format),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
        st.builds("Concatenate({}, {})".format, inner, inner),
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=4)
SIMPLE = st.one_of(
    st.builds("{} = {};".format, st.sampled_from(NAMES), EXPRESSIONS),
    st.builds("{} = {};".format, st.sampled_from(NAMES), st.one_of(LEAVES, OBJECTS)),
    st.builds('Log("", 0, AsAny({}));'.format, EXPRESSIONS),
    st.builds(
        "sipMessage.{} = {};".format, st.sampled_from(("Stamp", "Content")), LEAVES
    ),
)
JUMPS = st.sampled_from(("break;", "continue;", "return;", ";", "return c;"))


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map("\n".join)
    name = st.sampled_from(NAMES)
    switch = "switch ({}) {{\ncase {}:\n{}\nbreak;\ncase {}:\n{}\nbreak;\n{}}}"
    default = st.sampled_from(("", "default:\nb = 8;\nbreak;\n"))
    if_ = "if ({}) {{\n{}\n}}"
    foreach = "foreach ({} in {}) {{\n{}\n}}"
    endpoint = 'Log("", 0, dbEndpoint.EPID, dbEndpoint.Instance);'
    each = f"foreach (dbEndpoint in QueryEndpoints({{}})) {{{{\n{endpoint}\n{{}}\n}}}}"
    return st.one_of(
        st.builds(if_.format, EXPRESSIONS, several),
        st.builds(f"{if_} else {{{{\n{{}}\n}}}}".format, LEAVES, several, several),
        st.builds(f"{if_}\nelse {if_}".format, EXPRESSIONS, several, LEAVES, several),
        st.builds(if_.format, EXPRESSIONS, JUMPS),
        st.builds(foreach.format, name, st.just('Split("1,x,3", ",")'), several),
        st.builds(foreach.format, name, LEAVES, several),
        st.builds(each.format, st.sampled_from(('"bob"', '"eve"')), several),
        st.builds("n = 0;\nwhile (n < 3) {{\nn = n + 1;\n{}\n}}".format, several),
        st.builds(
            switch.format, EXPRESSIONS, LEAVES, several, LEAVES, several, default
        ),
    )


STATEMENTS = st.recursive(SIMPLE, blocks, max_leaves=8)
SCRIPTS = st.lists(STATEMENTS, min_size=1, max_size=8).map("\n".join)
PROLOGUE = """
function Own(x) {
if (x) {
return x;
}
x = 5;
return x;
}
function Pass(x) {
foreach (y in Split("p,q", ",")) {
if (x == y) {
return Own(y);
}
}
return AsAny(x);
}
a = "1";
b = GetUserName(sipMessage.To);
n = 0;
"""
EPILOGUE = '\nLog("", 0, AsAny(a), AsAny(b), AsAny(c));'


def outcome(run: Callable[[Any], None], host: Any) -> tuple[list[str], str]:
    """What was logged, and the error that ended the run."""
    try:
        run(host)
    except ScriptError as error:
        return host.logged, error.message
    return host.logged, ""


@pytest.mark.slow
@pytest.mark.parametrize("is_request", [True, False])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=SCRIPTS)
def test_compiled_scripts_do_what_the_tree_says(
    text: str, is_request: bool, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = f"{PROLOGUE}{text}{EPILOGUE}"
    source, files = Source(text), {"people": ("who", "rule")}
    findings = check(source, vocabulary, files=files)
    assume(not any(finding.is_error for finding in findings))
    tree, _ = parse(source)

    expected_host, host, with_lines, with_steps = (
        make_host(is_request) for _ in range(4)
    )
    walker = Walker(tree, expected_host, vocabulary)
    expected = outcome(walker.run_on, expected_host)
    program = Program.compile(source, vocabulary, files=files)
    stepped = record(program, with_steps, variables=described, mark=lambda: None)
    run_recorded = lambda one: program.run_recorded(one, one.lines)  # noqa: E731

    assert outcome(program.run, host) == expected
    assert outcome(run_recorded, with_lines) == expected
    assert (with_steps.logged, message_of(stepped.error)) == expected
    steps = [steps_values(step) for step in stepped.steps]
    assert steps == [tuple(step) for step in walker.steps]
    lines = [source.position(start)[0] for start, _, look, *_ in steps if look < 2]
    assert [*chain.from_iterable(with_lines.lines)] == lines
    if stepped.error is not None:
        broken = [step for step in stepped.steps if step.error]
        assert broken[-1] is stepped.steps[-1]
        assert broken[-1].extent.start == walker.steps[-1][0]


def message_of(error: ScriptError | None) -> str:
    return "" if error is None else error.message


def steps_values(step: Any) -> tuple[Any, ...]:
    return step.extent.start, step.depth, step.look, step.before, step.after
