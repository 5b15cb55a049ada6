"""SVG: well formed, the same bytes each time, readable without its style."""

import re
from xml.etree import ElementTree

import pytest

from mspllab.trace.trace import Trace
from mspllab.views.sequence import draw_sequence
from mspllab.views.shapes import Arrow, Box, Label, Line, Mark, Span
from mspllab.views.svg import MANY, Drawing, escape, render_svg
from tests.views.conftest import make_busy_hour, make_forked_call

SVG = "{http://www.w3.org/2000/svg}"


def drawing(
    *shapes: object, title: str = "Title", description: str = "All."
) -> Drawing:
    return Drawing(100, 80, shapes, title, description)  # type: ignore[arg-type]


def parsed(picture: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(render_svg(picture))


def test_a_picture_has_role_title_and_description(forked_call: Trace) -> None:
    root = parsed(draw_sequence(forked_call))

    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    labelled = f"{title.get('id')} {description.get('id')}"
    assert root.get("aria-labelledby") == labelled
    assert title.text == "Who rings when you call Bob?"
    assert "alice sends INVITE" in (description.text or "")


def test_the_same_trace_gives_the_same_bytes() -> None:
    one, other = (render_svg(draw_sequence(make_forked_call())) for _ in range(2))

    assert one == other


def test_ids_are_unique_and_differ_between_different_pictures(
    forked_call: Trace, lossy_call: Trace
) -> None:
    both = [render_svg(draw_sequence(trace)) for trace in (forked_call, lossy_call)]
    ids = [re.findall(r'\bid="([^"]+)"', svg) for svg in both]

    assert len(set(ids[0])) == len(ids[0])
    assert not set(ids[0]) & set(ids[1])


def test_colours_survive_the_loss_of_styles_and_classes(forked_call: Trace) -> None:
    root = parsed(draw_sequence(forked_call))

    for element in root.iter():
        names = (element.get("class") or "").split()
        fills = [name for name in names if name.startswith("f-")]
        strokes = [name for name in names if name.startswith("s-")]
        assert bool(fills) <= (element.get("fill") is not None), element.attrib
        assert bool(strokes) <= (element.get("stroke") is not None), element.attrib


def test_nothing_is_fetched_and_nothing_runs(forked_call: Trace) -> None:
    svg = render_svg(draw_sequence(forked_call))

    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "").replace(
        "http://www.lab.example", ""
    )
    for word in ("<script", "url(", "@import", "foreignObject", "href"):
        assert word not in svg


def test_both_themes_and_jupyterlabs_are_in_the_style(forked_call: Trace) -> None:
    svg = render_svg(draw_sequence(forked_call))

    assert "@media(prefers-color-scheme:dark)" in svg
    assert 'body[data-jp-theme-light="false"] .mspl' in svg
    assert 'body[data-jp-theme-light="true"] .mspl' in svg


@pytest.mark.parametrize("text", ['<a href="x">&', "]]>", "Müller", "爱"])
def test_text_comes_out_as_it_went_in(text: str) -> None:
    label = Label(5, 20, ((Span(text),),), title=text)

    root = parsed(drawing(label, title=text, description=text))

    shown = root.find(f".//{SVG}text")
    assert shown is not None
    assert "".join(shown.itertext()) == text + text  # tooltip and label
    assert root.findtext(f"{SVG}desc") == text


def test_escape_leaves_plain_text_alone() -> None:
    assert escape("sip:bob@lab.example;tag=1") == "sip:bob@lab.example;tag=1"
    assert escape('<&">') == "&lt;&amp;&quot;&gt;"


def test_elided_text_has_its_whole_self_as_tooltip(forked_call: Trace) -> None:
    root = parsed(draw_sequence(forked_call))

    whole = "ms-opaque=7f3c20aa51;ms-received-cid=1A00"
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any(whole in title for title in titles)


def test_a_message_can_be_found_by_its_number(forked_call: Trace) -> None:
    root = parsed(draw_sequence(forked_call))

    found = [element.tag for element in root.iter() if element.get("data-n") == "5"]
    assert f"{SVG}g" in found
    assert f"{SVG}text" in found


def test_arrows_of_few_messages_can_be_pointed_at(forked_call: Trace) -> None:
    root = parsed(draw_sequence(forked_call))

    arrow = root.find(f".//{SVG}g[@data-n='5']/{SVG}title")
    assert arrow is not None
    assert (arrow.text or "").startswith("5: fe01 → app01 over TLS")


def test_arrows_of_many_messages_are_one_path_a_role() -> None:
    picture = draw_sequence(make_busy_hour(2 * MANY))
    roles = {shape.role for shape in picture.shapes if isinstance(shape, Arrow)}

    svg = render_svg(picture)

    paths = len(re.findall(r"<path", svg))
    marks = sum(isinstance(shape, Mark) for shape in picture.shapes)
    assert paths < 4 * len(roles) + 3 * marks + 10


def test_all_lifelines_are_one_path(forked_call: Trace) -> None:
    svg = render_svg(draw_sequence(forked_call))

    solid = re.search(r'stroke-width="1.2" fill="none" d="(M[^"]+)"', svg)
    assert solid is not None
    assert solid[1].count("M") == 10  # five lanes, each interrupted once


def test_a_box_a_line_and_each_mark_are_drawn() -> None:
    marks = [Mark(kind, 10, 10, "bad") for kind in ("cross", "clock", "dot", "square")]
    gap = Mark("gap", 10, 10, "axis")
    box, line = Box(1, 2, 30, 20, "script", 3, "Tip"), Line(((0, 0), (9, 9)), "axis")

    root = parsed(drawing(box, line, *marks, gap))

    assert len(root.findall(f"{SVG}g")) == 5
    assert root.findtext(f"{SVG}rect/{SVG}title") == "Tip"
    assert root.find(f"{SVG}path") is not None


def test_a_drawing_is_svg_by_itself_and_html_within_a_page() -> None:
    picture = drawing(Label(1, 10, ((Span("x"),),)))

    assert picture._repr_svg_() == render_svg(picture)
    assert render_svg(picture) in picture.html
    assert 'tabindex="0" role="group" aria-label="Title"' in picture.html
    assert str(picture) == "Title\nAll."
    assert repr(picture) == "<Drawing 'Title', 1 shapes>"
