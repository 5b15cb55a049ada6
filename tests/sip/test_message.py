"""Request and Response: read lazily, copied cheaply, written as they came."""

import copy
import pickle
from pathlib import Path

import pytest

from mspllab.errors import BuildError, ParseError
from mspllab.sip.codec import decode
from mspllab.sip.cseq import CSeq
from mspllab.sip.headers import Headers
from mspllab.sip.message import Request, Response
from mspllab.sip.uri import SipUri

MESSAGES = Path(__file__).resolve().parents[2] / "data" / "messages"


@pytest.fixture
def invite() -> Request:
    message = decode((MESSAGES / "invite.sip").read_bytes())
    assert isinstance(message, Request)
    return message


@pytest.fixture
def ringing() -> Response:
    message = decode((MESSAGES / "ringing.sip").read_bytes())
    assert isinstance(message, Response)
    return message


def test_what_a_request_says(invite: Request) -> None:
    assert invite.start_line == "INVITE sip:bob@lab.example SIP/2.0"
    assert (invite.method, invite.uri, invite.status) == (
        *("INVITE", "sip:bob@lab.example", None),
    )
    assert isinstance(invite.request_uri, SipUri)
    assert invite.call_id == "c1-lab-0001"
    assert invite.cseq == CSeq(1, "INVITE")
    assert invite.branch == "z9hG4bKA1.1"
    assert (invite.from_tag, invite.to_tag) == ("a-77f1", None)
    assert invite.max_forwards == 70
    assert invite.content_type == "application/sdp"
    assert invite.sdp is not None
    assert invite.sdp.has("audio")


def test_what_a_response_says(ringing: Response) -> None:
    assert ringing.start_line == "SIP/2.0 180 Ringing"
    assert (ringing.status, ringing.reason, ringing.method) == (
        180,
        "Ringing",
        "INVITE",
    )
    assert [via.host for via in ringing.via] == ["192.0.2.11", "192.0.2.90"]
    assert ringing.top_via == ringing.via[0]
    assert ringing.to_tag == "d-01"
    assert len(ringing.record_route) == 1
    assert ringing.contact[0].uri.user_at_host == "bob@lab.example"
    assert ringing.sdp is None


def test_an_untouched_message_gives_its_own_bytes_back(invite: Request) -> None:
    assert invite.encode() == (MESSAGES / "invite.sip").read_bytes()
    assert invite.text.encode() == invite.encode()


def test_a_hop_changes_three_lines_and_no_other(invite: Request) -> None:
    headers = (
        invite.headers.prepended("Via", "SIP/2.0/TLS 192.0.2.11;branch=z9hG4bK2")
        .with_("Max-Forwards", "69")
        .prepended("Record-Route", "<sip:fe01.lab.example;lr>")
    )
    hop = invite.replace(uri="sip:192.0.2.101:50211", headers=headers)
    before, after = invite.text.split("\r\n"), hop.text.split("\r\n")
    assert set(after) - set(before) == {
        "INVITE sip:192.0.2.101:50211 SIP/2.0",
        "Record-Route: <sip:fe01.lab.example;lr>",
        "Via: SIP/2.0/TLS 192.0.2.11;branch=z9hG4bK2",
        "Max-Forwards: 69",
    }
    assert len(set(before) - set(after)) == 2
    assert decode(hop.encode()) == hop


def test_rule_019_the_body_goes_through_untouched() -> None:
    body = bytes(range(256))
    request = Request("MESSAGE", "sip:a@lab.example", Headers([("A", "1")]), body)
    assert request.replace(uri="sip:b@lab.example").encode().endswith(body)


def test_a_start_line_that_is_not_changed_stays_as_written() -> None:
    message = decode(b"OPTIONS sip:a@lab.example sip/2.0\r\nl:0\r\n\r\n")
    assert isinstance(message, Request)
    assert message.with_header("A", "1").start_line.endswith("sip/2.0")
    assert message.replace(uri="sip:b@lab.example").start_line.endswith("SIP/2.0")


def test_a_new_status_brings_its_phrase(ringing: Response) -> None:
    assert ringing.replace(status=486).start_line == "SIP/2.0 486 Busy Here"
    assert ringing.replace(status=486, reason="").start_line == "SIP/2.0 486 "
    assert ringing.replace(reason="Rrring").start_line == "SIP/2.0 180 Rrring"
    assert ringing.replace().start_line == ringing.start_line


def test_a_new_body_brings_its_length(invite: Request) -> None:
    changed = invite.with_body("grüß".encode(), "text/plain")
    assert changed.headers.get("Content-Length") == "6"
    assert changed.content_type == "text/plain"
    assert changed.with_body(b"hi").content_type == "text/plain"
    assert changed.with_body(b"").content_type is None
    assert changed.with_body(b"").headers.get("Content-Length") == "0"


def test_what_is_absent_is_said_gently_where_views_ask() -> None:
    empty = Response(200, "OK", Headers())
    assert (empty.call_id, empty.branch, empty.method) == ("", "", "")
    assert (empty.from_tag, empty.to_tag) == (None, None)
    assert (empty.max_forwards, empty.content_type, empty.sdp) == (None, None, None)
    assert (empty.via, empty.route, empty.contact) == ((), (), ())


def test_what_is_absent_or_wrong_is_an_error_where_it_is_needed() -> None:
    empty = Request("BYE", "sip:a@lab.example", Headers([("From", "Bob <")]))
    with pytest.raises(ParseError, match="a To header field"):
        _ = empty.to
    with pytest.raises(ParseError, match="a Via header field"):
        _ = empty.top_via
    with pytest.raises(ParseError, match='From: expected ">" after the URI'):
        _ = empty.from_


def test_no_field_can_be_smuggled_in_through_a_start_line(invite: Request) -> None:
    with pytest.raises(BuildError, match="line break"):
        invite.replace(uri="sip:a@b SIP/2.0\r\nEvil: 1\r\nX:").encode()
    with pytest.raises(BuildError, match="line break"):
        Response(200, "OK\nEvil: 1", Headers()).encode()


def test_a_message_shows_its_start_line(invite: Request, ringing: Response) -> None:
    assert repr(invite) == "<Request INVITE sip:bob@lab.example SIP/2.0>"
    assert repr(ringing) == "<Response SIP/2.0 180 Ringing>"
    assert str(invite) == invite.text


def test_messages_are_equal_by_content_and_never_copied(invite: Request) -> None:
    twin = decode(invite.encode())
    assert twin == invite
    assert hash(twin) == hash(invite)
    assert twin != invite.with_header("A", "1")
    assert copy.deepcopy(invite) is invite
    assert pickle.loads(pickle.dumps(invite)) == invite


def test_a_value_that_is_known_is_handed_on(invite: Request) -> None:
    known = invite.from_
    assert invite.with_header("Max-Forwards", "69").from_ is known
