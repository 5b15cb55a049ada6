"""What runs reached of a script, told from the lines they left behind."""

from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import lark
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mspllab.errors import ScriptError
from mspllab.mspl import stepping
from mspllab.mspl.coverage import Course, Coverage, cover
from mspllab.mspl.locating import Lines
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Vocabulary

GRAMMAR = (Path(__file__).parent / "mspl.lark").read_text("utf-8")
ORACLE = lark.Lark(GRAMMAR, start="script", parser="lalr", maybe_placeholders=True)
Covering = Callable[..., Coverage]


@pytest.fixture
def covered(vocabulary: Vocabulary, make_host: type[Any]) -> Covering:
    def run(text: str, *, recorded: bool = False, runs: int = 1) -> Coverage:
        program = Program.compile(Source(text), vocabulary)
        course = course_of_steps if recorded else course_of_lines
        return cover(program, [course(program, make_host()) for _ in range(runs)])

    return run


def course_of_lines(program: Program, host: Any) -> Course:
    noted: Lines = []
    error_line = None
    try:
        program.run_recorded(host, noted)
    except ScriptError as error:
        assert error.place is not None
        error_line = error.place.line
    return Course(tuple(chain.from_iterable(noted)), error_line=error_line)


def course_of_steps(program: Program, host: Any) -> Course:
    ran = stepping.record(program, host, variables=dict, mark=bool)
    position = program.source.position
    marks = tuple(position(s.extent.start) for s in ran.steps if s.look <= 1)
    place = ran.error.place if ran.error else None
    line = place.line if place else None
    return Course(tuple(line for line, _ in marks), marks, line)


def outcomes(coverage: Coverage) -> list[dict[str, int]]:
    return [dict(choice.outcomes) for choice in coverage.choices]


def test_a_line_is_counted_as_often_as_it_ran_and_also_where_it_never_did(
    covered: Covering,
) -> None:
    text = "a = 1;\nif (a == 2) {\n  a = 3;\n}\n"

    assert covered(text, runs=3).lines == {1: 3, 2: 3, 3: 0}


def test_a_condition_comes_out_true_or_false(covered: Covering) -> None:
    text = "a = 0;\nwhile (a < 3) {\n  a = a + 1;\n  if (a == 2) {\n    b = 1;\n  }\n}"

    loop, test = covered(text).choices

    assert (loop.kind, loop.outcomes) == ("while", (("true", 3), ("false", 1)))
    assert (test.kind, test.outcomes) == ("if", (("true", 1), ("false", 2)))
    assert (test.line, test.column) == (4, 3)


def test_each_else_if_is_a_choice_that_comes_up_when_those_before_were_false(
    covered: Covering,
) -> None:
    text = (
        'foreach (a in Split("1,2,3,3", ",")) {\n'
        '  if (a == "1") {\n    b = 1;\n  } else if (a == "2") {\n    b = 2;\n'
        "  } else {\n    b = 3;\n  }\n}"
    )

    assert outcomes(covered(text)) == [
        {"some": 1, "none": 0},
        {"true": 1, "false": 3},
        {"true": 1, "false": 2},
    ]


def test_cases_are_told_apart_those_that_share_a_branch_count_as_one(
    covered: Covering,
) -> None:
    text = (
        'foreach (a in Split("1,2,2,3,9", ",")) {\n  switch (a) {\n'
        '    case "1":\n      b = 1;\n      break;\n'
        '    case "2":\n    case "3":\n      b = 2;\n      break;\n'
        '    case "4":\n      b = 4;\n      break;\n  }\n}'
    )

    assert outcomes(covered(text))[1] == {
        'case "1"': 1,
        'case "2", "3"': 3,
        'case "4"': 0,
        "no case": 1,
    }


def test_a_default_takes_what_no_case_does(covered: Covering) -> None:
    text = (
        'switch ("x") {\n  case "1":\n    b = 1;\n    break;\n'
        "  default:\n    b = 2;\n    break;\n}"
    )

    assert outcomes(covered(text)) == [{'case "1"': 0, "default": 1}]


def test_what_is_gone_over_may_be_empty(covered: Covering) -> None:
    text = 'foreach (dbEndpoint in QueryEndpoints("eve", true)) {\n  b = 1;\n}'

    assert outcomes(covered(text)) == [{"some": 0, "none": 1}]


def test_a_function_is_followed_into_wherever_it_is_called_and_however_often(
    covered: Covering,
) -> None:
    text = (
        "function Odd(n) {\n  if (n == 1) {\n    return true;\n  }\n"
        "  return false;\n}\n"
        "if (Odd(2) || Odd(3) || Odd(1)) {\n  a = 1;\n}\nb = 2;"
    )

    assert outcomes(covered(text)) == [
        {"true": 1, "false": 2},
        {"true": 1, "false": 0},
    ]


def test_what_an_error_interrupts_comes_out_in_no_way(covered: Covering) -> None:
    text = (
        "function Bad(n) {\n  if (n == 1) {\n    a = 1;\n  }\n"
        '  return AsInteger("x");\n}\n'
        "if (Bad(2) == 1) {\n  b = 1;\n}"
    )

    assert outcomes(covered(text)) == [
        {"true": 0, "false": 1},
        {"true": 0, "false": 0},
    ]


def test_what_returned_before_the_error_came_out_as_it_did(covered: Covering) -> None:
    text = (
        "function Fine(n) {\n  if (n == 1) {\n    a = 1;\n  }\n}\n"
        'Fine(2);\nb = AsInteger("x");\nif (b == 1) {\n  c = 1;\n}'
    )

    assert outcomes(covered(text))[0] == {"true": 0, "false": 1}


def test_statements_on_one_line_are_told_apart_where_only_one_way_fits(
    covered: Covering,
) -> None:
    text = "a = 1;\nif (a == 1) a = 2;\nif (a == 1) a = 3;\nb = 1;"

    first, second = covered(text).choices

    assert first.is_clear and second.is_clear
    assert (first.outcomes[0][1], second.outcomes[0][1]) == (1, 0)


def test_what_lines_cannot_tell_is_said_and_told_by_a_recorded_run(
    covered: Covering,
) -> None:
    text = "a = 1;\nif (a == 1) b = 2; else b = 3;\nif (a == 1) {\n  c = 1;\n}"

    blurred, clear = covered(text).choices
    sharp, _ = covered(text, recorded=True).choices

    assert (blurred.is_clear, clear.is_clear) == (False, True)
    assert (sharp.is_clear, sharp.outcomes) == (True, (("true", 1), ("false", 0)))


def test_a_branch_without_a_statement_leaves_no_mark(covered: Covering) -> None:
    for recorded in (False, True):
        (choice,) = covered("a = 1;\nif (a == 1) {\n}", recorded=recorded).choices
        assert not choice.is_clear


@pytest.mark.parametrize("recorded", [False, True])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if (true) { a = 1; }\nb = 1;", (("true", 1), ("false", 0))),
        ("if (false) { a = 1; }\nb = 1;", (("true", 0), ("false", 1))),
        ("while (true) {\n  break;\n}\nb = 1;", (("true", 1), ("false", 0))),
        ("while (true) { a = 1; break; }\nb = 1;", (("true", 1), ("false", 0))),
    ],
)
def test_conditions_that_never_change_are_followed_too(
    covered: Covering, text: str, expected: object, recorded: bool
) -> None:
    (choice,) = covered(text, recorded=recorded).choices

    assert (choice.is_clear, choice.outcomes) == (True, expected)


def test_more_ways_than_anybody_follows_leave_the_run_untold(
    covered: Covering,
) -> None:
    text = "a = 1; " + "if (a == 1) { b = 1; b = 2; } " * 200

    assert not any(choice.is_clear for choice in covered(text).choices)


def test_no_run_reaches_nothing(covered: Covering) -> None:
    found = covered("a = 1;\nif (a == 1) {\n  b = 1;\n}", runs=0)

    assert (found.runs, set(found.lines.values())) == (0, {0})
    assert found.choices[0].times == 0


# --- made programs --------------------------------------------------------------------


class Writer:
    """Writes a program whose every branch logs that it was taken."""

    def __init__(self, draw: Callable[..., Any], gap: str) -> None:
        self._draw = draw
        self._gap = gap
        self._choices = 0

    def script(self) -> str:
        called = self.block(2, "x", is_loop=False)
        function = f"function F(x) {{{self._gap}{called} return x;{self._gap}}}\n"
        return f"{function}a = 0;\nb = 0;\n{self.block(3, 'a', is_loop=False)}"

    def block(self, depth: int, name: str, *, is_loop: bool) -> str:
        count = self._draw(st.integers(1, 3))
        parts = [self.statement(depth, name, is_loop) for _ in range(count)]
        return self._gap.join(parts)

    def statement(self, depth: int, name: str, is_loop: bool) -> str:
        kinds = (
            ["add", "call"] if depth == 0 else ["add", "call", "if", "each", "switch"]
        )
        kinds += ["if-jump"] if is_loop else []
        kind = self._draw(st.sampled_from(kinds))
        if kind == "add":
            return f"{name} = {name} + 1;"
        if kind == "call":
            return f"{name} = F({name});" if name == "a" else f"y = {name};"
        return getattr(self, f"_{kind.partition('-')[0]}")(depth, name, kind, is_loop)

    def _test(self, name: str) -> str:
        number = self._draw(st.integers(0, 4))
        call = f" || F({name}) == {number}" if name == "a" and number % 2 else ""
        return f"{name} < {number}{call}"

    def _arm(self, choice: int, outcome: str, inner: str) -> str:
        log = f'Log("", false, "{choice}", "{outcome}");'
        return f"{{{self._gap}{log}{self._gap}{inner}{self._gap}}}"

    def _if(self, depth: int, name: str, kind: str, is_loop: bool) -> str:
        number = self._number()
        jump = self._draw(st.sampled_from(["break;", "continue;"]))
        ends = kind == "if-jump"
        inner = jump if ends else self.block(depth - 1, name, is_loop=is_loop)
        text = f"if ({self._test(name)}) {self._arm(number, 'true', inner)}"
        if self._draw(st.booleans()):
            other = self.block(max(depth - 1, 0), name, is_loop=is_loop)
            text += f" else {self._arm(number, 'false', other)}"
        return text

    def _each(self, depth: int, name: str, kind: str, is_loop: bool) -> str:
        number = self._number()
        user = self._draw(st.sampled_from(["bob", "eve"]))
        inner = self.block(depth - 1, name, is_loop=True)
        body = self._arm(number, "turn", inner)
        return f'foreach (dbEndpoint in QueryEndpoints("{user}", true)) {body}'

    def _switch(self, depth: int, name: str, kind: str, is_loop: bool) -> str:
        number = self._number()
        inner = self.block(depth - 1, name, is_loop=False)
        log = f'Log("", false, "{number}", "case 1");'
        body = f"case 1:{self._gap}{log}{self._gap}{inner}{self._gap}break;"
        return f"switch ({name}) {{{self._gap}{body}{self._gap}}}"

    def _number(self) -> int:
        self._choices += 1
        return self._choices - 1


@st.composite
def programs(draw: Callable[..., Any], gap: str) -> str:
    return Writer(draw, gap).script()


def logged(host: Any) -> Counter[tuple[int, str]]:
    pairs = (text.split("|") for text in host.logged)
    return Counter((int(number), outcome) for number, outcome in pairs)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs("\n"))
def test_lines_alone_tell_every_choice_of_a_script_with_a_line_to_a_statement(
    vocabulary: Vocabulary, make_host: type[Any], text: str
) -> None:
    ORACLE.parse(text)
    program, host = Program.compile(Source(text), vocabulary), make_host()
    course = course_of_lines(program, host)

    found = cover(program, [course])

    assert found.lines == {n: course.lines.count(n) for n in program.body_lines}
    said = logged(host)
    for number, choice in enumerate(found.choices):
        assert choice.is_clear
        assert choice.times == found.lines[choice.line]
        for name, times in choice.outcomes:
            if name in ("true", "case 1"):
                assert times == said[number, name]


@pytest.mark.parametrize("course", [course_of_lines, course_of_steps])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(" "))
def test_of_a_script_on_few_lines_what_is_told_is_true(
    vocabulary: Vocabulary,
    make_host: type[Any],
    course: Callable[[Program, Any], Course],
    text: str,
) -> None:
    program, host = Program.compile(Source(text), vocabulary), make_host()

    found = cover(program, [course(program, host)])

    said = logged(host)
    for number, choice in enumerate(found.choices):
        assert choice.is_clear or course is course_of_lines
        for name, times in choice.outcomes:
            if choice.is_clear and name in ("true", "case 1"):
                assert times == said[number, name]
