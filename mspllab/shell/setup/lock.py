"""A lock between processes, so that two starts at once do not make one environment."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mspllab.shell.setup.progress import Progress

if sys.platform == "win32":
    import msvcrt
    import time

    PATIENCE = 0.2
    """Seconds between two tries."""

    def _acquire(file: IO[bytes], *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(PATIENCE)
            else:
                return True

else:
    import fcntl

    def _acquire(file: IO[bytes], *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:  # some network folders know no locks: go on without
            return True
        return True


@contextlib.contextmanager
def alone(path: Path, progress: Progress) -> Iterator[None]:
    """Nobody else is inside while the block runs; the lock dies with its process."""
    with path.open("ab") as file:
        if not _acquire(file, wait=False):
            progress.phase("environment", "another start is making it: waiting")
            _acquire(file, wait=True)
        yield
