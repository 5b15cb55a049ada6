"""`test`: every check of the project, and a summary of what came of them."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import reduce

from mspllab.shell.bootstrap import prepare
from mspllab.shell.command_line import FINE, FOUND, CommandLine, put, put_json
from mspllab.shell.setup.checkout import Checkout
from mspllab.shell.setup.progress import Progress
from mspllab.shell.testing.check_run import Bench, Outcome, run_all
from mspllab.shell.testing.checks import Check, all_checks, why_not_in_a_browser
from mspllab.shell.testing.tally import Tally

STOPPED = "it was stopped"
SHOWN = 25
"""Failures of a check that the summary shows; the log has all."""


def test(words: Sequence[str]) -> int:
    """Run the checks; 0 where all passed, 1 where one failed or they were stopped."""
    options = _options(words)
    checkout = Checkout.find()
    if options.benchmarks:
        return _measure(checkout, options.goals)
    progress = Progress(
        checkout.logs / "test.log", sys.stderr if options.json else sys.stdout
    )
    tried = () if why_not_in_a_browser(quick=options.quick) else ("browser",)
    python = prepare(checkout, ("lab", "test", *tried), progress)
    bench = Bench(python, checkout.root, _environment(checkout))
    outcomes = _run(all_checks(checkout.root, quick=options.quick), bench, progress)
    total = reduce(Tally.plus, (outcome.tally for outcome in outcomes))
    if options.json:
        put_json(document(outcomes, total))
    else:
        put("\n".join(summary(outcomes, total, str(progress.log))))
    was_stopped = any(outcome.left_out == STOPPED for outcome in outcomes)
    return FOUND if total.failed or was_stopped else FINE


def _run(checks: Sequence[Check], bench: Bench, progress: Progress) -> list[Outcome]:
    """What the checks came to, as far as they ran before Ctrl-C."""
    outcomes = []
    try:
        for outcome in run_all(checks, bench, progress):
            progress.phase(outcome.name, outcome.left_out or str(outcome.tally))
            outcomes.append(outcome)
    except KeyboardInterrupt:
        over = {outcome.name for outcome in outcomes}
        names = [check.name for check in checks if check.name not in over]
        outcomes += [Outcome(name, Tally(), 0, STOPPED) for name in names]
    return outcomes


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("test", "Run every check of the project.")
    line.add_argument(
        "--quick", action="store_true", help="only what takes less than a minute"
    )
    line.add_argument(
        "--benchmarks", action="store_true", help="measure the speed goals instead"
    )
    line.add_argument("goals", nargs="*", help="benchmarks: only these, such as P1 S3")
    return line.parse_args(words)


def _measure(checkout: Checkout, goals: Sequence[str]) -> int:
    script = checkout.root / "tests" / "benchmarks" / "harness.py"
    command = [sys.executable, str(script), *goals]
    return subprocess.run(command, env=_environment(checkout), check=False).returncode


def _environment(checkout: Checkout) -> dict[str, str]:
    return {
        **os.environ,
        **checkout.variables(),
        "MYPY_CACHE_DIR": str(checkout.state / ".mypy_cache"),
        "RUFF_OUTPUT_FORMAT": "concise",
        "RUFF_CACHE_DIR": str(checkout.state / ".ruff_cache"),
    }


def summary(outcomes: Sequence[Outcome], total: Tally, log: str) -> Iterator[str]:
    """What failed, what was left out and why, and the count as the last line."""
    yield ""
    for outcome in outcomes:
        failures = outcome.tally.failures
        yield from (f"failed   {outcome.name}: {line}" for line in failures[:SHOWN])
        if len(failures) > SHOWN:
            yield f"failed   {outcome.name}: and {len(failures) - SHOWN} more"
    for outcome in outcomes:
        if outcome.left_out:
            yield f"skipped  {outcome.name}: {outcome.left_out}"
        yield from (f"skipped  {outcome.name}: {line}" for line in outcome.tally.skips)
    yield f"all that was said: {log}"
    yield str(total)


def document(outcomes: Sequence[Outcome], total: Tally) -> dict[str, object]:
    """The summary as data."""
    return {
        "checks": [_as_data(outcome) for outcome in outcomes],
        "passed": total.passed,
        "failed": total.failed,
        "skipped": total.skipped,
    }


def _as_data(outcome: Outcome) -> dict[str, object]:
    return {
        "name": outcome.name,
        **outcome.tally._asdict(),
        "seconds": round(outcome.seconds, 1),
        "left_out": outcome.left_out or None,
    }
