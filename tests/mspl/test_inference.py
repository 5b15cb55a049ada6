"""Static types of variables and functions."""

from itertools import pairwise

import pytest

from mspllab.mspl.checker import Checked, check_tree
from mspllab.mspl.inference import Variable
from mspllab.mspl.parser import parse
from mspllab.mspl.settings import Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Kind, Vocabulary


def checked(text: str, vocabulary: Vocabulary) -> Checked:
    source = Source(text)
    return check_tree(parse(source)[0], source, vocabulary, Settings())


def variable(text: str, vocabulary: Vocabulary, name: str = "x") -> Variable:
    return checked(text, vocabulary).body.variables[name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('x = "a";', "a text"),
        ("x = 1 + 2;", "an integer"),
        ("x = 1 + 0.5;", "a float"),
        ("x = !1;", "a bool"),
        ("x = null;", "null"),
        ('x = GetUserName("a");', "a text or null"),
        ("x = sipMessage.From;", "a text"),
        ("x = sipRequest.From;", "a text or a bool"),
        ("if (sipRequest) { x = sipRequest.From; }", "a text"),
        ("if (!sipRequest) { return; } x = sipRequest.From;", "a text"),
        ("x = sipMessage.Transaction;", "a bool or an object"),
        ("x = StandardMethod.Invite;", "a constant"),
        ('foreach (x in Split("a", "")) { }', "a text"),
        ("foreach (x in 5) { }", "an integer"),
        ("if (sipRequest) { x = 1; } y = x;", "an integer or null"),
        ("y = null; x = y; y = 1;", "an integer or null"),
        ('x = ""; x = 5;', "a text"),
        ('x = ""; x = null;', "a text or null"),
        ("function F(p) { return p; } x = F(1);", "an integer"),
        ("function F(p) { if (p) { return 1; } } x = F(1);", "an integer or null"),
        ('function F(p) { return p; } x = F(1); y = F("a");', "a text or an integer"),
        (
            "function G() { return F(); } function F() { return 1.5; } x = G();",
            "a float",
        ),
    ],
)
def test_types_are_found_before_the_run(
    text: str, expected: str, vocabulary: Vocabulary
) -> None:
    assert str(variable(text, vocabulary).type) == expected


def test_a_certain_first_value_settles_the_type(vocabulary: Vocabulary) -> None:
    found = variable('x = ""; if (sipRequest) { x = 5; }', vocabulary)

    assert (found.settled, found.is_dynamic) == (Kind.STRING, False)


def test_a_first_value_within_the_block_of_all_others_is_certain(
    vocabulary: Vocabulary,
) -> None:
    found = variable("if (sipRequest) { x = 1; if (FQDN) { x = true; } }", vocabulary)

    assert found.settled is Kind.INTEGER


@pytest.mark.parametrize(
    "text",
    [
        'if (sipRequest) { x = ""; } x = 5;',
        'x = GetUserName("a"); x = 5;',
        "while (FQDN) { if (sipRequest) { x = 1; } else { x = true; } }",
    ],
)
def test_an_uncertain_first_value_leaves_it_to_the_run(
    text: str, vocabulary: Vocabulary
) -> None:
    assert variable(text, vocabulary).is_dynamic


def test_values_of_one_type_need_no_conversion(vocabulary: Vocabulary) -> None:
    found = variable('if (sipRequest) { x = "a"; } x = GetUserName("b");', vocabulary)

    assert (found.settled, found.is_dynamic) == (None, False)


def test_a_parameter_takes_what_all_calls_pass(vocabulary: Vocabulary) -> None:
    text = 'function F(p) { p = 1; } F("a"); F(2);'
    scope = checked(text, vocabulary).types.functions["F"]

    assert scope.variables["p"].is_dynamic


def test_a_long_circle_of_variables_is_settled_all_the_same(
    vocabulary: Vocabulary,
) -> None:
    turns = "".join(f"v{n} = v{n + 1};" for n in range(60))
    text = f'v60 = "a"; while (FQDN) {{ {turns} v60 = v0; }}'

    assert str(variable(text, vocabulary, "v0").type) == "a text or null"


def test_a_tangle_of_variables_is_left_to_the_run(vocabulary: Vocabulary) -> None:
    order = [n * 37 % 101 for n in range(101)]
    turns = "".join(f"v{one} = v{other};" for one, other in pairwise(order))
    text = f'v{order[-1]} = "a"; while (FQDN) {{ x = v{order[0]}; {turns} }}'

    found = variable(text, vocabulary)

    assert found.is_dynamic or str(found.type) == "a text or null"
