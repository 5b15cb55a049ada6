"""Texts cut into tokens, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mspllab.mspl.lexer import scan
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END, NAME, NUMBER, STRING, WRONG


def kinds(text: str) -> list[str]:
    return scan(Source(text))[0].kinds


def messages(text: str) -> list[str]:
    return [finding.message for finding in scan(Source(text))[1]]


@given(st.text())
def test_nothing_is_lost_and_everything_has_its_place(text: str) -> None:
    tokens, _ = scan(Source(text))

    pairs = zip(tokens.gaps, tokens.texts, strict=True)
    assert "".join(gap + one for gap, one in pairs) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens.kinds[-1] == END and tokens.kinds.count(END) == 1


def test_words_signs_and_literals_have_their_kinds() -> None:
    text = 'if (toUri != "x") { _count2 = 0x1F + 1.5; }'

    expected = ["if", "(", NAME, "!=", STRING, ")", "{", NAME, "=", NUMBER, "+", NUMBER]
    assert kinds(text) == [*expected, ";", "}", END]


def test_comments_are_kept_in_the_gaps() -> None:
    tokens, findings = scan(Source("// one\nx /* two\n*/ = 1; // three"))

    assert not findings
    assert tokens.gaps == ["// one\n", " /* two\n*/ ", " ", "", " // three"]
    assert [token.text for token in tokens] == ["x", "=", "1", ";", ""]


def test_comments_do_not_nest() -> None:
    assert kinds("/* /* */ x */") == [NAME, WRONG, WRONG, END]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "// x", "/**/", "\t\r\n"])
def test_a_script_may_be_empty(text: str) -> None:
    assert kinds(text) == [END]


@pytest.mark.parametrize(
    "text", ["ifx", "returned", "foreach_", "TRUE", "If", "größe", "_", "x1"]
)
def test_names_may_resemble_words(text: str) -> None:
    assert kinds(text) == [NAME, END]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#", "# begins no comment in MSPL"),
        ("a $ b", "MSPL does not know the character $"),
        ("\u00a0", "a no-break space (U+00A0), as web pages have them, is no space"),
        ("\u2007", "MSPL does not know the character U+2007"),
        ("'a'", "MSPL has no single-quoted texts"),
        ("a ++ b", "MSPL has no ++"),
        ("a -= b", "MSPL has no -="),
        ("a << b", "MSPL has no <<"),
        ("a !== b", "MSPL has no !=="),
        ("a | b", "MSPL has no |: it has no operators on bits"),
        ("a % b", "MSPL has no `%`: arithmetic is not part of the language"),
        ("~a", "MSPL has no ~: it has no operators on bits"),
        ("\\", "a backslash stands only inside a text"),
        ('"\\x"', r"\x is no escape in MSPL"),
        ('"\\u12"', r"\u12 is no escape in MSPL"),
        ('"a', "a text must end on the line it begins on"),
        ('"', "a text must end on the line it begins on"),
        ('@"a"', 'MSPL has no @"…" texts'),
        ("/* x", "this comment is never closed"),
        ("1.", "1. is no number"),
        ("1a", "1a is neither a number nor a name"),
    ],
)
def test_what_is_no_token_is_explained(text: str, message: str) -> None:
    found = messages(text)

    assert len(found) == 1
    assert found[0].startswith(message)


def test_every_wrong_token_is_reported() -> None:
    assert len(messages("a * b;\n'x' ? 1.2.3;\n\"open\n")) == 5


def test_each_bad_escape_of_a_text_is_shown_where_it_stands() -> None:
    _, findings = scan(Source(r'x = "\a\n\b";'))

    assert [finding.place.column for finding in findings] == [6, 10]
