"""Which checks there are, and the commands that carry them out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from mspllab.shell.testing.browser import NONE_FOUND, find_chromium
from mspllab.shell.testing.tally import Tally, of_pytest, of_tool

ANY_PYTEST = ("pytest", "-rfEs", "-p", "no:cacheprovider")
PYTEST = (*ANY_PYTEST, "-p", "no:nbval", "-p", "no:hypothesispytest")
"""Without nbval, which takes three seconds to come up, and without the plugin that adds
a summary to hypothesis: it looks at each of our many small tests."""
NBVAL = (*ANY_PYTEST, "--nbval", "--nbval-current-env", "-p", "no:warnings")
"""The notebooks' kernel is the Python that runs pytest."""
BROWSER = "tests/browser"
ENOUGH = 30
"""Files of tests for one pytest, which takes two seconds to begin."""
LEFT_OUT = "--quick leaves them out"


class Check(NamedTuple):
    """A phase: modules to run, with their arguments; they may run side by side."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    tally: Callable[[str, int], Tally]
    """What came of a command, from what it printed and its exit status."""
    left_out: str = ""
    """Why it does not run; "" where it does."""


def all_checks(root: Path, *, quick: bool) -> tuple[Check, ...]:
    """Every phase; those that take long begin first."""
    notebooks = tuple(
        (*NBVAL, name)
        for pattern in ("notebooks/*.ipynb", "notebooks/[!.]*/*.ipynb")
        for name in _names(root, pattern)
    )
    hurry = ("-m", "not slow") if quick else ()
    tests = tuple((*PYTEST, *hurry, *names) for names in _parts_of_tests(root))
    why_not = LEFT_OUT if quick else ""
    return (
        Check("types", (("mypy",),), of_tool),
        Check("notebooks", notebooks, of_pytest, why_not),
        # One after the other: a browser, a server and its kernels are a crowd already.
        Check(
            "browser",
            ((*PYTEST, BROWSER),),
            of_pytest,
            why_not_in_a_browser(quick=quick),
        ),
        Check("golden flows", ((*PYTEST, "tests/golden"),), of_pytest),
        Check("tests", tests, of_pytest),
        Check("format", (("ruff", "format", "--check", "."),), of_tool),
        Check("lint", (("ruff", "check", "."),), of_tool),
    )


def why_not_in_a_browser(*, quick: bool) -> str:
    """Why nothing is tried in a browser; "" where it is."""
    if quick:
        return LEFT_OUT
    return "" if find_chromium() else NONE_FOUND


def _parts_of_tests(root: Path) -> Iterator[tuple[str, ...]]:
    """The folders of tests, small ones together, and then the files beside them."""
    part: list[str] = []
    files = 0
    for name in _names(root, "tests/*/"):
        inside = len(_names(root, f"{name}/**/test_*.py"))
        if inside and name not in ("tests/golden", BROWSER):
            part.append(name)
            files += inside
        if files >= ENOUGH:
            yield tuple(part)
            part, files = [], 0
    if part:
        yield tuple(part)
    yield _names(root, "tests/test_*.py")


def _names(root: Path, pattern: str) -> tuple[str, ...]:
    found = (path.relative_to(root).as_posix() for path in root.glob(pattern))
    return tuple(sorted(found))
