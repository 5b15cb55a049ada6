"""Line: tokens and comments that belong on one line, broken where that is too long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

INDENT: Final = 4
WIDTH: Final = 90
"""Columns of a line, counted from the margin of the script."""
HEADS: Final = frozenset(("if", "}", "else", "while", "foreach", "switch", "function"))
"""What lines begin with whose further lines stand deeper than the body below them."""


class Atom(NamedTuple):
    """A token or a comment with what stands before it on its line."""

    text: str
    glue: str = ""
    """Nothing or a blank."""
    is_forced: bool = False
    """Begins a new line: a comment ends the one before, or the author broke here."""
    rank: tuple[int, int] | None = None
    """The line may break here; of all such places the lowest rank breaks first."""
    is_comment: bool = False
    brackets: int = 0
    """How many ( and [ are open before it."""


@dataclass(slots=True)
class Line:
    """A line of the formatted script, before it is known to fit."""

    depth: int
    after_blank: bool
    atoms: list[Atom] = field(default_factory=list)

    @property
    def last_token(self) -> str:
        """The last one that is no comment; "" where there are only comments."""
        return next((a.text for a in reversed(self.atoms) if not a.is_comment), "")

    def render(self, margin: str) -> str:
        """Its text, without a line end; several lines where one is too long."""
        start = self.depth * INDENT
        first = next((a.text for a in self.atoms if not a.is_comment), "")
        further = start + INDENT * (2 if first in HEADS else 1)
        out: list[str] = []
        parts = _parts(self.atoms)
        for number, part in enumerate(parts):
            rest = chain.from_iterable(parts[number:])
            head = next((a.text for a in rest if not a.is_comment), "")
            column = start
            if number and head not in ("{", "else"):
                column = _indent(further, part[0].brackets)
            out.append(("\n" if number else "") + margin + " " * column)
            _fill(part, column, further, margin, out)
        return "".join(out)


def _indent(further: int, brackets: int) -> int:
    """Where a further line begins: deeper for every bracket within the first."""
    return further + INDENT * max(brackets - 1, 0)


def _parts(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The atoms cut where a new line is forced."""
    parts: list[list[Atom]] = [[]]
    for atom in atoms:
        if atom.is_forced and parts[-1]:
            parts.append([])
        parts[-1].append(atom)
    return parts


def _fill(
    atoms: Sequence[Atom], column: int, further: int, margin: str, out: list[str]
) -> int:
    """Write the atoms from `column` on; the column behind them."""
    ranks = [atom.rank for atom in atoms[1:] if atom.rank is not None]
    if column + _width(atoms) <= WIDTH or not ranks:
        text = _flat(atoms)
        out.append(text)
        return column + len(text)
    rank = min(ranks)
    for number, chunk in enumerate(_cut(atoms, rank)):
        if number and column + 1 + _width(chunk) > WIDTH:
            column = _indent(further, rank[0])
            out.append("\n" + margin + " " * column)
        elif number:
            out.append(chunk[0].glue)
            column += len(chunk[0].glue)
        column = _fill(chunk, column, further, margin, out)
    return column


def _cut(atoms: Sequence[Atom], rank: tuple[int, int]) -> list[Sequence[Atom]]:
    starts = [0, *(i for i, atom in enumerate(atoms) if i and atom.rank == rank)]
    ends = [*starts[1:], len(atoms)]
    return [atoms[start:end] for start, end in zip(starts, ends, strict=True)]


def _flat(atoms: Sequence[Atom]) -> str:
    return atoms[0].text + "".join(atom.glue + atom.text for atom in atoms[1:])


def _width(atoms: Sequence[Atom]) -> int:
    """Columns up to the last token: what a comment behind it takes does not count."""
    last = max((i for i, atom in enumerate(atoms) if not atom.is_comment), default=0)
    return len(_flat(atoms[: last + 1]))
