"""Coverage: how often each line of a script ran, and what each of its choices came to.

Both follow from the lines that runs note anyway, so nothing is slower for it. Where two
statements share a line, the steps of a recorded run tell more.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mspllab.mspl.following import Followed, Follower
from mspllab.mspl.program import Program
from mspllab.mspl.ways import Outcome, Ways

Mark = tuple[int, int]
"""Line and column."""


class Course(NamedTuple):
    """What one run left behind."""

    lines: tuple[int, ...]
    """In the order in which they ran."""
    marks: tuple[Mark, ...] | None = None
    """Where each statement that ran begins; None: the run was not recorded."""
    error_line: int | None = None
    """Where an error ended it."""


class Covered(NamedTuple):
    """What became of a choice in all runs."""

    line: int
    column: int
    kind: str
    """if, else if, while, foreach, switch."""
    outcomes: tuple[tuple[str, int], ...]
    """Each outcome, and how often it came about: true and false; some and none, of what
    a foreach goes over; the cases of a switch."""
    is_clear: bool = True
    """Whether all runs tell; where one does not, the numbers are too low."""

    @property
    def times(self) -> int:
        """How often it came out in one way or another."""
        return sum(times for _, times in self.outcomes)


class Coverage(NamedTuple):
    """What a number of runs reached of a script."""

    runs: int
    lines: dict[int, int]
    """Each line on which a statement starts → how often one of its statements ran."""
    choices: tuple[Covered, ...]
    """In the order of the text."""


def cover(program: Program, courses: Iterable[Course]) -> Coverage:
    """What these runs reached of `program`."""
    ways = Ways.of(program.tree, program.source)
    guide = _Guide(program, ways)
    lines: Counter[int] = Counter()
    outcomes: Counter[Outcome] = Counter()
    unclear: set[int] = set()
    alike = Counter(courses)
    for course, times in alike.items():
        followed = guide.followed(course)
        for line, ran in Counter(course.lines).items():
            lines[line] += ran * times
        for outcome, came in Counter(followed.outcomes).items():
            outcomes[outcome] += came * times
        unclear |= followed.unclear
    counted = {line: lines[line] for line in program.body_lines}
    return Coverage(alike.total(), counted, _covered(program, ways, outcomes, unclear))


def _covered(
    program: Program, ways: Ways, outcomes: Counter[Outcome], unclear: set[int]
) -> tuple[Covered, ...]:
    return tuple(
        Covered(
            *program.source.position(choice.start),
            choice.kind,
            tuple(
                (name, outcomes[number, index])
                for index, name in enumerate(choice.outcomes)
            ),
            number not in unclear,
        )
        for number, choice in enumerate(ways.choices)
    )


class _Guide:
    """Follows runs of a program, by the best marks that each has."""

    def __init__(self, program: Program, ways: Ways) -> None:
        position = program.source.position
        spots = ways.spots
        begin = [position(spot.start) for spot in spots]
        ends = [position(max(spot.start, spot.end - 1)) for spot in spots]
        self._spans = [(one[0], end[0]) for one, end in zip(begin, ends, strict=True)]
        silent = [spot.is_silent for spot in spots]
        marks = [
            None if spot.is_silent else at
            for spot, at in zip(spots, begin, strict=True)
        ]
        self._by_line = Follower(ways, [at and at[0] for at in marks], silent)
        skipped = [spot.is_silent or spot.is_elusive for spot in spots]
        self._by_mark = Follower(ways, marks, skipped)

    def followed(self, course: Course) -> Followed:
        """What the choices came to in one run."""
        raising = self._raising(course.error_line)
        if course.marks is not None:
            return self._by_mark.follow(course.marks, raising)
        return self._by_line.follow(course.lines, raising)

    def _raising(self, line: int | None) -> frozenset[int]:
        """The places that can have raised an error on that line."""
        if line is None:
            return frozenset()
        spans = enumerate(self._spans)
        return frozenset(n for n, (first, last) in spans if first <= line <= last)
