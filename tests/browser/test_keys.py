"""The saved page by keyboard alone, and what it says to those who cannot see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .player import Player, violations

Open = Callable[..., Page]


@pytest.fixture
def player(open_trace: Open) -> Player:
    player = Player(open_trace("redirect"))
    player.page.keyboard.press("Tab")
    return player


def test_arrows_step_and_every_step_is_spoken(player: Player) -> None:
    player.page.keyboard.press("ArrowRight")
    expect(player.sentence).to_contain_text("fe01 answers the INVITE with 100 Trying")
    player.page.keyboard.press("ArrowLeft")
    expect(player.sentence).to_contain_text("alice sends an INVITE")
    player.page.keyboard.press("End")
    expect(player.sentence).to_contain_text("The run ends")
    player.page.keyboard.press("Home")
    expect(player.sentence).to_contain_text("alice sends an INVITE")
    expect(player.sentence).to_have_attribute("aria-live", "polite")


def test_a_breakpoint_is_set_and_run_to_without_a_mouse(player: Player) -> None:
    press = player.page.keyboard.press
    press("s")
    expect(player.root.get_by_role("listbox")).to_be_focused()
    press("ArrowDown")
    expect(player.sentence).to_contain_text("Line 10")
    press("ArrowDown")
    press("ArrowDown")
    press("b")
    expect(player.sentence).to_have_text("Breakpoint set at line 12.")
    press("Shift+ArrowRight")
    expect(player.here).to_have_attribute("data-line", "12")
    press("b")
    expect(player.sentence).to_have_text("No breakpoint any more at line 12.")


def test_the_arrows_of_a_line_are_marked_and_unmarked_without_a_mouse(
    player: Player,
) -> None:
    press = player.page.keyboard.press
    press("s")
    for _ in range(10):
        press("ArrowDown")
    press("Enter")
    expect(player.sentence).to_have_text("Line 19 caused message 3.")
    press("Escape")
    expect(player.caused).to_contain_text("Choose a line")


def test_the_clock_is_set_without_a_mouse(player: Player) -> None:
    player.page.keyboard.press("c")
    expect(player.clock).to_be_focused()
    player.page.keyboard.press("End")

    expect(player.sentence).to_contain_text("The run ends")


def test_grains_are_chosen_by_number(player: Player) -> None:
    for key, name in (("2", "Statement"), ("3", "Everything"), ("1", "Message")):
        player.page.keyboard.press(key)
        expect(player.button(name)).to_have_attribute("aria-pressed", "true")


def test_help_lists_the_keys_and_gives_the_focus_back(player: Player) -> None:
    player.page.keyboard.press("?")
    help_ = player.root.get_by_role("dialog", name="Keys")
    expect(help_).to_be_visible()
    expect(help_).to_contain_text("breakpoint")
    assert violations(player.page) == []

    player.page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    player.page.keyboard.press("ArrowRight")
    expect(player.sentence).to_contain_text("100 Trying")


def test_everything_that_can_be_used_can_be_reached_and_shows_that_it_is(
    player: Player,
) -> None:
    wanted = player.root.evaluate(
        "root => [...root.querySelectorAll('button,select,input,[tabindex=\"0\"]')]"
        ".filter(node => node.offsetParent).length"
    )
    reached = set()
    for _ in range(wanted + 3):
        reached.add(
            player.page.evaluate(
                """() => {
                  const node = document.activeElement;
                  const all = [...document.querySelectorAll('*')];
                  const style = getComputedStyle(node);
                  return style.outlineStyle === 'none' ? -1 : all.indexOf(node);
                }"""
            )
        )
        player.page.keyboard.press("Tab")

    assert len(reached - {-1}) >= wanted
