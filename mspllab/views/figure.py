"""The same shapes as a matplotlib figure, for slides, papers and PNG files."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from mspllab.trace.trace import Trace
from mspllab.views.arrow_path import BULGE, head_points
from mspllab.views.palette import FACES, FILLS, INKS, STROKES, Face
from mspllab.views.sequence import draw_sequence
from mspllab.views.shapes import (
    ROW,
    Arrow,
    Box,
    Label,
    Lane,
    Line,
    Mark,
    Point,
    Row,
    Shape,
    Span,
)
from mspllab.views.svg import Drawing
from mspllab.views.text_width import text_width

DPI = 96.0
"""Pixels of a drawing to the inch."""
POINT = 72.0 / DPI
"""Points to the pixel."""
SPACE = 4.0
"""Between two pieces of a line of text."""


class Picture(Figure):
    """A figure that belongs to no window and no pyplot state, and shows itself."""

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self.savefig(buffer, format="png", metadata={"Software": None})
        return buffer.getvalue()


def figure(picture: Trace | Drawing, *, dark: bool = False) -> Picture:
    """A trace's sequence diagram, or any drawing, as a figure of its own size.

    `figure(trace).savefig("call.pdf")` writes it in any format matplotlib knows.
    """
    drawing = draw_sequence(picture) if isinstance(picture, Trace) else picture
    sheet = _Sheet(drawing.width, drawing.height, dark)
    for shape in drawing.shapes:
        sheet.draw(shape)
    sheet.finish()
    return sheet.figure


class _Sheet:
    """Axes with the drawing's own coordinates."""

    def __init__(self, width: float, height: float, dark: bool) -> None:
        self._theme = 1 if dark else 0
        self.figure = Picture(
            figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=self._ink("paper")
        )
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()
        self._paths: dict[str, list[list[Point]]] = {}
        self._order = 1.0
        self._drawers: dict[type, Callable[[Any], None]] = {
            Lane: self._lane,
            Line: lambda line: self._stroke(line.role, line.points),
            Arrow: self._arrow,
            Box: self._box,
            Mark: self._mark,
            Label: self._label,
        }

    def draw(self, shape: Shape) -> None:
        """Add one shape; later ones lie upon earlier ones."""
        self._order += 1e-3
        self._drawers[type(shape)](shape)

    def finish(self) -> None:
        """Put the collected lines on the paper, one path a role."""
        for role, lines in self._paths.items():
            stroke = STROKES[role]
            dash = tuple(float(part) for part in stroke.dash.split())
            self._path(
                lines,
                edgecolor=self._ink(stroke.ink),
                linewidth=stroke.width * POINT,
                linestyle=(0, [part / stroke.width for part in dash]) if dash else "-",
                zorder=1.0,
            )

    def _ink(self, name: str) -> str:
        return INKS[name][self._theme]

    def _stroke(self, role: str, points: Iterable[Point]) -> None:
        self._paths.setdefault(role, []).append(list(points))

    def _path(self, lines: list[list[Point]], **style: Any) -> None:  # noqa: ANN401
        points = [point for line in lines for point in line]
        codes = [
            Path.LINETO if number else Path.MOVETO
            for line in lines
            for number in range(len(line))
        ]
        style.setdefault("facecolor", "none")
        self._axes.add_patch(PathPatch(Path(points, codes), **style))

    def _lane(self, lane: Lane) -> None:
        top = lane.top
        for start, end in lane.pauses:
            self._stroke("lane", ((lane.x, top), (lane.x, start)))
            self._stroke("pause", ((lane.x, start), (lane.x, end)))
            top = end
        self._stroke("lane", ((lane.x, top), (lane.x, lane.bottom)))

    def _arrow(self, arrow: Arrow) -> None:
        (x1, y1), (x2, y2) = arrow.start, arrow.end
        loop = ((x1, y1), (x1 + BULGE, y1), (x1 + BULGE, y2), (x2, y2))
        self._stroke(arrow.role, loop if x1 == x2 else (arrow.start, arrow.end))
        if not arrow.arrives:
            return
        stroke = STROKES[arrow.role]
        ink, head = self._ink(stroke.ink), list(head_points(arrow))
        self._path(
            [head],
            facecolor=ink if stroke.head == "full" else "none",
            edgecolor=ink,
            linewidth=stroke.width * POINT,
            zorder=self._order,
        )

    def _box(self, box: Box) -> None:
        fill = FILLS[box.role]
        radius = box.radius
        self._axes.add_patch(
            FancyBboxPatch(
                (box.x + radius, box.y + radius),
                box.width - 2 * radius,
                box.height - 2 * radius,
                boxstyle=f"round,pad={radius},rounding_size={radius or 1e-6}",
                facecolor=self._ink(fill.fill),
                edgecolor=self._ink(fill.frame) if fill.frame else "none",
                linewidth=fill.width * POINT if fill.frame else 0,
                alpha=fill.opacity if fill.opacity < 1 else None,
                zorder=self._order,
            )
        )

    def _mark(self, mark: Mark) -> None:
        face = FACES.get(mark.role)
        ink = self._ink(face.ink if face else STROKES[mark.role].ink)
        marker, size, width = MARKERS[mark.kind]
        self._axes.plot(
            [mark.x],
            [mark.y],
            marker=marker,
            markersize=size * POINT,
            markeredgewidth=width * POINT,
            markeredgecolor=ink,
            markerfacecolor=ink if mark.kind == "dot" else self._ink("paper"),
            zorder=self._order,
        )
        if mark.kind == "clock":
            hands = [(mark.x, mark.y - 3.6), (mark.x, mark.y), (mark.x + 2.8, mark.y)]
            self._path(
                [hands], edgecolor=ink, linewidth=width * POINT, zorder=self._order
            )

    def _label(self, label: Label) -> None:
        for number, row in enumerate(label.rows):
            lead = 0.0 if number else label.lead
            self._row(label, row, label.x + lead, label.y + number * ROW)

    def _row(self, label: Label, row: Row, anchor: float, y: float) -> None:
        widths = [_width(span) for span in row]
        whole = sum(widths) + SPACE * (len(row) - 1)
        x = anchor - whole * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        for span, width in zip(row, widths, strict=True):
            if span.at is not None:
                x = anchor + span.at
            self._span(span, x, y)
            x += width + SPACE

    def _span(self, span: Span, x: float, y: float) -> None:
        face = FACES[span.role]
        self._axes.text(
            x,
            y,
            span.text,
            fontsize=face.size * POINT,
            fontweight="bold" if face.bold else "normal",
            fontstyle="italic" if face.italic else "normal",
            fontfamily="DejaVu Sans",
            color=self._ink(face.ink),
            parse_math=False,
            zorder=self._order,
        )


MARKERS = {
    "cross": ("x", 10.0, 2.4),
    "clock": ("o", 12.0, 1.4),
    "dot": ("o", 6.0, 1.0),
    "square": ("s", 6.0, 1.4),
    "gap": ("$=$", 9.0, 0.6),
}
"""matplotlib's marker, its size and the width of its line, in pixels."""


def _width(span: Span) -> float:
    face: Face = FACES[span.role]
    return text_width(span.text, face.size, face.bold)
