"""`lab`: JupyterLab on this machine alone, with the lessons open."""

import argparse
import signal
import sys
from collections.abc import Sequence

from mspllab.shell import jupyter
from mspllab.shell.bootstrap import prepare
from mspllab.shell.command_line import FINE, CommandLine, put, put_json, whole_number
from mspllab.shell.setup.checkout import Checkout
from mspllab.shell.setup.progress import Progress
from mspllab.shell.trust import trust_lessons


def lab(words: Sequence[str]) -> int:
    """Set up what is missing, start JupyterLab, wait until it is stopped."""
    options = _options(words)
    checkout = Checkout.find()
    progress = Progress(checkout.logs / "lab.log", sys.stderr)
    python = prepare(checkout, ("lab",), progress)
    port = jupyter.free_port(options.port)
    trust_lessons(checkout, python, progress)
    _stop_when_told()
    progress.running("JupyterLab", "starting")
    server = jupyter.start(
        checkout, python, port, progress.log, browser=not options.no_browser
    )
    try:
        jupyter.wait_until_it_answers(server, progress)
        _announce(server, progress, as_json=options.json)
        return server.process.wait()
    except KeyboardInterrupt:
        progress.phase("JupyterLab", "stopping")
        return FINE
    finally:
        jupyter.stop(server)


def _options(words: Sequence[str]) -> argparse.Namespace:
    line = CommandLine("lab", "Open JupyterLab with the lessons.")
    line.add_argument(
        "--port", type=whole_number, help="the port to listen on, if it is free"
    )
    line.add_argument(
        "--no-browser", action="store_true", help="print the address, open nothing"
    )
    return line.parse_args(words)


def _stop_when_told() -> None:
    """Let every request to stop do what Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def _announce(server: jupyter.Server, progress: Progress, *, as_json: bool) -> None:
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
        put(f"\n  {server.address}\n\n  Ctrl-C here stops it.")
    sys.stdout.flush()
