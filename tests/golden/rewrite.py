"""Writes every scenario's ladder anew: `python3 -m tests.golden.rewrite`."""

from pathlib import Path

from mspllab.scenario.run import play
from mspllab.views.ladder import render_ladder

GOLDEN = Path(__file__).resolve().parent
SCENARIOS = GOLDEN.parents[1] / "data" / "scenarios"


def name_of(path: Path) -> str:
    """The name of a scenario's ladder: its folder's name, if it has one, and its own.

    >>> name_of(SCENARIOS / "rfc3665" / "3-1.toml")
    'rfc3665-3-1'
    """
    return "-".join(path.relative_to(SCENARIOS).with_suffix("").parts)


def rewrite() -> None:
    """One ladder for each scenario, and none for scenarios that are gone."""
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for path in sorted(SCENARIOS.rglob("*.toml")):
        ladder, file = render_ladder(play(path)), GOLDEN / f"{name_of(path)}.txt"
        file.write_text(ladder, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    rewrite()
