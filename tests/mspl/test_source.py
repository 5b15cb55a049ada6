"""Where in a file a part of a script stands."""

import pytest

from mspllab.mspl.source import Source, Span


@pytest.mark.parametrize(
    ("offset", "expected"), [(0, (10, 5)), (1, (10, 6)), (2, (11, 1)), (4, (12, 1))]
)
def test_positions_are_those_of_the_file(
    offset: int, expected: tuple[int, int]
) -> None:
    source = Source("a\nb\nc", "x.am", first_line=10, first_column=5)

    assert source.position(offset) == expected


def test_an_excerpt_shows_the_lines_of_the_file() -> None:
    file = "<script>x = 1;\r\ny = 2;</script>"
    source = Source("x = 1;\ny = 2;", "x.am", first_column=9, file_text=file)

    assert source.place(0, 1).text == "<script>x = 1;"
    assert source.place(7, 8).text == "y = 2;</script>"


def test_without_the_file_the_first_line_is_moved_to_its_column() -> None:
    source = Source("x = 1;\ny = 2;", first_line=3, first_column=5)

    assert source.place(0, 1).excerpt() == "    3 |     x = 1;\n      |     ^"
    assert source.file_lines() == ["\n", "\n", "    x = 1;\n", "y = 2;\n"]


def test_a_place_over_several_lines_marks_the_first() -> None:
    assert Source("ab\ncd").place(1, 5).length == 1


def test_a_line_outside_the_script_is_empty() -> None:
    source = Source("x", first_line=5, file_text="a\nb")

    assert (source.line(1), source.line(9), Source("x").line(2)) == ("a", "", "")


def test_a_span_knows_its_text_and_place() -> None:
    span = Source("abc def", "x.am").span(4, 7)

    assert span == Span(Source("abc def", "x.am"), 4, 7)
    assert (span.text, str(span.place)) == ("def", "x.am:1:5")


def test_sources_of_the_same_text_and_place_are_the_same() -> None:
    assert hash(Source("x", "a")) == hash(Source("x", "a"))
    assert Source("x", "a") != Source("x", "b")
