"""Shapes → SVG that needs nothing around it and fits what is around it.

Every colour stands twice: as an attribute, which survives when a web site takes styles
away, and as a custom property, which follows the reader's light or dark theme and
JupyterLab's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from mspllab.views.arrow_path import head_path, line_path, number
from mspllab.views.palette import FACES, FILLS, FONT, INKS, STROKES, Face
from mspllab.views.shapes import (
    ROW,
    TEXT,
    Arrow,
    Box,
    Label,
    Lane,
    Line,
    Mark,
    Row,
    Shape,
    Span,
)

MANY = 400
"""With more arrows than this those of one role become one path: browsers lay out
every element by itself, and nobody points at one line in so many."""


@dataclass(frozen=True, slots=True, repr=False)
class Drawing:
    """Shapes on paper; shows itself as SVG."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    description: str
    """What the picture shows, in sentences."""

    def _repr_svg_(self) -> str:
        return render_svg(self)

    @property
    def html(self) -> str:
        """The picture within a page, where it knows the theme and shows tooltips.

        What scrolls can be reached by keys, and so it has a name.
        """
        name = escape(self.title)
        scrolls = (
            f'style="overflow-x:auto" tabindex="0" role="group" aria-label="{name}"'
        )
        return f"<div {scrolls}>{render_svg(self)}</div>"

    def __str__(self) -> str:
        return f"{self.title}\n{self.description}"

    def __repr__(self) -> str:
        return f"<Drawing {self.title!r}, {len(self.shapes)} shapes>"


def render_svg(drawing: Drawing) -> str:
    """The drawing as one SVG element; the same drawing gives the same bytes."""
    body = "\n".join(_body(drawing.shapes))
    name = f"mspl{crc32(body.encode('utf-8', 'replace')):08x}"
    width, height = number(drawing.width), number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mspl" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'style="max-width:none" font-family="{FONT}" font-size="{number(TEXT)}">\n'
        f'<title id="{name}-title">{escape(drawing.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(drawing.description)}</desc>\n'
        f"<style>{STYLE}</style>\n"
        f'<rect width="{width}" height="{height}" {_fill("paper")}/>\n'
        f"{body}\n</svg>\n"
    )


def escape(text: str) -> str:
    """`text` for use between tags and within double quotes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text or '"' in text:
        return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def _style() -> str:
    light = "".join(f"--{name}:{ink.light};" for name, ink in INKS.items())
    dark = "".join(f"--{name}:{ink.dark};" for name, ink in INKS.items())
    classes = "".join(
        f".mspl .f-{name}{{fill:var(--{name})}}.mspl .s-{name}{{stroke:var(--{name})}}"
        for name in INKS
    )
    jupyter = "body[data-jp-theme-light="
    return (
        f".mspl{{{light}}}"
        f"@media(prefers-color-scheme:dark){{.mspl{{{dark}}}}}"
        f'{jupyter}"true"] .mspl,body.vscode-light .mspl{{{light}'
        "--paper:var(--jp-layout-color0,#ffffff)}"
        f'{jupyter}"false"] .mspl,body.vscode-dark .mspl{{{dark}'
        "--paper:var(--jp-layout-color0,#111111)}"
        f"{classes}.mspl text{{font-variant-numeric:tabular-nums}}"
    )


STYLE = _style()


def _fill(ink: str) -> str:
    return f'class="f-{ink}" fill="{INKS[ink].light}"'


def _stroke(role: str) -> str:
    """Attributes of a line without its dashes."""
    stroke = STROKES[role]
    return (
        f'class="s-{stroke.ink}" stroke="{INKS[stroke.ink].light}" '
        f'stroke-width="{number(stroke.width)}"'
    )


def _dash(role: str) -> str:
    dash = STROKES[role].dash
    return f' stroke-dasharray="{dash}"' if dash else ""


def _body(shapes: Sequence[Shape]) -> Iterator[str]:
    many = sum(isinstance(shape, Arrow) for shape in shapes) > MANY
    for kind, group in groupby(shapes, type):
        if kind is Arrow:
            yield from _arrows(group, many)  # type: ignore[arg-type]
        elif kind is Lane:
            yield from _lanes(group)  # type: ignore[arg-type]
        elif kind is Line:
            yield from _lines(group)  # type: ignore[arg-type]
        elif kind is Label:
            yield f"<g {_fill('ink')}>"
            yield from _labels(group)  # type: ignore[arg-type]
            yield "</g>"
        elif kind is Box:
            yield from map(_box, group)  # type: ignore[arg-type]
        else:
            yield from map(_mark, group)  # type: ignore[arg-type]


def _lanes(lanes: Iterable[Lane]) -> Iterator[str]:
    solid, dotted = [], []
    for lane in lanes:
        x, top = number(lane.x), lane.top
        for start, end in lane.pauses:
            solid.append(f"M{x} {number(top)}V{number(start)}")
            dotted.append(f"M{x} {number(start)}V{number(end)}")
            top = end
        solid.append(f"M{x} {number(top)}V{number(lane.bottom)}")
    yield f'<path {_stroke("lane")} fill="none" d="{"".join(solid)}"/>'
    if dotted:
        yield (
            f'<path {_stroke("pause")}{_dash("pause")} fill="none" '
            f'd="{"".join(dotted)}"/>'
        )


def _lines(lines: Iterable[Line]) -> Iterator[str]:
    paths: dict[str, list[str]] = {}
    for line in lines:
        (x, y), *rest = line.points
        bends = [f"L{number(x)} {number(y)}" for x, y in rest]
        path = f"M{number(x)} {number(y)}{''.join(bends)}"
        paths.setdefault(line.role, []).append(path)
    for role, pieces in paths.items():
        data = "".join(pieces)
        yield f'<path {_stroke(role)}{_dash(role)} fill="none" d="{data}"/>'


def _arrows(arrows: Iterable[Arrow], many: bool) -> Iterator[str]:
    if not many:
        yield from map(_arrow, arrows)
        return
    by_role: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        by_role.setdefault(arrow.role, []).append(arrow)
    for role, group in by_role.items():
        closed = STROKES[role].head == "full"
        lines = "".join(map(line_path, group))
        heads = "".join([head_path(arrow, closed=closed) for arrow in group])
        yield f'<g {_stroke(role)} fill="none">{_paths(role, lines, heads)}</g>'


def _arrow(arrow: Arrow) -> str:
    heads = head_path(arrow, closed=STROKES[arrow.role].head == "full")
    title = f"<title>{escape(arrow.title)}</title>" if arrow.title else ""
    number_of = f' data-n="{arrow.n}"' if arrow.n else ""
    paths = _paths(arrow.role, line_path(arrow), heads)
    return f'<g {_stroke(arrow.role)} fill="none"{number_of}>{title}{paths}</g>'


def _paths(role: str, lines: str, heads: str) -> str:
    stroke = STROKES[role]
    filled = f" {_fill(stroke.ink)}" if stroke.head == "full" else ""
    head = f'<path{filled} d="{heads}"/>' if heads else ""
    return f'<path{_dash(role)} d="{lines}"/>{head}'


def _box(box: Box) -> str:
    fill = FILLS[box.role]
    frame, names = "", f"f-{fill.fill}"
    if fill.frame:
        frame = f' stroke="{INKS[fill.frame].light}" stroke-width="{fill.width:g}"'
        names += f" s-{fill.frame}"
    if fill.opacity < 1:
        frame += f' fill-opacity="{fill.opacity:g}"'
    corner = f' rx="{number(box.radius)}"' if box.radius else ""
    end = f"><title>{escape(box.title)}</title></rect>" if box.title else "/>"
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" '
        f'height="{number(box.height)}"{corner} class="{names}" '
        f'fill="{INKS[fill.fill].light}"{frame}{end}'
    )


def _mark(mark: Mark) -> str:
    x, y, face = mark.x, mark.y, FACES.get(mark.role)
    ink = face.ink if face is not None else STROKES[mark.role].ink
    stroke = f'class="f-paper s-{ink}" fill="{INKS["paper"].light}" ' + (
        f'stroke="{INKS[ink].light}"'
    )
    title = f"<title>{escape(mark.title)}</title>" if mark.title else ""
    at = f'transform="translate({number(x)} {number(y)})"'
    match mark.kind:
        case "cross":
            inner = '<path stroke-width="2.4" d="M-5 -5L5 5M5 -5L-5 5"/>'
        case "clock":
            inner = (
                '<circle r="6" stroke-width="1.4"/>'
                '<path stroke-width="1.4" fill="none" d="M0 -3.6V0H2.8"/>'
            )
        case "gap":
            inner = (
                '<path stroke="none" d="M-5 3L5 -1V-5L-5 -1Z"/>'
                '<path stroke-width="1.2" d="M-5 3.5L5 -.5M-5 -1L5 -5"/>'
            )
        case "square":
            inner = '<rect x="-3" y="-3" width="6" height="6" stroke-width="1.4"/>'
        case _:
            inner = f'<circle r="3" {_fill(ink)}/>'
    return f"<g {at} {stroke}>{title}{inner}</g>"


def _labels(labels: Iterable[Label]) -> Iterator[str]:
    # Messages that say the same share their rows, so these are written once a lane.
    written: dict[tuple[int, float, float], str] = {}
    for label in labels:
        key = (id(label.rows), label.x, label.lead)
        rows = written.get(key)
        if rows is None:
            rows = written[key] = _rows(label)
        anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
        n = f' data-n="{label.n}"' if label.n is not None else ""
        title = f"<title>{escape(label.title)}</title>" if label.title else ""
        at = f'x="{number(label.x)}" y="{number(label.y)}"'
        yield f"<text {at}{anchor}{n}>{title}{rows}</text>"


def _rows(label: Label) -> str:
    first, *rest = label.rows
    text = _row(first, label.x + label.lead)
    if label.lead:
        text = f'<tspan x="{number(label.x + label.lead)}">{text}</tspan>'
    line = f'<tspan x="{number(label.x)}" dy="{number(ROW)}">'
    return text + "".join([f"{line}{_row(row, label.x)}</tspan>" for row in rest])


def _row(row: Row, x: float) -> str:
    return " ".join([_span(span, x) for span in row])


def _span(span: Span, x: float) -> str:
    attributes = _FACES[span.role]
    if span.at:
        attributes = f' x="{number(x + span.at)}"{attributes}'
    text = escape(span.text)
    return f"<tspan{attributes}>{text}</tspan>" if attributes else text


def _face(face: Face) -> str:
    parts = "" if face.ink == "ink" else f" {_fill(face.ink)}"
    parts += ' font-weight="700"' if face.bold else ""
    parts += ' font-style="italic"' if face.italic else ""
    return parts + (f' font-size="{number(face.size)}"' if face.size != TEXT else "")


_FACES = {role: _face(face) for role, face in FACES.items()}
