"""`doctor`: what is installed here, and what is missing."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.shell.bootstrap import missing, packages_of
from mspllab.shell.command_line import FINE, FOUND, CommandLine, put, put_json
from mspllab.shell.setup.checkout import Checkout, Requirement
from mspllab.shell.setup.stamp import Stamp, python_of

PEERS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "chrome"),
    "sipp": ("sipp",),
    "kamailio": ("kamailio",),
    "tshark": ("tshark",),
    "node": ("node",),
    "java": ("java",),
    "git": ("git",),
}
"""What else can be made use of, and the names its program may have."""

WIDTH = 16
"""Characters before what is said of a name."""

Report = dict[str, object]


def doctor(words: Sequence[str]) -> int:
    """Print what was found; 1 where something stands in the way of `lab`."""
    line = CommandLine("doctor", "Say what is installed here, and what is missing.")
    options = line.parse_args(words)
    report = examine()
    if options.json:
        put_json(report)
    else:
        put("\n".join(_text(report)))
    return FOUND if report["problems"] else FINE


def examine() -> Report:
    """Everything there is to report, as plain values."""
    checkout, problems = _checkout()
    report: Report = {
        "python": {
            "version": platform.python_version(),
            "executable": sys.executable,
            "environment": sys.prefix,
        },
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "installers": {
            "pip": find_spec("pip") is not None,
            "ensurepip": find_spec("ensurepip") is not None,
            "uv": shutil.which("uv"),
        },
        "peers": {name: _first(programs) for name, programs in PEERS.items()},
    }
    if checkout is not None:
        report["mspllab"] = checkout.version
        report["checkout"] = str(checkout.root)
        report["environment"] = _environment(checkout)
        problems += _obstacles(checkout)
    return {**report, "problems": problems}


def _checkout() -> tuple[Checkout | None, list[str]]:
    try:
        return Checkout.find(), []
    except (UsageError, OSError) as error:
        return None, [str(error)]


def _first(programs: Sequence[str]) -> str | None:
    return next(filter(None, map(shutil.which, programs)), None)


def _environment(checkout: Checkout) -> Report:
    """The environment that `lab` would use, and what it has of what it needs."""
    needed = checkout.requirements("lab", "test")
    if not missing(checkout.requirements("lab")):
        folder, path = sys.prefix, sys.path
        state = "the running one has all that `lab` needs"
    else:
        folder = str(checkout.environment)
        path = [str(packages_of(checkout.environment))]
        state = _state(checkout)
    found = list(distributions(path=path))
    return {
        "folder": folder,
        "state": state,
        "packages": {one.name: _version(one, found) for one in needed},
        "kernel": _kernel(Path(folder)),
    }


def _state(checkout: Checkout) -> str:
    stamp = Stamp.read(checkout.environment)
    if stamp is None:
        made = python_of(checkout.environment).exists()
        return "somebody else's" if made else "not made yet: `lab` makes it"
    return "ready" if stamp.fits(checkout) else "unfinished or moved: `lab` renews it"


def _version(requirement: Requirement, found: Sequence[Distribution]) -> str | None:
    names = (one for one in found if _plain(one.name) == _plain(requirement.name))
    return next((one.version for one in names), None)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _kernel(environment: Path) -> str | None:
    spec = environment / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    return str(spec) if spec.exists() else None


def _obstacles(checkout: Checkout) -> list[str]:
    if not missing(checkout.requirements("lab")) or _state(checkout) == "ready":
        return []
    if any((find_spec("pip"), find_spec("ensurepip"), shutil.which("uv"))):
        return []
    return ["nothing here can install a package: install pip or uv"]


def _text(report: Report, indent: str = "") -> Iterator[str]:
    for name, value in report.items():
        if isinstance(value, dict):
            yield f"{indent}{name}"
            yield from _text(value, f"{indent}  ")
        elif isinstance(value, list):
            yield from (f"{indent}{name}: {one}" for one in value or ["none"])
        else:
            yield f"{indent}{name:<{WIDTH - len(indent)}}{_said(value)}"


def _said(value: object) -> str:
    if value is None or value is False:
        return "not found"
    return "found" if value is True else str(value)
