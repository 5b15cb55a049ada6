"""Captions: what is written beside one message."""

from mspllab.sip.build import request, response
from mspllab.sip.message import Message
from mspllab.trace.jsonl import parse_jsonl, render_jsonl
from mspllab.trace.records import Cause, HeaderChange, ScriptRun
from mspllab.trace.trace import Trace
from mspllab.views.captions.caption import Caption, captions
from mspllab.views.captions.detail import Detail
from tests.views.conftest import GRUU, Wire, alices_invite, proxied, upstream, via


def caption_of(message: Message, **more: object) -> Caption:
    wire = Wire()
    n = wire.send(0.0, "alice", "fe01", message, **more)  # type: ignore[arg-type]
    wire.until(1.0)
    return captions(wire.trace.hops, wire.trace.runs)[n]


def passed_on(before: Message, after: Message, **more: object) -> Caption:
    wire = Wire()
    first = wire.send(0.0, "alice", "fe01", before)
    wire.until(0.01)
    second = wire.send(0.01, "fe01", "app01", after, cause=Cause(message=first))
    wire.until(1.0)
    return captions(wire.trace.hops, wire.trace.runs, **more)[second]  # type: ignore[arg-type]


def test_an_invite_shows_request_uri_and_to() -> None:
    said = caption_of(alices_invite("sip:bob@lab.example", uri=GRUU))

    assert said.head == "INVITE"
    assert said.details == (
        Detail("R-URI", GRUU),
        Detail("To", "sip:bob@lab.example"),
    )


def test_a_request_uri_that_the_hop_changed_is_marked() -> None:
    invite = alices_invite()

    said = passed_on(invite, proxied(invite, GRUU, "F1"))

    assert said.details[0] == Detail("R-URI", GRUU, "changed")
    assert said.details[1].role == "plain"


def test_headers_that_every_hop_changes_are_not_worth_a_line() -> None:
    invite = alices_invite()

    said = passed_on(invite, proxied(invite, invite.uri, "F1"))

    assert [detail.key for detail in said.details] == ["R-URI", "To"]


def test_a_header_that_a_script_added_is_shown() -> None:
    invite = alices_invite()
    copy = proxied(invite, invite.uri, "F1").with_header("X-Stamp", "seen")

    assert Detail("X-Stamp", "seen", "changed") in passed_on(invite, copy).details


def test_a_header_that_was_removed_is_said_to_be() -> None:
    invite = alices_invite().with_header("Subject", "Lunch")
    copy = proxied(invite, invite.uri, "F1")

    said = passed_on(invite, copy.replace(headers=copy.headers.without("Subject")))

    assert Detail("Subject", "removed", "changed") in said.details


def test_many_changed_headers_are_counted() -> None:
    invite = alices_invite()
    copy = proxied(invite, invite.uri, "F1")
    for k in range(5):
        copy = copy.with_header(f"X-{k}", "y")

    said = [d for d in passed_on(invite, copy).details if d.role == "changed"]

    assert len(said) == 3
    assert said[-1].value == "and 3 more headers"


def test_what_the_product_adds_to_every_call_is_shown_only_if_a_script_did_it() -> None:
    wire = Wire()
    invite = alices_invite()
    copy = proxied(invite, invite.uri, "F1").with_header("History-Info", "<sip:b@x>")
    first = wire.send(0.0, "alice", "fe01", invite)
    plain = wire.send(0.0, "fe01", "app01", copy, cause=Cause(message=first))
    change = HeaderChange("History-Info", None, "<sip:b@x>")
    run = ScriptRun(1, 0.0, "fe01", "u", "p.am", first, "proxied")
    wire.trace.append(run._replace(headers_changed=(change,)))
    again = copy.with_header("Via", via("192.0.2.11:5061", "F2"))
    scripted = wire.send(0.0, "fe01", "app01", copy, cause=Cause(first, run=1, line=3))

    said = captions(wire.trace.hops, wire.trace.runs)

    assert again.branch == "z9hG4bKF2"
    assert all(detail.key != "History-Info" for detail in said[plain].details)
    assert any(detail.key == "History-Info" for detail in said[scripted].details)


def test_a_response_names_the_request_it_answers_once_it_is_final() -> None:
    ringing, ok = response(alices_invite(), 180), response(alices_invite(), 200)

    assert (caption_of(ringing).head, caption_of(ringing).remark) == ("180 Ringing", "")
    assert caption_of(ok).remark == "to INVITE"


def test_classes_of_responses_have_roles_of_their_own() -> None:
    roles = [
        caption_of(response(alices_invite(), status)).role
        for status in (180, 200, 302, 486, 503, 603)
    ]

    assert roles == ["provisional", "success", "redirect", *["failure"] * 3]


def test_a_redirection_shows_every_contact() -> None:
    contacts = [("Contact", "<sip:a@x>"), ("Contact", "<sip:b@x>;q=0.5")]
    moved = response(alices_invite(), 302, headers=contacts)

    values = [detail.value for detail in caption_of(moved).details]

    assert values == ["sip:a@x", "sip:b@x"]


def test_the_text_of_a_reason_is_shown() -> None:
    reason = 'SIP;cause=200;text="Call completed elsewhere"'
    bye = request(
        "BYE",
        "sip:b@x",
        from_="<sip:a@x>;tag=1",
        to="<sip:b@x>;tag=2",
        call_id="c",
        cseq=2,
        via=via("a", "B"),
        headers=[("Reason", reason)],
    )

    said = caption_of(bye)

    assert said.target == "sip:b@x"
    assert said.details == (Detail("Reason", "Call completed elsewhere"),)


def test_epid_and_branched_are_a_layer_that_can_be_left_out() -> None:
    invite = alices_invite()
    copy = proxied(invite, GRUU, "F1", epid="b0b0000001", branched="TRUE")

    shown = [detail.value for detail in passed_on(invite, copy).details]
    plain = [detail.value for detail in passed_on(invite, copy, product=False).details]

    assert shown[-2:] == ["epid=b0b0000001", "branched=TRUE"]
    assert plain == [GRUU, "sip:bob@lab.example"]


def test_ms_diagnostics_explain_a_failure() -> None:
    why = '1003;reason="User does not exist";source="fe01.lab.example"'
    failure = response(alices_invite(), 404, headers=[("ms-diagnostics", why)])

    details = caption_of(failure).details

    assert details == (Detail("Lync", "1003: User does not exist", "product"),)


def test_a_retried_invite_of_the_standards_says_what_stayed() -> None:
    wire = Wire()
    invite = alices_invite()
    moved = response(invite, 302)
    wire.send(0.0, "alice", "fe01", invite)
    n = wire.send(0.1, "fe01", "alice", moved, cause=Cause(message=1))
    wire.until(0.2)
    again = alices_invite(uri="sip:other@x.test", branch="A2", cseq=2)
    n = wire.send(0.2, "alice", "fe01", again, cause=Cause(message=n))

    details = captions(wire.trace.hops, wire.trace.runs)[n].details

    assert details[0] == Detail("R-URI", "sip:other@x.test", "changed")
    assert details[1] == Detail("To", "sip:bob@lab.example")
    assert details[2] == Detail("CSeq", "2 INVITE", "changed")


def test_a_response_passed_on_shows_what_was_changed_in_it() -> None:
    invite = alices_invite()
    copy = proxied(invite, GRUU, "F1")
    ok = response(copy, 200)
    wire = Wire()
    n = wire.send(0.0, "app01", "fe01", ok)
    wire.until(0.01)
    changed = upstream(ok).with_header("X-Seen", "1")
    n = wire.send(0.01, "fe01", "alice", changed, cause=Cause(message=n))

    assert (
        Detail("X-Seen", "1", "changed")
        in captions(wire.trace.hops, wire.trace.runs)[n].details
    )


def test_a_repeat_says_so_and_names_its_timer() -> None:
    wire = Wire()
    wire.send(0.0, "alice", "fe01", alices_invite())
    n = wire.send(0.5, "alice", "fe01", alices_invite(), cause=Cause(timer="A"))

    said = captions(wire.trace.hops)

    assert said[1].remark == ""
    assert said[n].remark == "again: timer A"


def test_a_timer_that_gives_up_repeats_nothing() -> None:
    late = response(alices_invite(), 408)

    assert caption_of(late, cause=Cause(timer="B")).remark == "to INVITE, timer B"


def test_the_delay_of_a_plan_is_no_timer() -> None:
    assert caption_of(alices_invite(), cause=Cause(timer="answer after")).remark == ""


def test_a_trace_read_from_a_file_has_the_same_captions(forked_call: Trace) -> None:
    read = parse_jsonl(render_jsonl(forked_call))

    assert captions(read.hops) == captions(forked_call.hops)


def test_an_unreadable_to_is_shown_as_it_is() -> None:
    broken = alices_invite().with_header("To", "<<sip:")

    assert caption_of(broken).details[1] == Detail("To", "<<sip:")


def test_control_characters_never_reach_a_caption() -> None:
    invite = alices_invite("sip:b@x", uri="sip:\x1b[31m@x")

    assert "\x1b" not in caption_of(invite).details[0].value
