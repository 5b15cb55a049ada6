"""What else one might expect: wrong, but such as a reader could well believe."""

from pathlib import Path

import pytest

from mspllab.notebook.alternative import CHOICES, choices, way_of
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"


def offered(trace: Trace, n: int) -> tuple[str, ...]:
    hop = next(one for one in trace.hops if one.n == n)
    return choices(trace, hop, (way_of(hop),))


def played(name: str) -> Trace:
    return play(SCENARIOS / f"{name}.toml")


@pytest.mark.parametrize("name", ["reroute", "chat-filter", "swallowed-200"])
def test_the_right_one_is_offered_once_among_others_in_order(name: str) -> None:
    trace = played(name)
    for hop in trace.hops:
        found = offered(trace, hop.n)
        assert found.count(way_of(hop)) == 1
        assert len(set(found)) == len(found) == CHOICES
        assert list(found) == sorted(found)


def test_a_request_could_have_been_passed_to_somebody_else() -> None:
    assert "fe01 → bob-desk: INVITE" in offered(played("reroute"), 3)


def test_an_answer_could_have_been_passed_back_to_the_caller_and_to_no_other() -> None:
    found = offered(played("swallowed-200"), 6)

    assert "fe01 → alice: 200 OK" in found
    assert "app01 → fe01: 200 OK" in found


def test_a_phone_could_have_said_once_more_that_it_rings() -> None:
    assert "bob-desk → fe01: 180 Ringing" in offered(played("how-long"), 7)


def test_the_caller_could_have_gone_on_as_if_nothing_had_come() -> None:
    assert "alice → fe01: BYE" in offered(played("reroute"), 3)
