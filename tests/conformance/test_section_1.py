"""mspl.md §1, lexical grammar: what a text of a script is taken for."""

import pytest

from tests.conformance.bench import REFUSED, is_worth, says

VALUES = [
    ("2147483647", "2147483647"),
    ("-2147483648", "-2147483648"),
    ("2147483648", REFUSED),
    ("-2147483649", REFUSED),
    ("0x7FFFFFFF", "2147483647"),
    ("0X1f", "31"),
    ("0x80000000", REFUSED),
    ("+5", "5"),
    ("007", "7"),
    ("1.5", "1.5"),
    ("-0.25", "-0.25"),
    ("1,5", REFUSED),
    ("true", "true"),
    ("True", REFUSED),
    ("NULL", REFUSED),
    ("null", "null"),
    ('""', ""),
    (r'"say \"hi\""', 'say "hi"'),
    (r'"\u0041\u00e4"', "Aä"),
    (r'"\u41"', REFUSED),
    (r'"\u004G"', REFUSED),
    (r'"a\\b"', "a\\b"),
    (r'"a\tb"', "a\tb"),
    (r'"\q"', REFUSED),
    (r'"it' + "'" + r's"', "it's"),
    ("'a'", REFUSED),
    ('"a""b"', REFUSED),
    ('@"a"', REFUSED),
    ('"a\nb"', REFUSED),
    ('"open', REFUSED),
    ("1 /* no */", "1"),
    ("/* a /* b */ 2", "2"),
    ("1 // x", REFUSED),
    ("2 * 3", REFUSED),
    ("6 / 3", REFUSED),
    ("7 % 2", REFUSED),
    ("1 & 1", REFUSED),
    ("1 << 1", REFUSED),
    ("true ? 1 : 2", REFUSED),
    ('"Ж"', "Ж"),
    ('"// no comment"', "// no comment"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_literal_is_what_the_text_says(text: str, value: str) -> None:
    assert is_worth(text) == value


SCRIPTS = [
    ('Log("t",false,"a");// end', "a"),
    ('/* one\ntwo */ Log\n(\n"t"\n,\nfalse,"a"\n)\n;', "a"),
    ("# no comment\n", REFUSED),
    ("-- no comment\n", REFUSED),
    ("/* open", REFUSED),
    ('_a1 = "b"; Log("t", false, _a1);', "b"),
    ("1a = 2;", REFUSED),
    ('Bob = "x"; Log("t", false, bob);', REFUSED),
    ('log("t", false, "a");', REFUSED),
    ('IF (true) Log("t", false, "a");', REFUSED),
    ("while = 1;", REFUSED),
    ("default = 1;", REFUSED),
    ("null = 1;", REFUSED),
    ("Log = 1;", REFUSED),
    ("StatusClass = 1;", REFUSED),
    ("sipRequest = 1;", REFUSED),
    ("FQDN = 1;", REFUSED),
    ("dbEndpoint = 1;", REFUSED),
    ("a += 1;", REFUSED),
    ("a = 1; a++;", REFUSED),
    ("", ""),
]


@pytest.mark.parametrize(("script", "said"), SCRIPTS)
def test_a_script_is_cut_into_words_as_told(script: str, said: str) -> None:
    assert says(script) == said
