"""Scripts with a slip of the pen: few findings, in order, inside the text, no crash.

The slips are made from the corpus: a token is left out, doubled, swapped with the next
one, replaced, or the script ends behind it.
"""

import random
from collections.abc import Iterator

import pytest

from mspllab.applications.vocabulary import VOCABULARY
from mspllab.mspl.diagnostics import Finding
from mspllab.mspl.lexer import scan
from mspllab.mspl.program import check
from mspllab.mspl.source import Source
from tests.mspl.test_corpus import CLEAN, MISTAKES, Chunk

TEXTS = [chunk.text for chunk in [*CLEAN, *MISTAKES]]
FILES = {"people": ("who", "rule")}
SIGNS = ("(", ")", "{", "}", ";", ",", "=", "!", "if", "else", "case", "x", '"', "/*")
MOST_AT_ONCE = 2


def findings_of(text: str) -> list[Finding]:
    return check(Source(text), VOCABULARY, files=FILES)


def pieces(text: str) -> list[str]:
    """Gaps and tokens by turns."""
    tokens, _ = scan(Source(text))
    pairs = zip(tokens.gaps, tokens.texts, strict=True)
    return [part for pair in pairs for part in pair]


def slips(text: str, chance: random.Random) -> Iterator[str]:
    parts = pieces(text)
    at = chance.randrange(1, len(parts) - 2, 2)
    yield "".join([*parts[:at], parts[at], " ", *parts[at:]])
    yield "".join(
        [*parts[:at], parts[at + 2], parts[at + 1], parts[at], *parts[at + 3 :]]
    )
    yield "".join([*parts[:at], chance.choice(SIGNS), *parts[at + 1 :]])
    yield "".join(parts[: at + 1])


def check_sanity(text: str) -> list[Finding]:
    found = findings_of(text)
    places = [(one.place.line, one.place.column) for one in found]
    assert places == sorted(places)
    assert len({(one.code, *one.place[:3], one.message) for one in found}) == len(found)
    lines = text.split("\n")
    for one in found:
        line, column = one.place.end
        assert 1 <= one.place.line <= line <= len(lines), text
        assert 1 <= one.place.column <= len(lines[one.place.line - 1]) + 1, text
        assert (one.place.line, one.place.column) < (line, column), text
    return found


@pytest.mark.parametrize("seed", range(12))
def test_slips_of_the_pen_are_explained(seed: int) -> None:
    chance = random.Random(seed)
    for text in TEXTS:
        for slip in slips(text, chance):
            check_sanity(slip)


@pytest.mark.parametrize("chunk", CLEAN, ids=[one.title for one in CLEAN])
def test_one_token_left_out_gives_two_errors_at_most(chunk: Chunk) -> None:
    parts = pieces(chunk.text)
    before = len([one for one in findings_of(chunk.text) if one.is_error])
    for at in range(1, len(parts) - 1, 2):
        text = "".join(parts[:at] + parts[at + 1 :])
        errors = [one for one in check_sanity(text) if one.is_error]
        assert len(errors) <= before + MOST_AT_ONCE, text
