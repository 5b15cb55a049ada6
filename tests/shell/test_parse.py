"""`parse`: one message, header by header, or what is wrong with it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., object]


@pytest.fixture
def invite(data: Path) -> bytes:
    return (data / "messages" / "invite.sip").read_bytes()


def test_every_message_of_the_lab_is_fine(command: Command, data: Path) -> None:
    said = command("parse", *sorted((data / "messages").glob("*.sip")))
    assert said.status == 0
    assert "wrong: " not in said.out


def test_a_message_is_taken_apart(command: Command, data: Path) -> None:
    said = command("parse", "--json", data / "messages" / "invite.sip")
    document = json.loads(said.out)
    message = document["message"]
    assert (document["fine"], document["answer"]) == (True, None)
    assert message["method"] == "INVITE"
    assert message["to"]["uri"] == "sip:bob@lab.example"
    assert message["via"][0]["branch"].startswith("z9hG4bK")
    assert message["headers"][0]["name"] == "Via"


def test_what_is_wrong_comes_with_the_fitting_status(
    command: Command, tmp_path: Path, invite: bytes
) -> None:
    path = tmp_path / "wrong.sip"
    path.write_bytes(invite.replace(b"CSeq: ", b"CSeq: x", 1))
    said = command("parse", "--json", path)
    assert said.status == 1
    document = json.loads(said.out)
    assert (document["fine"], document["answer"]) == (False, 400)
    assert document["problems"][0].startswith("CSeq")
    assert document["message"]["cseq"] is None


def test_a_person_is_told_the_same_in_words(
    command: Command, tmp_path: Path, invite: bytes
) -> None:
    path = tmp_path / "wrong.sip"
    path.write_bytes(invite.replace(b"SIP/2.0\r\n", b"SIP/7.0\r\n", 1))
    said = command("parse", path)
    assert said.status == 1
    assert said.out.endswith("the fitting answer is 505 Version Not Supported\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n\r\n", bytes(range(256)), b"hello\r\n\r\n", b"\xff" * 70_000],
)
def test_rubbish_is_wrong_but_no_accident(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "rubbish.sip"
    path.write_bytes(content)
    said = command("parse", path)
    assert said.status == 1
    assert "wrong: " in said.out


def test_ten_megabytes_are_no_message(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "huge.sip"
    path.write_bytes(b"INVITE sip:a@b SIP/2.0\r\nSubject: " + b"x" * 10_000_000)
    said = command("parse", "--json", path)
    assert said.status == 2
    assert "too long" in json.loads(said.out)["error"]


def test_a_message_can_come_from_standard_input(
    command: Command, stdin: Callable[[bytes], None], invite: bytes
) -> None:
    stdin(invite)
    said = command("parse", "-")
    assert said.status == 0
    assert "INVITE" in said.out


def test_a_missing_file_is_told_with_its_nearest_neighbour(
    command: Command, data: Path
) -> None:
    said = command("parse", data / "messages" / "invit.sip")
    assert said.status == 2
    assert 'did you mean "invite.sip"?' in said.err
