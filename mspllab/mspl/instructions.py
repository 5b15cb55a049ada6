"""Instructions: to which statement of a script each instruction of its code belongs."""

from collections.abc import Iterator
from opcode import EXTENDED_ARG, opmap
from types import CodeType
from typing import Final, NamedTuple

from mspllab.mspl.extent import Extents
from mspllab.mspl.source import Source

TURN: Final = opmap["FOR_ITER"]
UNIT: Final = 2
"""Bytes of an instruction, of which offsets are told."""


class Instructions(NamedTuple):
    """Of one code object: the statement of each instruction."""

    statements: tuple[int, ...]
    """Offset in units → number of the statement; -1: none."""
    turns: dict[int, int]
    """Offset in bytes → that of the instruction by which a loop looks for another turn.

    A long jump begins with prefixes, and Pythons differ whether they tell of those, of
    the instruction itself, or of both.
    """

    @classmethod
    def of(cls, code: CodeType, source: Source, extents: Extents) -> "Instructions":
        """Those of `code`, which was compiled from `source`."""
        found: dict[object, int] = {}
        statements = []
        for place in code.co_positions():
            if place not in found:
                found[place] = _statement(place, source, extents)
            statements.append(found[place])
        turns = {
            told: at
            for start, at, operation in _instructions(code)
            if operation == TURN and _is_loop(extents, statements[at // UNIT])
            for told in (start, at)
        }
        return cls(tuple(statements), turns)


def _instructions(code: CodeType) -> Iterator[tuple[int, int, int]]:
    """Offset of an instruction with its prefixes and without, and what it does."""
    octets, start = code.co_code, 0
    for at in range(0, len(octets), UNIT):
        if octets[at] != EXTENDED_ARG:
            yield start, at, octets[at]
            start = at + UNIT


Position = tuple[int | None, int | None, int | None, int | None]


def _statement(place: Position, source: Source, extents: Extents) -> int:
    line, _, column, end_column = place
    if line is None or column == end_column is not None:
        return -1  # what the compiler added of its own has no width
    if column is None:  # Python was told to leave columns out
        index = line - source.first_line
        start, end = (*source.line_starts[index:], len(source.text))[:2]
        return extents.first_between(start, end)
    return extents.at(source.offset(line, column))


def _is_loop(extents: Extents, statement: int) -> bool:
    return statement >= 0 and extents[statement].is_loop
