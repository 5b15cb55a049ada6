"""World: all that is known about a run at one place of the script.

Runs that differ in what became of the message are kept apart, so that a script may note
in a variable what it did and ask that variable later; all others are joined.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

from mspllab.mspl.checking.facts import ANYTHING, SOLID, UNASSIGNED, Fact
from mspllab.mspl.nodes import Node

CLOSED: Final = 0
"""No fork is open."""
EMPTY: Final = 1
"""A fork is open and has no branch."""
FILLED: Final = 2
"""A fork is open and has a branch."""
MOST_KNOWN: Final = 24
"""Conditions that are remembered."""
MOST_GUARDS: Final = 8
"""Conditions around that tell a rerouted message from a new one."""

Key: TypeAlias = str | tuple[object, ...]
"""An expression whose value does not change by itself, as a value."""
Known: TypeAlias = dict[Key, tuple[Fact, frozenset[str]]]
"""Expression → what it is, and the variables on which that depends."""
NOTHING_KNOWN: Final[Known] = {}
NO_GUARDS: Final[frozenset[object]] = frozenset()


Step: TypeAlias = "tuple[Step, Node, bool] | None"
"""A decision on the way to a place: the one before it, where, and whether it came out
true; of a loop: whether it was entered."""


class World:
    """One set of runs; changed in place by what they do, copied where they part."""

    __slots__ = (
        *("added", "facts", "fork", "fork_at", "guards", "handled", "is_dead"),
        *("is_changed", "is_noted", "known", "way"),
    )

    def __init__(self) -> None:
        self.handled: Node | None = None
        """The call that handled the message."""
        self.fork = CLOSED
        self.fork_at: Node | None = None
        """The BeginFork of the open fork."""
        self.facts: dict[str, Fact] = {}
        """Variable → what it may be; those not in it are unassigned. Never changed."""
        self.known: Known = NOTHING_KNOWN
        """The same for other expressions. Never changed."""
        self.guards: frozenset[object] = NO_GUARDS
        """Conditions that a rerouted message would not have met in the same way."""
        self.way: Step = None
        self.is_noted = False
        """The last branch has written to the log."""
        self.added: Node | None = None
        """A call that added a header."""
        self.is_changed = False
        """Fields or headers of the message were written."""
        self.is_dead = False
        """The run has been ended by an error."""

    def copy(self) -> "World":
        """The same, to go another way."""
        other = World.__new__(World)
        other.handled, other.fork, other.fork_at = self.handled, self.fork, self.fork_at
        other.facts, other.known, other.guards = self.facts, self.known, self.guards
        other.way, other.is_noted, other.added = self.way, self.is_noted, self.added
        other.is_changed, other.is_dead = self.is_changed, self.is_dead
        return other

    def become(self, other: "World") -> None:
        """Go on as `other`, which is not used any more."""
        for name in self.__slots__:
            setattr(self, name, getattr(other, name))

    def assign(self, name: str, fact: Fact) -> None:
        """A variable has a new value."""
        self.facts = {**self.facts, name: fact}
        if self.known:
            self.forget(name)

    def refine(self, name: str, fact: Fact) -> None:
        """More is known about the value that a variable has."""
        if self.facts.get(name) != fact:
            self.facts = {**self.facts, name: fact}

    def forget(self, name: str) -> None:
        """Nothing is known any more about what depends on `name`."""
        for _, names in self.known.values():
            if name in names:
                kept = self.known.items()
                self.known = {k: v for k, v in kept if name not in v[1]}
                return

    def learn(self, key: Key, fact: Fact, names: frozenset[str]) -> None:
        """Note what an expression is."""
        if len(self.known) < MOST_KNOWN or key in self.known:
            self.known = {**self.known, key: (fact, names)}

    def guard(self, by: object) -> None:
        """From here on a rerouted message is told apart."""
        if len(self.guards) < MOST_GUARDS:
            self.guards |= {by}

    def is_like(self, other: "World") -> bool:
        """Nothing that matters for what follows differs."""
        return (
            self.facts == other.facts
            and self.known == other.known
            and self.guards == other.guards
        )

    def join(self, other: "World") -> None:
        """Become what is true of both."""
        if self.facts is not other.facts and self.facts != other.facts:
            self.facts = _joined(self.facts, other.facts)
        if self.known is not other.known and self.known != other.known:
            self.known = _common(self.known, other.known)
        if self.guards is not other.guards:
            self.guards &= other.guards
        if self.is_noted and not other.is_noted:
            self.way, self.is_noted = other.way, False
        if self.added is not other.added:
            self.added = None
        self.is_changed |= other.is_changed


Split: TypeAlias = tuple[list[World], list[World]]
"""Worlds in which a condition is true, and those in which it is false."""


def _joined(one: dict[str, Fact], other: dict[str, Fact]) -> dict[str, Fact]:
    if len(one) < len(other):
        one, other = other, one
    joined = dict(one)
    for name, fact in one.items():
        second = other.get(name, UNASSIGNED)
        if second is not fact:
            joined[name] = fact.joined(second)
    if not other.keys() <= one.keys():
        for name, fact in other.items():
            if name not in one:
                joined[name] = fact.joined(UNASSIGNED)
    return joined


def _common(one: Known, other: Known) -> Known:
    """Facts of conditions are only kept where both have them."""
    common: Known = {}
    for key, (fact, names) in one.items():
        second = other.get(key)
        if second is not None:
            joined = fact.joined(second[0])
            if joined != ANYTHING:
                common[key] = (joined, names)
    return common


def merged(worlds: list[World]) -> list[World]:
    """The same runs, those joined for which the same became of the message."""
    if len(worlds) < 2:
        return worlds
    apart: dict[tuple[bool, int], World] = {}
    for world in worlds:
        key = (world.handled is None, world.fork)
        first = apart.get(key)
        if first is None:
            apart[key] = world
        else:
            first.join(world)
    return list(apart.values())


def united(worlds: list[World]) -> World:
    """All of them as one; what became of the message is told of any that handled it."""
    first = worlds[0]
    for other in worlds[1:]:
        if other.handled is not None and first.handled is None:
            other.join(first)
            first = other
        else:
            first.join(other)
    return first


def same(one: list[World], other: list[World]) -> bool:
    """The same runs are known, in the same order."""
    return len(one) == len(other) and all(
        (a.handled is None, a.fork) == (b.handled is None, b.fork) and a.is_like(b)
        for a, b in zip(one, other, strict=True)
    )


def widened(before: list[World], after: list[World], *, wholly: bool) -> list[World]:
    """`after`, with less known of the variables that have changed since `before`.

    First their exact values are given up, and then all that is known.
    """
    seen = {(one.handled is None, one.fork): one.facts for one in before}
    for world in after:
        old = seen.get((world.handled is None, world.fork), world.facts)
        if old is world.facts or old == world.facts:
            continue
        facts = dict(world.facts)
        for name, fact in world.facts.items():
            if old.get(name) != fact:
                facts[name] = Fact(fact.bits | SOLID if wholly else fact.bits)
        world.facts = facts
    return after


def copies(worlds: Iterable[World]) -> list[World]:
    """Worlds to go on with, while the old ones are kept."""
    return [one.copy() for one in worlds]
