"""Paths: each statement leads from what is known before it to what is known behind it.

A loop is gone through until nothing new is learned at its head. What was learned there
is kept for the next time, so that loops inside loops are not gone through again and
again: a statement is visited a bounded number of times, however deep it stands.
"""

from collections.abc import Callable, Iterable
from typing import Final

from mspllab.mspl import nodes
from mspllab.mspl.checking.absence import need
from mspllab.mspl.checking.conditions import split
from mspllab.mspl.checking.effects import change_field
from mspllab.mspl.checking.equality import split_equal
from mspllab.mspl.checking.evaluation import evaluate, outcomes
from mspllab.mspl.checking.facts import ANYTHING, IS_NULL, NULL
from mspllab.mspl.checking.flow import Flow
from mspllab.mspl.checking.telling import is_telling
from mspllab.mspl.checking.world import World, copies, merged, same, widened
from mspllab.mspl.nodes import Expression, Statement

PATIENCE: Final = 2
"""Rounds of a loop after which nothing is known of what still changes."""
MOST_APART: Final = 6
"""Worlds that may be kept apart without being merged."""

Worlds = list[World]


def follow(flow: Flow, statements: Iterable[Statement], worlds: Worlds) -> Worlds:
    """What is known behind a list of statements; empty where nothing gets there."""
    for statement in statements:
        if not worlds:
            return worlds
        flow.visits += 1
        if flow.obstacles and flow.obstacles.bar(statement):
            return []
        worlds = RULES[type(statement)](flow, statement, worlds)
        if len(worlds) > MOST_APART:
            worlds = merged(worlds)
    return worlds


def _living(worlds: Worlds) -> Worlds:
    for world in worlds:
        if world.is_dead:
            return [world for world in worlds if not world.is_dead]
    return worlds


def _assignment(flow: Flow, statement: nodes.Assignment, worlds: Worlds) -> Worlds:
    target = statement.target
    reached: Worlds = []
    for world in worlds:
        for after, fact in outcomes(flow, world, statement.value):
            if after.is_dead:
                continue
            reached.append(after)
            if isinstance(target, nodes.Name):
                if target.name not in flow.untracked:
                    after.assign(target.name, fact)
            else:
                if fact.bits & NULL and target.name not in flow.nullable:
                    need(flow, after, statement.value, fact)
                change_field(flow, after, statement, target)
    return reached


def _expression(
    flow: Flow, statement: nodes.ExpressionStatement, worlds: Worlds
) -> Worlds:
    expression = statement.expression
    if type(expression) is nodes.Call and expression.name in flow.types.functions:
        pairs = [pair for one in worlds for pair in outcomes(flow, one, expression)]
        return _living([world for world, _ in pairs])
    for world in worlds:
        evaluate(flow, world, expression)
    return _living(worlds)


def _block(flow: Flow, statement: nodes.Block, worlds: Worlds) -> Worlds:
    return follow(flow, statement.statements, worlds) if worlds else worlds


def _empty(flow: Flow, statement: nodes.Empty, worlds: Worlds) -> Worlds:
    return worlds


# --- branches -------------------------------------------------------------------------


def parted(flow: Flow, condition: Expression, worlds: Worlds) -> tuple[Worlds, Worlds]:
    """The worlds in which a condition is true, and those in which it is false."""
    if len(worlds) == 1:
        trues, falses = split(flow, worlds[0], condition)
    else:
        trues, falses = [], []
        for world in worlds:
            some, others = split(flow, world, condition)
            trues += some
            falses += others
    return _gathered(trues), _gathered(falses)


def _gathered(worlds: Worlds) -> Worlds:
    """The living, merged; nearly always there is one."""
    if len(worlds) == 1 and not worlds[0].is_dead:
        return worlds
    return merged(_living(worlds))


def _step(worlds: Worlds, where: nodes.Node, *, outcome: bool) -> None:
    """Note a decision on the way."""
    for world in worlds:
        world.way = (world.way, where, outcome)
        world.is_noted = False


def _if(flow: Flow, statement: nodes.If, worlds: Worlds) -> Worlds:
    reached: Worlds = []
    rest = worlds
    for branch in statement.branches:
        trues, rest = parted(flow, branch.condition, rest)
        _step(rest, branch.condition, outcome=False)
        if trues:
            _step(trues, branch.condition, outcome=True)
            reached += RULES[type(branch.body)](flow, branch.body, trues)
        if not rest:
            break
    if statement.otherwise is not None and rest:
        rest = RULES[type(statement.otherwise)](flow, statement.otherwise, rest)
    return merged(reached + rest)


def _switch(flow: Flow, statement: nodes.Switch, worlds: Worlds) -> Worlds:
    for world in worlds:
        evaluate(flow, world, statement.subject)
    flow.breaks.append([])
    rest, waiting = _living(worlds), []
    reached: Worlds = []
    lonely: nodes.Case | None = None
    for case in statement.cases:
        if case.value is None:
            lonely = case
            continue
        waiting += _fitting(flow, statement.subject, case.value, rest)
        if case.statements:
            _step(waiting, case, outcome=True)
            reached += follow(flow, case.statements, merged(waiting))
            waiting = []
    if lonely is not None:
        rest = follow(flow, lonely.statements, rest)
    else:
        _step(rest, statement, outcome=False)
    return merged(reached + waiting + rest + flow.breaks.pop())


def _fitting(
    flow: Flow, subject: Expression, value: Expression, rest: Worlds
) -> Worlds:
    """Take out of `rest` the worlds in which a case fits."""
    fitting: Worlds = []
    others: Worlds = []
    for world in rest:
        some, more = split_equal(flow, world, subject, value, value)
        fitting += some
        others += more
    rest[:] = merged(others)
    return fitting


# --- loops ----------------------------------------------------------------------------


def _foreach(flow: Flow, statement: nodes.Foreach, worlds: Worlds) -> Worlds:
    collection = statement.collection
    for world in worlds:
        fact = evaluate(flow, world, collection)
        if flow.settings.strict and fact.bits & NULL:
            need(flow, world, collection, fact)
    name = statement.variable.name
    is_variable = name in flow.scope.variables and name not in flow.untracked
    tells = is_telling(flow, collection)

    def enter(head: Worlds) -> tuple[Worlds, Worlds]:
        inside, behind = copies(head), copies(head)
        for world in inside:
            if is_variable:
                world.assign(name, ANYTHING)
            elif world.known:
                world.forget(name)
            if tells:
                world.guard((statement, True))
        for world in behind:
            if tells:
                world.guard((statement, False))
        return inside, behind

    return _loop(flow, statement, _living(worlds), enter)


def _while(flow: Flow, statement: nodes.While, worlds: Worlds) -> Worlds:
    def enter(head: Worlds) -> tuple[Worlds, Worlds]:
        return parted(flow, statement.condition, copies(head))

    return _loop(flow, statement, worlds, enter)


def _loop(
    flow: Flow,
    statement: nodes.Foreach | nodes.While,
    worlds: Worlds,
    enter: Callable[[Worlds], tuple[Worlds, Worlds]],
) -> Worlds:
    """Go round until the head of the loop knows all that can come there."""
    before, behind = flow.loops.get(statement, ([], []))
    head = merged(copies(before) + worlds)
    if before and same(head, before):
        return copies(behind)
    rounds = 0
    while True:
        inside, without = enter(head)
        _step(inside, statement, outcome=True)
        _step(without, statement, outcome=False)
        flow.breaks.append([])
        flow.continues.append([])
        ends: Worlds = []
        if inside:
            ends = RULES[type(statement.body)](flow, statement.body, inside)
        ends = ends + flow.continues.pop()
        broken = flow.breaks.pop()
        after = merged(copies(head) + ends)
        if same(after, head):
            break
        rounds += 1
        head = widened(head, after, wholly=rounds > PATIENCE)
    behind = merged(without + broken)
    flow.loops[statement] = (head, copies(behind))
    return behind


# --- leaving --------------------------------------------------------------------------


def _break(flow: Flow, statement: nodes.Break, worlds: Worlds) -> Worlds:
    if flow.breaks:
        flow.breaks[-1] += worlds
    return []


def _continue(flow: Flow, statement: nodes.Continue, worlds: Worlds) -> Worlds:
    if flow.continues:
        flow.continues[-1] += worlds
    return []


def _return(flow: Flow, statement: nodes.Return, worlds: Worlds) -> Worlds:
    for world in worlds:
        if statement.value is None:
            flow.returns.append((world, IS_NULL, statement))
            continue
        for after, fact in outcomes(flow, world, statement.value):
            if not after.is_dead:
                flow.returns.append((after, fact, statement))
    return []


RULES: Final[dict[type, Callable[..., Worlds]]] = {
    nodes.Assignment: _assignment,
    nodes.ExpressionStatement: _expression,
    nodes.Block: _block,
    nodes.If: _if,
    nodes.Switch: _switch,
    nodes.Foreach: _foreach,
    nodes.While: _while,
    nodes.Break: _break,
    nodes.Continue: _continue,
    nodes.Return: _return,
    nodes.Empty: _empty,
}
