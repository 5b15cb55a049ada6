"""What can be wrong with the wrapping of the script, and how it is mended (§1.1)."""

import re
from collections.abc import Iterator

from mspllab.applications.reading.script_text import CDATA, CDATA_END, ENTITIES
from mspllab.applications.rewriting.draft import Edit
from mspllab.applications.rewriting.region import find_script

ALMOST_OPEN = re.compile(r"\s*(?P<at><\s*!?\s*\[?\s*CDATA\s*\[?)", re.IGNORECASE)
ALMOST_CLOSED = re.compile(r"(?P<at>\](?:\s*\])?\s*>?)\s*\Z")
ENTITY = re.compile(r"&(lt|gt|amp|quot|apos);")
MARKUP = re.compile(r"[<&]")


def wrapping_edits(text: str) -> Iterator[Edit]:
    """Edits after which the script stands in one CDATA section."""
    region = find_script(text)
    if region is None:
        return
    content = text[region.start : region.end]
    opened = ALMOST_OPEN.match(content)
    if opened is None:
        yield from _wrapped(content, region.start)
        return
    if opened["at"] != CDATA:
        start, end = (region.start + offset for offset in opened.span("at"))
        yield Edit(start, end, CDATA, f"{opened['at']} is written {CDATA}")
    yield from _closed(content, region.start, opened.end())


def _wrapped(content: str, start: int) -> Iterator[Edit]:
    """A script that begins without <![CDATA[."""
    end = start + len(content)
    if content.rstrip().endswith(CDATA_END):
        yield Edit(start, start, CDATA, f"{CDATA} was missing before the script")
    elif MARKUP.search(ENTITY.sub("", content)) or CDATA_END in content:
        why = "the script has signs of XML in it, so it was put into a CDATA section"
        yield Edit(start, start, CDATA, why)
        for match in ENTITY.finditer(content):
            begin, stop = (start + offset for offset in match.span())
            yield Edit(
                begin, stop, ENTITIES[match[1]], f"{match[0]} became what it means"
            )
        yield Edit(end, end, CDATA_END, "")
    yield from _split_ends(content.rstrip().removesuffix(CDATA_END), start)


def _closed(content: str, start: int, script: int) -> Iterator[Edit]:
    """A script behind <![CDATA[, which may lack its ]]> or have one too many."""
    end = len(content.rstrip())
    if content[:end].endswith(CDATA_END):
        yield from _split_ends(content[: end - len(CDATA_END)], start)
        return
    almost = ALMOST_CLOSED.search(content, script)
    if almost is not None:
        first, last = almost.span("at")
        why = f"{almost['at']} at the end of the script is written {CDATA_END}"
        yield Edit(start + first, start + last, CDATA_END, why)
    else:
        first = len(content)
        why = f"{CDATA_END} was missing behind the script"
        yield Edit(start + first, start + first, CDATA_END, why)
    yield from _split_ends(content[:first], start)


def _split_ends(script: str, start: int) -> Iterator[Edit]:
    """Signs within the script that would end the section."""
    for match in re.finditer(r"\]\]>(?!\s*<!\[CDATA\[)", script):
        at = start + match.start() + 2
        why = f"{CDATA_END} within the script ended it, so a blank was put before the >"
        yield Edit(at, at, " ", why)
