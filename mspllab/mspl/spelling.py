"""The nearest real name to one that does not exist."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Final

LONGEST: Final = 64
"""Names longer than this are nobody's slip of the pen."""
MOST_CANDIDATES: Final = 500
"""Names that are looked at, the first ones; a script may have any number."""


def nearest(
    name: str, candidates: Collection[str], misspelt: Mapping[str, str] | None = None
) -> str | None:
    """The candidate that was most likely meant; None where none is near."""
    known = (misspelt or {}).get(name)
    if known in candidates:
        return known
    if len(name) > LONGEST:
        return None
    looked_at = islice(candidates, MOST_CANDIDATES)
    ranked = sorted((_distance(name, one), one) for one in looked_at)
    # A name of one or two letters is near to every other.
    most = max(len(name) // 3, 1) if len(name) > 2 else 0
    return ranked[0][1] if ranked and ranked[0][0] <= most else None


def did_you_mean(
    name: str, candidates: Collection[str], misspelt: Mapping[str, str] | None = None
) -> str:
    """`; did you mean ContainsString?`, or nothing."""
    found = nearest(name, candidates, misspelt)
    return "" if found is None else f"; did you mean {found}?"


def _distance(name: str, candidate: str) -> float:
    """Letters to change, add, leave out or swap; half for a part of the name."""
    one, other = name.lower(), candidate.lower()
    if one == other:
        return 0.0
    if min(len(one), len(other)) >= 4 and (one in other or other in one):
        return 0.5 + abs(len(one) - len(other)) / 100
    if abs(len(one) - len(other)) > len(one) // 3 + 1:
        return float(len(one) + len(other))
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return float(row[-1])
