"""The functions on text of mspl.md §4.6, as scripts see them."""

import pytest

from mspllab.mspl.vocabulary import Level
from tests.applications.builtins.bench import NULL, error, refused, value, values

TABLE = [
    ('Concatenate("a")', "a"),
    ('Concatenate("a", "", "b")', "ab"),
    ("Concatenate(1, -2, 1.5, true, false)", "1-21.5truefalse"),
    (
        "Concatenate(StandardMethod.Invite, StatusClass._4xx, ServerRole.FrontEnd)",
        "INVITE400FrontEnd",
    ),
    ("Concatenate(StandardHeader.CallID, StandardMethod.NonStandard)", "Call-ID"),
    ("Concatenate(sipResponse.StatusCode)", "false"),
    ('EqualString("a", "a", false)', "true"),
    ('EqualString("a", "A", false)', "false"),
    ('EqualString("a", "A", true)', "true"),
    ('EqualString("", "", false)', "true"),
    ('EqualString(5061, "5061", false)', "true"),
    ('EqualString(StandardMethod.Bye, "bye", 1)', "true"),
    ('EqualString("a", "A", 0)', "false"),
    ('EqualString("a", "A", "false")', "true"),
    ('EqualString("a", "A", "")', "false"),
    ('ContainsString("top secret", "SECRET", true)', "true"),
    ('ContainsString("top secret", "SECRET", false)', "false"),
    ('ContainsString("abc", "", false)', "true"),
    ('ContainsString("", "a", false)', "false"),
    ('ContainsString("", "", true)', "true"),
    ('IndexOfString("abcabc", "ca")', "2"),
    ('IndexOfString("abcabc", "CA")', "-1"),
    ('IndexOfString("abcabc", "CA", true)', "2"),
    ('IndexOfString("abcabc", "CA", false)', "-1"),
    ('IndexOfString("a", "abc")', "-1"),
    ('IndexOfString("", "a")', "-1"),
    ('IndexOfString("a", "")', "-1"),
    ('IndexOfString(null, "a")', "-1"),
    ('IndexOfString("a", null)', "-1"),
    ("IndexOfString(12345, 34)", "2"),
    ('LengthString("")', "0"),
    ("LengthString(null)", "0"),
    ('LengthString("bob")', "3"),
    ("LengthString(12)", "2"),
    ("LengthString(true)", "4"),
    ("LengthString(StandardMethod.Bye)", "3"),
    ('LengthString("\\u00e4b")', "2"),
    ('SubString("abcdef", 2)', "cdef"),
    ('SubString("abcdef", 2, 3)', "cde"),
    ('SubString("abcdef", 0, 6)', "abcdef"),
    ('SubString("abcdef", 6)', ""),
    ('SubString("abcdef", 6, 0)', ""),
    ('SubString("abcdef", 7)', NULL),
    ('SubString("abcdef", 4, 3)', NULL),
    ('SubString("abcdef", -1)', NULL),
    ('SubString("abcdef", 1, -1)', NULL),
    ('SubString("", 0)', ""),
    ('SubString("", 1)', NULL),
    ('SubString("abcdef", "2", "3")', "cde"),
    ("SubString(123456, 1.9, true)", "2"),
    ('HashString("a", 1, 1000, true)', "97"),
    ('HashString("A", 1, 1000, false)', "97"),
    ('HashString("A", 1, 1000, true)', "65"),
    ('HashString("ab", 3, 1000, true)', "585"),
    ('HashString("ba", 3, 1000, true)', "585"),
    ('HashString("ab", 3, 10, true)', "5"),
    ('HashString("", 3, 10, true)', "0"),
    ('HashString("ab", 3, 1, true)', "0"),
]


@pytest.mark.parametrize(("expression", "wanted"), TABLE)
def test_the_table_of_text_functions(expression: str, wanted: str) -> None:
    assert value(expression) == wanted


PIECES = [
    ('Split("a,b,,c", ",")', ["a", "b", "", "c"]),
    ('Split("a,b", "")', ["a", "b"]),
    ('Split("a;b", ",")', ["a;b"]),
    ('Split("one and two", "and")', ["one ", "nd two"]),
    ('Split("", ",")', [""]),
    ('Split(",", ",")', ["", ""]),
    ("Split(10203, 0)", ["1", "2", "3"]),
    ('Split("a, b;c", false, ",; ")', ["a", "b", "c"]),
    ('Split("a1b22c", true, "abc")', ["a", "b", "c"]),
    ('Split("a,,b", false, "")', ["a", "b"]),
    ('Split("a-]b^c", false, "]^-")', ["a", "b", "c"]),
    ('Split("", false, ",")', [""]),
]


@pytest.mark.parametrize(("expression", "wanted"), PIECES)
def test_the_pieces_of_split(expression: str, wanted: list[str]) -> None:
    assert values(expression) == wanted


NULLS = [
    "Concatenate(null)",
    'Concatenate("a", null)',
    'EqualString(null, "a", true)',
    'EqualString("a", null, true)',
    'ContainsString(null, "a", true)',
    'ContainsString("a", null, true)',
    "SubString(null, 0)",
    'SubString("a", null)',
    'SubString("a", 0, null)',
    'SubString("a", "x")',
    'SubString("a", "")',
    'SubString("a", " 1")',
    'Split(null, ",")',
    'Split("a", null)',
    'Split("a", true, null)',
    "HashString(null, 1, 2, true)",
    'HashString("a", null, 2, true)',
    'HashString("a", 1, 0, true)',
    "LengthString(sipMessage)",
    'LengthString(Split("a", ","))',
]


@pytest.mark.parametrize("call", NULLS)
def test_what_ends_the_run(call: str) -> None:
    assert error(f"{call};").startswith("script: ")


def test_a_bool_takes_null_for_false() -> None:
    assert value('EqualString("a", "A", null)') == "false"


COUNTS = [
    *("Concatenate()", 'EqualString("a", "b")', 'ContainsString("a", "b")'),
    *('IndexOfString("a")', 'IndexOfString("a", "b", true, 1)', "LengthString()"),
    *('SubString("a")', 'SubString("a", 1, 1, 1)', 'Split("a")'),
    *('Split("a", ",", ",", ",")', 'HashString("a", 1, 2)'),
]


@pytest.mark.parametrize("call", COUNTS)
def test_wrong_numbers_of_arguments_do_not_compile(call: str) -> None:
    assert refused(f"{call};") == ["MSPL205"]


LEVELS = [
    ('StartsWithString("ab", "a", false)', {Level.V2007R2}),
    ('EndsWithString("ab", "b", false)', {Level.V2005, Level.V2007R2}),
    ('Base64Decode("Ym9i")', {Level.V2005, Level.V2007R2}),
    ('IndexOfString("a", "b")', {Level.V2007R2, Level.V2010, Level.V2013}),
    ('LengthString("a")', {Level.V2007R2, Level.V2010, Level.V2013}),
    ('SubString("a", 0)', {Level.V2007R2, Level.V2010, Level.V2013}),
    ('HashString("a", 1, 2, true)', {Level.V2007R2, Level.V2010, Level.V2013}),
    ('Split("a", ",")', set(Level)),
    ('Concatenate("a")', set(Level)),
    ('EqualString("a", "b", true)', set(Level)),
    ('ContainsString("a", "b", true)', set(Level)),
]


@pytest.mark.parametrize(("call", "levels"), LEVELS)
def test_the_levels_that_have_it(call: str, levels: set[Level]) -> None:
    assert {one for one in Level if not refused(f"{call};", level=one)} == levels


def test_the_third_argument_of_split_came_later() -> None:
    call = 'Split("a", true, ",");'

    assert refused(call, level=Level.V2005) == ["MSPL205"]
    assert refused(call, level=Level.V2007R2) == []


OLD = [
    ('StartsWithString("sip:bob", "SIP:", true)', "true"),
    ('StartsWithString("sip:bob", "SIP:", false)', "false"),
    ('StartsWithString("a", "ab", false)', "false"),
    ('EndsWithString("lab.example", "LAB.example", true)', "true"),
    ('EndsWithString("a", "ba", false)', "false"),
    ('Base64Decode("Ym9i")', "bob"),
    ('Base64Decode("")', ""),
    ('Base64Decode("Ym9")', NULL),
    ('Base64Decode("?")', NULL),
    ('Base64Decode("/w==")', NULL),
]


@pytest.mark.parametrize(("expression", "wanted"), OLD)
def test_functions_that_newer_servers_lack(expression: str, wanted: str) -> None:
    assert value(expression, level=Level.V2007R2) == wanted
