"""`check`: every finding of every file, as text and as data."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., object]


def test_a_remark_is_shown_and_is_no_failure(command: Command, data: Path) -> None:
    said = command("check", data / "scripts" / "pass-through.am")
    assert said.status == 0
    assert "info MSPL410" in said.out
    assert "^~~~~" in said.out


def test_a_misnamed_function_is_found_with_the_nearest_name(
    command: Command, data: Path
) -> None:
    path = data / "scripts" / "secret-filter-misnamed.am"
    said = command("check", "--json", path)
    assert said.status == 1
    finding = json.loads(said.out)[0]
    assert finding["code"] == "MSPL201"
    assert (finding["severity"], finding["line"], finding["column"]) == (
        "error",
        12,
        14,
    )
    assert finding["file"] == str(path)
    assert "ContainsString" in finding["sentence"]
    assert finding["message"] == finding["sentence"]
    assert (finding["end_line"], finding["end_column"]) == (12, 22)
    assert finding["excerpt"].endswith(" ^~~~~~~~")


def test_a_script_without_findings_says_so(command: Command, data: Path) -> None:
    said = command("check", data / "scripts" / "redirect-plain.am")
    assert said.status == 0
    assert said.out.endswith("redirect-plain.am: nothing to say\n")


def test_findings_of_all_files_are_one_document(command: Command, data: Path) -> None:
    said = command("check", "--json", *sorted((data / "scripts").glob("*.am")))
    files = {finding["file"] for finding in json.loads(said.out)}
    assert len(files) > 2


def test_a_missing_file_does_not_keep_the_others_unread(
    command: Command, data: Path
) -> None:
    said = command("check", "nowhere.am", data / "scripts" / "pass-through.am")
    assert said.status == 2
    assert "there is no file nowhere.am" in said.err
    assert "MSPL410" in said.out


def test_the_script_can_come_from_standard_input(
    command: Command, data: Path, stdin: Callable[[bytes], None]
) -> None:
    stdin((data / "scripts" / "drop.am").read_bytes())
    assert command("check", "-").status == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2\xff", b"<r:applicationManifest", b"<a></b>", b"[package]\n"],
)
def test_what_is_no_xml_is_a_finding_and_unreadable(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "broken.am"
    path.write_bytes(content)
    said = command("check", path)
    assert said.status == 2
    assert "MSPL3" in said.out


def test_a_file_that_cannot_be_read_has_all_keys_of_a_finding(
    command: Command, tmp_path: Path
) -> None:
    (finding,) = json.loads(command("check", "--json", tmp_path).out)
    assert set(finding) == {
        *("code", "severity", "file", "line", "column", "end_line", "end_column"),
        *("sentence", "message", "hint", "excerpt"),
    }
    assert finding["code"] is None


def test_a_folder_is_no_manifest(command: Command, tmp_path: Path) -> None:
    said = command("check", tmp_path)
    assert said.status == 2
    assert "is a folder" in said.err


def test_an_unknown_level_is_bad_usage(command: Command, data: Path) -> None:
    said = command("check", data / "scripts" / "drop.am", "--level", "2020")
    assert said.status == 2
    assert "2013" in said.err


def test_the_help_tells_how_a_warning_is_ignored(command: Command) -> None:
    said = command("check", "--help")
    assert said.status == 0
    assert "mspllab: ignore MSPL410" in " ".join(said.out.split())
