"""Programs: compiled once, run safely, errors with their place."""

import copy
import sys
import traceback
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mspllab.errors import MsplCheckError, MsplSyntaxError, ScriptError
from mspllab.mspl.program import Program, check
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Applies, Vocabulary

PIECES = st.sampled_from(
    [
        *(
            '"a"',
            '"\\u12',
            "x",
            "1",
            "2.",
            "0x",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ";",
            ",",
        ),
        *(
            "=",
            "==",
            "!",
            "&&",
            "&",
            "*",
            "-",
            ".",
            ":",
            "/*",
            "*/",
            "//",
            "\n",
            " ",
            "'",
        ),
        *("if", "else", "while", "foreach", "in", "switch", "case", "default", "break"),
        *("function", "return", "continue", "true", "null", "sipRequest", "Log", "ä"),
        *("people", "StandardMethod", "QueryEndpoints", "dbEndpoint", "for", "“", "\0"),
    ]
)


def compiled(text: str, vocabulary: Vocabulary, **options: Any) -> Program:
    return Program.compile(Source(text, "app.am"), vocabulary, **options)


def error_of(text: str, vocabulary: Vocabulary, host: Any) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        compiled(text, vocabulary).run(host)
    return caught.value


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=30))
def test_nothing_that_can_be_written_makes_the_checker_fail(pieces: list[str]) -> None:
    check(Source(" ".join(pieces)), Vocabulary())
    check(Source("".join(pieces)), Vocabulary())


@settings(deadline=None)
@given(st.text())
def test_no_text_at_all_makes_the_checker_fail(text: str) -> None:
    check(Source(text), Vocabulary())


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000,
        "x = " + "(" * 2000 + "1" + ")" * 2000 + ";",
        "{" * 2000 + "}" * 2000,
        "x = " + "!" * 2000 + "1;",
        "x = " + "-" * 2000 + "1;",
        "x = 1" + " + 1" * 2000 + ";",
        "x = 1" + " == 1" * 2000 + ";",
        "x = a" + ".b" * 2000 + ";",
        "x = people" + "[0]" * 2000 + ";",
        "x = " + "Concatenate(" * 2000 + ")" * 2000 + ";",
        "if (1) " * 2000 + ";",
        "while (1) " * 2000 + ";",
        "while (1) { " * 20 + "}" * 20,
        "switch (1) { case 1: " * 20 + "break; }" * 20,
        "".join(f"function F{n}() {{ F{n + 1}(); }}" for n in range(500))
        + "function F500() { } F0();",
    ],
    ids=lambda text: text[:24],
)
def test_what_is_nested_too_deeply_is_a_finding(
    text: str, vocabulary: Vocabulary
) -> None:
    findings = check(Source(text), vocabulary)

    assert any(finding.code in ("MSPL115", "MSPL106") for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 35 + "1" + ")" * 35 + ";",
        "{" * 38 + "}" * 38,
        "x = 1" + " + 1" * 50 + ";",
        "while (false) { " * 12 + "}" * 12,
        "if (0) { }" + " else if (0) { }" * 3000 + ' else { ProxyRequest(""); }',
        "switch (7) {" + "case 1: break;" * 3000 + "}",
        "x = " + " && ".join(["1"] * 3000) + ";",
        "x = Concatenate(" + ", ".join(['"a"'] * 3000) + ");",
        "x = 1;" * 3000,
    ],
    ids=lambda text: text[:24],
)
def test_what_is_merely_long_compiles_and_runs(
    text: str, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    program = compiled(text, vocabulary)
    program.run(make_host())
    program.run_recorded(make_host(), [])


def test_a_text_of_a_megabyte_is_no_trouble(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    host = make_host()

    compiled(f'Log("", 0, "{"x" * 1_000_000}");', vocabulary).run(host)

    assert len(host.logged[0]) == 1_000_000


def test_the_same_script_is_compiled_once(vocabulary: Vocabulary) -> None:
    text = 'Log("", 0, "once");'

    assert compiled(text, vocabulary) is compiled(text, vocabulary)
    assert compiled(text, vocabulary) is not compiled(text, vocabulary, strict=True)


def test_a_copied_world_shares_its_programs(vocabulary: Vocabulary) -> None:
    program = compiled("return;", vocabulary)

    assert copy.deepcopy([program])[0] is program


def test_all_syntax_errors_are_raised_together(vocabulary: Vocabulary) -> None:
    with pytest.raises(MsplSyntaxError) as caught:
        compiled("x = ;\ny = 3 * 4;\n", vocabulary)

    assert [finding.place.line for finding in caught.value.findings] == [1, 2]
    assert "app.am:1:5: error MSPL108: expected a value, found ;" in str(caught.value)


def test_what_the_checker_finds_is_raised_with_the_warnings(
    vocabulary: Vocabulary,
) -> None:
    with pytest.raises(MsplCheckError) as caught:
        compiled("x = y;\n1;\n", vocabulary)

    assert [finding.code for finding in caught.value.findings] == ["MSPL202", "MSPL405"]


def test_warnings_do_not_keep_a_program_from_running(vocabulary: Vocabulary) -> None:
    assert [one.code for one in compiled("1;", vocabulary).findings] == ["MSPL405"]


def test_a_run_time_error_knows_its_place_in_the_manifest(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    source = Source("\n  x = AsText(null);", "app.am", first_line=10, first_column=3)

    with pytest.raises(ScriptError) as caught:
        Program.compile(source, vocabulary).run(make_host())

    place = caught.value.place
    assert place is not None
    assert (str(place), place.text) == ("app.am:11:14", "  x = AsText(null);")
    assert str(caught.value).endswith("^~~~")


def test_an_error_in_a_function_is_placed_in_the_function(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = 'function F(x) {\n  return AsInteger(x);\n}\ny = F("a");'

    error = error_of(text, vocabulary, make_host())

    assert error.place is not None and error.place.line == 2


def test_columns_count_characters_even_where_those_are_several_bytes(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    error = error_of('a = "äöü€😀"; x = AsInteger(a);', vocabulary, make_host())

    assert error.place is not None
    assert error.place.column == 28
    assert error.place.excerpt().endswith("| " + " " * 27 + "^")


def test_an_ordinary_traceback_quotes_the_script(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    error = error_of("y = 1;\nx = AsText(null);\n", vocabulary, make_host())

    shown = "".join(traceback.format_exception(error))
    assert 'File "app.am", line 2, in script\n    x = AsText(null);' in shown


def test_tracing_sees_the_lines_of_the_script(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = 'x = 1;\nif (x) {\n  y = 2;\n} else {\n  y = 3;\n}\nLog("", 0, y);\n'
    program, seen = compiled(text, vocabulary), []

    def trace(frame: Any, event: str, argument: object) -> Any:
        if event == "line" and frame.f_code.co_filename == "app.am":
            seen.append(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        program.run(make_host())
    finally:
        sys.settrace(before)

    assert [line for line in dict.fromkeys(seen) if line > 1] == [2, 3, 7]


def test_each_statement_is_recorded_before_it_runs(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = (
        "i = 0;\n"
        "while (i < 2) {\n"
        "  i = i + 1;\n"
        "  if (i == 1) {\n"
        "    continue;\n"
        "  } else if (i == 2) {\n"
        "    x = AsText(null);\n"
        "  }\n"
        "}\n"
    )
    program, noted = compiled(text, vocabulary), list[tuple[int, ...]]()

    with pytest.raises(ScriptError):
        program.run_recorded(make_host(), noted)

    lines = [*chain.from_iterable(noted)]
    assert lines == [1, 2, 3, 4, 5, 3, 4, 6, 7]
    assert set(lines) <= set(program.body_lines)
    assert program.body_lines == (1, 2, 3, 4, 5, 6, 7)


def test_a_switch_is_recorded_with_its_break(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = "switch (2) {\ncase 1:\n  x = 1;\n  break;\ncase 2:\n  x = 2;\n  break;\n}\n"
    noted = list[tuple[int, ...]]()

    compiled(text, vocabulary).run_recorded(make_host(), noted)

    assert [*chain.from_iterable(noted)] == [1, 6, 7]


def test_branches_are_noted_each_for_itself(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = (
        "if (sipRequest) {\n  a = 1;\n} else {\n  a = 2;\n}\n"
        "switch (a) {\ncase 1:\n  b = 1;\n  break;\ncase 2:\n  b = 2;\n  break;\n}\n"
    )
    noted = list[tuple[int, ...]]()

    compiled(text, vocabulary).run_recorded(make_host(), noted)

    assert [*chain.from_iterable(noted)] == [1, 2, 6, 8, 9]


def test_statements_that_follow_each_other_are_noted_together(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = (
        "function F(x) {\n  return x;\n}\n"
        "a = 1;\nb = F(a);\nc = 2;\nif (c) {\n  d = 3;\n}\ne = 4;\n"
    )
    noted = list[tuple[int, ...]]()

    compiled(text, vocabulary).run_recorded(make_host(), noted)

    assert noted == [(4, 5), (2,), (6, 7), (8,), (10,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1;\nb = AsText(null);\nc = 2;\nd = 3;", [1, 2]),
        ("a = 1; b = AsText(null); c = 2;\nd = 3;", [1, 1]),
        ("a = null;\nif (AsBool(AsText(a))) { }\nc = 2;", [1, 2]),
        (
            "a = null;\nif (0) {\n  b = 1;\n  c = 1;\n} else if (AsText(a)) { }",
            [1, 2, 5],
        ),
        (
            "switch (1) {\ncase 2:\n  b = 1;\n  c = 1;\n  break;\n"
            'case "x":\n  break;\n}',
            [1],
        ),
        (
            "function F(x) {\n  y = 1;\n  z = AsText(x);\n  y = 2;\n}\n"
            "a = 1;\nF(null);\nb = 1;",
            [6, 7, 2, 3],
        ),
    ],
)
def test_what_did_not_run_before_an_error_is_taken_out_again(
    text: str, expected: list[int], vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    noted = list[tuple[int, ...]]()

    with pytest.raises(ScriptError):
        compiled(text, vocabulary).run_recorded(make_host(), noted)

    assert [*chain.from_iterable(noted)] == expected


def test_what_the_manifest_lets_in_is_taken_into_account(
    vocabulary: Vocabulary,
) -> None:
    text = 'ProxyRequest("");'

    assert [one.code for one in compiled(text, vocabulary).findings] == ["MSPL401"]
    assert not compiled(text, vocabulary, applies=Applies.REQUEST).findings
