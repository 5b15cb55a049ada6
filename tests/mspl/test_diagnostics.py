"""Findings and the table behind them."""

import re
from pathlib import Path
from typing import Any

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.errors import Place
from mspllab.mspl.diagnostics import RULES, Finding, Severity, in_order
from mspllab.mspl.program import check
from mspllab.mspl.settings import Admission
from mspllab.mspl.source import Source

PLACE = Place("app.am", 3, 5, "x = y;", 1)
PACKAGE = Path(__file__).resolve().parents[2] / "mspllab"


def test_a_finding_shows_place_line_and_hint() -> None:
    finding = Finding.of("MSPL202", "y never gets a value", PLACE, "assign it")

    assert str(finding) == (
        "app.am:3:5: error MSPL202: y never gets a value\n"
        "    3 | x = y;\n"
        "      |     ^\n"
        "hint: assign it"
    )


def test_the_table_gives_the_severity_unless_told_otherwise() -> None:
    assert Finding.of("MSPL401", "", PLACE).severity is Severity.WARNING
    info = Finding.of("MSPL401", "", PLACE, severity=Severity.INFO)
    assert not info.is_error and info.severity is Severity.INFO


def test_findings_are_ordered_by_place_and_the_graver_come_first() -> None:
    late = Finding.of("MSPL101", "late", Place("a", 2, 1))
    warning = Finding.of("MSPL405", "warning", Place("a", 1, 1))
    error = Finding.of("MSPL202", "error", Place("a", 1, 1))

    assert in_order([late, warning, error]) == [error, warning, late]


def test_every_code_that_is_used_has_its_page_and_every_page_its_use() -> None:
    used = set()
    for path in PACKAGE.rglob("*.py"):
        used.update(re.findall(r'"(MSPL\d{3})"', path.read_text("utf-8")))

    assert used <= set(RULES)
    assert not {code for code in RULES if code < "MSPL3" or code >= "MSPL4"} - used


def test_pages_are_sentences() -> None:
    for code, rule in RULES.items():
        assert rule.title and not rule.title.endswith("."), code
        text = rule.explanation.partition("\n\n")[0]
        assert text.endswith((".", ".)")), code


FILES = {"people": ("who", "rule")}
OPTIONS: dict[str, dict[str, Any]] = {
    "MSPL214": {"script_only": True},
    "MSPL219": {"strict": True},
    "MSPL414": {"admission": Admission(proxy_by_default=False)},
    "MSPL419": {"admission": Admission(sees_ack=True)},
    "MSPL422": {"admission": Admission(keyless_files=frozenset(("people",)))},
}
"""What a manifest has to say so that an example has its finding."""
WITH_EXAMPLE = [code for code, rule in RULES.items() if rule.before]


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_the_wrong_script_of_a_page_has_that_finding_and_the_right_one_none(
    code: str,
) -> None:
    rule, options = RULES[code], OPTIONS.get(code, {})

    def found(text: str) -> set[str]:
        findings = check(Source(text), VOCABULARY, files=FILES, **options)
        return {one.code for one in findings}

    others = {"MSPL410"} if code == "MSPL425" else set()
    assert found(rule.before) == {code} | others
    assert not found(rule.after)


def test_pages_of_scripts_show_both_scripts() -> None:
    for code in WITH_EXAMPLE:
        rule = RULES[code]
        assert "\n\nInstead of\n\n    " in rule.explanation
        assert rule.explanation.endswith(rule.after.rpartition("\n")[2])
    scripts = {code for code in RULES if not code.startswith("MSPL3")}
    assert set(WITH_EXAMPLE) == scripts
