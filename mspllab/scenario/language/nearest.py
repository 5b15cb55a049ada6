"""Suggestions: the nearest right word, or all there are."""

from collections.abc import Collection, Iterable

from mspllab.mspl.spelling import nearest


def did_you_mean(word: str, known: Collection[str]) -> str:
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
