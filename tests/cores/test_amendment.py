"""Rule 45: what is left out of a request that was refused."""

import pytest

from mspllab.cores.amendment import amended
from mspllab.cores.events import Answered, Rejected
from mspllab.sip import build
from mspllab.sip.message import Request
from tests.cores.wires import BOB, Lab, contact

SDP = b"v=0\r\n"
ACCEPT = ("Accept", "text/plain")


def request(method: str = "INVITE", uri: str = BOB, **headers: str) -> Request:
    return build.request(
        method,
        uri,
        from_="<sip:alice@lab.example>;tag=a",
        to=f"<{uri}>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
        headers=[(name.replace("_", "-"), value) for name, value in headers.items()],
        body=SDP,
        content_type="application/sdp",
    )


def again(
    sent: Request, status: int, *headers: tuple[str, str]
) -> tuple[str, bytes, dict[str, str | None]] | None:
    changed = amended(sent, build.response(sent, status, headers=headers))
    if changed is None:
        return None
    names = ("Require", "Supported", "Content-Type")
    return changed.uri, changed.body, {n: changed.headers.get(n) for n in names}


@pytest.mark.parametrize(("status", "headers"), [(413, ()), (415, (ACCEPT,))])
def test_rule_045_an_invite_can_do_without_its_body(
    status: int, headers: tuple[tuple[str, str], ...]
) -> None:
    tried = again(request(), status, *headers)
    assert tried is not None
    assert tried[1:] == (
        b"",
        {"Require": None, "Supported": None, "Content-Type": None},
    )


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(), 415),  # it does not say what it would take
        (request("MESSAGE"), 413),
        (request("MESSAGE"), 415),
        (request().replace(body=b""), 413),
        (request(), 416),
        (request(), 420),
        (request(Supported="foo"), 420),
        (request(), 486),
    ],
)
def test_rule_045_where_nothing_can_be_left_out_there_is_no_second_try(
    sent: Request, status: int
) -> None:
    assert again(sent, status, ("Unsupported", "foo")) is None


def test_rule_045_an_extension_that_is_unknown_is_not_demanded_again() -> None:
    sent = request(Require="foo, 100rel", Supported="Foo")
    tried = again(sent, 420, ("Unsupported", "foo"))
    assert tried is not None
    assert (tried[2]["Require"], tried[2]["Supported"]) == ("100rel", None)


def test_rule_045_a_number_is_asked_of_the_own_domain() -> None:
    tried = again(request(uri="tel:+1-206-555-0142"), 416)
    assert tried is not None
    assert tried[0] == "sip:+1-206-555-0142@lab.example;user=phone"


def test_rule_045_a_call_is_made_with_less_and_only_once_more(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False)
    call = lab.call(contact("bob"), headers=(("Require", "foo"),))
    first, second = lab.wires.all("INVITE")
    assert (first.call_id, first.cseq.number) == (second.call_id, 1)
    assert (second.cseq.number, second.headers.get("Require")) == (2, None)
    lab.do("bob", "accept", 1)
    assert [one.call for one in lab.wires.heard("alice", Answered)] == [call]


def test_rule_045_whoever_refuses_again_has_refused(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False)
    call = lab.call(contact("bob"), body=SDP, content_type="application/sdp")
    for number in (1, 2):
        lab.do("bob", "reject", number, 413)
    assert [m.body for m in lab.wires.all("INVITE")] == [SDP, b""]
    assert [one.call for one in lab.wires.heard("alice", Rejected)] == [call]
