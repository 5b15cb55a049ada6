"""Facts: what a value can be at a place of a script, as a small lattice.

Joining two facts is one `|`; a set of exact values is kept besides while it is small.
"""

from functools import lru_cache
from typing import Final, NamedTuple

UNSET: Final = 1
"""The variable has not been assigned."""
NULL: Final = 2
RARE: Final = 4
"""Null, but only for messages that are hardly ever seen."""
FALSY: Final = 8
"""false, 0 or the empty text."""
POSITIVE: Final = 16
"""A number above 0."""
OTHER: Final = 32
"""Anything else that counts as true."""
ABSENT: Final = UNSET | NULL | RARE
TRUE: Final = POSITIVE | OTHER
SOLID: Final = FALSY | TRUE
MOST_VALUES: Final = 6
"""Exact values that are told apart."""

Exact = str | int


class Fact(NamedTuple):
    """What a value may be."""

    bits: int
    values: frozenset[Exact] | None = None
    """All texts and numbers it may be, null left out; None: not known."""

    def joined(self, other: "Fact") -> "Fact":
        """What a value may be that is the one or the other."""
        if self is other or self == other:
            return self
        mine, others = self.values, other.values
        if not self.bits & SOLID:
            mine = frozenset()
        if not other.bits & SOLID:
            others = frozenset()
        if mine is None or others is None or len(mine | others) > MOST_VALUES:
            return _fact(self.bits | other.bits)
        return Fact(self.bits | other.bits, mine | others or None)

    def only(self, bits: int) -> "Fact":
        """The same value, where it is known to be one of `bits`."""
        kept = self.bits & bits
        if kept == self.bits:
            return self
        if self.values is None or not kept & SOLID:
            return _fact(kept)
        values = frozenset(one for one in self.values if bits_of(one) & bits)
        return Fact(kept, values or None)

    def plus(self, number: int) -> "Fact":
        """The value after a number that is not negative was added."""
        if self.values is not None:
            values = {one + number for one in self.values if isinstance(one, int)}
            return of_values(frozenset(values))
        if self.bits & (OTHER | ABSENT) or number == 0:
            return ANYTHING
        return _fact(POSITIVE)


@lru_cache(maxsize=128)
def _fact(bits: int) -> Fact:
    return Fact(bits)


def bits_of(value: Exact) -> int:
    """Where an exact value belongs."""
    if not value:
        return FALSY
    return POSITIVE if isinstance(value, int) and value > 0 else OTHER


def of_values(values: frozenset[Exact]) -> Fact:
    """One of some exact values; anything where there are none."""
    bits = 0
    for value in values:
        bits |= bits_of(value)
    return Fact(bits, values) if values else ANYTHING


@lru_cache(maxsize=1024)
def of_exact(value: Exact) -> Fact:
    """Exactly this text or number."""
    return Fact(bits_of(value), frozenset((value,)))


def of_literal(value: str | int | float | bool | None) -> Fact:
    """What a literal is."""
    if value is None:
        return IS_NULL
    if isinstance(value, bool):
        return IS_TRUE if value else IS_FALSE
    if isinstance(value, float):
        return _fact(POSITIVE if value > 0 else OTHER if value else FALSY)
    return of_exact(value)


ANYTHING: Final = _fact(SOLID)
"""Not null, and nothing else is known."""
MAY_BE_NULL: Final = _fact(SOLID | NULL)
SELDOM_NULL: Final = _fact(SOLID | RARE)
IS_NULL: Final = _fact(NULL)
IS_TRUE: Final = _fact(OTHER)
IS_FALSE: Final = _fact(FALSY)
UNASSIGNED: Final = _fact(UNSET)
