import pytest

from mspllab.applications.flat_file import FileDeclaration
from mspllab.applications.reading.data_files import read_data_files
from mspllab.errors import ManifestError, Place

PEOPLE = FileDeclaration(
    "people", "people.csv", ("who", "rule"), "who", place=Place("a.am", 8, 3)
)


def test_files_are_read_by_the_path_in_the_manifest() -> None:
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return b"bob,forward\r\nalice,block\r\n"

    files, remarks = read_data_files([PEOPLE], read)
    assert asked == ["people.csv"]
    assert files["people"].cell("alice", "rule") == "block"
    assert remarks == []


def test_a_file_that_nobody_can_read_is_empty_and_remarked_upon() -> None:
    files, remarks = read_data_files([PEOPLE], None)
    assert files["people"].cell("bob", "rule") is None
    assert [str(r) for r in remarks] == [
        "a.am:8:3: warning MSPL334: the data file people.csv was not given: "
        "its cells are null"
    ]


def refuse(path: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", path)


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (refuse, "cannot be read: No such file or directory"),
        (lambda path: b"\xe9", "is no text in UTF-8 or UTF-16"),
        (
            lambda path: b"bob,a\nbob,b",
            "cannot be used: rows 1 and 2 have the same key",
        ),
    ],
)
def test_a_file_that_cannot_be_used_keeps_the_application_from_loading(
    read: object, why: str
) -> None:
    with pytest.raises(ManifestError, match=why) as error:
        read_data_files([PEOPLE], read)  # type: ignore[arg-type]
    assert error.value.place.line == 8
