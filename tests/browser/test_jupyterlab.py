"""The player in a real JupyterLab: it appears, it is clicked, it steps."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .laboratory import (
    SLOW,
    choose_theme,
    folder,
    opened,
    say_in_last_cell,
    server,
)
from .player import Player, violations

__all__ = ["folder", "opened", "server"]
SESSION = "jupyterapp.shell.currentWidget.sessionContext"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_player_appears_and_steps_and_the_kernel_knows(
    opened: Callable[..., Page], scheme: str
) -> None:
    page = opened("player.ipynb")
    choose_theme(page, scheme)
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)

    player.arrow(3).click()
    expect(player.sentence).to_contain_text("reroute.am, line 13")
    expect(player.here).to_have_attribute("data-line", "13")
    player.button("Step back").click()
    expect(player.sentence).to_contain_text("100 Trying")
    assert violations(page) == []

    player.line(12).locator(".stop").click()
    expect(player.sentence).to_have_text("Breakpoint set at line 12.")
    moment = player.root.evaluate("root => root.dataset.at")
    say_in_last_cell(page, f"({moment}, ['0:12'])")


def test_the_start_page_is_run_and_stepped_through(
    opened: Callable[..., Page],
) -> None:
    player = Player(opened("start.ipynb"))
    expect(player.root).to_be_visible(timeout=SLOW)

    player.arrow(1).click()
    expect(player.sentence).to_contain_text("alice sends an INVITE")
    player.button("Step forwards").click()
    expect(player.sentence).to_contain_text("100 Trying")


def test_keys_step_and_leave_the_notebook_as_it_is(
    opened: Callable[..., Page],
) -> None:
    page = opened("player.ipynb")
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)
    cells = page.locator(".jp-Notebook .jp-Cell").count()

    player.button("Step forwards").focus()
    for key in ("ArrowRight", "s", "b", "x", "d", "d", "a", "Escape", "ArrowRight"):
        page.keyboard.press(key)

    expect(player.root).to_be_visible()
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_a_file_is_saved_from_the_notebook(opened: Callable[..., Page]) -> None:
    page = opened("player.ipynb")
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)

    with page.expect_download() as waiting:
        player.choice("Save").select_option("svg")

    assert waiting.value.suggested_filename == "call.svg"
    assert Path(waiting.value.path()).read_bytes().startswith(b"<svg ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_message_is_lost_by_keys_and_both_ladders_are_below_the_player(
    opened: Callable[..., Page], scheme: str
) -> None:
    page = opened("player.ipynb")
    choose_theme(page, scheme)
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)
    player.arrow(6).click()
    expect(player.message).to_contain_text("Message 6")

    player.button("Branch here").press("Enter")
    panel = player.root.get_by_role("form", name="Branch at message 6")
    expect(panel.get_by_label("What if")).to_be_focused()
    panel.get_by_label("What if").select_option("delay")
    panel.get_by_label("by seconds").fill("soon")
    assert violations(page) == []
    page.keyboard.press("Enter")
    result = player.root.get_by_role("region", name="What if")
    expect(result).to_contain_text("a delay is a number of seconds")

    panel.get_by_label("What if").select_option("lose")
    panel.get_by_role("button", name="Apply").press("Enter")
    expect(result).to_contain_text("From message 6 on: message 6 is lost.")
    expect(result).to_be_focused()
    expect(result.get_by_role("button", name="Close")).to_be_in_viewport()
    expect(player.sentence).to_contain_text("They part at message 6")
    before = result.get_by_role("region", name="As it was")
    after = result.get_by_role("region", name="With the change")
    expect(before.get_by_role("status")).to_contain_text("200 OK")
    expect(after.locator(".sheet")).to_contain_text("lost: by hand")
    assert violations(page) == []

    after.get_by_role("group", name="Ladder").press("ArrowRight")
    expect(after.get_by_role("status")).to_contain_text("is lost")
    before.locator('.label[data-n="7"]').click()
    expect(before.locator(".body")).to_contain_text("Message 7")
    expect(after.get_by_role("status")).to_contain_text("is lost")

    result.get_by_role("button", name="Close").press("Enter")
    expect(result).to_be_hidden()
    expect(panel).to_be_hidden()
    expect(player.button("Branch here")).to_be_focused()


def test_another_line_of_the_script_answers_instead_and_both_ladders_fit(
    opened: Callable[..., Page],
) -> None:
    page = opened("player.ipynb", width=1280)
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)
    player.arrow(3).click()
    expect(player.here).to_have_attribute("data-line", "13")
    player.button("Branch here").click()
    panel = player.root.get_by_role("form", name="Branch at message 3")
    panel.get_by_label("What if").select_option("line")
    expect(panel.get_by_label("Line", exact=True)).to_have_value("13")
    expect(panel.get_by_label("Text", exact=True)).to_have_value(re.compile("^ProxyRe"))

    panel.get_by_label("Text", exact=True).fill('Respond("486", "Busy Here");')
    panel.get_by_role("button", name="Apply").click()

    result = player.root.get_by_role("region", name="What if")
    after = result.get_by_role("region", name="With the change")
    expect(after.locator(".sheet")).to_contain_text("486 Busy Here", timeout=SLOW)
    expect(result.get_by_role("region", name="As it was")).to_contain_text("INVITE")
    assert (
        result.locator(".scroller").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
        )
        == 0
    )


def test_a_kernel_that_is_gone_is_told_where_one_asks_for_something(
    opened: Callable[..., Page],
) -> None:
    page = opened("player.ipynb")
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)
    # Not awaited: such a wait would have no end.
    page.evaluate(f"() => void {SESSION}.session.kernel.restart()")
    expect(player.button("Branch here")).to_have_attribute("aria-disabled", "true")

    player.button("Step forwards").click()
    expect(player.sentence).to_contain_text("100 Trying")
    player.button("Branch here").press("Enter")
    expect(player.sentence).to_contain_text("The kernel that played this is gone.")
    player.choice("Save").press("m")  # Mermaid
    expect(player.sentence).to_contain_text("run the cell again")
    assert violations(page) == []


def test_a_kernel_that_was_shut_down_is_told_at_the_next_question(
    opened: Callable[..., Page],
) -> None:
    page = opened("player.ipynb")
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)
    player.button("Branch here").click()
    panel = player.root.get_by_role("form")
    expect(panel).to_be_visible()
    page.evaluate(f"() => void {SESSION}.shutdown()")
    page.wait_for_function(f"() => !{SESSION}.session?.kernel")

    panel.get_by_role("button", name="Apply").click()

    expect(player.sentence).to_contain_text("The kernel that played this is gone.")


@pytest.mark.parametrize("width", [1280, 1920])
def test_beside_the_file_browser_nothing_is_cut(
    opened: Callable[..., Page], width: int
) -> None:
    page = opened("player.ipynb", width=width)
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)

    right, edge = player.root.evaluate(
        """root => [
          Math.max(...[...root.querySelectorAll('.bar *, .clock *, .pane')]
            .filter(node => node.offsetParent)
            .map(node => node.getBoundingClientRect().right)),
          root.getBoundingClientRect().right,
        ]"""
    )

    assert right <= edge
