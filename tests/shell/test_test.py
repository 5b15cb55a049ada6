"""`test`: the summary, as text and as data."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from mspllab.shell import test as verb
from mspllab.shell.setup.progress import Progress
from mspllab.shell.testing.check_run import Bench, Outcome
from mspllab.shell.testing.checks import Check
from mspllab.shell.testing.tally import Tally, of_tool

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


def test_what_was_done_before_a_stop_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> Iterator[Outcome]:
        yield FAILED
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "run_all", stopped)
    checks = [Check(name, (), of_tool) for name in ("tests", "lint")]
    bench = Bench(Path("python"), tmp_path, {})
    outcomes = verb._run(checks, bench, Progress(tmp_path / "log", io.StringIO()))
    assert [one.name for one in outcomes] == ["tests", "lint"]
    assert outcomes[1].left_out == "it was stopped"
