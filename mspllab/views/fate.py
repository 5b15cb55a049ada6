"""Fate: one message's way through a server's applications, as picture and table.

The list stands in a column, its first application on top. A line on its left is the way
of the message: a dot where an application saw it, an arrow into the one that decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from mspllab.trace.fate import Fate, Walk
from mspllab.trace.trace import Trace
from mspllab.trace.verdicts import (
    DECISIVE,
    DROPPED,
    KEPT,
    NOT_CONCERNED,
    NOT_OFFERED,
    StageVisited,
)
from mspllab.views.captions.reading import printable
from mspllab.views.shapes import (
    ROW,
    TEXT,
    Arrow,
    Box,
    Label,
    Line,
    Mark,
    Row,
    Shape,
    Span,
)
from mspllab.views.svg import Drawing
from mspllab.views.text_width import cut, elide, wrap

MARGIN = 24.0
NUMBER = MARGIN + 18.0
"""Where the numbers of the stages end."""
RAIL = NUMBER + 24.0
"""Where the message goes down."""
BOXES = RAIL + 26.0
BOX = 176.0
"""Width of a stage."""
SAID = BOXES + BOX + 16.0
"""Where the verdicts begin."""
WHY = 84.0
"""How far to the right of the verdicts the reasons begin."""
ROOM = 390.0
"""For a reason."""
WIDTH = SAID + WHY + ROOM + MARGIN
HEIGHT = 22.0
"""Of a stage's box."""
APART = 6.0
TOP = 72.0
LEAD = 16.0
"""How far the way of a message reaches beyond the list."""
ON = 24.0
"""Length of the arrow that leaves the list, within the column of boxes."""
LONGEST = 4
"""Lines of a reason; the table has all of it."""


@dataclass(frozen=True, slots=True, repr=False)
class FateCard:
    """What became of a message: picture, table and sentences."""

    fate: Fate
    drawing: Drawing

    def __str__(self) -> str:
        return printable_lines(str(self.fate))

    def __repr__(self) -> str:
        return str(self)

    def _repr_svg_(self) -> str:
        return self.drawing._repr_svg_()

    @property
    def html(self) -> str:
        """The picture, and the same as a table for those who cannot see it."""
        tables = "".join(map(_table, self.fate.walks))
        said = "".join(f"<li>{escape(printable(s))}</li>" for s in self.fate.sentences)
        more = f"<details><summary>as a table</summary>{tables}</details>"
        return (
            f'<div class="mspl-fate">{self.drawing.html}'
            f"{more if tables else f'<ul>{said}</ul>'}</div>"
        )

    def _repr_html_(self) -> str:
        return self.html


def printable_lines(text: str) -> str:
    """`text` line by line without what a screen cannot show."""
    return "\n".join(printable(line) for line in text.split("\n"))


def fate(trace: Trace, n: int) -> FateCard:
    """What became of message `n` of `trace`, and which application decided it.

    Raises:
        UsageError: there is no such message.
    """
    return show_fate(trace.fate(n))


def show_fate(told: Fate) -> FateCard:
    """A fate as a picture, a table and sentences."""
    return FateCard(told, draw_fate(told))


def draw_fate(told: Fate) -> Drawing:
    """The ways of a message through the lists it met, one below the other."""
    title = f"What became of message {told.n}?"
    shapes: list[Shape] = [
        Label(MARGIN, 30, ((Span(title, "title"),),)),
        Label(MARGIN, 52, (_subtitle(told),)),
    ]
    top = TOP
    for walk in told.walks:
        below, drawn = _walk(walk, top + 24)
        shapes += [Label(MARGIN, top + 8, (_heading(walk),)), *drawn]
        top = below + 14
    rows = [
        row
        for number, sentence in enumerate(told.sentences)
        for row in _wrapped(sentence, "plain" if number else "strong")
    ]
    if rows:
        shapes.append(Label(MARGIN, top, tuple(rows)))
        top += ROW * len(rows)
    return Drawing(WIDTH, top + 10, tuple(shapes), title, _described(told))


def _subtitle(told: Fate) -> Row:
    line = elide(printable(told.start_line), 420.0, TEXT, True)
    return (
        Span(line, "strong"),
        Span(f"{told.source} → {told.destination}", "plain"),
        Span(f"{told.sent:.3f} s", "time"),
    )


def _heading(walk: Walk) -> Row:
    what = cut(printable(walk.what), 300.0, 13.0, True)
    return (
        Span(what, "head"),
        Span(f"at {walk.element}", "phrase"),
        Span(f"{walk.at:.3f} s", "time"),
    )


def _wrapped(sentence: str, role: str) -> list[Row]:
    is_bold = role == "strong"
    lines = wrap(printable(sentence), WIDTH - 2 * MARGIN, TEXT, 6, is_bold)
    return [(Span(line, role),) for line in lines]


class Place(NamedTuple):
    """Where a stage stands in the picture."""

    stage: StageVisited
    top: float
    rows: tuple[Row, ...]
    """What is said beside it."""

    @property
    def middle(self) -> float:
        """The height at which the message meets it."""
        return self.top + HEIGHT / 2


def _walk(walk: Walk, top: float) -> tuple[float, list[Shape]]:
    """Where the next thing can begin, and the list with the way through it."""
    places: list[Place] = []
    y = top + LEAD
    for stage in walk.stages:
        place = Place(stage, y, _said(stage))
        places.append(place)
        y += max(HEIGHT, ROW * len(place.rows)) + APART
    drawn: list[Shape] = []
    for place in places:
        drawn += _stage(place)
    way = list(_way(walk, places))
    # Marks stand upon the boxes, lines go behind them.
    marks = [shape for shape in way if isinstance(shape, Mark)]
    lines = [shape for shape in way if not isinstance(shape, Mark)]
    below = y if walk.stopped_at and not walk.upwards else y + LEAD
    return below + 8, [*lines, *drawn, *marks]


def _said(stage: StageVisited) -> tuple[Row, ...]:
    """Verdict and reason, in lines."""
    role = ROLES.get(stage.verdict, "strong")
    verdict = Span(stage.verdict, role)
    if not stage.reason:
        return ((verdict,),)
    plain = "quiet" if stage.verdict in QUIET else "plain"
    first, *rest = wrap(printable(stage.reason), ROOM, TEXT, LONGEST)
    return (
        (verdict, Span(first, plain, WHY)),
        *((Span(line, plain, WHY),) for line in rest),
    )


ROLES = {
    DROPPED: "bad",
    KEPT: "key",
    NOT_CONCERNED: "quiet",
    NOT_OFFERED: "quiet",
    "passed": "plain",
}
"""How a verdict is written; those that decide are bold."""
QUIET = {NOT_CONCERNED, NOT_OFFERED}


def _stage(place: Place) -> Iterator[Shape]:
    stage = place.stage
    role = "remark" if stage.verdict in QUIET or not stage.saw_it else "stage"
    if stage.path and role == "stage":
        role = "script"
    name = cut(printable(stage.name), BOX - 16, TEXT, True)
    face = "strong" if stage.verdict in DECISIVE else "plain"
    yield Box(BOXES, place.top, BOX, HEIGHT, role, 3.0, stage.reason)
    base = place.top + HEIGHT / 2 + TEXT / 2 - 2
    yield Label(
        NUMBER, base, ((Span(str(stage.place), "time"),),), "end", f"{stage.place}"
    )
    written = "key" if stage.verdict in QUIET else face
    yield Label(BOXES + 8, base, ((Span(name, written),),), title=stage.name)
    yield Label(SAID, base, place.rows, title=stage.reason)


def _way(walk: Walk, places: list[Place]) -> Iterator[Shape]:
    """The line that the message takes, and the marks upon it."""
    order = places[::-1] if walk.upwards else places
    offered = [one for one in order if one.stage.verdict != NOT_OFFERED]
    if not offered:
        return
    down = -1 if walk.upwards else 1
    begin = offered[0].middle - down * (HEIGHT / 2 + LEAD)
    stop = next((one for one in offered if one.stage.verdict in DECISIVE), None)
    last = stop or offered[-1]
    if stop is None:
        yield from _onward(begin, last, down, is_end=last is order[-1])
    else:
        yield Line(((RAIL, begin), (RAIL, stop.middle)), "way")
    rest = [one for one in order if one.stage.verdict == NOT_OFFERED]
    after = [one for one in rest if down * (one.middle - last.middle) > 0]
    if stop is not None and after:
        yield Line(((RAIL, stop.middle), (RAIL, after[-1].middle)), "pause")
    for place in offered:
        yield from _met(place, place is stop)


def _onward(begin: float, last: Place, down: int, *, is_end: bool) -> Iterator[Shape]:
    """The way of what nobody has stopped: out of the list, beneath the last box."""
    if is_end:
        end = last.middle + down * (HEIGHT / 2 + LEAD)
        yield Line(((RAIL, begin), (RAIL, end)), "way")
        yield Arrow(0, (RAIL, end), (BOXES + ON, end), "way")
        yield Label(BOXES + ON + 6, end + 4, ((Span("goes on", "plain"),),))
    else:
        end = last.middle + down * (HEIGHT + APART) / 2
        yield Line(((RAIL, begin), (RAIL, end)), "way")
        yield Arrow(0, (RAIL, end), (MARGIN, end), "way")


def _met(place: Place, decides: bool) -> Iterator[Shape]:
    """How the message met one stage: it went in, touched it, or passed by."""
    y, verdict = place.middle, place.stage.verdict
    if decides:
        yield Arrow(0, (RAIL, y), (BOXES, y), "way")
        if verdict == DROPPED:
            yield Mark("cross", BOXES + BOX - 12, y, "bad", place.stage.reason)
        return
    if verdict == NOT_CONCERNED:
        return
    if verdict == KEPT:
        yield Mark("square", RAIL, y, "key", place.stage.reason)
        return
    yield Line(((RAIL, y), (BOXES, y)), "way")
    yield Mark("dot", RAIL, y, "way", place.stage.reason)


def _described(told: Fate) -> str:
    ways = []
    for walk in told.walks:
        said = [
            f"{stage.name} {stage.verdict}"
            for stage in walk.stages
            if stage.verdict not in QUIET
        ]
        ways.append(f"{walk.what} at {walk.element}: {', '.join(said)}.")
    return printable(" ".join([*ways, *told.sentences]))


def _table(walk: Walk) -> str:
    head = "".join(
        f"<th>{name}</th>" for name in ("place", "application", "verdict", "why")
    )
    rows = "".join(
        f'<tr><td>{stage.place}</td><td style="text-align:left">'
        f'{escape(printable(stage.name))}</td><td style="text-align:left">'
        f'{stage.verdict}</td><td style="text-align:left">'
        f"{escape(printable(stage.reason))}</td></tr>"
        for stage in walk.stages
    )
    what = escape(printable(f"{walk.what} at {walk.element}, {walk.at:.3f} s"))
    return f"<p><b>{what}</b></p><table><tr>{head}</tr>{rows}</table>"
