"""`lab`: JupyterLab on this machine alone, with the lessons open."""

import argparse
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mspllab.errors import UsageError
from mspllab.shell.bootstrap import prepare
from mspllab.shell.command_line import CommandLine, put_json
from mspllab.shell.setup.checkout import Checkout
from mspllab.shell.setup.progress import Progress
from mspllab.shell.setup.trouble import last_lines

HOST = "127.0.0.1"
PORTS = range(8888, 8988)
"""Tried in turn where no port is asked for; the first is Jupyter's own."""
START_PAGE = "notebooks/start.ipynb"
PATIENCE = 60.0
"""Seconds in which JupyterLab must answer."""
GRACE = 10.0
"""Seconds that JupyterLab has to stop its kernels and itself."""
GLANCE = 0.1
"""Seconds between two looks whether it answers."""


class Server(NamedTuple):
    """A JupyterLab that was started."""

    process: "subprocess.Popen[bytes]"
    port: int
    token: str

    @property
    def address(self) -> str:
        """What to open in a browser."""
        # A workspace of its own keeps the tabs of other projects out.
        page = f"lab/workspaces/mspllab/tree/{START_PAGE}"
        return f"http://{HOST}:{self.port}/{page}?token={self.token}"


def lab(words: Sequence[str]) -> int:
    """Set up what is missing, start JupyterLab, wait until it is stopped."""
    options = _options(words)
    checkout = Checkout.find()
    progress = Progress(checkout.logs / "lab.log", sys.stderr)
    python = prepare(checkout, ("lab",), progress)
    port = free_port(options.port)
    server = _start(checkout, python, port, progress, browser=not options.no_browser)
    _stop_when_told()
    try:
        _wait_until_it_answers(server, progress)
        _announce(server, progress, as_json=options.json)
        return server.process.wait()
    except KeyboardInterrupt:
        progress.phase("JupyterLab", "stopping")
        return 0
    finally:
        _stop(server.process)


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("lab", "Open JupyterLab with the lessons.")
    line.add_argument("--port", type=int, help="the port to listen on, if it is free")
    line.add_argument(
        "--no-browser", action="store_true", help="print the address, open nothing"
    )
    return line.parse_args(words)


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


def _start(
    checkout: Checkout, python: Path, port: int, progress: Progress, *, browser: bool
) -> Server:
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)
    progress.running("JupyterLab", "starting")
    command = jupyter_command(checkout, python, port, browser=browser)
    with progress.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=checkout.root,
            env={**os.environ, **checkout.variables(), "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return Server(process, port, token)


def jupyter_command(
    checkout: Checkout, python: Path, port: int, *, browser: bool
) -> list[str]:
    """How to start a JupyterLab that nobody else can reach and that asks nothing."""
    settings = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": checkout.root,
        "ServerApp.open_browser": browser and _has_screen(),
        "ServerApp.allow_root": True,
        "LabApp.default_url": f"/lab/workspaces/mspllab/tree/{START_PAGE}",
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [str(python), "-m", "jupyterlab", *options]


def _has_screen() -> bool:
    """Whether a browser would be a window, and not take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(
        name in os.environ
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")
    )


def _wait_until_it_answers(server: Server, progress: Progress) -> None:
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


def _announce(server: Server, progress: Progress, *, as_json: bool) -> None:
    progress.phase("JupyterLab", f"ready; it says more in {progress.log}")
    if as_json:
        put_json(
            {
                "url": server.address,
                "port": server.port,
                "process": server.process.pid,
                "log": str(progress.log),
            }
        )
    else:
        sys.stdout.write(f"\n  {server.address}\n\n  Ctrl-C here stops it.\n")
    sys.stdout.flush()


def _stop_when_told() -> None:
    """Let every request to stop do what Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End `process`: Ctrl-C in a terminal has reached it, a signal to us has not."""
    for patience, then in ((2.0, process.terminate), (GRACE, process.kill)):
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            then()
    process.wait()
