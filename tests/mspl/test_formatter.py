"""The formatter changes what stands between tokens, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mspllab.errors import MsplSyntaxError
from mspllab.mspl.formatter import format_script
from mspllab.mspl.lexer import COMMENT, scan
from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source

SCRIPTS = Path(__file__).parent / "scripts"
LONG = "sip:somebody.with.a.long.name@lab.example"


def formatted(text: str, margin: str = "") -> str:
    return format_script(Source(text), margin)


def tokens(text: str) -> list[str]:
    return scan(Source(text))[0].texts


def comments(text: str) -> list[str]:
    """Every comment in order; the blanks in it may move with it."""
    gaps = "\n".join(scan(Source(text))[0].gaps)
    return [" ".join(one.split()) for one in re.findall(COMMENT, gaps)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \n\n ", ""),
        ("a();b();", "a();\nb();\n"),
        ("a( b ,c );", "a(b, c);\n"),
        ("x=a . b [ 0 ] . c;", "x = a.b[0].c;\n"),
        ("x=1 . a;", "x = 1 .a;\n"),
        ("x=a-1+-b;", "x = a - 1 + -b;\n"),
        ("x=- -1;", "x = - -1;\n"),
        ("x=! ! a&&b||c;", "x = !!a && b || c;\n"),
        ("return(1);", "return (1);\n"),
        ("if(a){b();}", "if (a) {\n    b();\n}\n"),
        ("if(a) -b; else c;", "if (a)\n    -b;\nelse\n    c;\n"),
        ("if(a){}\nelse\n{}", "if (a) {} else {}\n"),
        (
            "if(a){b();}else if(c)d();else{e();}",
            "if (a) {\n    b();\n} else if (c)\n    d();\nelse {\n    e();\n}\n",
        ),
        ("while(a)\n;", "while (a)\n    ;\n"),
        ("foreach(e in a){break;}", "foreach (e in a) {\n    break;\n}\n"),
        (
            "switch(a){case 1:case 2:b();break;default:{c();}}",
            "switch (a) {\n    case 1:\n    case 2:\n        b();\n        break;\n"
            "    default:\n        {\n            c();\n        }\n}\n",
        ),
        ("{a();}", "{\n    a();\n}\n"),
        ("a();;", "a();\n;\n"),
    ],
)
def test_there_is_one_style(text: str, expected: str) -> None:
    assert formatted(text) == expected


def test_blank_lines_are_kept_up_to_one_and_none_stands_at_a_brace() -> None:
    text = "\n\na();\n\n\n\nb();\nif (c) {\n\n d();\n\n}\n\n"
    assert formatted(text) == "a();\n\nb();\nif (c) {\n    d();\n}\n"


def test_functions_stand_apart() -> None:
    text = "function A(){}\nfunction B(x,y)return x;\n// the rest\na();"
    assert formatted(text) == (
        "function A() {}\n\nfunction B(x, y)\n    return x;\n\n// the rest\na();\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("// a  \nb();", "// a\nb();\n"),
        ("b();// a", "b(); // a\n"),
        ("b();/* a */c();", "b(); /* a */\nc();\n"),
        ("/* a */c();", "/* a */ c();\n"),
        ("if(a){ // why\nb();}", "if (a) { // why\n    b();\n}\n"),
        ("if(a) // why\n{b();}", "if (a) // why\n{\n    b();\n}\n"),
        ("if(a){// why\n}", "if (a) { // why\n}\n"),
        ("if(a){\n// why\n}", "if (a) {\n    // why\n}\n"),
        (
            "if(a){}\n// else what\nelse{b();}",
            "if (a) {}\n// else what\nelse {\n    b();\n}\n",
        ),
        (
            "if(a){b();\n// for the other\n}else{}",
            "if (a) {\n    b();\n// for the other\n} else {}\n",
        ),
        (
            "if(a){b();\n // of this\n}else{}",
            "if (a) {\n    b();\n    // of this\n} else {}\n",
        ),
        ("a(/* one */b,/* two */c);", "a(/* one */ b, /* two */ c);\n"),
        ("a(b, // one\nc// two\n);", "a(b, // one\n    c // two\n    );\n"),
        ("a(\n// one\nb);", "a(\n    // one\n    b);\n"),
        ("a();\n// the end", "a();\n// the end\n"),
        ("// nothing else", "// nothing else\n"),
    ],
)
def test_comments_stay_where_they_belong(text: str, expected: str) -> None:
    assert formatted(text) == expected


def test_the_lines_of_a_comment_move_together() -> None:
    text = "if (a) {\n  /* one\n     two\n       three */\n  b();\n}\n"
    assert formatted(text) == (
        "if (a) {\n    /* one\n       two\n         three */\n    b();\n}\n"
    )


def test_a_long_call_breaks_behind_a_comma() -> None:
    call = f'Concatenate("Contact=<", "{LONG}", ">")'
    assert formatted(f'Respond("302","Moved Temporarily",{call},b);') == (
        f'Respond("302", "Moved Temporarily",\n    {call}, b);\n'
    )
    assert formatted(f'Log("Debugr", {call[:-1]}, {call}));') == (
        f'Log("Debugr",\n    Concatenate("Contact=<", "{LONG}", ">",\n'
        f"        {call}));\n"
    )


def test_a_long_condition_breaks_before_its_operators_and_stands_deeper() -> None:
    one = f'ContainsString(sipRequest.From, "{LONG[:-12]}", true)'
    assert formatted(f"if ({one}&&{one}||a) b();") == (
        f"if ({one}\n        && {one} || a)\n    b();\n"
    )


def test_where_the_author_broke_a_line_it_stays_broken() -> None:
    text = 'a(b,\n"one", c(d,\ne));\nx = a &&\n b;\ny\n=\nc;'
    assert formatted(text) == (
        'a(b,\n    "one", c(d,\n        e));\nx = a\n    && b;\ny = c;\n'
    )


def test_every_line_begins_with_the_margin() -> None:
    assert formatted("if(a){\n/* b\n */\n\nc();}", "\t\t") == (
        "\t\tif (a) {\n\t\t    /* b\n             */\n\n\t\t    c();\n\t\t}\n"
    )


def test_a_script_with_errors_is_refused_with_all_of_them() -> None:
    with pytest.raises(MsplSyntaxError) as error:
        formatted("if (a { b(); }\nc(;")
    assert len(error.value.findings) == 2


def examples() -> list[str]:
    chunks = (
        chunk
        for path in sorted(SCRIPTS.glob("*.mspl"))
        for chunk in path.read_text("utf-8").split("---\n")
    )
    return [chunk for chunk in chunks if not parse(Source(chunk))[1]]


@pytest.mark.parametrize("text", examples())
def test_what_the_scripts_of_the_tests_say_stays(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once
    assert tokens(once) == tokens(text)
    assert comments(once) == comments(text)


GAPS = st.lists(
    st.sampled_from(
        (" ", "\n", "\n\n\n", "\t", "// one\n", "/* two */", "/* a\n  b\n\tc */")
    ),
    max_size=4,
).map("".join)


@st.composite
def shaken(draw: st.DrawFn) -> str:
    """A script of the tests with other comments and white space."""
    stream, _ = scan(Source(draw(st.sampled_from(examples()))))
    words = [f" {draw(GAPS)} {text}" for text in stream.texts[:-1]]
    return "".join(words) + draw(GAPS)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(shaken(), st.sampled_from(("", "    ", "\t")))
def test_whatever_stands_between_the_tokens(text: str, margin: str) -> None:
    once = formatted(text, margin)
    assert formatted(once, margin) == once
    assert tokens(once) == tokens(text)
    assert comments(once) == comments(text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(shaken())
def test_a_formatted_script_runs_the_same(run: Callable[..., Any], text: str) -> None:
    before = outcome(run, text)
    assume(before is not None)
    assert outcome(run, formatted(text)) == before


def outcome(run: Callable[..., Any], text: str) -> tuple[Any, ...] | None:
    """What a run logged and decided, or how it ended; None: it is no program."""
    try:
        host = run(text)
    except MsplSyntaxError:
        return None
    except Exception as error:
        return (type(error).__name__, str(getattr(error, "message", error)))
    return (host.logged, host.decided)
