"""The same shapes in matplotlib."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from mspllab.trace.trace import Trace
from mspllab.views.figure import DPI, figure
from mspllab.views.sequence import draw_sequence
from mspllab.views.shapes import Label


def texts(picture: object) -> list[Text]:
    return list(picture.axes[0].texts)  # type: ignore[attr-defined]


def test_a_figure_has_the_size_of_its_drawing(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    width, height = figure(forked_call).get_size_inches()

    assert (width * DPI, height * DPI) == pytest.approx((drawing.width, drawing.height))


def test_every_text_of_the_drawing_is_in_the_figure(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    spans = [
        span.text
        for label in drawing.shapes
        if isinstance(label, Label)
        for row in label.rows
        for span in row
    ]
    assert [text.get_text() for text in texts(figure(drawing))] == spans


def test_a_figure_draws_on_a_canvas_without_a_window(lossy_call: Trace) -> None:
    picture = figure(lossy_call)
    canvas = FigureCanvasAgg(picture)

    canvas.draw()

    assert canvas.buffer_rgba().shape[2] == 4  # type: ignore[attr-defined]


def test_no_text_is_drawn_wider_than_it_was_measured(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)
    picture = figure(drawing)
    renderer = FigureCanvasAgg(picture).get_renderer()

    for text in texts(picture):
        extent = text.get_window_extent(renderer)
        assert extent.x0 >= -1, text
        assert extent.x1 <= drawing.width + 1, text


def test_dark_paper_has_light_text(forked_call: Trace) -> None:
    light, dark = figure(forked_call), figure(forked_call, dark=True)

    assert sum(light.get_facecolor()[:3]) > 2.5
    assert sum(dark.get_facecolor()[:3]) < 0.5


def test_a_dollar_sign_is_no_formula(forked_call: Trace) -> None:
    trace = forked_call
    trace.title = "What does $5 and $6 cost?"

    shown = [text.get_text() for text in texts(figure(trace))]

    assert shown[0] == "What does $5 and $6 cost?"
    FigureCanvasAgg(figure(trace)).draw()


def test_a_figure_shows_itself_as_the_same_png_twice(forked_call: Trace) -> None:
    one, other = (figure(forked_call)._repr_png_() for _ in range(2))

    assert one.startswith(b"\x89PNG")
    assert one == other
