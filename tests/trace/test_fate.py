"""What became of a message: by which application, or why none was asked."""

from pathlib import Path
from typing import Any

import pytest

from mspllab.errors import UsageError
from mspllab.scenario.run import play
from mspllab.trace.fate import Fate
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
PATHS = sorted(SCENARIOS.rglob("*.toml"))
LOSSY = {"links.transport": "UDP", "links.loss": 0.2, "links.duplicate": 0.2}


def played(name: str, **changes: Any) -> Trace:
    return play(SCENARIOS / f"{name}.toml", changes)


def fates(
    trace: Trace, method: str, status: int | None = None, to: str = "fe01"
) -> list[Fate]:
    """Of all messages of this sort that were sent to one element."""
    return [
        trace.fate(hop.n)
        for hop in trace.hops
        if (hop.message.method, hop.message.status, hop.destination)
        == (method, status, to)
    ]


def verdicts(fate: Fate, walk: int = 0) -> dict[str, str]:
    """Of the applications that have something to say."""
    return {
        stage.name: stage.verdict
        for stage in fate.walks[walk].stages
        if stage.verdict != "no concern"
    }


def test_the_chain_tells_what_each_application_made_of_a_call() -> None:
    bob, carol, dave, erin = fates(played("chain"), "INVITE")

    assert [f.outcome for f in (bob, carol, dave, erin)] == [
        "sent on",
        "answered",
        "sent on",
        "dropped",
    ]
    assert verdicts(bob) == {
        "note-passing.am": "passed",
        "out-of-hours.am": "passed",
        "vip-line.am": "passed",
        "DefaultRouting": "routed",
    }
    assert verdicts(erin) == {
        "note-passing.am": "passed",
        "out-of-hours.am": "passed",
        "vip-line.am": "dropped",
        "InboundRouting": "not offered",
        "OutboundRouting": "not offered",
        "ExumRouting": "not offered",
        "DefaultRouting": "not offered",
    }
    assert erin.sentences[0] == (
        "vip-line.am stopped it: the script does not handle it, and proxyByDefault is "
        "false."
    )


def test_every_stage_of_the_list_is_told_with_its_place() -> None:
    (walk,) = fates(played("chain"), "INVITE")[0].walks
    assert [stage.place for stage in walk.stages] == list(range(13))
    assert [stage.name for stage in walk.stages if stage.path] == [
        "note-passing.am",
        "out-of-hours.am",
        "vip-line.am",
    ]


def test_the_line_that_decided_is_named() -> None:
    carol = fates(played("chain"), "INVITE")[1]
    stop = carol.walks[0].stopped_at
    assert stop is not None
    assert (stop.name, stop.line) == ("vip-line.am", 17)
    assert stop.reason == "line 17 answers 603 The director takes no calls"


def test_an_answer_made_by_an_application_is_followed_on_its_way_back() -> None:
    carol = fates(played("chain"), "INVITE")[1]
    assert carol.walks[1].what == "the answer 603 on its way back"
    assert verdicts(carol, 1) == {
        "note-passing.am": "passed",
        "out-of-hours.am": "kept out",
        "vip-line.am": "not offered",
        "InboundRouting": "not offered",
        "OutboundRouting": "not offered",
        "ExumRouting": "not offered",
        "DefaultRouting": "not offered",
    }


@pytest.mark.parametrize(
    ("method", "status", "reason"),
    [
        ("BYE", None, "methodNames of its requestFilter does not list BYE"),
        ("INVITE", 200, "reasonCodes of its responseFilter does not list 2nn"),
    ],
)
def test_the_attribute_that_kept_a_message_out_is_named(
    method: str, status: int | None, reason: str
) -> None:
    fate = fates(played("reroute"), method, status)[0]
    script = next(s for s in fate.walks[0].stages if s.path)
    assert (script.verdict, script.reason) == ("kept out", reason)


def test_a_swallowed_answer_names_who_swallowed_it() -> None:
    for fate in fates(played("swallowed-answer"), "INVITE", 200):
        assert fate.outcome == "dropped"
        assert fate.sentences[0].startswith("swallows-answers.am stopped it")


def test_an_error_is_told_and_what_came_after_it() -> None:
    trace = played("ten-strikes")
    first, *_, last = fates(trace, "INVITE", 200)
    assert "critical error in line 15" in first.walks[0].stages[6].reason
    assert first.walks[0].stages[6].reason.endswith("proxyByDefault passes it on")
    disabled = fates(trace, "INVITE", 200)[3].walks[0].stages[6]
    assert (disabled.verdict, disabled.reason) == (
        "kept out",
        "it is disabled, after ten critical errors",
    )
    assert "critical error" in last.walks[0].stages[6].reason


def test_one_that_is_not_registered_says_so() -> None:
    stage = fates(played("broken-manifest"), "INVITE")[0].walks[0].stages[6]
    assert stage.reason == "it is not registered; the event log says why"


def test_responses_that_go_upwards_are_told_in_the_order_of_the_list() -> None:
    trace = played("swallowed-answer", **{"switches.responses_upwards": True})
    (walk,) = fates(trace, "INVITE", 180)[0].walks
    assert walk.upwards
    assert [stage.verdict for stage in walk.stages[:7]] == [
        *["not offered"] * 6,
        "dropped",
    ]


def test_a_refused_connection_is_told() -> None:
    (fate,) = fates(played("broken-manifest-critical"), "INVITE")
    assert (fate.outcome, fate.received) == ("lost", None)
    assert fate.sentences == ("It never arrived: connection refused.",)


def test_an_answer_that_was_kept_is_told_with_what_went_up_instead() -> None:
    trace = played("fork-all-busy")
    told = [
        trace.fate(hop.n)
        for hop in trace.hops
        if (hop.message.status or 0) >= 300 and hop.destination == "proxy"
    ]
    assert {fate.outcome for fate in told} == {"withheld", "sent on"}
    for fate in told:
        if fate.outcome == "withheld":
            assert "a better answer went up: message" in fate.sentences[0]
        else:
            assert fate.sentences[0].startswith("It was kept until all branches had")


@pytest.mark.parametrize(
    ("scenario", "method", "status", "outcome", "words"),
    [
        ("chain", "CANCEL", None, "absorbed", "A CANCEL concerns only this hop"),
        ("reroute", "INVITE", 100, "absorbed", "A 100 concerns only this hop"),
        ("who-rings", "CANCEL", 200, "absorbed", "It answers the CANCEL that fe01"),
    ],
)
def test_what_reaches_no_application_is_told_why(
    scenario: str, method: str, status: int | None, outcome: str, words: str
) -> None:
    fate = fates(played(scenario), method, status)[0]
    assert fate.outcome == outcome
    assert words in fate.sentences[0]
    assert fate.walks == ()


def test_a_loser_that_answers_late_is_told_who_was_first() -> None:
    trace = played("who-rings")
    (loser,) = fates(trace, "INVITE", 487)[:1]
    assert loser.outcome == "withheld"
    assert loser.sentences[0].startswith("It came when an answer had gone up already")


def test_the_ack_of_a_refusal_ends_at_the_next_hop() -> None:
    ack = fates(played("chain"), "ACK")[1]
    assert ack.sentences[0].startswith("It acknowledges a refusal")


def test_a_request_that_is_refused_before_any_application_is_told_so() -> None:
    trace = played("reroute", **{"timeline.0.headers": {"Max-Forwards": "0"}})
    fate = fates(trace, "INVITE")[0]
    assert fate.outcome == "refused"
    assert fate.sentences[0] == (
        "fe01 refused it before any application: 483 Too Many Hops."
    )


def test_a_repeated_message_names_the_first() -> None:
    trace = played("ten-strikes", **LOSSY)
    repeated = [f for hop in trace.hops if (f := trace.fate(hop.n)).walks == ()]
    said = [f.sentences[0] for f in repeated if f.outcome == "repeated"]
    assert said
    assert all(one.startswith("It repeats message ") for one in said)


def test_elements_without_applications_only_receive() -> None:
    fate = fates(played("reroute"), "INVITE", to="app01")[0]
    assert fate.outcome == "arrived"
    assert fate.sentences[0] == "It arrived at app01, which has no applications to ask."


def test_a_message_that_there_is_not_is_told_the_numbers() -> None:
    with pytest.raises(UsageError, match="numbered from 1 to"):
        played("reroute").fate(999)
    with pytest.raises(UsageError, match="there are none"):
        Trace().fate(1)


@pytest.mark.parametrize(
    "path", sorted(SCENARIOS.rglob("*.toml")), ids=lambda p: p.stem
)
@pytest.mark.parametrize("changes", [{}, LOSSY], ids=["as it is", "lossy"])
def test_no_message_of_any_scenario_is_left_unexplained(
    path: Path, changes: dict[str, Any]
) -> None:
    trace = play(path, changes)
    for hop in trace.hops:
        fate = trace.fate(hop.n)
        assert fate.sentences, hop
        assert str(fate).startswith(f"message {hop.n}: {hop.message.start_line}")
        if fate.outcome == "absorbed" and not fate.walks:
            assert "had dealt with already" not in fate.sentences[0], hop
