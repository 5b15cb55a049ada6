"""`format`: scripts in one style."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

from mspllab.applications.rewriting.style import in_style
from mspllab.errors import ManifestError, MsplSyntaxError, UsageError
from mspllab.mspl.diagnostics import Finding
from mspllab.shell.check import rows, status_of
from mspllab.shell.command_line import (
    FINE,
    FOUND,
    STDIN,
    Answer,
    CommandLine,
    each,
    put,
    put_json,
    say,
)
from mspllab.shell.files import content
from mspllab.shell.written import put_bytes, write_file


class Styled(NamedTuple):
    """What became of one file."""

    changed: bool
    data: bytes = b""
    findings: tuple[Finding, ...] = ()
    """Why it was left alone."""


def format(words: Sequence[str]) -> int:
    """Write the files anew; with --check only say which would be another."""
    options = _options(words)

    def answer(name: str) -> Answer[Styled]:
        data = content(name, "a manifest")
        try:
            styled = in_style(data, name)
        except (ManifestError, MsplSyntaxError) as error:
            found = tuple(f for f in error.findings if isinstance(f, Finding))
            return Styled(False, data, found), max(status_of(found), FOUND)
        changed = styled != data
        if not options.check:
            _write(options, name, styled)
        status = FOUND if options.check and changed else FINE
        return Styled(changed, styled), status

    answers, status = each(options.files, answer)
    if options.json:
        put_json([_row(name, found, options) for name, found in answers])
    else:
        for name, found in answers:
            _say(name, found, options)
    return status


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine(
        "format",
        "Write scripts in one style. What stands around a manifest's script stays as "
        "it is, and a script with errors is left alone.",
    )
    line.add_argument(
        "files",
        nargs="+",
        metavar="FILE.am",
        help="a manifest or a script; - is standard input, which goes to the output",
    )
    where = line.add_mutually_exclusive_group()
    where.add_argument(
        "--check", action="store_true", help="write nothing; 1 if a file would change"
    )
    where.add_argument(
        "--stdout", action="store_true", help="write to standard output instead"
    )
    where.add_argument("--output", metavar="F", help="write to this file instead")
    options = line.parse_args(words)
    if options.output and len(options.files) > 1:
        raise UsageError("--output takes the text of one file, not of several")
    return options


def _write(options: argparse.Namespace, name: str, data: bytes) -> None:
    """Where the options say; with --json the document holds what goes to the output."""
    target = options.output or (STDIN if options.stdout else name)
    if target != STDIN:
        write_file(target, data)
    elif not options.json:
        put_bytes(data)


def _row(
    name: str, found: Styled | str, options: argparse.Namespace
) -> dict[str, object]:
    if isinstance(found, str):
        return {"file": name, "changed": False, "findings": rows(name, found)}
    row: dict[str, object] = {
        "file": name,
        "changed": found.changed,
        "findings": rows(name, found.findings),
    }
    if options.stdout or name == STDIN:
        row["text"] = found.data.decode("utf-8", "replace")
    return row


def _say(name: str, found: Styled | str, options: argparse.Namespace) -> None:
    if isinstance(found, str):
        return
    for finding in found.findings:
        say(str(finding))
    if found.findings:
        say(f"{name}: left as it is, since it has errors")
    elif not (found.changed or found.data):
        say(f"{name}: is empty, so there is nothing to bring into style")
    elif options.check:
        put(f"{name}: {'not in style' if found.changed else 'in style'}")
    elif not options.stdout and options.output != STDIN and name != STDIN:
        put(f"{name}: {'written anew' if found.changed else 'already in style'}")
