"""Suppression: `// mspllab: ignore MSPL401` takes warnings out that are meant.

At the end of a line it is for that line; on a line of its own for the statement below,
up to its `;` or `{`, or for its first 20 lines. Errors stay.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from mspllab.mspl.diagnostics import RULES, Finding, Severity, in_order
from mspllab.mspl.lexer import scan
from mspllab.mspl.source import Source
from mspllab.mspl.tokens import END, TokenStream

MARK: Final = "mspllab:"
MOST_LINES: Final = 20
"""Lines of a statement for which a comment before it counts."""
COMMENT: Final = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
IGNORE: Final = re.compile(r"//\s*mspllab:\s*ignore\b[ \t:]*(?P<codes>[^\n\r/]*)")
CODE: Final = re.compile(r"\w+")


class Ignored(NamedTuple):
    """One code of one comment."""

    code: str
    start: int
    """Where it stands."""
    lines: range
    """The lines for which it is."""


def suppressed(findings: list[Finding], source: Source) -> list[Finding]:
    """`findings` without what comments ignore, and with what is wrong of these."""
    if MARK not in source.text:
        return findings
    tokens, _ = scan(source)
    ends = [i for i, kind in enumerate(tokens.kinds) if kind in (";", "{", END)]
    ignored: list[Ignored] = []
    wrong: list[Finding] = []
    for start, match in _comments(tokens):
        ignored += _read(
            source, _lines(source, tokens, ends, start), start, match, wrong
        )
    used: set[Ignored] = set()
    by_place: dict[tuple[str, int], list[Ignored]] = {}
    for one in ignored:
        for line in one.lines:
            by_place.setdefault((one.code, line), []).append(one)
    kept = [one for one in findings if not _is_ignored(one, by_place, used)]
    return in_order([*kept, *wrong, *_unused(source, ignored, used)])


def _comments(tokens: TokenStream) -> Iterator[tuple[int, re.Match[str]]]:
    """Where each of our comments begins in the script, and what it says."""
    for gap, end in zip(tokens.gaps, tokens.starts, strict=True):
        if MARK in gap:
            for comment in COMMENT.finditer(gap):
                match = IGNORE.match(comment[0])
                if match is not None:
                    yield end - len(gap) + comment.start(), match


def _read(
    source: Source,
    lines: range,
    start: int,
    match: re.Match[str],
    wrong: list[Finding],
) -> Iterable[Ignored]:
    """The codes of a comment that can be ignored; the others are `wrong`."""
    codes = list(CODE.finditer(match["codes"]))
    if not codes:
        place = source.place(start, start + match.end())
        message = "this comment does not say what to ignore"
        hint = "name the codes: // mspllab: ignore MSPL401"
        wrong.append(Finding.of("MSPL425", message, place, hint))
    for found in codes:
        code, at = found[0], start + match.start("codes") + found.start()
        rule = RULES.get(code)
        if rule is not None and rule.severity is not Severity.ERROR:
            yield Ignored(code, at, lines)
            continue
        message = f"there is no finding {code}"
        if rule is not None:
            message = f"{code} is an error, and errors cannot be ignored"
        place = source.place(at, at + len(code))
        wrong.append(Finding.of("MSPL425", message, place))
        if rule is None:
            return


def _lines(source: Source, tokens: TokenStream, ends: list[int], start: int) -> range:
    """The line of the comment; for one that stands alone, those of what follows."""
    line = source.position(start)[0]
    following = bisect_right(tokens.starts, start)
    before = tokens.ends[following - 1] if following else -1
    if before >= 0 and source.position(before)[0] == line:
        return range(line, line + 1)
    last = ends[bisect_left(ends, following)]
    first_line = source.position(tokens.starts[following])[0]
    last_line = source.position(tokens.starts[last])[0]
    return range(first_line, min(last_line + 1, first_line + MOST_LINES))


def _is_ignored(
    finding: Finding,
    by_place: Mapping[tuple[str, int], list[Ignored]],
    used: set[Ignored],
) -> bool:
    if finding.is_error:
        return False
    fitting = by_place.get((finding.code, finding.place.line), [])
    used.update(fitting)
    return bool(fitting)


def _unused(
    source: Source, ignored: list[Ignored], used: set[Ignored]
) -> Iterator[Finding]:
    for one in ignored:
        if one not in used:
            place = source.place(one.start, one.start + len(one.code))
            message = f"there is no {one.code} here to ignore"
            yield Finding.of("MSPL426", message, place, "take the code out")
