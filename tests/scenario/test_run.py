"""Every scenario of the repository plays, repeats to the byte, and leaves nothing."""

import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mspllab.errors import ManifestError, MsplCheckError, ScenarioError, UsageError
from mspllab.scenario.application_files import load
from mspllab.scenario.build import build
from mspllab.scenario.load import read_scenario
from mspllab.scenario.run import play
from mspllab.scenario.scenario import Scenario
from mspllab.trace.jsonl import parse_jsonl, render_jsonl
from mspllab.trace.records import (
    Happened,
    ScriptRun,
    TimerCancelled,
    TimerFired,
    TimerSet,
)
from mspllab.trace.trace import Trace
from tests.golden.rewrite import name_of

DATA = Path(__file__).resolve().parents[2] / "data"
SCENARIOS = sorted((DATA / "scenarios").rglob("*.toml"))
REROUTE = DATA / "scenarios" / "reroute.toml"
every_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=name_of)


def shape(trace: Trace) -> list[tuple[str, str, str, int | None]]:
    """Who sent what to whom, without times, tags and branches."""
    return [
        (hop.source, hop.destination, hop.message.method, hop.message.status)
        for hop in trace.hops
    ]


@cache
def played(path: Path) -> Trace:
    """What came of it the first time."""
    return play(path)


@cache
def written(path: Path) -> str:
    """The same as text."""
    return render_jsonl(played(path))


@every_scenario
def test_a_scenario_ends_by_itself(path: Path) -> None:
    trace = played(path)

    assert trace.end is not None
    assert trace.end.why == "quiet"
    assert trace.hops


@every_scenario
def test_playing_twice_gives_the_same_bytes(path: Path) -> None:
    assert render_jsonl(play(path)) == written(path)


@every_scenario
def test_bytes_on_the_wire_give_the_same_trace(path: Path) -> None:
    assert render_jsonl(play(path, wire="bytes")) == written(path)


@pytest.mark.slow
@every_scenario
def test_recording_adds_the_steps_and_changes_nothing(path: Path) -> None:
    plain, recorded = played(path), play(path, record=True)

    for run in recorded.runs:
        lines = [step.line for step in recorded.steps_of(run) if step.look <= 1]
        assert tuple(lines) == run.lines
        assert bool(lines) == bool(run.steps)
    bare = [
        record._replace(steps=()) if isinstance(record, ScriptRun) else record
        for record in recorded
    ]
    assert bare == list(plain)
    read = parse_jsonl(render_jsonl(recorded))
    assert [run.steps for run in read.runs] == [run.steps for run in recorded.runs]


@pytest.mark.slow
@every_scenario
def test_another_seed_changes_names_but_not_the_course(path: Path) -> None:
    one, other = played(path), play(path, seed=2)

    assert one.seed == 1
    assert shape(one) == shape(other)
    assert written(path) != render_jsonl(other)


@every_scenario
def test_in_the_end_nothing_is_waited_for(path: Path) -> None:
    world = build(read_scenario(path))

    world.run()

    assert [(n, e.live) for n, e in world.elements.items() if e.live] == []  # type: ignore[attr-defined]
    assert [(n, e.next_timer()) for n, e in world.elements.items()] == [
        (name, None) for name in world.elements
    ]


@every_scenario
def test_every_timer_that_was_set_has_fired_or_was_cancelled(path: Path) -> None:
    running: dict[tuple[str, str, str], int] = {}
    for record in played(path):
        if isinstance(record, TimerSet | TimerFired | TimerCancelled):
            key = (record.element, record.transaction, record.timer)
            if isinstance(record, TimerSet):
                running[key] = 1
            else:
                assert running.pop(key, None), record

    assert running == {}


@pytest.mark.slow
@every_scenario
def test_a_world_copied_half_way_goes_on_just_as_the_original(path: Path) -> None:
    world = build(read_scenario(path))
    for _ in range(len(played(path).hops)):
        world.step()

    twin = copy.deepcopy(world)

    assert render_jsonl(twin.run()) == written(path)
    assert render_jsonl(world.run()) == written(path)


@every_scenario
def test_every_happening_belongs_to_an_element_of_the_trace(path: Path) -> None:
    trace = played(path)
    names = {party.name for party in trace.parties}

    assert {record.element for record in trace.of(Happened)} <= names
    assert {end for hop in trace.hops for end in (hop.source, hop.destination)} <= names


ROUGH_WEATHER = {
    "links.transport": "UDP",
    "links.loss": 0.25,
    "links.duplicate": 0.15,
    "links.reorder": 0.2,
    "links.jitter": 0.05,
    "links.hold": 0.7,
}


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("name", ["fork-first-200", "cancel", "redirect"])
def test_whatever_the_network_loses_everything_comes_to_rest(
    name: str, seed: int
) -> None:
    path = DATA / "scenarios" / f"{name}.toml"
    world = build(read_scenario(path, ROUGH_WEATHER | {"seed": seed, "until": 9999}))

    trace = world.run()

    assert trace.end is not None
    assert trace.end.why == "quiet"
    assert [n for n, e in world.elements.items() if e.live] == []  # type: ignore[attr-defined]


def calm(name: str, delay: float) -> Trace:
    return play(DATA / "scenarios" / f"{name}.toml", {"links.delay": delay})


@pytest.mark.parametrize(
    "name", ["fork-first-200", "cancel", "redirect-server", "reroute", "redirect"]
)
def test_slower_wires_do_not_change_the_order_that_sip_fixes(name: str) -> None:
    per_call = []
    for trace in (calm(name, 0.001), calm(name, 0.03)):
        arrows = [(a, b) for a, b, _, _ in shape(trace)]
        ways = sorted(set(arrows))
        per_call.append(
            {way: [s for s in shape(trace) if s[:2] == way] for way in ways}
        )

    assert per_call[0] == per_call[1]


def test_overrides_are_values_of_the_file() -> None:
    trace = play(REROUTE, {"timeline.0.to": "sip:carol@lab.example"})

    assert trace.happenings("carol", "answered")
    assert not trace.happenings("app01", "accepted")


def test_a_scenario_that_was_read_can_be_overridden_too() -> None:
    scenario = read_scenario(REROUTE)

    trace = play(scenario, {"links.delay": 0.25}, until=1.0, title="Slow")

    assert trace.hops[0].received == 0.25
    assert trace.title == "Slow"
    assert trace.end is not None and trace.end.at == 1.0


def test_none_takes_a_key_away() -> None:
    trace = play(REROUTE, **{"title": None, "users.alice.display_name": None})

    assert trace.title == "reroute"
    assert play(REROUTE, **{"links.delay": None}).hops == play(REROUTE).hops


def test_a_key_that_must_be_there_cannot_be_taken_away() -> None:
    with pytest.raises(ScenarioError, match='needs "host"'):
        play(REROUTE, **{"servers.fe01.host": None})


def test_a_scenario_changed_by_hand_plays_as_it_stands() -> None:
    scenario = replace(read_scenario(REROUTE), timeline=())

    assert play(scenario).hops == ()
    assert play(scenario, seed=5).seed == 5


def test_a_scenario_changed_by_hand_has_no_file_to_override() -> None:
    scenario = replace(read_scenario(REROUTE), timeline=())

    with pytest.raises(UsageError, match="override keys of the file first"):
        play(scenario, {"links.delay": 0.1})


def test_a_wrong_override_is_a_scenario_error() -> None:
    with pytest.raises(ScenarioError, match='did you mean "profile"'):
        play(REROUTE, {"clients.alice.profil": "rfc3261"})


def test_the_profile_of_the_scenario_is_that_of_its_clients() -> None:
    trace = play(DATA / "scenarios" / "redirect.toml", profile="rfc3261", until=9.0)

    assert trace.profile == "rfc3261"
    assert len(trace.call_ids) == 1  # a new call would have a Call-ID of its own


def test_one_client_can_have_other_manners() -> None:
    redirect = DATA / "scenarios" / "redirect.toml"

    def calls(**changes: Any) -> int:
        return len(play(redirect, changes, until=9.0).call_ids)

    assert calls() == 2
    assert calls(**{"clients.alice.profile": "rfc3261"}) == 1


def test_an_application_that_was_loaded_can_stand_for_a_manifest() -> None:
    silent = load(DATA / "scripts" / "pass-through.am")

    trace = play(REROUTE, {"servers.fe01.applications.0.manifest": silent})

    assert trace.happenings("bob-desk", "answered")
    assert [script.text for script in trace.scripts.values()] == [silent.manifest.text]


def test_another_script_can_stand_in_the_manifest() -> None:
    script = 'Log("Debugr", false, "here"); ProxyRequest();'

    trace = play(REROUTE, scripts={"../scripts/reroute.am": script})

    assert trace.happenings("bob-desk", "answered")
    assert trace.runs[0].log[0].lines == ("here",)
    assert script in next(iter(trace.scripts.values())).text


def test_another_manifest_can_stand_for_one() -> None:
    text = (DATA / "scripts" / "pass-through.am").read_text(encoding="utf-8")

    trace = play(REROUTE, scripts={"../scripts/reroute.am": text})

    assert trace.happenings("bob-desk", "answered")


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("../scripts/reroute.am", "Contains();", MsplCheckError),
        ("../scripts/reroute.am", "<lc:broken", ManifestError),
        ("../scripts/reroute.am", "]]>", UsageError),
        ("../scripts/rerout.am", "ProxyRequest();", UsageError),
    ],
)
def test_a_wrong_script_is_refused(
    name: str, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        play(REROUTE, scripts={name: text})


def test_a_manifest_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match=r'there is no file .*did you mean "reroute'):
        play(REROUTE, {"servers.fe01.applications.0.manifest": "../scripts/rerout.am"})


def test_a_disabled_application_does_not_run() -> None:
    trace = play(REROUTE, {"servers.fe01.applications.0.enabled": False})

    assert trace.runs == ()
    assert trace.happenings("bob-desk", "answered")


def test_calls_beyond_the_budget_stop_the_run() -> None:
    def sends_to(name: str) -> dict[str, object]:
        return {"redirect_after": 0.1, "redirect_to": f"sip:{name}@lab.example"}

    trace = play(
        REROUTE,
        {
            "servers.fe01.applications": [],
            "clients.bob-desk.on_call": sends_to("carol"),
            "clients.carol.on_call": sends_to("bob"),
            "budget.legs": 1,
        },
    )

    assert trace.end is not None
    assert trace.end.why == "the budget of legs, 1, is used up"


def test_an_empty_scenario_ends_at_once() -> None:
    trace = play(Scenario(title="Nothing"))

    assert [type(record).__name__ for record in trace] == ["Ended"]
    assert trace.end is not None and trace.end.at == 0.0


def test_lanes_stand_in_the_order_that_was_asked_for() -> None:
    names = [party.name for party in play(REROUTE).parties]

    assert names == ["alice", "fe01", "app01", "bob-desk", "carol"]


def test_lanes_that_nobody_ordered_begin_with_who_acts() -> None:
    parties = play(REROUTE, {"lanes": []}).parties

    assert [party.name for party in parties] == [
        "alice",
        "fe01",
        "app01",
        "bob-desk",
        "carol",
    ]
