"""What is wrong with a manifest behind the slips that keep it from being XML.

A parser sees nothing after them. So they are mended, on a copy, and what is found in
that is told wherever it stands in the file just so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mspllab.applications.rewriting.draft import Draft
from mspllab.applications.rewriting.repair import mended_root
from mspllab.applications.rewriting.text_file import TextFile
from mspllab.errors import ManifestError
from mspllab.mspl.diagnostics import Finding


def errors_behind(
    data: bytes, path: str, check: Callable[[str], Iterable[Finding]]
) -> list[Finding]:
    """Errors that `check` finds in the mended text, at their places in the file."""
    try:
        text = TextFile.decode(data, path).text
    except ManifestError:
        return []
    draft, lines = Draft(text), text.split("\n")
    is_xml = mended_root(draft, path) is not None
    if not is_xml or draft.text.count("\n") != len(lines) - 1:
        return []
    return list(_unmoved(check(draft.text), lines))


def _unmoved(findings: Iterable[Finding], lines: list[str]) -> Iterator[Finding]:
    """Those errors that stand in front of whatever was mended in their line."""
    for finding in findings:
        place = finding.place
        end = place.column - 1 + place.length
        line = lines[place.line - 1].rstrip("\r") if place.line else ""
        if finding.is_error and line[:end] == place.text[:end]:
            yield replace(finding, place=place._replace(text=line))
