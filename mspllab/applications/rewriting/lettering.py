"""Characters of a script that a word processor or a web page put in place of others."""

import re
from collections.abc import Iterator

from mspllab.applications.reading.elements import Element
from mspllab.applications.reading.script_text import script_span
from mspllab.applications.reading.structure import SCRIPT
from mspllab.applications.rewriting.draft import Edit
from mspllab.applications.rewriting.located import Located
from mspllab.applications.rewriting.tag import INVISIBLE, ODD_BLANK
from mspllab.mspl.lexer import scan
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import WRONG

CURLY = "“”„‟"
ENCLOSED = re.compile(f'[{CURLY}"](?P<inside>[^{CURLY}"\r\n]*)[{CURLY}"]')
DASHES = "‐‑‒–—−"


def lettering_edits(located: Located, root: Element) -> Iterator[Edit]:
    """Edits after which the script has the characters that its author typed."""
    script = next((one for one in root.children if one.name == SCRIPT), None)
    span = None if script is None else script_span(located.text, script)
    if span is None:
        return
    source = Source(located.text[span[0] : span[1]])
    tokens, _ = scan(source)
    behind = 0
    for kind, text, start in zip(
        tokens.kinds, tokens.texts, tokens.starts, strict=True
    ):
        if kind != WRONG or start < behind:
            continue
        edit = _edit(source.text, text, start)
        if edit is not None:
            behind = edit.end
            yield edit._replace(start=span[0] + edit.start, end=span[0] + edit.end)


def _edit(script: str, text: str, start: int) -> Edit | None:
    if text[0] in CURLY or (text[0] == '"' and any(sign in CURLY for sign in text)):
        match = ENCLOSED.match(script, start)
        if match is None:
            return None
        why = "curly quotation marks stood around a text of the script"
        return Edit(*match.span(), f'"{match["inside"]}"', why)
    if text[0] in DASHES:
        why = f"a dash U+{ord(text[0]):04X} stood where the script has a minus sign"
        return Edit(start, start + 1, "-", why)
    if ODD_BLANK.fullmatch(text):
        what = "" if text in INVISIBLE else " "
        why = (
            f"a character U+{ord(text):04X} stood in the script, where a blank is meant"
        )
        return Edit(start, start + 1, what, why)
    return None
