"""Report: what the parts of the checker have found so far."""

from mspllab.mspl.diagnostics import Finding, Severity
from mspllab.mspl.nodes import Node
from mspllab.mspl.source import Source

MANY = 100
"""Findings after which no guesses are made any more: each looks at many names."""


class Report:
    """Called with a code and a sentence about a node, it adds a finding."""

    def __init__(self, source: Source) -> None:
        self.findings: list[Finding] = []
        self._source = source

    @property
    def has_errors(self) -> bool:
        """Something found so far keeps the script from running."""
        return any(finding.is_error for finding in self.findings)

    @property
    def is_long(self) -> bool:
        """There are many findings already."""
        return len(self.findings) >= MANY

    def __call__(
        self,
        code: str,
        message: str,
        where: Node,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Add a finding about the text of `where`."""
        place = self._source.place(where.start, where.end)
        self.findings.append(Finding.of(code, message, place, hint, severity=severity))
