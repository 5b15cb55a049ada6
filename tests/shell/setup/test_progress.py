"""One line a phase, and everything else in the log."""

import io
import sys
from pathlib import Path

import pytest

from mspllab.shell.setup.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "build" / "lab.log"


def test_a_phase_is_a_line_with_the_seconds_so_far(log: Path) -> None:
    stream = io.StringIO()
    Progress(log, stream).phase("packages", "installed")
    assert stream.getvalue().split() == ["0.0", "s", "packages", "installed"]
    assert stream.getvalue().endswith("\n")


def test_what_goes_on_is_shown_on_terminals_only(log: Path) -> None:
    stream, terminal = io.StringIO(), Terminal()
    Progress(log, stream).running("packages", "being installed")
    Progress(log, terminal).running("packages", "being installed")
    assert stream.getvalue() == ""
    assert "being installed" in terminal.getvalue()


def test_a_shorter_line_leaves_nothing_of_a_longer_one(log: Path) -> None:
    terminal = Terminal()
    progress = Progress(log, terminal)
    progress.running("packages", "a very long story indeed")
    progress.phase("packages", "done")
    shown = terminal.getvalue().rpartition("\r")[2]
    assert len(shown.rstrip("\n")) >= len("packages     a very long story indeed")
    assert shown.rstrip().endswith("done")


def test_a_command_is_logged_with_what_it_says(log: Path) -> None:
    progress = Progress(log, io.StringIO())
    finished = progress.run("x", "", [sys.executable, "-c", "print('hello')"])
    assert finished == (0, "hello\n")
    assert "hello" in log.read_text("utf-8")
    assert "$ " in log.read_text("utf-8")


def test_only_its_own_words_belong_to_a_command(log: Path) -> None:
    progress = Progress(log, io.StringIO())
    progress.run("x", "", [sys.executable, "-c", "print('first')"])
    second = progress.run("x", "", [sys.executable, "-c", "raise SystemExit('no')"])
    assert second == (1, "no\n")


def test_variables_are_added_to_the_environment(log: Path) -> None:
    program = "import os; print(os.environ['COLOUR'], 'PATH' in os.environ)"
    finished = Progress(log, io.StringIO()).run(
        "x", "", [sys.executable, "-c", program], environment={"COLOUR": "blue"}
    )
    assert finished.output == "blue True\n"


def test_each_start_has_a_fresh_log(log: Path) -> None:
    Progress(log, io.StringIO()).note("yesterday")
    Progress(log, io.StringIO())
    assert log.read_text("utf-8") == ""
