"""Arrows as path data: the head sits on the line's end and points along it."""

from math import hypot, isclose

import pytest

from mspllab.views.arrow_path import (
    HALF_WIDTH,
    LENGTH,
    head_path,
    head_points,
    line_path,
    number,
)
from mspllab.views.shapes import Arrow


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (3.25, "3.2"), (-0.5, "-0.5"), (1234.56, "1234.6")]
)
def test_coordinates_have_at_most_one_decimal(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("end", [(200.0, 40.0), (-200.0, 40.0), (50.0, 90.0)])
def test_both_barbs_lie_behind_the_tip_on_either_side(end: tuple[float, float]) -> None:
    one, tip, other = head_points(Arrow(1, (0.0, 0.0), end, "request"))

    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    assert tip == end
    assert isclose(hypot(tip[0] - middle[0], tip[1] - middle[1]), LENGTH)
    assert isclose(hypot(one[0] - other[0], one[1] - other[1]), 2 * HALF_WIDTH)


def test_a_message_that_does_not_arrive_has_a_line_and_no_head() -> None:
    arrow = Arrow(1, (0, 0), (60, 20), "request", arrives=False)

    assert line_path(arrow) == "M0 0L60 20"
    assert head_path(arrow, closed=True) == ""


def test_a_closed_head_is_a_triangle_and_an_open_one_two_strokes() -> None:
    arrow = Arrow(1, (0, 0), (60, 0), "request")

    assert head_path(arrow, closed=True).endswith("Z")
    assert not head_path(arrow, closed=False).endswith("Z")


def test_a_message_to_oneself_swings_out_and_comes_back() -> None:
    path = line_path(Arrow(1, (10, 0), (10, 20), "request"))

    assert path == "M10 0h26V20H10"
