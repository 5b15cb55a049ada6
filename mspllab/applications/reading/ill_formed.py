"""What is wrong with a manifest that is no well-formed XML, in a reader's words.

An XML parser stops at the first offence and names a place, often one further on. So
the markup is searched for the mistakes that people make (mspl.md §6.11), all of them;
the parser's own words are used only where none of those is found.
"""

import re
from collections.abc import Iterator
from itertools import islice
from xml.parsers.expat import ExpatError, errors

from mspllab.applications.reading.opaque import COMMENT, SECTION, blanked, without
from mspllab.applications.reading.traps import CURLY, NAME, TRAPS, Trap
from mspllab.mspl.diagnostics import Finding, in_order
from mspllab.mspl.source import Source

MOST = 20
"""Findings of one sort; more would help nobody."""
CDATA, CDATA_END = "<![CDATA[", "]]>"

# Compiled when they are needed, which is for manifests that are no XML.
VALUE = rf"""(=\s*)("[^"<>{CURLY}]*"|'[^'<>{CURLY}]*')"""
SCRIPT = (
    rf"<(?P<tag>(?:{NAME}:)?splScript)\b[^<>]*>"
    r"(?P<content>(?s:.*?))(?=<\s*/\s*(?P=tag)|\Z)"
)
TAG = rf"<(?P<close>/?)(?P<name>{NAME})[^<>]*?(?P<empty>/?)>"


def ill_formed(text: str, path: str, error: ExpatError) -> list[Finding]:
    """Everything that can be said about a `text` that the parser refused."""
    source = Source(text, path)
    findings = [*_script_findings(source), *_trapped(source)]
    if not findings:
        findings = [_in_plain_words(source, error)]
    return in_order(findings)


def _markup(text: str) -> str:
    """The text with comments, CDATA sections, values and the script blanked out."""
    markup = without(text, COMMENT, SECTION)
    markup = re.sub(
        SCRIPT, lambda m: m[0][: -len(m[2])] + blanked(m[2]) if m[2] else m[0], markup
    )
    return re.sub(
        VALUE, lambda m: f"{m[1]}{m[2][0]}{blanked(m[2][1:-1])}{m[2][-1]}", markup
    )


def _trapped(source: Source) -> Iterator[Finding]:
    """A finding for every trap that somebody fell into."""
    markup = _markup(source.text)
    caught: list[range] = []
    for trap in TRAPS:
        for match in islice(re.finditer(trap.pattern, markup), MOST):
            span = range(*match.span("at"))
            if _is_in_a_tag(markup, span.start) and not _overlaps(span, caught):
                caught.append(span)
                yield _found(source, trap, match)


def _is_in_a_tag(markup: str, position: int) -> bool:
    at_tag = markup.startswith("<", position) or not markup[:position].strip()
    return at_tag or markup.rfind("<", 0, position) > markup.rfind(">", 0, position)


def _overlaps(span: range, others: list[range]) -> bool:
    return any(span.start < o.stop and o.start < span.stop for o in others)


def _found(source: Source, trap: Trap, match: re.Match[str]) -> Finding:
    words = {"at": match["at"], "name": match.groupdict().get("name", "")}
    return Finding.of(
        f"MSPL{trap.code}",
        trap.message.format(**words),
        source.place(*match.span("at")),
        trap.hint.format(**words),
    )


def _script_findings(source: Source) -> Iterator[Finding]:
    """What is wrong with the wrapping of the script."""
    text = source.text
    rest = without(text, COMMENT, SECTION)
    opened = rest.find(CDATA)
    if opened >= 0:
        place = source.place(opened, opened + len(CDATA))
        hint = "write ]]> after the script, before </…splScript>"
        yield Finding.of("MSPL309", "this CDATA section is never closed", place, hint)
        return
    script = re.search(SCRIPT, rest)
    sign = re.search(r"[<&]|\]\]>", script["content"]) if script else None
    if script is None or sign is None:
        return
    start = script.start("content") + sign.start()
    place = source.place(start, start + len(sign[0]))
    if CDATA in text[script.start("content") : script.end("content")]:
        message = "the CDATA section ends before the script does"
        hint = "the script cannot contain ]]>; leave blanks between the brackets"
    else:
        message = f"the script has a {sign[0]} but does not stand in a CDATA section"
        hint = "write <![CDATA[ before the script and ]]> after it"
    yield Finding.of("MSPL309", message, place, hint)


def _in_plain_words(source: Source, error: ExpatError) -> Finding:
    """The parser's complaint, said better where that can be done."""
    start = _offset(source.text, error)
    what = errors.messages[error.code]
    if what in (errors.XML_ERROR_TAG_MISMATCH, errors.XML_ERROR_NO_ELEMENTS):
        return _unmatched(source, start)
    if what == errors.XML_ERROR_UNBOUND_PREFIX:
        return _unbound(source, start)
    if match := re.search(r"&[\w#]*$", source.text[:start]):
        start = match.start()
    message, hint = WORDS.get(what) or _bad_character(source.text, start)
    return Finding.of("MSPL301", message, source.place(start, start + 1), hint)


WORDS = {
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: (
        "something follows the end of the manifest",
        "there is one outermost element, and nothing stands behind its closing tag",
    ),
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: (
        "an attribute stands twice in one tag",
        "keep one of the two",
    ),
    errors.XML_ERROR_UNDEFINED_ENTITY: (
        "there is no entity of this name",
        "XML by itself knows only &lt; &gt; &amp; &quot; and &apos;",
    ),
    errors.XML_ERROR_UNCLOSED_TOKEN: (
        "a tag that begins here is never closed",
        "look for the missing >",
    ),
    errors.XML_ERROR_SYNTAX: (
        "this is no XML: a tag was expected",
        "a manifest begins with <?xml or with <",
    ),
    errors.XML_ERROR_BAD_CHAR_REF: (
        "this number stands for no character that XML allows",
        "",
    ),
}
"""The parser's words → ours, with a hint."""


def _offset(text: str, error: ExpatError) -> int:
    lines = text.split("\n", error.lineno)
    return sum(len(line) + 1 for line in lines[: error.lineno - 1]) + error.offset


def _bad_character(text: str, start: int) -> tuple[str, str]:
    before = text[:start]
    if before.rfind("<!--") > before.rfind("-->"):
        return "a comment cannot hold two hyphens in a row", "write one hyphen"
    character = text[start : start + 1]
    if character == "&":
        return "an & begins an entity, and none follows", "write &amp; for an &"
    if character == "<":
        return "a < cannot stand here", "write &lt; for a <, or close the tag before"
    shown = repr(character) if character else "the end of the file"
    return f"{shown} cannot stand here", ""


def _unmatched(source: Source, start: int) -> Finding:
    """Which tag was left open, or closed under another name."""
    open_tags: list[re.Match[str]] = []
    for tag in re.finditer(TAG, _markup(source.text)):
        if not tag["close"]:
            open_tags += [] if tag["empty"] else [tag]
        elif open_tags and open_tags[-1]["name"] == tag["name"]:
            open_tags.pop()
        else:
            return _mismatch(source, tag, open_tags)
    if not open_tags:
        message = "there is no element in this file"
        return Finding.of("MSPL301", message, source.place(start, start + 1))
    return _never_closed(source, open_tags[-1])


def _mismatch(
    source: Source, tag: re.Match[str], open_tags: list[re.Match[str]]
) -> Finding:
    place = source.place(*tag.span())
    if not open_tags:
        return Finding.of("MSPL310", f"{tag[0]} closes nothing", place)
    opened = open_tags[-1]
    line, _ = source.position(opened.start())
    message = f"{tag[0]} stands where <{opened['name']}> of line {line} must be closed"
    return Finding.of("MSPL310", message, place, f"write </{opened['name']}> first")


def _never_closed(source: Source, tag: re.Match[str]) -> Finding:
    return Finding.of(
        "MSPL310",
        f"<{tag['name']}> is never closed",
        source.place(*tag.span()),
        f"write </{tag['name']}>, or end the tag itself in /> if it has no content",
    )


def _unbound(source: Source, start: int) -> Finding:
    match = re.compile(r"<([\w.-]+):").match(source.text, start)
    prefix = match[1] if match else ""
    declared = re.findall(r"xmlns:([\w.-]+)\s*=", source.text)
    known = f"the manifest declares {', '.join(declared)}" if declared else ""
    return Finding.of(
        "MSPL311",
        f"the prefix {prefix} is not declared",
        source.place(start, start + len(prefix) + 2),
        known
        or f'write xmlns:{prefix}="http://schemas.microsoft.com/lcs/2006/05" '
        "in the outermost tag",
    )
