"""The tables of header names."""

from mspllab.sip.header_names import COMPACT, LISTS


def test_rule_009_the_eighteen_compact_forms() -> None:
    assert "".join(sorted(COMPACT)) == "abcdefijklmorstuvx"


def test_keys_are_in_lower_case() -> None:
    for key in (*COMPACT.values(), *LISTS):
        assert key == key.lower()


def test_rule_007_authentication_fields_are_no_lists() -> None:
    assert not LISTS & {
        *("authorization", "www-authenticate"),
        *("proxy-authorization", "proxy-authenticate"),
    }
