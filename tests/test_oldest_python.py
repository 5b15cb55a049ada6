"""What every Python from 3.11.0 on must be able to run."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "mspllab"
POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_no_group_repeats_possessively(path: Path) -> None:
    # Up to Python 3.11.4 a possessive group that fails half-way does not go back; the
    # atomic group (?>(?:…)*) does, and is the same otherwise.
    code = [
        line
        for line in path.read_text("utf-8").splitlines()
        if "`" not in line  # prose may name what code may not do
    ]
    assert not POSSESSIVE_GROUP.search("\n".join(code))
