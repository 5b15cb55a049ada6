"""Messages: where their lines run and where their texts stand.

* What leaves together leaves from one height, the farthest uppermost, so that the
  copies of a fork spread out like the fingers of a hand.
* A text stands beside the end that has fewer neighbours: above the line where the
  message leaves there, below it where the message arrives there. So the texts of
  copies sent at once stand side by side, each at its phone.
"""

from collections.abc import Iterable, Mapping

from mspllab.trace.trace import Hop
from mspllab.views.captions.caption import Caption, rfc_timer
from mspllab.views.captions.tooltip import tooltip
from mspllab.views.sequencing.blocks import Block, block
from mspllab.views.sequencing.canvas import Canvas
from mspllab.views.sequencing.stacks import Place, Stack
from mspllab.views.sequencing.steps import Arrive, Leave, Vanish
from mspllab.views.sequencing.ways import Way, way_between
from mspllab.views.shapes import Arrow, Mark, Point

DROP = 30.0
"""How far a message falls at least on its way."""
PARALLEL = 9.0
"""Between lines that begin or end together."""
BREATH = 5.0
"""Between a text or a line and the text above it."""
RISE = 4.0
"""Between a text and the line it belongs to."""
TURN = 12.0
"""Between an arrival at a lane and what follows from it in the same instant."""
LOST_AT = 0.62
"""Where on its way a lost message is crossed out."""


class Messages:
    """Draws the messages of a trace on a canvas."""

    def __init__(
        self, canvas: Canvas, captions: Mapping[int, Caption], *, tips: bool
    ) -> None:
        """Arrows have tooltips where `tips` are wanted; texts have them anyway."""
        self._canvas = canvas
        self._captions = captions
        self._tips = tips
        self._ways: dict[tuple[str, str], Way] = {}
        self._blocks: dict[tuple[Caption, Place], Block] = {}

    def leave(self, step: Leave) -> None:
        """Messages go on their way."""
        canvas, floors = self._canvas, self._canvas.floors
        lane = canvas.columns.order[step.lane]
        ways = [(hop, self._way(hop)) for hop in step.hops]
        y = canvas.next_height(lane)
        for _, way in ways:
            for crossing in way.crossings:
                y = floors.below_text(y, *crossing, BREATH)
        stacks = self._stacks(
            (hop, Place(way.gap_at_source, lane))
            for hop, way in ways
            if way.leaf == lane or hop.received is None or not way.direction
        )
        for stack in stacks:
            room = BREATH + stack.height + RISE
            y = floors.below_all(y, stack.gap, *stack.extent, room)
        for stack in stacks:
            stack.write(canvas, y - RISE - stack.height)
        canvas.happen(lane, y, self._start(ways, y), TURN)

    def _start(self, ways: list[tuple[Hop, Way]], y: float) -> float:
        """Give every message its starting height; the lowest of them."""
        if len(ways) > 1:
            ways = sorted(ways, key=lambda pair: -pair[1].lanes)
        latest: dict[int, tuple[int, float]] = {}
        for hop, way in ways:
            other, height = latest.get(way.direction, (-1, y))
            if other == way.destination:
                height += PARALLEL
            latest[way.direction] = (way.destination, height)
            self._canvas.starts[hop.n] = height
            timer = rfc_timer(hop)
            if timer:
                title = f"timer {timer} of {hop.source}"
                mark = Mark("clock", way.start, height, "timer", title)
                self._canvas.marks.append(mark)
        return max(height for _, height in latest.values())

    def arrive(self, step: Arrive) -> None:
        """Messages have come."""
        canvas, floors = self._canvas, self._canvas.floors
        lane = canvas.columns.order[step.lane]
        starts = canvas.starts
        ways = [(hop, self._way(hop)) for hop in step.hops if hop.n in starts]
        y = canvas.next_height(lane)
        for hop, way in ways:
            y = max(y, starts[hop.n] + DROP)
            if way.direction:
                y = floors.below_text(y, way.gap_at_destination, *way.landing, RISE)
        stacks = self._stacks(
            (hop, Place(way.gap_at_destination, lane))
            for hop, way in ways
            if way.leaf == lane and way.direction
        )
        for stack in stacks:
            y = floors.below_all(y, stack.gap, *stack.extent, BREATH - RISE)
        lowest = self._end(ways, y)
        for stack in stacks:
            stack.write(canvas, lowest[1 if stack.gap < lane else -1] + RISE)
        canvas.happen(lane, y, max(y, *lowest.values()), TURN)

    def _end(self, ways: list[tuple[Hop, Way]], y: float) -> dict[int, float]:
        """Draw the lines; {direction: height of the lowest that came that way}."""
        if len(ways) > 1:
            ways = sorted(ways, key=lambda pair: pair[1].lanes)
        lowest: dict[int, float] = {}
        for hop, way in ways:
            end = lowest.get(way.direction, y - PARALLEL) + PARALLEL
            lowest[way.direction] = end
            start = (way.start, self._canvas.starts.pop(hop.n))
            self._canvas.draw(self._arrow(hop, start, (way.end, end)), way)
        return lowest or {0: y}

    def vanish(self, step: Vanish) -> None:
        """A message is lost on its way."""
        canvas, hop = self._canvas, step.hop
        start = canvas.starts.pop(hop.n, None)
        if start is None:
            return
        y = max(canvas.band, start + DROP * LOST_AT)
        end = self._stop(hop, start, y)
        canvas.marks.append(Mark("cross", *end, "bad", f"lost: {hop.lost}"))
        canvas.happen(self._way(hop).source, y, y, 0.0)

    def finish(self, hops: Mapping[int, Hop]) -> None:
        """Draw what is still under way when the trace ends."""
        for number, start in tuple(self._canvas.starts.items()):
            self._stop(hops[number], start, start + DROP * LOST_AT)

    def _stop(self, hop: Hop, start: float, y: float) -> Point:
        """Draw a line that does not arrive; where it ends."""
        way = self._way(hop)
        end = (way.start + (way.end - way.start) * LOST_AT, y)
        arrow = self._arrow(hop, (way.start, start), end)._replace(arrives=False)
        self._canvas.draw(arrow, way)
        return end

    def _arrow(self, hop: Hop, start: Point, end: Point) -> Arrow:
        title = tooltip(hop) if self._tips else ""
        return Arrow(hop.n, start, end, self._captions[hop.n].role, True, title)

    def _way(self, hop: Hop) -> Way:
        ends = (hop.source, hop.destination)
        way = self._ways.get(ends)
        if way is None:
            way = self._ways[ends] = way_between(self._canvas.columns, *ends)
        return way

    def _stacks(self, texts: Iterable[tuple[Hop, Place]]) -> list[Stack]:
        """The texts to be written at one end of their lines, by gap."""
        stacks: dict[Place, Stack] = {}
        for hop, place in texts:
            stack = stacks.get(place)
            if stack is None:
                x = self._canvas.columns.lanes[place.lane].x
                stack = stacks[place] = Stack(place, x)
            stack.add(self._block(self._captions[hop.n], place), hop)
        return list(stacks.values())

    def _block(self, caption: Caption, place: Place) -> Block:
        known = self._blocks.get((caption, place))
        if known is None:
            room = self._canvas.columns.room(place.gap)
            known = block(caption, room, tabs=place.gap == place.lane)
            self._blocks[caption, place] = known
        return known
