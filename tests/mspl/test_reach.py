"""A sum is checked against 32 bits only where it might not fit."""

from typing import Any

import pytest

from mspllab.errors import ScriptError
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Vocabulary

CHECK = ".overflow"
EACH = 'foreach (%s in Split("a,b", ",")) { %s }'
WHILE = "while (n < 3) { %s }"


def program(text: str, vocabulary: Vocabulary) -> Program:
    return Program.compile(Source(text, "app.am"), vocabulary)


def checks(text: str, vocabulary: Vocabulary) -> bool:
    return any(CHECK in code.co_names for code in program(text, vocabulary).codes)


@pytest.mark.parametrize(
    "text",
    [
        "n = 0; n = n + 1;",
        "n = 0; " + WHILE % "n = n + 1;",
        "n = 9; m = 0; " + EACH % ("e", "n = n - 2; m = n + 1;"),
        "n = 0; " + EACH % ("e", "n = n + 3; " + WHILE % "n = n + 100;"),
        "function F() { n = 0; n = n + -1; return n; } F();",
        "n = 2147483000; n = n + 1;",
    ],
)
def test_variables_that_only_count_are_not_checked(
    text: str, vocabulary: Vocabulary
) -> None:
    assert not checks(text, vocabulary)


@pytest.mark.parametrize(
    "text",
    [
        "n = 2147483647; n = n + 1;",
        "n = 2147483646; n = n + 2;",
        "n = 0; " + EACH % ("e", "n = n + 1000000;"),
        "n = 0; " + EACH % ("a", EACH % ("b", EACH % ("c", "n = n + 1;"))),
        "function F(n) { n = n + 1; return n; } F(1);",
        "n = 1; m = 1; n = n + m;",
        "n = 1; m = 1; m = n + m;",
        "n = 1; n = 1 + n;",
        "n = LengthString(FQDN); n = n + 1;",
    ],
)
def test_other_sums_are_checked(text: str, vocabulary: Vocabulary) -> None:
    assert checks(text, vocabulary)


def test_a_sum_that_does_not_fit_ends_the_run(
    vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    text = "n = 2147483000; m = 0;\n" + WHILE.replace("n", "m") % (
        "m = m + 1;\n n = n + 500;"
    )

    with pytest.raises(ScriptError, match="is out of reach") as caught:
        program(text, vocabulary).run(make_host())

    assert caught.value.place is not None and caught.value.place.line == 3
