"""Flat files: the data files a manifest declares (mspl.md §2.5, §6.7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mspllab.errors import Place, ScriptError

Row = tuple[str, ...]

QUOTED = r'"(?:[^"]|"")*"'
CELLS = {
    "comma": rf"(?:^|,)((?:{QUOTED}|[^,])*)",
    "tab": rf"(?:^|\t)((?:{QUOTED}|[^\t])*)",
    "whitespace": rf"({QUOTED}|[^ \t]+)",
}
"""delimitedBy → one cell with the delimiter before it."""


NO_PLACE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class FileDeclaration:
    """A `<file>` element: what a manifest says of a data file."""

    name: str
    path: str
    columns: tuple[str, ...]
    key_column: str | None = None
    ignore_case: bool = False
    delimited_by: str = "comma"
    static: bool = False
    place: Place = NO_PLACE
    """Where the element stands in the manifest."""

    def is_called(self, file: str) -> bool:
        """Whether `file` is its name, or its path with or without folders."""
        path = self.path.replace("\\", "/")
        return file in (self.name, self.path, path, path.rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class FlatFile:
    """A data file that scripts read as `name[index].column`."""

    declaration: FileDeclaration
    rows: tuple[Row, ...] = ()
    keys: Mapping[str, int] | None = None
    """Key → number of the row; None where no key column is declared."""

    def cell(self, index: object, column: str) -> str | None:
        """The cell; null where there is no such row or the line was too short.

        Raises:
            ScriptError: a key is used without a key column, or is null.
        """
        row = self._row(index)
        place = self.declaration.columns.index(column)
        return row[place] if row is not None and place < len(row) else None

    def _row(self, index: object) -> Row | None:
        number = self._number(index) if isinstance(index, str) else index
        if isinstance(number, int) and 0 <= number < len(self.rows):
            return self.rows[number]
        if number is None and index is None:
            raise ScriptError(
                f"{self.declaration.name}[null]: null where a key or index is needed"
            )
        return None

    def _number(self, key: str) -> int | None:
        if self.keys is None:
            raise ScriptError(
                f"{self.declaration.name}[{key!r}]: the manifest declares no "
                "keyColumnName for this file, so only numbers can be its index"
            )
        return self.keys.get(_folded(key, self.declaration))


class DuplicateKeyError(ValueError):
    """Two lines of a data file have the same key."""


def read_flat_file(declaration: FileDeclaration, text: str) -> FlatFile:
    """The rows of a data file.

    Raises:
        DuplicateKeyError: two lines have the same key.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    blanks = " \t" if declaration.delimited_by == "whitespace" else " "
    rows = tuple(
        _cells(line, declaration.delimited_by) for line in lines if line.strip(blanks)
    )
    if declaration.key_column is None:
        return FlatFile(declaration, rows)
    return FlatFile(declaration, rows, _keys(declaration, rows))


def _cells(line: str, delimited_by: str) -> Row:
    cells = re.findall(CELLS[delimited_by], line)
    return tuple(_unquoted(cell.strip(" \t")) for cell in cells)


def _unquoted(cell: str) -> str:
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def _keys(declaration: FileDeclaration, rows: tuple[Row, ...]) -> dict[str, int]:
    place = declaration.columns.index(declaration.key_column or "")
    keys: dict[str, int] = {}
    for number, row in enumerate(rows):
        key = _folded(row[place] if place < len(row) else "", declaration)
        if key in keys:
            raise DuplicateKeyError(
                f"rows {keys[key] + 1} and {number + 1} have the same key, {key!r}"
            )
        keys[key] = number
    return keys


def _folded(key: str, declaration: FileDeclaration) -> str:
    return key.lower() if declaration.ignore_case else key
