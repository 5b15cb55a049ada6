"""`repair`: what is commonly wrong with a manifest, mended."""

import argparse
from collections.abc import Sequence

from mspllab.applications.rewriting.repair import Repaired
from mspllab.applications.rewriting.repair import repair as mended
from mspllab.errors import ManifestError
from mspllab.mspl.diagnostics import Finding
from mspllab.shell.check import rows
from mspllab.shell.command_line import (
    FINE,
    FOUND,
    STDIN,
    UNREADABLE,
    CommandLine,
    put_json,
    say,
)
from mspllab.shell.files import content
from mspllab.shell.written import put_bytes, write_file


def repair(words: Sequence[str]) -> int:
    """Write the mended manifest, and say what was mended; 1 where something is left."""
    options = _options(words)
    try:
        found = mended(content(options.file, "a manifest"), options.file)
    except ManifestError as error:
        findings = [f for f in error.findings if isinstance(f, Finding)]
        if options.json:
            put_json(_document(options.file, Repaired(b"", (), tuple(findings))))
        _say_left(findings)
        return UNREADABLE
    if options.output is not None and options.output != STDIN:
        write_file(options.output, found.data)
    elif not options.json:
        put_bytes(found.data)
    _tell(options, found)
    if any(finding.code == "MSPL308" for finding in found.left):
        return UNREADABLE
    return FOUND if found.left else FINE


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine(
        "repair",
        "Mend what is commonly wrong with a manifest, and say what was mended. The "
        "file itself stays as it is, unless --output names it.",
    )
    line.add_argument("file", metavar="FILE.am", help="- is standard input")
    line.add_argument(
        "--output", metavar="F", help="write here; without it, to standard output"
    )
    return line.parse_args(words)


def _tell(options: argparse.Namespace, found: Repaired) -> None:
    if options.json:
        put_json(_document(options.file, found))
        return
    for one in found.repairs:
        say(f"{options.file}:{one.line}: mended: {one.sentence}")
    if not found.repairs and not found.left:
        say(f"{options.file}: nothing to mend")
    _say_left(found.left)


def _say_left(findings: Sequence[Finding]) -> None:
    if findings:
        say("what could not be mended:")
    for finding in findings:
        say(str(finding))


def _document(name: str, found: Repaired) -> dict[str, object]:
    return {
        "file": name,
        "repairs": [{"line": r.line, "sentence": r.sentence} for r in found.repairs],
        "left": rows(name, found.left),
        "text": found.data.decode("utf-8", "replace"),
    }
