"""Notes: what is said beside a lane, and the boxes of script runs upon it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from mspllab.trace.records import ScriptRun
from mspllab.views.captions.reading import printable
from mspllab.views.captions.scripts import file_name
from mspllab.views.sequencing.canvas import Canvas
from mspllab.views.sequencing.columns import SIDE
from mspllab.views.sequencing.floors import Area
from mspllab.views.sequencing.steps import Remark, Script
from mspllab.views.shapes import ROW, TEXT, Box, Label, Line, Mark, Row, Span
from mspllab.views.text_width import text_width, wrap

PADDING = 9.0
ROWS = 5
"""Longer remarks are elided; the tooltip has all of them."""
ABOVE = 12.0
"""Between a box and what is above it on its lane."""
SCRIPT = 170.0
"""Room within a box on a lane."""
LEADER = 8.0
"""The short line from a lane to a remark."""


class Words(NamedTuple):
    """Lines of a box, and their width."""

    rows: tuple[Row, ...]
    width: float


def write_remark(canvas: Canvas, step: Remark) -> None:
    """A remark beside the lane, on the side where no messages come and go."""
    lane = canvas.columns.order[step.lane]
    side = canvas.columns.outer[lane]
    if side == 0:
        _write_on(canvas, lane, step)
    else:
        _write_beside(canvas, lane, side, step)


def _write_on(canvas: Canvas, lane: int, step: Remark) -> None:
    text = f"× {step.text}" if step.mark == "cross" else step.text
    _box(canvas, lane, _wrapped(text, SCRIPT, step.role), "remark", step.text)


def _write_beside(canvas: Canvas, lane: int, side: int, step: Remark) -> None:
    gap = lane if side > 0 else lane - 1
    rows, width = _wrapped(step.text, canvas.columns.aside(gap), step.role)
    x = canvas.columns.lanes[lane].x
    edge = x + side * (SIDE + 2)
    left, right = sorted((edge, edge + side * width))
    y = max(canvas.band, canvas.lane[lane])
    y = canvas.floors.below_all(y, gap, left, right, 11.0)
    anchor = "start" if side > 0 else "end"
    canvas.labels.append(Label(edge, y + 4, rows, anchor, step.text))
    if step.mark == "dot":
        canvas.lines.append(Line(((x, y), (x + side * LEADER, y)), "leader"))
    else:
        canvas.marks.append(Mark(step.mark, x, y, step.role, step.text))
    canvas.floors.write(gap, Area(left, y - 8, right, y - 7 + ROW * len(rows)))
    canvas.happen(lane, y, y, 0.0)


@lru_cache(4096)
def _wrapped(text: str, room: float, role: str) -> Words:
    """A remark in lines that fit; those that say the same share them."""
    bold = role == "bad"
    lines = wrap(text, room, TEXT, ROWS, bold)
    rows = tuple((Span(line, role),) for line in lines)
    return Words(rows, max(text_width(line, TEXT, bold) for line in lines))


def write_script(canvas: Canvas, step: Script, decisive: Mapping[int, int]) -> None:
    """A box with the script's file, the line that decided, and the outcome."""
    run = step.run
    words = _words(run, decisive.get(run.run))
    lane = canvas.columns.order[step.lane]
    _box(canvas, lane, words, "script", _story(run))


def _words(run: ScriptRun, decisive: int | None) -> Words:
    line = decisive or (run.lines[-1] if run.lines else None)
    where = "" if line is None else f"line {line} "
    said = [
        (file_name(run), "strong"),
        (f"{where}→ {run.outcome}", "plain"),
    ]
    if run.response is not None:
        said.append((run.response, "plain"))
    said += [(f"error {error.code}: {error.message}", "bad") for error in run.errors]
    said += [(f"“{' '.join(entry.lines)}”", "quiet") for entry in run.log[:1]]
    rows, width = [], 0.0
    for text, role in said:
        bold = role in ("strong", "bad")
        for shown in wrap(printable(text), SCRIPT, TEXT, ROWS, bold):
            rows.append((Span(shown, role),))
            width = max(width, text_width(shown, TEXT, bold))
    return Words(tuple(rows), width)


def _story(run: ScriptRun) -> str:
    """The whole run as a tooltip."""
    lines = [f"{run.path} ran at {run.element}: {run.outcome}"]
    lines += [f"to {target}" for target in run.targets]
    if run.lines:
        lines.append(f"lines {', '.join(map(str, run.lines))}")
    lines += [f"{entry.channel}: {' '.join(entry.lines)}" for entry in run.log]
    return "\n".join(map(printable, lines))


def _box(canvas: Canvas, lane: int, words: Words, role: str, title: str) -> None:
    """A box upon the lane, over both gaps beside it."""
    width = words.width + 2 * PADDING
    height = ROW * len(words.rows) + 7
    centre = canvas.columns.lanes[lane].x
    left, right = centre - width / 2, centre + width / 2
    gaps = (lane - 1, lane)
    top = canvas.band
    for gap in gaps:
        top = canvas.floors.below_text(top, gap, left, right, 5.0)
    if canvas.lane[lane] > canvas.top:
        top = max(top, canvas.lane[lane] + max(canvas.turn[lane], ABOVE))
    canvas.boxes.append(Box(left, top, width, height, role, 3.0, title))
    canvas.labels.append(Label(centre, top + 15, words.rows, "middle", title))
    for gap in gaps:
        canvas.floors.write(gap, Area(left, top, right, top + height))
    canvas.happen(lane, top, top + height, 4.0)
