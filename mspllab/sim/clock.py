"""Clock: simulated seconds, and what will happen when. Events are data."""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from math import inf
from typing import Generic, TypeVar

E = TypeVar("E")

FEW = 64
"""As many cancelled entries are always left for `pop` to step over."""


class Clock(Generic[E]):
    """One heap of (time, number, event); equal times keep the order of scheduling.

    An event is whatever the caller wants to get back when its time has come. A
    cancelled one stays in the heap, forgotten by its number, until its time comes or
    there are more of them than were alive when they were last swept out.  Of what was
    planned only the next one is in the heap, which is small and quick by that.
    """

    __slots__ = (
        "_awaited",
        "_cancelled",
        "_heap",
        "_number",
        "_planned",
        "_tolerated",
        "now",
    )

    def __init__(self) -> None:
        self.now = 0.0
        """Simulated seconds since the beginning; moves when an event is popped."""
        self._heap: list[tuple[float, int, E]] = []
        self._number = 0
        self._cancelled: set[int] = set()
        self._tolerated = FEW
        self._planned: list[tuple[float, int, E]] = []
        """What was planned and is not in the heap yet, the next one last."""
        self._awaited = 0
        """Number of the planned event that is in the heap; 0: none is."""

    def __len__(self) -> int:
        return len(self._heap) - len(self._cancelled) + len(self._planned)

    def plan(self, events: Iterable[tuple[float, E]]) -> None:
        """Let these happen as if each had been scheduled now, once and for all.

        ValueError where one is in the past, or what was planned before is not over.
        """
        if self._awaited:
            raise ValueError("there is a plan already")
        first = self._number + 1
        planned = [(at, n, event) for n, (at, event) in enumerate(events, first)]
        planned.sort(key=_when, reverse=True)
        if planned:
            self._check(planned[-1][0])
        self._number += len(planned)
        self._planned = planned
        self._await_next()

    def schedule(self, at: float, event: E) -> int:
        """Let `event` happen at `at`, after all that is already due then.

        Returns:
            A number by which it can be cancelled as long as it has not happened.

        Raises:
            ValueError: `at` is in the past.
        """
        if at < self.now:
            self._check(at)
        self._number = number = self._number + 1
        heappush(self._heap, (at, number, event))
        return number

    def cancel(self, number: int) -> None:
        """Forget the pending event that `schedule` gave this number."""
        cancelled = self._cancelled
        cancelled.add(number)
        if len(cancelled) > self._tolerated:
            self._sweep()

    def pop(self, until: float = inf) -> E | None:
        """The next event, the time moved on to it; None when none comes by `until`."""
        heap, cancelled = self._heap, self._cancelled
        while heap:
            at, number, event = heappop(heap)
            if number in cancelled:
                cancelled.remove(number)
            elif at > until:
                heappush(heap, (at, number, event))
                return None
            else:
                if number == self._awaited:
                    self._await_next()
                self.now = at
                return event
        return None

    def _check(self, at: float) -> None:
        if at < self.now:
            raise ValueError(f"it is {self.now} s; nothing can happen at {at} s")

    def _await_next(self) -> None:
        self._awaited = 0
        if self._planned:
            entry = self._planned.pop()
            self._awaited = entry[1]
            heappush(self._heap, entry)

    def _sweep(self) -> None:
        self._heap = [e for e in self._heap if e[1] not in self._cancelled]
        heapify(self._heap)
        self._cancelled.clear()
        self._tolerated = max(FEW, len(self._heap))


def _when(entry: tuple[float, int, E]) -> tuple[float, int]:
    return entry[:2]
