"""Where in a script something happens, read off Python's own stack."""

import sys
from itertools import islice
from types import TracebackType

from mspllab.errors import Place, ScriptError
from mspllab.mspl.source import Source

SCRIPT_MARK = ".tell_place"
"""A global name that only compiled scripts have."""


def running_line() -> int:
    """The line of the script that calls us, by however many calls; 0 if none does."""
    frame = sys._getframe(1)
    while SCRIPT_MARK not in frame.f_globals:
        if frame.f_back is None:
            return 0
        frame = frame.f_back
    return frame.f_lineno


def tell_place(source: Source, error: ScriptError) -> None:
    """Tell `error` the innermost place of the script that led to it."""
    place, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == source.path:
            place = _place(source, step)
        step = step.tb_next
    if place is not None and error.place is None:
        error.told_at(place)


def _place(source: Source, step: TracebackType) -> Place:
    code = step.tb_frame.f_code
    positions = islice(code.co_positions(), step.tb_lasti // 2, None)
    line, _, column, end_column = next(positions)
    if line is None or column is None or end_column is None:
        text = source.line(step.tb_lineno)  # Python was told to leave columns out
        return Place(source.path, step.tb_lineno, 1, text)
    text = source.line(line)
    start, end = _characters(text, column), _characters(text, end_column)
    return Place(source.path, line, start + 1, text, max(1, end - start))


def _characters(text: str, column: int) -> int:
    """Characters before a column that counts bytes."""
    return len(text.encode("utf-8", "replace")[:column].decode("utf-8", "replace"))
