"""Measures the speed goals: ours against a floor, turn by turn, in one run.

A file `bench_*.py` beside this one has a function `goals() -> list[Goal]`. Run all with
`python3 -m mspllab test --benchmarks [ID…]`; nothing needs to be installed.
"""

import gc
import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(os.environ.get("MSPLLAB_BENCHMARKS", Path(__file__).resolve().parent))
"""Where the goals are: beside this file, unless `peers.py` asks for its own."""
ROUNDS = 31
"""Each an ours and a floor; their medians are compared."""
ROUND = 0.002
"""Seconds that each half of a round takes at least."""
MILLISECONDS = 1e3


class Goal(NamedTuple):
    """What must not take longer than so many times a floor."""

    id: str
    """Of the table of goals: "P1"."""
    name: str
    limit: float
    """How many times the floor, or with `is_extra` how many seconds more."""
    ours: Callable[[], object]
    floor: Callable[[], object]
    is_extra: bool = False
    """The limit is on the difference, such as the start over a bare interpreter."""
    per: int = 1
    """Calls of `ours` and `floor` do this many things each; times are shown for one."""


class Result(NamedTuple):
    """A goal that was measured; times in seconds."""

    goal: Goal
    ours: float
    floor: float

    @property
    def figure(self) -> float:
        """What the limit is compared with."""
        goal = self.goal
        return self.ours - self.floor if goal.is_extra else self.ours / self.floor

    @property
    def held(self) -> bool:
        """Whether the goal is met."""
        return self.figure <= self.goal.limit


def measure(goal: Goal, rounds: int = ROUNDS) -> Result:
    """Medians of `rounds` turns; the two take turns, so that drift meets both."""
    turns = (turn_of(goal.ours), turn_of(goal.floor))
    gc.collect()
    times = [[turn() for turn in turns] for _ in range(rounds)]
    ours, floor = (
        statistics.median(column) / goal.per for column in zip(*times, strict=True)
    )
    return Result(goal, ours, floor)


def turn_of(call: Callable[[], object]) -> Callable[[], float]:
    """A function that calls often enough to be timed, and returns seconds a call."""
    number = _often_enough(call)

    def turn() -> float:
        start = time.perf_counter()
        for _ in range(number):
            call()
        return (time.perf_counter() - start) / number

    return turn


def _often_enough(call: Callable[[], object]) -> int:
    number = 1
    while True:
        start = time.perf_counter()
        for _ in range(number):
            call()
        if time.perf_counter() - start >= ROUND:
            return number
        number *= 2


def all_goals(folder: Path = HERE) -> Iterator[Goal]:
    """The goals of every `bench_*.py`, in the order of the files' names."""
    for path in sorted(folder.glob("bench_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None and spec.loader is not None, path
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield from module.goals()


def main(wanted: Sequence[str] = ()) -> int:
    """Print the table; 1 where a goal is not held, 2 where none is called so."""
    goals = [one for one in all_goals() if not wanted or one.id in wanted]
    if not goals:
        sys.stderr.write(f"there is no goal {' or '.join(wanted)}\n")
        return 2
    print(f"{'goal':<5}{'what':<46}{'ours':>11}{'floor':>11}{'ratio':>10}{'must':>9}")
    results = list(_shown(goals))
    held = sum(result.held for result in results)
    print(f"{held} held, {len(results) - held} not held")
    return 0 if held == len(results) else 1


def _shown(goals: Iterable[Goal]) -> Iterator[Result]:
    for goal in goals:
        result = measure(goal)
        print(row(result), flush=True)
        yield result


def row(result: Result) -> str:
    """One line of the table."""
    goal = result.goal
    if goal.is_extra:
        figure = f"+{result.figure * MILLISECONDS:.0f} ms"
        limit = f"+{goal.limit * MILLISECONDS:.0f} ms"
    else:
        figure, limit = f"{result.figure:.2f}", f"{goal.limit:.2f}"
    return (
        f"{goal.id:<5}{goal.name:<46}{_time(result.ours):>11}{_time(result.floor):>11}"
        f"{figure:>10}{limit:>9}  {'held' if result.held else 'not held'}"
    )


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.2f} ms"
    return f"{seconds * 1e6:.2f} µs"


if __name__ == "__main__":
    # A bench file says `from harness import Goal`: it shall meet this very module.
    sys.modules["harness"] = sys.modules["__main__"]
    sys.exit(main(sys.argv[1:]))
