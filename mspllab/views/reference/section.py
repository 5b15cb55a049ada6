"""Section and Grid: what a part of the reference shows, as text and as HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from mspllab.mspl.entry import Entry
from mspllab.views.reference.card import card, link
from mspllab.views.reference.style import wrapped


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """Entries, one card each."""

    entries: tuple[Entry, ...]
    links: frozenset[str] = frozenset()
    """Names that have a card somewhere in the reference."""

    def __str__(self) -> str:
        return "\n\n\n".join(str(entry) for entry in self.entries)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        cards = "".join(card(entry, self.links) for entry in self.entries)
        names = "".join(link(entry.name) for entry in self.entries)
        index = f'<div class="index">{names}</div>' if len(self.entries) > 1 else ""
        return wrapped(index + cards)


@dataclass(frozen=True, slots=True, repr=False)
class Grid:
    """A table; a cell's first sign says what it means: ✓ yes, · no, ✗ the run ends."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_marked: bool = False
    """All columns but the first hold marks only."""

    def __str__(self) -> str:
        widths = [
            max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)
        ]
        return "\n".join(self._lines(widths))

    def __repr__(self) -> str:
        return str(self)

    def _lines(self, widths: list[int]) -> Iterator[str]:
        for row in (self.head, *self.rows):
            cells = zip(row, widths, strict=True)
            yield "  ".join(f"{text:<{width}}" for text, width in cells).rstrip()

    def _repr_html_(self) -> str:
        head = "".join(
            f"<th{self._class(n, '')}>{escape(text)}</th>"
            for n, text in enumerate(self.head)
        )
        rows = "".join(f"<tr>{self._cells(row)}</tr>" for row in self.rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return wrapped(f'<div class="scroll">{table}</div>')

    def _cells(self, row: tuple[str, ...]) -> str:
        return "".join(
            f"<td{self._class(n, text)}>{_shown(n, text)}</td>"
            for n, text in enumerate(row)
        )

    def _class(self, column: int, text: str) -> str:
        kinds = ["mark"] if self.is_marked and column else []
        if column and text[:1] in MEANINGS:
            kinds.append(MEANINGS[text[:1]])
        return f' class="{" ".join(kinds)}"' if kinds else ""


MEANINGS = {"✓": "yes", "·": "no", "✗": "end"}


def _shown(column: int, text: str) -> str:
    return f"<code>{escape(text)}</code>" if not column else escape(text, quote=False)
