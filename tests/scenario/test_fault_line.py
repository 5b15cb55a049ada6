"""Faults are worded as people word them."""

from math import inf

import pytest

from mspllab.scenario.fault_line import FaultLine, labels, parse_phrase
from mspllab.sim.fault import (
    REFUSED,
    SILENT,
    UNRESOLVED,
    UNTRUSTED,
    Action,
    Fault,
    Outage,
)
from mspllab.sip.build import request, response


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("first INVITE", ("INVITE", 1)),
        ("second 180", ("180", 2)),
        ("tenth ACK", ("ACK", 10)),
        ("every 2xx", ("2xx", None)),
        ("100", ("100", 1)),
        ("first 200 BYE", ("200 BYE", 1)),
        ("every any", ("any", None)),
        ("first WINK", ("WINK", 1)),
    ],
)
def test_a_phrase_names_messages_and_which_of_them(
    phrase: str, meaning: tuple[str, int | None]
) -> None:
    assert parse_phrase(phrase) == meaning


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("", "names no message"),
        ("first", "names no message"),
        ("first 99", "names no message"),
        ("first 7xx", "names no message"),
        ("first invite", "names no message"),
        ("frist INVITE", 'did you mean "first"'),
        ("eleventh INVITE", 'none of "first" to "tenth"'),
        ("first INVTE", 'there is no method INVTE; did you mean "INVITE"'),
        ("first 200 BEY", 'did you mean "BYE"'),
    ],
)
def test_any_other_phrase_is_refused(phrase: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_phrase(phrase)


def test_a_line_about_messages_becomes_a_fault() -> None:
    line = FaultLine(delay="second 180", source="fe01", by=2.0, after=1.0)

    assert line.fault() == Fault(
        Action.DELAY, "180", 2, "fe01", None, by=2.0, after=1.0, until=inf
    )


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("refuse", REFUSED),
        ("down", SILENT),
        ("unresolvable", UNRESOLVED),
        ("untrusted", UNTRUSTED),
    ],
)
def test_a_line_about_an_element_becomes_an_outage(word: str, why: str) -> None:
    line = FaultLine(**{word: "app01"}, source="fe01", until=5.0)  # type: ignore[arg-type]

    assert line.fault() == Outage("app01", why, after=0.0, until=5.0, source="fe01")


def test_a_line_knows_what_is_given() -> None:
    assert FaultLine(lose="100", down="app01").given == ("lose", "down")


INVITE = request(
    "INVITE",
    "sip:bob@lab.example",
    from_="<sip:alice@lab.example>;tag=a",
    to="<sip:bob@lab.example>",
    call_id="c1",
    cseq=1,
    via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
)


def test_a_request_goes_by_its_method() -> None:
    assert set(labels(INVITE)) == {"INVITE", "any"}


def test_a_response_goes_by_status_and_class_with_and_without_method() -> None:
    names = {"180", "1xx", "180 INVITE", "1xx INVITE", "any"}

    assert set(labels(response(INVITE, 180))) == names


def test_what_is_no_message_is_still_something() -> None:
    assert labels(b"keep-alive") == ("any",)
