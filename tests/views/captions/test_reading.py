"""Reading messages back, and making text printable."""

import pytest

from mspllab.trace.jsonl import RecordedMessage
from mspllab.views.captions.reading import printable, read_message
from tests.views.conftest import alices_invite


def recorded(text: str) -> RecordedMessage:
    return RecordedMessage("INVITE sip:b@x SIP/2.0", "INVITE", None, "c", text)


def test_a_message_is_taken_as_it_is() -> None:
    invite = alices_invite()

    assert read_message(invite) is invite


def test_a_recorded_message_is_read_again() -> None:
    assert read_message(recorded(alices_invite().text)) == alices_invite()


def test_a_recorded_text_that_is_no_sip_is_none() -> None:
    assert read_message(recorded("nonsense")) is None


@pytest.mark.parametrize("text", ["plain", "Müller", "爱"])
def test_printable_text_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x85b", "a\ufffeb", "a\udc80b"])
def test_what_no_picture_can_hold_is_replaced(text: str) -> None:
    shown = printable(text)

    assert shown.encode("utf-8")
    assert len(shown) == 3
    assert shown[1] in "�?"
