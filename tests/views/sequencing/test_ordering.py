"""The order of placement within one instant."""

from mspllab.trace.trace import Trace
from mspllab.views.captions.caption import captions
from mspllab.views.sequencing.columns import columns_of
from mspllab.views.sequencing.ordering import in_drawing_order
from mspllab.views.sequencing.steps import Layers, Step, steps_of
from tests.views.conftest import Wire, alices_invite


def ordered(trace: Trace) -> list[Step]:
    hops = {hop.n: hop for hop in trace.hops}
    steps = steps_of(trace, hops, Layers())
    said = captions(trace.hops)
    return list(in_drawing_order(steps, columns_of(trace, trace.hops, steps, said)))


def fork_and_answers() -> Wire:
    wire = Wire()
    for name in ("bob-desk", "app01", "bob-mobile"):
        wire.send(0.0, "fe01", name, alices_invite())
    for name in ("bob-mobile", "app01", "bob-desk"):
        wire.send(0.01, name, "fe01", alices_invite())
    wire.until(1.0)
    return wire


def test_arrivals_come_first_and_the_farthest_of_them_before_all() -> None:
    names = [step.lane for step in ordered(fork_and_answers().trace) if step.at == 0.01]

    assert names[:3] == ["app01", "bob-mobile", "bob-desk"]


def test_then_what_follows_from_them_the_nearest_first() -> None:
    names = [step.lane for step in ordered(fork_and_answers().trace) if step.at == 0.01]

    assert names[3:] == ["bob-desk", "bob-mobile", "app01"]


def test_time_is_never_out_of_order(forked_call: Trace) -> None:
    times = [step.at for step in ordered(forked_call)]

    assert times == sorted(times)


def test_nothing_is_lost_or_doubled(forked_call: Trace) -> None:
    hops = {hop.n: hop for hop in forked_call.hops}
    steps = steps_of(forked_call, hops, Layers())

    assert len(ordered(forked_call)) == len(steps)


def test_without_delay_the_order_of_the_records_stays() -> None:
    wire = Wire(parties=())
    wire.send(0.0, "a", "c", alices_invite(), delay=0.0)
    wire.until(0.0)
    wire.send(0.0, "c", "a", alices_invite(), delay=0.0)
    wire.until(0.0)

    lanes = [step.lane for step in ordered(wire.trace)]

    assert lanes == ["a", "c", "c", "a"]
