"""Writes every scenario's ladder anew: `python3 -m tests.golden.rewrite`."""

from pathlib import Path

from mspllab.scenario.run import play
from mspllab.views.ladder import render_ladder

GOLDEN = Path(__file__).resolve().parent


def rewrite() -> None:
    """One ladder for each scenario, and none for scenarios that are gone."""
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for path in sorted((GOLDEN.parents[1] / "data" / "scenarios").glob("*.toml")):
        ladder = render_ladder(play(path))
        (GOLDEN / f"{path.stem}.txt").write_text(ladder, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    rewrite()
