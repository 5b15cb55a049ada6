"""Heads, times and legend."""

from mspllab.trace.records import Ended
from mspllab.trace.trace import Trace
from mspllab.views.sequence import draw_sequence
from mspllab.views.sequencing.furniture import TALL, summary
from mspllab.views.shapes import Label
from tests.views.conftest import make_busy_hour
from tests.views.measuring import texts


def words(trace: Trace, **layers: bool) -> list[str]:
    return [text.text for text in texts(draw_sequence(trace, **layers))]


def test_the_summary_says_profile_messages_end_and_seed(forked_call: Trace) -> None:
    assert summary(forked_call) == (
        "Lync profile · 24 messages · 5.040 s, until all is quiet · seed 0"
    )


def test_an_end_in_other_words_is_repeated() -> None:
    trace = Trace(profile="rfc3261", seed=7)
    trace.append(Ended(3.0, "budget of 100 calls spent"))

    assert summary(trace) == (
        "RFC 3261 profile · 0 messages · 3.000 s, budget of 100 calls spent · seed 7"
    )


def test_the_legend_explains_what_occurs_and_nothing_else(
    forked_call: Trace, lossy_call: Trace
) -> None:
    forked, lossy = words(forked_call), words(lossy_call)

    assert "branch of a fork" in forked
    assert "script run" in forked
    assert "lost or dropped" not in forked
    assert "lost or dropped" in lossy
    assert "a timer fired" in lossy
    assert "branch of a fork" not in lossy


def test_a_layer_left_out_is_not_explained(forked_call: Trace) -> None:
    assert "not in the RFC" in words(forked_call)
    assert "not in the RFC" not in words(forked_call, product=False)


def test_every_time_is_written_once(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    times = [
        label.rows[0][0].text
        for label in drawing.shapes
        if isinstance(label, Label) and label.rows[0][0].role == "time"
    ]
    assert times == sorted(set(times), key=float)
    assert {"0.000", "0.010", "5.040"} <= set(times)


def test_a_tall_picture_repeats_the_names_at_its_foot() -> None:
    trace = make_busy_hour(60)
    drawing = draw_sequence(trace)

    names = [text for text in texts(drawing) if text.text == "Alice"]
    assert drawing.height > TALL
    assert len(names) == 2
