"""Inspection: what there is to say about a text, as plain data for the editor."""

from collections.abc import Sequence
from difflib import SequenceMatcher, unified_diff
from typing import Any

from mspllab.applications.application import check
from mspllab.mspl.diagnostics import Finding

Row = dict[str, Any]
"""What JSON calls an object."""


def inspect(text: str, start: str, name: str) -> Row:
    """Findings, changed lines and the difference from the text one started with."""
    findings = check(text, name)
    return {
        "findings": [finding_row(finding) for finding in findings],
        "errors": sum(finding.is_error for finding in findings),
        "changed": changed_lines(start, text),
        "difference": difference(start, text, name),
    }


def finding_row(finding: Finding) -> Row:
    """A finding with both its ends; lines and columns count from 1."""
    line, column = finding.place.end
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.place.line,
        "column": finding.place.column,
        "endLine": line,
        "endColumn": column,
        "message": finding.message,
        "hint": finding.hint,
    }


def changed_lines(before: str, after: str) -> list[int]:
    """Numbers of the lines of `after` that `before` does not have so."""
    return [
        number + 1
        for kind, _, _, first, last in _opcodes(before, after)
        if kind != "equal"
        for number in range(first, last)
    ]


def difference(before: str, after: str, name: str) -> str:
    """A unified difference; "" where there is none."""
    lines = unified_diff(
        before.splitlines(), after.splitlines(), f"{name}, as it was", name, lineterm=""
    )
    return "\n".join(lines)


def _opcodes(before: str, after: str) -> Sequence[tuple[str, int, int, int, int]]:
    lines = (before.splitlines(), after.splitlines())
    return SequenceMatcher(None, *lines, autojunk=False).get_opcodes()
