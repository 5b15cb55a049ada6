"""Summaries: what a call of one of the script's own functions can lead to.

MSPL has no recursion, so each function is followed into, once for every kind of
arguments and of message that it is called with.
"""

from collections.abc import Sequence

from mspllab.mspl import nodes
from mspllab.mspl.checking.facts import ANYTHING, IS_NULL, TRUE, Fact
from mspllab.mspl.checking.flow import MOST_SUMMARIES, Exit, Flow
from mspllab.mspl.checking.keys import OF_MESSAGE
from mspllab.mspl.checking.world import World
from mspllab.mspl.inference import Scope


def exits(
    flow: Flow, world: World, call: nodes.Call, facts: Sequence[Fact]
) -> list[tuple[World, Fact]]:
    """The worlds behind a call, each with the result; `world` itself may be one."""
    scope = flow.types.functions.get(call.name)
    if scope is None or scope.definition is None:
        return [(world, ANYTHING)]
    if flow.obstacles and flow.obstacles.bar(scope.definition):
        return []
    summary = _summary(flow, scope, world, facts)
    return [(_behind(world, one), one.result) for one in summary]


def _behind(before: World, end: Exit) -> World:
    """Where the caller goes on."""
    after, inner = before.copy(), end.world
    if not end.is_old:
        after.handled = inner.handled
    after.fork, after.fork_at = inner.fork, inner.fork_at
    after.added = inner.added or before.added
    after.is_noted |= inner.is_noted
    after.is_changed |= inner.is_changed
    after.is_dead = inner.is_dead
    if inner.is_changed and after.known:
        after.forget(".")
    return after


def _summary(
    flow: Flow, scope: Scope, world: World, facts: Sequence[Fact]
) -> list[Exit]:
    assert scope.definition is not None, "the body is not called"
    name = scope.definition.name.name
    known = {k: v for k, v in world.known.items() if v[1] <= OF_MESSAGE}
    about = frozenset((key, fact) for key, (fact, _) in known.items())
    state = (name, flow.kind, world.handled is None, world.fork, bool(world.guards))
    key: tuple[object, ...] = (*state, about, tuple(facts))
    found = flow.summaries.get(key)
    if found is None and flow.summarised[name, flow.kind] >= MOST_SUMMARIES:
        facts, known, key = [ANYTHING] * len(facts), {}, state
        found = flow.summaries.get(key)
    if found is None:
        flow.summarised[name, flow.kind] += 1
        inner = World()
        inner.handled, inner.fork, inner.fork_at = (
            world.handled,
            world.fork,
            world.fork_at,
        )
        inner.known, inner.guards = known, world.guards
        found = _follow(flow, scope, inner, facts, key)
        flow.summaries[key] = found
    return found


def _follow(
    flow: Flow, scope: Scope, world: World, facts: Sequence[Fact], key: object
) -> list[Exit]:
    definition = scope.definition
    assert definition is not None, "the body is not called"
    names = [parameter.name for parameter in definition.parameters]
    world.facts = dict(zip(names, facts, strict=False))
    before = world.handled
    around = (flow.scope, flow.context, flow.returns, flow.breaks, flow.continues)
    more = (flow.single, flow.untracked, flow.loops)
    flow.enter(scope, key)
    rest = flow.follow(flow, (definition.body,), [world])
    ends = [(one, fact) for one, fact, _ in flow.returns]
    ends += [(one, IS_NULL) for one in rest]
    flow.scope, flow.context, flow.returns, flow.breaks, flow.continues = around
    flow.single, flow.untracked, flow.loops = more
    return _merged(ends, before)


def _merged(ends: list[tuple[World, Fact]], before: object) -> list[Exit]:
    """Ends apart in which something else became of the message, or of the result."""
    apart: dict[tuple[bool, int, int], tuple[World, Fact]] = {}
    for world, fact in ends:
        truth = bool(fact.bits & TRUE) + 2 * bool(fact.bits & ~TRUE)
        key = (world.handled is before, world.fork, truth)
        first = apart.get(key)
        if first is None:
            apart[key] = (world, fact)
        else:
            first[0].join(world)
            apart[key] = (first[0], first[1].joined(fact))
    return [
        Exit(world, fact, is_old=is_old)
        for (is_old, _, _), (world, fact) in apart.items()
    ]
