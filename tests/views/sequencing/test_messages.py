"""Lines and texts of messages."""

from mspllab.trace.trace import Trace
from mspllab.views.sequence import draw_sequence
from mspllab.views.sequencing.messages import DROP, PARALLEL
from mspllab.views.shapes import Arrow, Box, Label, Lane
from mspllab.views.svg import Drawing
from tests.views.conftest import Wire, alices_invite, in_dialog


def arrows(drawing: Drawing) -> dict[int, Arrow]:
    return {s.n: s for s in drawing.shapes if isinstance(s, Arrow) and s.n}


def labels(drawing: Drawing) -> dict[int, Label]:
    return {
        s.n: s
        for s in drawing.shapes
        if isinstance(s, Label) and s.n and s.rows[0][0].role != "tag"
    }


def test_two_messages_on_one_way_at_one_time_run_side_by_side() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())
    wire.send(0.0, "alice", "fe01", in_dialog("INFO", "sip:b@x", "I", 2))
    wire.until(1.0)

    one, other = (arrows(draw_sequence(wire.trace))[n] for n in (1, 2))

    assert other.start[1] - one.start[1] == PARALLEL
    assert other.end[1] - one.end[1] == PARALLEL


def test_the_text_of_what_leaves_stands_above_its_line(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    label, arrow = labels(drawing)[21], arrows(drawing)[21]  # BYE from alice
    assert label.y < arrow.start[1]


def test_the_text_of_what_arrives_stands_below_its_line(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    for n in (3, 4, 5):  # the copies of the INVITE
        assert labels(drawing)[n].y > arrows(drawing)[n].end[1]


def test_texts_of_a_fork_stand_side_by_side_each_at_its_phone(
    forked_call: Trace,
) -> None:
    drawing = draw_sequence(forked_call)
    lanes = {s.name: s.x for s in drawing.shapes if isinstance(s, Lane)}

    placed = [labels(drawing)[n] for n in (3, 4, 5)]

    assert len({label.y for label in placed}) == 1
    for label, name in zip(placed, ("bob-desk", "bob-mobile", "app01"), strict=True):
        assert lanes[name] - 12 <= label.x < lanes[name]


def test_even_without_delay_a_message_falls() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite(), delay=0.0)
    wire.until(0.0)

    arrow = arrows(draw_sequence(wire.trace))[1]

    assert arrow.end[1] - arrow.start[1] >= DROP


def test_text_that_a_line_must_cross_is_backed_with_paper(lossy_call: Trace) -> None:
    drawing = draw_sequence(lossy_call)

    masks = [s for s in drawing.shapes if isinstance(s, Box) and s.role == "mask"]
    assert len(masks) == 1  # the second 200, which overtakes the first


def test_no_text_needs_backing_where_nothing_overtakes(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    assert not any(isinstance(s, Box) and s.role == "mask" for s in drawing.shapes)
