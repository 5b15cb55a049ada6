"""`check`: everything there is to say about manifests and their scripts."""

import argparse
from collections.abc import Sequence

from mspllab.applications import application
from mspllab.mspl.diagnostics import Finding, Severity
from mspllab.shell.command_line import (
    FINE,
    FOUND,
    UNREADABLE,
    Answer,
    CommandLine,
    each,
    put,
    put_json,
)
from mspllab.shell.files import content
from mspllab.shell.level import add_level

KEYS = (
    *("code", "severity", "file", "line", "column", "end_line", "end_column"),
    *("sentence", "message", "hint", "excerpt"),
)
"""What is told of each finding; `message` is another name of `sentence`."""
HELP = """A warning that is meant is taken out by a comment with its code, at the end of
its line or on a line of its own before the statement, such as
// mspllab: ignore MSPL410; several codes are parted by commas, and errors cannot be
ignored. What a code means: mspllab explain CODE."""
NOT_XML = {f"MSPL{number}" for number in range(301, 312)}
"""Findings with which a file cannot be read as XML at all."""


def check(words: Sequence[str]) -> int:
    """Print the findings; remarks alone leave the exit status at 0."""
    options = _options(words)

    def answer(name: str) -> Answer[list[Finding]]:
        findings = application.check(
            content(name, "a manifest"),
            name,
            level=options.level,
            strict=options.strict,
        )
        return findings, status_of(findings)

    answers, status = each(options.files, answer)
    if options.json:
        put_json([row for name, found in answers for row in rows(name, found)])
    else:
        for name, found in answers:
            put("\n".join(_text(name, found)))
    return status


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("check", "Find everything that is wrong with a script.")
    line.epilog = HELP
    line.add_argument("files", nargs="+", metavar="FILE.am", help="- is standard input")
    add_level(line)
    line.add_argument(
        "--strict", action="store_true", help="accept nothing that a server might not"
    )
    return line.parse_args(words)


def status_of(findings: Sequence[Finding]) -> int:
    """The exit status that `findings` ask for."""
    if any(finding.code in NOT_XML for finding in findings):
        return UNREADABLE
    grave = any(finding.severity is not Severity.INFO for finding in findings)
    return FOUND if grave else FINE


def rows(name: str, findings: Sequence[Finding] | str) -> list[dict[str, object]]:
    """Findings as data; a file that cannot be read is a finding without a place."""
    if isinstance(findings, str):
        nothing = dict.fromkeys(KEYS)
        said = {"severity": "error", "sentence": findings, "message": findings}
        return [{**nothing, "file": name, **said}]
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "file": name,
            "line": finding.place.line,
            "column": finding.place.column,
            "end_line": finding.place.end[0],
            "end_column": finding.place.end[1],
            "sentence": finding.message,
            "message": finding.message,
            "hint": finding.hint or None,
            "excerpt": finding.place.excerpt() or None,
        }
        for finding in findings
    ]


def _text(name: str, findings: Sequence[Finding] | str) -> list[str]:
    if isinstance(findings, str):
        return []
    if not findings:
        return [f"{name}: nothing to say"]
    return [str(finding) for finding in findings]
