"""Remarks beside the lanes and boxes upon them."""

from mspllab.trace.records import Dropped, LogEntry, RunError, ScriptRun
from mspllab.views.sequence import draw_sequence
from mspllab.views.shapes import Box, Label, Lane
from mspllab.views.svg import Drawing
from tests.views.conftest import Wire, alices_invite
from tests.views.measuring import overlaps, texts

RUN = ScriptRun(1, 0.01, "fe01", "uri", "scripts/x.am", 1, "routed", lines=(3, 7))


def call() -> Wire:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())
    wire.send(0.0, "fe01", "bob-desk", alices_invite())
    wire.until(0.02)
    return wire


def words(drawing: Drawing) -> list[str]:
    return [text.text for text in texts(drawing)]


def test_a_remark_stands_on_the_side_without_messages() -> None:
    wire = call()
    wire.happen(0.03, "alice", "rings", "hears that it rings")

    drawing = draw_sequence(wire.trace)

    (label,) = [
        shape
        for shape in drawing.shapes
        if isinstance(shape, Label) and shape.rows[0][0].text.startswith("hears")
    ]
    lane = next(s for s in drawing.shapes if isinstance(s, Lane) and s.name == "alice")
    assert label.anchor == "end"
    assert label.x < lane.x


def test_at_a_hub_a_remark_is_a_box_upon_the_lane() -> None:
    wire = call()
    wire.trace.append(Dropped(0.02, "fe01", 1, "nobody wants it"))

    drawing = draw_sequence(wire.trace)

    boxes = [s for s in drawing.shapes if isinstance(s, Box) and s.role == "remark"]
    assert len(boxes) == 1
    assert "× dropped: nobody wants it" in " ".join(words(drawing))


def test_a_run_shows_its_response_its_error_and_its_first_log_line() -> None:
    wire = call()
    error = RunError("uri", 7, "0x80070057", "Fork without BeginFork", True)
    log = (LogEntry("Debugr", ("hello",), 3), LogEntry("Debugr", ("again",), 4))
    run = RUN._replace(response="302 Moved Temporarily", errors=(error,), log=log)
    wire.trace.append(run._replace(at=0.02))

    drawing = draw_sequence(wire.trace)

    shown = words(drawing)
    assert "x.am" in shown
    assert "line 7 → routed" in shown
    assert "302 Moved Temporarily" in shown
    assert any(text.startswith("error 0x80070057") for text in shown)
    assert "“hello”" in shown
    assert "“again”" not in shown


def test_the_tooltip_of_a_run_has_all_of_it() -> None:
    wire = call()
    wire.trace.append(RUN._replace(at=0.02, targets=("sip:a@x", "sip:b@x")))

    (box,) = [
        shape
        for shape in draw_sequence(wire.trace).shapes
        if isinstance(shape, Box) and shape.role == "script" and shape.title
    ]

    assert box.title.split("\n") == [
        "scripts/x.am ran at fe01: routed",
        "to sip:a@x",
        "to sip:b@x",
        "lines 3, 7",
    ]


def test_a_long_remark_is_wrapped_and_then_cut() -> None:
    wire = call()
    wire.happen(0.03, "alice", "failed", "has no call: " + "because " * 30)

    drawing = draw_sequence(wire.trace)

    assert any(text.endswith("…") for text in words(drawing))
    assert overlaps(drawing) == []
