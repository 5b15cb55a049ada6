"""What every Python from 3.11.0 on must be able to run."""

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "mspllab"
POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+")


def code(path: Path) -> str:
    """Its lines without those that, as prose, name what code may not do."""
    lines = path.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if "`" not in line)


def test_no_group_repeats_possessively() -> None:
    # Up to Python 3.11.4 a possessive group that fails half-way does not go back; the
    # atomic group (?>(?:…)*) does, and is the same otherwise.
    files = list(PACKAGE.rglob("*.py"))
    assert [path for path in files if POSSESSIVE_GROUP.search(code(path))] == []
