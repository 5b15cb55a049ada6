"""The editor's half in the kernel: answers, the file, and what is done on demand."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.notebook.editing.editor import Editor
from mspllab.notebook.editing.working_copy import working_copy

REROUTE = (
    Path(__file__).resolve().parents[3] / "data" / "scripts" / "reroute.am"
).read_text("utf-8")
WRONG = REROUTE.replace("ProxyRequest();", "ProxyRequst();")


class Front:
    """An editor, its front end played by the test."""

    def __init__(self, folder: Path) -> None:
        self.ran: list[str] = []
        self.sent: list[dict[str, Any]] = []
        self.copy = working_copy("reroute", folder)
        self.editor = Editor(REROUTE, self.copy, "reroute.am", self.run)
        self.editor.send = self.sent.append

    def run(self) -> None:
        self.ran.append(self.editor.text)

    def types(self, text: str, number: int = 1) -> None:
        self.editor.draft = {"number": number, "text": text}

    def asks(self, do: str, text: str = REROUTE, **more: object) -> None:
        self.editor._asked(None, {"do": do, "text": text, "number": 9, **more}, None)


@pytest.fixture
def front(tmp_path: Path) -> Front:
    return Front(tmp_path)


def test_every_draft_is_answered_by_its_number_and_saved(front: Front) -> None:
    front.types(WRONG, 7)

    answer = front.editor.answer
    assert (answer["number"], answer["errors"], answer["saved"]) == (7, 1, True)
    assert front.copy.path.read_text("utf-8") == WRONG


def test_nothing_is_written_before_something_is_typed(front: Front) -> None:
    assert not front.copy.path.exists()
    assert front.editor.text == REROUTE


def test_what_was_left_is_taken_up_again(front: Front, tmp_path: Path) -> None:
    front.types(WRONG)

    assert Front(tmp_path).editor.text == WRONG


def test_run_runs_the_text_that_was_there_when_it_was_asked(front: Front) -> None:
    front.asks("run", WRONG)

    assert front.ran == [WRONG]


def test_format_sends_the_text_in_style_and_leaves_errors_alone(front: Front) -> None:
    untidy = REROUTE.replace("    if (sipRequest) {", "  if(sipRequest){")
    front.asks("format", untidy)
    assert front.sent == [{"text": REROUTE, "number": 9}]
    assert front.editor.said == "Written in one style."

    front.asks("format", REROUTE)
    assert front.editor.said == "It is in style already."
    front.asks("format", WRONG.replace("{", ""))
    assert "left as it is" in front.editor.said


def test_repair_says_what_it_mended(front: Front) -> None:
    front.asks("repair", REROUTE.replace("scriptOnly", "scriptonly"))

    assert front.sent[0]["text"] == REROUTE
    assert front.editor.said.startswith("Mended: ")
    front.asks("repair")
    assert front.editor.said == "Nothing to mend."


def test_another_programs_text_waits_for_a_choice(front: Front) -> None:
    front.types(WRONG)
    front.copy.path.write_text("theirs")

    front.types(REROUTE, 2)

    assert front.editor.answer["conflict"]
    assert not front.editor.answer["saved"]
    assert front.copy.path.read_text() == "theirs"
    front.asks("take")
    assert front.sent[-1]["text"] == "theirs"
    front.types("theirs", 3)
    assert not front.editor.answer["conflict"]


def test_ones_own_may_be_kept(front: Front) -> None:
    front.types(WRONG)
    front.copy.path.write_text("theirs")
    front.types(REROUTE, 2)

    front.asks("keep", REROUTE)

    assert front.copy.path.read_text("utf-8") == REROUTE
    assert not front.editor.answer["conflict"]


def test_a_name_is_explained(front: Front) -> None:
    front.asks("explain", word="Respond")

    assert front.sent[0]["explain"] == "Respond"
    assert "Respond(" in front.sent[0]["page"]


def test_an_unknown_wish_changes_nothing(front: Front) -> None:
    front.asks("dance")

    assert front.sent == []
    assert front.editor.text == REROUTE
