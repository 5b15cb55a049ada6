"""A JupyterLab server for one person on one machine: started, awaited, stopped."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from mspllab.errors import UsageError
from mspllab.shell.setup.checkout import Checkout
from mspllab.shell.setup.progress import Progress
from mspllab.shell.setup.trouble import last_lines

HOST = "127.0.0.1"
PORTS = range(8888, 8988)
"""Tried in turn where no port is asked for; the first is Jupyter's own."""
# A workspace of its own keeps the tabs of other projects out.
START_PAGE = "/lab/workspaces/mspllab/tree/notebooks/start.ipynb"
OFF = ("@jupyterlab/apputils-extension:announcements",)
"""Parts of JupyterLab that are left out."""
PATIENCE = 60.0
"""Seconds in which JupyterLab must answer."""
GLANCE = 0.1
"""Seconds between two looks whether it answers."""
LEISURE, GRACE = 2.0, 10.0
"""Seconds that it has to stop by itself, and after it was asked to."""


class Server(NamedTuple):
    """A JupyterLab that was started."""

    process: "subprocess.Popen[bytes]"
    port: int
    token: str

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{HOST}:{self.port}{START_PAGE}?token={self.token}"


def free_port(wanted: int | None = None) -> int:
    """`wanted` if it is free, or the first free one; UsageError where there is none."""
    for port in PORTS if wanted is None else (wanted,):
        if _is_free(port):
            return port
    if wanted is None:
        return _any_port()
    raise UsageError(f"port {wanted} cannot be used: choose another, or leave it out")


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        if sys.platform != "win32":  # a port that was just given up counts as free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except (OSError, OverflowError):
            return False
        return True


def _any_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def command_for(root: Path, python: Path, port: int, *, browser: bool) -> list[str]:
    """How to start a JupyterLab that nobody else can reach and that asks nothing."""
    settings = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": root,
        "ServerApp.open_browser": browser and _has_screen(),
        "ServerApp.allow_root": True,
        "LabApp.default_url": START_PAGE,
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [str(python), "-m", "jupyterlab", *options]


def write_settings(folder: Path) -> Path:
    """Settings for this start alone: no question about news, no look for updates.

    The options that JupyterLab has for it do not keep it from asking.
    """
    off = dict.fromkeys(OFF, True)
    page = folder / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(json.dumps({"disabledExtensions": off}), encoding="utf-8")
    return folder


def _has_screen() -> bool:
    """Whether a browser would be a window, and not take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(
        name in os.environ
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")
    )


def start(
    checkout: Checkout, python: Path, port: int, log: Path, *, browser: bool
) -> Server:
    """A JupyterLab on `port`, on its way; what it says goes to `log`."""
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)
    settings = write_settings(checkout.logs / "jupyter")
    paths = (str(settings), os.environ.get("JUPYTER_CONFIG_PATH"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            command_for(checkout.root, python, port, browser=browser),
            cwd=checkout.root,
            env={
                **os.environ,
                **checkout.variables(),
                "JUPYTER_TOKEN": token,
                "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths)),
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return Server(process, port, token)


def wait_until_it_answers(server: Server, progress: Progress) -> None:
    """Return when it can be used; UsageError where it ends, or keeps silent."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(server):
        if server.process.poll() is not None or time.monotonic() > deadline:
            said = last_lines(progress.log.read_text("utf-8", "replace"))
            raise UsageError(f"JupyterLab did not start ({progress.log}):\n{said}")
        progress.running("JupyterLab", "starting")
        time.sleep(GLANCE)


def _answers(server: Server) -> bool:
    """Whether it answers, and to its token: another's JupyterLab would refuse that."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
    headers = {"Authorization": f"token {server.token}"}
    try:
        connection.request("GET", "/api/status", headers=headers)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(server: Server) -> None:
    """End it: Ctrl-C in a terminal has reached it already, a signal to us has not."""
    process = server.process
    for patience, then in ((LEISURE, process.terminate), (GRACE, process.kill)):
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            then()
    process.wait()
