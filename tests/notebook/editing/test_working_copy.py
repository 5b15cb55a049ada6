"""The file one works in: written whole, taken up again, never over another's text."""

from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.notebook.editing.working_copy import Changed, working_copy


def test_it_lies_beside_the_notebook_and_is_taken_up_again(tmp_path: Path) -> None:
    working_copy("reroute", tmp_path).save("one")

    assert (tmp_path / "reroute.work.am").read_text() == "one"
    assert working_copy("reroute", tmp_path).seen == "one"


def test_there_is_no_file_before_something_is_saved(tmp_path: Path) -> None:
    assert working_copy("reroute", tmp_path).seen is None
    assert list(tmp_path.iterdir()) == []


def test_nothing_but_the_file_is_left_behind(tmp_path: Path) -> None:
    copy = working_copy("reroute", tmp_path)

    for text in ("one", "two", "two"):
        copy.save(text)

    assert [file.name for file in tmp_path.iterdir()] == ["reroute.work.am"]


def test_what_another_program_wrote_is_not_overwritten(tmp_path: Path) -> None:
    copy = working_copy("reroute", tmp_path)
    copy.save("mine")
    copy.path.write_text("theirs")

    with pytest.raises(Changed):
        copy.save("mine too")

    assert copy.path.read_text() == "theirs"
    assert copy.take() == "theirs"
    copy.save("both")
    assert copy.path.read_text() == "both"


def test_one_may_insist(tmp_path: Path) -> None:
    copy = working_copy("reroute", tmp_path)
    copy.path.write_text("theirs")

    copy.overwrite("mine")

    assert copy.path.read_text() == "mine"


def test_a_file_that_was_removed_is_written_again(tmp_path: Path) -> None:
    copy = working_copy("reroute", tmp_path)
    copy.save("one")
    copy.path.unlink()

    copy.save("one")

    assert copy.path.read_text() == "one"


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    copy = working_copy("reroute", tmp_path / "nowhere")

    with pytest.raises(UsageError, match=r"reroute\.work\.am cannot be written"):
        copy.save("one")
