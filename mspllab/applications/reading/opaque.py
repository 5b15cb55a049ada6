"""Parts of a file in which nothing is markup: comments and CDATA sections.

They are found by searching for what ends each of them, and not by one expression: that
would look at the rest of the file again for each one that is never closed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

COMMENT = ("<!--", "-->")
SECTION = ("<![CDATA[", "]]>")
Kind = tuple[str, str]


class Part(NamedTuple):
    """A comment or section, from its first sign up to behind its last."""

    start: int
    end: int
    kind: Kind


def opaque_parts(text: str, *kinds: Kind) -> Iterator[Part]:
    """The parts of these kinds; what is never closed is none."""
    opening = re.compile("|".join(re.escape(kind[0]) for kind in kinds))
    closers = dict(kinds)
    at = 0
    while match := opening.search(text, at):
        at = match.end()
        closer = closers[match[0]]
        if not closer:
            continue
        end = text.find(closer, at)
        if end < 0:  # none of this kind can be closed from here on
            closers[match[0]] = ""
            continue
        at = end + len(closer)
        yield Part(match.start(), at, (match[0], closer))


def without(text: str, *kinds: Kind) -> str:
    """The text with these parts blanked out, every offset as before."""
    pieces: list[str] = []
    at = 0
    for part in opaque_parts(text, *kinds):
        pieces += text[at : part.start], blanked(text[part.start : part.end])
        at = part.end
    return "".join((*pieces, text[at:]))


def blanked(text: str) -> str:
    """As many blanks; line ends stay."""
    return re.sub(r"[^\n]", " ", text)
