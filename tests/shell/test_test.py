"""`test`: the summary, as text and as data."""

from mspllab.shell import test as verb
from mspllab.shell.testing.check_run import Outcome
from mspllab.shell.testing.tally import Tally

FAILED = Outcome("tests", Tally(3, 1, 1, ("a.py::test_it",), ("b.py: no git",)), 1.25)
LEFT_OUT = Outcome("notebooks", Tally(), 0.0, "--quick leaves them out")
TOTAL = Tally(3, 1, 1)


def test_the_count_stands_alone_on_the_last_line() -> None:
    lines = list(verb.summary([FAILED, LEFT_OUT], TOTAL, "build/test.log"))
    assert lines[-1] == "3 passed, 1 failed, 1 skipped"


def test_everything_skipped_is_named_with_its_reason() -> None:
    lines = list(verb.summary([FAILED, LEFT_OUT], TOTAL, "build/test.log"))
    assert "skipped  tests: b.py: no git" in lines
    assert "skipped  notebooks: --quick leaves them out" in lines
    assert "failed   tests: a.py::test_it" in lines


def test_a_flood_of_failures_is_cut_and_counted() -> None:
    flood = Outcome("tests", Tally(failed=40, failures=("x",) * 40), 1.0)
    lines = list(verb.summary([flood], flood.tally, "build/test.log"))
    assert "failed   tests: and 15 more" in lines


def test_programs_get_the_same_as_data() -> None:
    document = verb.document([FAILED, LEFT_OUT], TOTAL)
    assert (document["passed"], document["failed"], document["skipped"]) == (3, 1, 1)
    checks = document["checks"]
    assert isinstance(checks, list)
    assert checks[0]["seconds"] == 1.2
    assert checks[1]["left_out"] == "--quick leaves them out"
