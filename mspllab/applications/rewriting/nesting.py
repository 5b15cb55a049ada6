"""Tags that do not match, and prefixes that nobody declared."""

import re
from collections.abc import Iterator

from mspllab.applications.reading.structure import (
    ATTRIBUTES,
    CHILDREN,
    NEWEST,
    SCRIPT,
)
from mspllab.applications.reading.traps import NAME
from mspllab.applications.rewriting.draft import Edit
from mspllab.applications.rewriting.region import outside

VALUE = r"""(?:"[^"]*"|'[^']*'|[^<>"'])*?"""
TAG = re.compile(rf"<(?P<close>/?)(?P<name>{NAME}){VALUE}(?P<empty>/?)>")
EMPTY = {
    name.lower() for name in ATTRIBUTES if name not in CHILDREN and name != SCRIPT
} | {"script-only"}
"""Elements in which nothing stands, in small letters."""
WITHIN = {child.lower(): name.lower() for name, c in CHILDREN.items() for child in c}
Tag = re.Match[str]


def nesting_edits(text: str) -> Iterator[Edit]:
    """Edits after which every tag is closed by its own name, the innermost first."""
    opened: list[Tag] = []
    tags = list(TAG.finditer(outside(text)))
    for tag, following in zip(tags, [*tags[1:], None], strict=False):
        if tag["close"]:
            yield from _close(tag, opened)
        elif not tag["empty"]:
            yield from _open(tag, following, opened)
        else:
            yield from _leave(tag, opened)
    at = len(text.rstrip())
    for tag in reversed(opened):
        name = tag["name"]
        yield Edit(at, at, f"\n</{name}>", f"</{name}> was missing at the end")


def _open(tag: Tag, following: Tag | None, opened: list[Tag]) -> Iterator[Edit]:
    yield from _leave(tag, opened)
    is_closed = (
        following is not None
        and bool(following["close"])
        and _local(following) == _local(tag)
    )
    if _local(tag) in EMPTY and not is_closed:
        at = tag.end() - 1
        yield Edit(at, at, "/", f"<{tag['name']}> was never closed, and has no content")
    else:
        opened.append(tag)


def _leave(tag: Tag, opened: list[Tag]) -> Iterator[Edit]:
    """Close elements in which `tag` cannot stand."""
    parent = WITHIN.get(_local(tag))
    while parent and len(opened) > 1 and _local(opened[-1]) != parent:
        name = opened.pop()["name"]
        at = tag.start()
        yield Edit(at, at, f"</{name}>", f"</{name}> was missing before {tag['name']}")


def _close(tag: Tag, opened: list[Tag]) -> Iterator[Edit]:
    name = tag["name"]
    depths = [i for i, one in enumerate(opened) if _local(one) == _local(tag)]
    if not depths:
        yield Edit(*tag.span(), "", f"{tag[0]} closed nothing")
        return
    for missing in reversed(opened[depths[-1] + 1 :]):
        at, lost = tag.start(), missing["name"]
        yield Edit(at, at, f"</{lost}>", f"</{lost}> was missing before {tag[0]}")
    right = opened[depths[-1]]["name"]
    del opened[depths[-1] :]
    if name != right:
        why = f"</{name}> closed <{right}>, which is written differently"
        yield Edit(*tag.span("name"), right, why)


def _local(tag: Tag) -> str:
    name: str = tag["name"]
    return name.rpartition(":")[2].lower()


def prefix_edits(text: str) -> Iterator[Edit]:
    """Edits after which every prefix is one that is declared."""
    tags = list(TAG.finditer(outside(text)))
    if not tags:
        return
    declared = re.findall(r"\sxmlns:([\w.-]+)\s*=", tags[0][0])
    own = tags[0]["name"].rpartition(":")[0]
    if own and own not in declared:
        at = tags[0].end("name")
        if len(declared) == 1:
            own = declared[0]
        else:
            why = f"the prefix {own} was not declared"
            yield Edit(at, at, f' xmlns:{own}="{NEWEST}"', why)
    for tag in tags:
        prefix = tag["name"].rpartition(":")[0]
        if prefix and prefix != own and prefix not in declared:
            start = tag.start("name")
            why = f"the prefix {prefix} was not declared; it is {own} here"
            yield Edit(start, start + len(prefix), own or prefix, why)
        for match in re.finditer(r"\s([\w.-]+):[\w.-]+\s*=", tag[0]):
            used = match[1]
            if used not in ("xmlns", "xml", own, *declared) and own:
                at = tag.start() + match.start(1)
                why = f"the prefix {used} was not declared; it is {own} here"
                yield Edit(at, at + len(used), own, why)
