"""Style: the player's stylesheet, in the inks and strokes of every other picture."""

from collections.abc import Iterator

from mspllab.views.arrow_path import number
from mspllab.views.own_file import own_file
from mspllab.views.palette import FONT, STROKES
from mspllab.views.svg import STYLE


def style() -> str:
    """The whole stylesheet."""
    return "\n".join([STYLE, *_strokes(), _font(), own_file(__package__, "player.css")])


def module() -> str:
    """The player itself, an ES module."""
    return own_file(__package__, "player.js")


def _font() -> str:
    return f".mspl-player{{font-family:{FONT}}}"


def _strokes() -> Iterator[str]:
    """A class for every role of an arrow; heads are drawn with whole lines."""
    for role, stroke in STROKES.items():
        if not stroke.head:
            continue
        name = f".mspl-player .r-{role}"
        dash = stroke.dash or "none"
        ink = f"var(--{stroke.ink})"
        yield (
            f"{name}{{stroke:{ink};stroke-width:{number(stroke.width)}}}"
            f"{name}.line{{stroke-dasharray:{dash}}}"
            f"{name}.head.full{{fill:{ink}}}"
        )
