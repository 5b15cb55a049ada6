"""Stacks: the texts of messages that leave or arrive together, under each other."""

from functools import lru_cache
from typing import NamedTuple

from mspllab.trace.trace import Hop
from mspllab.views.captions.tooltip import tooltip
from mspllab.views.sequencing.blocks import CHIP, CHIP_GAP, Block
from mspllab.views.sequencing.canvas import Canvas
from mspllab.views.sequencing.columns import SIDE
from mspllab.views.sequencing.floors import Area
from mspllab.views.shapes import TEXT, Box, Label, Row, Span
from mspllab.views.text_width import text_width

APART = 3.0
"""Between two texts that belong to parallel lines."""
ASCENT = 12.0
"""From the top of a block to the baseline of its first line."""
CHIP_HEIGHT = 15.0


class Place(NamedTuple):
    """A gap, and the lane at its edge beside which texts stand."""

    gap: int
    lane: int


class Stack:
    """Blocks of text beside one lane, in one gap."""

    __slots__ = ("_blocks", "_goes_right", "_width", "_x", "gap", "height")

    def __init__(self, place: Place, lane_x: float) -> None:
        self.gap = place.gap
        self._goes_right = place.gap == place.lane
        self._x = lane_x + SIDE if self._goes_right else lane_x - SIDE
        self._blocks: list[tuple[Block, Hop]] = []
        self._width = 0.0
        self.height = -APART

    def add(self, text: Block, hop: Hop) -> None:
        """One more block, at the bottom."""
        self._blocks.append((text, hop))
        self._width = max(self._width, text.width)
        self.height += text.height + APART

    @property
    def extent(self) -> tuple[float, float]:
        """Left and right end of the widest block."""
        if self._goes_right:
            return self._x, self._x + self._width
        return self._x - self._width, self._x

    def write(self, canvas: Canvas, top: float) -> None:
        """Put the blocks on the canvas, from `top` downwards."""
        for text, hop in self._blocks:
            self._write_block(canvas, text, hop, top)
            left = self._x if self._goes_right else self._x - text.width
            bottom = top + text.height
            canvas.floors.write(self.gap, Area(left, top, left + text.width, bottom))
            top = bottom + APART

    def _write_block(self, canvas: Canvas, text: Block, hop: Hop, top: float) -> None:
        y, lead = top + ASCENT, 0.0
        if text.tag:
            width = text_width(text.tag, TEXT) + CHIP
            left = self._x if self._goes_right else self._x - width
            box = Box(left, top + 0.5, width, CHIP_HEIGHT, "chip", 4.0)
            canvas.boxes.append(box)
            tag = _tag_rows(text.tag)
            canvas.labels.append(Label(left + width / 2, y, tag, "middle", "", hop.n))
            lead = width + CHIP_GAP if self._goes_right else -width - CHIP_GAP
        anchor = "start" if self._goes_right else "end"
        label = Label(self._x, y, text.rows, anchor, tooltip(hop), hop.n, lead)
        canvas.labels.append(label)


@lru_cache(4096)
def _tag_rows(tag: str) -> tuple[Row, ...]:
    """The text of a chip; a branch has the same one on every message."""
    return ((Span(tag, "tag"),),)
