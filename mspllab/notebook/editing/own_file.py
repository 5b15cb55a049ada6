"""The files of the editor's front end, which lie beside this one."""

from importlib.resources import files

from mspllab.views.palette import FONT
from mspllab.views.svg import STYLE


def own_file(name: str) -> str:
    """The text of one of them."""
    return files(__package__).joinpath(name).read_text("utf-8")


def style() -> str:
    """The stylesheet, in the inks of every picture."""
    return f"{STYLE}\n.mspl-editor{{font-family:{FONT}}}\n{own_file('editor.css')}"
