"""The nearest right word for a wrong one."""

from collections.abc import Collection, Iterable

FURTHEST = 0.4
"""Largest distance of a suggestion, as a share of the longer word's letters."""
FEWEST_LETTERS = 3
"""That make the beginning of a longer word worth a suggestion."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was most likely meant to be; None: none of them.

    Ties go to the one that comes first.
    """
    best = min(known, key=lambda other: _badness(word, other), default=None)
    return best if best is not None and _badness(word, best) <= FURTHEST else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "host"?`, or nothing where no word is near."""
    found = nearest(word, known)
    return f'; did you mean "{found}"?' if found is not None else ""


def what_there_is(word: str, known: Collection[str]) -> str:
    """The nearest of the known words, or where none is near, all of them."""
    if found := did_you_mean(word, known):
        return found
    return f"; there is {listed(known, 'and')}" if known else "; there is none"


def either(words: Iterable[str]) -> str:
    """`"a", "b" or "c"`."""
    return listed((f'"{word}"' for word in words), "or")


def listed(words: Iterable[str], last_joint: str) -> str:
    """`a, b and c`, with "and" or another word for the last joint."""
    *others, last = words
    return f"{', '.join(others)} {last_joint} {last}" if others else last


def _badness(word: str, other: str) -> float:
    """0 for the same word, 1 for one that has nothing in common with it."""
    a, b = word.lower().replace("_", "-"), other.lower().replace("_", "-")
    if FEWEST_LETTERS <= len(a) < len(b) and b.startswith(a):
        return FURTHEST * (1 - len(a) / len(b))
    return _distance(a, b) / max(len(a), len(b), 1)


def _distance(a: str, b: str) -> int:
    """Letters to insert, delete, replace, or swap with the next, to make b of a."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
