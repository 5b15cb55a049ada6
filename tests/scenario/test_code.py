from pathlib import Path

import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.plan import ReceivedCall
from mspllab.scenario.code import Checked, code_of
from mspllab.scenario.run import play

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
CALL = ReceivedCall(1, "sip:a@x", "sip:b@x", "sip:c@x", (), {})


def test_keys_and_values_are_those_of_on_call() -> None:
    said = {"accept_after": 1, "transfer_to": "original"}
    assert Checked(lambda call: said)(CALL) == {
        "accept_after": 1.0,
        "transfer_to": "original",
    }


def test_code_may_have_nothing_to_say() -> None:
    assert Checked(lambda call: None)(CALL) == {}


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"acept_after": 1}, 'no key "acept_after"; did you mean "accept_after"'),
        ({"accept_after": "soon"}, "accept_after: expected a number from 0 up"),
        ({"python": "a:b"}, 'no key "python"'),
        (7, "it returned 7, where a dictionary"),
    ],
)
def test_nonsense_is_named_with_what_would_be_right(
    said: object, complaint: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        Checked(lambda call: said)(CALL)  # type: ignore[arg-type,return-value]
    assert complaint in str(error.value)


def test_a_function_is_looked_for_beside_the_scenario() -> None:
    code = code_of("forwarding:by_turns", str(SCENARIOS / "managed-302.toml"))
    assert code is not None and code(CALL) == {"forward_with": 303}
    assert code_of(code, "") is code
    assert code_of(None, "") is None


def test_what_is_not_there_is_an_error_of_the_scenario() -> None:
    key = "applications.app01.endpoints.frontdesk.on_call.python"
    with pytest.raises(ScenarioError, match="forwarding has no function by_turn"):
        play(SCENARIOS / "managed-302.toml", {key: "forwarding:by_turn"})
    with pytest.raises(ScenarioError, match='a function, as in "module:function"'):
        play(SCENARIOS / "managed-302.toml", {key: "forwarding"})


def test_a_mistake_in_code_gets_the_caller_a_500() -> None:
    key = "applications.app01.endpoints.frontdesk.on_call.python"
    trace = play(SCENARIOS / "managed-302.toml", {key: lambda call: {"ring": 1}})
    assert trace.happenings("app01", "exception")[0].text == (
        "ScenarioError: ring: expected true or false, found 1"
    )
