"""Values of attributes that are nearly right."""

import re
from collections.abc import Callable, Iterator

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.filters import METHOD_NAMES
from mspllab.applications.flat_file import CELLS
from mspllab.applications.reading.attribute_values import (
    ALL,
    METHOD_HINTS,
    NONE,
    REASON_CLASS,
)
from mspllab.applications.reading.elements import Attribute, Element
from mspllab.applications.rewriting.draft import Edit
from mspllab.applications.rewriting.located import Located
from mspllab.mspl.spelling import nearest

FLAG = ("true", "false")
WORDS = {
    "action": FLAG,
    "registrarGenerated": FLAG,
    "strictRoute": FLAG,
    "domainSupported": FLAG,
    "ignoreCase": FLAG,
    "static": FLAG,
    "delimitedBy": tuple(CELLS),
}
"""Attribute → the one word it may have."""
SYNONYMS = {
    "1": "true",
    "0": "false",
    "yes": "true",
    "no": "false",
    ",": "comma",
    "\\t": "tab",
    "blank": "whitespace",
    "space": "whitespace",
}
"""Words of other people → those of manifests."""
ROLES = tuple(CONSTANTS["ServerRole"])
LISTED: dict[str, Callable[[str], str | None]] = {
    "methodNames": lambda word: _method(word),
    "roles": lambda word: _nearest_of(word, ROLES),
    "reasonCodes": lambda word: _reason(word),
}
"""Attribute with a comma list → the right form of one of its words."""
SEPARATOR = re.compile(r"\s*[,;|/]\s*|\s+")


def value_edits(located: Located, root: Element) -> Iterator[Edit]:
    """Edits after which every value is one that is allowed, where that can be told."""
    app_uri = root.attribute("appUri")
    if app_uri is not None:
        yield from _app_uri(located, app_uri)
    for element in root.children:
        for attribute in element.attributes:
            yield from _value(located, attribute)
        yield from _key(located, element)


def _app_uri(located: Located, attribute: Attribute) -> Iterator[Edit]:
    value = attribute.value
    plain = re.sub(r"\s+", "", value)
    if plain != value:
        yield located.new_value(attribute, plain, "the appUri had blanks in it")
    elif re.match(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d+)?(?:/|$)", plain):
        right = f"http://{plain}"
        why = f"the appUri {plain} had no scheme: http:// was put before it"
        yield located.new_value(attribute, right, why)
    elif match := re.match(r"(https?)(?::/?|//)(?=[A-Za-z0-9])", plain, re.IGNORECASE):
        right = f"{match[1].lower()}://{plain[match.end() :]}"
        yield located.new_value(
            attribute, right, f"the scheme of the appUri is {right}"
        )


def _value(located: Located, attribute: Attribute) -> Iterator[Edit]:
    name, value = attribute.name, attribute.value
    if name in WORDS:
        right = _word(value.strip(), WORDS[name])
    elif name in LISTED:
        right = _list(value, LISTED[name])
    else:
        return
    if right is not None and right != value:
        why = f"{name}={value!r} is written {right!r}"
        yield located.new_value(attribute, right, why)


def _word(word: str, allowed: tuple[str, ...]) -> str | None:
    if word in allowed:
        return word
    spoken = SYNONYMS.get(word.lower())
    if spoken in allowed:
        return spoken
    return _nearest_of(word, allowed)


def _nearest_of(word: str, allowed: tuple[str, ...]) -> str | None:
    small = {one.lower(): one for one in allowed}
    return small.get(word.lower()) or nearest(word, allowed)


def _method(word: str) -> str | None:
    if word.upper() in METHOD_HINTS:
        return "" if word.upper() == "CANCEL" else "OTHER"
    return _nearest_of(word, METHOD_NAMES)


def _reason(word: str) -> str | None:
    if REASON_CLASS.fullmatch(word):
        return word
    return f"{word[0]}nn" if re.fullmatch(r"[1-6](?:[0-9]{2}|.{0,2})", word) else None


def _list(value: str, right: Callable[[str], str | None]) -> str | None:
    """The list with every word right; None where it is, or where one cannot be told."""
    words = [word for word in SEPARATOR.split(value.strip()) if word]
    upper = [word.upper() for word in words]
    if ALL in upper:
        return ALL
    found = [right(word) for word in words if word.upper() != NONE]
    if None in found:
        return None
    kept = list(dict.fromkeys(word for word in found if word))
    if not kept:
        return NONE if words else None
    is_fine = kept == [word.strip() for word in value.split(",")]
    return value if is_fine else ",".join(kept)


def _key(located: Located, element: Element) -> Iterator[Edit]:
    """The key column of a file, and what has no meaning without one."""
    key, case = element.attribute("keyColumnName"), element.attribute("ignoreCase")
    if key is None:
        if case is not None:
            why = "ignoreCase has no meaning without keyColumnName and was taken away"
            yield Edit(*located.whole(case), "", why)
        return
    names = [child.attribute("name") for child in element.children]
    columns = tuple(name.value for name in names if name is not None)
    if key.value not in columns:
        right = _nearest_of(key.value, columns)
        if right is not None:
            why = f"keyColumnName={key.value!r} is written {right!r}"
            yield located.new_value(key, right, why)
