"""Allowance: the work that one run of a script may do, counted and never timed.

Work is counted in pieces of some 40 nanoseconds. Where the text of a script shows that
no run can use up the allowance (`compiling/metering.py`), nothing is counted at all;
else each turn of a loop and each call of a function pays for what it does. Long texts
are paid for by whoever works through them.
"""

import sys
from typing import Final

from mspllab.errors import ScriptError
from mspllab.mspl.locating import BODY, SCRIPT_MARK

ALLOWANCE: Final = 10_000_000
"""Pieces of work in a run, half a second or so: far more than a server would wait."""
CALL: Final = 100
"""What the host is asked for: a built-in function, a variable or a field of it."""
COMPARISON: Final = 300
"""A comparison of two texts that may be long and alike."""
MOST_ELEMENTS: Final = 10_000
"""Elements of a collection that a script makes; a message's head has no more values."""
LONG_TEXT: Final = 2_048
"""Characters that a built-in function works through within the price of its call."""
LONGEST_TEXT: Final = 65_536
"""Characters of a text that a script makes; as long as the whole head of a message."""
CHARACTERS: Final = 8
"""Characters of a long text that are one piece of work."""
METER: Final = ".meter"
"""Local name of what is left, in the body and where work is counted: a list with one
number."""


def pay(meter: list[int], work: int) -> None:
    """Take `work` from what is left; a script error where that is not enough."""
    meter[0] -= work
    if meter[0] < 0:
        raise ScriptError(
            "this run takes too long: loops inside loops, functions that call each "
            "other or work on long texts have used up what one run may do"
        )


def charge(characters: int) -> None:
    """Let the script that calls us, by however many calls, pay for a long text."""
    frame = sys._getframe(1).f_back
    while frame is not None:
        if SCRIPT_MARK in frame.f_globals:
            names = frame.f_locals
            if METER not in names and frame.f_code.co_name == BODY:
                # Where nothing else is counted, a run has no meter until it is asked
                # for one: making it would be two of a hundred parts of a short run.
                names[METER] = [ALLOWANCE]
            if METER in names:
                pay(names[METER], characters // CHARACTERS + len(names))
                return
        frame = frame.f_back


def checked_length(characters: int) -> None:
    """Refuse to make a text longer than a script may, and let it pay for a long one."""
    if characters > LONGEST_TEXT:
        raise ScriptError(
            f"the text would have {characters:,} characters; a script may make texts "
            f"of up to {LONGEST_TEXT:,}"
        )
    if characters > LONG_TEXT:
        charge(characters)
