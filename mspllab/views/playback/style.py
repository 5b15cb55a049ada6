"""Style: the player's stylesheet, in the inks and strokes of every other picture."""

from collections.abc import Iterator
from importlib.resources import files

from mspllab.views.arrow_path import number
from mspllab.views.palette import FONT, STROKES
from mspllab.views.svg import STYLE


def style() -> str:
    """The whole stylesheet."""
    return "\n".join([STYLE, *_strokes(), _font(), own_file("player.css")])


def own_file(name: str) -> str:
    """A file of the front end, which lies beside this one."""
    return files(__package__).joinpath(name).read_text("utf-8")


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
