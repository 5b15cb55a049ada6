"""Predictions, branches and cells that hold scripts, in a real JupyterLab."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .laboratory import SLOW, folder, opened, server
from .player import Player, violations

__all__ = ["folder", "opened", "server"]
Opened = Callable[..., Page]
OUTPUT = ".jp-Cell-outputArea"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_prediction_is_answered_by_keys_alone(opened: Opened, scheme: str) -> None:
    page = opened("predict.ipynb")
    page.evaluate(
        "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
        f"JupyterLab {scheme.capitalize()}",
    )
    right = page.get_by_role("radio", name="fe01 → app01: INVITE")
    expect(right).to_be_visible(timeout=SLOW)
    expect(page.locator(OUTPUT).last).not_to_contain_text("line 13")

    right.focus()
    page.keyboard.press("Space")
    page.get_by_label("Line", exact=True).focus()
    page.keyboard.type("13")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Check", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").last).to_contain_text("2 of 4 right.")
    assert violations(page, OUTPUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_branch_shows_both_ladders(opened: Opened, scheme: str) -> None:
    page = opened("branch.ipynb")
    page.evaluate(
        "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
        f"JupyterLab {scheme.capitalize()}",
    )
    picture = page.locator(f"{OUTPUT} svg.mspl")
    expect(picture).to_be_visible(timeout=SLOW)

    expect(picture).to_contain_text("As it was")
    expect(picture).to_contain_text("They part at message 6")
    assert violations(page, f"{OUTPUT} svg.mspl") == []


def test_a_cell_plays_its_script_and_shows_errors_in_its_own_lines(
    opened: Opened,
) -> None:
    page = opened("magic.ipynb")
    player = Player(page)
    expect(player.root).to_be_visible(timeout=SLOW)

    player.arrow(3).click()
    expect(player.sentence).to_contain_text("line 3")
    said = page.locator(f"{OUTPUT} pre").last
    expect(said).to_contain_text("cell:3:5: error MSPL201")
    expect(said).to_contain_text("did you mean ProxyRequest?")
