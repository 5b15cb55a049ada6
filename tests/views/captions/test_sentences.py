"""The flow in sentences."""

from mspllab.trace.trace import Trace
from mspllab.views.captions.sentences import MOST, describe
from tests.views.conftest import Wire, alices_invite, make_busy_hour


def test_an_empty_trace_is_one_sentence() -> None:
    assert describe(Trace()) == "Sequence diagram: 0 messages."


def test_losses_and_what_is_under_way_are_said(lossy_call: Trace) -> None:
    assert "to proxy; it is lost: the link drops it." in describe(lossy_call)


def test_what_has_not_arrived_is_said() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())

    assert "it does not arrive before the end" in describe(wire.trace)


def test_a_long_trace_is_cut_and_the_rest_counted() -> None:
    text = describe(make_busy_hour(480))

    assert text.count(" s: ") < MOST + 2
    assert " more." in text
