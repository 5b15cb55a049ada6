"""A script reaches its host and the vocabulary, and nothing else."""

import ast
from types import FunctionType
from typing import Any

import pytest

from mspllab.mspl.checker import check_tree
from mspllab.mspl.compiler import compile_tree, python_module
from mspllab.mspl.compiling.emitter import HELPERS, Emitter
from mspllab.mspl.parser import parse
from mspllab.mspl.program import Program, check
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Kind, Vocabulary

EVERYTHING = """
function Own(x) { if (x) { return Concatenate(x, "!"); } return 1; }
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
