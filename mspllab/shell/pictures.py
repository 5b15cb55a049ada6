"""What a trace can be turned into on a command line; each view is loaded when used."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple

from mspllab.errors import UsageError
from mspllab.shell.on_demand import named
from mspllab.trace.trace import Trace


class Picture(NamedTuple):
    """A view, and how to make bytes of what it returns."""

    view: str
    """module:function; the function takes a trace."""
    bytes_of: Callable[[Any], bytes]
    says: str = ""
    is_file: bool = True


def _text(view: object) -> bytes:
    return f"{str(view).rstrip()}\n".encode()


def _svg(drawing: Any) -> bytes:  # noqa: ANN401 - views are loaded by name
    return str(drawing._repr_svg_()).encode()


def _png(figure: Any) -> bytes:  # noqa: ANN401 - a matplotlib figure, which has no types
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150)
    return buffer.getvalue()


PICTURES = {
    "text": Picture("mspllab.views.ladder:render_ladder", _text, is_file=False),
    "svg": Picture(
        "mspllab.views.sequence:draw_sequence", _svg, "write the ladder as SVG"
    ),
    "png": Picture(
        "mspllab.views.figure:figure", _png, "write the ladder as PNG (by matplotlib)"
    ),
    "mermaid": Picture(
        "mspllab.views.diagram_text:render_mermaid",
        _text,
        "write the ladder as Mermaid text",
    ),
    "html": Picture(
        "mspllab.shell.page:page", _text, "write a page with the ladder and the scripts"
    ),
}


def drawn(name: str, trace: Trace) -> bytes:
    """`trace` as the picture called `name`.

    Raises:
        UsageError: it needs a package that is not installed.
    """
    picture = PICTURES[name]
    try:
        view = named(picture.view)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--{name} needs {error.name}, which is not installed; --svg does not, "
            "and `python3 -m mspllab lab` makes an environment that has it"
        ) from error
    return picture.bytes_of(view(trace))
