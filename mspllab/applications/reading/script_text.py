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


def script_source(text: str, path: str, element: Element) -> Source:
    """The script that is the content of `element`, an element of the file `text`."""
    start, end = element.start, element.end
    content = text[start:end]
    match = ONE_CDATA.fullmatch(content)
    if match is not None and CDATA_END not in match[1]:
        start, script = start + match.start(1), match[1]
    else:
        script = PARTS.sub(_in_place, content)
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
