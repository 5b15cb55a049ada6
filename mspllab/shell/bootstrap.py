"""Bootstrap: a bare checkout and a Python → a Python with everything that is needed.

A running environment that has it all (conda, CI) is taken as it is. Else `.venv` is
made once and stamped; a later start reads the stamp and nothing else.
"""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mspllab.errors import UsageError
from mspllab.shell.setup.checkout import Checkout, Requirement, numbers
from mspllab.shell.setup.installers import install
from mspllab.shell.setup.lock import alone
from mspllab.shell.setup.progress import Progress
from mspllab.shell.setup.stamp import Stamp, python_of
from mspllab.shell.setup.trouble import last_lines

ROOM = 500_000_000
"""Bytes that an environment takes, about."""


def prepare(checkout: Checkout, extras: Sequence[str], progress: Progress) -> Path:
    """A Python that has every package of `extras`; its environment made if need be.

    Raises:
        UsageError: it cannot be made; one sentence says why.
    """
    needed = checkout.requirements(*extras)
    if not missing(needed):
        progress.phase("environment", f"{sys.prefix}, as it is")
        return Path(sys.executable)
    if not _is_ready(checkout, needed):
        with alone(checkout.logs / "setup.lock", progress):
            _make_ready(checkout, needed, progress)
    progress.phase("environment", f"{checkout.environment} is ready")
    return python_of(checkout.environment)


def missing(needed: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """What the running Python lacks, or has too old. Imports none of it."""
    return tuple(one for one in needed if not _is_installed(one))


def _is_installed(requirement: Requirement) -> bool:
    try:
        return numbers(version(requirement.name)) >= requirement.least
    except PackageNotFoundError:
        return False


def _is_ready(checkout: Checkout, needed: Sequence[Requirement]) -> bool:
    stamp = Stamp.read(checkout.environment)
    return stamp is not None and stamp.fits(checkout) and stamp.holds(needed)


def _make_ready(
    checkout: Checkout, needed: Sequence[Requirement], progress: Progress
) -> None:
    if _is_ready(checkout, needed):  # made while this process waited for the lock
        return
    stamp = Stamp.read(checkout.environment)
    if not _is_fit(checkout, stamp, progress):
        stamp = None
        _make(checkout, progress)
    _fill(checkout, stamp, needed, progress)


def _is_fit(checkout: Checkout, stamp: Stamp | None, progress: Progress) -> bool:
    """Whether the environment that is there can be filled; else it is removed."""
    environment = checkout.environment
    if not environment.exists():
        return False
    if stamp is not None and stamp.fits(checkout):
        return True
    if stamp is None and _works(python_of(environment)):
        return True  # somebody's own: nothing in it is thrown away
    if stamp is None and not _is_half_made(environment):
        raise UsageError(f"{environment} is no Python environment: move it away")
    progress.phase("environment", f"{environment} is unfinished or moved: once more")
    shutil.rmtree(environment)
    return False


def _works(python: Path) -> bool:
    """Whether `python` starts and is new enough."""
    command = [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _is_half_made(environment: Path) -> bool:
    return (environment / "pyvenv.cfg").exists() or not any(environment.iterdir())


def _make(checkout: Checkout, progress: Progress) -> None:
    """A new environment with nothing in it but the way to this package."""
    environment = checkout.environment
    free = shutil.disk_usage(checkout.state).free
    if free < ROOM:
        raise UsageError(
            f"the disk is full: the environment needs about {ROOM // 10**6} MB, and "
            f"{checkout.state} has {free // 10**6} MB left"
        )
    environment.mkdir()
    Stamp.of(checkout).write(environment)
    # Without pip: where Debian has left ensurepip out, `venv` would stop half-way.
    command = [sys.executable, "-m", "venv", "--without-pip", str(environment)]
    finished = progress.run("environment", "being made", command)
    if finished.status != 0:
        raise UsageError(
            f"{sys.executable} cannot make a virtual environment:\n"
            f"{last_lines(finished.output)}"
        )
    _write_path_file(checkout)
    progress.phase("environment", f"{environment} made by {sys.executable}")


def _write_path_file(checkout: Checkout) -> None:
    """Make `import mspllab` work in the environment, from whatever folder."""
    # As `site` reads it; a path that this encoding does not have is not found by it.
    encoding = "locale" if sys.platform == "win32" else sys.getfilesystemencoding()
    file = packages_of(checkout.environment) / "mspllab.pth"
    file.write_text(f"{checkout.root}\n", encoding=encoding, errors="replace")


def packages_of(environment: Path) -> Path:
    """The folder where a virtual environment of this Python keeps its packages."""
    places = {"base": str(environment), "platbase": str(environment)}
    return Path(sysconfig.get_path("purelib", "venv", places))


def _fill(
    checkout: Checkout,
    stamp: Stamp | None,
    needed: Sequence[Requirement],
    progress: Progress,
) -> None:
    """Install what is `needed` beside what the stamp says is there, and stamp it."""
    named = {str(one) for one in needed}
    by = install(python_of(checkout.environment), sorted(named), progress)
    progress.phase("packages", f"{len(named)} and what they need, installed by {by}")
    before = stamp.packages if stamp else ()
    Stamp.of(checkout, sorted({*named, *before})).write(checkout.environment)
