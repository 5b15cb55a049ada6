"""Search: all orders that may end otherwise, tried one after another.

Every run shows races; each of them is an order to be tried next, in which the loser
wins. Orders that differ only in what does not matter are tried once. The search begins
with the run as it is and goes on to orders with one wait more, so that of two orders
with the same end the simpler one is found first.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field

from mspllab.scenario.racing.order import Job, OrderPlayer, Run, Waits, play_order
from mspllab.scenario.racing.outcome import Outcome
from mspllab.scenario.scenario import Scenario
from mspllab.trace.trace import Trace

Progress = Callable[[int, int], None]
"""Told how many orders were tried, and how many there are so far."""
PORTION = 32
"""Orders that are handed to an executor at a time."""


@dataclass(frozen=True, slots=True)
class Found:
    """One outcome, and the shortest run that ends so."""

    outcome: Outcome
    trace: Trace
    waits: Waits
    """What had to come late for it; nothing where the scenario itself ends so."""
    orders: int
    """How many of the orders that were tried end so."""


@dataclass(frozen=True, slots=True)
class Races:
    """Every outcome that was found, the scenario's own first."""

    title: str
    within: float
    found: tuple[Found, ...]
    orders: int
    """How many orders were tried."""
    is_complete: bool
    why: str = ""
    """Why the search ended before every order was tried."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What may come of it."""
        return tuple(one.outcome for one in self.found)

    def __str__(self) -> str:
        lines = [f"{n}. {one.outcome}" for n, one in enumerate(self.found, 1)]
        if not self.is_complete:
            lines.append(f"Not every order was tried: {self.why}.")
        return "\n".join(lines)

    def __iter__(self) -> Iterator[Found]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


@dataclass(slots=True)
class Search:
    """A search under way; `stop` may be asked for between any two orders."""

    scenario: Scenario
    within: float
    most: int
    known: set[str] = field(default_factory=set)
    asked: set[frozenset[object]] = field(default_factory=set)
    best: dict[Outcome, tuple[Run, int]] = field(default_factory=dict)
    tried: int = 0
    why: str = ""

    def run(self, executor: Executor | None, progress: Progress) -> Races:
        """Try the orders until there are none left, or somebody stops it."""
        waiting: list[Waits] = [()]
        self.asked.add(frozenset())
        try:
            while waiting and not self.why:
                portion = waiting[: min(PORTION, self.most - self.tried)]
                del waiting[: len(portion)]
                for run in self._played(portion, executor):
                    waiting += self._take(run)
                    progress(self.tried, self.tried + len(waiting))
                if waiting and self.tried >= self.most:
                    self.why = f"{self.most:,} orders were tried, and there are more"
        except KeyboardInterrupt:
            self.why = "it was stopped"
        return self._races()

    def _played(self, portion: list[Waits], executor: Executor | None) -> Iterable[Run]:
        jobs = [Job(self.scenario, waits, self.within) for waits in portion]
        return (
            map(play_order, jobs)
            if executor is None
            else executor.map(play_order, jobs)
        )

    def _take(self, run: Run) -> list[Waits]:
        """Note how a run has ended; the orders to be tried for what it shows."""
        self.tried += 1
        if run.outcome is None or run.order in self.known:
            return []
        self.known.add(run.order)
        before, times = self.best.get(run.outcome, (run, 0))
        shorter = min(before, run, key=lambda one: one.messages)
        self.best[run.outcome] = (shorter, times + 1)
        return [waits for waits in self._next(run) if self._is_new(waits)]

    def _next(self, run: Run) -> Iterator[Waits]:
        kept = set(run.waits)
        for race in run.races:
            if race not in kept:
                turned = type(race)(race.second, race.first)
                yield (*(wait for wait in run.waits if wait != turned), race)

    def _is_new(self, waits: Waits) -> bool:
        key: frozenset[object] = frozenset(waits)
        if key in self.asked:
            return False
        self.asked.add(key)
        return True

    def _races(self) -> Races:
        found = [
            Found(outcome, self._trace(run.waits), run.waits, times)
            for outcome, (run, times) in self.best.items()
        ]
        return Races(
            self.scenario.title,
            self.within,
            tuple(found),
            self.tried,
            not self.why,
            self.why,
        )

    def _trace(self, waits: Waits) -> Trace:
        trace = OrderPlayer(Job(self.scenario, waits, self.within)).run()
        assert trace is not None, "it was played before"
        return trace
