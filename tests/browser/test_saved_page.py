"""The saved page, opened from a disk without a network: stepping, finding, asking."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mspllab.scenario.run import play
from mspllab.trace.trace import Trace
from mspllab.views.playback.document import render_document

from ..views.conftest import make_busy_hour
from .player import Player

Open = Callable[..., Page]
SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"
SCRIPT = """
if (sipRequest) {
    caller = GetUserAtHost(sipRequest.From);
    ProxyRequest();
}
"""


@pytest.fixture
def reroute(open_trace: Open) -> Player:
    return Player(open_trace("reroute"))


def test_it_begins_with_the_first_message(reroute: Player) -> None:
    expect(reroute.sentence).to_have_text(
        "alice sends an INVITE to fe01, for sip:bob@lab.example."
    )
    expect(reroute.count).to_have_text("1 of 13")
    expect(reroute.message).to_contain_text("INVITE sip:bob@lab.example SIP/2.0")


def test_a_step_back_shows_what_was_shown_before(reroute: Player) -> None:
    pictures = [reroute.picture()]
    for _ in range(12):
        reroute.forward()
        pictures.append(reroute.picture())
    expect(reroute.sentence).to_have_text("The run ends: nothing is left to do.")

    for number in reversed(range(12)):
        reroute.button("Step back").click()
        expect(reroute.count).to_have_text(f"{number + 1} of 13")
    reroute.button("First step").click()

    assert len(set(pictures)) == 13
    expect(reroute.sentence).to_contain_text("alice sends an INVITE")


def test_a_click_on_an_arrow_shows_line_variables_and_what_changed(
    reroute: Player,
) -> None:
    reroute.arrow(3).click()

    expect(reroute.sentence).to_contain_text("reroute.am, line 13")
    expect(reroute.here).to_have_attribute("data-line", "13")
    expect(reroute.variables).to_contain_text("sip:bob@lab.example")
    expect(reroute.variables).to_contain_text("routed")
    expect(reroute.message).to_contain_text("changed since message 1")
    changed = reroute.message.locator("tr.changed", has_text="Max-Forwards")
    expect(changed.locator("del")).to_have_text("70")
    expect(changed.locator("ins")).to_have_text("69")
    expect(reroute.message.locator(".start del")).to_contain_text("bob@lab.example")


def test_a_click_beside_the_text_on_the_line_itself_chooses_it_too(
    reroute: Player,
) -> None:
    path = reroute.root.locator(".sheet .line.r-request.later").first
    expect(path).to_be_visible()
    box = reroute.root.locator(".sheet svg").first.bounding_box()
    start = path.evaluate(
        "p => { const q = p.getPointAtLength(20); return [q.x, q.y] }"
    )
    top = reroute.root.locator(".sheet svg").first.evaluate("s => s.viewBox.baseVal.y")
    reroute.page.mouse.click(box["x"] + start[0], box["y"] + start[1] - top)

    expect(reroute.sentence).to_contain_text("fe01 passes the INVITE on to app01")


def test_a_click_on_a_line_marks_every_arrow_it_caused(open_trace: Open) -> None:
    player = Player(open_trace("redirect"))
    player.go_to_end()

    player.line(19).click()

    expect(player.caused).to_contain_text("Line 19 caused message 3")
    expect(player.sentence).to_have_text("Line 19 caused message 3.")
    expect(player.root.locator(".overview .marked")).to_have_attribute(
        "d", re.compile("^M[^M]+$")
    )
    player.caused.get_by_role("button", name="3").click()
    expect(player.root.locator(".sheet .marked")).to_have_count(1)
    expect(player.sentence).to_contain_text("302 Moved Temporarily")


def test_a_line_that_caused_nothing_says_so(reroute: Player) -> None:
    reroute.line(15).click()

    expect(reroute.caused).to_have_text("Line 15 caused no message.")


def test_it_runs_to_a_breakpoint_and_back_again(open_trace: Open) -> None:
    player = Player(open_trace("redirect"))
    player.line(12).locator(".stop").click()
    expect(player.sentence).to_have_text("Breakpoint set at line 12.")

    player.button("Run forwards").click()
    expect(player.here).to_have_attribute("data-line", "12")
    expect(player.sentence).to_contain_text("authorised-caller.am, line 12")
    expect(player.root.locator(".instant")).to_have_text("0.010 s")
    player.button("Run forwards").click()
    expect(player.root.locator(".instant")).to_have_text("0.030 s")
    player.button("Run forwards").click()
    expect(player.sentence).to_have_text("There is no later breakpoint.")
    player.button("Run backwards").click()
    expect(player.root.locator(".instant")).to_have_text("0.010 s")


def test_without_a_breakpoint_it_says_how_to_set_one(reroute: Player) -> None:
    reroute.button("Run forwards").click()

    expect(reroute.sentence).to_contain_text("press b")


def test_statements_are_stepped_one_by_one(reroute: Player) -> None:
    reroute.button("Statement").click()
    lines = []
    for _ in range(6):
        reroute.forward()
        reroute.picture()
        if reroute.here.count():
            lines.append(reroute.here.get_attribute("data-line"))

    assert lines[:3] == ["11", "12", "13"]


def test_it_runs_to_the_next_change_of_a_header(reroute: Player) -> None:
    reroute.choice("Run to").select_option("header")
    reroute.choice("header").select_option("Request-URI")

    reroute.button("Run forwards").click()

    expect(reroute.sentence).to_contain_text("fe01 passes the INVITE on to app01")


def test_it_runs_to_the_next_message_of_an_element(open_trace: Open) -> None:
    player = Player(open_trace("who-rings"))
    player.choice("Run to").select_option("element")
    player.choice("element").select_option("bob-mobile")

    player.button("Run forwards").click()
    expect(player.sentence).to_contain_text("copy 2, for bob-mobile")
    player.button("Run forwards").click()
    expect(player.sentence).to_contain_text("bob-mobile answers the INVITE with 180")


def test_everything_follows_the_clock(reroute: Player) -> None:
    last = int(reroute.clock.get_attribute("max") or 0)

    reroute.clock.fill(str(last))
    expect(reroute.sentence).to_contain_text("The run ends")
    expect(reroute.clock).to_have_attribute("aria-valuetext", "32.540 s")
    reroute.clock.fill("2")
    expect(reroute.root.locator(".instant")).to_have_text("0.020 s")
    states = reroute.root.get_by_label("States at fe01")
    expect(states).to_contain_text("Proceeding")
    expect(states).to_contain_text("Calling")


def test_states_come_and_go_on_their_lanes(reroute: Player) -> None:
    states = reroute.root.get_by_label("States at alice").locator("li")
    expect(states).to_contain_text(["Calling"])

    reroute.button("Last step").click()

    expect(states).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "value", "kept", "left_out"),
    [("Method", "BYE", 9, 1), ("Element", "alice", 1, 3), ("Call", "0", 1, None)],
)
def test_a_filter_leaves_only_what_it_names(
    reroute: Player, label: str, value: str, kept: int, left_out: int | None
) -> None:
    options = reroute.choice(label).locator("option").all_text_contents()
    chosen = next((text for text in options if text == value), None)
    reroute.choice(label).select_option(label=chosen or options[-1])

    expect(reroute.arrow(kept)).to_have_count(1)
    if left_out is not None:
        expect(reroute.arrow(left_out)).to_have_count(0)
    reroute.choice(label).select_option(label="all")
    expect(reroute.arrow(1)).to_have_count(1)


def test_two_calls_are_told_apart(open_trace: Open) -> None:
    player = Player(open_trace("redirect"))
    everything = player.count.text_content()

    player.choice("Call").select_option(index=1)

    expect(player.count).not_to_have_text(everything or "")


def test_it_plays_by_itself_and_stops(open_trace: Open) -> None:
    player = Player(open_trace("who-rings"))
    player.button("Play").click()
    # Which step it has come to when somebody looks is a matter of the machine.
    expect(player.count).not_to_have_text("1 of 26")
    player.button("Stop").click()

    expect(player.button("Play")).to_be_visible()


def test_a_page_without_scripts_has_the_ladder_and_the_messages(
    open_trace: Open,
) -> None:
    player = Player(open_trace("lost-packets"))
    player.go_to_end()

    expect(player.root.locator(".pane.script")).to_have_count(0)
    expect(player.root.locator(".sheet")).to_contain_text("The run ends")


def test_a_trace_in_which_nothing_happened_can_be_opened(
    open_page: Open, tmp_path: Path
) -> None:
    path = tmp_path / "empty.html"
    path.write_text(render_document(Trace()), encoding="utf-8")

    page = open_page(path.as_uri())

    expect(page.get_by_role("main")).to_have_text("Nothing happened.")


def test_variables_are_shown_before_and_after_each_statement(open_trace: Open) -> None:
    trace = play(
        SCENARIOS / "reroute.toml",
        scripts={"../scripts/reroute.am": SCRIPT},
        record=True,
    )
    player = Player(open_trace(trace))
    player.button("Statement").click()
    player.line(11).locator(".stop").click()
    player.button("Run forwards").click()

    expect(player.sentence).to_contain_text('After it, caller is "alice@lab.example"')
    changed = player.variables.locator("tr.changed", has_text="caller")
    expect(changed.locator("ins")).to_have_text('"alice@lab.example"')
    player.forward()
    expect(player.variables.locator("tr.changed", has_text="outcome")).to_be_visible()
    player.button("Step back").click()
    expect(changed).to_be_visible()


def test_of_a_long_trace_only_what_is_seen_is_drawn(open_trace: Open) -> None:
    player = Player(open_trace(make_busy_hour(3000)))
    drawn = player.root.locator(".sheet svg *")
    assert drawn.count() < 600

    player.go_to_end()
    expect(player.root.locator(".sheet")).to_contain_text("The run ends")
    assert drawn.count() < 600
    player.button("Step back").click()
    expect(player.sentence).to_contain_text("200 OK")
    player.clock.fill("0")
    expect(player.arrow(1)).to_be_visible()


def test_three_hundred_messages_are_stepped_from_the_first_to_the_last(
    open_trace: Open,
) -> None:
    player = Player(open_trace(make_busy_hour(300)))
    player.button("First step").focus()
    expect(player.count).to_have_text("1 of 301")

    for number in range(2, 302):
        player.page.keyboard.press("ArrowRight")
        if number % 50 == 0:
            expect(player.count).to_have_text(f"{number} of 301")

    expect(player.sentence).to_contain_text("The run ends")
