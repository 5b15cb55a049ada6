"""Findings: every code that the checker may report, with its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from mspllab.mspl.diagnostics import RULES, Rule, Severity
from mspllab.views.colouring import coloured
from mspllab.views.reference.style import wrapped

GROUPS = {"1": "Grammar", "2": "Meaning", "3": "Manifest", "4": "Advice"}
"""First digit of a code → what such findings are about."""
FIRST_DIGIT = len("MSPL")


@dataclass(frozen=True, slots=True, repr=False)
class Findings:
    """Codes with what they stand for."""

    rules: Mapping[str, Rule]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        return str(self)

    def _lines(self) -> Iterator[str]:
        for code, rule in sorted(self.rules.items()):
            yield f"{code}  {rule.severity.value:<7}  {rule.title}"

    def _repr_html_(self) -> str:
        parts, group = [], ""
        for code, rule in sorted(self.rules.items()):
            if code[FIRST_DIGIT] != group:
                group = code[FIRST_DIGIT]
                parts.append(f"<h3>{GROUPS.get(group, '')}</h3>")
            parts.append(_card(code, rule))
        return wrapped("".join(parts))


def findings() -> Findings:
    """Every code there is."""
    return Findings(RULES)


def _card(code: str, rule: Rule) -> str:
    grave = " warn" if rule.severity is Severity.ERROR else ""
    head = (
        f'<div class="head"><h4><code>{code}</code> {_said(rule.title)}</h4>'
        f'<span class="badge{grave}">{rule.severity.value}</span></div>'
    )
    prose = "".join(f"<p>{_said(text)}</p>" for text in _paragraphs(rule))
    scripts = ""
    if rule.before:
        pair = (("instead of", rule.before), ("write", rule.after))
        scripts = "".join(_script(label, text) for label, text in pair if text)
        scripts = f'<div class="pair">{scripts}</div>'
    return (
        f'<div class="card" id="mspl-{code}">{head}<div class="prose">{prose}</div>'
        f"{scripts}</div>"
    )


def _paragraphs(rule: Rule) -> list[str]:
    """What is said before the scripts, which are shown in their own way."""
    prose = rule.explanation
    if rule.before:
        prose = prose.partition("\n\nInstead of\n\n")[0]
    return prose.split("\n\n")


def _said(text: str) -> str:
    return escape(text, quote=False)


def _script(label: str, text: str) -> str:
    shown = f'<pre class="example">{coloured(text)}</pre>'
    return f'<div><p class="label">{label}</p>{shown}</div>'
