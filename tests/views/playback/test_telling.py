"""Telling: a sentence in plain words for every step."""

import pytest

from mspllab.scenario.run import play
from mspllab.trace.records import ScriptRun, Sent
from mspllab.trace.trace import Trace
from mspllab.views.playback.page import page_of

from .conftest import SCENARIOS


def told(trace: Trace) -> list[str]:
    return [moment["say"] for moment in page_of(trace)["moments"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "alice sends an INVITE to fe01, for sip:bob@lab.example.",
        "The INVITE reaches fe01.",
        "fe01 answers the INVITE with 100 Trying, to alice.",
        "app01 answers the INVITE with 200 OK, to fe01: "
        "its time “answer after” has passed.",
        "fe01 passes 200 OK on to alice.",
        "alice confirms with an ACK, end to end, to fe01.",
        "fe01 passes the ACK on to app01.",
        "alice sends a BYE to fe01.",
        "alice hangs up on sip:bob@lab.example.",
        "The run ends: nothing is left to do.",
    ],
)
def test_a_plain_call_is_told_step_by_step(rerouted: Trace, sentence: str) -> None:
    assert sentence in told(rerouted)


def test_the_line_that_decided_is_named(rerouted: Trace) -> None:
    run, copy = (s for s in told(rerouted) if "reroute.am" in s)

    assert run.startswith("reroute.am runs at fe01 on the INVITE from alice and sends")
    assert run.endswith("(line 13).")
    assert copy.startswith("fe01 passes the INVITE on to app01, now for sip:app01")
    assert copy.endswith(": reroute.am, line 13.")


def test_each_copy_of_a_fork_is_counted(forked: Trace) -> None:
    copies = [sentence for sentence in told(forked) if "copies" in sentence]

    assert copies == [
        "fe01 copies the INVITE to three places; this is copy 1, for bob-desk.",
        "fe01 copies the INVITE to three places; this is copy 2, for bob-mobile.",
        "fe01 copies the INVITE to three places; this is copy 3, for app01.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "fe01 takes the INVITE to bob-desk back with a CANCEL.",
        "bob-desk answers the INVITE with 487 Request Terminated, to fe01.",
        "fe01 confirms with an ACK, for this hop only, to bob-desk.",
    ],
)
def test_the_branches_that_lose_are_told(forked: Trace, sentence: str) -> None:
    assert sentence in told(forked)


@pytest.mark.parametrize(
    "sentence",
    [
        "The INVITE from proxy to bob is lost: by a fault of the scenario.",
        "proxy sends the INVITE to bob again: timer A fired.",
        "200 OK from bob to proxy is lost: by a fault of the scenario.",
        "Timer A of the INVITE fires at proxy.",
        "alice sends the ACK to proxy again.",
    ],
)
def test_losses_and_repeats_are_told(lossy: Trace, sentence: str) -> None:
    assert sentence in told(lossy)


def test_a_new_attempt_elsewhere_says_why() -> None:
    assert (
        "alice sends a new INVITE to fe01, for sip:frontdesk@lab.example, "
        "as it was told to go elsewhere."
    ) in told(play(SCENARIOS / "redirect.toml"))


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (
            {"outcome": "forked", "targets": ("sip:a@x", "sip:b@x")},
            "and sends it to two places (line 8).",
        ),
        (
            {"outcome": "responded", "response": "403 Forbidden"},
            "and answers 403 Forbidden (line 8).",
        ),
        ({"outcome": "dropped"}, "and leaves it unhandled, and so it is dropped"),
        ({"outcome": "filtered"}, "and is not asked, since its filter keeps"),
        ({"outcome": "mystified"}, "and mystified"),
    ],
)
def test_what_came_of_a_run_is_told(run: dict[str, object], sentence: str) -> None:
    trace = Trace()
    lines = (7, 8)
    trace.append(ScriptRun(1, 0, "fe01", "app", "d/x.am", None, lines=lines, **run))

    (said,) = told(trace)

    assert said.startswith("x.am runs at fe01 and ")
    assert sentence in said


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda p: p.stem)
def test_every_moment_of_every_scenario_has_one_sentence(path: object) -> None:
    trace = play(path)

    for sentence in told(trace):
        assert sentence.endswith(".")
        assert sentence[:1] != " "
        assert "\n" not in sentence
        assert "None" not in sentence
    assert len(told(trace)) >= 2 * len(trace.of(Sent))
