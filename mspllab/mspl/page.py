"""Page: what a docstring says about one name of the language, taken apart.

The first sentence stands alone. Paragraphs may follow, and then lines that begin with a
label and a colon, continued by indented ones:

    separator: about the parameter of that name.
    Gives: about the result.    Null: when the result is null, and why.
    Errors: what ends the run.  Guess: what we decided where the reference is silent.
    Otherwise: what a call for the wrong kind of message does, if it is no error.
    Example: GetPort("sip:bob@lab.example:5061") → 5061
"""

import re
from typing import NamedTuple

LABELLED = re.compile(r"(\w+): (.*)")
ARROW = " → "
EXAMPLE = "Example"


class Example(NamedTuple):
    """A piece of script, and what comes out."""

    code: str
    """An expression where there is a result, else whole statements."""
    result: str | None = None
    """As a script would write it, a collection's elements with commas; None: nothing
    worth showing."""

    def __str__(self) -> str:
        return self.code if self.result is None else f"{self.code}{ARROW}{self.result}"


class Page(NamedTuple):
    """What there is to say about a name."""

    summary: str = ""
    """One sentence."""
    paragraphs: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """Label and text, in the order in which they are written."""
    examples: tuple[Example, ...] = ()

    def note(self, label: str) -> str:
        """The text behind `label`, "" where there is none."""
        return next((text for name, text in self.notes if name == label), "")


def read_page(text: str) -> Page:
    """The page that a docstring holds."""
    blocks = [block.strip("\n") for block in text.split("\n\n") if block.strip()]
    if not blocks:
        return Page()
    summary, *rest = blocks
    prose = [block for block in rest if not _is_labelled(block)]
    notes = [note for block in rest if _is_labelled(block) for note in _notes(block)]
    return Page(
        _joined(summary),
        tuple(_joined(block) for block in prose),
        tuple(note for note in notes if note[0] != EXAMPLE),
        tuple(_example(text) for label, text in notes if label == EXAMPLE),
    )


def _is_labelled(block: str) -> bool:
    return LABELLED.match(block.strip()) is not None


def _notes(block: str) -> list[tuple[str, str]]:
    """Each label with its text, the lines that continue it joined."""
    notes: list[tuple[str, str]] = []
    for line in block.splitlines():
        match = LABELLED.fullmatch(line.strip())
        if match is not None and not (notes and _is_indented_more(line, block)):
            notes.append((match[1], match[2]))
        elif notes:
            label, before = notes[-1]
            notes[-1] = label, f"{before} {line.strip()}"
    return notes


def _is_indented_more(line: str, block: str) -> bool:
    """Whether `line` continues the one before: it begins further in than the block."""
    return _indent(line) > min(_indent(one) for one in block.splitlines())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _joined(block: str) -> str:
    return " ".join(block.split())


def _example(text: str) -> Example:
    code, arrow, result = text.partition(ARROW.rstrip())
    return Example(code.strip(), result.strip() if arrow else None)
