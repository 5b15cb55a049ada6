"""What the caller is told in the end: lync-routing §1.6, row by row."""

from dataclasses import replace
from typing import Any

import pytest

from mspllab.lync.directory import Directory
from tests.lync.cast import ALICE, BOB
from tests.lync.laboratory import Laboratory
from tests.lync.telephony import VOICE, directory

NO_VOICE_MAIL = replace(directory().users[1].settings, voice_mail=None)


def told(
    to: str = "sip:bob@lab.example",
    phones: tuple[dict[str, Any], ...] = (),
    known: Directory | None = None,
    *,
    hang_up_at: float | None = None,
) -> tuple[int, str]:
    """The final status that Alice hears, and the number of its ms-diagnostics."""
    lab = Laboratory()
    lab.front_end(**({} if known is None else {"directory": known}))
    lab.client("alice", ALICE, 90)
    for number, plan in enumerate(phones):
        lab.client(f"phone{number}", BOB, 101 + number, **plan)
    lab.call("alice", to)
    if hang_up_at is not None:
        lab.run(hang_up_at)
        lab.do("alice", "hang up")
    lab.run(200.0)
    [final] = [
        said.message
        for said in lab.said
        if said.destination == "alice"
        and said.message.method == "INVITE"
        and (said.message.status or 0) >= 200
    ]
    assert lab.live() == []
    number = (final.headers.get("ms-diagnostics") or "").partition(";")[0]
    return final.status or 0, number


def test_a_uri_that_is_not_in_the_directory() -> None:
    assert told("sip:dave@lab.example") == (404, "1003")


def test_a_user_without_an_endpoint_and_without_voice_mail() -> None:
    assert told() == (480, "13001")


def test_nobody_answers_in_time_and_nobody_is_left() -> None:
    known = directory(wait_total=15.0)
    bob = replace(
        known.users[1], settings=replace(known.users[1].settings, voice_mail=None)
    )
    known = replace(known, users=(known.users[0], bob))
    assert told(phones=({},), known=known) == (480, "13002")


@pytest.mark.parametrize("others", [480, 487])
def test_busy_is_told_rather_than_absent(others: int) -> None:
    phones = (
        {"decline_after": 0.0, "decline_with": others},
        {"decline_after": 0.5, "decline_with": 486},
    )
    assert told(phones=phones) == (486, "")


def test_decline_stops_everybody_and_goes_nowhere_else() -> None:
    phones = ({"decline_after": 1.0, "decline_with": 603}, {})
    assert told(phones=phones, known=directory()) == (603, "")


def test_the_caller_hangs_up_first() -> None:
    assert told(phones=({},), known=directory(), hang_up_at=3.0) == (487, "")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+9915550123", (404, "12004")),
        ("+445550123", (480, "12000")),
        ("77", (404, "14010")),
    ],
)
def test_a_number_that_leads_nowhere(number: str, expected: tuple[int, str]) -> None:
    uri = f"sip:{number}@lab.example;user=phone"
    assert told(uri, known=directory()) == expected


def test_a_number_that_the_policy_has_no_usage_for() -> None:
    known = replace(directory(), voice=replace(VOICE, policies=()))
    uri = "sip:+14255550123@lab.example;user=phone"
    assert told(uri, known=known) == (403, "12001")
