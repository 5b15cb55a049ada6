"""How far down a gap is written on."""

import pytest

from mspllab.views.sequencing.floors import MEMORY, Area, Floors, Pass


def test_an_empty_gap_has_its_floor_at_the_top() -> None:
    assert Floors(2, 40.0).below_text(0, 0, 0, 100, 5.0) == 45.0
    assert Floors(2, 40.0).below_text(60, 0, 0, 100, 5.0) == 60


def test_a_text_is_a_floor_for_what_stands_under_it_and_not_beside_it() -> None:
    floors = Floors(2, 0.0)

    floors.write(0, Area(0, 10, 50, 30))

    assert floors.below_text(0, 0, 20, 90, 5.0) == 35
    assert floors.below_text(0, 0, 60, 90, 5.0) == 5
    assert floors.below_text(0, 1, 20, 90, 5.0) == 5


def test_a_line_is_a_floor_at_its_lowest_point() -> None:
    floors = Floors(2, 0.0)

    floors.cross(0, Pass(0, 10, 100, 30))

    assert floors.below_all(0, 0, 0, 50, 0.0) == pytest.approx(20)
    assert floors.below_text(0, 0, 0, 50, 0.0) == 0


def test_a_line_names_the_texts_it_runs_through() -> None:
    floors = Floors(2, 0.0)
    hit, missed = Area(0, 10, 40, 25), Area(60, 0, 90, 12)
    for area in (hit, missed):
        floors.write(0, area)

    assert floors.cross(0, Pass(0, 10, 100, 30)) == [hit]


def test_what_is_forgotten_still_counts_as_a_floor() -> None:
    floors = Floors(2, 0.0)

    for k in range(MEMORY + 1):
        floors.write(0, Area(0, 10.0 * k, 20, 10.0 * k + 10))

    assert floors.below_text(0, 0, 50, 90, 0.0) == 10
    assert floors.lowest == 10 * MEMORY + 10
