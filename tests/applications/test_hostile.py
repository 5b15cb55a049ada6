"""Scripts that would take for ever, or all memory: each ends at a line of its own."""

import pytest

from mspllab.applications.application import Application, check
from mspllab.applications.run import Run
from tests.applications.conftest import FIRST_LINE, MANIFEST, Lab, make_invite

TOO_LONG = "this run takes too long"
LONG = "m" * 400_000
ALMOST = "m" * 65_000


def text(script: str) -> str:
    return MANIFEST.format(
        methods="ALL",
        strict_route="false",
        reasons="NONE",
        by_default="true",
        more="",
        script=script,
    )


def loops(depth: int, inside: str) -> str:
    """`inside` in loops of 499 turns, `depth` of them inside each other."""
    for number in range(depth):
        v = f"v{number}"
        inside = (
            f"{v} = 0;\nwhile (true) {{\n{v} = {v} + 1;\n"
            f"if ({v} > 498) {{\nbreak;\n}}\n{inside}\n}}"
        )
    return inside


def each(depth: int, collection: str, inside: str) -> str:
    for number in range(depth):
        inside = f"foreach (e{number} in {collection}) {{\n{inside}\n}}"
    return inside


def twice(functions: int) -> str:
    """Functions of which each calls the next one twice."""
    calls = "function F{0}(x) {{\nF{1}(x); F{1}(x);\nreturn 1;\n}}\n"
    first = "".join(calls.format(n, n + 1) for n in range(functions))
    return f"{first}function F{functions}(x) {{ return 1; }}\nF0(1);"


ENDLESS = {
    "loops in loops": (loops(4, "x = 1;"), TOO_LONG),
    "loops in functions in loops": (
        f"function F(x) {{\n{loops(2, 'y = 1;')}\nreturn 1;\n}}\n{loops(2, 'F(1);')}",
        TOO_LONG,
    ),
    "functions that call the next one twice": (twice(55), TOO_LONG),
    "collections in collections": (
        f't = "{"a," * 5000}";\n' + each(3, 'Split(t, ",")', "x = 1;"),
        TOO_LONG,
    ),
    "a collection of many thousands": (
        f't = "{"a," * 200_000}";\n' + each(1, 'Split(t, ",")', "x = 1;"),
        "200,001 pieces are too many",
    ),
    "endpoints in loops": (
        each(1, '""', loops(3, 'foreach (dbEndpoint in QueryEndpoints("b@c")) ;')),
        TOO_LONG,
    ),
    "a text that doubles": (
        'x = "x";\n' + loops(1, "x = Concatenate(x, x);"),
        "a script may make texts of up to 65,536",
    ),
    "many long texts": (
        f'x = "{ALMOST}";\n'
        + "".join(f'y{n} = Concatenate(x, "{n}");\n' for n in range(3000)),
        TOO_LONG,
    ),
    "the hash of a long text": (
        f'x = "{LONG}";\n' + loops(2, "y = HashString(x, 3, 7, false);"),
        TOO_LONG,
    ),
    "searches in a long text": (
        f'x = "{LONG}";\n' + loops(1, 'y = ContainsString(x, "zz", true);\n' * 9),
        TOO_LONG,
    ),
    "parts of a long text": (
        f'x = "{LONG}";\n' + loops(2, "y = SubString(x, 1, 399998);"),
        TOO_LONG,
    ),
    "long texts compared": (
        f'a = Concatenate("{ALMOST}", "x");\nb = Concatenate("{ALMOST}", "y");\n'
        + loops(3, "if (a == b) {\nz = 1;\n}"),
        TOO_LONG,
    ),
    "headers without end": (
        loops(2, 'AddHeader(Concatenate("X-", v0, "-", v1), "v");'),
        "no more than 1,000 times",
    ),
    "parameters without end": (
        loops(2, 'SetParameterValue("From", Concatenate("p", v0, "x", v1), "v");'),
        "no more than 1,000 times",
    ),
    "a log without end": (
        loops(3, 'Log("Debugr", true, "x");'),
        "no more than 10,000 entries",
    ),
    "a log of long texts": (
        f'x = "{LONG}";\n' + loops(1, 'Log("Debugr", false, x);'),
        TOO_LONG,
    ),
    "sources in loops": (loops(3, "x = RequestSource.Aor;"), TOO_LONG),
}


def ran(script: str) -> Run:
    return Application.load(text(script), "a.am").run(make_invite(), surroundings=Lab())


@pytest.mark.parametrize("script", ENDLESS, ids=list(ENDLESS))
def test_what_would_not_end_is_ended_at_its_line(script: str) -> None:
    lines, complaint = ENDLESS[script]

    run = ran(lines)

    (error,) = run.errors
    assert complaint in error.message
    assert FIRST_LINE < error.line < FIRST_LINE + lines.count("\n") + 1
    assert error.column and "^" in error.excerpt


def test_the_same_script_is_always_ended_at_the_same_point() -> None:
    script = "n = 0;\n" + loops(3, "n = n + 1;") + '\nLog("", false, n);'

    first, second = ran(script), ran(script)

    assert first.errors == second.errors
    assert first.lines == second.lines


def test_recording_ends_such_a_script_at_the_same_point() -> None:
    script = loops(2, 'x = Concatenate("a", v0);\n' * 300)
    application = Application.load(text(script), "a.am")

    plain = application.run(make_invite(), surroundings=Lab())
    recorded = application.record(make_invite(), surroundings=Lab())

    assert recorded.errors == plain.errors
    assert TOO_LONG in plain.errors[0].message
    assert recorded.steps_left_out
    assert len(recorded.steps) == 10_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "script",
    [
        "x = 1;\n" * 10_000,
        "if (sipRequest) { }"
        + "".join(f' else if (FQDN == "a{n}") {{ x = {n}; }}\n' for n in range(3000)),
        "switch (FQDN) {"
        + "".join(f'case "a{n}": x = {n}; break;\n' for n in range(3000))
        + "}",
        "".join(f"function F{n}(x) {{ return x; }}\n" for n in range(2000)) + "F1(1);",
        "".join(f"x{n} = {n};\n" for n in range(5000)),
        "x0 = 1;" + "".join(f"x{n + 1} = x{n};\n" for n in range(3000)),
        f'Log("", false, "{LONG}");',
        loops(2, "x = 1;"),
        each(1, 'Split("a,b,c", ",")', loops(1, 'x = Concatenate("a", e0);')),
    ],
    ids=lambda script: script[:24],
)
def test_what_is_merely_large_runs_to_its_end(script: str) -> None:
    assert ran(script).errors == ()


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("x = " + "(" * 2000 + "1" + ")" * 2000 + ";", "MSPL115"),
        ("if (1) " * 2000 + ";", "MSPL115"),
        ("} " * 5000, "MSPL110"),
        ("/*" * 100_000, "MSPL106"),
        ("* " * 20_000, "MSPL106"),
        ("".join(f"x = y{n};\n" for n in range(2000)), "MSPL202"),
    ],
    ids=lambda value: value[:24],
)
def test_what_is_wrong_a_thousand_times_is_told_without_trouble(
    script: str, code: str
) -> None:
    findings = check(text(script), "a.am")

    assert findings[0].code == code
    assert len({id(finding.place.text) for finding in findings}) <= 2001


def test_a_long_body_is_paid_for_by_who_reads_it() -> None:
    message = make_invite().with_body(b"m" * 1_000_000)
    script = loops(1, "x = sipMessage.Content;")

    run = Application.load(text(script), "a.am").run(message, surroundings=Lab())

    assert TOO_LONG in run.errors[0].message
