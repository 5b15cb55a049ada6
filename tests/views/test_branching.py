"""Two runs side by side: the common part once, what parts, and the same as text."""

from pathlib import Path

import pytest

from mspllab.scenario.branch import Branch, branch
from mspllab.scenario.run import play
from mspllab.scenario.tampering import header, lose
from mspllab.views.branching import draw_branch, render_branch, sentence
from mspllab.views.sequencing.columns import PAGE
from mspllab.views.shapes import Arrow, Label
from mspllab.views.svg import Drawing, render_svg

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"


@pytest.fixture(scope="module")
def lost() -> Branch:
    return branch(play(SCENARIOS / "reroute.toml"), change=lose(6))


def words(drawing: Drawing) -> list[str]:
    labels = [shape for shape in drawing.shapes if isinstance(shape, Label)]
    return [span.text for label in labels for row in label.rows for span in row]


def test_what_is_common_is_drawn_once(lost: Branch) -> None:
    arrows = [one.n for one in draw_branch(lost).shapes if isinstance(one, Arrow)]

    assert [arrows.count(n) for n in range(1, 6)] == [1] * 5
    assert all(arrows.count(n) == 2 for n in range(6, 13))


def test_it_says_where_they_part_and_which_is_which(lost: Branch) -> None:
    said = words(draw_branch(lost))

    assert sentence(lost) in said
    assert "As it was" in said
    assert "With the change" in said
    assert "From message 6 on: message 6 is lost." in said


def test_the_two_stand_side_by_side_below_the_common_part(lost: Branch) -> None:
    arrows = [one for one in draw_branch(lost).shapes if isinstance(one, Arrow)]
    common = max(one.end[1] for one in arrows if 0 < one.n < 6)
    before, after = (one for one in arrows if one.n == 6)

    assert before.start[1] > common
    assert after.start[1] > common
    assert after.start[0] > before.start[0]


def test_two_that_are_too_wide_together_stand_one_below_the_other() -> None:
    found = branch(play(SCENARIOS / "who-rings.toml"), change=lose(8))
    drawing = draw_branch(found)
    arrows = [one for one in drawing.shapes if isinstance(one, Arrow)]
    last = max(one.end[1] for one in arrows if one.n == len(found.original.hops))
    before, after = (one for one in arrows if one.n == 8)

    assert drawing.width <= PAGE
    assert before.start[0] == after.start[0]
    assert before.start[1] < after.start[1] < last


def test_nothing_stands_outside_the_paper(lost: Branch) -> None:
    drawing = draw_branch(lost)

    for shape in drawing.shapes:
        if isinstance(shape, Arrow):
            assert 0 <= shape.start[0] <= drawing.width
            assert 0 <= shape.end[1] <= drawing.height


def test_the_picture_is_the_same_each_time_and_has_words(lost: Branch) -> None:
    drawing = draw_branch(lost)

    assert render_svg(drawing) == render_svg(draw_branch(lost))
    assert sentence(lost) in drawing.description


def test_the_text_marks_what_was_and_what_is_now(lost: Branch) -> None:
    lines = render_branch(lost).splitlines()
    signs = [line[:2] for line in lines[1:]]

    assert lines[0] == "From message 6 on: message 6 is lost."
    assert signs == sorted(signs, key=["  ", "--", "- ", "+ "].index)
    assert signs.count("  ") == 6
    assert "again" in render_branch(lost)


def test_a_change_of_text_alone_names_the_header() -> None:
    trace = play(SCENARIOS / "reroute.toml")

    found = branch(trace, change=header(3, "To", "<sip:carol@lab.example>"))

    assert sentence(found).endswith("0.010 s to 0.020 s: another To.")


def test_no_difference_is_told_and_drawn_whole() -> None:
    trace = play(SCENARIOS / "reroute.toml")
    found = branch(trace, 3, {"clients.carol.on_call.answer_after": 1.0})

    assert "makes no difference" in render_branch(found)
    assert any("makes no difference" in one for one in words(draw_branch(found)))


def test_a_change_that_reaches_back_is_told() -> None:
    trace = play(SCENARIOS / "reroute.toml")
    found = branch(trace, 6, {"servers.fe01.record_route": False})

    assert sentence(found).endswith(
        "That is before message 6: the change reaches back."
    )
