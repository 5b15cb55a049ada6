"""What literals stand for."""

import pytest

from mspllab.mspl.literals import read_number, unescape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (r"a\"b", 'a"b'),
        (r"\\n", r"\n"),
        (r"\\\\", r"\\"),
        (r"\r\n\t", "\r\n\t"),
        (r"\u00e4\u0041x", "äAx"),
        (r"\uD83D\uDE00", "😀"),
        (r"\uDE00", "\ude00"),
    ],
)
def test_escapes_become_characters(text: str, expected: str) -> None:
    assert unescape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("-2147483648", -2147483648),
        ("2147483648", None),
        ("+0x7fffffff", 2147483647),
        ("0xFFFFFFFF", None),
        ("00000000000000000012", 12),
        ("9" * 5000, None),
        ("1.5", 1.5),
        ("0.1", 0.10000000149011612),
        ("9" * 400 + ".0", None),
        ("1e39", None),
        ("-1e2", -100.0),
    ],
    ids=lambda value: str(value)[:12],
)
def test_numbers_are_read_or_out_of_reach(text: str, expected: float | None) -> None:
    found = read_number(text)

    assert found == expected and type(found) is type(expected)
