"""Colouring: what each part of a script is, for whatever shows scripts in colours.

The lexer of the language cuts the text, so that a script in colours and a script that
runs are never read in two ways. Names are told apart by the Front End's vocabulary.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.lexer import ESCAPE, scan
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END, KEYWORDS, NAME, NUMBER, STRING, TokenStream

BLANK, COMMENT, TEXT, ESCAPED = "blank", "comment", "text", "escape"
HEX, FLOAT, INTEGER = "hex", "float", "integer"
KEYWORD, VALUE, DEFINITION = "keyword", "value", "definition"
LIST, CONSTANT, FIELD = "list", "constant", "field"
BUILTIN, VARIABLE, CALL, OTHER = "builtin", "variable", "call", "name"
OPERATOR, SIGN, WRONG = "operator", "sign", "wrong"

VALUES: Final = frozenset(("true", "false", "null"))
OPERATORS: Final = frozenset(
    ("!", "==", "!=", "<", "<=", ">", ">=", "=", "&&", "||", "+", "-")
)
GAP_PART: Final = re.compile(r"\s+|//[^\n]*|/\*.*?\*/", re.DOTALL)
CLASSES: Final = {
    COMMENT: "comment",
    TEXT: "string",
    ESCAPED: "string",
    **dict.fromkeys((HEX, FLOAT, INTEGER), "number"),
    **dict.fromkeys((KEYWORD, VALUE, DEFINITION), "keyword"),
    **dict.fromkeys((BUILTIN, CALL), "builtin"),
    VARIABLE: "variable",
    **dict.fromkeys((LIST, CONSTANT), "constant"),
}
"""Sort of a part → the class `t-…` that style sheets colour; others are left alone."""


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Sort and text of each part, in order; joined they are the script again."""
    tokens, _ = scan(Source(text))
    for index, gap in enumerate(tokens.gaps):
        for match in GAP_PART.finditer(gap):
            yield BLANK if match[0].isspace() else COMMENT, match[0]
        if tokens.kinds[index] != END:
            yield from _token_parts(tokens, index)


def coloured(text: str) -> str:
    """HTML of a script, or of a piece of one."""
    shown = []
    for name, of_class in groupby(parts(text), lambda one: CLASSES.get(one[0])):
        written = escape("".join(part for _, part in of_class), quote=False)
        shown.append(f'<span class="t-{name}">{written}</span>' if name else written)
    return "".join(shown)


def _token_parts(tokens: TokenStream, index: int) -> Iterator[tuple[str, str]]:
    kind, text = tokens.kinds[index], tokens.texts[index]
    if kind == STRING or text.startswith('"'):
        yield from _text_parts(text)
    elif text.startswith("/*"):
        yield COMMENT, text  # which is never closed
    else:
        yield _sort(tokens, index, kind, text), text


def _text_parts(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for match in ESCAPE.finditer(text):
        if match.start() > at:
            yield TEXT, text[at : match.start()]
        yield ESCAPED, match[0]
        at = match.end()
    if at < len(text):
        yield TEXT, text[at:]


def _sort(tokens: TokenStream, index: int, kind: str, text: str) -> str:
    if kind == NUMBER:
        is_hex = text[:2] in ("0x", "0X")
        return HEX if is_hex else INTEGER if text.isdigit() else FLOAT
    if kind in KEYWORDS:
        if kind == "function":
            return DEFINITION
        return VALUE if kind in VALUES else KEYWORD
    if kind == NAME:
        return _sort_of_name(tokens, index, text)
    if kind in OPERATORS:
        return OPERATOR
    return SIGN if kind == text else WRONG


def _sort_of_name(tokens: TokenStream, index: int, name: str) -> str:
    before = ["", "", "", *tokens.texts[max(0, index - 3) : index]][-3:]
    if before[2] == ".":
        is_list = before[1] in VOCABULARY.constants and before[0] != "."
        return CONSTANT if is_list else FIELD
    if name in VOCABULARY.functions:
        return BUILTIN
    if name in VOCABULARY.variables:
        return VARIABLE
    following = tokens.kinds[index + 1]
    if following == "." and name in VOCABULARY.constants:
        return LIST
    return CALL if following == "(" else OTHER
