"""Obstacles: the errors of a script, beyond which no way is followed.

What is found on a way that comes by no error holds, whatever the error was to mean.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Node, Statement


class Obstacles:
    """Where errors begin, as offsets into the script."""

    def __init__(self, starts: Iterable[int] = ()) -> None:
        self._starts = sorted(starts)

    def __bool__(self) -> bool:
        return bool(self._starts)

    def bar(self, node: Statement | nodes.FunctionDefinition) -> bool:
        """An error stands in the node itself, not in statements that it holds."""
        return any(self._is_in(start, end) for start, end in _own(node))

    def _is_in(self, start: int, end: int) -> bool:
        index = bisect_left(self._starts, start)
        return index < len(self._starts) and self._starts[index] < end


def _own(node: Node) -> Iterator[tuple[int, int]]:
    """Parts of a node that are no statements of their own."""
    match node:
        case nodes.If(branches=branches):
            for branch in branches:
                yield branch.condition.start, branch.condition.end
        case nodes.Switch(start=start, end=end, cases=cases):
            yield start, cases[0].start if cases else end
            for case in cases:
                inner = case.statements
                yield case.start, inner[0].start if inner else case.end
        case (
            nodes.Foreach(start=start, body=body)
            | nodes.While(start=start, body=body)
            | nodes.FunctionDefinition(start=start, body=body)
        ):
            yield start, body.start
        case nodes.Block():
            return
        case _:
            yield node.start, node.end
