"""Script text as HTML, its texts, words and names in colours of their own."""

import re
from html import escape

from mspllab.mspl.tokens import KEYWORDS

PART = re.compile(r'("(?:[^"\\]|\\.)*")|([A-Za-z_]\w*)(?=(\()?)')


def coloured(code: str) -> str:
    """HTML of a piece of script."""
    parts, at = [], 0
    for match in PART.finditer(code):
        parts += [escape(code[at : match.start()], quote=False), _part(match)]
        at = match.end()
    return "".join([*parts, escape(code[at:], quote=False)])


def _part(match: re.Match[str]) -> str:
    text, word, call = match.groups()
    if text is not None:
        return f'<span class="t-string">{escape(text, quote=False)}</span>'
    if word in KEYWORDS:
        return f'<span class="t-word">{word}</span>'
    return f'<span class="t-name">{word}</span>' if call else word
