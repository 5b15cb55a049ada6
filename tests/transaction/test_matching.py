import pytest

from mspllab.errors import ParseError
from mspllab.sim.datagram import Endpoint
from mspllab.sip.via import Via
from mspllab.transaction.matching import (
    client_key,
    hop_of,
    is_reliable,
    server_key,
    stamped,
    via_endpoint,
)
from tests.transaction.messages import ALICE, request, response

OLD = "SIP/2.0/UDP 192.0.2.90:5060;branch=1"


def key(method: str, via: str, *, begun_by: str | None = None, to_tag: str = "") -> str:
    message = request(method, via=via, to_tag=to_tag)
    return server_key(message, hop_of(message), begun_by or method)


def via(**changes: str) -> str:
    parts = {"host": "192.0.2.90:5060", "branch": "z9hG4bKa1"} | changes
    return f"SIP/2.0/UDP {parts['host']};branch={parts['branch']}"


def test_rule_074_a_response_is_matched_by_branch_and_cseq_method() -> None:
    answer = response(200)

    assert client_key(answer, hop_of(answer)) == client_key(
        request(), hop_of(request())
    )
    assert client_key(answer, hop_of(answer)) != client_key(
        request("CANCEL"), hop_of(request("CANCEL"))
    )


def test_rule_075_a_request_is_matched_by_branch_sent_by_and_method() -> None:
    known = key("INVITE", via())

    assert key("INVITE", via()) == known
    assert key("INVITE", via(branch="z9hG4bKa2")) != known
    assert key("INVITE", via(host="192.0.2.91:5060")) != known
    assert key("INFO", via()) != known


def test_rule_075_an_ack_matches_its_invite() -> None:
    assert key("ACK", via(), begun_by="INVITE", to_tag="b") == key("INVITE", via())


@pytest.mark.parametrize("branch", ["1", "z9hG4bK"])
def test_rule_075_without_the_cookie_the_call_tells_transactions_apart(
    branch: str,
) -> None:
    one = request(via=via(branch=branch))
    other = one.with_header("Call-ID", "c2@lab.example")
    repeated = one.with_header("Max-Forwards", "70")

    keys = [server_key(m, hop_of(m), "INVITE") for m in (one, other, repeated)]

    assert keys[0] != keys[1]
    assert keys[0] == keys[2]


def test_rule_075_an_old_ack_with_the_to_tag_of_the_answer_matches_its_invite() -> None:
    assert key("ACK", OLD, begun_by="INVITE", to_tag="b") == key("INVITE", OLD)


def test_only_the_first_of_several_vias_on_one_line_counts() -> None:
    several = request(via=f"{via()}, {via(branch='z9hG4bKold')}")

    assert hop_of(several).branch == "z9hG4bKa1"


def test_a_folded_via_is_read_like_any_other() -> None:
    folded = request().headers.text.replace(";branch", "\r\n ;branch")
    message = request()
    message = message.replace(headers=type(message.headers).parse(folded))

    assert hop_of(message).branch == "z9hG4bKa1"


def test_a_message_without_via_is_a_parse_error() -> None:
    message = request()
    with pytest.raises(ParseError):
        hop_of(message.replace(headers=message.headers.without("Via")))


def test_rule_135_received_is_added_where_sent_by_is_not_the_source() -> None:
    arrived = request(via="SIP/2.0/UDP pc.lab.example;branch=z9hG4bKa1")

    top = stamped(arrived, hop_of(arrived), ALICE).top_via

    assert top.params.get("received") == "192.0.2.90"
    assert via_endpoint(top) == Endpoint("192.0.2.90", 5060)


def test_rule_135_an_empty_rport_is_filled_and_received_added() -> None:
    arrived = request(via=f"{via()};rport")

    top = stamped(arrived, hop_of(arrived), Endpoint("192.0.2.90", 40000)).top_via

    assert str(top).endswith(";rport=40000;received=192.0.2.90")
    assert via_endpoint(top) == Endpoint("192.0.2.90", 40000)


def test_rule_135_a_via_that_tells_the_truth_is_left_alone() -> None:
    arrived = request()

    assert stamped(arrived, hop_of(arrived), ALICE) is arrived


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("SIP/2.0/UDP 192.0.2.90;branch=z9", Endpoint("192.0.2.90", 5060)),
        ("SIP/2.0/TLS 192.0.2.90;branch=z9", Endpoint("192.0.2.90", 5061)),
        ("SIP/2.0/UDP a.example:5070;branch=z9", Endpoint("a.example", 5070)),
        ("SIP/2.0/UDP a.example:5070;maddr=m.example", Endpoint("m.example", 5070)),
        ("SIP/2.0/UDP a.example;received=192.0.2.9", Endpoint("192.0.2.9", 5060)),
        ("SIP/2.0/UDP a.example;rport=7;received=::1", Endpoint("::1", 7)),
    ],
)
def test_rule_136_responses_go_where_via_says(text: str, where: Endpoint) -> None:
    assert via_endpoint(Via.parse(text)) == where


@pytest.mark.parametrize(
    ("transport", "reliable"),
    [("UDP", False), ("udp", False), ("TCP", True), ("TLS", True)],
)
def test_only_udp_needs_repetition(transport: str, reliable: bool) -> None:
    assert is_reliable(transport) is reliable


@pytest.mark.parametrize("rport", ["²", "9" * 5000, "-1", "x"])
def test_rule_136_an_rport_that_is_no_port_is_not_followed(rport: str) -> None:
    via = Via.parse(f"SIP/2.0/UDP 192.0.2.90:5070;rport={rport}")

    assert via_endpoint(via) == Endpoint("192.0.2.90", 5070)
