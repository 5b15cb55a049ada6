"""`play`: a scenario played, and what happened as text, picture or data."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.scenario.document import document, fate_document
from mspllab.scenario.language.settings import value_in
from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play as play_scenario
from mspllab.shell.command_line import (
    FINE,
    FOUND,
    STDIN,
    CommandLine,
    put,
    put_json,
    say,
    whole_number,
)
from mspllab.shell.written import write_report
from mspllab.trace.trace import Trace
from mspllab.views.captions.reading import printable
from mspllab.views.coverage import lcov_of
from mspllab.views.playback.saving import FORMATS, render

FILES = {
    "svg": "svg",
    "png": "png",
    "mermaid": "mmd",
    "plantuml": "puml",
    "markdown": "md",
    "html": "html",
}
"""Option that writes a file → the format of that file."""


def play(words: Sequence[str]) -> int:
    """Print or write what happened; 1 where a call came to nothing."""
    options = _options(words)
    if options.scenario == STDIN:
        raise UsageError("a scenario names files beside it, so it must be a file too")
    overrides = dict(_override(text) for text in options.set)
    scenario = read_scenario(options.scenario, overrides)
    # A page is stepped through, statement by statement, and so are lines with several.
    is_recorded = options.record or bool(options.html or options.coverage)
    trace = play_scenario(scenario, record=is_recorded)
    files = {name: getattr(options, name) for name in FILES if getattr(options, name)}
    for name, file in files.items():
        Path(file).write_bytes(render(trace, FILES[name], asked=f"--{name}"))
        say(f"wrote {file}")
    if options.coverage is not None:
        write_report(options.coverage, lcov_of(trace))
    if options.fate is not None:
        _put_fate(trace, options.fate, as_json=options.json)
    elif options.json:
        put_json(document(trace))
    elif options.text or not (files or options.coverage):
        put(render(trace, "txt").decode())
    return FOUND if _has_failed(trace) else FINE


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("play", "Play a scenario and show what happened.")
    line.add_argument("scenario", metavar="SCENARIO.toml")
    line.add_argument(
        "--text", action="store_true", help="print the ladder as text (the default)"
    )
    for name, kind in FILES.items():
        says = f"write {FORMATS[kind].says}"
        line.add_argument(f"--{name}", metavar="FILE", help=says)
    line.add_argument(
        "--record",
        action="store_true",
        help="with --json: every statement of each script that ran, with the variables "
        "and the message before and after it",
    )
    line.add_argument(
        "--fate",
        type=whole_number,
        metavar="N",
        help="print what became of message N, and which application decided it",
    )
    line.add_argument(
        "--coverage",
        metavar="FILE.lcov",
        help="write which lines and branches of the scripts were reached, for LCOV",
    )
    line.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="another value than the scenario has, such as seed=7 or links.delay=0.1",
    )
    return line.parse_args(words)


def _override(text: str) -> tuple[str, object]:
    """Key and value of "links.delay=0.1"; a value that TOML cannot read is a text."""
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise UsageError(f"--set {text}: write it as KEY=VALUE")
    return key.strip(), value_in(value)


def _put_fate(trace: Trace, n: int, *, as_json: bool) -> None:
    fate = trace.fate(n)
    if as_json:
        put_json(fate_document(fate))
    else:
        put("\n".join(printable(line) for line in str(fate).split("\n")))


def _has_failed(trace: Trace) -> bool:
    return any(trace.happenings(party.name, "failed") for party in trace.parties)
