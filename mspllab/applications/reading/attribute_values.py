"""What the attributes of a manifest may say, and what to say when they do not."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.filters import METHOD_NAMES
from mspllab.applications.reading.elements import Attribute, Element
from mspllab.errors import Place
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.spelling import nearest

T = TypeVar("T", int, str)

ALL, NONE = "ALL", "NONE"
REASON_CLASS = re.compile(r"([1-6])(?:nn|xx)", re.IGNORECASE)
STATUS_CODE = re.compile(r"[1-6][0-9][0-9]")


class Complaints:
    """Findings about a manifest, as they are made."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, code: int, message: str, place: Place, hint: str = "") -> None:
        """One more, of the severity that its code has."""
        self.findings.append(Finding.of(f"MSPL{code}", message, place, hint))


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint naming the nearest of the known words, or all of them."""
    near = nearest(word, known)
    return f"did you mean {near}?" if near else f"allowed are {', '.join(known)}"


def flag(element: Element, name: str, *, default: bool, to: Complaints) -> bool:
    """The value of an attribute that is "true" or "false"."""
    attribute = element.attribute(name)
    if attribute is None:
        return default
    word = one_of(attribute, ("true", "false"), to=to)
    return default if word is None else word == "true"


def one_of(
    attribute: Attribute, allowed: Sequence[str], *, to: Complaints
) -> str | None:
    """The value, one of the allowed words; None where it is another."""
    return _word(attribute, attribute.value, allowed, to)


def listed(
    element: Element,
    name: str,
    read: Callable[[Attribute, str, Complaints], T | None],
    *,
    to: Complaints,
) -> frozenset[T] | None:
    """The values of a comma list, each as `read` gives it; None stands for ALL.

    ALL and NONE stand alone, and ALL is the default.
    """
    attribute = element.attribute(name)
    if attribute is None:
        return None
    words = [word.strip() for word in attribute.value.split(",")]
    if "" in words:
        _gap(attribute, words, to)
        words = [word for word in words if word]
    special = [word for word in words if word.upper() in (ALL, NONE)]
    for word in special:
        _word(attribute, word, (ALL, NONE), to)
    if special and len(words) > 1:
        message = f"{special[0]} stands beside other values of {name}"
        to.add(322, message, attribute.value_place, f"write {special[0]} alone")
    if ALL in (word.upper() for word in special):
        return None
    found = (read(attribute, word, to) for word in words if word not in special)
    return frozenset(value for value in found if value is not None)


def _gap(attribute: Attribute, words: Sequence[str], to: Complaints) -> None:
    """Complain about a list that has nothing where a value should be."""
    if any(words):
        message = f"{attribute.name} has a comma with no value beside it"
        to.add(321, message, attribute.value_place, "take the comma away")
    else:
        message = f"{attribute.name} is empty"
        to.add(321, message, attribute.value_place, f"write {ALL} or {NONE}, or values")


def method_name(attribute: Attribute, word: str, to: Complaints) -> str | None:
    """A method that methodNames may list."""
    hint = METHOD_HINTS.get(word.upper())
    if hint is None:
        return _one_word(attribute, word, METHOD_NAMES, to)
    to.add(321, f"{attribute.name} cannot be {word!r}", _place(attribute, word), hint)
    return None


METHOD_HINTS = {
    "CANCEL": "a CANCEL never reaches a script as such",
    **dict.fromkeys(
        ("PRACK", "UPDATE", "PUBLISH"),
        "this method has no name of its own here: write OTHER",
    ),
}
"""SIP methods that people look for in vain."""


def role(attribute: Attribute, word: str, to: Complaints) -> str | None:
    """A role of a server."""
    return _one_word(attribute, word, tuple(CONSTANTS["ServerRole"]), to)


def reason_class(attribute: Attribute, word: str, to: Complaints) -> int | None:
    """The first digit of a class of responses: 4nn, 4xx, 4XX."""
    match = REASON_CLASS.fullmatch(word)
    if match is not None:
        return int(match[1])
    place = _place(attribute, word)
    if STATUS_CODE.fullmatch(word):
        message = f"reasonCodes has the single status code {word}"
        hint = f"write {word[0]}nn, and let the script test sipResponse.StatusCode"
        to.add(323, message, place, hint)
    else:
        hint = "write classes such as 4nn or 4XX, with commas between"
        to.add(321, f"reasonCodes cannot be {word!r}", place, hint)
    return None


def _one_word(
    attribute: Attribute, word: str, allowed: Sequence[str], to: Complaints
) -> str | None:
    """The same as `_word`, with a better hint for several words in one."""
    if not re.search(r"\w[\s;|/]+\w", word):
        return _word(attribute, word, allowed, to)
    message = f"{attribute.name} has {word!r} where one value should be"
    to.add(321, message, _place(attribute, word), "write commas between the values")
    return None


def _word(
    attribute: Attribute, text: str, allowed: Sequence[str], to: Complaints
) -> str | None:
    if text in allowed:
        return text
    place = _place(attribute, text)
    meant = {word.lower(): word for word in allowed}.get(text.strip().lower())
    if meant is not None:
        to.add(332, f"{text!r} is documented as {meant!r}", place, f"write {meant}")
        return meant
    hint = did_you_mean(text, allowed)
    to.add(321, f"{attribute.name} cannot be {text!r}", place, hint)
    return None


def _place(attribute: Attribute, part: str) -> Place:
    """Where `part` of the value stands."""
    start = max(attribute.value.find(part), 0)
    place = attribute.value_place
    return place._replace(column=place.column + start, length=max(len(part), 1))
