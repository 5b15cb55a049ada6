"""Region: where the script stands in a file that may be no XML, and what is around."""

import re
from typing import NamedTuple

from mspllab.applications.reading.opaque import COMMENT, blanked, without
from mspllab.applications.reading.structure import ROOT, SCRIPT

PREFIX = r"(?:[A-Za-z_][\w.-]*:)?"
OPENED = re.compile(rf"<\s*{PREFIX}{SCRIPT}\b[^<>]*>", re.IGNORECASE)
CLOSED = re.compile(rf"<\s*/\s*{PREFIX}{SCRIPT}\b", re.IGNORECASE)
END = re.compile(rf"<\s*/\s*{PREFIX}{ROOT}\b", re.IGNORECASE)


class Region(NamedTuple):
    """The content of splScript, from `start` up to `end`."""

    start: int
    end: int
    is_closed: bool
    """The closing tag follows."""


def find_script(text: str) -> Region | None:
    """Where the script is; None where no tag of that name opens."""
    opened = OPENED.search(without(text, COMMENT))
    if opened is None or opened[0].endswith("/>"):
        return None
    start = opened.end()
    closings = [match.start() for match in CLOSED.finditer(text, start)]
    if closings:
        return Region(start, closings[-1], True)
    section = text.rfind("]]>", start)
    if section >= 0:
        return Region(start, section + 3, False)
    ends = [match.start() for match in END.finditer(text, start)]
    return Region(start, ends[-1] if ends else len(text), False)


def outside(text: str) -> str:
    """The markup: comments and the script blanked out, every offset as before."""
    region = find_script(text)
    if region is not None:
        script = blanked(text[region.start : region.end])
        text = text[: region.start] + script + text[region.end :]
    return without(text, COMMENT)
