"""One tag with slips in it, and what it should be: quotation marks, blanks, signs."""

import re
from collections.abc import Iterator

from mspllab.applications.reading.traps import CURLY, NAME
from mspllab.applications.rewriting.draft import Edit

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
WIDE = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
ODD_BLANK = re.compile(f"[{WIDE}{INVISIBLE}]")
QUOTES = f"\"'`´{CURLY}"
ATTRIBUTE = re.compile(rf"(?P<gap>\s*)(?P<name>{NAME})(?P<equals>\s*=\s*)")
STRAY = re.compile(r"\s*(?P<at>[,;…][\s,;…]*?)(?=\s|\Z)")
VALUES = (
    re.compile(r'"(?P<value>[^"]*)"(?=\s|/?\Z|[A-Za-z_,;])'),
    re.compile(r"'(?P<value>[^']*)'(?=\s|/?\Z|[A-Za-z_])"),
    re.compile(rf"[{QUOTES}]+(?P<value>[^{QUOTES}\n]*)[{QUOTES}]+(?=\s|/?\Z)"),
    re.compile(rf"[{QUOTES}](?P<value>[^\s{QUOTES}]*?)(?=\s|/?\Z)"),
    re.compile(rf"(?P<value>[^\s{QUOTES}]+)[{QUOTES}](?=\s|/?\Z)"),
    re.compile(rf"(?P<value>[^\s{QUOTES}]+?)(?=\s|/?\Z)"),
)
"""As it should be, and then every way in which quotation marks go wrong."""
LOST_QUOTE = re.compile(rf"(?P<value>\S.*?)\s+{NAME}\s*=\s*\Z", re.DOTALL)
BARE_AND = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")


def tag_edits(tag: str, at: int, name_end: int) -> Iterator[Edit]:
    """Edits for a whole tag that begins at `at`; its name ends `name_end` later."""
    for match in ODD_BLANK.finditer(tag):
        what = "" if match[0] in INVISIBLE else " "
        start = at + match.start()
        why = (
            f"a character U+{ord(match[0]):04X} stood in a tag, where a blank is meant"
        )
        yield Edit(start, start + 1, what, why)
    slash = re.search(r"/\s+>\Z", tag)
    if slash:
        why = "a blank stood between / and >"
        yield Edit(at + slash.start(), at + len(tag), "/>", why)
    end = re.search(r"\s*[/?]?\s*>?\Z", tag)
    inner = tag[name_end : end.start() if end else None]
    yield from _attribute_edits(ODD_BLANK.sub(" ", inner), at + name_end)


def _attribute_edits(inner: str, at: int) -> Iterator[Edit]:
    position = 0
    seen: dict[str, str] = {}
    while True:
        if stray := STRAY.match(inner, position):
            why = f"{stray['at']} stood between the attributes"
            yield Edit(at + position, at + stray.end(), "", why)
            position = stray.end()
        match = ATTRIBUTE.match(inner, position)
        if match is None:
            return
        name, start = match["name"], match.end()
        if not match["gap"]:
            where = at + match.start()
            yield Edit(where, where, " ", f"no blank stood before the attribute {name}")
        value, position = _value(inner, start)
        if position == start:
            return
        written = inner[start:position]
        if seen.get(name) == value:
            begin = at + match.start()
            yield Edit(begin, at + position, "", f"{name} stood twice in one tag")
            continue
        seen[name] = value
        yield from _value_edits(name, written, value, at + start)


def _value(inner: str, start: int) -> tuple[str, int]:
    """The value that was meant, and where it ends."""
    for pattern in VALUES:
        match = pattern.match(inner, start)
        if match is None:
            continue
        lost = LOST_QUOTE.fullmatch(match["value"])
        if lost is not None:  # the quotation mark found is that of the next value
            return lost["value"], match.start("value") + lost.end("value")
        return match["value"], match.end()
    return "", start


def _value_edits(name: str, written: str, value: str, at: int) -> Iterator[Edit]:
    end = at + len(written)
    if written in (f'"{value}"', f"'{value}'"):
        for match in BARE_AND.finditer(written):
            where = at + match.start()
            why = f"an & in the value of {name} is written &amp;"
            yield Edit(where, where + 1, "&amp;", why)
        for match in re.finditer("<", written):
            where = at + match.start()
            why = f"a < in the value of {name} is written &lt;"
            yield Edit(where, where + 1, "&lt;", why)
        return
    if any(sign in CURLY for sign in written):
        why = f"curly quotation marks stood around the value of {name}"
    elif not any(sign in QUOTES for sign in written):
        why = f"the value of {name} stood without quotation marks"
    else:
        why = f"the value of {name} lacked one of its quotation marks"
    yield Edit(at, end, f'"{value}"', why)
