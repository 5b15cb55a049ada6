"""The scripts and stylesheets of a front end, which lie beside our Python files."""

from importlib.resources import files


def own_file(package: str, name: str) -> str:
    """The text of the file `name` that lies in `package`, given as `__package__`."""
    return files(package).joinpath(name).read_text("utf-8")
