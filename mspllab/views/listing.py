"""Listing: a manifest with the lines that ran, how often, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from mspllab.errors import UsageError
from mspllab.trace.records import ChainInstalled, EventLogged, ScriptRun
from mspllab.trace.trace import ScriptText, Trace
from mspllab.views.captions.reading import printable
from mspllab.views.captions.scripts import (
    decisive_line,
    decisive_lines,
    event_in_words,
)

RAN = "▶"
DECIDED = "◆"


class ListedLine(NamedTuple):
    """A line of a manifest."""

    number: int
    text: str
    is_script: bool
    """Does it belong to the script, rather than to the XML around it?"""
    runs: int
    """How often it ran."""
    decided: int
    """In how many runs it decided the outcome."""


@dataclass(frozen=True, slots=True, repr=False)
class Listing:
    """A manifest's lines, and its runs."""

    path: str
    lines: tuple[ListedLine, ...]
    runs: tuple[str, ...] = ()
    """Each run in a sentence."""

    @property
    def lines_that_ran(self) -> tuple[int, ...]:
        """Numbers of the lines that ran at least once, in the manifest's order."""
        return tuple(line.number for line in self.lines if line.runs)

    def __str__(self) -> str:
        width = len(str(len(self.lines)))
        counts = max([len(_times(line.runs)) for line in self.lines] or [0])
        rows = [
            f"{_sign(line)} {_times(line.runs):>{counts}} {line.number:>{width}} | "
            f"{line.text}".rstrip()
            for line in self.lines
        ]
        return "\n".join([self.path, *rows, *self.runs])

    def _repr_html_(self) -> str:
        rows = "".join(map(_row, self.lines))
        runs = "".join(f"<li>{escape(run)}</li>" for run in self.runs)
        return (
            f'<div class="mspl-listing" {reachable(self.path)}><style>{STYLE}</style>'
            f"<p><b>{escape(self.path)}</b></p><table>{rows}</table>"
            + (f"<ol>{runs}</ol>" if runs else "")
            + "</div>"
        )

    def __repr__(self) -> str:
        return str(self)


def reachable(path: str) -> str:
    """Attributes of what may scroll: keys get there, and it says what it is."""
    return f'tabindex="0" role="group" aria-label="{escape(path)}"'


def listing(trace: Trace, path: str | None = None) -> Listing:
    """The manifest `path` of `trace` with its runs; None: the first one that ran.

    Raises:
        UsageError: the trace has no such manifest.
    """
    chosen = _chosen(trace, path)
    runs = [run for run in trace.runs if run.path == chosen.path]
    known = decisive_lines(trace.hops)
    decided = [decisive_line(run, known) for run in runs]
    sentences = [_sentence(run, line) for run, line in zip(runs, decided, strict=True)]
    return _listing(chosen, runs, decided, [*sentences, *_events(trace, chosen.path)])


def _events(trace: Trace, path: str) -> Iterator[str]:
    """What servers' event logs have of the application as a whole."""
    for chain in trace.of(ChainInstalled):
        names = {n for n, p in zip(chain.stages, chain.paths, strict=True) if p == path}
        for event in trace.of(EventLogged):
            if event.element == chain.element and event.source in names:
                said = f"{event.element}, {event.at:.3f} s: {event_in_words(event)}"
                yield printable(said)


def list_script(script: ScriptText) -> Listing:
    """A manifest that has not run."""
    return _listing(script, (), (), ())


def _chosen(trace: Trace, path: str | None) -> ScriptText:
    known = trace.scripts
    if path is None:
        ran = [run.path for run in trace.runs if run.path in known]
        path = next(iter([*ran, *known]), None)
    if path is not None and path in known:
        return known[path]
    same_name = [name for name in known if path and name.endswith(f"/{path}")]
    if len(same_name) == 1:
        return known[same_name[0]]
    there = f"it has {', '.join(known)}" if known else "it has none at all"
    raise UsageError(f"no script {path or ''!r} took part in this trace; {there}")


def _listing(
    script: ScriptText,
    runs: Sequence[ScriptRun],
    decided: Sequence[int | None],
    sentences: Sequence[str],
) -> Listing:
    counts: dict[int, int] = {}
    for run in runs:
        for line in run.lines:
            counts[line] = counts.get(line, 0) + 1
    lines = tuple(
        ListedLine(
            number,
            printable(text.expandtabs(4)),
            script.first_line <= number <= script.last_line,
            counts.get(number, 0),
            decided.count(number),
        )
        for number, text in enumerate(script.text.splitlines(), 1)
    )
    return Listing(printable(script.path), lines, tuple(sentences))


def _sentence(run: ScriptRun, line: int | None) -> str:
    on = "" if run.message is None else f" on message {run.message}"
    where = "" if line is None else f", line {line}"
    answer = "" if run.response is None else f" {run.response}"
    said = f"run {run.run}{on} at {run.element}, {run.at:.3f} s: {run.outcome}{answer}"
    log = "".join(f"; {entry.channel}: {' '.join(entry.lines)}" for entry in run.log)
    errors = "".join(
        f"; error {e.code} in line {e.line}: {e.message}" for e in run.errors
    )
    return printable(f"{said}{where}{log}{errors}")


def _sign(line: ListedLine) -> str:
    if line.decided:
        return DECIDED
    return RAN if line.runs else " "


def _times(runs: int) -> str:
    return f"{runs}×" if runs else ""


def _row(line: ListedLine) -> str:
    names = ["ran"] if line.runs else []
    names += ["decided"] if line.decided else []
    names += [] if line.is_script else ["around"]
    return (
        f'<tr class="{" ".join(names)}"><td>{_sign(line)}</td>'
        f"<td>{_times(line.runs)}</td><td>{line.number}</td>"
        f"<td><pre>{escape(line.text)}</pre></td></tr>"
    )


STYLE = (
    ".mspl-listing{overflow-x:auto}"
    ".mspl-listing table{border-collapse:collapse;font-size:13px;margin:0}"
    ".mspl-listing td{padding:0 .6em;text-align:right;border:0;line-height:1.5;"
    "vertical-align:top}"
    ".mspl-listing td:last-child{text-align:left;width:100%}"
    ".mspl-listing pre{margin:0;padding:0;background:none;color:inherit;"
    "font:inherit;font-family:monospace;white-space:pre;border:0}"
    ".mspl-listing tr{background:none!important}"
    ".mspl-listing .around{opacity:.62}"
    ".mspl-listing .ran td:last-child{border-left:3px solid #0067a5}"
    ".mspl-listing .decided td:last-child{border-left:3px double #b8430a}"
    ".mspl-listing .decided{font-weight:700}"
)
