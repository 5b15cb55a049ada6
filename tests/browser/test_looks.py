"""How the saved page looks: legible, whole and accessible at every width and theme."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .player import Player, violations

Open = Callable[..., Page]
WIDTHS = (900, 1280, 1920)
WINDOWS = (
    ("redirect", 900, "light"),
    ("redirect", 1280, "light"),
    ("redirect", 1280, "dark"),
    ("redirect", 1920, "light"),
    ("redirect", 1920, "dark"),
    ("who-rings", 900, "dark"),
    ("who-rings", 1280, "light"),
    ("lost-packets", 1920, "dark"),
)
"""Scripts and branches, losses and none; every width in both themes."""
LEAST = 12.0
"""Pixels of the smallest type."""

SMALLEST = """root => Math.min(...[...root.querySelectorAll('*')]
  .filter(node => [...node.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(node => parseFloat(getComputedStyle(node).fontSize)))"""
WORDS = """sheet => [...sheet.querySelectorAll('svg text')].map(text => {
  const { left, top, right, bottom } = text.getBoundingClientRect();
  return { text: text.textContent, left, top: top + 3, right, bottom: bottom - 3 };
})"""
CUT = """root => [...root.querySelectorAll(
  'button, select, header, .say, label, li, .name *, .code, .code code')]
  .filter(node => node.offsetParent)
  .filter(node => getComputedStyle(node).textOverflow !== 'ellipsis')
  .filter(node => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
  .map(node => node.outerHTML.slice(0, 100))"""
OUTSIDE = """root => [...root.querySelectorAll('.bar *, .clock *, .say, .pane')]
  .filter(node => node.offsetParent)
  .filter(node => node.getBoundingClientRect().right > innerWidth + 0.5)
  .map(node => node.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize(("scenario", "width", "scheme"), WINDOWS)
def test_nothing_overlaps_is_cut_or_small_and_axe_finds_nothing(
    open_trace: Open, scenario: str, width: int, scheme: str
) -> None:
    player = Player(open_trace(scenario, width=width, scheme=scheme))
    player.forward(4)
    expect(player.count).to_contain_text("5 of")

    assert player.root.evaluate(SMALLEST) >= LEAST
    assert overlaps(player.root.locator(".sheet").evaluate(WORDS)) == []
    assert player.root.evaluate(CUT) == []
    assert player.root.evaluate(OUTSIDE) == []
    assert violations(player.page) == []


def overlaps(words: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of texts that stand on each other."""
    return [
        (one["text"], other["text"])
        for number, one in enumerate(words)
        for other in words[number + 1 :]
        if one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_all_of_the_ladder_is_legible_to_its_end(open_trace: Open, width: int) -> None:
    player = Player(open_trace("who-rings", width=width))
    player.button("Everything").click()
    for _ in range(8):
        player.forward(8)
        player.picture()
        assert overlaps(player.root.locator(".sheet").evaluate(WORDS)) == []


def test_dark_paper_has_light_ink(open_trace: Open) -> None:
    player = Player(open_trace("reroute", scheme="dark"))

    ink, paper = player.root.evaluate(
        "root => [getComputedStyle(root).color, getComputedStyle(root).backgroundColor]"
    )

    assert (ink, paper) == ("rgb(232, 234, 237)", "rgb(17, 17, 17)")


def test_nothing_moves_by_itself(open_trace: Open) -> None:
    player = Player(open_trace("reroute"))
    player.forward(2)

    assert player.page.evaluate("() => document.getAnimations().length") == 0
