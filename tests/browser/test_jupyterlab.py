"""The player in a real JupyterLab: it appears, it is clicked, it steps."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mspllab.shell.jupyter import (
    Server,
    command_for,
    free_port,
    stop,
    wait_until_it_answers,
    write_settings,
)
from mspllab.shell.setup.progress import Progress

from .player import Player, violations

Open = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
SLOW = 40_000
"""Milliseconds that JupyterLab, and a kernel that has just begun, may take."""
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
"""A notebook without one makes JupyterLab ask."""
KERNEL_IS_IDLE = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
  return session?.isReady && session.session?.kernel?.status === "idle";
}"""
"""Whoever runs a cell before that is asked to choose a kernel."""
CELLS = (
    "import mspllab as lab",
    'trace = lab.play("../data/scenarios/reroute.toml")\n'
    "player = lab.player(trace)\n"
    "player",
    "player.at, list(player.breakpoints)",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A JupyterLab of our own, with a folder of its own to work in."""
    folder = tmp_path_factory.mktemp("laboratory")
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "start.ipynb", folder / "notebooks")
    (folder / "notebooks" / "player.ipynb").write_text(notebook(CELLS), "utf-8")
    started = start(folder)
    try:
        wait_until_it_answers(started, Progress(folder / "jupyter.log", sys.stdout))
        yield started
    finally:
        started.process.terminate()
        stop(started)


def notebook(cells: tuple[str, ...]) -> str:
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps(
        {
            "cells": [
                {**code, "id": f"c{n}", "source": s} for n, s in enumerate(cells)
            ],
            "metadata": {"kernelspec": KERNEL},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def start(folder: Path) -> Server:
    """As `mspllab lab` does it, but at home in `folder`, and open to commands."""
    port, token = free_port(), secrets.token_hex(16)
    home = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data-of-jupyter",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {
        **os.environ,
        **{name: str(folder / place) for name, place in home.items()},
        "JUPYTER_CONFIG_PATH": str(write_settings(folder / "off")),
        "JUPYTER_TOKEN": token,
        "PYTHONPATH": str(ROOT),
    }
    command = command_for(folder, Path(sys.executable), port, browser=False)
    with (folder / "jupyter.log").open("ab") as output:
        process = subprocess.Popen(
            [*command, "--LabApp.expose_app_in_browser=True"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return Server(process, port, token)


@pytest.fixture
def opened(server: Server, open_page: Open) -> Callable[..., Page]:
    """Opens a notebook and runs all its cells."""

    def run(name: str, **how: object) -> Page:
        page = open_page(
            f"http://127.0.0.1:{server.port}/lab/tree/notebooks/{name}"
            f"?reset&token={server.token}",
            offline=False,
            **how,
        )
        page.set_default_timeout(SLOW)
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=SLOW)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=SLOW)
        # Nothing is awaited in there: such a wait would have no end.
        page.evaluate(
            "() => void jupyterapp.commands.execute('notebook:run-all-cells')"
        )
        return page

    return run


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


def run_last_cell(page: Page) -> None:
    page.evaluate(
        """() => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = notebook.widgets.length - 1;
          void jupyterapp.commands.execute('notebook:run-cell');
        }"""
    )


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
