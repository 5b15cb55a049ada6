"""Which line of a script is running."""

from typing import Any

from mspllab.mspl.locating import running_line
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Function, Kind, Parameter, Vocabulary


def test_no_line_runs_outside_a_script() -> None:
    assert running_line() == 0


def test_the_line_is_that_of_the_call_even_behind_functions(
    make_host: type[Any],
) -> None:
    seen: list[int] = []

    def mark(value: object) -> None:
        seen.append(running_line())

    function = Function(
        "Mark", (Parameter("v", Kind.ANY),), Kind.VOID, mark, "", pure=True
    )
    text = "function F(x) {\n  Mark(x);\n  return 1;\n}\nMark(0);\nMark(F(2));\n"
    program = Program.compile(
        Source(text, first_line=10), Vocabulary({"Mark": function})
    )

    program.run(make_host())
    program.run_recorded(make_host(), [])

    assert seen == [14, 11, 15] * 2
