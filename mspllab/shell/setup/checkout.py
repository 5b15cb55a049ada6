"""Checkout: the folder with notebooks/ and data/, and where its environment lives."""

import errno
import os
import re
import sys
import tomllib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mspllab.errors import UsageError

PACKAGE = Path(__file__).resolve().parents[2]
REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*(>=\s*(?P<least>[0-9.]+))?")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package that is needed, as `pyproject.toml` names it: "jupyterlab>=4.1"."""

    name: str
    least: tuple[int, ...]
    """The oldest version that will do; () where any does."""

    @classmethod
    def parse(cls, text: str) -> "Requirement":
        """Read a name, or a name with ">=" and a version; UsageError otherwise."""
        match = REQUIREMENT.fullmatch(text.strip())
        if match is None:
            raise UsageError(f"pyproject.toml: {text!r} is not NAME or NAME>=VERSION")
        return cls(match["name"].lower(), numbers(match["least"] or ""))

    def __str__(self) -> str:
        least = ".".join(str(number) for number in self.least)
        return f"{self.name}>={least}" if least else self.name


def numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: "4.6.0rc1" gives (4, 6, 0)."""
    match = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(number) for number in match[0].split(".")) if match else ()


@dataclass(frozen=True, slots=True)
class Checkout:
    """The project's folder, and the folder that may be written to."""

    root: Path
    """Where pyproject.toml, notebooks/ and data/ lie."""

    state: Path
    """Where .venv/ and build/ go: the root, or a cache where that is read-only."""

    @classmethod
    def find(cls, root: Path = PACKAGE.parent) -> "Checkout":
        """The checkout this package runs from; UsageError where it is none."""
        if not (root / "pyproject.toml").is_file():
            raise UsageError(
                "`lab` and `test` need the project's folder with its notebooks/ and "
                f"data/, and {root} is not it: start them inside a clone"
            )
        return cls(root, root if _is_writable(root) else _cache(root))

    @property
    def environment(self) -> Path:
        """The virtual environment that is made where no usable one is running."""
        return self.state / ".venv"

    @property
    def logs(self) -> Path:
        """Where log files go."""
        return self.state / "build"

    def variables(self) -> dict[str, str]:
        """What makes a Python in another process find this package, and its kernel."""
        before = os.environ.get("PYTHONPATH")
        return {
            # Kernels inherit it, so that notebooks in any folder find the package.
            "PYTHONPATH": os.pathsep.join(filter(None, (str(self.root), before))),
            # A kernel of the same name, installed for the user, must not stand in.
            "JUPYTER_PREFER_ENV_PATH": "1",
        }

    def requirements(self, *extras: str) -> tuple[Requirement, ...]:
        """What `pyproject.toml` wants for these extras, in its order."""
        named = self._project()["optional-dependencies"]
        return tuple(
            Requirement.parse(text) for extra in extras for text in named[extra]
        )

    @property
    def version(self) -> str:
        """Of mspllab itself."""
        return str(self._project()["version"])

    def _project(self) -> dict[str, Any]:
        text = (self.root / "pyproject.toml").read_text("utf-8")
        project: dict[str, Any] = tomllib.loads(text)["project"]
        return project


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made in `folder`; asking the system is not reliable."""
    probe = folder / "build" / "writable"
    try:
        probe.parent.mkdir(exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return False
        raise
    return True


def _cache(root: Path) -> Path:
    """A folder of the user's own for a checkout that cannot be written to."""
    if sys.platform == "win32":
        parent = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        parent = Path.home() / "Library" / "Caches"
    else:
        parent = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(parent, "mspllab", f"{zlib.crc32(os.fsencode(root)):08x}")
    (folder / "build").mkdir(parents=True, exist_ok=True)
    return folder
