"""Edits that make well-formed XML of a manifest that is none (mspl.md §6.11)."""

import re
from collections.abc import Iterator

from mspllab.applications.reading.opaque import COMMENT, opaque_parts
from mspllab.applications.reading.structure import ATTRIBUTES, ROOT
from mspllab.applications.reading.traps import NAME
from mspllab.applications.rewriting.draft import Draft, Edit
from mspllab.applications.rewriting.nesting import nesting_edits, prefix_edits
from mspllab.applications.rewriting.region import PREFIX, find_script, outside
from mspllab.applications.rewriting.tag import tag_edits
from mspllab.applications.rewriting.wrapping import wrapping_edits

KNOWN = "|".join((ROOT, *ATTRIBUTES, "script-only"))
BLANK_IN_NAME = re.compile(
    rf"<(?P<at>\s+/?\s*|/\s+)(?=(?P<name>{PREFIX}(?:{KNOWN}))\b)", re.IGNORECASE
)
DASHES = "–—"
COMMENT_START = re.compile(rf"<!(?:-?[{DASHES}]+-?|-(?!-))")
COMMENT_END = re.compile(rf"(?<![-{DASHES}])-?[{DASHES}]+-?>|(?<=[^-]-)[{DASHES}]>")
DECLARATION = re.compile(r"(?P<before>\s*)(?P<tag><\?\s*xml\b[^<>]*>)", re.IGNORECASE)
DOCTYPE = re.compile(
    r"<!DOCTYPE\b[^<>\[]*(?:\[[^\]]*\]\s*)?>[ \t]*\r?\n?", re.IGNORECASE
)
TAG = re.compile(
    rf"</?(?P<name>{NAME})"
    rf"(?>(?:(?:\s*=\s*\"[^\"<>]*(?:<(?!\s*/?\s*{PREFIX}(?:{KNOWN})\b)[^\"<>]*)*\")|[^<>])*)>"
)
UNENDED = re.compile(rf"(?P<at></?{PREFIX}(?:{KNOWN})\b[^<>]*?)(?=\s*(?:<|\Z))")


def mend_markup(draft: Draft) -> None:
    """Mend what keeps the text from being XML, as far as that can be done."""
    for step in STEPS:
        draft.mend(step(draft.text))


def _comment_edits(text: str) -> Iterator[Edit]:
    """Dashes that a word processor made longer, and two hyphens within a comment."""
    markup = outside(text)
    for pattern, right in ((COMMENT_START, "<!--"), (COMMENT_END, "-->")):
        for match in pattern.finditer(markup):
            why = f"{match[0]} of a comment is written {right}"
            yield Edit(*match.span(), right, why)


def _hyphen_edits(text: str) -> Iterator[Edit]:
    region = find_script(text)
    for part in opaque_parts(text, COMMENT):
        if region is not None and region.start <= part.start < region.end:
            continue
        for hyphens in re.finditer(r"-(?=-)|-\Z", text[part.start + 4 : part.end - 3]):
            at = part.start + 4 + hyphens.end()
            why = "two hyphens stood together within a comment"
            yield Edit(at, at, " ", why)


def _name_edits(text: str) -> Iterator[Edit]:
    region = find_script(text)
    for match in BLANK_IN_NAME.finditer(text):
        if region is not None and region.start <= match.start() < region.end:
            continue
        right = "/" if "/" in match["at"] else ""
        why = f"a blank stood between <{right} and {match['name']}"
        yield Edit(*match.span("at"), right, why)


def _declaration_edits(text: str) -> Iterator[Edit]:
    match = DECLARATION.match(text)
    if match is not None:
        if match["before"]:
            why = "something stood before the XML declaration"
            yield Edit(0, match.end("before"), "", why)
        tag, at = match["tag"], match.start("tag")
        if not tag.startswith("<?xml"):
            start = at + tag.lower().index("xml") + 3
            yield Edit(at, start, "<?xml", "the XML declaration begins with <?xml")
        yield from tag_edits(tag, at, tag.lower().index("xml") + 3)
        if not tag.endswith("?>"):
            end = match.end()
            inner = tag[:-1].rstrip(" \t?/")
            why = "the XML declaration did not end in ?>"
            yield Edit(at + len(inner), end, "?>", why)
    doctype = DOCTYPE.search(outside(text))
    if doctype is not None:
        why = "a manifest has no document type, so the DOCTYPE was taken away"
        yield Edit(*doctype.span(), "", why)


def _end_edits(text: str) -> Iterator[Edit]:
    """Tags that lack their >."""
    for match in UNENDED.finditer(outside(text)):
        at = match.end()
        yield Edit(at, at, ">", f"a > was missing behind {match['at'].split()[0]}")


def _tag_edits(text: str) -> Iterator[Edit]:
    markup = outside(text)
    for match in TAG.finditer(markup):
        if not match[0].startswith("</"):
            name_end = match.end("name") - match.start()
            yield from tag_edits(match[0], match.start(), name_end)


STEPS = (
    _comment_edits,
    _hyphen_edits,
    _name_edits,
    _declaration_edits,
    _end_edits,
    wrapping_edits,
    _tag_edits,
    nesting_edits,
    prefix_edits,
)
"""In this order: each can rely on what those before it have mended."""
