"""Files are opened, or it is said in one sentence why they cannot be."""

from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.scenario.application_files import load
from mspllab.scenario.files import LONGEST, beside, read_file, stem
from mspllab.scenario.load import read_message, read_scenario


@pytest.mark.parametrize("read", [load, read_message, read_scenario])
def test_a_folder_is_no_file(read: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is a folder; a \w+ is a file"):
        read(tmp_path)  # type: ignore[operator]


def test_a_missing_file_is_named_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "reroute.toml").write_text("")

    with pytest.raises(UsageError) as caught:
        read_scenario(tmp_path / "rerout.toml")

    assert str(caught.value) == (
        f'there is no file {tmp_path / "rerout.toml"}; did you mean "reroute.toml"?'
    )


def test_a_missing_folder_is_mentioned(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no folder .*nowhere either"):
        read_scenario(tmp_path / "nowhere" / "x.toml")


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be read: embedded null byte"):
        read_file("a\0b", "a message")


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    path.write_bytes(b"#" * (LONGEST + 1))

    with pytest.raises(UsageError, match=r"longer than 1,048,576 bytes"):
        read_scenario(path)


def test_a_file_beside_another_is_found_from_its_folder() -> None:
    assert beside("data/scenarios/who.toml", "../scripts/a.am") == "data/scripts/a.am"
    assert beside("who.toml", "a.am") == "a.am"


def test_a_stem_has_neither_folder_nor_ending() -> None:
    assert [stem(path) for path in ("a/b.c.toml", ".hidden", "plain")] == [
        "b.c",
        ".hidden",
        "plain",
    ]


def test_an_empty_name_is_no_file() -> None:
    with pytest.raises(UsageError, match="there is no file "):
        read_file("", "a message")
