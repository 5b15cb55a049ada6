"""Schedule: which timers are running, and which of them is due next."""

from heapq import heapify, heappop, heappush

Name = tuple[str, str]
"""Whose timer, and which."""
Entry = tuple[float, int, Name]

FEW = 64
DEAD_TO_ONE = 3
"""Cancelled timers that may lie about before anybody looks for them: so few, and so
many more to each that is running. Long ones are cancelled soon, as a rule."""


class Schedule:
    """Timers by owner and name, in one heap; of equal times, the first set is first.

    A cancelled timer is forgotten by its number and stays in the heap until it comes
    up, or until the dead are many times the living.
    """

    __slots__ = ("_heap", "_live", "_sequence", "due")

    def __init__(self) -> None:
        self._heap: list[Entry] = []
        self._live: dict[Name, int] = {}
        self._sequence = 0
        self.due: float | None = None
        """When the next timer is due; None where none is running."""

    def __len__(self) -> int:
        return len(self._live)

    def set(self, owner: str, timer: str, due: float) -> None:
        """Let `timer` of `owner` fire at `due`; one that was running is replaced."""
        self._sequence = number = self._sequence + 1
        heap, live, name = self._heap, self._live, (owner, timer)
        is_replaced = name in live
        live[name] = number
        heappush(heap, (due, number, name))
        if is_replaced:
            self._look_ahead()
        elif self.due is None or due < self.due:
            self.due = due
        if len(heap) > FEW + (1 + DEAD_TO_ONE) * len(live):
            self._sweep()

    def cancel(self, owner: str, timer: str) -> bool:
        """Stop `timer` of `owner`; False where it was not running."""
        number = self._live.pop((owner, timer), None)
        if number is None:
            return False
        if self._heap[0][1] == number:
            self._look_ahead()
        return True

    def is_set(self, owner: str, timer: str) -> bool:
        """Whether `timer` of `owner` is running."""
        return (owner, timer) in self._live

    @property
    def running(self) -> tuple[Name, ...]:
        """Owner and name of every timer that is running, the first set first."""
        return tuple(self._live)

    def pop(self, now: float) -> Name | None:
        """Owner and name of the next timer due at `now` or before, which ends it."""
        if self.due is None or self.due > now:
            return None
        _, _, name = heappop(self._heap)
        del self._live[name]
        self._look_ahead()
        return name

    def _look_ahead(self) -> None:
        """Drop the dead that have come up: the first in the heap is always alive."""
        heap, live = self._heap, self._live
        while heap:
            due, number, name = heap[0]
            if live.get(name) == number:
                self.due = due
                return
            heappop(heap)
        self.due = None

    def _sweep(self) -> None:
        live = self._live
        self._heap = [entry for entry in self._heap if live.get(entry[2]) == entry[1]]
        heapify(self._heap)


def first_due(*schedules: Schedule) -> float | None:
    """When the next timer of any of `schedules` is due; None where none is running."""
    first = None
    for schedule in schedules:
        due = schedule.due
        if due is not None and (first is None or due < first):
            first = due
    return first


def soonest(*times: float | None) -> float | None:
    """The earliest of `times`; None where all are, and nothing is due."""
    earliest = None
    for time in times:
        if time is not None and (earliest is None or time < earliest):
            earliest = time
    return earliest
