"""Every lesson in a real JupyterLab: run, clicked, stepped back, stopped at a line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from .laboratory import ROOT, SLOW, folder, opened, server
from .player import Player, violations

__all__ = ["folder", "opened", "server"]
Opened = Callable[..., Page]


class Click(NamedTuple):
    """What is looked at in the player of a lesson."""

    message: int
    """An arrow that is clicked."""
    sent_by: int | None = None
    """The line of the script that has sent it; None: there is no script."""


LESSONS = {
    "01-who-rings": Click(3),
    "02-one-application": Click(3, 13),
    "03-go-elsewhere": Click(3, 19),
    "04-lost-to": Click(3, 13),
    "05-let-through": Click(3, 14),
    "06-who-ate-it": Click(3, 12),
    "07-call-or-chat": Click(15, 13),
    "08-call-comes-back": Click(3, 13),
    "09-accept-times-out": Click(3, 12),
    "10-how-long": Click(6, 13),
    "11-phone-numbers": Click(3, 12),
    "12-who-may": Click(3, 17),
}
LONG = 3 * SLOW
"""Milliseconds that all cells of a lesson may take."""
OUTPUTS = ".jp-Notebook .jp-Cell-outputArea"
CODE = """[...jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.type === "code")"""
HAS_RUN = f"""() => {CODE}.every(cell => cell.executionCount)
  || {CODE}.flatMap(cell => cell.outputs.toJSON()).some(one => one.ename)"""
"""To its end, or to an error."""
OTHER_THAN_RESULTS = f"""() => {CODE}.flatMap(cell => cell.outputs.toJSON())
  .filter(output => output.output_type !== "execute_result")
  .map(output => JSON.stringify(output).slice(0, 300))"""

SHUT_DOWN = "() => void jupyterapp.shell.currentWidget.sessionContext.shutdown()"
"""Twelve kernels would be many."""


def forget(path: Path) -> None:
    """Take away what a notebook shows, so that all that appears is new."""
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    path.write_text(json.dumps(notebook), "utf-8")


def test_every_lesson_is_tried() -> None:
    there = (ROOT / "notebooks").glob("[0-9]*.ipynb")

    assert sorted(path.stem for path in there) == sorted(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_run_clicked_stepped_back_and_stopped_at_a_line(
    folder: Path, opened: Opened, name: str
) -> None:
    forget(folder / "notebooks" / f"{name}.ipynb")
    page = opened(f"{name}.ipynb")
    page.wait_for_function(HAS_RUN, timeout=LONG)
    assert page.evaluate(OTHER_THAN_RESULTS) == []

    player, (message, sent_by) = Player(page), LESSONS[name]
    player.arrow(message).click()
    if sent_by is not None:
        expect(player.here).to_have_attribute("data-line", str(sent_by), timeout=SLOW)
    step_back(player)
    if sent_by is not None:
        break_on(player, sent_by)

    assert violations(page, OUTPUTS) == []
    page.evaluate(SHUT_DOWN)


def step_back(player: Player) -> None:
    """One moment earlier."""
    moment = player.root.get_attribute("data-at") or ""
    player.button("Step back").click()
    expect(player.root).not_to_have_attribute("data-at", moment, timeout=SLOW)


def break_on(player: Player, line: int) -> None:
    """From the first step to the line on which a breakpoint has been set."""
    player.line(line).locator(".stop").click()
    said = f"Breakpoint set at line {line}."
    expect(player.sentence).to_have_text(said, timeout=SLOW)
    player.button("First step").click()
    expect(player.sentence).not_to_have_text(said, timeout=SLOW)
    player.choice("Run to").select_option("line")
    player.button("Run forwards").click()
    expect(player.here).to_have_attribute("data-line", str(line), timeout=SLOW)
