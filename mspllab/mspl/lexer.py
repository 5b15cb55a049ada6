"""Text → tokens. Comments stay in the stream, as part of the gaps, for a formatter.

One regular expression splits the whole script, because its loop runs in C. Two groups a
token, the gap before it and the token itself; nothing is lost, so offsets are running
sums of lengths. Where that meets characters that are no token, a second expression cuts
those out as well.

Groups repeat atomically, `(?>(?:…)*)`, and not possessively, `(?:…)*+`: up to Python
3.11.4 such a group does not give back what it took when it fails half-way.
"""

import re
from itertools import accumulate

from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import (
    END,
    KEYWORDS,
    NAME,
    NUMBER,
    SIGNS,
    STRING,
    WRONG,
    TokenStream,
)

BLANK = r"[ \t\r\n]*+"
COMMENT = r"(?://[^\n]*+|/\*[^*]*+(?>(?:\*(?!/)[^*]*+)*)\*/)"
GOOD_TOKEN = "|".join(
    (
        r"[^\W\d]\w*+",
        r'"(?>(?:[^"\\\r\n]++|\\(?:["\\rnt]|u[0-9a-fA-F]{4}))*)"',
        r"(?:0[xX][0-9a-fA-F]++|\d++(?>(?:\.\d++)?)(?>(?:[eE][+-]?+\d++)?))(?![\w.])",
        r"[()\[\]{};,.:]",
        r"[=!]=?+(?!=)",
        r"[<>](?![<>])=?+",
        r"&&",
        r"\|\|",
        r"\+(?![+=])",
        r"-(?![-=])",
    )
)
BAD_TOKEN = "|".join(
    (
        r'@?"(?>(?:[^"\\\r\n]++|\\[^\r\n]?)*)"?+',
        r"'[^'\r\n]*+'?+",
        r"[“”„‟][^“”„‟\"\r\n]*+[“”„‟\"]?+",
        r"/\*.*+",
        r"\d[\w.]*+",
        r"\+\+|--|<<|>>|[-+*/%&|^=!<>]=*+",
        r".",
    )
)
GAP = rf"({BLANK}(?>(?:{COMMENT}{BLANK})*))"
TOKEN = re.compile(rf"{GAP}({GOOD_TOKEN}|)", re.DOTALL)
"""The token is empty at the end, and before characters that are none."""
ANY_TOKEN = re.compile(rf"{GAP}({GOOD_TOKEN}|{BAD_TOKEN}|\Z)", re.DOTALL)
GOOD = re.compile(GOOD_TOKEN, re.DOTALL)
FIXED = {text: text for text in KEYWORDS | SIGNS}
BY_FIRST_CHARACTER = {'"': STRING, "": END} | dict.fromkeys("0123456789", NUMBER)


def scan(source: Source) -> tuple[TokenStream, list[Finding]]:
    """Cut a script into tokens; characters that are none are reported and kept."""
    tokens = _cut(TOKEN, source.text)
    if tokens.texts.count("") == 1 and tokens.ends[-1] == len(source.text):
        return tokens, []
    tokens = _cut(ANY_TOKEN, source.text)
    return tokens, _mark_wrong(source, tokens)


def _cut(pattern: re.Pattern[str], text: str) -> TokenStream:
    parts = pattern.split(text)  # what no match has, a gap, a token, and so on
    offsets = list(accumulate(map(len, parts)))
    gaps, starts = parts[1::3], offsets[1::3]
    texts, ends = parts[2::3], offsets[2::3]
    if len(texts) > 1 and not texts[-2]:
        # Where a gap ends the text, there is one more match behind it.
        for column in (gaps, starts, texts, ends):
            column.pop()
    fixed, by_first = FIXED.get, BY_FIRST_CHARACTER.get
    kinds = [fixed(text) or by_first(text[:1], NAME) for text in texts]
    return TokenStream(kinds, texts, starts, ends, gaps)


def _mark_wrong(source: Source, tokens: TokenStream) -> list[Finding]:
    findings: list[Finding] = []
    for index, text in enumerate(tokens.texts[:-1]):
        if not GOOD.fullmatch(text):
            tokens.kinds[index] = WRONG
            findings += _explain(source, text, tokens.starts[index])
    return findings


ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{0,4}|.|)")
GOOD_ESCAPE = re.compile(r'\\(?:["\\rnt]|u[0-9a-fA-F]{4})')


def _explain(source: Source, text: str, start: int) -> list[Finding]:
    """What is wrong with characters that are no token, and what would be right."""
    if text[0] == '"':
        return _explain_string(source, text, start)
    code, message, hint = _describe(text)
    # A comment that is never closed reaches to the end; its first two characters do.
    end = start + (2 if code == "MSPL104" else len(text))
    return [Finding.of(code, message, source.place(start, end), hint)]


def _explain_string(source: Source, text: str, start: int) -> list[Finding]:
    findings = [
        Finding.of(
            "MSPL103",
            f"{match[0]} is no escape in MSPL",
            source.place(start + match.start(), start + match.end()),
            r"there are \" \\ \r \n \t and \u with four hexadecimal digits",
        )
        for match in ESCAPE.finditer(text)
        if not GOOD_ESCAPE.fullmatch(match[0])
    ]
    if findings and text.endswith('"') and len(text) > 1:
        return findings
    place = source.place(start, start + len(text))
    message = "a text must end on the line it begins on"
    hint = r'close it with ", and write \r\n where the text has a line end'
    return [Finding.of("MSPL102", message, place, hint)]


def _describe(text: str) -> tuple[str, str, str]:
    """Code, message and hint for characters that are no token."""
    first = text[0]
    if first in SPECIAL:
        return SPECIAL[first]
    if text.startswith("/*"):
        return "MSPL104", "this comment is never closed", "close it with */"
    if first.isdigit():
        return _describe_number(text)
    if first in OPERATOR_START:
        return "MSPL106", *_describe_operator(text)
    shown = text if text.isprintable() and text != " " else f"U+{ord(text):04X}"
    return "MSPL101", f"MSPL does not know the character {shown}", ""


def _describe_number(text: str) -> tuple[str, str, str]:
    hint = "numbers look like 12, 0x1F or 1.5"
    if text[-1] == "." or text.count(".") > 1:
        return "MSPL105", f"{text} is no number", hint
    return (
        "MSPL105",
        f"{text} is neither a number nor a name",
        f"{hint}; names begin with a letter or _",
    )


OPERATOR_START = "-+*/%&|^=!<>"
SPECIAL = {
    "'": (
        "MSPL101",
        "MSPL has no single-quoted texts",
        'put texts between double quotes: "like this"',
    ),
    "@": (
        "MSPL107",
        'MSPL has no @"…" texts',
        r"leave the @ away and write \\ for each backslash",
    ),
    "#": ("MSPL101", "# begins no comment in MSPL", "comments begin with //"),
    "?": (
        "MSPL106",
        "MSPL has no ?: operator",
        "write if (…) { … } else { … }",
    ),
    "~": ("MSPL106", "MSPL has no ~: it has no operators on bits", ""),
    "\\": ("MSPL101", "a backslash stands only inside a text", ""),
    "\ufeff": (
        "MSPL101",
        "a byte order mark (U+FEFF) stands in the middle of the file",
        "delete the invisible character",
    ),
    "\u00a0": (
        "MSPL101",
        "a no-break space (U+00A0), as web pages have them, is no space in MSPL",
        "replace it with an ordinary space",
    ),
} | dict.fromkeys(
    "“”„‟",
    (
        "MSPL101",
        "curly quotation marks do not enclose a text",
        'use the straight one: "',
    ),
)


def _describe_operator(text: str) -> tuple[str, str]:
    """Message and hint for an operator of other languages."""
    if text in ("++", "--") or (text[0] in "+-" and text[1:] == "="):
        sign = text[0]
        return f"MSPL has no {text}", f"write count = count {sign} 1;"
    if text[0] in "*/%":
        return f"MSPL has no `{text}`: arithmetic is not part of the language", ""
    if text in ("&", "|"):
        hint = f"did you mean {text * 2} ?"
        return f"MSPL has no {text}: it has no operators on bits", hint
    if text.startswith(("==", "!=")):
        return f"MSPL has no {text}", f"write {text[:2]}"
    return f"MSPL has no {text}", "there are ! == != < <= > >= && || and + -"
