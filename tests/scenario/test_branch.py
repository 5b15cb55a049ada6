"""A run once more with one thing otherwise: where both part, and that nothing moved."""

from pathlib import Path

import pytest

from mspllab.errors import MsplSyntaxError, ScenarioError, UsageError
from mspllab.scenario.alteration import line
from mspllab.scenario.branch import branch
from mspllab.scenario.run import play
from mspllab.scenario.tampering import delay, header, lose
from mspllab.trace.jsonl import parse_jsonl, render_jsonl
from mspllab.trace.trace import Trace

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
ACCEPT = "applications.app01.endpoints.bob-app.on_call.accept_after"


@pytest.fixture(scope="module")
def rings() -> Trace:
    return play(SCENARIOS / "who-rings.toml")


@pytest.fixture(scope="module")
def reroute() -> Trace:
    return play(SCENARIOS / "reroute.toml", record=True)


@pytest.fixture(scope="module")
def twice() -> Trace:
    """Its script answers the first INVITE with 302 and lets the second one through."""
    return play(SCENARIOS / "redirect.toml", record=True)


def test_a_later_answer_leaves_all_before_it_as_it_was(rings: Trace) -> None:
    found = branch(rings, 8, {ACCEPT: 3.0})

    assert found.original == rings
    assert found.difference is not None
    assert found.difference.n == 8
    assert not found.reaches_back
    assert found.common.hops == found.original.hops[:7] == found.changed.hops[:7]
    winner = [hop for hop in found.rests[1].hops if hop.message.status == 200]
    assert winner[0].sent == pytest.approx(3.02)


def test_the_two_parts_are_all_there_is(rings: Trace) -> None:
    found = branch(rings, 8, {ACCEPT: 3.0})

    for trace, rest in zip((found.original, found.changed), found.rests, strict=True):
        assert len(found.common) + len(rest) == len(trace)
        assert {*found.common.records, *rest.records} == set(trace.records)


def test_a_message_is_taken_off_the_wire_and_sent_again(reroute: Trace) -> None:
    found = branch(reroute, change=lose(6))

    assert found.moment == "message 6"
    assert found.difference is not None
    assert found.difference.after is not None
    assert found.difference.after.lost == "by hand"
    again = [hop.message.status for hop in found.rests[1].hops[1:3]]
    assert again == [200, 200]


def test_a_message_travels_longer_and_others_overtake_it(reroute: Trace) -> None:
    found = branch(reroute, change=delay(6, 1.0))

    hop = found.changed.hops[5]
    assert hop.received == pytest.approx(1.54)


def test_a_header_is_another_from_this_message_on(reroute: Trace) -> None:
    changed = branch(reroute, 3, header(3, "Subject", "branched")).changed

    assert "Subject: branched" in changed.message(3).text
    assert all("branched" not in hop.message.text for hop in changed.hops[:2])


def test_a_header_is_taken_away(reroute: Trace) -> None:
    changed = branch(reroute, change=header(1, "Max-Forwards", None)).changed

    assert "Max-Forwards" in reroute.message(1).text
    assert "Max-Forwards" not in changed.message(1).text


def test_a_line_of_the_script_is_another(reroute: Trace) -> None:
    found = branch(reroute, 2, line("reroute.am", 13, 'Respond("486", "Busy");'))

    assert found.difference is not None
    assert found.difference.n == 3
    assert found.rests[1].hops[0].message.status == 486
    assert not found.common.runs  # they ran, and said different things


def test_the_whole_script_is_another(reroute: Trace) -> None:
    found = branch(reroute, 1, {"reroute.am": "if (sipRequest) { ProxyRequest(); }"})

    assert found.rests[1].hops[0].destination == "bob-desk"


def test_what_changes_nothing_says_so(rings: Trace) -> None:
    found = branch(rings, 3, {"clients.bob-mobile.on_call.answer_after": 9.0})

    assert found.difference is None
    assert found.common == found.original
    assert not found.rests[1].hops


def test_links_are_otherwise_from_the_moment_on(rings: Trace) -> None:
    found = branch(rings, 8, {"links.delay": 0.05})

    assert not found.reaches_back
    assert found.common.hops == rings.hops[:7]
    times = [hop.received - hop.sent for hop in found.rests[1].hops if hop.received]
    assert times == pytest.approx([0.05] * len(times))


def test_a_script_is_another_one_from_the_moment_on(twice: Trace) -> None:
    requests = [hop.n for hop in twice.hops if hop.message.status is None]
    n = requests[2]  # after the first INVITE and its ACK
    found = branch(twice, n, {"authorised-caller.am": 'Respond("486", "Busy");'})

    assert found.difference is not None
    assert found.difference.n > n
    assert found.common.runs == twice.runs[:1]
    assert [run.path.rpartition("/")[2] for run in found.changed.runs[:2]] == [
        "authorised-caller.am",
        f"authorised-caller (from message {n}).am",
    ]
    assert {run.path for run in found.changed.runs} == set(found.changed.scripts)


def test_the_run_that_sends_the_message_has_the_other_line_already(
    twice: Trace,
) -> None:
    n = next(hop.n for hop in twice.hops if hop.message.status == 302)
    found = branch(twice, n, line("authorised-caller.am", 19, 'Respond("403", "No");'))

    assert found.difference is not None
    assert found.difference.n == n
    assert not found.reaches_back
    assert found.rests[1].hops[0].message.status == 403


def test_a_script_that_does_the_same_makes_no_difference(twice: Trace) -> None:
    text = next(iter(twice.scripts.values())).text

    found = branch(twice, 5, {"authorised-caller.am": f"{text}\n"})

    assert found.difference is None


def test_a_changed_script_is_changed_again(twice: Trace) -> None:
    n = next(hop.n for hop in twice.hops if hop.message.status == 302)
    script = "authorised-caller.am"
    once = branch(twice, n, line(script, 19, 'Respond("403", "No");')).changed
    m = n + 1

    again = branch(once, m, {"links.delay": 0.2, **{script: "if (sipRequest) {}"}})
    other = branch(once, 2, line(script, 18, ""))

    assert again.original == once
    assert again.changed.hops[:n] == once.hops[:n]
    assert other.changed.hops[n - 1].message.status == 403
    revised = next(path for path in once.scripts if "(from message" in path)
    third = branch(once, m, line(revised, 10, "if (sipRequest && true) {"))
    assert 'Respond("403"' in third.changed.scripts[f"{revised}"].text


@pytest.mark.parametrize("wire", ["messages", "bytes"])
def test_what_happened_before_a_change_of_the_script_stays_as_it_was(wire: str) -> None:
    trace = play(SCENARIOS / "redirect.toml", wire=wire)
    for n in range(1, len(trace.hops) + 1):
        found = branch(trace, n, {"authorised-caller.am": ""})

        # What one event sends is sent by one script.
        now = trace.hops[n - 1].sent
        before = [hop for hop in trace.hops if hop.sent < now]
        assert list(found.changed.hops[: len(before)]) == before or n == 1


def test_a_change_that_reaches_back_says_so(rings: Trace) -> None:
    found = branch(rings, 8, {"servers.fe01.record_route": False})

    assert found.reaches_back
    assert found.difference is not None
    assert found.difference.n < 8


@pytest.mark.parametrize(("at", "words"), [(8, "message 8"), (0.02, "0.020 s")])
def test_a_moment_is_a_message_or_a_second(rings: Trace, at: float, words: str) -> None:
    found = branch(rings, at, {ACCEPT: 3.0})

    assert found.moment == words
    assert not found.reaches_back


def test_a_moment_is_a_record_or_a_step_of_a_script(reroute: Trace) -> None:
    run = reroute.runs[0]
    change = {"clients.carol.on_call.answer_after": 1.0}

    assert branch(reroute, reroute.hops[5], change).moment == "message 6"
    assert branch(reroute, run, change).moment == "0.010 s"
    assert branch(reroute, run.steps[0], change).moment == "0.010 s"


def test_a_branch_is_branched_again_with_all_that_befell_it(reroute: Trace) -> None:
    once = branch(reroute, change=lose(6)).changed

    twice = branch(once, change=lose(8))

    assert twice.original == once
    assert [hop.lost for hop in twice.changed.hops[:8] if hop.lost] == ["by hand"] * 2


def test_a_part_of_a_run_is_branched_as_the_whole(rings: Trace) -> None:
    part = rings.by_element("bob-desk")

    assert branch(part, 7, {ACCEPT: 3.0}).original == rings


def test_the_trace_it_starts_from_stays_as_it_is(rings: Trace) -> None:
    before = render_jsonl(rings)

    branch(rings, 8, [{ACCEPT: 3.0}, lose(9)])

    assert render_jsonl(rings) == before


@pytest.mark.parametrize(
    ("at", "change", "said"),
    [
        (99, {ACCEPT: 1.0}, "there is no message 99; they are numbered from 1 to 25"),
        (99.0, {ACCEPT: 1.0}, "99.0 s is not in it"),
        (True, {ACCEPT: 1.0}, "a moment is"),
        ("8", {ACCEPT: 1.0}, "is no moment of this trace"),
        (8, lose(3), "message 3 has been sent before message 8"),
        (8, {"reroute.am": ""}, "the scenario runs no reroute.am"),
        (8, line("x.am", 1, ""), "the scenario runs no x.am"),
        (8, {}, "nothing is changed"),
        (8, "faster", "'faster' is no change; write"),
        (8, 3, "3 is no change; write"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    rings: Trace, at: object, change: object, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        branch(rings, at, change)  # type: ignore[arg-type]


def test_misspelt_settings_and_lines_are_told_as_anywhere_else(
    rings: Trace, reroute: Trace
) -> None:
    with pytest.raises(ScenarioError, match="answer_after"):
        branch(rings, 8, {"clients.bob-desk.on_call.answer_aftr": 3.0})
    with pytest.raises(UsageError, match="has lines 1 to"):
        branch(reroute, 2, line("reroute.am", 999, ""))
    with pytest.raises(MsplSyntaxError):
        branch(reroute, 2, line("reroute.am", 13, "ProxyRequest("))


def test_a_trace_from_a_file_cannot_be_branched(rings: Trace) -> None:
    read = parse_jsonl(render_jsonl(rings))

    with pytest.raises(UsageError, match="only a trace that `play` returned"):
        branch(read, 8, {ACCEPT: 3.0})


@pytest.mark.parametrize("wire", ["messages", "bytes"])
@pytest.mark.parametrize("name", ["From", "To", "Via", "CSeq", "Contact", "Call-ID"])
@pytest.mark.parametrize("value", ["", "rubbish <", None])
def test_messages_spoilt_on_the_way_are_lived_with(
    wire: str, name: str, value: str | None
) -> None:
    trace = play(SCENARIOS / "reroute.toml", wire=wire)

    for n in (1, 3, 5, 6):
        assert branch(trace, change=header(n, name, value)).changed.end is not None
