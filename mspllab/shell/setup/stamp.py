"""Stamp: what a `.venv` of ours says of itself, so that later starts need not look."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mspllab.shell.setup.checkout import Checkout, Requirement

NAME = "mspllab.json"


class Stamp(NamedTuple):
    """What an environment was made for, from and with."""

    root: str
    """The checkout: an environment does not survive being moved."""
    interpreter: str
    """What its Python really is, links followed."""
    base: str
    """Where the Python it borrows from is installed."""
    packages: tuple[str, ...]
    """What was asked for; empty until all of it is there."""

    @classmethod
    def of(cls, checkout: Checkout, packages: Iterable[str] = ()) -> "Stamp":
        """What can be said of the checkout's environment now."""
        interpreter = os.path.realpath(python_of(checkout.environment))
        return cls(str(checkout.root), interpreter, sys.base_prefix, tuple(packages))

    @classmethod
    def read(cls, environment: Path) -> "Stamp | None":
        """The stamp of `environment`; None where it has none that can be read."""
        try:
            said = json.loads((environment / NAME).read_text(encoding="utf-8"))
            root, interpreter, base, packages = (said[key] for key in cls._fields)
            return cls(str(root), str(interpreter), str(base), tuple(packages))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, environment: Path) -> None:
        """Replace the stamp of `environment` in one step."""
        fresh = environment / f"{NAME}.new"
        fresh.write_text(json.dumps(self._asdict(), indent=2) + "\n", encoding="utf-8")
        fresh.replace(environment / NAME)

    def fits(self, checkout: Checkout) -> bool:
        """Whether it was finished, for this checkout, and its Python is still there."""
        return (
            bool(self.packages)
            and self.root == str(checkout.root)
            and self.interpreter == os.path.realpath(python_of(checkout.environment))
            and Path(self.interpreter).exists()
            and Path(self.base).exists()
        )

    def holds(self, needed: Iterable[Requirement]) -> bool:
        """Whether all that is `needed` was asked for when it was filled."""
        return {str(one) for one in needed} <= set(self.packages)


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"
