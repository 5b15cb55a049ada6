"""Coverage: a manifest with what a number of runs reached of its script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path
from typing import Final

from mspllab.applications.application import Application
from mspllab.applications.run import Run
from mspllab.errors import ManifestError, MsplError, UsageError
from mspllab.mspl.coverage import Course, Coverage, Covered, cover
from mspllab.trace.records import ScriptRun
from mspllab.trace.trace import ScriptText, Trace
from mspllab.views.lcov import render_lcov
from mspllab.views.listing import RAN, STYLE, ListedLine, list_script, reachable

Source = Trace | Run | ScriptRun
"""Whatever holds runs of scripts."""
NEVER: Final = "✗"
ANYTHING = {"some": "never anything to go over", "none": "always something to go over"}
UNCLEAR: Final = (
    "cannot be told: different ways through it leave the same lines; "
    "write one statement to a line, or record the run"
)


@dataclass(frozen=True, slots=True, repr=False)
class CoveredScript:
    """A manifest's lines, and what runs reached of them."""

    path: str
    text: tuple[ListedLine, ...]
    coverage: Coverage

    @property
    def lcov(self) -> str:
        """The same for tools: LCOV's tracefile."""
        return render_lcov(self.path, self.coverage)

    @property
    def never_ran(self) -> tuple[int, ...]:
        """Lines with a statement that no run came to."""
        return tuple(line for line, times in self.coverage.lines.items() if not times)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Each branch that no run took, in words: "line 12: never false"."""
        return tuple(
            f"line {choice.line}: {gap}"
            for choice in self.coverage.choices
            for gap in _gaps(choice)
        )

    @property
    def summary(self) -> str:
        """How much of the script was reached, in a sentence."""
        counts = self.coverage.lines.values()
        outcomes = list(_outcomes(self.coverage))
        lines = _share(sum(map(bool, counts)), len(counts), "line", "ran")
        taken = _share(sum(map(bool, outcomes)), len(outcomes), "branch", "was taken")
        runs = self.coverage.runs
        return f"{_number(runs, 'run')}: {lines}, {taken}."

    def save(self, path: str | PathLike[str]) -> None:
        """Write the LCOV tracefile."""
        Path(path).write_text(self.lcov, encoding="utf-8", newline="\n")

    def __str__(self) -> str:
        width = len(str(len(self.text)))
        shown = [(line, self._times(line.number)) for line in self.text]
        counts = max([len(times) for _, times in shown] or [0])
        rows = (
            f"{self._sign(line.number)} {times:>{counts}} {line.number:>{width}} | "
            f"{line.text}".rstrip()
            for line, times in shown
        )
        return "\n".join([self.path, *rows, *self.gaps, self.summary])

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        rows = "".join(map(self._row, self.text))
        return (
            f'<div class="mspl-listing mspl-coverage" {reachable(self.path)}>'
            f"<style>{STYLE}{MORE}</style>"
            f"<p><b>{escape(self.path)}</b></p><table>{rows}</table>"
            f"<p>{escape(self.summary)}</p></div>"
        )

    def _times(self, number: int) -> str:
        times = self.coverage.lines.get(number)
        return f"{times}×" if times else ""

    def _sign(self, number: int) -> str:
        times = self.coverage.lines.get(number)
        return " " if times is None else RAN if times else NEVER

    def _row(self, line: ListedLine) -> str:
        number = line.number
        times = self.coverage.lines.get(number)
        names = [] if times is None else ["ran" if times else "never"]
        names += [] if line.is_script else ["around"]
        here = [one for one in self.coverage.choices if one.line == number]
        gaps = "; ".join(gap for choice in here for gap in _gaps(choice))
        note = f"<i>{escape(gaps)}</i>" if gaps else ""
        return (
            f'<tr class="{" ".join(names)}"><td>{self._sign(number)}</td>'
            f"<td>{self._times(number)}</td><td>{number}</td>"
            f"<td><pre>{escape(line.text)}</pre>{note}</td></tr>"
        )


def coverage(script: Application, *sources: Source | Iterable[Source]) -> CoveredScript:
    """What all these runs reached of `script`.

    Args:
        script: what `load` gives.
        sources: traces, of which the runs of this script count; what `script.run` and
            `script.record` give; lists of those.

    Raises:
        UsageError: something ran another script, or is no run.
    """
    courses = [_course(run) for run in _runs(script, sources)]
    shown = list_script(script.script_text)
    return CoveredScript(shown.path, shown.lines, cover(script.program, courses))


def lcov_of(trace: Trace) -> str:
    """LCOV's tracefile of every script that a trace knows and that compiles."""
    return "".join(
        coverage(script, trace).lcov
        for one in trace.scripts.values()
        for script in _compiled(one)
    )


def _compiled(script: ScriptText) -> Iterator[Application]:
    try:
        yield Application.load(script.text, script.path)
    except (ManifestError, MsplError):  # it never ran either
        return


def _runs(
    script: Application, sources: Iterable[Source | Iterable[Source]]
) -> Iterator[Run | ScriptRun]:
    """Those that went into the script, one by one."""
    for source in sources:
        if isinstance(source, Trace):
            yield from _of_trace(script, source)
        elif isinstance(source, Run | ScriptRun):
            if source.path != script.path:
                raise UsageError(f"that run is one of {source.path}, not {script.path}")
            if source.outcome != "filtered":
                yield source
        elif isinstance(source, Iterable) and not isinstance(source, str | bytes):
            yield from _runs(script, source)
        else:
            given = type(source).__name__
            raise UsageError(f"{given} holds no runs; give traces or runs")


def _of_trace(script: Application, trace: Trace) -> Iterator[ScriptRun]:
    """The runs of a manifest with the same text, whatever its path was there."""
    text = script.manifest.text
    paths = {path for path, one in trace.scripts.items() if one.text == text}
    if not paths:
        there = f"it has {', '.join(trace.scripts)}" if trace.scripts else "it has none"
        raise UsageError(
            f"no script with the text of {script.path} took part in this trace; {there}"
        )
    yield from (run for run in trace.runs if run.path in paths)


def _course(run: Run | ScriptRun) -> Course:
    """What a run left behind that tells its way."""
    error = run.errors[-1].line if run.outcome == "error" else None
    if not run.steps or run.steps_left_out:
        return Course(run.lines, None, error)
    marks = tuple((step.line, step.column) for step in run.steps if step.look <= 1)
    return Course(run.lines, marks, error)


def _gaps(choice: Covered) -> Iterator[str]:
    """What never came out, in words."""
    if not choice.is_clear:
        yield UNCLEAR
    elif not choice.times:
        yield "never came to be asked"
    else:
        for name, times in choice.outcomes:
            if not times:
                yield _never(name)


def _never(outcome: str) -> str:
    if outcome == "no case":
        return "always one of its cases"
    return ANYTHING.get(outcome, f"never {outcome}")


def _outcomes(found: Coverage) -> Iterator[int]:
    """How often each branch was taken, of the choices of which the runs tell."""
    for choice in found.choices:
        if choice.is_clear:
            yield from (times for _, times in choice.outcomes)


def _share(part: int, whole: int, what: str, done: str) -> str:
    if not whole:
        return f"no {what} to count"
    of = f"{part} of {_number(whole, what)}"
    verb = done if whole == 1 else done.replace("was", "were")
    return f"{of} {verb} ({100 * part // whole} %)"


def _number(count: int, what: str) -> str:
    plural = {"branch": "branches"}.get(what, f"{what}s")
    return f"{count} {what if count == 1 else plural}"


MORE = (
    ".mspl-coverage .never td:last-child{border-left:3px dotted #b8430a}"
    ".mspl-coverage .never td:first-child{color:#b8430a;font-weight:700}"
    ".mspl-coverage td:last-child pre{display:inline}"
    ".mspl-coverage i{color:#b8430a;margin-left:2em;font-size:12px}"
)
