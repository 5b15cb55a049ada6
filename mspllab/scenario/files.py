"""Any file that is opened: its bytes, or in one sentence why they cannot be read.

It asks `os`: every start comes by here, and `pathlib` alone takes a tenth of parsing a
message from the command line.
"""

from os import PathLike, fspath, listdir, sep
from os.path import basename, dirname, isdir, join, normpath, splitext

from mspllab.errors import UsageError
from mspllab.scenario.language.nearest import did_you_mean

LONGEST = 1_048_576
"""Bytes; nothing that is read here comes near."""

AnyPath = str | PathLike[str]


def beside(path: str, name: str) -> str:
    """Where the file is that the one at `path` calls `name`."""
    return normpath(join(dirname(path), name)).replace(sep, "/")


def stem(path: str) -> str:
    """The name of a file without its folder and what follows the last point."""
    return splitext(basename(path))[0]


def read_file(path: AnyPath, what: str) -> bytes:
    """The bytes of a file.

    Args:
        path: the file.
        what: what it should hold, with its article, for error texts.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    name = fspath(path)
    try:
        with open(name, "rb") as file:
            data = file.read(LONGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"there is no file {name}{_neighbour(name)}") from None
    except (OSError, ValueError) as error:
        if isdir(name):
            raise UsageError(f"{name} is a folder; {what} is a file") from None
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{name!r} cannot be read: {why}") from None
    if len(data) > LONGEST:
        raise UsageError(
            f"{name} is longer than {LONGEST:,} bytes, too long for {what}"
        )
    return data


def _neighbour(path: str) -> str:
    """A hint at a file in the same folder that has almost the same name."""
    folder = dirname(path) or "."
    if not isdir(folder):
        return f"; there is no folder {folder} either"
    return did_you_mean(basename(path), sorted(listdir(folder)))
