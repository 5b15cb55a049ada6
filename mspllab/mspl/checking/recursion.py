"""Recursion, which MSPL forbids; the call graph is known completely (mspl.md §2.2)."""

from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.walk import Walk

LONGEST_CHAIN: Final = 60
"""Functions that call each other in a row; Python's stack ends at 1000 calls."""


def check_recursion(walk: Walk) -> None:
    """Report functions that can reach themselves, and chains that are too long."""
    depths: dict[str, int] = {}
    reported: set[str] = set()
    for name in walk.calls:
        if name not in depths:
            _measure(walk, name, depths, reported)
    for name, depth in depths.items():
        definition = walk.types.functions[name].definition
        if depth > LONGEST_CHAIN and definition is not None:
            message = f"calls go more than {LONGEST_CHAIN} functions deep"
            walk.report("MSPL115", message, definition.name)
            return


def _measure(walk: Walk, root: str, depths: dict[str, int], reported: set[str]) -> None:
    """Length of the longest chain of calls from each function that `root` reaches."""
    calls = walk.calls
    path = [root]
    stack = [iter(calls[root])]
    while stack:
        callee = next(stack[-1], None)
        if callee is None:
            name = path.pop()
            stack.pop()
            depths[name] = 1 + max(
                (depths.get(one, 0) for one in calls[name]), default=0
            )
        elif callee in path:
            _report_circle(walk, path[path.index(callee) :], reported)
        elif callee not in depths:
            path.append(callee)
            stack.append(iter(calls[callee]))


def _report_circle(walk: Walk, circle: list[str], reported: set[str]) -> None:
    if reported.intersection(circle):
        return
    reported.update(circle)
    call: nodes.Call = walk.calls[circle[0]][circle[1 % len(circle)]]
    if len(circle) == 1:
        message = f"{circle[0]} calls itself"
    elif len(circle) == 2:
        message = f"{circle[0]} and {circle[1]} call each other"
    else:
        message = f"{', '.join(circle)} call each other in a circle"
    walk.report("MSPL206", message, call, "MSPL has no recursion")
