"""Style: the reference's stylesheet, in the inks of every other picture."""

from mspllab.views.own_file import own_file
from mspllab.views.palette import FONT
from mspllab.views.svg import STYLE


def style() -> str:
    """The whole stylesheet."""
    own = own_file(__package__, "reference.css")
    rules = " ".join(line.strip() for line in own.splitlines())
    return f"{STYLE}.mspl-ref{{font-family:{FONT}}}{rules}"


def wrapped(body: str) -> str:
    """A section of the reference with its stylesheet, ready for a notebook."""
    return f'<div class="mspl mspl-ref"><style>{style()}</style>{body}</div>'
