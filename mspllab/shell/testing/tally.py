"""Tally: how many checks passed, failed and were skipped, as their tools print it."""

import re
from typing import NamedTuple

CLOSING = re.compile(r"^=*\s*((no tests ran|\d+ [a-z]+)(, \d+ [a-z]+)*) in [\d.]+s")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")
FIELD_OF = {
    "passed": "passed",
    "xfailed": "passed",
    "xpassed": "failed",
    "failed": "failed",
    "error": "failed",
    "errors": "failed",
    "skipped": "skipped",
}
SKIP = re.compile(r"^SKIPPED \[\d+\] (.*)")
FAILURE = re.compile(r"^(?:FAILED|ERROR) (.*)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""Escape sequences that nbval writes, whoever reads them."""
NO_TESTS = 5
"""pytest's exit status where it found nothing to run."""


class Tally(NamedTuple):
    """What came of a check, or of several."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: tuple[str, ...] = ()
    """A line for each failure."""
    skips: tuple[str, ...] = ()
    """A line for each thing left out, with the reason."""

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.failures + other.failures,
            self.skips + other.skips,
        )

    def __str__(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def of_tool(output: str, status: int) -> Tally:
    """A formatter, linter or type checker counts as one check."""
    if status == 0:
        return Tally(passed=1)
    return Tally(failed=1, failures=tuple(output.strip().splitlines()[-20:]))


def of_pytest(output: str, status: int) -> Tally:
    """Each test counts; pytest's short summary tells which failed and why."""
    lines = COLOUR.sub("", output).splitlines()
    closings = [match[1] for line in lines if (match := CLOSING.match(line))]
    if not closings:
        return of_tool(output, status=status or 1)
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for number, word in COUNT.findall(closings[-1]):
        counts[FIELD_OF[word]] += int(number)
    if status not in (0, NO_TESTS) and not counts["failed"]:
        return of_tool(output, status)
    return Tally(
        **counts,
        failures=tuple(match[1] for line in lines if (match := FAILURE.match(line))),
        skips=tuple(match[1] for line in lines if (match := SKIP.match(line))),
    )
