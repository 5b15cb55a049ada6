"""The script inside a manifest, with every character at its place in the file."""

import re

from mspllab.applications.reading.elements import Element
from mspllab.mspl.source import Source

ONE_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.DOTALL)
PARTS = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|(?P<comment><!--.*?-->|<\?.*?\?>|<[^>]*>)"
    r"|&(?P<entity>[a-z]+|#[0-9]+|#x[0-9A-Fa-f]+);",
    re.DOTALL,
)
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
CDATA, CDATA_END = "<![CDATA[", "]]>"


def script_span(text: str, element: Element) -> tuple[int, int] | None:
    """From where to where the script stands, its wrapping left out.

    None where it stands in pieces, or has entities or comments of XML in it.
    """
    content = text[element.start : element.end]
    match = ONE_CDATA.fullmatch(content)
    if match is not None and CDATA_END not in match[1]:
        return element.start + match.start(1), element.start + match.end(1)
    return (element.start, element.end) if PARTS.search(content) is None else None


def script_source(text: str, path: str, element: Element) -> Source:
    """The script that is the content of `element`, an element of the file `text`."""
    span = script_span(text, element)
    start = element.start if span is None else span[0]
    if span is None:
        script = PARTS.sub(_in_place, text[start : element.end])
    else:
        script = text[start : span[1]]
    line, column = Source(text, path).position(start)
    return Source(script, path, line, column, text)


def _in_place(part: re.Match[str]) -> str:
    """What a part of the content means to the script, as wide as it is written.

    Only an entity is narrower, which shifts the rest of its line.
    """
    if part["cdata"] is not None:
        return " " * len(CDATA) + part["cdata"] + " " * len(CDATA_END)
    if part["comment"] is not None:
        return re.sub(r"[^\n]", " ", part["comment"])
    name = part["entity"]
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else ENTITIES[name]
