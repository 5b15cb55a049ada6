import pytest

from mspllab.applications.flat_file import (
    DuplicateKeyError,
    FileDeclaration,
    FlatFile,
    read_flat_file,
)
from mspllab.errors import ScriptError


def people(text: str, **more: object) -> FlatFile:
    declaration = FileDeclaration(
        "people", "people.csv", ("who", "rule", "note"), **more
    )  # type: ignore[arg-type]
    return read_flat_file(declaration, text)


@pytest.mark.parametrize(
    ("index", "column", "cell"),
    [
        (0, "who", "bob"),
        (1, "rule", "block"),
        (0, "note", None),
        (1, "note", ""),
        (2, "who", None),
        (-1, "who", None),
    ],
)
def test_cells_by_number(index: int, column: str, cell: str | None) -> None:
    assert people("bob,forward\nalice,block,\n").cell(index, column) == cell


@pytest.mark.parametrize(
    ("key", "cell"), [("bob", "forward"), ("Bob", None), ("carol", None), ("", None)]
)
def test_cells_by_key(key: str, cell: str | None) -> None:
    file = people("bob,forward\nalice,block", key_column="who")
    assert file.cell(key, "rule") == cell
    assert file.cell(1, "rule") == "block"


def test_keys_may_ignore_case() -> None:
    file = people("Bob,forward", key_column="who", ignore_case=True)
    assert file.cell("bOB", "rule") == "forward"


def test_a_key_without_key_column_ends_the_run() -> None:
    with pytest.raises(ScriptError, match="declares no keyColumnName"):
        people("bob,forward").cell("bob", "rule")


def test_null_as_index_ends_the_run() -> None:
    with pytest.raises(ScriptError, match=r"people\[null\]"):
        people("bob,forward", key_column="who").cell(None, "rule")


def test_a_key_twice_is_an_error() -> None:
    with pytest.raises(
        DuplicateKeyError, match="rows 1 and 3 have the same key, 'bob'"
    ):
        people("bob,a\nalice,b\nBob,c", key_column="who", ignore_case=True)


@pytest.mark.parametrize(
    ("delimited_by", "line", "row"),
    [
        ("comma", "a, b ,c", ("a", "b", "c")),
        ("comma", '"a,b","say ""hi""",', ("a,b", 'say "hi"', "")),
        ("comma", ",,", ("", "", "")),
        ("comma", 'say "hi",b', ('say "hi"', "b")),
        ("tab", "a\tb c\t", ("a", "b c", "")),
        ("tab", '"a\tb"\tc', ("a\tb", "c")),
        ("whitespace", "  a \t b  ", ("a", "b")),
        ("whitespace", '"a b" c', ("a b", "c")),
    ],
)
def test_lines_are_cut_at_the_delimiter(
    delimited_by: str, line: str, row: tuple[str, ...]
) -> None:
    assert people(line, delimited_by=delimited_by).rows == (row,)


def test_every_line_end_ends_a_line_and_empty_lines_are_none() -> None:
    rows = people("a\r\nb\n\n\rc").rows
    assert rows == (("a",), ("b",), ("c",))


@pytest.mark.parametrize(
    ("delimited_by", "rows"),
    [("comma", 2), ("tab", 3), ("whitespace", 2)],
)
def test_a_line_of_blanks_is_none_unless_tabs_part_its_cells(
    delimited_by: str, rows: int
) -> None:
    text = "a\n  \nb\n" + ("\t\n" if delimited_by != "comma" else "")
    assert len(people(text, delimited_by=delimited_by).rows) == rows


def test_an_empty_file_has_no_rows() -> None:
    assert people("").cell(0, "who") is None
