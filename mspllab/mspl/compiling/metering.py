"""Metering: loops and functions that pay for their work, where a run could do too much.

While code is made, the work in it is noted region by region: the body, each function,
each loop. The most that any run can do follows from that without running anything; only
a script that could use up its allowance is made to count.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mspllab.mspl.allowance import ALLOWANCE
from mspllab.mspl.compiling.place import Place
from mspllab.mspl.runtime import MOST_TURNS

TURNS_OF_WHILE: Final = MOST_TURNS + 1
ENOUGH: Final = ALLOWANCE + 1
"""Beyond that, how much more it is does not matter."""


class Region:
    """The body, a function or what one turn of a loop runs."""

    __slots__ = ("calls", "code", "loops", "place", "turns", "work")

    def __init__(self, place: Place, turns: int = 1) -> None:
        self.place = place
        """What a script error points at."""
        self.turns = turns
        """How often it can run for each time it is reached."""
        self.work = 1
        """What one turn does, besides inner loops and functions."""
        self.loops: list[Region] = []
        self.calls: list[str] = []
        """Own functions that are called, each as often as it is written."""
        self.code: list[ast.stmt] = []
        """The code of a turn."""

    def called(self) -> Iterator[str]:
        """Own functions that are called here or in loops inside."""
        yield from self.calls
        for loop in self.loops:
            yield from loop.called()

    def most(self, known: Mapping[str, int]) -> int:
        """The most that it can do, where that is known of its functions."""
        inside = sum(loop.most(known) for loop in self.loops)
        called = sum(known[name] for name in self.calls)
        return min(self.turns * (self.work + inside + called), ENOUGH)


def most_work(body: Region, functions: Mapping[str, Region]) -> int:
    """The most that a run can do; some number above the allowance if it is more."""
    known: dict[str, int] = {}
    left = dict(functions)
    while left:  # no function calls itself, so there is always one that is ready
        ready = [n for n, one in left.items() if known.keys() >= set(one.called())]
        known |= {name: left.pop(name).most(known) for name in ready}
    return body.most(known)


def all_loops(regions: Iterable[Region]) -> Iterator[Region]:
    """Every loop in some regions, at whatever depth."""
    for region in regions:
        yield from region.loops
        yield from all_loops(region.loops)
