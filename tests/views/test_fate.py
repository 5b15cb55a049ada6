"""The way of a message through the applications, as picture and table."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mspllab.errors import UsageError
from mspllab.scenario.run import play
from mspllab.trace.trace import Trace
from mspllab.views.fate import BOX, BOXES, WIDTH, FateCard, fate
from mspllab.views.shapes import Arrow, Box, Label, Line, Mark
from mspllab.views.text_width import text_width

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"


@pytest.fixture(scope="module")
def chain() -> Trace:
    return play(SCENARIOS / "chain.toml")


def invite(trace: Trace, number: int) -> FateCard:
    """The fate of Alice's `number`th call, from 0."""
    calls = [
        hop.n
        for hop in trace.hops
        if (hop.source, hop.message.method, hop.message.status)
        == ("alice", "INVITE", None)
    ]
    return fate(trace, calls[number])


def test_every_stage_has_a_box_and_its_name(chain: Trace) -> None:
    shapes = invite(chain, 0).drawing.shapes
    boxes = [shape for shape in shapes if isinstance(shape, Box)]
    assert len(boxes) == 13
    assert [box.role for box in boxes[6:9]] == ["script"] * 3
    assert boxes[12].role == "stage"
    assert boxes[0].role == "remark"


def test_the_way_has_a_dot_where_the_message_was_seen(chain: Trace) -> None:
    shapes = invite(chain, 0).drawing.shapes
    assert [shape.kind for shape in shapes if isinstance(shape, Mark)] == ["dot"] * 3


def test_the_way_ends_with_an_arrow_into_the_one_that_decided(chain: Trace) -> None:
    shapes = invite(chain, 3).drawing.shapes
    (arrow,) = [shape for shape in shapes if isinstance(shape, Arrow)]
    eighth = [shape for shape in shapes if isinstance(shape, Box)][8]
    assert arrow.end == (BOXES, eighth.y + eighth.height / 2)
    crosses = [s for s in shapes if isinstance(s, Mark) and s.kind == "cross"]
    assert [(BOXES < cross.x < BOXES + BOX) for cross in crosses] == [True]
    assert [s.role for s in shapes if isinstance(s, Line)][1:2] == ["pause"]


def test_an_answer_on_its_way_back_is_a_second_list(chain: Trace) -> None:
    shapes = invite(chain, 1).drawing.shapes
    assert sum(isinstance(shape, Box) for shape in shapes) == 26


def test_what_nobody_stops_goes_on(chain: Trace) -> None:
    ok = next(hop.n for hop in chain.hops if hop.message.status == 200)
    labels = [
        span.text
        for shape in fate(chain, ok).drawing.shapes
        if isinstance(shape, Label)
        for row in shape.rows
        for span in row
    ]
    assert "goes on" in labels


def test_nothing_stands_outside_the_paper_or_is_too_small_to_read() -> None:
    for name in ("chain", "ten-strikes", "swallowed-answer"):
        trace = play(SCENARIOS / f"{name}.toml")
        for hop in trace.hops[:20]:
            drawing = fate(trace, hop.n).drawing
            for shape in drawing.shapes:
                if isinstance(shape, Label) and shape.anchor == "start":
                    for row in shape.rows:
                        words = " ".join(span.text for span in row)
                        at = next((span.at for span in row if span.at), 0.0)
                        width = text_width(row[-1].text if at else words, 12.0)
                        assert shape.x + at + width <= WIDTH, words
                    bottom = shape.y + 15 * (len(shape.rows) - 1)
                    assert bottom < drawing.height
            sizes = re.findall(r'font-size="([\d.]+)"', drawing._repr_svg_())
            assert min(map(float, sizes)) >= 12


def test_the_picture_is_svg_and_the_same_every_time(chain: Trace) -> None:
    svg = invite(chain, 1)._repr_svg_()
    ElementTree.fromstring(svg)
    assert svg == invite(play(SCENARIOS / "chain.toml"), 1)._repr_svg_()


def test_the_text_is_a_table_with_the_reasons(chain: Trace) -> None:
    lines = str(invite(chain, 3)).splitlines()
    assert lines[0].startswith("message ")
    (row,) = [line for line in lines if "vip-line.am  " in line and " 8 " in line]
    assert row.endswith("the script does not handle it, and proxyByDefault is false")


def test_html_has_the_table_for_those_who_cannot_see_the_picture(chain: Trace) -> None:
    html = invite(chain, 1).html
    assert html.count("<table>") == 2
    assert "<th>verdict</th>" in html
    assert "line 17 answers 603" in html


def test_the_description_says_who_decided(chain: Trace) -> None:
    assert "vip-line.am dropped" in invite(chain, 3).drawing.description


def test_a_message_that_met_no_application_is_told_in_sentences(chain: Trace) -> None:
    trying = next(h.n for h in chain.hops if h.message.status == 100)
    card = fate(chain, trying)
    assert "arrived at alice" in card.html
    assert not [shape for shape in card.drawing.shapes if isinstance(shape, Box)]


def test_hostile_texts_are_escaped() -> None:
    header = {"timeline.0.to": '"<b>" <sip:bob&x@lab.example>'}
    trace = play(SCENARIOS / "chain.toml", header)
    ElementTree.fromstring(fate(trace, 1)._repr_svg_())
    assert "<b>" not in fate(trace, 1).html.replace("<p><b>", "")


def test_a_message_that_there_is_not_is_refused(chain: Trace) -> None:
    with pytest.raises(UsageError, match="there is no message 0"):
        fate(chain, 0)
