"""Errors show what was read and where."""

from mspllab.errors import LONGEST_SHOWN, CriticalError, Place


def test_an_excerpt_marks_the_place_under_its_line() -> None:
    place = Place("a.am", 7, 5, "x = yy;", 2)

    assert place.excerpt() == "    7 | x = yy;\n      |     ^~"


def test_tabs_stay_tabs_so_that_the_caret_stands_right() -> None:
    assert Place("a", 1, 2, "\tx").excerpt().endswith("| \t^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 500 + "X" + "b" * 500

    shown, marks = Place("a", 1, 501, line).excerpt().split("\n")

    assert shown[marks.index("^")] == "X"
    assert len(shown) == len("    1 | ……") + LONGEST_SHOWN
    assert Place("a", 1, 1, line).excerpt().startswith("    1 | aaa")
    assert Place("a", 1, 1001, line).excerpt().split("\n")[0].endswith("bbb")


def test_what_cannot_be_printed_does_not_reach_the_screen() -> None:
    assert "\x1b" not in Place("a", 1, 1, "\x1b[2J").excerpt()


def test_an_unknown_line_has_no_excerpt() -> None:
    assert Place("a", 1, 1).excerpt() == ""


def test_an_error_can_be_told_its_place_later() -> None:
    error = CriticalError("no fork is open")

    error.told_at(Place("a.am", 2, 3, "  EndFork();", 9))

    assert str(error).startswith("a.am:2:3: no fork is open\n    2 |   EndFork();\n")
    assert error.message == "no fork is open"
