"""Who installs: uv where it is to be had, else pip."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.shell.setup.pip_settings import in_words_of_uv, read_pip_settings
from mspllab.shell.setup.progress import Finished, Progress
from mspllab.shell.setup.trouble import sentence, trouble_in

PIP_HABITS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    # Five times, as pip has it, is half a minute before a person hears of no network.
    "PIP_RETRIES": os.environ.get("PIP_RETRIES", "2"),
    # Installing for the user is a sensible habit, but has no meaning in an environment.
    "PIP_USER": "0",
    "PIP_REQUIRE_VIRTUALENV": "0",
}
SYSTEM_CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
"""Trust what this machine trusts, such as a company's own authority."""


def install(python: Path, packages: Sequence[str], progress: Progress) -> str:
    """Put `packages` into the environment of `python`; the name of who did it.

    Raises:
        UsageError: nobody could; one sentence says why.
    """
    uv = _uv(python, progress)
    if uv is not None and _with_uv(uv, python, packages, progress):
        return "uv"
    _succeed(_with_pip(python, packages, progress, "packages"), progress)
    return "pip"


def _uv(python: Path, progress: Progress) -> str | None:
    """A uv to work with: the environment's, the user's, or one put there now."""
    inside = str(python.parent)
    here = shutil.which("uv", path=inside) or shutil.which("uv")
    if here is not None:
        return here
    finished = _with_pip(python, ["uv"], progress, "uv")
    if finished.status == 0:
        progress.phase("uv", "installed, to install the rest fast")
        return shutil.which("uv", path=inside)
    if trouble_in(finished.output).ends_it:
        _succeed(finished, progress)
    progress.phase("uv", "not to be had here: pip installs instead")
    return None


def _with_uv(
    uv: str, python: Path, packages: Sequence[str], progress: Progress
) -> bool:
    """Whether `uv` could install them; UsageError where nothing else could either."""
    settings = in_words_of_uv(read_pip_settings(python))
    command = [uv, "pip", "install", "--python", str(python)]
    command += [*settings.options, *packages]
    for trust in ({}, SYSTEM_CERTIFICATES):
        finished = progress.run(
            "packages",
            "being installed",
            command,
            environment={**settings.variables, **trust},
        )
        trouble = trouble_in(finished.output)
        if finished.status == 0 or not trouble.is_distrust:
            break
    if finished.status and trouble.is_ours:
        _succeed(finished, progress)
    if finished.status:
        progress.phase("uv", "could not install the packages: pip tries")
    return finished.status == 0


def _with_pip(
    python: Path, packages: Sequence[str], progress: Progress, name: str
) -> Finished:
    command = [*_pip(python, progress), "install", *packages]
    return progress.run(name, "being installed", command, environment=PIP_HABITS)


def _pip(python: Path, progress: Progress) -> Sequence[str | Path]:
    """How to call a pip that installs for `python`, unpacked now if need be."""
    for command in _pips(python):
        if progress.run("pip", "looked for", [*command, "--version"]).status == 0:
            return command
    if find_spec("ensurepip") is None:
        raise UsageError(_without_pip())
    unpacked = progress.run("pip", "being unpacked", [python, "-m", "ensurepip"])
    _succeed(unpacked, progress)
    return [python, "-m", "pip"]


def _pips(python: Path) -> Iterator[list[str | Path]]:
    """Calls worth trying.

    The pip of the running Python works for another one too (since its version 22.3),
    which spares the environment one of its own, and Debian the package it lacks.
    """
    yield [python, "-m", "pip"]
    yield [sys.executable, "-m", "pip", "--python", python]


def _without_pip() -> str:
    found = f"{sys.executable} has neither pip nor ensurepip to install packages with"
    if shutil.which("apt-get"):
        return f"{found}: run `sudo apt-get install python3-venv` and start again"
    if shutil.which("dnf"):
        return f"{found}: run `sudo dnf install python3-pip` and start again"
    return f"{found}: install pip or uv and start again"


def _succeed(finished: Finished, progress: Progress) -> None:
    if finished.status != 0:
        raise UsageError(sentence(finished.output, progress.log))
