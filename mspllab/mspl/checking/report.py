"""Report: how the parts of the checker add a finding."""

from typing import Protocol

from mspllab.mspl.diagnostics import Severity
from mspllab.mspl.nodes import Node


class Report(Protocol):
    """How to add a finding about the text of a node."""

    def __call__(
        self,
        code: str,
        message: str,
        where: Node,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Add it."""
