"""Messages: where their lines run and where their texts stand.

* What leaves together leaves from one height, the farthest uppermost, so that the
  copies of a fork spread out like the fingers of a hand.
* A text stands beside the end that has fewer neighbours: above the line where the
  message leaves there, below it where the message arrives there. So the texts of
  copies sent at once stand side by side, each at its phone.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mspllab.trace.trace import Hop
from mspllab.views.captions.caption import Caption
from mspllab.views.captions.tooltip import tooltip
from mspllab.views.sequencing.blocks import CHIP, CHIP_GAP, Block, block
from mspllab.views.sequencing.canvas import Canvas
from mspllab.views.sequencing.columns import SIDE
from mspllab.views.sequencing.floors import Area
from mspllab.views.sequencing.steps import Arrive, Leave, Vanish
from mspllab.views.shapes import TEXT, Arrow, Box, Label, Mark, Span
from mspllab.views.text_width import text_width

DROP = 30.0
"""How far a message falls at least on its way."""
PARALLEL = 9.0
"""Between lines that begin or end together."""
BREATH = 5.0
"""Between a text and what is above it."""
APART = 3.0
"""Between two texts that belong to parallel lines."""
RISE = 4.0
"""Between a text and the line it stands on."""
TURN = 12.0
"""Between an arrival at a lane and what follows from it in the same instant."""
LOST_AT = 0.62
"""Where on its way a lost message is crossed out."""
LOOP = 22.0
"""Height of a message that an element sends to itself."""


class Texts(NamedTuple):
    """Blocks to be stacked beside a lane, in one gap."""

    gap: int
    lane: int
    blocks: list[tuple[Block, Hop]]

    @property
    def height(self) -> float:
        """Of the whole stack."""
        return sum(text.height + APART for text, _ in self.blocks) - APART

    @property
    def width(self) -> float:
        """Of the widest."""
        return max(text.width for text, _ in self.blocks)


class Messages:
    """Draws the messages of a trace on a canvas."""

    def __init__(self, canvas: Canvas, captions: Mapping[int, Caption]) -> None:
        self._canvas = canvas
        self._columns = canvas.columns
        self._captions = captions
        self._set: dict[tuple[Caption, int, int], Block] = {}

    def leave(self, step: Leave) -> None:
        """Messages go on their way."""
        canvas, columns = self._canvas, self._columns
        lane = columns.order[step.lane]
        others = [columns.order[hop.destination] for hop in step.hops]
        texts = self._texts(lane, others, step.hops, leaving=True)
        y = canvas.next_height(lane)
        for other in others:
            for gap in range(min(lane, other), max(lane, other)):
                left, right = columns.lanes[gap].x, columns.lanes[gap + 1].x
                y = max(y, canvas.floors.under_text(gap, left, right) + BREATH)
        for stack in texts:
            floor = canvas.floors.under_all(stack.gap, *self._extent(stack))
            y = max(y, floor + BREATH + stack.height + RISE)
        bottom = self._start(lane, others, step.hops, y)
        for stack in texts:
            self._write(stack, y - RISE - stack.height)
        canvas.happen(lane, y, bottom, TURN)

    def _start(
        self, lane: int, others: Sequence[int], hops: Sequence[Hop], y: float
    ) -> float:
        """Give every message its starting height; the lowest of them."""
        bottom = y
        offsets = {-1: (lane, y), 1: (lane, y), 0: (lane, y)}
        order = sorted(range(len(hops)), key=lambda k: (-abs(others[k] - lane), k))
        for k in order:
            other = others[k]
            direction = _sign(other - lane)
            last, height = offsets[direction]
            if last == other != lane:
                height += PARALLEL
            offsets[direction] = (other, height)
            self._canvas.starts[hops[k].n] = height
            bottom = max(bottom, height)
            timer = hops[k].cause.timer
            if timer is not None and len(timer) == 1:
                title = f"timer {timer} of {hops[k].source}"
                x = self._columns.lanes[lane].x
                self._canvas.marks.append(Mark("clock", x, height, "timer", title))
        return bottom

    def arrive(self, step: Arrive) -> None:
        """Messages have come."""
        canvas, columns = self._canvas, self._columns
        lane = columns.order[step.lane]
        hops = [hop for hop in step.hops if hop.n in canvas.starts]
        others = [columns.order[hop.source] for hop in hops]
        texts = self._texts(lane, others, hops, leaving=False)
        y = canvas.next_height(lane)
        for hop, other in zip(hops, others, strict=True):
            y = max(y, canvas.starts[hop.n] + (DROP if other != lane else LOOP))
            if other != lane:
                y = max(y, self._landing_floor(lane, other) + RISE)
        for stack in texts:
            floor = canvas.floors.under_text(stack.gap, *self._extent(stack))
            y = max(y, floor + BREATH - RISE)
        lowest = self._end(lane, others, hops, y)
        for stack in texts:
            below = lowest[1 if stack.gap >= lane else -1]
            self._write(stack, below + RISE)
        canvas.happen(lane, y, max(y, *lowest.values()), TURN)

    def _landing_floor(self, lane: int, other: int) -> float:
        """Texts in the half of the gap next to `lane` through which a line comes in."""
        x, next_x = (
            self._columns.lanes[k].x for k in (lane, lane + _sign(other - lane))
        )
        left, right = sorted((x, (x + next_x) / 2))
        return self._canvas.floors.under_text(
            min(lane, lane + _sign(other - lane)), left, right
        )

    def _extent(self, stack: Texts) -> tuple[float, float]:
        """Left and right end of the widest text of a stack."""
        x = self._columns.lanes[stack.lane].x
        if stack.gap == stack.lane:
            return x + SIDE, x + SIDE + stack.width
        return x - SIDE - stack.width, x - SIDE

    def _end(
        self, lane: int, others: Sequence[int], hops: Sequence[Hop], y: float
    ) -> dict[int, float]:
        """Draw the lines; the lowest end on either side of the lane."""
        lowest = {-1: y, 1: y}
        heights = {-1: y, 1: y, 0: y}
        x = self._columns.lanes[lane].x
        order = sorted(range(len(hops)), key=lambda k: (abs(others[k] - lane), k))
        for k in order:
            hop, other = hops[k], others[k]
            direction = _sign(other - lane)
            end = heights[direction]
            heights[direction] = end + PARALLEL
            lowest[direction or 1] = max(lowest[direction or 1], end)
            start = self._canvas.starts.pop(hop.n)
            begin = (self._columns.lanes[other].x, start)
            self._canvas.draw(self._arrow(hop, begin, (x, end)), other, lane)
        return lowest

    def vanish(self, step: Vanish) -> None:
        """A message is lost on its way."""
        canvas, hop = self._canvas, step.hop
        start = canvas.starts.pop(hop.n, None)
        if start is None:
            return
        y = max(canvas.band, start + DROP * LOST_AT)
        end = self._stop(hop, start, y)
        canvas.marks.append(Mark("cross", *end, "bad", f"lost: {hop.lost}"))
        if y >= canvas.band:
            canvas.happen(self._columns.order[hop.source], y, y, 0.0)

    def finish(self, hops: Mapping[int, Hop]) -> None:
        """Draw what is still under way when the trace ends."""
        for number, start in tuple(self._canvas.starts.items()):
            self._stop(hops[number], start, start + DROP * LOST_AT)

    def _stop(self, hop: Hop, start: float, y: float) -> tuple[float, float]:
        """Draw a line that does not arrive; where it ends."""
        lanes, order = self._columns.lanes, self._columns.order
        source, other = order[hop.source], order[hop.destination]
        x1, x2 = lanes[source].x, lanes[other].x
        end = (x1 + (x2 - x1) * LOST_AT, y)
        arrow = self._arrow(hop, (x1, start), end)._replace(arrives=False)
        self._canvas.draw(arrow, source, other)
        return end

    def _arrow(
        self, hop: Hop, start: tuple[float, float], end: tuple[float, float]
    ) -> Arrow:
        return Arrow(hop.n, start, end, self._captions[hop.n].role, True, tooltip(hop))

    def _texts(
        self, lane: int, others: Sequence[int], hops: Sequence[Hop], *, leaving: bool
    ) -> list[Texts]:
        """The texts to be written at this end, by gap."""
        stacks: dict[int, Texts] = {}
        for hop, other in zip(hops, others, strict=True):
            if self._text_lane(hop, leaving) != lane:
                continue
            gap = lane if other >= lane else lane - 1
            stack = stacks.setdefault(gap, Texts(gap, lane, []))
            stack.blocks.append((self._block(hop, lane, gap), hop))
        return list(stacks.values())

    def _text_lane(self, hop: Hop, leaving: bool) -> int | None:
        """The lane beside which the text of `hop` is written, if it is now."""
        source = self._columns.order[hop.source]
        if hop.received is None or hop.source == hop.destination:
            return source if leaving else None
        return self._columns.leaf[hop.source, hop.destination]

    def _block(self, hop: Hop, lane: int, gap: int) -> Block:
        caption = self._captions[hop.n]
        key = (caption, lane, gap)
        known = self._set.get(key)
        if known is None:
            room = self._columns.room(gap)
            known = self._set[key] = block(caption, room, tabs=gap == lane)
        return known

    def _write(self, stack: Texts, top: float) -> None:
        """Set the blocks one under the other, beside the lane."""
        canvas = self._canvas
        left = stack.gap == stack.lane
        lane_x = self._columns.lanes[stack.lane].x
        x = lane_x + SIDE if left else lane_x - SIDE
        for text, hop in stack.blocks:
            self._set_block(text, hop, x, top, left)
            edge = x + text.width if left else x - text.width
            area = Area(min(x, edge), top, max(x, edge), top + text.height)
            canvas.floors.write(stack.gap, area)
            top += text.height + APART

    def _set_block(
        self, text: Block, hop: Hop, x: float, top: float, left: bool
    ) -> None:
        canvas, y, lead = self._canvas, top + 12.0, 0.0
        if text.tag:
            width = text_width(text.tag, TEXT) + CHIP
            box_x = x if left else x - width
            canvas.boxes.append(Box(box_x, top + 0.5, width, 15.0, "chip", 4.0))
            chip = ((Span(text.tag, "tag"),),)
            canvas.labels.append(Label(box_x + width / 2, y, chip, "middle", "", hop.n))
            lead = width + CHIP_GAP if left else -width - CHIP_GAP
        anchor = "start" if left else "end"
        title = tooltip(hop)
        canvas.labels.append(Label(x, y, text.rows, anchor, title, hop.n, lead))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
