"""What a host offers, as data."""

import copy

import pytest

from mspllab.mspl.vocabulary import (
    Constant,
    Function,
    Kind,
    Level,
    Parameter,
    Vocabulary,
)


@pytest.mark.parametrize(
    ("text", "level"),
    [("2005", Level.V2005), ("2007r2", Level.V2007R2), ("2007R2", Level.V2007R2)],
)
def test_levels_are_read_from_text(text: str, level: Level) -> None:
    assert Level.parse(text) is level


@pytest.mark.parametrize("text", ["", "2012", "newest"])
def test_other_levels_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Level.parse(text)


def test_a_signature_reads_as_the_reference_writes_it(vocabulary: Vocabulary) -> None:
    functions = vocabulary.functions

    expected = "collection QueryEndpoints(string text, bool force = false)"
    assert functions["QueryEndpoints"].signature == expected
    assert (
        functions["Concatenate"].signature
        == "string Concatenate(string text, string text, …)"
    )


def test_arguments_are_counted_from_the_signature() -> None:
    text = Parameter("a", Kind.STRING)
    option = Parameter("b", Kind.BOOL, default=False)
    function = Function("F", (text, option), Kind.VOID, print, "")

    assert (function.fewest, function.most) == (1, 2)
    rest = Function("F", (text,), Kind.VOID, print, "", rest=text)
    assert (rest.fewest, rest.most) == (1, None)


def test_constants_count_as_their_number_and_exist_once() -> None:
    none = Constant("StandardMethod", "NonStandard", 0, "")
    one = Constant("StandardMethod", "Invite", 1, "INVITE")

    assert (bool(none), bool(one), str(one)) == (False, True, "StandardMethod.Invite")
    assert copy.deepcopy(one) is one
    assert one != Constant("StandardMethod", "Invite", 1, "INVITE")


def test_a_vocabulary_is_itself_and_short_to_show(vocabulary: Vocabulary) -> None:
    assert copy.deepcopy(vocabulary) is vocabulary
    assert {vocabulary: 1}[vocabulary] == 1
    assert repr(vocabulary).startswith("<Vocabulary of ")


def test_levels_follow_one_another_and_are_called_as_people_call_them() -> None:
    assert [str(level) for level in Level] == ["2005", "2007 R2", "2010", "2013"]
    assert [level.following for level in Level] == [*list(Level)[1:], Level.V2013]
