"""Sequence diagrams: nothing overlaps, time runs down, nothing is left out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mspllab.sip.build import cancel, response
from mspllab.trace.records import Cause, Ended, Happened, Lost, Received, Sent
from mspllab.trace.trace import Party, Trace
from mspllab.views.sequence import draw_sequence
from mspllab.views.shapes import Arrow, Box, Label, Lane, Mark
from mspllab.views.svg import Drawing, render_svg
from tests.views.conftest import (
    GRUU,
    PARTIES,
    Wire,
    alices_invite,
    in_dialog,
    make_busy_hour,
    make_forked_call,
    make_lossy_call,
    make_redirected_call,
    proxied,
)
from tests.views.measuring import later_stands_lower, overlaps, texts

CALLS = {
    "forked": make_forked_call,
    "lossy": make_lossy_call,
    "redirected": make_redirected_call,
    "empty": Trace,
}
LAYERS = (
    {},
    {"states": True},
    {"product": False},
    {"timers": False, "scripts": False, "product": False},
)


def arrows(drawing: Drawing) -> dict[int, Arrow]:
    return {
        shape.n: shape
        for shape in drawing.shapes
        if isinstance(shape, Arrow) and shape.n
    }


def words(drawing: Drawing) -> str:
    return "\n".join(text.text for text in texts(drawing))


@pytest.mark.parametrize("layers", LAYERS, ids=str)
@pytest.mark.parametrize("name", CALLS)
def test_no_text_stands_on_another(name: str, layers: dict[str, bool]) -> None:
    drawing = draw_sequence(CALLS[name](), **layers)

    assert overlaps(drawing) == []


@pytest.mark.parametrize("name", CALLS)
def test_no_text_leaves_the_paper(name: str) -> None:
    drawing = draw_sequence(CALLS[name]())

    for text in texts(drawing):
        assert text.left >= 0, text
        assert text.right <= drawing.width, text
        assert 0 <= text.top < text.bottom <= drawing.height, text


@pytest.mark.parametrize("name", CALLS)
def test_a_box_holds_its_text_whole_and_no_other(name: str) -> None:
    drawing = draw_sequence(CALLS[name]())
    boxes = [
        shape
        for shape in drawing.shapes
        if isinstance(shape, Box) and shape.role != "mask"
    ]

    for box in boxes:
        right, bottom = box.x + box.width, box.y + box.height
        for text in texts(drawing):
            apart = text.right <= box.x or text.left >= right
            if apart or text.bottom <= box.y or text.top >= bottom:
                continue
            assert box.x <= text.left, text
            assert text.right <= right, text
            assert box.y <= text.top, text
            assert text.bottom <= bottom, text


@pytest.mark.parametrize("name", CALLS)
def test_every_text_is_at_least_twelve_pixels_high(name: str) -> None:
    svg = render_svg(draw_sequence(CALLS[name]()))

    sizes = [float(part.split('"')[0]) for part in svg.split('font-size="')[1:]]
    assert min(sizes) >= 12


@pytest.mark.parametrize("make", [make_forked_call, make_redirected_call])
def test_what_happens_later_stands_lower(make: object) -> None:
    trace = make()  # type: ignore[operator]
    drawn = arrows(draw_sequence(trace))

    points = []
    for hop in trace.hops:
        points.append((round(hop.sent, 9), drawn[hop.n].start[1]))
        points.append((round(hop.received, 9), drawn[hop.n].end[1]))
    assert later_stands_lower(points)


def test_messages_fall_on_their_way(forked_call: Trace) -> None:
    for arrow in arrows(draw_sequence(forked_call)).values():
        assert arrow.end[1] - arrow.start[1] >= 20


def test_copies_of_a_fork_leave_and_arrive_at_one_height(forked_call: Trace) -> None:
    drawn = arrows(draw_sequence(forked_call))

    assert len({drawn[n].start for n in (3, 4, 5)}) == 1
    assert len({drawn[n].end[1] for n in (3, 4, 5)}) == 1


def test_every_message_has_its_arrow_once(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    assert sorted(arrows(drawing)) == [hop.n for hop in sorted(forked_call.hops)]


def test_an_arrow_runs_from_lane_to_lane(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)
    lanes = {lane.name: lane.x for lane in drawing.shapes if isinstance(lane, Lane)}

    for hop in forked_call.hops:
        arrow = arrows(drawing)[hop.n]
        assert arrow.start[0] == lanes[hop.source]
        assert arrow.end[0] == lanes[hop.destination]


def test_branches_are_numbered_and_keep_their_numbers(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    tags = {
        label.n: label.rows[0][0].text
        for label in drawing.shapes
        if isinstance(label, Label) and label.rows[0][0].role == "tag" and label.n
    }
    copies = (tags[3], tags[4], tags[5])
    assert copies == ("b1", "b2", "b3")
    assert (tags[9], tags[11], tags[16], tags[19]) == ("b1",) * 4  # 180 … 487, ACK
    assert tags[8] == "b3"  # the 200, passed on to the caller


def test_request_uri_and_to_stand_under_each_invite(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    invites = [hop.n for hop in forked_call.hops if hop.message.method == "INVITE"]
    requests = [n for n in invites if n in (1, 3, 4, 5)]
    for n in requests:
        rows = [
            " ".join(span.text for span in row)
            for label in drawing.shapes
            if isinstance(label, Label) and label.n == n
            for row in label.rows
        ]
        where = next(k for k, row in enumerate(rows) if "R-URI" in row)
        assert rows[where + 1].startswith("To sip:bob@lab.example")


def test_what_the_last_hop_changed_is_marked_with_a_sign(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    changed = [text for text in texts(drawing) if text.text.startswith("Δ R-URI")]
    assert len(changed) == 3  # the three copies, and not the caller's own INVITE


def test_a_new_invite_after_a_302_says_what_is_new(redirected_call: Trace) -> None:
    text = words(draw_sequence(redirected_call))

    assert "Δ To sip:frontdesk@lab.example" in text
    assert "Δ Call-ID new, From tag too" in text


def test_both_sorts_of_ack_differ_in_words_and_in_line(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    assert arrows(drawing)[13].role == "ack"
    assert arrows(drawing)[19].role == "hop"
    assert "ACK end to end" in words(drawing)
    assert "ACK hop by hop" in words(drawing)


def test_a_script_run_is_a_box_with_line_and_outcome(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)

    boxes = [s for s in drawing.shapes if isinstance(s, Box) and s.role == "script"]
    assert "line 11 → proxied" in words(drawing)
    assert len([box for box in boxes if box.title]) == 1


def test_a_lost_message_is_crossed_out_and_says_why(lossy_call: Trace) -> None:
    drawing = draw_sequence(lossy_call)
    crosses = [s for s in drawing.shapes if isinstance(s, Mark) and s.kind == "cross"]

    arrow = arrows(drawing)[1]
    assert not arrow.arrives
    assert arrow.end in {(cross.x, cross.y) for cross in crosses}
    assert "lost the link drops it" in words(drawing)


def test_a_timer_that_repeats_a_message_is_marked_and_named(lossy_call: Trace) -> None:
    drawing = draw_sequence(lossy_call)
    clocks = [s for s in drawing.shapes if isinstance(s, Mark) and s.kind == "clock"]

    start = arrows(drawing)[2].start
    assert start in {(clock.x, clock.y) for clock in clocks}
    assert "INVITE again: timer A" in words(drawing)


def test_messages_that_overtake_each_other_cross(lossy_call: Trace) -> None:
    drawn = arrows(draw_sequence(lossy_call))

    early, late = drawn[8], drawn[9]
    assert early.start[1] < late.start[1]
    assert early.end[1] > late.end[1]


def test_a_long_silence_is_left_out_and_says_how_long(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call)
    lane = next(shape for shape in drawing.shapes if isinstance(shape, Lane))

    assert len(lane.pauses) == 1
    assert "+4.84 s" in words(drawing)


def test_without_the_product_layer_only_the_rfc_is_left(forked_call: Trace) -> None:
    drawing = draw_sequence(forked_call, product=False)

    text = words(drawing)
    assert "101 Progress" not in text
    assert "epid" not in text
    assert "branched" not in text
    assert "100 Trying" in text


def test_a_message_still_under_way_has_no_head() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())

    drawing = draw_sequence(wire.trace)

    assert not arrows(drawing)[1].arrives
    assert "still under way" in words(drawing)


def test_a_message_to_oneself_is_drawn() -> None:
    wire = Wire()
    wire.send(0.0, "fe01", "fe01", alices_invite())
    wire.until(1.0)

    drawing = draw_sequence(wire.trace)

    arrow = arrows(drawing)[1]
    assert arrow.start[0] == arrow.end[0]
    assert arrow.end[1] > arrow.start[1]
    assert overlaps(drawing) == []


def test_times_too_close_for_three_decimals_get_more() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())
    wire.send(0.0002, "alice", "fe01", in_dialog("INFO", GRUU, "X", 2))
    wire.until(1.0)

    shown = words(draw_sequence(wire.trace)).split("\n")

    assert {"0.0000", "0.0002", "0.0100", "0.0102"} <= set(shown)


def test_elements_without_a_party_get_a_lane_too() -> None:
    wire = Wire(parties=())
    wire.send(0.0, "one", "another", alices_invite())
    wire.until(1.0)

    drawing = draw_sequence(wire.trace)

    lanes = [s.name for s in drawing.shapes if isinstance(s, Lane)]
    assert lanes == ["one", "another"]


def test_a_phone_that_stays_silent_has_its_lane(redirected_call: Trace) -> None:
    redirected_call.parties = PARTIES

    drawing = draw_sequence(redirected_call)

    lanes = [s.name for s in drawing.shapes if isinstance(s, Lane)]
    assert lanes == [party.name for party in PARTIES]
    assert "bob-desk sends and receives nothing." in drawing.description


def test_the_same_trace_gives_the_same_drawing() -> None:
    assert draw_sequence(make_forked_call()) == draw_sequence(make_forked_call())


def test_height_grows_in_proportion_to_the_calls() -> None:
    small, large = (draw_sequence(make_busy_hour(n)).height for n in (96, 960))

    assert large < 11 * small


def test_the_description_tells_the_flow_in_sentences(forked_call: Trace) -> None:
    text = draw_sequence(forked_call).description

    assert text.startswith("Sequence diagram: 24 messages between alice, fe01, ")
    assert "0.000 s: alice sends INVITE sip:bob@lab.example to fe01." in text
    assert "0.010 s: at fe01, reroute.am runs: proxied." in text
    assert text.endswith("The run ends at 5.040 s: quiet.")


NAMES = [party.name for party in PARTIES]
URIS = st.sampled_from(
    ["sip:a@b", "sip:bob@lab.example", GRUU, "sip:" + "very-long-user" * 12 + "@x.test"]
)


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """Any messages between anybody at any time, lost, late and overtaking."""
    trace = Trace("Anything", parties=PARTIES)
    count = draw(st.integers(1, 14))
    for n in range(1, count + 1):
        source, destination = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
        sent = draw(st.sampled_from([0.0, 0.01, 0.02, 0.25, 3.0]))
        flight = draw(st.sampled_from([0.0, 0.001, 0.01, 0.02, 1.0]))
        invite = alices_invite(draw(URIS), branch=f"H{n}")
        copy = proxied(invite, draw(URIS), f"P{draw(st.integers(1, 4))}", epid="b0b")
        message = draw(
            st.sampled_from(
                [invite, copy, cancel(copy), response(copy, 180), response(copy, 487)]
            )
        )
        timer = draw(st.sampled_from([None, "A", "answer"]))
        cause = Cause(timer=timer)
        trace.append(Sent(n, sent, source, destination, "UDP", message, cause))
        fate = draw(st.sampled_from(["arrives", "arrives", "arrives", "lost", "flies"]))
        if fate == "arrives":
            trace.append(Received(n, sent + flight))
        elif fate == "lost":
            trace.append(Lost(n, sent + flight, "the wire was cut by a ship's anchor"))
        if draw(st.booleans()):
            text = draw(st.sampled_from(["rings", "stops ringing: done elsewhere now"]))
            trace.append(Happened(sent, source, "rings", text))
    trace.append(Ended(9.0, "quiet"))
    trace.records.sort(key=lambda record: record.at)
    return trace


@settings(max_examples=60, deadline=None, derandomize=True)
@given(traces())
def test_no_trace_at_all_makes_texts_overlap(trace: Trace) -> None:
    drawing = draw_sequence(trace)

    assert overlaps(drawing) == []
    for text in texts(drawing):
        assert text.left >= 0, text
        assert text.right <= drawing.width, text
        assert text.bottom <= drawing.height, text


@settings(max_examples=60, deadline=None, derandomize=True)
@given(traces())
def test_in_no_trace_does_a_later_event_stand_above_an_earlier_one(
    trace: Trace,
) -> None:
    drawn = arrows(draw_sequence(trace))

    points = []
    for hop in trace.hops:
        points.append((round(hop.sent, 9), drawn[hop.n].start[1]))
        if hop.received is not None:
            points.append((round(hop.received, 9), drawn[hop.n].end[1]))
    assert later_stands_lower(points)


def test_labels_with_odd_characters_are_measured_and_drawn() -> None:
    parties = (
        Party("a", "client", "Ålice <&> 爱丽丝", "[2001:db8::1]:5060"),
        Party("b", "client", 'B"ob\x07', ""),
    )
    wire = Wire("Ünïcode & <tags> \udc80", parties)
    wire.send(0.0, "a", "b", alices_invite("sip:%E7%88%B1@x.test"))
    wire.happen(0.0, "a", "called", "calls 鮑勃 <>&")
    trace = wire.end(1.0)

    drawing = draw_sequence(replace(trace))

    assert overlaps(drawing) == []
    render_svg(drawing).encode("utf-8")


CROWD = tuple(Party(f"phone{k}", "client", f"Phone {k}") for k in range(6))


def make_crowded_call() -> Trace:
    wire = Wire("A crowd", (*PARTIES[:2], *CROWD))
    wire.send(0.0, "alice", "fe01", alices_invite())
    wire.send(0.5, "fe01", "phone3", alices_invite(), lost="by a fault")
    wire.happen(0.6, "phone5", "note", "waits")
    return wire.end(1.0)


def lanes(drawing: Drawing) -> list[str]:
    return [shape.name for shape in drawing.shapes if isinstance(shape, Lane)]


def test_in_a_crowd_the_silent_have_no_lane_and_are_named() -> None:
    drawing = draw_sequence(make_crowded_call())

    assert lanes(drawing) == ["alice", "fe01", "phone3", "phone5"]
    assert "silent: phone0, phone1, phone2, phone4" in words(drawing)


def test_a_part_of_a_crowded_run_has_the_lanes_of_the_whole() -> None:
    whole = make_crowded_call()

    part = draw_sequence(whole.between(0.0, 0.1), whole=whole)

    assert lanes(part) == ["alice", "fe01", "phone3", "phone5"]


def test_where_all_have_room_the_silent_keep_their_lanes() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())

    assert lanes(draw_sequence(wire.trace)) == [party.name for party in PARTIES]
