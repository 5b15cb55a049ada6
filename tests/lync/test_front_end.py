import copy
from dataclasses import replace

import pytest

from mspllab.lync.profile import LYNC, RFC3261
from mspllab.sip.message import Request
from tests.lync.cast import ALICE, BOB, GRUU
from tests.lync.laboratory import Laboratory, own_endpoint, user_endpoint

BOB_SIP = "sip:bob@lab.example"
TAKE_IT = f'ProxyRequest("{GRUU}");'


def three_endpoints(lab: Laboratory) -> Laboratory:
    """Bob has a desk client, a mobile, and an application that answers at once."""
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob-desk", BOB, 101)
    lab.client("bob-mobile", BOB, 102)
    lab.platform(user_endpoint(accept_after=0.0))
    return lab


def rerouted(lab: Laboratory, *endpoints: object) -> Laboratory:
    lab.front_end(TAKE_IT)
    lab.client("alice", ALICE, 90)
    lab.client("bob-desk", BOB, 101)
    lab.platform(*endpoints)  # type: ignore[arg-type]
    lab.call("alice", BOB_SIP)
    return lab


def test_an_application_that_answers_at_once_cannot_stop_the_ringing() -> None:
    lab = three_endpoints(Laboratory())
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    copies = [said for said in lab.said if is_copy(said.message)]
    assert {said.destination for said in copies} == {
        "bob-desk",
        "bob-mobile",
        "reroute",
    }
    assert len({said.at for said in copies}) == 1
    assert (
        lab.noticed("bob-desk") == lab.noticed("bob-mobile") == ["rings", "cancelled"]
    )
    assert lab.happenings("bob-desk")[-1].text == (
        "stops ringing: call completed elsewhere"
    )
    assert lab.noticed("reroute") == ["received", "accepted", "connected"]
    assert lab.noticed("alice") == ["called", "ringback", "connected"]


def test_the_copies_differ_where_the_product_makes_them_differ() -> None:
    lab = three_endpoints(Laboratory())
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    sent, *copies = lab.requests("INVITE")
    assert len({copy_.branch for copy_ in copies}) == 3
    for copy_ in copies:
        assert copy_.top_via.params.get("branched") == "TRUE"
        assert copy_.max_forwards == 69
        assert "ms-opaque=" in copy_.uri
        assert [str(r.uri) for r in copy_.record_route] == [
            "sip:pool01.lab.example:5061;transport=tls;ms-fe=fe01.lab.example;lr"
        ]
        assert copy_.from_ == sent.from_
        assert copy_.call_id == sent.call_id
        assert copy_.body == sent.body
    assert [str(copy_.to) for copy_ in copies] == [
        "<sip:bob@lab.example>;epid=b0b00000101",
        "<sip:bob@lab.example>;epid=b0b00000102",
        "<sip:bob@lab.example>;epid=b0b0000003",
    ]


def test_losers_are_cancelled_with_the_reason_and_acknowledged_hop_by_hop() -> None:
    lab = three_endpoints(Laboratory())
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    cancels = lab.requests("CANCEL")
    assert len(cancels) == 2
    for cancel in cancels:
        assert cancel.headers.get("Reason") == (
            'SIP;cause=200;text="Call completed elsewhere"'
            ';ms-acceptedby="sip:bob@lab.example"'
        )
    desk = [said for said in lab.said if said.source == "bob-desk"]
    assert [said.message.status for said in desk] == [180, 200, 487]
    (ack,) = lab.requests("ACK", "bob-desk")
    assert ack.branch == cancels[0].branch
    assert 487 not in lab.statuses("alice")


def test_the_caller_is_told_of_the_progress() -> None:
    lab = three_endpoints(Laboratory())
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    assert lab.statuses("alice") == [100, 101, 180, 180, 200]
    (report,) = [said.message for said in lab.said if said.message.status == 101]
    assert str(report.headers.get("ms-diagnostics")).startswith("13004;reason=")


def test_by_the_standard_the_same_call_has_none_of_the_products_marks() -> None:
    lab = three_endpoints(Laboratory(RFC3261))
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    for copy_ in lab.requests("INVITE")[1:]:
        assert str(copy_.to) == "<sip:bob@lab.example>"
        assert not copy_.top_via.params.has("branched")
        assert "P-Asserted-Identity" not in copy_.headers
        assert [str(r.uri) for r in copy_.record_route] == [
            "sip:fe01.lab.example:5061;transport=tls;lr"
        ]
    assert 101 not in lab.statuses("alice")
    assert all("Reason" not in cancel.headers for cancel in lab.requests("CANCEL"))
    assert lab.noticed("bob-desk") == ["rings", "missed"]


def test_a_script_sends_the_call_to_the_application_and_the_desk_is_silent() -> None:
    lab = rerouted(Laboratory(), own_endpoint(accept_after=0.0, default_routing=True))
    lab.run(10.0)
    (copy_,) = lab.requests("INVITE", "reroute")
    assert copy_.uri == GRUU
    assert str(copy_.to) == "<sip:bob@lab.example>"
    assert copy_.top_via.params.get("branched") == "FALSE"
    assert lab.noticed("bob-desk") == []
    (received, *_) = lab.happenings("reroute")
    assert received.text == (
        "receives a call from Alice at frontdesk; To says sip:bob@lab.example"
    )
    assert lab.noticed("alice")[-1] == "connected"


def test_what_follows_within_the_call_finds_its_way_both_ways() -> None:
    lab = rerouted(
        Laboratory(),
        own_endpoint(accept_after=0.0, hang_up_after=3.0, default_routing=True),
    )
    lab.run(10.0)
    (ack,) = lab.requests("ACK", "reroute")
    assert ack.uri == GRUU
    (bye,) = lab.requests("BYE", "alice")
    assert bye.uri.startswith("sip:192.0.2.90:50090;")
    assert lab.noticed("alice")[-1] == "ended"
    assert lab.noticed("reroute")[-1] == "ended"


def test_without_a_default_endpoint_the_caller_gets_500() -> None:
    lab = rerouted(Laboratory(), own_endpoint(accept_after=0.0))
    lab.run(10.0)
    assert lab.statuses("alice") == [100, 500]
    assert lab.noticed("reroute") == ["rejected"]
    assert lab.noticed("alice") == ["called", "failed"]


def test_a_user_endpoint_on_the_platform_gets_the_call_for_its_user() -> None:
    lab = rerouted(
        Laboratory(),
        own_endpoint(accept_after=0.0, default_routing=True),
        user_endpoint(accept_after=0.0),
    )
    lab.run(10.0)
    assert "at as-bob;" in lab.happenings("reroute")[0].text


def test_a_303_is_carried_out_by_the_server_and_a_302_by_the_caller() -> None:
    for status, calls in ((303, 1), (302, 2)):
        lab = Laboratory()
        lab.front_end()
        lab.client("alice", ALICE, 90)
        sent_on = {"redirect_to": ("sip:frontdesk@lab.example",), "redirect_after": 0.0}
        lab.client("bob-desk", BOB, 101, redirect_with=status, **sent_on)
        lab.platform(own_endpoint(accept_after=0.0))
        lab.call("alice", BOB_SIP)
        lab.run(10.0)
        assert len(lab.requests("INVITE", "fe01")) == calls
        assert lab.noticed("alice")[-1] == "connected"
        (at_desk,) = lab.requests("INVITE", "reroute")
        original = "sip:bob@lab.example" if status == 303 else at_desk.uri
        assert str(at_desk.to.uri) == original


def test_a_forward_to_the_original_callee_rings_at_the_desk_after_all() -> None:
    lab = rerouted(
        Laboratory(),
        own_endpoint(forward_after=0.5, forward_to="original", default_routing=True),
    )
    lab.run(10.0)
    assert lab.noticed("bob-desk") == ["rings"]
    assert lab.noticed("reroute") == ["received", "forwarded"]
    assert lab.statuses("alice") == [100, 180]


def test_a_303_in_circles_is_tried_once_by_server_and_once_by_caller() -> None:
    lab = rerouted(
        Laboratory(),
        own_endpoint(forward_after=0.0, forward_to=GRUU, default_routing=True),
    )
    lab.run(10.0)
    assert lab.statuses("alice") == [100, 303, 100, 303]
    assert len(lab.requests("INVITE", "reroute")) == 2
    assert lab.noticed("alice") == ["called", "redirected", "failed"]


def test_by_the_standard_the_caller_gets_the_303() -> None:
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    plan = {"redirect_to": ("sip:frontdesk@lab.example",), "redirect_after": 0.0}
    lab.client("bob-desk", BOB, 101, redirect_with=303, **plan)
    lab.platform(own_endpoint(accept_after=0.0))
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    first, second = lab.requests("INVITE", "fe01")
    assert (second.call_id, second.cseq.number) == (first.call_id, 2)


def test_of_several_refusals_busy_is_preferred() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob-desk", BOB, 101, decline_after=0.0, decline_with=480)
    lab.client("bob-mobile", BOB, 102, decline_after=0.5, decline_with=486)
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    assert lab.statuses("alice")[-1] == 486


@pytest.mark.parametrize(
    ("target", "status", "number"),
    [("sip:dave@lab.example", 404, "1003"), ("sip:carol@lab.example", 480, "13001")],
)
def test_who_cannot_be_reached_is_explained(
    target: str, status: int, number: str
) -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.call("alice", target)
    lab.run(10.0)
    final = next(s.message for s in lab.said if s.message.status == status)
    assert str(final.headers.get("ms-diagnostics")).startswith(f"{number};")
    assert str(final.headers.get("ms-diagnostics")).endswith('"fe01.lab.example"')


def test_earlier_scripts_decide_before_later_ones() -> None:
    lab = Laboratory()
    lab.front_end('ProxyRequest("");', 'Respond("486", "Busy Here");', TAKE_IT)
    lab.client("alice", ALICE, 90)
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    runs = [r for r in lab.records if type(r).__name__ == "ScriptRun"]
    assert [(run.run, run.outcome) for run in runs] == [
        (1, "proxied"),
        (2, "responded"),
    ]
    assert lab.statuses("alice") == [100, 486]


def test_a_server_says_what_it_runs_when_it_starts() -> None:
    lab = Laboratory()
    lab.front_end(TAKE_IT, TAKE_IT)
    assert [h.text for h in lab.happenings("fe01")] == [
        "runs 0.am at priority 4",
        "runs 1.am at priority 5",
    ]


def test_record_routing_and_recursion_can_be_switched_off() -> None:
    lab = Laboratory()
    lab.front_end(record_route=False, recurse=frozenset())
    lab.client("alice", ALICE, 90)
    plan = {"redirect_to": ("sip:frontdesk@lab.example",), "redirect_after": 0.0}
    lab.client("bob-desk", BOB, 101, redirect_with=303, **plan)
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    (copy_,) = lab.requests("INVITE", "bob-desk")
    assert copy_.record_route == ()
    assert 303 in lab.statuses("alice")


def test_nothing_is_left_when_all_calls_are_over() -> None:
    lab = three_endpoints(Laboratory())
    lab.call("alice", BOB_SIP)
    lab.run(5.0)
    lab.do("alice", "hang up")
    lab.run(100.0)
    assert lab.live() == []


def test_a_copy_of_a_world_under_way_ends_the_same_way() -> None:
    lab = three_endpoints(Laboratory())
    lab.call("alice", BOB_SIP)
    lab.run(0.03)
    twin = copy.deepcopy(lab)
    assert twin.run(10.0).said == lab.run(10.0).said
    assert len(lab.said) > 10


def test_one_switch_changes_one_thing() -> None:
    lab = three_endpoints(Laboratory(replace(LYNC, progress_report=False)))
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    assert 101 not in lab.statuses("alice")
    assert lab.requests("INVITE")[1].top_via.params.get("branched") == "TRUE"


def is_copy(message: object) -> bool:
    return (
        isinstance(message, Request)
        and message.method == "INVITE"
        and len(message.via) == 2
    )
