"""Style: the reference's stylesheet, in the inks of every other picture."""

from importlib.resources import files

from mspllab.views.palette import FONT
from mspllab.views.svg import STYLE


def style() -> str:
    """The whole stylesheet."""
    own = files(__package__).joinpath("reference.css").read_text("utf-8")
    rules = " ".join(line.strip() for line in own.splitlines())
    return f"{STYLE}.mspl-ref{{font-family:{FONT}}}{rules}"


def wrapped(body: str) -> str:
    """A section of the reference with its stylesheet, ready for a notebook."""
    return f'<div class="mspl mspl-ref"><style>{style()}</style>{body}</div>'
