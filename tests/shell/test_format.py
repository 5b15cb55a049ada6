"""`format`, tried as somebody tries it for the first time."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "Said"]  # type: ignore[name-defined]  # noqa: F821
UGLY = "if(a){b();}\n"
FINE = "if (a) {\n    b();\n}\n"


@pytest.fixture
def ugly(tmp_path: Path) -> Path:
    path = tmp_path / "a.mspl"
    path.write_text(UGLY)
    return path


def test_a_file_is_written_anew(command: Command, ugly: Path) -> None:
    said = command("format", ugly)
    assert (said.status, said.out) == (0, f"{ugly}: written anew\n")
    assert ugly.read_text() == FINE
    assert command("format", ugly).out == f"{ugly}: already in style\n"
    assert list(ugly.parent.iterdir()) == [ugly]


def test_an_unchanged_file_is_not_written(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.mspl"
    path.write_text(FINE)
    before = path.stat()
    command("format", path)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_check_writes_nothing_and_ends_with_1(command: Command, ugly: Path) -> None:
    said = command("format", ugly, "--check")
    assert (said.status, said.out) == (1, f"{ugly}: not in style\n")
    assert ugly.read_text() == UGLY
    ugly.write_text(FINE)
    assert command("format", ugly, "--check").status == 0


def test_to_standard_output(command: Command, ugly: Path) -> None:
    said = command("format", ugly, "--stdout")
    assert (said.status, said.out) == (0, FINE)
    assert ugly.read_text() == UGLY


def test_to_another_file(command: Command, ugly: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.mspl"
    assert command("format", ugly, "--output", other).status == 0
    assert (other.read_text(), ugly.read_text()) == (FINE, UGLY)


def test_from_standard_input(command: Command, stdin: Callable[[bytes], None]) -> None:
    stdin(UGLY.encode())
    assert command("format", "-").out == FINE


@pytest.mark.parametrize("words", [(), ("--check",)])
def test_of_an_empty_file_it_is_said_that_it_is_empty(
    command: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    empty = tmp_path / "empty.mspl"
    empty.write_bytes(b"")
    said = command("format", empty, *words)
    assert (said.status, said.out) == (0, "")
    assert said.err == f"{empty}: is empty, so there is nothing to bring into style\n"


def test_as_one_document(command: Command, ugly: Path) -> None:
    (row,) = json.loads(command("format", ugly, "--json", "--stdout").out)
    assert row == {"file": str(ugly), "changed": True, "findings": [], "text": FINE}


def test_a_script_with_errors_is_left_alone(command: Command, ugly: Path) -> None:
    ugly.write_text("if (a { b(); }")
    said = command("format", ugly)
    assert said.status == 1
    assert "MSPL108" in said.err
    assert "left as it is" in said.err
    assert ugly.read_text() == "if (a { b(); }"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\x00\x01\xff" * 40, "not text"), (b"<a", "never closed")],
)
def test_what_is_no_manifest_is_unreadable(
    command: Command, tmp_path: Path, data: bytes, says: str
) -> None:
    path = tmp_path / "a.am"
    path.write_bytes(data)
    said = command("format", path)
    assert said.status == 2
    assert says in said.err
    assert path.read_bytes() == data


def test_a_folder_and_a_missing_file(command: Command, tmp_path: Path) -> None:
    said = command("format", tmp_path, tmp_path / "no.am")
    assert said.status == 2
    assert "is a folder" in said.err
    assert "there is no file" in said.err


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only here"
)
def test_a_read_only_file_stays(command: Command, ugly: Path) -> None:
    ugly.chmod(0o444)
    said = command("format", ugly)
    assert said.status == 2
    assert "read-only" in said.err


def test_several_files_do_not_fit_into_one(command: Command, ugly: Path) -> None:
    said = command("format", ugly, ugly, "--output", "b.mspl")
    assert said.status == 2
    assert "several" in said.err


def test_the_mode_of_a_file_and_a_link_to_it_stay(
    command: Command, ugly: Path, tmp_path: Path
) -> None:
    ugly.chmod(0o640)
    link = tmp_path / "link.mspl"
    link.symlink_to(ugly)
    command("format", link)
    assert link.is_symlink()
    assert (ugly.read_text(), ugly.stat().st_mode & 0o777) == (FINE, 0o640)
