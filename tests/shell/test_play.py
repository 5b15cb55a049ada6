"""`play`: a scenario played, as text, picture or data."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

Command = Callable[..., object]
PROMISED = ["scenario", "elements", "messages", "states", "timers", "script_runs"]
PROMISED += ["log", "end"]
OF_A_MESSAGE = {
    *("n", "sent", "received", "from", "to", "transport", "lost", "start_line"),
    *("method", "status", "call_id", "cseq", "branch", "from_tag", "to_tag"),
    *("request_uri", "to_uri", "text", "caused_by"),
}


@pytest.fixture
def reroute(data: Path) -> Path:
    return data / "scenarios" / "reroute.toml"


def test_people_get_the_ladder(command: Command, reroute: Path) -> None:
    said = command("play", reroute)
    assert said.status == 0
    assert "INVITE sip:bob@lab.example" in said.out


def test_programs_get_one_document_with_the_promised_fields(
    command: Command, reroute: Path
) -> None:
    said = command("play", "--json", reroute)
    document = json.loads(said.out)
    assert set(PROMISED) <= set(document)
    assert set(document["messages"][0]) >= OF_A_MESSAGE
    assert said.err == ""


def test_the_same_scenario_gives_the_same_bytes(
    command: Command, reroute: Path
) -> None:
    first, second = (
        command("play", "--json", reroute),
        command("play", "--json", reroute),
    )
    assert first.out == second.out


def test_a_picture_goes_to_its_file_and_nothing_to_standard_output(
    command: Command, reroute: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a ladder.svg"
    said = command("play", reroute, "--svg", path)
    assert said.out == ""
    assert said.err == f"wrote {path}\n"
    assert ElementTree.parse(path).getroot().tag.endswith("svg")


def test_several_pictures_and_the_text_come_from_one_run(
    command: Command, reroute: Path, tmp_path: Path
) -> None:
    mermaid, page = tmp_path / "x.mmd", tmp_path / "x.html"
    said = command("play", reroute, "--mermaid", mermaid, "--html", page, "--text")
    assert "INVITE" in said.out
    assert "sequenceDiagram" in mermaid.read_text("utf-8")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_png_without_matplotlib_is_one_sentence(
    command: Command, reroute: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("matplotlib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "mspllab.views.figure", raising=False)
    monkeypatch.setattr(sys, "path", [str(Path(__file__).resolve().parents[2])])
    said = command("play", reroute, "--png", tmp_path / "x.png")
    assert said.status == 2
    assert said.err.startswith("mspllab: --png needs matplotlib")
    assert said.err.count("\n") == 1


def test_settings_can_be_overridden(command: Command, reroute: Path) -> None:
    said = command("play", "--json", reroute, "--set", "seed=7", "--set", "title=Mine")
    scenario = json.loads(said.out)["scenario"]
    assert (scenario["seed"], scenario["title"]) == (7, "Mine")


def test_a_call_that_comes_to_nothing_is_no_error_but_no_success(
    command: Command, data: Path
) -> None:
    said = command("play", data / "scenarios" / "no-answer.toml")
    assert said.status == 1
    assert said.err == ""


@pytest.mark.parametrize("setting", ["seed", "=7", "sede=7", "seed=often"])
def test_an_impossible_setting_is_bad_usage(
    command: Command, reroute: Path, setting: str
) -> None:
    said = command("play", reroute, "--set", setting)
    assert said.status == 2
    assert said.err.startswith("mspllab: ")


def test_a_misspelt_key_is_told_with_line_and_nearest_word(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "s.toml"
    path.write_text('title = "x"\nsede = 7\n', encoding="utf-8")
    said = command("play", path)
    assert said.status == 2
    assert f"{path}:2:1" in said.err
    assert "seed" in said.err


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0", b"title = ", b"[[[", b"\xff\xfe\x00t"]
)
def test_what_is_no_scenario_is_a_clear_error(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "rubbish.toml"
    path.write_bytes(content)
    said = command("play", path)
    assert said.status == 2
    assert said.out == ""
    assert "rubbish.toml" in said.err


def test_a_folder_is_no_scenario(command: Command, tmp_path: Path) -> None:
    assert "is a folder" in command("play", tmp_path).err


def test_a_scenario_cannot_come_from_standard_input(command: Command) -> None:
    assert "must be a file" in command("play", "-").err


def test_a_picture_that_cannot_be_written_is_named(
    command: Command, reroute: Path, tmp_path: Path
) -> None:
    said = command("play", reroute, "--svg", tmp_path)
    assert said.status == 2
    assert str(tmp_path) in said.err


def test_the_fate_of_a_message_is_told(command: Command, data: Path) -> None:
    said = command("play", data / "scenarios" / "chain.toml", "--fate", "1")
    assert "message 1: INVITE sip:bob@lab.example" in said.out
    assert "  8  vip-line.am" in said.out
    assert "It went on to bob-desk as message 3." in said.out


def test_the_fate_of_a_message_is_data_for_programs(
    command: Command, data: Path
) -> None:
    scenario = data / "scenarios" / "chain.toml"
    said = command("play", scenario, "--fate", "1", "--json")
    document = json.loads(said.out)
    assert (document["n"], document["outcome"]) == (1, "sent on")
    stages = document["walks"][0]["stages"]
    assert [stage["verdict"] for stage in stages][6:9] == ["passed"] * 3
    assert said.err == ""


@pytest.mark.parametrize("word", ["x", "1.5", "-1", "", "²"])
def test_a_fate_of_what_is_no_number_is_told_in_a_sentence(
    command: Command, reroute: Path, word: str
) -> None:
    said = command("play", reroute, f"--fate={word}")
    assert said.status == 2
    assert f"argument --fate: {word!r} is no whole number, such as 7" in said.err


def test_the_fate_of_no_message_is_bad_usage(command: Command, reroute: Path) -> None:
    said = command("play", reroute, "--fate", "999")
    assert said.status == 2
    assert "there is no message 999" in said.err


def test_events_of_servers_are_in_the_document(command: Command, data: Path) -> None:
    scenario = data / "scenarios" / "broken-manifest.toml"
    document = json.loads(command("play", "--json", scenario).out)
    (event,) = document["events"]
    assert (event["event"], event["severity"]) == (30819, "error")
    assert "line 12, column 9" in event["text"]
    (chain,) = document["chains"]
    assert chain["stages"][6]["path"].endswith("broken.am")


def test_what_was_reached_of_every_script_goes_to_one_tracefile(
    command: Command, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "chain.lcov"
    said = command("play", data / "scenarios" / "chain.toml", "--coverage", path)
    sections = path.read_text("utf-8").split("end_of_record\n")[:-1]
    assert (said.out, said.err) == ("", f"wrote {path}\n")
    assert [one.splitlines()[1].rpartition("/")[2] for one in sections] == [
        "note-passing.am",
        "out-of-hours.am",
        "vip-line.am",
    ]


def test_a_script_that_does_not_compile_has_no_lines_to_reach(
    command: Command, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "none.lcov"
    said = command(
        "play", data / "scenarios" / "broken-manifest.toml", "--coverage", path
    )
    assert said.status == 0
    assert path.read_text("utf-8") == ""


def test_coverage_and_the_answer_do_not_share_standard_output(
    command: Command, data: Path
) -> None:
    said = command("play", data / "scenarios" / "chain.toml", "--coverage", "-")
    assert said.status == 2
    assert "give the name of a file" in said.err


def test_a_recorded_call_tells_every_statement(command: Command, data: Path) -> None:
    scenario = data / "scenarios" / "reroute.toml"
    told = json.loads(command("play", scenario, "--json", "--record").out)
    plain = json.loads(command("play", scenario, "--json").out)
    assert "variables_after" in json.dumps(told["script_runs"])
    assert "variables_after" not in json.dumps(plain["script_runs"])
