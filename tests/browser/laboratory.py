"""A real JupyterLab of our own, and notebooks that are opened in it and run."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from mspllab.shell.jupyter import (
    Server,
    command_for,
    stop,
    wait_until_it_answers,
    write_settings,
)
from mspllab.shell.setup.progress import Progress

Open = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
SLOW = 60_000
"""Milliseconds that JupyterLab, and a kernel that has just begun, may take."""
TRIES = 10
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
"""A notebook without one makes JupyterLab ask."""
KERNEL_IS_IDLE = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
  return session?.isReady && session.session?.kernel?.status === "idle";
}"""
"""Whoever runs a cell before that is asked to choose a kernel."""
RUN_ALL = """() => {
  window.haveRun = false;
  const done = () => { window.haveRun = true; };
  void jupyterapp.commands.execute('notebook:run-all-cells').then(done, done);
}"""
STANDS_STILL = """() => {
  const ours = document.querySelector(".mspl-player, .mspl-editor, svg.mspl");
  const shown = ours ?? document.body;
  const { x, y, width, height } = shown.getBoundingClientRect();
  const now = [x, y, width, height, shown.textContent.length].join();
  window.frames_alike = now === window.last_frame ? window.frames_alike + 1 : 0;
  window.last_frame = now;
  return window.frames_alike >= 10;
}"""
"""For ten frames: a new theme moves everything, and a click would miss its aim."""
NOTEBOOKS = {
    "player.ipynb": (
        "import mspllab as lab",
        'trace = lab.play("../data/scenarios/reroute.toml")\n'
        "player = lab.player(trace)\n"
        "player",
        "player.at, list(player.breakpoints)",
    ),
    "predict.ipynb": (
        "import mspllab as lab",
        'lab.predict(lab.play("../data/scenarios/reroute.toml"), at=3)',
    ),
    "branch.ipynb": (
        "import mspllab as lab",
        'lab.branch(lab.play("../data/scenarios/reroute.toml"), change=lab.lose(6))',
    ),
    "magic.ipynb": (
        "%load_ext mspllab",
        "%%mspl --scenario ../data/scenarios/reroute.toml\n"
        'if (sipRequest) {\n    Respond("486", "Busy Here");\n}',
        "%%mspl\nif (sipRequest) {\n    ProxyRequst();\n}",
    ),
    "bench.ipynb": (
        "import mspllab as lab",
        'bench = lab.bench("../data/scenarios/reroute.toml", '
        'knobs=["applications.app01.endpoints.frontdesk.on_call.accept_after"])\n'
        "bench",
        "len(bench.trace.hops), bench.text.count('486')",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where that JupyterLab is at home: data/ and notebooks/, the real and ours."""
    return tmp_path_factory.mktemp("laboratory")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A JupyterLab of our own, with a folder of its own to work in."""
    yield from serve(folder)


def serve(folder: Path) -> Iterator[Server]:
    """JupyterLab at home in `folder`, until nobody asks any more."""
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for name, cells in NOTEBOOKS.items():
        (folder / "notebooks" / name).write_text(notebook(cells), "utf-8")
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


def any_port() -> int:
    """One that nobody else asks for: other tests start theirs at the same time."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def start(folder: Path) -> Server:
    """As `mspllab lab` does it, but at home in `folder`, and open to commands."""
    port, token = any_port(), secrets.token_hex(16)
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
    """Opens a notebook and runs all its cells, with no kernel of an earlier test."""
    end_kernels(server)

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
        run_all_cells(page)
        return page

    return run


def end_kernels(server: Server) -> None:
    """A page that finds a kernel joins it, and shows what that one has shown before."""
    sessions = asked(server, "GET", "sessions")
    for session in json.loads(sessions):
        asked(server, "DELETE", f"sessions/{session['id']}")


def asked(server: Server, method: str, path: str) -> bytes:
    """What the server's REST interface answers."""
    address = f"http://127.0.0.1:{server.port}/api/{path}"
    headers = {"Authorization": f"token {server.token}"}
    request = Request(address, method=method, headers=headers)
    with urlopen(request, timeout=SLOW / 1000) as answer:
        data: bytes = answer.read()
        return data


def run_all_cells(page: Page) -> None:
    """Run them to the end; once more where JupyterLab has lost what it asked for."""
    for attempt in range(2):
        # Nothing is awaited in there: such a wait would have no end.
        page.evaluate(RUN_ALL)
        try:
            page.wait_for_function("() => window.haveRun", timeout=2 * SLOW)
        except TimeoutError:
            if attempt:
                raise
        else:
            return


def run_last_cell(page: Page) -> None:
    page.evaluate(
        """() => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = notebook.widgets.length - 1;
          void jupyterapp.commands.execute('notebook:run-cell');
        }"""
    )


def say_in_last_cell(page: Page, text: str) -> None:
    """Run the last cell until it says so: what a widget knows reaches a kernel late."""
    said = page.locator(".jp-OutputArea-output pre").last
    for _ in range(TRIES):
        run_last_cell(page)
        try:
            expect(said).to_have_text(text, timeout=SLOW / TRIES)
        except AssertionError:
            continue
        return
    expect(said).to_have_text(text)


def choose_theme(page: Page, scheme: str) -> None:
    """JupyterLab, light or dark, and it is so when this returns."""
    theme = f"JupyterLab {scheme.capitalize()}"
    # Nothing is awaited in there: such a wait would have no end.
    page.evaluate(
        "theme => void jupyterapp.commands.execute('apputils:change-theme', { theme })",
        theme,
    )
    is_light = "true" if scheme == "light" else "false"
    body = page.locator(f'body[data-jp-theme-light="{is_light}"]')
    expect(body).to_be_attached(timeout=SLOW)
    page.wait_for_function(STANDS_STILL, polling="raf", timeout=SLOW)
