"""Where the lanes stand."""

from itertools import pairwise

from mspllab.trace.trace import Trace
from mspllab.views.captions.caption import captions
from mspllab.views.sequencing.columns import NARROWEST, PAGE, Columns, columns_of
from mspllab.views.sequencing.steps import Layers, steps_of
from tests.views.conftest import PARTIES, Wire, alices_invite


def columns(trace: Trace) -> Columns:
    hops = trace.hops
    steps = tuple(steps_of(trace, {hop.n: hop for hop in hops}, Layers()))
    return columns_of(trace, hops, steps, captions(trace.hops))


def test_lanes_keep_the_order_of_the_parties(forked_call: Trace) -> None:
    placed = columns(forked_call)

    names = [lane.name for lane in placed.lanes]
    assert names == [party.name for party in forked_call.parties]
    assert [lane.x for lane in placed.lanes] == sorted(lane.x for lane in placed.lanes)


def test_heads_do_not_touch(forked_call: Trace) -> None:
    for one, other in pairwise(columns(forked_call).lanes):
        assert one.x + one.width / 2 < other.x - other.width / 2


def test_text_stands_at_the_end_with_fewer_neighbours(forked_call: Trace) -> None:
    placed = columns(forked_call)

    assert placed.leaf["fe01", "bob-desk"] == placed.order["bob-desk"]
    assert placed.leaf["bob-desk", "fe01"] == placed.order["bob-desk"]


def test_between_equals_text_stands_at_the_sender() -> None:
    wire = Wire(parties=())
    wire.send(0.0, "a", "b", alices_invite())
    wire.send(0.0, "b", "a", alices_invite())

    placed = columns(wire.trace)

    assert placed.leaf["a", "b"] == placed.order["a"]
    assert placed.leaf["b", "a"] == placed.order["b"]


def test_remarks_stand_where_no_messages_come_and_go(forked_call: Trace) -> None:
    placed = columns(forked_call)

    assert placed.outer == (-1, 0, 1, 1, 1)


def test_a_picture_of_the_standard_cast_fits_a_page(forked_call: Trace) -> None:
    assert columns(forked_call).width <= PAGE


def test_a_page_is_kept_to_where_the_outermost_lanes_speak() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())
    wire.send(0.0, "fe01", "app01", alices_invite())
    wire.happen(0.0, "alice", "calls", "calls sip:bob@lab.example")
    wire.happen(0.1, "app01", "received", "receives a call for sip:bob@lab.example")

    assert columns(wire.trace).width <= PAGE


def test_many_lanes_keep_a_least_distance() -> None:
    wire = Wire(parties=())
    for k in range(20):
        wire.send(0.0, "hub", f"phone{k}", alices_invite())

    lanes = columns(wire.trace).lanes

    assert min(b.x - a.x for a, b in pairwise(lanes)) >= NARROWEST


def test_room_that_one_gap_does_not_want_goes_to_the_others(forked_call: Trace) -> None:
    idle = (PARTIES[0], PARTIES[2], PARTIES[1], PARTIES[4])
    trace = forked_call.by_element("app01")
    trace.parties = idle

    placed = columns(trace)

    gaps = [b.x - a.x for a, b in pairwise(placed.lanes)]
    assert placed.width <= PAGE
    assert max(gaps) > 2 * min(gaps)


def test_whoever_talks_with_several_is_a_hub(forked_call: Trace) -> None:
    assert columns(forked_call).hubs == {"fe01"}
