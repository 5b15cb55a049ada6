"""`run`: a script on messages, without a network."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., object]
PROMISED = ["file", "message", "outcome", "targets", "response", "headers_changed"]
PROMISED += ["log", "errors", "lines"]

DISPATCHING = """<?xml version="1.0"?>
<r:applicationManifest
  r:appUri="http://lab.example/ask" xmlns:r="http://schemas.microsoft.com/lcs/2006/05">
  <r:requestFilter methodNames="ALL" strictRoute="false" registrarGenerated="true"/>
  <r:proxyByDefault action="true"/>
  <r:splScript><![CDATA[ Dispatch("Ask"); ]]></r:splScript>
</r:applicationManifest>
"""
ASKING = DISPATCHING.replace(
    'Dispatch("Ask");',
    "foreach (dbEndpoint in QueryEndpoints(GetUserAtHost(sipRequest.To), true)) "
    '{ Log("Event", false, dbEndpoint.EPID); }',
)
ANSWERING = """
from mspllab.cores.decision import Reply

def answer(dispatched):
    return Reply(403, "Not today")
"""


@pytest.fixture
def invite(data: Path) -> Path:
    return data / "messages" / "invite.sip"


def test_a_single_message_gives_one_object_with_the_promised_fields(
    command: Command, data: Path, invite: Path
) -> None:
    said = command("run", "--json", data / "scripts" / "reroute.am", invite)
    assert said.status == 0
    document = json.loads(said.out)
    assert list(document)[: len(PROMISED)] == PROMISED
    assert document["outcome"] == "routed"
    assert document["targets"][0].startswith("sip:app01.lab.example@lab.example;gruu;")


def test_a_recorded_run_tells_every_statement(
    command: Command, data: Path, invite: Path
) -> None:
    script = data / "scripts" / "reroute.am"
    plain = json.loads(command("run", "--json", script, invite).out)
    told = json.loads(command("run", "--json", "--record", script, invite).out)
    assert "steps" not in plain
    lines = [step["line"] for step in told["steps"]["steps"]]
    assert lines == told["lines"]


def test_a_message_that_cannot_be_read_is_named(
    command: Command, data: Path, tmp_path: Path
) -> None:
    noise = tmp_path / "noise.sip"
    noise.write_bytes(b"\x00\xff\xfe\x01")
    said = command("run", data / "scripts" / "reroute.am", noise)
    assert said.status == 2
    assert f"{noise}: message: expected a SIP start line" in said.err


def test_several_messages_give_a_list(
    command: Command, data: Path, invite: Path
) -> None:
    script = data / "scripts" / "secret-filter.am"
    message = data / "messages" / "message.sip"
    said = command("run", "--json", script, invite, message)
    outcomes = [document["outcome"] for document in json.loads(said.out)]
    assert outcomes == ["proxied", "dropped"]


def test_people_read_outcome_and_lines(
    command: Command, data: Path, invite: Path
) -> None:
    said = command("run", data / "scripts" / "reroute.am", invite)
    assert "outcome: routed" in said.out
    assert "lines: " in said.out


def test_remarks_about_the_script_are_no_part_of_the_answer(
    command: Command, data: Path, invite: Path
) -> None:
    said = command("run", "--json", data / "scripts" / "pass-through.am", invite)
    assert "MSPL410" in said.err
    assert json.loads(said.out)["outcome"] == "proxied"


def test_a_script_that_does_not_compile_cannot_be_run(
    command: Command, data: Path, invite: Path
) -> None:
    said = command("run", data / "scripts" / "secret-filter-misnamed.am", invite)
    assert said.status == 2
    assert "did you mean ContainsString?" in said.err
    assert "Traceback" not in said.err


def test_what_is_no_message_is_told_and_the_others_are_run(
    command: Command, data: Path, invite: Path, tmp_path: Path
) -> None:
    rubbish = tmp_path / "rubbish.sip"
    rubbish.write_bytes(bytes(range(256)))
    script = data / "scripts" / "drop.am"
    said = command("run", "--json", script, rubbish, invite)
    assert said.status == 2
    first, second = json.loads(said.out)
    assert "error" in first
    assert second["outcome"] == "dropped"


def test_dispatch_reaches_a_python_function(
    command: Command,
    invite: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "ask.am").write_text(DISPATCHING, encoding="utf-8")
    (tmp_path / "asked.py").write_text(ANSWERING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = command("run", "--json", "ask.am", invite, "--handler", "Ask=asked:answer")
    assert said.status == 0
    assert json.loads(said.out)["response"]["status"] == 403


def test_what_a_handler_prints_stays_out_of_the_document(
    command: Command, invite: Path, tmp_path: Path
) -> None:
    script = tmp_path / "ask.am"
    script.write_text(DISPATCHING, encoding="utf-8")
    said = command("run", "--json", script, invite, "--handler", "Ask=builtins:print")
    assert json.loads(said.out)["outcome"] == "dispatched"
    assert "RequestReceived(" in said.err


@pytest.mark.parametrize(
    ("function", "complaint"),
    [("int", "TypeError: int() argument"), ("repr", "it returned a str")],
)
def test_a_mistake_of_a_handler_is_told_with_its_name(
    command: Command, invite: Path, tmp_path: Path, function: str, complaint: str
) -> None:
    script = tmp_path / "ask.am"
    script.write_text(DISPATCHING, encoding="utf-8")
    said = command("run", script, invite, "--handler", f"Ask=builtins:{function}")
    assert said.status == 2
    assert f"--handler Ask=builtins:{function}: " in said.err
    assert complaint in said.err


def test_a_scenario_lends_its_front_end_and_who_is_registered_there(
    command: Command, data: Path, invite: Path, tmp_path: Path
) -> None:
    script = tmp_path / "ask.am"
    script.write_text(ASKING, encoding="utf-8")
    scenario = data / "scenarios" / "who-rings.toml"
    alone = command("run", "--json", script, invite)
    there = command("run", "--json", script, invite, "--scenario", scenario)
    assert json.loads(alone.out)["log"] == []
    assert json.loads(there.out)["log"]


@pytest.mark.parametrize(
    "handler",
    ["Ask", "Ask=asked", "Ask=:answer", "Ask=no.such:answer", "Ask=os:nothing"],
)
def test_a_handler_that_is_not_there_is_bad_usage(
    command: Command, data: Path, invite: Path, handler: str
) -> None:
    script = data / "scripts" / "drop.am"
    said = command("run", script, invite, "--handler", handler)
    assert said.status == 2
    assert f"--handler {handler}" in said.err


def test_what_all_messages_reached_goes_to_a_tracefile(
    command: Command, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "reached.lcov"
    script = data / "scripts" / "secret-filter.am"
    messages = [data / "messages" / name for name in ("invite.sip", "message.sip")]
    said = command("run", script, *messages, "--coverage", path)
    assert f"wrote {path}: 2 runs: 4 of 4 lines ran" in said.err
    assert "DA:14,1" in path.read_text("utf-8").splitlines()


def test_what_cannot_be_read_is_said_once(command: Command, data: Path) -> None:
    script, missing = data / "scripts" / "reroute.am", data / "nothing.sip"

    done = command("run", script, missing)

    assert done.status == 2
    assert done.out == ""
    assert done.err.count("nothing.sip") == 1
