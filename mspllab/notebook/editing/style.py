"""Style: the editor's stylesheet, in the inks of every other picture."""

from mspllab.views.own_file import own_file
from mspllab.views.palette import FONT
from mspllab.views.svg import STYLE


def style() -> str:
    """The whole stylesheet."""
    own = own_file(__package__, "editor.css")
    return f"{STYLE}\n.mspl-editor{{font-family:{FONT}}}\n{own}"
