"""What `check` tells of a manifest that is no XML yet."""

from mspllab.applications.application import check
from tests.applications.conftest import make_manifest

DISPATCHES = make_manifest('Dispatch("Handler");\nUnknown();')
BLANK = DISPATCHES.replace("<lc:scriptOnly/>", "<lc:scriptOnly/ >")


def codes(text: str) -> list[str]:
    return [f.code for f in check(text, "one.am") if f.is_error]


def test_errors_behind_a_slip_of_the_markup_are_told_too() -> None:
    assert BLANK != DISPATCHES
    assert codes(BLANK) == ["MSPL302", *codes(DISPATCHES)]


def test_they_stand_where_they_stand_in_the_file() -> None:
    for finding in check(BLANK, "one.am"):
        place = finding.place
        assert place.text == BLANK.split("\n")[place.line - 1]


def test_what_has_moved_by_the_mending_is_left_for_the_next_time() -> None:
    text = BLANK.replace("<lc:scriptOnly/ >", "<lc:scriptOnly/ ><lc:scriptOnly/>")
    assert "MSPL324" not in codes(text)
    assert "MSPL324" in codes(text.replace("/ >", "/>"))


def test_what_cannot_be_mended_hides_nothing_that_could_be_told() -> None:
    assert codes("<a>&</b") == codes("<a>&</b")[:1]
