"""`lab` started for real, where this environment has a JupyterLab."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def running() -> Iterator["subprocess.Popen[bytes]"]:
    if find_spec("jupyterlab") is None:
        pytest.skip("JupyterLab is not installed here")
    process = subprocess.Popen(
        [sys.executable, "-m", "mspllab", "lab", "--json", "--no-browser"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
def test_it_answers_with_the_lessons_and_stops_cleanly_when_told(
    running: "subprocess.Popen[bytes]",
) -> None:
    assert running.stdout is not None
    lines = iter(running.stdout.readline, b"}\n")
    document = json.loads(b"".join([*lines, b"}"]))
    with urllib.request.urlopen(document["url"]) as page:
        text = page.read().decode()
    assert "@jupyterlab/apputils-extension:announcements" in text

    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(document["process"], 0)
