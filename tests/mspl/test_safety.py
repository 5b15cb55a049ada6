"""A script reaches its host and the vocabulary, and nothing else."""

import ast
import builtins
import dis
from contextlib import suppress
from functools import partial
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mspllab.errors import ScriptError
from mspllab.mspl.checker import check_tree
from mspllab.mspl.compiler import compile_tree, python_module
from mspllab.mspl.compiling.emitter import HELPERS, Emitter
from mspllab.mspl.parser import parse
from mspllab.mspl.program import Program, check
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Constant, Kind, Vocabulary
from tests.mspl.conftest import Host
from tests.mspl.test_compiler import PROLOGUE, SCRIPTS

ENDLESS = """
function Own(x) { while (true) { while (true) { x = x; } } return x; }
function Pass(x) { return Own(x); }
a = 1; b = 2; n = 0;
while (n < 3) { n = n + 1; Pass(n); }
"""

EVERYTHING = """
function Own(x) { if (x) { return Concatenate(x, "!"); } return 1; }
function Pass(x) { return Own(x); }
a = sipRequest.From; a = 5; b = GetUserName(a); c = people[0].who;
foreach (dbEndpoint in QueryEndpoints("bob")) { Log("", 0, dbEndpoint.EPID, Own(b)); }
while (b == null) { b = StandardMethod.Invite; break; }
switch (c) { case "x": if (a) { break; } sipMessage.Stamp = a; break; }
foreach (e in c) { d = -LengthString(e) + 1; }
"""


def tree_of(text: str, vocabulary: Vocabulary, *, is_recorded: bool) -> ast.Module:
    source = Source(text)
    settings = Settings(declared_files=(("people", ("who", "rule")),))
    checked = check_tree(parse(source)[0], source, vocabulary, settings)
    assert not [one for one in checked.findings if one.is_error]
    emit = Emitter(source, checked.types, is_strict=False, is_recorded=is_recorded)
    return python_module(checked, emit)


@pytest.mark.parametrize("is_recorded", [False, True])
def test_only_fields_of_the_class_tables_are_read(
    is_recorded: bool, vocabulary: Vocabulary
) -> None:
    known = {
        "files",
        "cell",
        *vocabulary.variables,
        *(["append"] if is_recorded else []),
    }
    for fields in vocabulary.classes.values():
        known.update(fields)

    module = tree_of(EVERYTHING, vocabulary, is_recorded=is_recorded)

    used = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    assert used <= known


@pytest.mark.parametrize("is_recorded", [False, True])
def test_no_name_of_a_script_is_a_name_of_ours(
    is_recorded: bool, vocabulary: Vocabulary
) -> None:
    module = tree_of(EVERYTHING, vocabulary, is_recorded=is_recorded)

    names = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    own = {name for name in names if name.startswith(("v_", "k_")) or name == "Own()"}
    assert all(name.startswith(".") for name in names - own)


def test_a_program_sees_no_builtins(vocabulary: Vocabulary) -> None:
    program = Program.compile(Source("x = 1;"), vocabulary)

    assert program.code
    run = program.run
    assert isinstance(run, FunctionType)
    assert run.__builtins__ == {}
    assert set(run.__globals__["__builtins__"]) == set()


def test_its_globals_are_helpers_kinds_and_what_it_calls(
    vocabulary: Vocabulary,
) -> None:
    text = 'x = LengthString("a"); Log("", 0, x);'
    program = Program.compile(Source(text), vocabulary)

    assert program.code
    run = program.run
    assert isinstance(run, FunctionType)
    found = [one for one in run.__globals__.values() if callable(one)]
    allowed = {*HELPERS, *Kind}
    others = [one for one in found if one not in allowed]
    assert {one.__name__ for one in others if isinstance(one, FunctionType)} == {
        "<lambda>",
        "log",
    }


@pytest.mark.slow
def test_generated_programs_reach_nothing_but_their_host(
    vocabulary: Vocabulary,
) -> None:
    """Every instruction of many programs: what it loads by name is on the list."""
    fields = {"files", "cell", "append", *vocabulary.variables}
    for several in vocabulary.classes.values():
        fields.update(several)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text=SCRIPTS, extra=st.sampled_from((PROLOGUE, EVERYTHING, ENDLESS)))
    def audit(text: str, extra: str) -> None:
        source = Source(f"{extra}{text}")
        options: Any = {"files": {"people": ("who", "rule")}}
        findings = check(source, vocabulary, **options)
        assume(not any(finding.is_error for finding in findings))
        program = Program.compile(source, vocabulary, **options)
        assert program.codes
        with suppress(ScriptError):
            program.run_recorded(Host(), [])
        for run in (program.run, program.run_recorded):
            assert isinstance(run, FunctionType)
            audit_globals(run.__globals__, vocabulary)
            for function in run.__globals__.values():
                if isinstance(function, FunctionType) and function.__globals__ is (
                    run.__globals__
                ):
                    audit_code(function.__code__, fields, run.__globals__)
            audit_code(run.__code__, fields, run.__globals__)

    audit()


def audit_globals(found: dict[str, Any], vocabulary: Vocabulary) -> None:
    """Nothing but the compiler's helpers and what the vocabulary has."""
    offered = {function.implementation for function in vocabulary.functions.values()}
    for name, value in found.items():
        if isinstance(value, FunctionType) and value.__globals__ is found:
            assert name.endswith("()"), "a function of the script's own"
        elif name != "__builtins__":
            assert name.startswith("."), name
            is_plain = isinstance(value, Constant | Kind | range | tuple)
            is_ours = value in (*HELPERS, ScriptError) or isinstance(value, partial)
            assert is_plain or is_ours or value in offered, name


def audit_code(code: CodeType, fields: set[str], globals_: dict[str, Any]) -> None:
    """Attributes are fields of the tables, globals are there, nothing is imported."""
    assert all(not isinstance(const, CodeType) for const in code.co_consts)
    for instruction in dis.get_instructions(code):
        name, operation = instruction.argval, instruction.opname
        if operation in ("LOAD_GLOBAL", "LOAD_NAME"):
            assert name in globals_ and name not in dir(builtins)
        elif operation.endswith(("_ATTR", "_METHOD")):
            assert name in fields, name
        elif "FAST" in operation:
            names = name if isinstance(name, tuple) else (name,)
            assert all(one.startswith((".", "v_", "k_")) for one in names), names
        else:
            words = ("IMPORT", "DELETE_GLOBAL", "DELETE_ATTR", "STORE_GLOBAL")
            assert not operation.startswith(words), operation
            assert not operation.endswith(("_DEREF", "BUILD_CLASS")), operation


@pytest.mark.parametrize(
    "text",
    [
        "function __class__(v_x) { return v_x; } v_x = __class__(1); k_x = v_x;",
        'x = 1; x = "1"; k_x = 2; v_x = 3; t1 = 4; host = 5; meter = 6; turn = 7;',
        "function pay(script) { return script; } script = pay(1); lines = script;",
    ],
)
def test_names_like_those_of_the_compiler_are_ordinary_names(
    text: str, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    program = Program.compile(Source(text), vocabulary)

    program.run(make_host())
    program.run_recorded(make_host(), [])


def test_texts_of_errors_show_nothing_of_python(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    for value in ("sipMessage", "sipRequest.Transaction", 'Split("a", ",")', "null"):
        with pytest.raises(ScriptError) as caught:
            program = Program.compile(Source(f"x = AsText({value});"), vocabulary)
            program.run(make_host())
        shown = caught.value.message
        assert not any(word in shown for word in ("object at", "<", "__", "Python"))


@pytest.mark.parametrize(
    "name",
    ["__class__", "__init__", "__globals__", "_carrier", "lines", "logged", "files"],
)
def test_attributes_outside_the_tables_are_refused(
    name: str, vocabulary: Vocabulary
) -> None:
    for owner in ("sipMessage", "sipMessage.Transaction", '"text"', "StandardMethod"):
        findings = check(Source(f"x = {owner}.{name};"), vocabulary)

        assert any(finding.is_error for finding in findings), owner


@pytest.mark.parametrize(
    "name",
    [
        "__import__",
        "open",
        "eval",
        "print",
        "None",
        "self",
        "class",
        "lambda",
        "__debug__",
    ],
)
def test_python_words_are_ordinary_names(
    name: str, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = f'function {name}2() {{ return 1; }} {name} = {name}2(); Log("", 0, {name});'
    host = make_host()

    Program.compile(Source(text), vocabulary).run(host)

    assert host.logged == ["1"]
    assert check(Source(f"x = {name}(1);"), vocabulary)[0].code == "MSPL201"


def test_values_of_two_runs_never_meet(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    program = Program.compile(
        Source('if (sipRequest) { x = 1; } Log("", 0, AsAny(x));'), vocabulary
    )
    first, second = make_host(is_request=True), make_host(is_request=False)

    program.run(first)
    program.run(second)

    assert (first.logged, second.logged) == (["int:1"], ["NoneType:None"])


def test_the_compiled_function_says_whose_it_is(vocabulary: Vocabulary) -> None:
    source = Source("x = 1;", "own.am")
    checked = check_tree(parse(source)[0], source, vocabulary, Settings())

    run = compile_tree(checked, source, is_strict=False, is_recorded=False)

    assert (run.__code__.co_filename, run.__name__) == ("own.am", "script")
