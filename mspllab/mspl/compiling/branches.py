"""Branches → Python: chains of tests, and switches that are left early."""

import ast
from typing import Final, NamedTuple

from mspllab.mspl.compiling.emitter import ONCE, Around, Emitter
from mspllab.mspl.compiling.place import Place, placed

LONGEST_NEST: Final = 16
"""Branches written as nested ifs; a longer chain becomes one flat `match`."""


class Arm(NamedTuple):
    """One of several branches."""

    place: Place
    test: ast.expr
    body: list[ast.stmt]


def chain(emit: Emitter, arms: list[Arm], otherwise: list[ast.stmt]) -> list[ast.stmt]:
    """The body of the first arm whose test is true, else `otherwise`."""
    if len(arms) > LONGEST_NEST:
        return [_flat(emit, arms, otherwise)]
    for place, test, body in reversed(arms):
        otherwise = [placed(ast.If(test, body, otherwise), place)]
    return otherwise


def _flat(emit: Emitter, arms: list[Arm], otherwise: list[ast.stmt]) -> ast.stmt:
    """`match None: case _ if test: …`, as deep as a single if however long."""
    place = emit.place
    cases = [
        ast.match_case(placed(ast.MatchAs(), one), test, body)
        for one, test, body in arms
    ]
    if otherwise:
        cases.append(ast.match_case(placed(ast.MatchAs(), place), None, otherwise))
    return placed(ast.Match(emit.literal(None), cases), place)


def wrapped(emit: Emitter, code: list[ast.stmt], around: Around) -> list[ast.stmt]:
    """A loop of one turn, so that break can leave a switch from anywhere inside."""
    place = emit.place
    loop = placed(ast.For(emit.target(".turn"), emit.name(ONCE), code or [], []), place)
    if not around.again:
        return [loop]
    before = emit.assign([emit.target(around.again)], emit.literal(False))
    again = placed(ast.If(emit.name(around.again), jump_on(emit), []), place)
    return [before, loop, again]


def jump_on(emit: Emitter) -> list[ast.stmt]:
    """On to the next turn of the innermost loop, out of the switches in it."""
    for around in reversed(emit.around):
        if around.is_loop:
            break
        if around.is_wrapped:
            flag = emit.assign([emit.target(around.again)], emit.literal(True))
            return [flag, placed(ast.Break(), emit.place)]
    return [placed(ast.Continue(), emit.place)]
