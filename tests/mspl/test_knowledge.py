"""What a condition proves."""

import pytest

from mspllab.mspl import nodes
from mspllab.mspl.knowledge import learn
from mspllab.mspl.parser import parse
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Applies, Vocabulary

REQUEST, RESPONSE, ANY = Applies.REQUEST, Applies.RESPONSE, Applies.ANY


def condition_of(text: str) -> nodes.Expression:
    (statement,) = parse(Source(f"{text};"))[0].statements
    assert isinstance(statement, nodes.ExpressionStatement)
    return statement.expression


@pytest.mark.parametrize(
    ("text", "if_true", "if_false"),
    [
        ("sipRequest", REQUEST, RESPONSE),
        ("!sipRequest", RESPONSE, REQUEST),
        ("sipResponse", RESPONSE, REQUEST),
        ("sipMessage", ANY, ANY),
        ("sipRequest && x", REQUEST, ANY),
        ("x && sipRequest", REQUEST, ANY),
        ("sipRequest || x", ANY, RESPONSE),
        ('sipRequest.Method == "INVITE"', REQUEST, ANY),
        ('"INVITE" == sipRequest.Method', REQUEST, ANY),
        ('sipRequest.Method != "INVITE"', ANY, REQUEST),
        ('sipRequest.Method == ""', ANY, ANY),
        ("sipRequest.StandardMethod == StandardMethod.Invite", REQUEST, ANY),
        ("sipRequest.StandardMethod == StandardMethod.NonStandard", ANY, ANY),
        ("sipRequest.From != null", ANY, ANY),
        ("sipResponse.StatusCode == 200", RESPONSE, ANY),
        ("sipResponse.StatusCode == 0", ANY, ANY),
        ("sipResponse.StatusCode < 300", ANY, ANY),
        ("-sipRequest", ANY, ANY),
    ],
)
def test_messages_are_told_apart(
    text: str, if_true: Applies, if_false: Applies, vocabulary: Vocabulary
) -> None:
    condition = condition_of(text)

    assert learn(condition, True, vocabulary).message is if_true
    assert learn(condition, False, vocabulary).message is if_false


@pytest.mark.parametrize(
    ("text", "if_true", "if_false"),
    [
        ("x", {"x"}, set()),
        ("x != null", {"x"}, set()),
        ("null == x", set(), {"x"}),
        ('x == "a"', {"x"}, set()),
        ('x == ""', set(), set()),
        ('x != "a"', set(), {"x"}),
        ("x == null || y == null", set(), {"x", "y"}),
        ("x != null && y", {"x", "y"}, set()),
        ("!(x == null)", {"x"}, set()),
        ("sipMessage.Stamp != null", set(), set()),
        ("F(x)", set(), set()),
    ],
)
def test_variables_that_are_not_null_are_known(
    text: str, if_true: set[str], if_false: set[str], vocabulary: Vocabulary
) -> None:
    condition = condition_of(text)

    assert learn(condition, True, vocabulary).solid == if_true
    assert learn(condition, False, vocabulary).solid == if_false
