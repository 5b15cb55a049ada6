"""A run told statement by statement, by either of Python's two means."""

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from mspllab.errors import UsageError
from mspllab.mspl import stepping
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.stepping import Steps, record
from mspllab.mspl.vocabulary import Vocabulary

LOOP = """a = 1;
while (a < 3) {
  a = a + 1;
  if (a == 2) {
    continue;
  } else if (a == 3) {
    a = Twice(a); b = 7;
  }
}
Log("", 0, a);
"""
TWICE = "function Twice(x) {\n  y = x + x;\n  return y;\n}\n"
MEANS = [False] if sys.version_info < (3, 12) else [True]
if sys.version_info[:2] == (3, 12):
    MEANS.append(False)
"""Whether by `sys.monitoring`; only Python 3.12 can do both."""

Record = Callable[..., Steps[Any, Any]]


@pytest.fixture(params=MEANS, ids=["monitoring" if one else "tracing" for one in MEANS])
def steps_of(
    request: pytest.FixtureRequest, vocabulary: Vocabulary, make_host: type[Any]
) -> Record:
    def run(text: str, host: Any = None) -> Steps[Any, Any]:
        host = host or make_host()
        return record(
            Program.compile(Source(text, "step.am"), vocabulary),
            host,
            variables=dict,
            mark=lambda: len(host.logged),
            monitoring=request.param,
        )

    return run


def lines(text: str, steps: Steps[Any, Any]) -> list[int]:
    source = Source(text)
    return [source.position(step.extent.start)[0] for step in steps.steps]


def test_statements_are_told_in_the_order_in_which_they_begin(steps_of: Record) -> None:
    text = TWICE + LOOP
    # From line 5 on; the function's two lines stand behind the line that calls it.
    expected = [5, 6, 7, 8, 9, 6, 7, 8, 10, 11, 2, 3, 11, 6, 14]

    assert lines(text, steps_of(text)) == expected


def test_each_look_of_a_loop_is_a_step_the_last_one_included(steps_of: Record) -> None:
    looks = [step.look for step in steps_of(TWICE + LOOP).steps]

    assert [look for look in looks if look] == [1, 2, 3]


def test_a_loop_without_a_body_is_told_of_as_well(steps_of: Record) -> None:
    text = 'foreach (a in Split("x,y", ",")) ;\nb = 1;'

    found = steps_of(text)

    assert [step.look for step in found.steps] == [1, 2, 3, 0]
    assert [step.after.get("a") for step in found.steps] == ["x", "y", "y", "y"]


def test_variables_before_and_after_are_those_of_the_function_at_work(
    steps_of: Record,
) -> None:
    call, first, second = steps_of(TWICE + "a = 2; a = Twice(a);").steps[1:]

    assert (call.before, call.after) == ({"a": 2}, {"a": 4})
    assert (first.before, first.after) == ({"x": 2}, {"x": 2, "y": 4})
    assert (second.function, second.depth, second.caller) == ("Twice", 1, 1)
    assert (call.function, call.depth, call.caller) == ("", 0, None)


def test_steps_lead_from_one_to_the_next_so_one_can_go_back(steps_of: Record) -> None:
    body = [step for step in steps_of(TWICE + LOOP).steps if step.depth == 0]

    for one, other in pairwise(body):
        assert one.after is other.before
        assert one.mark_after == other.mark_before


def test_marks_tell_what_the_host_came_to(steps_of: Record) -> None:
    first, second = steps_of('a = 1;\nLog("", 0, a);').steps

    assert (first.mark_before, first.mark_after) == (0, 0)
    assert (second.mark_before, second.mark_after) == (0, 1)


def test_what_ends_the_run_has_its_step_and_so_has_who_called_it(
    steps_of: Record,
) -> None:
    text = 'function F(x) {\n  y = 1; return AsInteger(x);\n}\nz = F("a");\nz = 2;'

    found = steps_of(text)

    assert lines(text, found) == [4, 2, 2]
    assert found.error is not None
    assert [step.error for step in found.steps] == [
        found.error.message,
        "",
        found.error.message,
    ]


def test_several_statements_of_a_line_are_steps_of_their_own(steps_of: Record) -> None:
    text = 'a = "ä"; b = "€"; if (a == "ä") { c = b; }'

    shown = [text[s.extent.start : s.extent.end] for s in steps_of(text).steps]

    assert shown[:2] == ['a = "ä";', 'b = "€";']
    assert shown[3] == "c = b;"


def test_a_switch_left_early_tidies_up_without_a_step(steps_of: Record) -> None:
    text = (
        'foreach (a in Split("1,2", ",")) {\n'
        'switch (a) {\ncase "1":\nif (a) {\ncontinue;\n}\nb = 1;\nbreak;\n'
        'case "2":\nif (a) {\nbreak;\n}\nbreak;\n}\n}\nc = 1;\n'
    )

    assert lines(text, steps_of(text)) == [1, 2, 4, 5, 1, 2, 10, 11, 1, 16]


def test_a_long_body_makes_no_difference(steps_of: Record) -> None:
    text = "n = 0;\nwhile (n < 2) {\nn = n + 1;\n" + "a = AsAny(n);\n" * 3000 + "}\n"

    looks = [step.look for step in steps_of(text).steps]

    assert [look for look in looks if look] == [1, 2, 3]


def test_only_so_many_steps_are_kept_and_the_run_goes_on(
    steps_of: Record, make_host: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stepping, "MOST_STEPS", 5)
    host = make_host()

    found = steps_of(TWICE + LOOP, host)

    assert (len(found.steps), found.is_cut, host.logged) == (5, True, ["6"])


def test_another_run_of_the_same_program_is_not_told_of(
    steps_of: Record, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = 'a = AsAny(1);\nLog("", 0, a);'
    host = make_host()
    again = Program.compile(Source(text, "step.am"), vocabulary)

    class Logged(list[str]):
        def append(self, text: str) -> None:
            super().append(text)
            again.run(make_host())

    host.logged = Logged()

    assert lines(text, steps_of(text, host)) == [1, 2]


def test_another_tracer_is_there_again_afterwards(steps_of: Record) -> None:
    def tracer(*_: object) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        steps_of("a = 1;")
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(before)


@pytest.mark.skipif(not hasattr(sys, "monitoring"), reason="came with Python 3.12")
def test_where_all_numbers_are_taken_that_is_said(steps_of: Record) -> None:
    monitoring: Any = getattr(sys, "monitoring")  # noqa: B009
    taken = [one for one in range(6) if monitoring.get_tool(one) is None]
    for one in taken:
        monitoring.use_tool_id(one, "test")
    try:
        with pytest.raises(UsageError, match="free"):
            record(
                Program.compile(Source("a = 1;"), Vocabulary()),
                None,
                variables=dict,
                mark=bool,
            )
    finally:
        for one in taken:
            monitoring.free_tool_id(one)


def test_a_plain_run_runs_the_same_code(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    program = Program.compile(Source(TWICE + LOOP, "plain.am"), vocabulary)
    code = program.code

    record(program, make_host(), variables=dict, mark=bool)

    assert program.code is code
