"""Where a verb writes files: all at once or not at all, and only what has changed."""

import os
import stat
import sys
import tempfile
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.shell.command_line import STDIN, say


def write_file(name: str, data: bytes) -> None:
    """Put `data` into the file, which then holds all of it or is as it was.

    A file that is already so is left alone; one that is there keeps its mode, and a
    link stays a link. "-" is standard output.

    Raises:
        UsageError: it cannot be written.
    """
    if name == STDIN:
        put_bytes(data)
        return
    path = Path(os.path.realpath(name))
    try:
        if path.exists():
            if path.is_dir():
                raise UsageError(f"{name} is a folder; give the name of a file")
            if path.read_bytes() == data:
                return
            if not os.access(path, os.W_OK):
                raise UsageError(f"{name} cannot be written: it is read-only")
        _replace(path, data)
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}") from None


def write_report(name: str, text: str, told: str = "") -> None:
    """Write a file beside the answer on standard output, and say so.

    Raises:
        UsageError: `name` is standard output, or cannot be written.
    """
    if name == STDIN:
        raise UsageError("standard output is for the answer; give the name of a file")
    write_file(name, text.encode("utf-8", "surrogateescape"))
    say(f"wrote {name}{told and ': '}{told}")


def put_bytes(data: bytes) -> None:
    """Write to standard output what is a file's content, byte for byte."""
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        raw.write(data)
        raw.flush()


def _replace(path: Path, data: bytes) -> None:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The mask of new files; there is no asking for it without setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
