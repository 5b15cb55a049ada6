"""The player in a real JupyterLab: it appears, it is clicked, it steps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .laboratory import SLOW, folder, opened, run_last_cell, server
from .player import Player, violations

__all__ = ["folder", "opened", "server"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_player_appears_and_steps_and_the_kernel_knows(
    opened: Callable[..., Page], scheme: str
) -> None:
    page = opened("player.ipynb")
    theme = f"JupyterLab {scheme.capitalize()}"
    page.evaluate(
        "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
        theme,
    )
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
    run_last_cell(page)
    said = page.locator(".jp-OutputArea-output pre").last
    expect(said).to_have_text(f"({moment}, ['0:12'])")


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
    page.evaluate(
        "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
        f"JupyterLab {scheme.capitalize()}",
    )
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)
    player.arrow(6).click()

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
    expect(result).to_contain_text("With the change")
    expect(result).to_be_focused()
    expect(result.get_by_role("button", name="Close")).to_be_in_viewport()
    expect(player.sentence).to_contain_text("They part at message 6")
    assert violations(page) == []

    result.get_by_role("button", name="Close").press("Enter")
    expect(result).to_be_hidden()
    expect(panel).to_be_hidden()
    expect(player.button("Branch here")).to_be_focused()


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
