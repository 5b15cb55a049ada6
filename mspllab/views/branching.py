"""Branching: two runs side by side, drawn once as far as they agree."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import singledispatch
from typing import NamedTuple

from mspllab.scenario.branch import Branch, Difference
from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.reading import printable
from mspllab.views.ladder import render_ladder
from mspllab.views.sequence import draw_sequence
from mspllab.views.sequencing.columns import PAGE
from mspllab.views.sequencing.furniture import SUBTITLE_TOP, TITLE_TOP
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
from mspllab.views.svg import Drawing
from mspllab.views.text_width import elide

APART = 24.0
"""Room between the two ladders."""
HALF = (PAGE - APART) / 2
"""Width that each of them keeps to where its lanes allow it."""
WIDEST_PAIR = 1400.0
"""Two that are wider together stand one below the other, each as wide as a page."""
BAND = 34.0
"""Height of the line that says where they part."""
AS_IT_WAS, WITH_THE_CHANGE = "As it was", "With the change"


def draw_branch(branch: Branch) -> Drawing:
    """The common part on top, the two others below it, and between them what parts.

    The two stand side by side, or where that is too wide one below the other.
    """
    sections = list(_sections(branch))
    width = max(section.right for section in sections)
    height = max(section.bottom for section in sections) + 12
    shapes = [shape for section in sections for shape in section.shapes]
    title = f"{printable(branch.original.title) or 'Messages'}: what if?"
    head = [
        Label(
            20, TITLE_TOP, ((Span(elide(title, width * 0.7, HEAD, True), "title"),),)
        ),
        Label(20, SUBTITLE_TOP, ((Span(_fitting(asked(branch), width), "key"),),)),
    ]
    lines = _bands(branch, sections, width)
    return Drawing(width, height, (*head, *lines, *shapes), title, told(branch))


def render_branch(branch: Branch) -> str:
    """The same as text: common lines, then `-` as it was and `+` with the change."""
    common = branch.common if branch.difference is not None else branch.original
    lines = [f"  {line}" for line in _lines(common, branch.original)]
    lines.append(f"--- {sentence(branch)}")
    if branch.difference is not None:
        before, after = branch.rests
        lines += [f"- {line}" for line in _lines(before, branch.original)]
        lines += [f"+ {line}" for line in _lines(after, branch.changed)]
    return "".join(f"{line}\n" for line in (asked(branch), *lines))


def sentence(branch: Branch) -> str:
    """Where and in what the two runs part, in a sentence."""
    difference = branch.difference
    if difference is None:
        return "Both runs are the same to the end: the change makes no difference."
    before, after = _said(difference.before), _said(difference.after)
    parts = f"They part at message {difference.n}: it was {before}, now it is {after}."
    if before == after:
        others = _others(difference)
        parts = f"They part at message {difference.n}, {before}: another {others}."
    if not branch.reaches_back:
        return parts
    return f"{parts} That is before {branch.moment}: the change reaches back."


def told(branch: Branch) -> str:
    """The whole picture in words."""
    return f"Two runs side by side. {asked(branch)} {sentence(branch)}"


def asked(branch: Branch) -> str:
    """What was changed, and from when on."""
    return printable(f"From {branch.moment} on: {branch.change}.")


def _said(hop: Hop | None) -> str:
    if hop is None:
        return "the end"
    line = hop.message.start_line.removeprefix("SIP/2.0 ")
    what = hop.message.method if hop.message.status is None else line
    way = f"from {hop.source} to {hop.destination}, {hop.sent:.3f} s{_fate(hop)}"
    return printable(f"{what} {way}")


def _fate(hop: Hop) -> str:
    if hop.lost is not None:
        return f", lost ({hop.lost})"
    return "" if hop.received is None else f" to {hop.received:.3f} s"


def _others(difference: Difference) -> str:
    """What of two messages that look alike is not the same."""
    hops = (difference.before, difference.after)
    before, after = (set(hop.message.text.splitlines()) for hop in hops if hop)
    names = sorted({line.partition(":")[0] for line in before ^ after if ":" in line})
    return printable(" and ".join(names) or "text")


def _lines(part: Trace, whole: Trace) -> list[str]:
    return render_ladder(part, whole=whole).splitlines()


class _Section(NamedTuple):
    """A ladder moved to its place."""

    shapes: tuple[Shape, ...]
    left: float
    top: float
    right: float
    bottom: float


def _sections(branch: Branch) -> Iterator[_Section]:
    top = SUBTITLE_TOP + 14
    if branch.difference is None:
        yield _placed(draw_sequence(branch.original, whole=branch.original), 0, top)
        return
    if branch.common.hops:
        common = draw_sequence(branch.common, whole=branch.original)
        yield (above := _placed(common, 0, top))
        top = above.bottom
    pair = [_drawn(branch, HALF)]
    if sum(one.width for one in pair[0]) + APART > WIDEST_PAIR:
        pair = [(one,) for one in _drawn(branch, PAGE)]
    for drawings in pair:
        top += BAND + ROW
        left = 0.0
        for drawing in drawings:
            yield (section := _placed(drawing, left, top))
            left = section.right + APART
        top = section.bottom


def _drawn(branch: Branch, page: float) -> tuple[Drawing, ...]:
    """Both as they go on, with the lanes that are busy in either."""
    busy = _busy(branch.rests)
    return tuple(
        draw_sequence(
            replace(rest, parties=tuple(p for p in rest.parties if p.name in busy)),
            whole=whole,
            page=page,
        )
        for rest, whole in zip(
            branch.rests, (branch.original, branch.changed), strict=True
        )
    )


def _busy(traces: Iterable[Trace]) -> set[str]:
    """Whoever has a message in either of them."""
    return {
        name
        for trace in traces
        for hop in trace.hops
        for name in (hop.source, hop.destination)
    }


def _placed(drawing: Drawing, left: float, top: float) -> _Section:
    shapes = tuple(moved(shape, left, top) for shape in drawing.shapes)
    return _Section(shapes, left, top, left + drawing.width, top + drawing.height)


def _bands(branch: Branch, sections: list[_Section], width: float) -> Iterator[Shape]:
    """The line where the runs part, and what each of the two columns is."""
    text = sentence(branch)
    if branch.difference is None:
        words = ((Span(text, "strong"),),)
        yield Label(width - 20, TITLE_TOP, words, "end")
        return
    *_, before, after = sections
    top = before.top - BAND - ROW
    yield Box(12, top, width - 24, BAND - 10, "script", 3.0, text)
    words = ((Span(_fitting(text, width), "strong"),),)
    yield Label(20, top + 16, words, title=text)
    for section, name in ((before, AS_IT_WAS), (after, WITH_THE_CHANGE)):
        yield Label(section.left + 20, section.top - 4, ((Span(name, "head"),),))
    if after.top > before.top:  # one below the other
        y = before.bottom + BAND / 2
        yield Line(((12, y), (width - 12, y)), "rule")
        return
    middle = after.left - APART / 2
    bottom = max(before.bottom, after.bottom)
    yield Line(((middle, before.top - ROW), (middle, bottom)), "rule")


def _fitting(text: str, width: float) -> str:
    return elide(text, width - 44, TEXT, True)


@singledispatch
def moved(shape: Shape, x: float, y: float) -> Shape:
    """The shape, so far to the right and down."""
    raise TypeError(type(shape).__name__)


@moved.register
def _(shape: Label, x: float, y: float) -> Shape:
    return shape._replace(x=shape.x + x, y=shape.y + y)


@moved.register
def _(shape: Arrow, x: float, y: float) -> Shape:
    (a, b), (c, d) = shape.start, shape.end
    return shape._replace(start=(a + x, b + y), end=(c + x, d + y))


@moved.register
def _(shape: Lane, x: float, y: float) -> Shape:
    pauses = tuple((top + y, bottom + y) for top, bottom in shape.pauses)
    top, bottom = shape.top + y, shape.bottom + y
    return shape._replace(x=shape.x + x, top=top, bottom=bottom, pauses=pauses)


@moved.register
def _(shape: Box, x: float, y: float) -> Shape:
    return shape._replace(x=shape.x + x, y=shape.y + y)


@moved.register
def _(shape: Line, x: float, y: float) -> Shape:
    return shape._replace(points=tuple((a + x, b + y) for a, b in shape.points))


@moved.register
def _(shape: Mark, x: float, y: float) -> Shape:
    return shape._replace(x=shape.x + x, y=shape.y + y)
