"""Scenarios and messages are read, or it is said where they are wrong."""

from pathlib import Path

import pytest

from mspllab.errors import ParseError, ScenarioError
from mspllab.scenario.load import read_message, read_scenario

DATA = Path(__file__).resolve().parents[2] / "data"


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
