"""What a trace can be turned into on a command line; each view is loaded when used."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple

from mspllab.errors import UsageError
from mspllab.on_demand import named
from mspllab.trace.trace import Trace


class Picture(NamedTuple):
    """A view, and how to make bytes of what it returns."""

    view: str
    """module:function; the function takes a trace."""
    bytes_of: Callable[[Any], bytes]
    says: str


def _text(view: object) -> bytes:
    return f"{str(view).rstrip()}\n".encode()


def _svg(drawing: Any) -> bytes:  # noqa: ANN401 - views are loaded by name
    return f"{drawing._repr_svg_()}\n".encode()


def _png(figure: Any) -> bytes:  # noqa: ANN401 - matplotlib has no types
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150)
    return buffer.getvalue()


LADDER = Picture("mspllab.views.ladder:render_ladder", _text, "the ladder as text")
FILES = {
    "svg": Picture("mspllab.views.sequence:draw_sequence", _svg, "the ladder as SVG"),
    "png": Picture("mspllab.views.figure:figure", _png, "the ladder as PNG"),
    "mermaid": Picture(
        "mspllab.views.diagram_text:render_mermaid", _text, "the ladder as Mermaid text"
    ),
    "html": Picture("mspllab.shell.page:page", _text, "a page: ladder and scripts"),
}
"""Option → the picture that it writes to a file."""


def drawn(picture: Picture, trace: Trace, option: str) -> bytes:
    """`trace` as `picture`, which `option` asks for.

    Raises:
        UsageError: it needs a package that is not installed.
    """
    try:
        view = named(picture.view)
    except ModuleNotFoundError as error:
        if str(error.name).startswith("mspllab"):
            raise
        raise UsageError(
            f"{option} needs {error.name}, which is not installed; --svg does not, "
            "and `python3 -m mspllab lab` makes an environment that has it"
        ) from error
    return picture.bytes_of(view(trace))
