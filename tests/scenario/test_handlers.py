"""Managed code of a scenario: Python functions found beside it (mspl.md §7.9)."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.applications.dispatched import RequestReceived
from mspllab.errors import ScenarioError
from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace

DATA = Path(__file__).resolve().parents[2] / "data"
MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/managed">
  <lc:requestFilter methodNames="INVITE"/>
  <lc:responseFilter reasonCodes="NONE"/>
  <lc:proxyByDefault action="true"/>
  <lc:splScript><![CDATA[
    took = Dispatch("OnInvite", "blue");
    Log("Debugr", false, took);
  ]]></lc:splScript>
</lc:applicationManifest>
"""
CALLS = '''"""Handlers."""

from dataclasses import dataclass


@dataclass
class Colour:
    name: str


def decline(event):
    answer = event.request.create_response(486, Colour(event.parameters[0]).name)
    event.server_transaction.send_response(answer)


def fails(event):
    raise KeyError(event.parameters[0])
'''


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A folder with a scenario, a managed application, and its code."""
    text = (DATA / "scenarios" / "reroute.toml").read_text("utf-8")
    text = text.replace("../scripts/reroute.am", "managed.am")
    (tmp_path / "call.toml").write_text(text, "utf-8")
    (tmp_path / "managed.am").write_text(MANIFEST, "utf-8")
    (tmp_path / "calls.py").write_text(CALLS, "utf-8")
    return tmp_path / "call.toml"


KEY = "servers.fe01.applications.0.handlers"


def final(trace: Trace) -> str:
    """The answer that Alice gets in the end."""
    lines = [
        hop.message.start_line
        for hop in trace.hops
        if hop.destination == "alice" and (hop.message.status or 0) >= 200
    ]
    return lines[0].removeprefix("SIP/2.0 ") if lines else ""


def test_a_module_is_looked_for_beside_the_scenario(lab: Path) -> None:
    trace = play(lab, {KEY: {"OnInvite": "calls:decline"}})
    assert final(trace) == "486 blue"
    assert [entry.lines for entry in trace.log] == [("true",)]


def test_functions_can_be_given_in_python(lab: Path) -> None:
    def decline(event: RequestReceived) -> None:
        answer = event.request.create_response(603)
        event.server_transaction.send_response(answer)

    assert final(play(lab, handlers={"OnInvite": decline})) == "603 Decline"
    assert final(play(lab, {KEY: {"OnInvite": decline}})) == "603 Decline"


@pytest.mark.parametrize(
    "more", [{KEY: {}}, {"servers.fe01.applications.0.overloaded": True}]
)
def test_without_a_handler_or_under_load_dispatch_is_false_and_the_default_rule_applies(
    lab: Path, more: dict[str, Any]
) -> None:
    handlers = {"OnInvite": lambda event: None} if KEY not in more else {}
    trace = play(lab, more, handlers=handlers)
    assert [entry.lines for entry in trace.log] == [("false",)]
    assert final(trace) == "200 OK"


def test_a_handler_that_fails_is_shown_and_the_run_goes_on(lab: Path) -> None:
    trace = play(lab, {KEY: {"OnInvite": "calls:fails"}})
    (event,) = [event for event in trace.events if event.run == 1]
    line = CALLS.splitlines().index("    raise KeyError(event.parameters[0])") + 1
    assert event.text.endswith(f"managed: KeyError: 'blue' (calls.py, line {line})")
    assert trace.runs[0].outcome == "dispatched"
    assert trace.end is not None and trace.end.why == "quiet"


def test_without_managed_code_such_an_application_does_not_run(lab: Path) -> None:
    trace = play(lab)
    assert [event.event for event in trace.events] == [30811]
    assert trace.runs == ()


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("nowhere_at_all:decline", "No module named 'nowhere_at_all'"),
        ("calls:answer", "calls has no function answer"),
        ("calls:__doc__", "calls has no function __doc__"),
        ("broken:answer", "broken.py, line 2"),
    ],
)
def test_a_handler_that_cannot_be_found_is_told(
    lab: Path, target: str, complaint: str
) -> None:
    (lab.parent / "broken.py").write_text("x = 1\ny = x + z\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        play(lab, {KEY: {"OnInvite": target}})
    assert complaint in str(caught.value)
    assert "the handler OnInvite" in str(caught.value)


@pytest.mark.parametrize("value", ["calls", 7, ":x", "calls:"])
def test_what_is_no_function_is_refused_where_it_stands(
    lab: Path, value: object
) -> None:
    with pytest.raises(ScenarioError, match="module:function"):
        read_scenario(lab, {KEY: {"OnInvite": value}})


def test_a_handler_is_told_the_time_and_needs_no_clock(lab: Path) -> None:
    times: list[float] = []
    play(lab, handlers={"OnInvite": lambda event: times.append(event.at)})
    assert times == [0.01]
