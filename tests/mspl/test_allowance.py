"""Work is counted, never timed, and only where a script could do too much."""

from typing import Any

import pytest

from mspllab.errors import ScriptError
from mspllab.mspl.allowance import (
    ALLOWANCE,
    LONG_TEXT,
    LONGEST_TEXT,
    charge,
    checked_length,
    pay,
)
from mspllab.mspl.program import Program
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Function, Kind, Parameter, Vocabulary

WHILE = "n = 0; while (n < 9) { n = n + 1; %s }"
COUNTS = ".pay"


def program(text: str, vocabulary: Vocabulary) -> Program:
    return Program.compile(Source(text, "app.am"), vocabulary)


def counts(text: str, vocabulary: Vocabulary) -> bool:
    return any(COUNTS in code.co_names for code in program(text, vocabulary).codes)


def test_what_is_paid_is_gone_and_no_run_goes_into_debt() -> None:
    meter = [5]

    pay(meter, 5)
    with pytest.raises(ScriptError, match="takes too long"):
        pay(meter, 1)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1;",
        WHILE % 'Log("", 0, LengthString("a"));',
        'foreach (e in Split("a,b", ",")) { x = Concatenate(e, "x"); }',
        "function F(x) { return x; } " + WHILE % "x = F(n);",
        "x = LengthString(FQDN);" * 500,
    ],
)
def test_scripts_that_end_by_their_text_count_nothing(
    text: str, vocabulary: Vocabulary
) -> None:
    assert not counts(text, vocabulary)


@pytest.mark.parametrize(
    "text",
    [
        WHILE % (WHILE % (WHILE % "x = 1;")).replace("n", "m"),
        'foreach (a in Split("a", ",")) { foreach (b in Split("a", ",")) { x = 1; } }',
        "function F(x) { " + WHILE % 'Log("", 0, x);' + " } " + WHILE % "F(n);",
        "".join(f"function F{n}() {{ F{n + 1}(); F{n + 1}(); }}" for n in range(30))
        + "function F30() { } F0();",
        WHILE % ("x = LengthString(FQDN);" * 500),
    ],
)
def test_scripts_that_could_do_too_much_count_and_still_run(
    text: str, vocabulary: Vocabulary, make_host: type[Any]
) -> None:
    assert counts(text, vocabulary)
    if "F30" in text:
        with pytest.raises(ScriptError, match="takes too long") as caught:
            program(text, vocabulary).run(make_host())
        assert caught.value.place is not None
    else:
        program(text, vocabulary).run(make_host())


def test_long_texts_are_paid_for_by_the_script_that_asked(
    make_host: type[Any],
) -> None:
    def read(_: object) -> None:
        charge(ALLOWANCE * 3)

    function = Function(
        "Read", (Parameter("v", Kind.ANY),), Kind.VOID, read, "", pure=True
    )
    vocabulary = Vocabulary({"Read": function})
    text = "function F(x) {\n  Read(x);\n  Read(x);\n  Read(x);\n}\nF(1);"

    for script, line in ((text, 4), ("Read(1);\nRead(1);\nRead(1);", 3)):
        with pytest.raises(ScriptError, match="takes too long") as caught:
            program(script, vocabulary).run(make_host())
        assert caught.value.place is not None and caught.value.place.line == line


def test_each_run_begins_with_a_full_meter(make_host: type[Any]) -> None:
    def read(_: object) -> None:
        charge(ALLOWANCE * 5)

    function = Function(
        "Read", (Parameter("v", Kind.ANY),), Kind.VOID, read, "", pure=True
    )
    once = program("Read(1);", Vocabulary({"Read": function}))

    for _ in range(5):
        once.run(make_host())


def test_outside_a_script_nobody_pays() -> None:
    charge(10**12)
    checked_length(LONG_TEXT + 1)


def test_texts_that_are_made_have_a_longest() -> None:
    checked_length(LONGEST_TEXT)
    with pytest.raises(ScriptError, match="65,537 characters"):
        checked_length(LONGEST_TEXT + 1)
