"""The page: a trace as plain data, complete, compact and always the same."""

import json
from typing import Any

import pytest

from mspllab.trace.records import Received, ScriptRun, Sent
from mspllab.trace.trace import ScriptText, Trace
from mspllab.views.playback.page import page_of


def headers(page: dict[str, Any], number: int) -> list[str]:
    return [page["lines"][line] for line in page["messages"][number]["lines"]]


def test_it_is_json_and_the_same_for_the_same_trace(rerouted: Trace) -> None:
    first, second = (json.dumps(page_of(rerouted)) for _ in range(2))

    assert first == second
    assert json.loads(first) == page_of(rerouted)


def test_a_message_has_its_start_line_headers_and_body(rerouted: Trace) -> None:
    page = page_of(rerouted)

    for number, hop in enumerate(rerouted.hops):
        message = page["messages"][number]
        assert message["start"] == hop.message.start_line
        assert headers(page, number) == list(hop.message.headers.lines)
        body = page["bodies"][message["body"]] if "body" in message else ""
        assert body == hop.message.body.decode().replace("\r\n", "\n")


def test_header_lines_that_messages_share_are_there_once(forked: Trace) -> None:
    page = page_of(forked)

    assert len(page["lines"]) == len(set(page["lines"]))
    assert len(page["lines"]) * 2 < sum(len(m["lines"]) for m in page["messages"])


def test_a_message_names_the_one_it_was_made_from(rerouted: Trace) -> None:
    page = page_of(rerouted)
    passed = next(m for m in page["messages"] if m["n"] == 3)

    assert page["messages"][passed["base"]]["n"] == 1
    assert "base" not in page["messages"][0]


def test_a_message_names_the_run_and_the_line_that_decided_it(rerouted: Trace) -> None:
    page = page_of(rerouted)
    passed = page["messages"][2]
    run = page["runs"][passed["run"]]

    assert (run["name"], passed["line"], run["decided"]) == ("reroute.am", 13, 13)
    assert run["lines"] == [11, 12, 13]
    assert "ProxyRequest" in page["scripts"][run["script"]]["lines"][13 - 1]


def test_a_moment_names_its_lane_its_message_and_its_run(rerouted: Trace) -> None:
    page = page_of(rerouted)
    run = next(moment for moment in page["moments"] if moment["kind"] == "run")

    assert page["lanes"][run["lane"]]["name"] == "fe01"
    assert page["messages"][run["message"]]["n"] == 1
    assert page["runs"][run["run"]]["outcome"] == "routed"


def test_a_silent_element_has_a_lane_too(rerouted: Trace) -> None:
    names = [lane["name"] for lane in page_of(rerouted)["lanes"]]

    assert names == [party.name for party in rerouted.parties]


def test_a_stranger_gets_a_lane(forked_call: Trace) -> None:
    forked_call.parties = forked_call.parties[:2]

    names = [lane["name"] for lane in page_of(forked_call)["lanes"]]

    assert names == ["alice", "fe01", "bob-desk", "bob-mobile", "app01"]


def test_calls_are_numbered_in_the_order_of_their_first_message(
    redirected_call: Trace,
) -> None:
    page = page_of(redirected_call)

    assert page["calls"] == list(redirected_call.call_ids)
    assert [m["call"] for m in page["messages"]][:1] == [0]


def test_states_come_in_the_order_of_their_moments(forked: Trace) -> None:
    states = page_of(forked)["states"]

    assert [state[0] for state in states] == sorted(state[0] for state in states)
    assert {what for *_, what, _ in states} >= {"INVITE client", "dialog"}


def test_an_empty_trace_has_a_page() -> None:
    page = page_of(Trace())

    assert (page["title"], page["messages"], page["moments"]) == ("Messages", [], [])


def test_odd_characters_come_as_signs_that_can_be_shown(forked_call: Trace) -> None:
    forked_call.title = "a\x00b\udc80"
    forked_call.scripts["bell.am"] = ScriptText("bell.am", "a\x07b\n", 1, 1)

    text = json.dumps(page_of(forked_call), ensure_ascii=False)

    text.encode("utf-8")
    assert "\\u0000" not in text
    assert "\\u0007" not in text


def test_a_run_of_an_unknown_script_has_none() -> None:
    trace = Trace()
    trace.append(ScriptRun(1, 0.0, "fe01", "app", "gone.am", None, "proxied"))

    (run,) = page_of(trace)["runs"]

    assert "script" not in run


@pytest.mark.parametrize("name", ["forked_call", "lossy_call", "redirected_call"])
def test_hand_made_traces_have_all_their_messages(
    request: pytest.FixtureRequest, name: str
) -> None:
    trace: Trace = request.getfixturevalue(name)

    page = page_of(trace)

    assert [m["n"] for m in page["messages"]] == [hop.n for hop in trace.hops]
    assert sum(m["kind"] == "sent" for m in page["moments"]) == len(trace.of(Sent))
    arrived = sum(m["kind"] == "received" for m in page["moments"])
    assert arrived == len(trace.of(Received))
