"""%%mspl: a cell holds a script or a manifest; its findings, runs and calls beneath.

%load_ext mspllab

%%mspl --scenario ../data/scenarios/reroute.toml
if (sipRequest) { ProxyRequest(); }
"""

import argparse
import shlex
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import IPython.display
from IPython.core.error import UsageError as CellError

from mspllab.applications.application import Application, check
from mspllab.errors import MspllabError, UsageError
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.vocabulary import Level
from mspllab.notebook.cell import manifest_of
from mspllab.notebook.display import register as register_displays
from mspllab.notebook.player import player
from mspllab.scenario.files import beside, read_file, stem
from mspllab.scenario.load import read_message, read_scenario
from mspllab.scenario.manifests import find_manifest
from mspllab.scenario.run import play

MAGIC = "mspl"
display: Callable[..., Any] = IPython.display.display
LEVELS = "2005, 2007r2, 2010 or 2013"


class Findings(NamedTuple):
    """What there is to say about a cell; shows itself with carets."""

    found: tuple[Finding, ...]

    @property
    def stop(self) -> bool:
        """There are errors, and nothing is run."""
        return any(finding.is_error for finding in self.found)

    def __str__(self) -> str:
        return "\n".join(map(str, self.found)) or "nothing to say"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        # A page may set <pre> in a proportional face, and carets would miss their mark.
        style = "font-family:monospace;white-space:pre;overflow-x:auto"
        return f'<pre style="{style}" tabindex="0">{escape(str(self))}</pre>'


class _Line(argparse.ArgumentParser):
    """The magic's own line; what is wrong with it is a sentence."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%%{MAGIC}: {message}")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise _Helped(message or "")


class _Helped(Exception):
    """The help was printed, and nothing else is wanted."""


def register(shell: Any) -> None:  # noqa: ANN401 - IPython has no types
    """Teach a notebook the magic, and how our values show themselves."""
    register_displays()

    def mspl(line: str, cell: str) -> None:
        try:
            run_cell(line, cell, shell.user_ns)
        except _Helped:
            return
        except MspllabError as error:
            raise CellError(str(error)) from None

    mspl.__doc__ = _parser().format_help()
    shell.register_magic_function(mspl, "cell", MAGIC)


def run_cell(line: str, body: str, variables: dict[str, Any]) -> None:
    """Show what there is to say about `body`, and what it does.

    Args:
        line: the options, as written behind %%mspl.
        body: the lines of the cell below it.
        variables: the notebook's own, where --to puts the application.

    Raises:
        UsageError: an option is none, or names what is not there; MspllabError: a
            scenario or message cannot be read.
    """
    options = _options(line)
    scenario = None if options.scenario is None else read_scenario(options.scenario)
    replaced = None if scenario is None else find_manifest(scenario, options.name)
    name = options.name or (stem(replaced) if replaced else "cell")
    around = None
    if scenario is not None and replaced is not None:
        around = read_file(beside(scenario.path, replaced), "a manifest").decode(
            "utf-8-sig", "replace"
        )
    text = manifest_of(body, around)
    findings = _checked(text, name, options)
    if findings.found or not (options.message or scenario):
        display(findings)
    if findings.stop:
        return
    folder = scenario.path if scenario is not None and replaced else ""
    path = beside(folder, replaced) if folder and replaced else name
    application = _application(text, name, path, options)
    if options.to is not None:
        variables[options.to] = application
    for file in options.message:
        display(application.run(read_message(file)))
    if scenario is not None and replaced is not None:
        display(player(play(scenario, scripts={replaced: text}, record=True)))


def _options(line: str) -> argparse.Namespace:
    try:
        words = shlex.split(line)
    except ValueError:
        raise UsageError(f"%%{MAGIC}: a quotation mark is not closed") from None
    options = _parser().parse_args(words)
    if options.to is not None and not options.to.isidentifier():
        raise UsageError(f"%%{MAGIC}: --to {options.to}: that is no name of a variable")
    return options


def _parser() -> argparse.ArgumentParser:
    line = _Line(
        prog=f"%%{MAGIC}",
        description="Check the script or manifest in this cell, and try it.",
        allow_abbrev=False,
    )
    add = line.add_argument
    add("--scenario", metavar="S.toml", help="play this scenario with it")
    add(
        *("--message", "-m"),
        metavar="M.sip",
        action="append",
        default=[],
        help="run it on this message; may be given several times",
    )
    add("--level", type=_level, default=Level.V2013, help=LEVELS)
    add("--strict", action="store_true", help="accept nothing that a server might not")
    add(
        "--name",
        metavar="NAME",
        help="the manifest of the scenario whose script it replaces, such as reroute; "
        "without a scenario, what findings call the cell",
    )
    add("--to", metavar="NAME", help="put the application into this variable")
    return line


def _level(text: str) -> Level:
    try:
        return Level.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected {LEVELS}, found {text!r}") from None


def _checked(text: str, name: str, options: argparse.Namespace) -> Findings:
    found: Sequence[Finding] = check(
        text, name, level=options.level, strict=options.strict
    )
    return Findings(tuple(found))


def _application(
    text: str, name: str, path: str, options: argparse.Namespace
) -> Application:
    return Application.load(
        text,
        name,
        level=options.level,
        strict=options.strict,
        read_file=lambda file: Path(beside(path, file)).read_bytes(),
    )
