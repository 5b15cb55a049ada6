"""Tokens, quoted strings and lists."""

from hypothesis import given
from hypothesis import strategies as st

from mspllab.sip.grammar import quote, quoted_string, split_list, token, unquote


def test_what_is_a_token() -> None:
    assert token("a-Z0.!%*_+`'~")
    for text in ("", "a b", "a:b", "é", "a\n"):
        assert not token(text)


def test_rule_011_a_quoted_string_ends_at_the_first_bare_quote() -> None:
    assert quoted_string(r'"a \" b"')
    for text in ('"', '"a', 'a"', r'"a\"', '"a"b"'):
        assert not quoted_string(text)


def test_rule_008_only_bare_commas_split() -> None:
    assert split_list('a, <b,c>,"d,e" <f>;x="g,\\",h" ,') == (
        *("a", "<b,c>", '"d,e" <f>;x="g,\\",h"'),
    )
    assert split_list("a") == ("a",)
    assert split_list('a", b') == ('a"', "b")


@given(st.text())
def test_quoting_is_undone_by_unquoting(text: str) -> None:
    assert unquote(quote(text)) == text
    assert unquote("token") == "token"
