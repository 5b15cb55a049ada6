"""Checks side by side."""

import io
import os
import sys
from pathlib import Path

import pytest

from mspllab.shell.setup.progress import Progress
from mspllab.shell.testing import checks as checks_module
from mspllab.shell.testing.check_run import Bench, run_all
from mspllab.shell.testing.checks import Check, all_checks
from mspllab.shell.testing.tally import Tally, of_pytest, of_tool

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "fine.py").write_text("print('fine')\n", encoding="utf-8")
    (tmp_path / "wrong.py").write_text("raise SystemExit('no')\n", encoding="utf-8")
    return Bench(Path(sys.executable), tmp_path, os.environ)


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(tmp_path / "build" / "test.log", io.StringIO())


def test_each_check_comes_with_what_all_its_commands_came_to(
    bench: Bench, progress: Progress
) -> None:
    checks = [
        Check("good", (("fine",), ("fine",)), of_tool),
        Check("bad", (("fine",), ("wrong",)), of_tool),
    ]
    tallies = {one.name: one.tally for one in run_all(checks, bench, progress)}
    assert tallies["good"] == Tally(passed=2)
    assert tallies["bad"] == Tally(1, 1, failures=("no",))


def test_what_is_left_out_is_told_with_its_reason(
    bench: Bench, progress: Progress
) -> None:
    checks = [
        Check("slow", (("wrong",),), of_tool, left_out="--quick"),
        Check("nothing", (), of_pytest),
    ]
    outcomes = list(run_all(checks, bench, progress))
    assert [one.left_out for one in outcomes] == ["--quick", "there are none"]


def test_everything_that_was_said_is_in_the_log(
    bench: Bench, progress: Progress
) -> None:
    list(run_all([Check("bad", (("wrong",),), of_tool)], bench, progress))
    log = progress.log.read_text("utf-8")
    assert "$ python -m wrong" in log
    assert "no\n" in log


def test_every_test_file_of_the_project_belongs_to_exactly_one_command() -> None:
    checks = {check.name: check for check in all_checks(ROOT, quick=False)}
    named = [
        word
        for name in ("tests", "golden flows", "browser")
        for command in checks[name].commands
        for word in command
        if word.startswith("tests/")
    ]
    for path in (ROOT / "tests").rglob("test_*.py"):
        name = path.relative_to(ROOT).as_posix()
        assert sum(f"{name}/".startswith(f"{one}/") for one in named) == 1, name


def test_quick_leaves_the_notebooks_out_and_says_so() -> None:
    checks = {check.name: check for check in all_checks(ROOT, quick=True)}
    assert checks["notebooks"].left_out == "--quick leaves them out"
    assert checks["browser"].left_out == "--quick leaves them out"


def test_without_a_browser_what_needs_one_is_left_out_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks_module, "find_chromium", lambda: None)
    checks = {check.name: check for check in all_checks(ROOT, quick=False)}
    assert "no Chromium" in checks["browser"].left_out


def test_with_a_browser_nothing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_module, "find_chromium", lambda: "chromium")
    checks = all_checks(ROOT, quick=False)
    assert [check.left_out for check in checks if check.left_out] == []
