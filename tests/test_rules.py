"""Every rule of SIP that the lab honours has a test that bears its number.

`test_rule_044_…`, or `test_rule_057_126_…` for several. The rules are the lab's own
list of what RFC 3261 and its companions demand, 1 to 181.
"""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
RULES = range(1, 182)
NOT_MODELLED = frozenset({148, 166})
"""Rules without a test: what INFIDELITIES.md leaves out, and what is written elsewhere.

Whoever writes the first test of one takes its number out.
"""

_NAME = re.compile(r"def test_rule_((?:\d{3}_)+)")


def covered() -> set[int]:
    """Numbers of the rules that some test is named after."""
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    return {
        int(number)
        for text in texts
        for numbers in _NAME.findall(text)
        for number in numbers.split("_")
        if number
    }


TESTED = covered()


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_has_its_test_or_is_not_modelled(rule: int) -> None:
    assert (rule in TESTED) is not (rule in NOT_MODELLED), (
        f"rule {rule}: a test named test_rule_{rule:03}_…, or a place in NOT_MODELLED"
    )


def test_no_test_bears_the_number_of_no_rule() -> None:
    assert set(RULES) >= TESTED
