"""Trace → sequence diagram: lanes, slanted arrows, texts, scripts and times.

Time runs downwards: what happens later stands lower, however the lanes differ. Its
scale is by rank, not by length: two times that follow each other are a beat apart,
and a long time in which nothing happens is marked and left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mspllab.trace.trace import Hop, Party, Trace
from mspllab.views.captions.caption import captions
from mspllab.views.captions.product import is_product_only
from mspllab.views.captions.reading import printable
from mspllab.views.captions.scripts import decisive_lines
from mspllab.views.captions.sentences import describe
from mspllab.views.sequencing.canvas import Canvas
from mspllab.views.sequencing.columns import PAGE, columns_of, most_lanes
from mspllab.views.sequencing.furniture import (
    HEADS_TOP,
    PART_TOP,
    TALL,
    foot_shapes,
    gutter_shapes,
    head_shapes,
    heads_height,
    lane_shapes,
    legend_samples,
    legend_shapes,
    title_shapes,
)
from mspllab.views.sequencing.messages import Messages
from mspllab.views.sequencing.notes import write_remark, write_script
from mspllab.views.sequencing.ordering import in_drawing_order
from mspllab.views.sequencing.steps import (
    Arrive,
    Layers,
    Leave,
    Remark,
    Script,
    Step,
    Vanish,
    steps_of,
)
from mspllab.views.shapes import Box, Shape
from mspllab.views.svg import MANY, Drawing

FLIGHTS_IN_A_PAUSE = 10
"""A time without events is long when so many messages could have crossed in it."""
SHORTEST_PAUSE = 0.05
"""Seconds."""


def draw_sequence(
    trace: Trace,
    *,
    states: bool = False,
    timers: bool = True,
    scripts: bool = True,
    product: bool = True,
    whole: Trace | None = None,
    page: float = PAGE,
) -> Drawing:
    """The sequence diagram of `trace`.

    `whole` is the run that `trace` is a part of, and `page` the width to keep to where
    there is a choice: a part has no title, and says of its messages what the whole
    would say. `states` adds the states of transactions and dialogs, `timers` marks
    those that fire, `scripts` shows the runs of MSPL scripts, `product` shows what
    only Lync does: the 101, branched in Via, epid in To, ms-diagnostics. With more
    lanes than fit, those who are silent throughout have none; the title names them.
    """
    run = trace if whole is None else whole
    layers = Layers(states, timers, scripts)
    hops, of_whole = _hops(trace, product), _hops(run, product)
    of_run = tuple(of_whole.values())
    silent = _without_lane(run, of_whole, layers, page)
    seen = replace(trace, parties=_but_for(trace.parties, silent))
    steps = tuple(steps_of(trace, hops, layers))
    said = captions(of_run, run.runs, product=product)
    columns = columns_of(seen, tuple(hops.values()), steps, said, page)
    heads = heads_height(columns)
    top = HEADS_TOP if whole is None else PART_TOP
    canvas = Canvas(columns, top + heads, _pause_after(of_run))
    messages = Messages(canvas, said, tips=len(hops) <= MANY)
    decisive = decisive_lines(of_run)
    for step in in_drawing_order(steps, columns.order, columns.hubs):
        _place(step, canvas, messages, decisive)
    messages.finish(hops)
    canvas.close()
    return _drawing(trace, canvas, (top, heads), product, silent)


def _without_lane(
    run: Trace, hops: Mapping[int, Hop], layers: Layers, page: float
) -> tuple[Party, ...]:
    """Those who are left out: silent, where not everybody has room."""
    if len(run.parties) <= most_lanes(page):
        return ()
    ends = {name for hop in hops.values() for name in (hop.source, hop.destination)}
    busy = ends | {step.lane for step in steps_of(run, hops, layers)}
    return tuple(party for party in run.parties if party.name not in busy)


def _but_for(parties: Sequence[Party], others: Sequence[Party]) -> tuple[Party, ...]:
    return tuple(party for party in parties if party not in others)


def _hops(trace: Trace, product: bool) -> dict[int, Hop]:
    return {
        hop.n: hop
        for hop in trace.hops
        if product or not is_product_only(hop.message.status)
    }


def _place(
    step: Step, canvas: Canvas, messages: Messages, decisive: dict[int, int]
) -> None:
    canvas.advance(step.at)
    match step:
        case Leave():
            messages.leave(step)
        case Arrive():
            messages.arrive(step)
        case Vanish():
            messages.vanish(step)
        case Remark():
            write_remark(canvas, step)
        case Script():
            write_script(canvas, step, decisive)


def _pause_after(hops: Sequence[Hop]) -> float:
    flights = sorted(
        hop.received - hop.sent for hop in hops if hop.received is not None
    )
    if not flights:
        return SHORTEST_PAUSE
    return max(SHORTEST_PAUSE, FLIGHTS_IN_A_PAUSE * flights[len(flights) // 2])


def _drawing(
    trace: Trace,
    canvas: Canvas,
    heads: tuple[float, float],
    product: bool,
    silent: Sequence[Party],
) -> Drawing:
    columns = canvas.columns
    width = columns.width
    bottom = max(canvas.floors.lowest, *canvas.lane) + 22
    masks = [
        Box(area.left, area.top, area.right - area.left, area.bottom - area.top, "mask")
        for area in canvas.masks
    ]
    foot: list[Shape] = []
    end = bottom
    if bottom > TALL:
        foot = foot_shapes(columns, bottom + 16)
        end += 24
    legend, legend_height = legend_shapes(
        legend_samples(canvas, product=product), end + 12, width
    )
    shapes: list[Shape] = [
        *(title_shapes(trace, width, silent) if heads[0] == HEADS_TOP else ()),
        *gutter_shapes(canvas.ticks, canvas.pauses, canvas.top, columns.lanes[-1].x),
        *lane_shapes(canvas, bottom),
        *head_shapes(columns, *heads),
        *foot,
        *canvas.arrows,
        *masks,
        *canvas.lines,
        *canvas.boxes,
        *canvas.marks,
        *canvas.labels,
        *legend,
    ]
    height = end + 12 + legend_height + 12
    title = printable(trace.title) or "Messages"
    return Drawing(width, height, tuple(shapes), title, describe(trace))
