"""Scripts made to keep the checker busy: the work grows with the text, no faster."""

from itertools import pairwise

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.program import check
from mspllab.mspl.source import Source

MOST_VISITS = 24
"""Visits of a statement: two kinds of message, some rounds of loops, calls."""


def visits(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Statements that the flow analysis has looked at."""
    flows: list[Flow] = []
    made = Flow.__init__

    def remember(self: Flow, *arguments: object) -> None:
        made(self, *arguments)  # type: ignore[arg-type]
        flows.append(self)

    monkeypatch.setattr(Flow, "__init__", remember)
    check(Source(text), VOCABULARY)
    monkeypatch.undo()
    (flow,) = flows
    return flow.visits


def loops(depth: int) -> str:
    names = "abcdefghijkl"[:depth]
    chain = " ".join(f"{x} = {y};" for x, y in pairwise(names))
    heads = "".join(f"foreach ({x}x in {x}) {{ " for x in names)
    first = " ".join(f'{x} = "";' for x in names)
    return f"{first} {heads} {chain} {names[-1]} = GetUri(a); {'}' * depth}"


SCRIPTS = {
    "statements": lambda n: 'Log("Debugr", false, "x");\n' * n,
    "variables": lambda n: "".join(f"x{i} = GetUri(FQDN);\n" for i in range(n)),
    "branches": lambda n: (
        'x = GetUri(FQDN);\nif (x == "a") { x = "b"; } else { x = null; }\n' * (n // 4)
    ),
    "early returns": lambda n: "".join(
        f'if (sipMessage.To == "{i}") {{ return; }}\n' for i in range(n // 2)
    ),
    "cases": lambda n: (
        "switch (sipMessage.From) {"
        + "".join(f'case "{i}": y = {i}; break;' for i in range(n // 2))
        + "}"
    ),
    "functions": lambda n: (
        "".join(
            f"function F{i}(a) {{ if (a) {{ return null; }} return a; }}\n"
            for i in range(n // 4)
        )
        + "".join(f"x = F{i}(GetUri(FQDN));\n" for i in range(n // 4))
    ),
    "calls of one function": lambda n: (
        "function F(a, b) { if (a == b) { return null; } return a; }\n"
        + "".join(f'x = F("{i}", {i});\n' for i in range(n))
    ),
}


@pytest.mark.parametrize("kind", SCRIPTS)
def test_twice_the_text_is_twice_the_work(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = SCRIPTS[kind]

    small = visits(make(400), monkeypatch)
    large = visits(make(1600), monkeypatch)

    assert large <= MOST_VISITS * 1600
    assert large <= 5 * small


@pytest.mark.parametrize("depth", [2, 6, 12])
def test_loops_inside_loops_are_not_gone_through_again_and_again(
    depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = 3 * depth

    assert visits(loops(depth), monkeypatch) <= 3 * MOST_VISITS * statements


def test_a_chain_of_functions_is_followed_once_for_each_way_of_calling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = "".join(
        f"function F{i}(a) {{ F{i + 1}(a); F{i + 1}(a); return a; }}\n"
        for i in range(40)
    )
    text = f"{calls} function F40(a) {{ return a; }}\nx = F0(GetUri(FQDN));"

    assert visits(text, monkeypatch) <= MOST_VISITS * 160


def test_deep_nesting_is_refused_before_it_costs_anything() -> None:
    (finding,) = check(Source("if (1) { " * 5000 + "}" * 5000), VOCABULARY)

    assert finding.code == "MSPL115"


def test_after_many_findings_nobody_is_asked_what_was_meant() -> None:
    found = check(Source("Logg();\n" * 300), VOCABULARY)
    asked = [one for one in found if "did you mean" in one.message]

    assert len(found) == 300
    assert len(asked) == 100
