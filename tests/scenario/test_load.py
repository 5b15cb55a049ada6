"""Files are opened, or it is said in one sentence why they cannot be."""

from pathlib import Path

import pytest

from mspllab.errors import ManifestError, ParseError, ScenarioError, UsageError
from mspllab.scenario.application_files import load
from mspllab.scenario.load import (
    LONGEST,
    beside,
    read_file,
    read_message,
    read_scenario,
)

DATA = Path(__file__).resolve().parents[2] / "data"


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


def test_a_scenario_is_read_with_its_overrides(tmp_path: Path) -> None:
    path = tmp_path / "who.toml"
    path.write_text("seed = 1\nuntil = 5\n")

    found = read_scenario(path, {"seed": 7})

    assert (found.title, found.seed, found.until) == ("who", 7, 5.0)
    assert found.path == str(path)


def test_the_mark_that_some_editors_write_is_overlooked(tmp_path: Path) -> None:
    path = tmp_path / "who.toml"
    path.write_bytes(b"\xef\xbb\xbfseed = 3\r\n")

    assert read_scenario(path).seed == 3


@pytest.mark.parametrize(
    ("data", "place", "complaint"),
    [
        (b"seed = 1\n# caf\xe9\n", ":2:6: ", "byte 0xe9 is no UTF-8"),
        (b"seed = 1\n\0\0\0", ":2:1: ", "there is a zero byte"),
        (b"\x7fELF\x02\x01\x01\xff", ":1:8: ", "byte 0xff is no UTF-8"),
        ("seed = 1".encode("utf-16"), "", "is written in UTF-16; save it as UTF-8"),
        (b"<xml/>", ":1:1: ", "this is XML; a scenario is TOML text"),
    ],
)
def test_what_is_no_text_is_no_scenario(
    tmp_path: Path, data: bytes, place: str, complaint: str
) -> None:
    path = tmp_path / "who.toml"
    path.write_bytes(data)

    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)

    assert f"{path}{place}" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_message_is_read_byte_for_byte() -> None:
    path = DATA / "messages" / "invite.sip"

    assert read_message(path).encode() == path.read_bytes()


def test_what_is_no_message_is_reported_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "hello.sip"
    path.write_text("hello\r\n\r\n")

    with pytest.raises(ParseError, match=r"hello\.sip: "):
        read_message(path)


def test_an_application_is_loaded_under_the_name_it_was_asked_by() -> None:
    path = DATA / "scripts" / "reroute.am"

    assert load(path).path == str(path)


def test_what_is_no_manifest_is_an_error_with_a_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.am"
    path.write_text("<lc:applicationManifest>")

    with pytest.raises(ManifestError) as caught:
        load(path)

    assert str(caught.value).startswith(f"{path}:1:")


def test_data_files_of_a_manifest_are_found_beside_it(tmp_path: Path) -> None:
    manifest = (DATA / "scripts" / "pass-through.am").read_text()
    declared = '<lc:file name="vips" path="vips.txt"><lc:column name="who"/></lc:file>'
    path = tmp_path / "files.am"
    path.write_text(manifest.replace("<lc:scriptOnly/>", f"{declared}<lc:scriptOnly/>"))

    with pytest.raises(ManifestError, match=r"vips\.txt cannot be read"):
        load(path)


def test_a_file_beside_another_is_found_from_its_folder() -> None:
    assert beside("data/scenarios/who.toml", "../scripts/a.am") == "data/scripts/a.am"
    assert beside("who.toml", "a.am") == "a.am"
