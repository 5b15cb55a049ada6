"""What is so at the end of every run, whatever the scenario was about."""

from functools import cache
from pathlib import Path

import pytest

from mspllab.scenario.build import build
from mspllab.scenario.load import read_scenario
from mspllab.scenario.world import World
from mspllab.sip.message import Request, Response
from mspllab.trace.records import (
    DialogChanged,
    Dropped,
    Happened,
    Received,
    Sent,
    StateChanged,
    TimerFired,
)
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
PATHS = sorted(SCENARIOS.rglob("*.toml"))
every_scenario = pytest.mark.parametrize(
    "path", PATHS, ids=lambda path: str(path.relative_to(SCENARIOS).with_suffix(""))
)

DialogKey = tuple[str, str, str]
"""Call-ID, and the tags of the two ends, in some order."""


@cache
def world(path: Path) -> World:
    made = build(read_scenario(path))
    made.run()
    return made


def trace(path: Path) -> Trace:
    return world(path).trace


@every_scenario
def test_a_run_ends_by_itself_or_where_its_scenario_says(path: Path) -> None:
    end = trace(path).end
    assert end is not None
    assert end.why == "quiet" or (end.why == "until" and says_until(path))


def says_until(path: Path) -> bool:
    settings = read_scenario(path).settings
    return settings is not None and "until" in settings.data


@every_scenario
def test_no_transaction_is_alive_and_no_timer_runs(path: Path) -> None:
    if (end := trace(path).end) and end.why == "until":
        pytest.skip("it was cut short, as its scenario wants")
    for name, element in world(path).elements.items():
        assert (name, element.live, element.next_timer()) == (name, (), None)  # type: ignore[attr-defined]


@every_scenario
def test_every_transaction_that_began_has_ended(path: Path) -> None:
    last: dict[tuple[str, str, str], str] = {}
    for record in trace(path).of(StateChanged):
        last[record.element, record.transaction, record.machine] = record.after
    rebooted = {r.element for r in trace(path).of(Happened) if r.what == "restarted"}
    alive = {k for k, state in last.items() if state != "Terminated"}
    assert {key for key in alive if key[0] not in rebooted} == set()


@every_scenario
def test_every_message_has_a_cause_that_came_before_it(path: Path) -> None:
    arrived: dict[int, float] = {}
    for record in trace(path).of(Received):
        arrived.setdefault(record.n, record.at)
    for hop in trace(path).hops:  # what could not be delivered is a cause as well
        if hop.lost:
            arrived.setdefault(hop.n, hop.sent)
    for sent in trace(path).of(Sent):
        cause = sent.cause
        known = (cause.message, cause.timer, cause.plan, cause.run)
        assert any(part is not None for part in known), sent
        if cause.message is not None:
            assert arrived[cause.message] <= sent.at, sent


@every_scenario
def test_whatever_is_dropped_says_why(path: Path) -> None:
    assert all(record.why for record in trace(path).of(Dropped))


@every_scenario
def test_every_invite_has_its_final_answer_or_a_timer_that_says_why(path: Path) -> None:
    answered = {
        (hop.destination, message.branch)
        for hop in trace(path).hops
        if isinstance(message := hop.message, Response)
        and message.method == "INVITE"
        and message.status >= 200
        and hop.received is not None
    }
    given_up = {
        (record.element, record.transaction.split()[0])
        for record in trace(path).of(TimerFired)
        if record.timer in ("B", "C", "cancel")
    }
    refused = {(h.source, h.message.branch) for h in trace(path).hops if h.lost}  # type: ignore[attr-defined]
    for hop in trace(path).hops:
        message = hop.message
        if isinstance(message, Request) and message.method == "INVITE":
            key = (hop.source, message.branch)
            assert key in answered | given_up | refused, message.start_line


@every_scenario
def test_dialogs_mirror_each_other(path: Path) -> None:
    ends: dict[DialogKey, dict[str, str]] = {}
    for record in trace(path).of(DialogChanged):
        tags = sorted((record.local_tag, record.remote_tag))
        ends.setdefault((record.call_id, tags[0], tags[1]), {})[record.element] = (
            record.after
        )
    was_up = {
        (record.call_id, *sorted((record.local_tag, record.remote_tag)))
        for record in trace(path).of(DialogChanged)
        if record.after == "confirmed"
    }
    rebooted = {r.element for r in trace(path).of(Happened) if r.what == "restarted"}
    dropped = {record.n for record in trace(path).of(Dropped)}
    unheard = {  # a script has swallowed the answer, so the caller knows of no dialog
        hop.message.call_id
        for hop in trace(path).hops
        if hop.n in dropped
        and hop.message.method == "INVITE"
        and (hop.message.status or 0) // 100 == 2
    }
    for key in was_up:
        if key[0] in unheard:
            continue
        states = ends[key]  # type: ignore[index]
        assert len(states) == 2, "each dialog has two ends"
        assert len(set(states.values())) == 1 or rebooted & set(states)
