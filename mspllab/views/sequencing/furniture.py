"""Furniture: what stands around the messages: heads, times, pauses, legend, title."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mspllab.trace.records import Sent
from mspllab.trace.trace import Party, Trace
from mspllab.views.captions.reading import printable
from mspllab.views.sequencing.canvas import Canvas, Pause, Tick
from mspllab.views.sequencing.columns import GUTTER, NARROWEST, Column, Columns
from mspllab.views.shapes import (
    HEAD,
    ROW,
    TEXT,
    Arrow,
    Box,
    Label,
    Lane,
    Line,
    Mark,
    Shape,
    Span,
)
from mspllab.views.text_width import elide, text_width

TITLE_TOP = 26.0
SUBTITLE_TOP = 46.0
HEADS_TOP = 62.0
PART_TOP = 10.0
"""The same where there is no title."""
AXIS = GUTTER - 8.0
"""Where the time axis stands."""
TALL = 900.0
"""A taller picture repeats the names of the lanes at its foot."""
SAMPLE = 38.0
"""Length of a sample in the legend."""


PROFILES = {"lync": "Lync profile", "rfc3261": "RFC 3261 profile"}


class Sample(NamedTuple):
    """One entry of the legend."""

    kind: str
    """arrow, lost, mark, box, chip, text."""
    role: str
    words: str


def title_shapes(
    trace: Trace, width: float, silent: Sequence[Party] = ()
) -> list[Shape]:
    """The title, and beneath it what sort of run this was, and who has no lane."""
    title = printable(trace.title) or "Messages"
    room = width - 40
    title = elide(title, room * 0.8, HEAD, True)
    under = summary(trace)
    if silent:
        under += f" · silent: {printable(', '.join(party.name for party in silent))}"
    return [
        Label(20, TITLE_TOP, ((Span(title, "title"),),)),
        Label(20, SUBTITLE_TOP, ((Span(elide(under, room, TEXT), "key"),),)),
    ]


def summary(trace: Trace) -> str:
    """Profile, number of messages, length, end and seed, in half a sentence each."""
    count = len(trace.of(Sent))
    parts = [
        PROFILES.get(trace.profile, f"{trace.profile} profile"),
        f"{count} message" + "s" * (count != 1),
    ]
    if trace.end is not None:
        why = {"quiet": "until all is quiet", "until": "until time is up"}
        parts.append(f"{trace.end.at:.3f} s, {why.get(trace.end.why, trace.end.why)}")
    return printable(" · ".join([*parts, f"seed {trace.seed}"]))


def heads_height(columns: Columns) -> float:
    """Height of the boxes over the lanes."""
    return 14 + max(
        (HEAD + 3) * len(lane.title) + ROW * len(lane.subtitle)
        for lane in columns.lanes
    )


def head_shapes(columns: Columns, top: float, height: float) -> list[Shape]:
    """The box over each lane."""
    shapes: list[Shape] = []
    for lane in columns.lanes:
        shapes += _head(lane, top, height)
    return shapes


def _head(lane: Column, top: float, height: float) -> list[Shape]:
    role = lane.kind if lane.kind in KINDS else "client"
    radius = {"client": 12.0}.get(lane.kind, 2.0)
    left = lane.x - lane.width / 2
    box = Box(left, top, lane.width, height, f"head-{role}", radius)
    used = (HEAD + 3) * len(lane.title) + ROW * len(lane.subtitle)
    y = top + (height - used) / 2 + HEAD - 1
    title = tuple((Span(line, "name"),) for line in lane.title)
    shapes: list[Shape] = [box, Label(lane.x, y, title, "middle")]
    if lane.subtitle:
        subtitle = tuple((Span(line, "key"),) for line in lane.subtitle)
        y += (HEAD + 3) * len(lane.title) - 1
        shapes.append(Label(lane.x, y, subtitle, "middle"))
    return shapes


KINDS = (
    "client",
    "front-end",
    "edge",
    "proxy",
    "redirect-server",
    "platform",
    "gateway",
)


def foot_shapes(columns: Columns, y: float) -> list[Shape]:
    """The names of the lanes once more."""
    return [
        Label(lane.x, y, ((Span(_name(lane), "name"),),), "middle")
        for lane in columns.lanes
    ]


def _name(lane: Column) -> str:
    return elide(" ".join(lane.title), max(lane.width, NARROWEST - 20), HEAD, True)


def lane_shapes(canvas: Canvas, bottom: float) -> list[Shape]:
    """The lifelines, interrupted where a long time passes."""
    pauses = tuple((pause.top, pause.bottom) for pause in canvas.pauses)
    return [
        Lane(lane.name, lane.x, canvas.top, bottom, pauses)
        for lane in canvas.columns.lanes
    ]


def gutter_shapes(
    ticks: Sequence[Tick], pauses: Iterable[Pause], top: float, right: float
) -> list[Shape]:
    """Times on the left, a hairline for each, and how long the pauses are."""
    digits = _digits(ticks)
    lines: list[Shape] = []
    for tick in ticks:
        lines += _tick_lines(tick, right)
    if ticks:
        lines.append(Line(((AXIS, ticks[0].top), (AXIS, ticks[-1].bottom)), "rule"))
    marks: list[Shape] = []
    labels = [_time_label(top - 8, "seconds", "pause")] if ticks else []
    labels += [_time_label(t.top, f"{t.at:.{digits}f}", "time") for t in ticks]
    for pause in pauses:
        y = (pause.top + pause.bottom) / 2
        labels.append(_time_label(y, _duration(pause.seconds), "pause"))
        marks.append(Mark("gap", AXIS, y, "axis", f"{pause.seconds:.3f} s pass"))
    return [*lines, *marks, *labels]


def _tick_lines(tick: Tick, right: float) -> list[Line]:
    """The lines of one time; the point that they have in common is made once."""
    start = (AXIS, tick.top)
    lines = [
        Line((start, (right, tick.top)), "hair"),
        Line(((AXIS - 4, tick.top), start), "axis"),
    ]
    if tick.bottom - tick.top > 2:
        lines.append(Line((start, (AXIS, tick.bottom)), "instant"))
    return lines


def _time_label(y: float, text: str, role: str) -> Label:
    return Label(AXIS - 9, y + 4, ((Span(text, role),),), "end")


def _digits(ticks: Sequence[Tick]) -> int:
    """Decimal places that tell every two times apart, three to six."""
    for digits in (3, 4, 5):
        shown = {f"{tick.at:.{digits}f}" for tick in ticks}
        if len(shown) == len(ticks):
            return digits
    return 6


def _duration(seconds: float) -> str:
    return f"+{seconds:.2f} s" if seconds < 100 else f"+{seconds:.0f} s"


def legend_samples(canvas: Canvas, *, product: bool) -> list[Sample]:
    """One sample of everything that needs a word and does occur."""
    roles = {arrow.role for arrow in canvas.arrows if arrow.arrives}
    spans = {span.role for label in canvas.labels for row in label.rows for span in row}
    boxes = {box.role for box in canvas.boxes}
    marks = {mark.kind for mark in canvas.marks}
    entries = [
        ("request" in roles, Sample("arrow", "request", "request")),
        ("provisional" in roles, Sample("arrow", "provisional", "1xx response")),
        ("success" in roles, Sample("arrow", "success", "2xx")),
        ("redirect" in roles, Sample("arrow", "redirect", "3xx")),
        ("failure" in roles, Sample("arrow", "failure", "4xx to 6xx")),
        ("ack" in roles, Sample("arrow", "ack", "ACK, end to end")),
        ("hop" in roles, Sample("arrow", "hop", "ACK, for one hop only")),
        ("cross" in marks, Sample("lost", "bad", "lost or dropped")),
        ("clock" in marks, Sample("mark", "timer", "a timer fired")),
        ("script" in boxes, Sample("box", "script", "script run")),
        ("chip" in boxes, Sample("chip", "tag", "branch of a fork")),
        ("key" in spans, Sample("text", "key", "the Request-URI")),
        ("changed" in spans, Sample("text", "changed", "changed since the last hop")),
        (product and "product" in spans, Sample("text", "product", "not in the RFC")),
        (bool(canvas.pauses), Sample("mark", "gap", "time left out")),
    ]
    return [sample for wanted, sample in entries if wanted]


def legend_shapes(
    samples: Sequence[Sample], top: float, width: float
) -> tuple[list[Shape], float]:
    """The samples in columns; and the height they take."""
    if not samples:
        return [], 0.0
    widest = max(text_width(sample.words, TEXT) for sample in samples)
    cell = SAMPLE + 8 + widest + 18
    across = max(1, int((width - 40) // cell))
    shapes: list[Shape] = [Line(((20, top), (width - 20, top)), "rule")]
    for number, sample in enumerate(samples):
        x = 20 + number % across * cell
        y = top + 18 + number // across * 21
        words = ((Span(sample.words, "plain"),),)
        shapes += _sample(sample, x, y)
        shapes.append(Label(x + SAMPLE + 8, y + 4, words))
    return shapes, 18.0 + (len(samples) - 1) // across * 21 + 8


def _sample(sample: Sample, x: float, y: float) -> list[Shape]:
    middle = x + SAMPLE / 2
    match sample.kind:
        case "arrow":
            return [Arrow(0, (x, y), (x + SAMPLE, y), sample.role)]
        case "lost":
            line = Arrow(0, (x, y), (x + SAMPLE * 0.7, y), "request", False)
            return [line, Mark("cross", x + SAMPLE * 0.7, y, "bad")]
        case "mark":
            kind = "gap" if sample.role == "gap" else "clock"
            return [Mark(kind, middle, y, "axis" if kind == "gap" else "timer")]
        case "box":
            return [Box(x + 2, y - 7, SAMPLE - 4, 14, "script", 3.0)]
        case "chip":
            text = ((Span("b1", "tag"),),)
            return [
                Box(middle - 12, y - 8, 24, 15, "chip", 4.0),
                Label(middle, y + 4, text, "middle"),
            ]
    word = {"changed": "Δ", "product": "Lync", "key": "R-URI"}[sample.role]
    return [Label(x + SAMPLE, y + 4, ((Span(word, sample.role),),), "end")]
