"""A run of a script with what each statement did to its message."""

import dataclasses

import pytest

from mspllab.applications.application import Application
from mspllab.applications.recording import shown
from mspllab.applications.run import Run
from mspllab.sip.message import Message
from mspllab.trace.records import ScriptVariable
from tests.applications.conftest import FIRST_LINE, MANIFEST, Lab, make_invite

SCRIPT = """foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) {
  id = dbEndpoint.EPID;
}
Log("Debugr", false, id);
AddHeader("X-Seen", Concatenate("by ", FQDN));
parts = Split("a,b", ",");
who = sipRequest;
BeginFork();
Fork("sip:one@lab.example");
EndFork();
x = Concatenate(GetUserName("nobody"), "x");
"""


def application(script: str) -> Application:
    text = MANIFEST.format(
        methods="ALL",
        strict_route="false",
        reasons="NONE",
        by_default="true",
        more="",
        script=script,
    )
    return Application.load(text, "app.am")


def recorded(script: str = SCRIPT, message: Message | None = None) -> Run:
    return application(script).record(message or make_invite(), surroundings=Lab())


def test_a_recorded_run_is_the_run_with_its_steps() -> None:
    plain = application(SCRIPT).run(make_invite(), surroundings=Lab())

    run = recorded()

    assert run.steps
    assert dataclasses.replace(run, steps=()) == plain


def test_steps_are_placed_in_the_manifest() -> None:
    first, second = recorded().steps[:2]

    assert (first.n, first.line, first.column) == (1, FIRST_LINE, 1)
    assert (first.end_line, first.end_column) == (FIRST_LINE + 2, 2)
    assert (second.line, second.column, second.end_column) == (FIRST_LINE + 1, 3, 24)


def test_states_tell_what_the_script_did_to_the_message() -> None:
    steps = {step.line - FIRST_LINE: step for step in recorded().steps}

    assert (steps[3].state.logged, steps[3].state_after.logged) == (0, 1)
    assert "X-Seen: by fe01.lab.example" not in steps[4].state.message
    assert "X-Seen: by fe01.lab.example" in steps[4].state_after.message
    assert (steps[7].state.fork, steps[7].state_after.fork) == (None, ())
    assert steps[8].state_after.fork == ("sip:one@lab.example",)
    sent = steps[9].state_after
    assert (sent.outcome, sent.targets) == ("forked", ("sip:one@lab.example",))
    assert sent.fork is None


def test_an_answer_is_told_with_status_and_reason() -> None:
    step = recorded('Respond("403", "No");').steps[-1]

    assert (step.state.response, step.state_after.response) == (None, "403 No")


def test_the_endpoint_of_a_loop_is_told_while_it_lasts() -> None:
    endpoints = [step.state_after.endpoint for step in recorded().steps[:6]]

    bob = "RegistrarEndpoint b0b000000"
    assert endpoints == [f"{bob}1", f"{bob}1", f"{bob}2", f"{bob}2", None, None]


def test_variables_are_plain_values() -> None:
    found = {one.name: one for one in recorded().steps[-1].variables}

    assert found["id"] == ScriptVariable("id", "string", "b0b0000002")
    assert found["parts"] == ScriptVariable("parts", "collection", ("a", "b"))
    assert found["who"] == ScriptVariable("who", "object", "Request")


def test_the_statement_that_ends_the_run_says_why() -> None:
    run = recorded()

    assert run.outcome == "error"
    assert run.steps[-1].error == run.errors[0].message
    assert run.steps[-1].line == run.errors[0].line


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, None), (True, True), (1, 1), ("x", "x"), (["a", 1], ("a", 1))],
)
def test_plain_values_stay_what_they_are(value: object, expected: object) -> None:
    assert shown(value) == expected
    assert type(shown(value)) is type(expected)


def test_every_run_of_a_recorded_application_is_recorded() -> None:
    app = application(SCRIPT).recorded()

    assert app.run(make_invite(), surroundings=Lab()).steps == recorded().steps
