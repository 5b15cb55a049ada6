"""Where in a script something happens, read off Python's own stack."""

import sys
from bisect import bisect_right
from itertools import islice
from operator import itemgetter
from types import TracebackType

from mspllab.errors import Place, ScriptError
from mspllab.mspl.source import Source

SCRIPT_MARK = ".tell_place"
"""A global name that only compiled scripts have."""
BODY = "script"
"""Name of the compiled body, as a traceback shows it; functions are called `NAME()`."""


def running_line() -> int:
    """The line of the script that calls us, by however many calls; 0 if none does."""
    frame = sys._getframe(1)
    while SCRIPT_MARK not in frame.f_globals:
        if frame.f_back is None:
            return 0
        frame = frame.f_back
    return frame.f_lineno


Lines = list[tuple[int, ...]]
"""Lines of the statements that ran, those together that were noted together."""
Unrun = list[tuple[tuple[int, int], int]]
"""Where each statement begins; how many are noted after it before they run."""


def tell_place(
    source: Source, unrun: Unrun, error: ScriptError, lines: Lines | None = None
) -> None:
    """Tell `error` the innermost place of the script that led to it.

    From `lines`, where they were recorded, those that did not run are taken out again.
    """
    last, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == source.path:
            last = step
        step = step.tb_next
    if last is None:
        return
    place, column = _place(source, last)
    if error.place is None:
        error.told_at(place)
    if lines and unrun:
        after = bisect_right(unrun, (place.line, column), key=itemgetter(0))
        left_out = unrun[after - 1][1] if after else 0
        lines[-1] = lines[-1][: len(lines[-1]) - left_out]


def _place(source: Source, step: TracebackType) -> tuple[Place, int]:
    """Where a step of the traceback stands; its column in bytes besides."""
    code = step.tb_frame.f_code
    positions = islice(code.co_positions(), step.tb_lasti // 2, None)
    line, _, column, end_column = next(positions)
    if line is None or column is None or end_column is None:
        text = source.line(step.tb_lineno)  # Python was told to leave columns out
        return Place(source.path, step.tb_lineno, 1, text), len(text)
    text = source.line(line)
    start, end = _characters(text, column), _characters(text, end_column)
    return Place(source.path, line, start + 1, text, max(1, end - start)), column


def _characters(text: str, column: int) -> int:
    """Characters before a column that counts bytes."""
    return len(text.encode("utf-8", "replace")[:column].decode("utf-8", "replace"))
