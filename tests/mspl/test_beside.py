"""Errors of meaning in scripts whose grammar is broken elsewhere."""

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.errors import MsplSyntaxError
from mspllab.mspl.lexer import scan
from mspllab.mspl.parser import parse
from mspllab.mspl.program import Program, check
from mspllab.mspl.source import Source
from tests.mspl.test_corpus import CLEAN, FILES, Chunk


def codes(script: str) -> list[str]:
    return [one.code for one in check(Source(script), VOCABULARY)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('ProxyReqest("");', "MSPL201"),
        ("x = sipRequest.Foo;", "MSPL203"),
        ("x = StatusClass._9xx;", "MSPL204"),
        ("x = GetUri();", "MSPL205"),
        ("FQDN = 1;", "MSPL208"),
        ('sipRequest.To = "x";', "MSPL209"),
    ],
)
def test_what_a_line_says_by_itself_is_told_at_once(line: str, code: str) -> None:
    assert codes(f"y = ;\n{line}")[:2] == ["MSPL108", code]


@pytest.mark.parametrize(
    "script",
    [
        "y = ; x = Unknwon();",
        "x = (1;\ny = x;",
        "function F( { return 1; }\nx = F();",
        "switch x) {\n    case 1: F();\n    break;\n}\nfunction F() { }",
        "foreach h in Lines) {\n    x = h;\n}",
    ],
)
def test_what_may_come_of_the_broken_grammar_is_not_told(script: str) -> None:
    assert {code[:5] for code in codes(script)} == {"MSPL1"}


def test_too_deep_scripts_are_left_alone() -> None:
    assert codes("{" * 100 + "\nx = sipRequest.Foo;") == ["MSPL115"]


def test_loading_tells_the_same() -> None:
    source = Source("y = ;\nx = sipRequest.Foo;")

    with pytest.raises(MsplSyntaxError) as error:
        Program.compile(source, VOCABULARY)

    assert list(error.value.findings) == check(source, VOCABULARY)


@pytest.mark.parametrize("chunk", CLEAN, ids=[one.title for one in CLEAN])
def test_a_good_script_that_loses_a_word_has_errors_of_grammar_alone(
    chunk: Chunk,
) -> None:
    tokens, _ = scan(Source(chunk.text))
    for start, end in zip(tokens.starts[:-1], tokens.ends[:-1], strict=True):
        source = Source(chunk.text[:start] + chunk.text[end:])
        if parse(source)[1]:
            found = check(source, VOCABULARY, files=FILES)
            assert {one.code[:5] for one in found} == {"MSPL1"}, source.text
