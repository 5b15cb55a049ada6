"""Requests and responses as managed code changes them."""

from mspllab.applications.managed.message import ManagedRequest, ManagedResponse
from mspllab.sip.build import response
from tests.applications.conftest import make_invite

APP = "http://lab.example/apps/one"


def test_a_request_can_be_read_and_changed_in_place() -> None:
    request = ManagedRequest(make_invite(body=b"v=0\r\n"), APP)
    assert (request.method, request.request_uri) == ("INVITE", "sip:bob@lab.example")
    assert str(request.from_.uri) == "sip:alice@lab.example"
    assert str(request.to.uri) == "sip:bob@lab.example"
    assert request.call_id == "c1-lab-0001"
    assert request.content == "v=0\r\n"
    request.content = "v=1\r\n\r\n"
    request.add_header("X-Lab", "one")
    request.add_header("X-Lab", "two")
    assert request.header("X-Lab") == "one"
    assert request.headers.all("X-Lab") == ("one", "two")
    request.set_header("X-Lab", "three")
    assert request.message.headers.all("X-Lab") == ("three",)
    assert request.message.headers.get("Content-Length") == "7"


def test_setting_the_request_uri_says_that_routing_is_done() -> None:
    request = ManagedRequest(make_invite())
    assert not request.is_routed
    request.request_uri = "sip:carol@lab.example"
    assert request.is_routed
    assert request.message.uri == "sip:carol@lab.example"


def test_retargeting_leaves_the_request_uri_to_the_routing() -> None:
    request = ManagedRequest(make_invite())
    request.retarget("sip:carol@lab.example")
    assert request.new_target == "sip:carol@lab.example"
    assert not request.is_routed
    assert request.request_uri == "sip:bob@lab.example"


def test_only_stamps_of_this_application_are_seen() -> None:
    mine = f'seen;ms-server=fe01;ms-pool=pool01;ms-application="{APP}"'
    other = 'x;ms-server=fe01;ms-pool=pool01;ms-application="http://other"'
    headers = (("ms-application-via", mine), ("ms-application-via", other))
    request = ManagedRequest(make_invite(headers=headers), APP)
    assert [stamp.text for stamp in request.all_stamps] == ["seen"]


def test_an_answer_made_here_has_the_standard_phrase_unless_told_otherwise() -> None:
    request = ManagedRequest(make_invite())
    moved = request.create_response(302)
    moved.add_header("Contact", "<sip:carol@lab.example>")
    assert (moved.status_code, moved.reason_phrase) == (302, "Moved Temporarily")
    assert moved.is_final
    assert moved.header("Contact") == "<sip:carol@lab.example>"
    ringing = request.create_response(180, "Please wait")
    assert (ringing.reason_phrase, ringing.is_final) == ("Please wait", False)


def test_a_response_that_came_can_be_changed_too() -> None:
    came = ManagedResponse(response(make_invite(), 486), APP)
    came.add_header("X-Lab", "seen")
    assert came.method == "INVITE"
    assert came.message.status == 486
    assert came.message.headers.get("X-Lab") == "seen"
