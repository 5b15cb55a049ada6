"""Messages made by rule (RFC 3261 §8, §9, §17.1.1.3)."""

from pathlib import Path

import pytest

from mspllab.sip import build
from mspllab.sip.address import Address
from mspllab.sip.codec import check, decode
from mspllab.sip.message import Request
from mspllab.sip.via import Via

MESSAGES = Path(__file__).resolve().parents[2] / "data" / "messages"


@pytest.fixture
def invite() -> Request:
    """Alice's INVITE as it stands at Bob's desk: two Vias, one Record-Route."""
    message = decode((MESSAGES / "invite-fork-copy.sip").read_bytes())
    assert isinstance(message, Request)
    return message


def test_rule_015_a_request_has_all_that_every_request_needs() -> None:
    request = build.request(
        "INVITE",
        "sip:bob@lab.example",
        from_=Address.parse("<sip:alice@lab.example>;tag=1"),
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via=Via.parse("SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1"),
        contact="<sip:alice@192.0.2.90>",
        route=["<sip:fe01.lab.example;lr>"],
        headers=[("Subject", "lunch")],
        body=b"v=0\r\n",
        content_type="application/sdp",
    )
    check(request)
    assert request.max_forwards == 70
    assert request.headers.get("Content-Length") == "5"
    assert [name for name, _ in request.headers][:3] == ["Via", "Route", "Max-Forwards"]
    assert decode(request.encode()) == request


def test_a_max_forwards_that_is_given_takes_the_place_of_ours() -> None:
    made = build.request(
        "INVITE",
        "sip:bob@lab.example",
        from_="<sip:alice@lab.example>;tag=a-77f1",
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bKa",
        headers=[("max-forwards", "0")],
    )
    assert made.headers.all("Max-Forwards") == ("0",)


def test_rule_017_a_response_copies_what_it_must_as_it_came(invite: Request) -> None:
    response = build.response(invite, 180, to_tag="d-01")
    for name in ("Via", "From", "Call-ID", "CSeq", "Record-Route"):
        assert response.headers.all(name) == invite.headers.all(name)
    assert (
        response.headers.get("To") == "<sip:bob@lab.example>;epid=b0b0000001;tag=d-01"
    )
    assert response.start_line == "SIP/2.0 180 Ringing"
    check(response)


def test_rule_017_a_tag_that_is_there_is_not_changed(invite: Request) -> None:
    in_dialog = invite.replace(headers=invite.headers.with_("To", "<sip:b@c>;tag=9"))
    assert build.response(in_dialog, 200, to_tag="d-01").to_tag == "9"


def test_a_100_has_no_tag_of_its_own_and_returns_the_timestamp(invite: Request) -> None:
    stamped = invite.with_header("Timestamp", "54")
    trying = build.response(stamped, 100, to_tag="d-01")
    assert trying.to_tag is None
    assert trying.headers.get("Timestamp") == "54"
    assert "Record-Route" not in trying.headers


def test_only_what_makes_a_dialog_copies_record_route(invite: Request) -> None:
    assert "Record-Route" in build.response(invite, 200, to_tag="1").headers
    assert "Record-Route" not in build.response(invite, 486, to_tag="1").headers


def test_a_response_takes_more_fields_a_reason_and_a_body(invite: Request) -> None:
    response = build.response(
        invite,
        302,
        "Gone Fishing",
        headers=[("Contact", "<sip:app@lab.example>")],
        body=b"hi",
        content_type="text/plain",
    )
    assert response.start_line == "SIP/2.0 302 Gone Fishing"
    assert str(response.contact[0]) == "<sip:app@lab.example>"
    assert response.encode().endswith(b"Content-Length: 2\r\n\r\nhi")


def test_rule_068_the_ack_of_a_failure_is_the_invites_twin(invite: Request) -> None:
    routed = invite.replace(headers=invite.headers.added("Route", "<sip:p;lr>"))
    busy = build.response(routed, 486, to_tag="d-01")
    ack = build.ack_for_failure(routed, busy)
    assert (ack.method, ack.uri) == ("ACK", invite.uri)
    assert ack.via == (invite.top_via,)
    assert ack.headers.get("To") == busy.headers.get("To")
    assert ack.headers.get("From") == invite.headers.get("From")
    assert (ack.call_id, str(ack.cseq)) == (invite.call_id, "1 ACK")
    assert [str(route) for route in ack.route] == ["<sip:p;lr>"]
    check(ack)


def test_rule_055_a_cancel_has_the_same_single_via(invite: Request) -> None:
    cancel = build.cancel(invite, 'SIP;cause=200;text="Call completed elsewhere"')
    assert (cancel.method, cancel.uri) == ("CANCEL", invite.uri)
    assert cancel.via == (invite.top_via,)
    assert cancel.headers.get("To") == invite.headers.get("To")
    assert str(cancel.cseq) == "1 CANCEL"
    assert cancel.headers.get("Reason") is not None
    assert "Reason" not in build.cancel(invite).headers
    check(cancel)
