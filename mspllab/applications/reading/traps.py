"""Mistakes that keep a manifest from being XML, and what to say of each (§6.11)."""

from typing import NamedTuple

CURLY = "“”„‟‘’‚‛«»‹›"
NAME = r"[A-Za-z_][\w.:-]*"


class Trap(NamedTuple):
    """A mistake and what to say of it; `{name}` and `{at}` stand for what was found."""

    code: str
    pattern: str
    """Its group `at` is the part to point at; compiled when somebody fell into it."""
    message: str
    hint: str


TRAPS = (
    Trap(
        "306",
        r"\A\s*(?P<at><\?xml\b[^<>]*?[^?<>]>)",
        "the XML declaration ends in > and not in ?>",
        'write <?xml version="1.0"?>',
    ),
    Trap(
        "306",
        r"\A(?P<at>\s+)<\?xml\b",
        "something stands before the XML declaration, if only blanks or an empty line",
        "make <?xml the very first characters of the file",
    ),
    Trap(
        "301",
        rf'(?P<name>{NAME})\s*=\s*(?P<at>"[^"\n<]*<[^"\n]*")(?=\s|[/?]?>)',
        "the value of {name} has a < in it",
        "write &lt; for a <",
    ),
    Trap(
        "302",
        r"(?P<at>/\s+>)",
        "a blank stands between / and >",
        "write /> without a blank",
    ),
    Trap(
        "303",
        rf"(?P<at></\s+)(?P<name>{NAME})",
        "a blank stands between </ and {name}",
        "write </{name}>",
    ),
    Trap(
        "303",
        rf"(?P<at><\s+)(?P<name>/?\s*{NAME})",
        "a blank stands between < and {name}",
        "write <{name} without a blank",
    ),
    Trap(
        "305",
        rf"(?P<name>{NAME})\s*=\s*(?P<at>[{CURLY}][^\s<>]*?)(?=\s|/?>|<|$)",
        "the value of {name} stands in curly quotation marks",
        "XML knows only straight ones: retype the quotation marks",
    ),
    Trap(
        "305",
        rf"(?P<name>{NAME})\s*=\s*[\"'][^\"'<>]*?(?P<at>[{CURLY}])",
        "the value of {name} has a curly quotation mark in it",
        "XML knows only straight ones: retype the quotation marks",
    ),
    Trap(
        "304",
        (
            rf"(?<=\s)(?P<name>{NAME})\s*=\s*"
            rf"(?P<at>[^\s\"'<>{CURLY}][^\s<>]*?)(?=\s|/?>|<|$)"
        ),
        "the value of {name} stands without quotation marks",
        'write {name}="{at}"',
    ),
    Trap(
        "304",
        rf"(?P<name>{NAME})\s*=\s*(?P<at>[\"'](?!\s*[\"'])[^\"'<>]*)",
        "the value of {name} has no closing quotation mark",
        "close it before the next attribute or the end of the tag",
    ),
    Trap(
        "301",
        r"=\s*([\"'])\s*\1\s*(?P<at>[^\s\w\"'<>/=?](?:\s*[^\s\w\"'<>/=?])*)",
        "{at} stands between the attributes",
        "leave only blanks between them",
    ),
    Trap(
        "301",
        rf"=\s*([\"'])\s*\1(?P<at>(?P<name>{NAME}))\s*=",
        "no blank stands before the attribute {name}",
        "leave a blank between attributes",
    ),
    Trap(
        "301",
        (
            rf"<{NAME}(?:\s+{NAME}\s*=\s*([\"'])\s*\1)*\s+(?P<at>(?P<name>{NAME}))"
            rf"(?=\s*/?>|\s+{NAME})"
        ),
        "the attribute {name} has no value",
        'write {name}="…"',
    ),
)
"""In this order: a later trap does not look at what an earlier one has caught."""
