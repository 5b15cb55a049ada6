"""I1, I3: how long a fresh interpreter needs, against one that does nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from harness import Goal

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = "data/scenarios/who-rings.toml"
FIRST_PICTURE = (
    f"import mspllab; mspllab.sequence(mspllab.play({SCENARIO!r}))._repr_svg_()"
)


def goals() -> list[Goal]:
    bare = interpreter("pass")
    return [
        Goal("I1", "import mspllab", 0.060, interpreter("import mspllab"), bare, True),
        Goal(
            "I3",
            "start to the first SVG",
            0.100,
            interpreter(FIRST_PICTURE),
            bare,
            True,
        ),
    ]


def interpreter(program: str) -> Callable[[], object]:
    """A fresh interpreter, nothing of its site packages, that runs `program`.

    It may keep what it compiles, as it does for everybody from the second start on.
    """
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def start() -> object:
        command = [sys.executable, "-S", "-c", program]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True)

    return start
