"""The files of a notebook's front end, which lie beside this one."""

from importlib.resources import files


def own_file(name: str) -> str:
    """The text of one of them."""
    return files(__package__).joinpath(name).read_text("utf-8")
