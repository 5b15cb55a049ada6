"""`repair`, tried as somebody tries it for the first time."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "Said"]  # type: ignore[name-defined]  # noqa: F821


@pytest.fixture
def broken(tmp_path: Path, data: Path) -> Path:
    path = tmp_path / "broken.am"
    text = (data / "scripts" / "drop.am").read_text("utf-8")
    path.write_text(text.replace("scriptOnly/>", "script-only/ >"), "utf-8")
    return path


def test_the_mended_manifest_is_the_output_and_what_was_mended_is_told_beside(
    command: Command, broken: Path, data: Path
) -> None:
    before = broken.read_bytes()
    said = command("repair", broken)
    assert said.status == 0
    assert said.out == (data / "scripts" / "drop.am").read_text("utf-8")
    assert said.err == (
        f"{broken}:8: mended: a blank stood between / and >\n"
        f"{broken}:8: mended: <lc:script-only> is written <lc:scriptOnly>\n"
    )
    assert broken.read_bytes() == before


def test_it_is_written_where_output_says_even_over_itself(
    command: Command, broken: Path, tmp_path: Path
) -> None:
    other = tmp_path / "mended.am"
    assert command("repair", broken, "--output", other).out == ""
    assert command("check", other).status == 0
    assert command("repair", broken, "--output", broken).status == 0
    assert broken.read_bytes() == other.read_bytes()
    assert command("repair", broken).err == f"{broken}: nothing to mend\n"


def test_what_cannot_be_mended_is_said_with_its_place(
    command: Command, broken: Path
) -> None:
    broken.write_text(broken.read_text().replace("INVITE", "wrong"))
    said = command("repair", broken)
    assert said.status == 1
    assert "what could not be mended" in said.err
    assert f"{broken}:5:34: error MSPL321" in said.err
    assert 'methodNames="wrong"' in said.out


def test_as_one_document(command: Command, broken: Path) -> None:
    document = json.loads(command("repair", broken, "--json").out)
    assert document["file"] == str(broken)
    assert document["left"] == []
    assert [row["line"] for row in document["repairs"]] == [8, 8]
    assert document["text"].startswith("<?xml")


def test_from_standard_input(
    command: Command, broken: Path, stdin: Callable[[bytes], None]
) -> None:
    stdin(broken.read_bytes())
    said = command("repair", "-")
    assert said.status == 0
    assert "<lc:scriptOnly/>" in said.out


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 9])
def test_what_is_no_text_is_unreadable(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.am"
    path.write_bytes(content)
    said = command("repair", path, "--json")
    assert said.status == 2
    assert json.loads(said.out)["left"][0]["code"] == "MSPL308"


def test_a_folder_a_missing_file_and_an_output_that_is_a_folder(
    command: Command, broken: Path, tmp_path: Path
) -> None:
    assert "is a folder" in command("repair", tmp_path).err
    assert "there is no file" in command("repair", tmp_path / "no.am").err
    said = command("repair", broken, "--output", tmp_path)
    assert (said.status, "is a folder" in said.err) == (2, True)
