"""Canvas: what is already drawn, and how far down everything has come."""

from dataclasses import dataclass, field
from typing import NamedTuple

from mspllab.views.sequencing.columns import Columns
from mspllab.views.sequencing.floors import Area, Floors, Pass
from mspllab.views.sequencing.ways import Way
from mspllab.views.shapes import Arrow, Box, Label, Line, Mark

BEAT = 26.0
"""Between two times that follow each other."""
PAUSE = 34.0
"""What a long time without events adds to a beat."""


class Tick(NamedTuple):
    """All that happens at one time, from its top to its bottom."""

    at: float
    top: float
    bottom: float


class Pause(NamedTuple):
    """A long time in which nothing happens."""

    seconds: float
    top: float
    bottom: float


@dataclass(slots=True)
class Canvas:
    """Shapes so far, in layers, and the floor everywhere."""

    columns: Columns
    top: float
    pause_after: float
    """Seconds; a longer time without events is drawn as a pause."""
    arrows: list[Arrow] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    masks: dict[Area, None] = field(default_factory=dict)
    """Texts under which lines are interrupted."""
    boxes: list[Box] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    starts: dict[int, float] = field(default_factory=dict)
    """{number of a message under way: height at which it left}."""
    floors: Floors = field(init=False)
    lane: list[float] = field(init=False)
    """Height of the last thing on each lane."""
    turn: list[float] = field(init=False)
    """How far below that the next thing on the lane must stand."""
    now: float = field(default=-1.0, init=False)
    band: float = field(init=False)
    """Where the present time begins."""
    _first: float = field(init=False)
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        """Start under the heads of the lanes."""
        count = len(self.columns.lanes)
        self.floors = Floors(count, self.top)
        self.lane = [self.top] * count
        self.turn = [0.0] * count
        self.band = self.top + BEAT
        self._first, self._last = float("inf"), self.top

    def advance(self, at: float) -> None:
        """Go on to what happens at `at`."""
        if at == self.now:
            return
        self.close()
        waited = at - self.now
        if self.now >= 0 and waited > self.pause_after:
            self.pauses.append(
                Pause(waited, self._last + BEAT / 2, self._last + BEAT / 2 + PAUSE)
            )
            self.band = self._last + BEAT + PAUSE
        elif self.now >= 0:
            self.band = self._last + BEAT
        self.now, self._first = at, float("inf")
        self.turn = [0.0] * len(self.turn)

    def close(self) -> None:
        """Note the band of the present time, if anything was drawn in it."""
        if self._first <= self._last:
            self.ticks.append(Tick(self.now, self._first, self._last))

    def next_height(self, lane: int) -> float:
        """The least height of what comes next on `lane`."""
        return max(self.band, self.lane[lane] + self.turn[lane])

    def happen(self, lane: int, top: float, bottom: float, turn: float) -> None:
        """Something now stands on `lane` between these heights."""
        if top < self._first:
            self._first = top
        if bottom > self._last:
            self._last = bottom
        if bottom > self.lane[lane]:
            self.lane[lane] = bottom
        self.turn[lane] = turn

    def draw(self, arrow: Arrow, way: Way) -> None:
        """A message's line, right through every gap between two lanes."""
        self.arrows.append(arrow)
        if not way.direction:
            return
        x, y = arrow.start
        slope = (arrow.end[1] - y) / (arrow.end[0] - x)
        for gap, left, right in way.crossings:
            line = Pass(left, y + (left - x) * slope, right, y + (right - x) * slope)
            for area in self.floors.cross(gap, line):
                self.masks[area] = None
