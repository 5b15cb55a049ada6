"""reference: a part of the language, or one name of it, as a page."""

import re
from collections.abc import Callable, Iterable

from mspllab.applications.reading.element_pages import ELEMENT_PAGES, element_entry
from mspllab.applications.vocabulary import (
    FAMILIES,
    VOCABULARY,
    family_of,
    vocabulary_for,
)
from mspllab.errors import UsageError
from mspllab.mspl.reference import entry, names
from mspllab.mspl.spelling import did_you_mean
from mspllab.mspl.vocabulary import Function, Level, Vocabulary
from mspllab.mspl.words import WORDS
from mspllab.views.reference.findings import Findings, findings
from mspllab.views.reference.grids import conversions, levels
from mspllab.views.reference.section import Grid, Section

HUMP = re.compile(r"[a-z][A-Z]")
"""What tells the name of something from an English word."""
LINKS = frozenset(
    name
    for name in (*VOCABULARY.functions, *VOCABULARY.variables, *VOCABULARY.constants)
    if HUMP.search(name)
)
GRIDS: dict[str, Callable[[], Grid | Findings]] = {
    "levels": levels,
    "conversions": conversions,
    "findings": findings,
}
PARTS = ("words", "variables", "classes", "constants", "manifest")
TOPICS = (*PARTS, *FAMILIES, *GRIDS)
"""What `reference` can be asked for besides single names."""


def reference(topic: str, *, level: str = "2013") -> Section | Grid | Findings:
    """A part of the language (one of `TOPICS`), or the entry of one name.

    Raises:
        UsageError: there is no such part, name or level; says what is near.
    """
    if topic in GRIDS:
        return GRIDS[topic]()
    vocabulary = vocabulary_for(_level(level))
    found = _names_of(topic, vocabulary)
    if topic == "manifest" or topic in ELEMENT_PAGES:
        entries = [element_entry(name) for name in found or (topic,)]
    else:
        entries = [entry(vocabulary, name) for name in found or (topic,)]
    known = tuple(one for one in entries if one is not None)
    if not known:
        candidates = (*TOPICS, *names(vocabulary), *ELEMENT_PAGES)
        near = did_you_mean(topic, candidates, vocabulary.misspelt)
        raise UsageError(f"the reference has nothing under {topic!r}{near}")
    return Section(known, LINKS)


def _place(function: Function, modules: list[str]) -> int:
    """Functions come in the order of their modules, and in these as written."""
    return modules.index(function.implementation.__module__)


def _level(text: str) -> Level:
    try:
        return Level.parse(text)
    except ValueError:
        known = "2005, 2007r2, 2010 and 2013"
        raise UsageError(f"there is no level {text!r}: there are {known}") from None


def _names_of(topic: str, vocabulary: Vocabulary) -> Iterable[str]:
    """The names that belong to a part; () where it is no part."""
    functions = vocabulary.functions
    if topic in FAMILIES:
        modules = [module.__name__ for module in FAMILIES[topic]]
        own = [one for one in functions.values() if family_of(one) == topic]
        return [one.name for one in sorted(own, key=lambda one: _place(one, modules))]
    parts: dict[str, Iterable[str]] = {
        "words": WORDS,
        "variables": vocabulary.variables,
        "classes": vocabulary.classes,
        "constants": vocabulary.constants,
        "manifest": ELEMENT_PAGES,
    }
    return parts.get(topic, ())
