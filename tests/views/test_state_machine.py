"""State diagrams drawn from the tables that run."""

import pytest

from mspllab.transaction.tables import TABLES
from mspllab.views.shapes import Arrow, Box, Line
from mspllab.views.state_machine import draw_state_machine
from tests.views.measuring import overlaps, texts


@pytest.mark.parametrize("name", TABLES)
def test_every_state_is_a_box(name: str) -> None:
    drawing = draw_state_machine(name)
    states = {after for after, _ in TABLES[name].values()}
    states |= {before for before, _ in TABLES[name]}

    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]

    assert len(boxes) == len(states)


@pytest.mark.parametrize("name", TABLES)
def test_every_change_of_state_has_an_arrow_of_its_own(name: str) -> None:
    drawing = draw_state_machine(name)
    changes = {
        (before, after)
        for (before, _), (after, _) in TABLES[name].items()
        if before != after
    }

    ends = [shape.end for shape in drawing.shapes if isinstance(shape, Arrow)]
    columns = [s.points[1][0] for s in drawing.shapes if isinstance(s, Line)]

    assert len(ends) == len(set(ends)) == len(changes)
    assert len(set(columns)) == len(changes)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_the_table_can_be_read(name: str) -> None:
    shown = [text.text for text in texts(draw_state_machine(name))]

    for (_, event), (_, actions) in TABLES[name].items():
        said = " ".join([event.value, ", ".join(a.value for a in actions)]).strip()
        assert any(text.startswith(said) for text in shown), said


@pytest.mark.parametrize("name", TABLES)
def test_no_text_stands_on_another_or_leaves_the_paper(name: str) -> None:
    drawing = draw_state_machine(name)

    assert overlaps(drawing) == []
    assert max(text.right for text in texts(drawing)) <= drawing.width
    assert max(text.bottom for text in texts(drawing)) <= drawing.height


def test_a_machine_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        draw_state_machine("coffee machine")
