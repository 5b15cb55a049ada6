"""The order of placement within one instant."""

from mspllab.trace.trace import Trace
from mspllab.views.captions.caption import captions
from mspllab.views.sequencing.columns import columns_of
from mspllab.views.sequencing.ordering import in_drawing_order
from mspllab.views.sequencing.steps import (
    Arrive,
    Layers,
    Leave,
    Remark,
    Script,
    Step,
    steps_of,
)
from tests.views.conftest import Wire, alices_invite


def ordered(trace: Trace) -> list[Step]:
    hops = {hop.n: hop for hop in trace.hops}
    steps = tuple(steps_of(trace, hops, Layers()))
    columns = columns_of(trace, trace.hops, steps, captions(trace.hops))
    return list(in_drawing_order(steps, columns.order, columns.hubs))


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


def test_no_message_is_lost_or_doubled(forked_call: Trace) -> None:
    ordered_steps = ordered(forked_call)

    for kind in (Arrive, Leave):
        numbers = [
            hop.n
            for step in ordered_steps
            if isinstance(step, kind)
            for hop in step.hops
        ]
        assert sorted(numbers) == [hop.n for hop in sorted(forked_call.hops)]


def test_an_element_takes_all_runs_its_scripts_and_then_sends_all(
    forked_call: Trace,
) -> None:
    at_fe = [s for s in ordered(forked_call) if s.at == 0.01 and s.lane == "fe01"]

    assert [type(step) for step in at_fe] == [Arrive, Script, Leave]
    leave = at_fe[-1]
    assert isinstance(leave, Leave)
    assert [hop.n for hop in leave.hops] == [2, 3, 4, 5, 6]


def test_a_remark_stands_where_the_message_of_the_instant_goes() -> None:
    wire = Wire()
    wire.happen(0.0, "alice", "called", "calls bob")
    wire.send(0.0, "alice", "fe01", alices_invite())

    assert [type(step) for step in ordered(wire.trace)] == [Leave, Remark]


def test_or_where_it_came_if_one_came() -> None:
    wire = Wire()
    wire.send(0.0, "fe01", "alice", alices_invite())
    wire.until(0.01)
    wire.send(0.01, "alice", "fe01", alices_invite())
    wire.happen(0.01, "alice", "rings", "rings")

    kinds = [type(step) for step in ordered(wire.trace) if step.lane == "alice"]

    assert kinds == [Arrive, Remark, Leave]


def test_without_delay_the_order_of_the_records_stays() -> None:
    wire = Wire(parties=())
    wire.send(0.0, "a", "c", alices_invite(), delay=0.0)
    wire.until(0.0)
    wire.send(0.0, "c", "a", alices_invite(), delay=0.0)
    wire.until(0.0)

    lanes = [step.lane for step in ordered(wire.trace)]

    assert lanes == ["a", "c", "c", "a"]
