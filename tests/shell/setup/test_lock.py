"""Two starts at once make one environment."""

import io
import subprocess
import sys
from pathlib import Path

from mspllab.shell.setup.lock import alone
from mspllab.shell.setup.progress import Progress

ROOT = Path(__file__).resolve().parents[3]
INSIDE = """
import io, sys
from pathlib import Path
from mspllab.shell.setup.lock import alone
from mspllab.shell.setup.progress import Progress

folder = Path(sys.argv[1])
with alone(folder / "lock", Progress(folder / "other.log", sys.stdout)):
    print("inside", flush=True)
    sys.stdin.read()
"""


def test_a_second_start_waits_for_the_first(tmp_path: Path) -> None:
    with alone(tmp_path / "lock", Progress(tmp_path / "log", io.StringIO())):
        other = enter(tmp_path)
        assert b"waiting" in other.stdout.readline()
    assert other.stdout.readline() == b"inside\n"
    other.communicate()


def test_a_start_that_was_killed_does_not_lock_the_next_out(tmp_path: Path) -> None:
    other = enter(tmp_path)
    assert other.stdout.readline() == b"inside\n"
    other.kill()
    other.communicate()
    stream = io.StringIO()
    with alone(tmp_path / "lock", Progress(tmp_path / "log", stream)):
        assert stream.getvalue() == ""


def enter(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", INSIDE, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
