"""Checks run side by side, as many commands at once as there are processors."""

import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from mspllab.shell.setup.progress import Progress
from mspllab.shell.testing.checks import Check
from mspllab.shell.testing.tally import Tally

GLANCE = 0.2
"""Seconds between two looks at what is running."""


class Bench(NamedTuple):
    """Where checks run, and with what."""

    python: Path
    folder: Path
    environment: Mapping[str, str]


class Outcome(NamedTuple):
    """A check that is over, or was left out."""

    name: str
    tally: Tally
    seconds: float
    """Of computing, all its commands together."""
    left_out: str = ""


class Ran(NamedTuple):
    """A command that has ended."""

    tally: Tally
    seconds: float
    output: str


def run_all(
    checks: Iterable[Check], bench: Bench, progress: Progress
) -> Iterator[Outcome]:
    """Each check's outcome as soon as its last command has ended."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        jobs: dict[Check, list[Future[Ran]]] = {}
        for check in checks:
            if check.left_out or not check.commands:
                yield Outcome(
                    check.name, Tally(), 0, check.left_out or "there are none"
                )
            else:
                jobs[check] = [
                    pool.submit(_run, command, check, bench)
                    for command in check.commands
                ]
        try:
            yield from _as_they_end(jobs, progress)
        finally:
            pool.shutdown(cancel_futures=True)


def _as_they_end(
    jobs: dict[Check, list[Future[Ran]]], progress: Progress
) -> Iterator[Outcome]:
    while jobs:
        for check in [
            check for check in jobs if all(job.done() for job in jobs[check])
        ]:
            yield _outcome(check, [job.result() for job in jobs.pop(check)], progress)
        waiting = [job for parts in jobs.values() for job in parts if not job.done()]
        progress.running("checks", f"{len(waiting)} to go: {', '.join(_names(jobs))}")
        wait(waiting, GLANCE, FIRST_COMPLETED)


def _names(jobs: Iterable[Check]) -> Iterator[str]:
    return (check.name for check in jobs)


def _run(command: tuple[str, ...], check: Check, bench: Bench) -> Ran:
    start = time.monotonic()
    ended = subprocess.run(
        [str(bench.python), "-m", *command],
        cwd=bench.folder,
        env=dict(bench.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    output = ended.stdout.decode("utf-8", "replace")
    said = f"\n$ python -m {' '.join(command)}\n{output}"
    return Ran(check.tally(output, ended.returncode), time.monotonic() - start, said)


def _outcome(check: Check, parts: list[Ran], progress: Progress) -> Outcome:
    for part in parts:
        progress.note(part.output)
    tally = reduce(Tally.plus, (part.tally for part in parts))
    return Outcome(check.name, tally, sum(part.seconds for part in parts))
