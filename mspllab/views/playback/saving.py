"""Saving: a trace as a file, in each of the formats that are there."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple

from mspllab.errors import UsageError
from mspllab.on_demand import named
from mspllab.trace.trace import Trace


class Format(NamedTuple):
    """A view, and how to make bytes of what it returns."""

    view: str
    """module:function, loaded when it is used; the function takes a trace."""
    bytes_of: Callable[[Any], bytes]
    mime: str
    says: str


def _text(view: object) -> bytes:
    return f"{str(view).rstrip()}\n".encode()


def _svg(drawing: Any) -> bytes:  # noqa: ANN401 - views are loaded by name
    return f"{drawing._repr_svg_()}\n".encode()


def _png(figure: Any) -> bytes:  # noqa: ANN401 - matplotlib has no types
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150)
    return buffer.getvalue()


FORMATS = {
    "html": Format(
        "mspllab.views.playback.document:render_document",
        _text,
        "text/html",
        "a page that steps through it",
    ),
    "svg": Format(
        "mspllab.views.sequence:draw_sequence",
        _svg,
        "image/svg+xml",
        "the ladder as SVG",
    ),
    "png": Format(
        "mspllab.views.figure:figure", _png, "image/png", "the ladder as PNG"
    ),
    "mmd": Format(
        "mspllab.views.diagram_text:render_mermaid",
        _text,
        "text/plain",
        "the ladder as Mermaid text",
    ),
    "puml": Format(
        "mspllab.views.diagram_text:render_plantuml",
        _text,
        "text/plain",
        "the ladder as PlantUML text",
    ),
    "md": Format(
        "mspllab.views.markdown:render_markdown",
        _text,
        "text/markdown",
        "the messages as a Markdown table",
    ),
    "txt": Format(
        "mspllab.views.ladder:render_ladder", _text, "text/plain", "the ladder as text"
    ),
}
"""Ending of a file's name → what is in such a file."""


def render(trace: Trace, kind: str, *, asked: str = "") -> bytes:
    """`trace` as a file of one of the `FORMATS`; `asked` is what a user wrote for it.

    Raises:
        UsageError: there is no such format, or it needs what is not installed.
    """
    if kind not in FORMATS:
        raise UsageError(
            f"{asked or kind!r} names no format; there are {', '.join(FORMATS)}"
        )
    chosen = FORMATS[kind]
    try:
        view = named(chosen.view)
    except ModuleNotFoundError as error:
        if str(error.name).startswith("mspllab"):
            raise
        raise UsageError(
            f"{asked or kind} needs {error.name}, which is not installed; svg does "
            "not, "
            "and `python3 -m mspllab lab` makes an environment that has it"
        ) from error
    return chosen.bytes_of(view(trace))
