"""Percent escapes (RFC 3261 §19.1.2)."""

from hypothesis import given
from hypothesis import strategies as st

from mspllab.sip.escape import comparable, escape, unescape


def test_escapes_are_decoded_once_and_as_utf8() -> None:
    assert unescape("gr%C3%BC%c3%9f") == "grüß"
    assert unescape("%2541") == "%41"
    assert unescape("plain") == "plain"


def test_rule_025_only_what_is_not_reserved_equals_its_escape() -> None:
    assert comparable("%61%2Db") == "a-b"
    assert comparable("%40%3b%c3") == "%40%3B%C3"
    assert comparable("%2541") == "%41"


def test_what_may_not_stand_in_a_header_of_a_uri_is_escaped() -> None:
    assert escape("SIP;cause=302") == "SIP%3Bcause%3D302"
    assert escape("a & b") == "a%20%26%20b"


@given(st.text())
def test_escaping_is_undone_by_unescaping(text: str) -> None:
    assert unescape(escape(text)) == text
