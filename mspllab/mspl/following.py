"""Following: which way a run took through its script, from the marks it left behind.

Every way that fits the marks is followed at once. Mostly there is one. Where two
statements leave the same mark there may be several, and what they differ in cannot be
told.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from mspllab.mspl.ways import END, Outcome, Ways

M = TypeVar("M")
"""A mark: the line of a statement, or its line and column."""

MOST_WAYS: Final = 16
"""Ways that are followed at once; with more of them nothing is told of the run."""
Stack = tuple[int, ...]
"""The place that was reached last, behind those whose calls led there; (): the end."""


class Followed(NamedTuple):
    """What the choices of a script came to in one run."""

    outcomes: tuple[Outcome, ...]
    """In the order in which they came about, without those of unclear choices."""
    unclear: frozenset[int]
    """Numbers of the choices of which the marks do not tell."""


class _Path(NamedTuple):
    """The outcomes so far; several paths share their beginning."""

    outcome: Outcome
    before: "_Path | None"
    length: int


Paths = dict[Stack, _Path | None]


class Follower(Generic[M]):
    """Follows runs of one script."""

    def __init__(
        self, ways: Ways, marks: Sequence[M | None], silent: Sequence[bool]
    ) -> None:
        """`marks` are those of all places; at `silent` ones a run may leave none."""
        self._ways = ways
        self._marks = marks
        self._silent = silent

    def follow(self, marks: Iterable[M], raising: frozenset[int]) -> Followed:
        """What the choices came to in a run that left these marks.

        `raising` are the places where an error may have ended it.
        """
        unclear: set[int] = set()
        paths: Paths = {(self._ways.start,): None}
        for mark in marks:
            paths = self._to(mark, paths, unclear)
            if not 0 < len(paths) <= MOST_WAYS:
                return self._lost()
        path = self._last(paths, raising, unclear)
        told = [one for one in _outcomes(path) if one[0] not in unclear]
        return Followed(tuple(told[::-1]), frozenset(unclear))

    def _lost(self) -> Followed:
        return Followed((), frozenset(range(len(self._ways.choices))))

    def _is_at(self, place: int, mark: M) -> bool:
        return place != END and self._marks[place] == mark

    def _to(self, mark: M, before: Paths, unclear: set[int]) -> Paths:
        """Every way on to the next mark."""
        paths: Paths = {}
        for stack, path in self._without_mark(before, unclear).items():
            if not stack:
                continue
            top, below = self._ways.spots[stack[-1]], stack[:-1]
            for name in top.calls:
                first = self._ways.functions[name]
                if self._is_at(first, mark):
                    _meet(paths, (*stack, first), path, unclear)
            for target, outcome in top.ways:
                if self._is_at(target, mark):
                    _meet(paths, (*below, target), _on(path, outcome, unclear), unclear)
        return paths

    def _without_mark(self, before: Paths, unclear: set[int]) -> Paths:
        """Every place that is reached from these without leaving a mark."""
        paths: Paths = dict(before)
        pending = list(before.items())
        while pending:
            stack, path = pending.pop()
            for reached, outcome in self._silently(stack):
                on = _on(path, outcome, unclear)
                if _meet(paths, reached, on, unclear):
                    pending.append((reached, on))
        return paths

    def _silently(self, stack: Stack) -> Iterator[tuple[Stack, Outcome | None]]:
        """Where the next thing to happen may lead without leaving a mark."""
        if not stack:
            return
        top, below = self._ways.spots[stack[-1]], stack[:-1]
        for name in top.calls:
            first = self._ways.functions[name]
            if first != END and self._silent[first]:
                yield (*stack, first), None
        for target, outcome in top.ways:
            if target == END:
                yield below, outcome
            elif self._silent[target]:
                yield (*below, target), outcome

    def _last(
        self, paths: Paths, raising: frozenset[int], unclear: set[int]
    ) -> _Path | None:
        """The path to where an error ended the run, else to its end."""
        ends: Paths = {}
        reached = self._without_mark(paths, unclear)
        for stack, path in reached.items():
            if stack and stack[-1] in raising:
                _meet(ends, (), path, unclear)
        return ends[()] if ends else reached.get(())


def _on(path: _Path | None, outcome: Outcome | None, unclear: set[int]) -> _Path | None:
    """The path with one outcome more, unless nothing can be told of its choice."""
    if outcome is None or outcome[0] in unclear:
        return path
    return _Path(outcome, path, path.length + 1 if path else 1)


def _meet(paths: Paths, stack: Stack, path: _Path | None, unclear: set[int]) -> bool:
    """Whether nothing led there yet; what two ways differ in cannot be told."""
    if stack in paths:
        unclear.update(_differing(paths[stack], path))
        return False
    paths[stack] = path
    return True


def _differing(one: _Path | None, other: _Path | None) -> Iterator[int]:
    """Choices in which two paths to the same place differ."""
    while one is not other:
        if other is None or (one is not None and one.length >= other.length):
            assert one is not None, "the two differ"
            yield one.outcome[0]
            one = one.before
        else:
            yield other.outcome[0]
            other = other.before


def _outcomes(path: _Path | None) -> Iterator[Outcome]:
    """The last one first."""
    while path is not None:
        yield path.outcome
        path = path.before
