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
        self.error_starts: list[int] = []
        """Where those begin that keep the script from running."""
        self.codes: set[str] = set()
        self._source = source

    @property
    def has_errors(self) -> bool:
        """Something found so far keeps the script from running."""
        return bool(self.error_starts)

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
        finding = Finding.of(code, message, place, hint, severity=severity)
        self.findings.append(finding)
        self.codes.add(code)
        if finding.is_error:
            self.error_starts.append(where.start)
