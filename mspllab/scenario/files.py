"""Any file that is opened: its bytes, or in one sentence why they cannot be read."""

from os import PathLike, fspath
from os.path import normpath
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.scenario.language.nearest import did_you_mean

LONGEST = 1_048_576
"""Bytes; nothing that is read here comes near."""

AnyPath = str | PathLike[str]


def beside(path: str, name: str) -> str:
    """Where the file is that the one at `path` calls `name`."""
    return Path(normpath(Path(path).parent / name)).as_posix()


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
        with Path(path).open("rb") as file:
            data = file.read(LONGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"there is no file {name}{_neighbour(Path(path))}") from None
    except (OSError, ValueError) as error:
        if Path(path).is_dir():
            raise UsageError(f"{name} is a folder; {what} is a file") from None
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{name!r} cannot be read: {why}") from None
    if len(data) > LONGEST:
        raise UsageError(
            f"{name} is longer than {LONGEST:,} bytes, too long for {what}"
        )
    return data


def _neighbour(path: Path) -> str:
    """A hint at a file in the same folder that has almost the same name."""
    if not path.parent.is_dir():
        return f"; there is no folder {path.parent} either"
    return did_you_mean(
        path.name, sorted(entry.name for entry in path.parent.iterdir())
    )
