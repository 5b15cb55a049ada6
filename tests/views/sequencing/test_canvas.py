"""Bands of time."""

from itertools import pairwise

from mspllab.trace.trace import Trace
from mspllab.views.captions.caption import captions
from mspllab.views.sequencing.canvas import BEAT, PAUSE, Canvas
from mspllab.views.sequencing.columns import columns_of
from tests.views.conftest import make_redirected_call


def canvas(pause_after: float = 1.0) -> Canvas:
    trace: Trace = make_redirected_call()
    columns = columns_of(trace, trace.hops, (), captions(trace.hops))
    return Canvas(columns, 100.0, pause_after)


def test_times_that_follow_each_other_are_a_beat_apart_however_long_they_are() -> None:
    drawn = canvas()
    for at in (0.0, 0.001, 0.9):
        drawn.advance(at)
        drawn.happen(0, drawn.next_height(0), drawn.next_height(0), 0.0)
    drawn.close()

    heights = [tick.top for tick in drawn.ticks]
    assert [b - a for a, b in pairwise(heights)] == [BEAT, BEAT]


def test_a_long_silence_is_a_pause_and_costs_little() -> None:
    drawn = canvas()
    for at in (0.0, 900.0):
        drawn.advance(at)
        drawn.happen(0, drawn.next_height(0), drawn.next_height(0), 0.0)
    drawn.close()

    first, last = drawn.ticks
    (pause,) = drawn.pauses
    assert pause.seconds == 900.0
    assert last.top - first.top == BEAT + PAUSE
    assert first.top < pause.top < pause.bottom < last.top


def test_an_instant_without_anything_has_no_tick() -> None:
    drawn = canvas()
    drawn.advance(0.0)
    drawn.advance(1.0)
    drawn.close()

    assert drawn.ticks == []
