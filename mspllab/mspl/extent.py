"""Extents: where each statement of a script begins and ends.

A branch of an `if` counts as a statement: it begins with its `if` or `else if`. Blocks,
cases and the lone `;` do not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from mspllab.mspl import nodes
from mspllab.mspl.nodes import Node

STATEMENTS: Final = (
    nodes.Assignment,
    nodes.ExpressionStatement,
    nodes.Branch,
    nodes.Switch,
    nodes.Foreach,
    nodes.While,
    nodes.Break,
    nodes.Continue,
    nodes.Return,
)
LOOPS: Final = (nodes.Foreach, nodes.While)


class Extent(NamedTuple):
    """A statement from `start` up to `end`, offsets into the script."""

    start: int
    end: int
    is_loop: bool
    parent: int
    """Number of the statement around it; -1: none."""

    def holds(self, other: "Extent") -> bool:
        """Whether `other` is a statement inside this one."""
        return self.start < other.start < self.end


class Extents:
    """Every statement of a script, numbered in the order of the text."""

    def __init__(self, script: nodes.Script) -> None:
        found = sorted(_found(script))
        self.starts = [start for start, _, _ in found]
        self._extents: list[Extent] = []
        parent = -1
        for number, (start, end, is_loop) in enumerate(found):
            parent = self._around(parent, start)
            self._extents.append(Extent(start, end, is_loop, parent))
            parent = number

    def __getitem__(self, number: int) -> Extent:
        return self._extents[number]

    def __len__(self) -> int:
        return len(self._extents)

    def at(self, offset: int) -> int:
        """Number of the innermost statement around `offset`; -1: none."""
        return self._around(bisect_right(self.starts, offset) - 1, offset)

    def first_between(self, start: int, end: int) -> int:
        """Number of the first statement that begins there; -1: none."""
        number = bisect_left(self.starts, start)
        is_there = number < len(self.starts) and self.starts[number] < end
        return number if is_there else -1

    def _around(self, number: int, offset: int) -> int:
        while number >= 0 and offset >= self._extents[number].end:
            number = self._extents[number].parent
        return number


def _found(script: nodes.Script) -> Iterator[tuple[int, int, bool]]:
    pending: list[Node] = [script]
    while pending:
        node = pending.pop()
        if isinstance(node, STATEMENTS):
            yield node.start, node.end, isinstance(node, LOOPS)
        pending += _statements_in(node)


def _statements_in(node: Node) -> list[Node]:
    match node:
        case nodes.Script(functions=functions, statements=statements):
            return [*functions, *statements]
        case nodes.Block(statements=statements) | nodes.Case(statements=statements):
            return [*statements]
        case nodes.If(branches=branches, otherwise=otherwise):
            return [*branches, *([otherwise] if otherwise else [])]
        case nodes.Switch(cases=cases):
            return [*cases]
        case (
            nodes.Branch(body=body)
            | nodes.Foreach(body=body)
            | nodes.While(body=body)
            | nodes.FunctionDefinition(body=body)
        ):
            return [body]
    return []
