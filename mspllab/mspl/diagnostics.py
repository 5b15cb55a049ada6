"""Findings: every code with its severity, its title and its page, as one table.

MSPL1xx what the lexer and the parser find, 2xx what a script means, 3xx its manifest,
4xx advice. A code keeps its meaning for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from mspllab.errors import Place
from mspllab.mspl import manifest_rules
from mspllab.mspl.rules.advice import ADVICE as ADVICE_ROWS
from mspllab.mspl.rules.grammar import GRAMMAR
from mspllab.mspl.rules.meaning import MEANING as MEANING_ROWS


class Severity(Enum):
    """How much a finding weighs."""

    ERROR = "error"
    """The script is not run."""
    WARNING = "warning"
    """It runs, and probably does not do what was meant."""
    INFO = "info"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one code stands for."""

    severity: Severity
    title: str
    explanation: str
    """What is wrong about it, why, and what to write instead."""
    before: str = ""
    """A script that has the finding; "" where no script can show it."""
    after: str = ""
    """The same, mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a script or manifest."""

    code: str
    severity: Severity
    message: str
    """One sentence about this very place."""
    hint: str
    """What to do about it; "" where the message says it all."""
    place: Place

    @classmethod
    def of(
        cls,
        code: str,
        message: str,
        place: Place,
        hint: str = "",
        *,
        severity: Severity | None = None,
    ) -> "Finding":
        """A finding of the severity that the table gives, unless told otherwise."""
        return cls(code, severity or RULES[code].severity, message, hint, place)

    @property
    def is_error(self) -> bool:
        """The script must not run."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity.value} {self.code}: {self.message}"
        excerpt = self.place.excerpt()
        hint = f"hint: {self.hint}" if self.hint else ""
        return "\n".join(part for part in (head, excerpt, hint) if part)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By place; of the same place the graver first."""
    weights = list(Severity)
    return sorted(
        findings,
        key=lambda f: (f.place.line, f.place.column, weights.index(f.severity), f.code),
    )


def _pages(
    severity: Severity, rows: Iterable[tuple[str, str, str, str, str]]
) -> dict[str, Rule]:
    return {
        f"MSPL{code}": Rule(severity, title, _page(text, before, after), before, after)
        for code, title, text, before, after in rows
    }


def _page(text: str, before: str, after: str) -> str:
    """The text with its example, the scripts set in by four blanks."""
    shown = ["    " + script.replace("\n", "\n    ") for script in (before, after)]
    return f"{text}\n\nInstead of\n\n{shown[0]}\n\nwrite\n\n{shown[1]}"


def _rules(severity: Severity, rows: Iterable[tuple[str, str, str]]) -> dict[str, Rule]:
    return {f"MSPL{code}": Rule(severity, title, text) for code, title, text in rows}


REMARKS = ("MSPL423", "MSPL426", "MSPL427", "MSPL428")
"""Advice that is worth knowing, and no more."""
SYNTAX = _pages(Severity.ERROR, GRAMMAR)
MEANING = _pages(Severity.ERROR, MEANING_ROWS)
MANIFEST = _rules(
    Severity.ERROR, manifest_rules.NOT_XML + manifest_rules.WRONG_CONTENT
) | _rules(Severity.WARNING, manifest_rules.DOUBTFUL)
ADVICE = _pages(Severity.WARNING, ADVICE_ROWS)
for _code in REMARKS:
    ADVICE[_code] = replace(ADVICE[_code], severity=Severity.INFO)
RULES: dict[str, Rule] = SYNTAX | MEANING | MANIFEST | ADVICE
"""Code → what it stands for."""
