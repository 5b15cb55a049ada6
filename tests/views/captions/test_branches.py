"""Branch numbers, sorts of ACK, and what came out of what."""

from mspllab.sip.build import ack_for_failure, cancel, response
from mspllab.trace.trace import Trace
from mspllab.views.captions.branches import END_TO_END, HOP_BY_HOP, branches_of
from tests.views.conftest import Wire, alices_invite, in_dialog, proxied, upstream


def test_copies_of_one_request_are_numbered_in_the_order_of_sending(
    forked_call: Trace,
) -> None:
    tags = branches_of(forked_call.hops).tags

    assert (tags[3], tags[4], tags[5]) == ("b1", "b2", "b3")


def test_a_single_copy_has_no_number() -> None:
    wire = Wire()
    invite = alices_invite()
    wire.send(0.0, "alice", "fe01", invite)
    wire.send(0.01, "fe01", "bob-desk", proxied(invite, "sip:bob@192.0.2.1", "F1"))

    assert branches_of(wire.trace.hops).tags == {}


def test_cancel_ack_and_responses_keep_the_number_of_their_branch() -> None:
    wire = Wire()
    invite = alices_invite()
    one, other = (proxied(invite, f"sip:bob@192.0.2.{k}", f"F{k}") for k in (1, 2))
    wire.send(0.0, "fe01", "bob-desk", one)
    second = wire.send(0.0, "fe01", "bob-mobile", other)
    busy = response(other, 486)
    answers = [
        wire.send(0.1, "bob-mobile", "fe01", busy),
        wire.send(0.2, "fe01", "bob-mobile", ack_for_failure(other, busy)),
        wire.send(0.2, "fe01", "bob-mobile", cancel(other)),
    ]

    tags = branches_of(wire.trace.hops).tags

    assert {tags[n] for n in (second, *answers)} == {"b2"}


def test_a_response_passed_on_says_which_branch_it_came_from() -> None:
    wire = Wire()
    invite = alices_invite()
    copies = [proxied(invite, f"sip:bob@192.0.2.{k}", f"F{k}") for k in (1, 2)]
    for copy in copies:
        wire.send(0.0, "fe01", "bob-desk", copy)
    answers = [
        response(copy, 486, to_tag=k) for copy, k in zip(copies, "xy", strict=True)
    ]
    for answer in answers:
        wire.send(0.1, "bob-desk", "fe01", answer)
    passed = wire.send(0.2, "fe01", "alice", upstream(answers[0]))

    known = branches_of(wire.trace.hops)

    assert known.tags[passed] == "b1"
    assert known.sources[passed] == 3


def test_a_branch_forked_again_gets_a_second_figure_and_a_forward_keeps_its_own() -> (
    None
):
    wire = Wire(parties=())
    invite = alices_invite()
    copies = [proxied(invite, f"sip:bob@p{k}.test", f"F{k}") for k in (1, 2)]
    for k, copy in enumerate(copies, 1):
        wire.send(0.0, "fe01", f"p{k}", copy)
    again = [
        wire.send(0.1, "p1", f"phone{k}", proxied(copies[0], "sip:x@y", f"G{k}"))
        for k in (1, 2)
    ]
    onward = wire.send(0.1, "p2", "phone3", proxied(copies[1], "sip:x@y", "G3"))

    tags = branches_of(wire.trace.hops).tags

    assert [tags[n] for n in again] == ["b1.1", "b1.2"]
    assert tags[onward] == "b2"


def test_a_repeat_keeps_its_number_and_makes_no_new_one() -> None:
    wire = Wire()
    invite = alices_invite()
    copies = [proxied(invite, "sip:bob@192.0.2.1", f"F{k}") for k in (1, 2, 1)]
    numbers = [wire.send(0.0, "fe01", "bob-desk", copy) for copy in copies]

    tags = branches_of(wire.trace.hops).tags

    assert [tags[n] for n in numbers] == ["b1", "b2", "b1"]


def test_an_ack_with_the_invites_branch_is_hop_by_hop_any_other_end_to_end() -> None:
    wire = Wire()
    invite = alices_invite()
    busy = response(invite, 486, to_tag="x")
    wire.send(0.0, "alice", "fe01", invite)
    hop = wire.send(0.1, "alice", "fe01", ack_for_failure(invite, busy))
    end = wire.send(0.2, "alice", "fe01", in_dialog("ACK", "sip:b@x", "A9", 1))

    acks = branches_of(wire.trace.hops).acks

    assert acks == {hop: HOP_BY_HOP, end: END_TO_END}


def test_a_copy_knows_the_message_it_was_made_from(forked_call: Trace) -> None:
    sources = branches_of(forked_call.hops).sources

    assert {sources[n] for n in (3, 4, 5)} == {1}
    assert 1 not in sources


def test_a_message_sent_before_on_the_same_way_is_a_repeat() -> None:
    wire = Wire()
    invite = alices_invite()
    ringing = [response(invite, 180, to_tag=tag) for tag in ("x", "y", "x")]
    wire.send(0.0, "alice", "fe01", invite)
    again = wire.send(0.5, "alice", "fe01", invite)
    wire.send(0.5, "fe01", "bob-desk", invite)
    third = [wire.send(0.6, "fe01", "alice", answer) for answer in ringing][2]

    assert branches_of(wire.trace.hops).repeats == {again, third}
