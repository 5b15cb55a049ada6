"""Statements: what one step of a recorded run changed, as data and in words."""

from pathlib import Path

import pytest

from mspllab.scenario.run import play
from mspllab.trace.records import ScriptState, ScriptStep, ScriptVariable
from mspllab.views.playback.page import page_of
from mspllab.views.playback.statement import statement_entry

SCENARIOS = Path(__file__).resolve().parents[3] / "data" / "scenarios"
INVITE = "INVITE sip:bob@x SIP/2.0\r\nTo: <sip:bob@x>\r\nX-Old: 1\r\n\r\nbody: 1"


def step(**fields: object) -> ScriptStep:
    state = ScriptState(INVITE)
    whole = {
        "n": 1,
        "line": 12,
        "column": 5,
        "end_line": 12,
        "end_column": 9,
        "function": "",
        "depth": 0,
        "caller": None,
        "look": 0,
        "variables": (),
        "variables_after": (),
        "state": state,
        "state_after": state,
    }
    return ScriptStep(**{**whole, **fields})  # type: ignore[arg-type]


def test_a_step_that_changes_nothing_says_only_where_it_is() -> None:
    assert statement_entry(step()) == {"line": 12, "from": 5}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("bob", '"bob"'),
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (("a", "b"), '"a", "b"'),
        ((), "nothing"),
    ],
)
def test_a_variable_is_shown_as_a_script_would_write_it(
    value: object, shown: str
) -> None:
    after = (ScriptVariable("user", "string", value),)

    entry = statement_entry(step(variables_after=after))

    assert entry["variables"] == [("user", None, shown)]
    assert entry["then"] == f"user is {shown}"


def test_a_header_that_was_changed_added_or_removed_is_told_as_such() -> None:
    text = "INVITE sip:eve@x SIP/2.0\r\nTo: <sip:eve@x>\r\nX-New: 2\r\n\r\nbody: 1"

    entry = statement_entry(step(state_after=ScriptState(text)))

    assert entry["did"] == [
        ("start line", "INVITE sip:bob@x SIP/2.0", "INVITE sip:eve@x SIP/2.0"),
        ("To", "<sip:bob@x>", "<sip:eve@x>"),
        ("X-New", None, "2"),
        ("X-Old", "1", None),
    ]


def test_what_was_decided_is_told() -> None:
    after = ScriptState(INVITE, outcome="routed", targets=("sip:a@x", "sip:b@x"))

    entry = statement_entry(step(state_after=after))

    assert entry["did"] == [
        ("outcome", None, "routed"),
        ("targets", None, "sip:a@x, sip:b@x"),
    ]
    assert entry["then"] == "the outcome is routed; it will go to sip:a@x, sip:b@x"


def test_a_long_value_is_whole_in_the_table_and_short_in_the_sentence() -> None:
    after = (ScriptVariable("long", "string", "x" * 200),)

    entry = statement_entry(step(variables_after=after))

    assert len(entry["variables"][0][2]) == 202
    assert entry["then"].endswith("…")


def test_an_error_that_ends_the_run_is_told() -> None:
    assert statement_entry(step(error="no such user"))["then"] == (
        "the run ends: no such user"
    )


def test_a_recorded_run_has_its_statements_on_the_page_and_another_has_none() -> None:
    scenario = SCENARIOS / "redirect.toml"

    recorded = page_of(play(scenario, record=True))["runs"][0]
    plain = page_of(play(scenario))["runs"][0]

    assert [step["line"] for step in recorded["steps"]] == [10, 12, 15, 18, 19]
    assert "responded" in recorded["steps"][-1]["then"]
    assert "steps" not in plain
