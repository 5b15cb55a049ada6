"""What befalls one message, as values that can be told and put together."""

import pytest

from mspllab.errors import BuildError, UsageError
from mspllab.scenario.tampering import Tampering, delay, header, lose, merged
from mspllab.sim.network import Fate
from mspllab.sip.build import Request
from mspllab.sip.headers import Headers

INVITE = Request("INVITE", "sip:bob@lab.example", Headers([("Subject", "one")]), b"")
FATE = Fate("bob", (1.0, 1.5))


def test_each_says_what_it_does() -> None:
    assert str(lose(3)) == "message 3 is lost"
    assert str(delay(3, 0.5)) == "message 3 travels 0.5 s late"
    assert str(header(3, "Subject", "x")) == "message 3 travels with Subject: x"
    assert str(header(3, "Subject", None)) == "message 3 travels without Subject"


def test_what_is_lost_does_not_arrive() -> None:
    assert lose(1).befallen(FATE) == Fate("bob", (), "by hand")


def test_every_copy_is_late() -> None:
    assert delay(1, 0.5).befallen(FATE).arrivals == (1.5, 2.0)


def test_a_header_is_written_over_added_or_taken_away() -> None:
    assert header(1, "Subject", "two").changed(INVITE).headers.get("Subject") == "two"
    assert header(1, "Priority", "x").changed(INVITE).headers.get("Priority") == "x"
    assert "Subject" not in header(1, "Subject", None).changed(INVITE).headers


def test_several_befall_one_message() -> None:
    found = merged([delay(1, 0.5), lose(2), delay(1, 1.0), header(1, "Subject", "x")])

    assert found == {
        1: Tampering(1, by=1.5, headers=(("Subject", "x"),)),
        2: Tampering(2, lost=True),
    }


@pytest.mark.parametrize("n", [0, -1, 1.5, "1", True])
def test_a_message_has_a_number(n: int) -> None:
    with pytest.raises(UsageError, match="by its number"):
        lose(n)


@pytest.mark.parametrize("by", [0, -1.0, float("inf"), float("nan")])
def test_late_is_some_seconds(by: float) -> None:
    with pytest.raises(UsageError, match="late by some seconds"):
        delay(1, by)


@pytest.mark.parametrize(("name", "value"), [("a b", "x"), ("A", "x\r\ny")])
def test_no_second_header_is_smuggled_in(name: str, value: str) -> None:
    with pytest.raises(BuildError):
        header(1, name, value).changed(INVITE)
