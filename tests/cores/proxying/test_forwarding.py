"""What a proxy does to a request before it leaves again (§16.4, §16.6)."""

import pytest

from mspllab.cores.decision import Target
from mspllab.cores.proxying.forwarding import (
    common_headers,
    copy_for,
    endpoint_of,
    has_looped,
    loop_part,
    next_hop,
    routed,
)
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Request
from tests.cores.wires import is_mine, resolve

MINE = "<sip:192.0.2.1:5060;lr>"
OTHER = "<sip:p2.example;lr>"
STRICT = "<sip:p3.example>"
VIA = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnew"
DESK = Target("sip:bob@192.0.2.101:5070")


def request(*routes: str, uri: str = "sip:bob@lab.example", **more: str) -> Request:
    headers = [(name.replace("_", "-"), value) for name, value in more.items()]
    return build.request(
        "INVITE",
        uri,
        from_="<sip:alice@lab.example>;tag=a",
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bK1",
        route=routes,
        headers=headers,
        body=b"v=0\r\n",
    )


def copy(
    message: Request, target: Target = DESK, record_route: str | None = None
) -> Request:
    headers = common_headers(message, record_route, is_stream=False)
    return copy_for(message, target, headers, VIA)


def test_rule_110_the_own_route_on_top_is_taken_off() -> None:
    assert routed(request(MINE, OTHER), is_mine).headers.all("Route") == (OTHER,)
    assert "Route" not in routed(request(MINE), is_mine).headers


def test_rule_110_somebody_elses_route_stays() -> None:
    message = request(OTHER, MINE)

    assert routed(message, is_mine) is message


def test_rule_110_a_strict_router_before_us_is_undone() -> None:
    message = request(OTHER, "<sip:bob@192.0.2.101>", uri="sip:192.0.2.1:5060;lr")

    undone = routed(message, is_mine)

    assert undone.uri == "sip:bob@192.0.2.101"
    assert undone.headers.all("Route") == (OTHER,)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:bob@example.com:5070;maddr=192.0.2.1;x", "sip:bob@example.com;x"),
        ("sip:bob@example.com;maddr=192.0.2.9", "sip:bob@example.com;maddr=192.0.2.9"),
    ],
)
def test_rule_110_a_maddr_that_names_us_has_done_its_work(
    uri: str, expected: str
) -> None:
    assert routed(request(uri=uri), is_mine).uri == expected


def test_rule_112_the_copy_has_our_via_on_top_and_one_hop_less_to_go() -> None:
    forwarded = copy(request())

    assert [via.branch for via in forwarded.via] == ["z9hG4bKnew", "z9hG4bK1"]
    assert (forwarded.uri, forwarded.max_forwards) == (DESK.uri, 69)


def test_rule_109_max_forwards_is_added_where_it_is_missing() -> None:
    message = request()
    message = message.replace(headers=message.headers.without("Max-Forwards"))

    assert copy(message).max_forwards == 70


def test_rule_129_everything_else_goes_out_byte_for_byte() -> None:
    odd = (
        "INVITE sip:bob@lab.example SIP/2.0\r\n"
        "v:   SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bK1\r\n"
        "From : <sip:alice@lab.example>;tag=a\r\n"
        "t: <sip:bob@lab.example>\r\n"
        "X-Odd:   one\r\n\t two\r\n"
        "CALL-ID: c1\r\n"
        "Max-Forwards:70\r\n"
        "CSeq:  1   INVITE\r\n"
    )
    message = request()
    headers = type(message.headers).parse(odd.partition("\r\n")[2])

    forwarded = copy(message.replace(headers=headers))

    kept = [line for line in odd.split("\r\n")[1:] if not line.startswith("Max")]
    assert [line for line in kept if line not in forwarded.text] == []
    assert forwarded.body == b"v=0\r\n"


def test_rule_112_record_route_stands_on_top_of_others() -> None:
    message = request(Record_Route=OTHER)

    forwarded = copy(message, record_route="sip:192.0.2.1:5060;lr")

    assert forwarded.headers.all("Record-Route") == (MINE, OTHER)


@pytest.mark.parametrize("change", [{"method": "BYE"}, {"method": "REGISTER"}])
def test_only_what_can_begin_a_dialog_is_marked(change: dict[str, str]) -> None:
    message = request().replace(**change)  # type: ignore[arg-type]

    assert "Record-Route" not in copy(message, record_route="sip:192.0.2.1;lr").headers


def test_a_request_inside_a_dialog_is_not_marked_again() -> None:
    message = request().with_header("To", "<sip:bob@lab.example>;tag=b")

    assert "Record-Route" not in copy(message, record_route="sip:192.0.2.1;lr").headers


def test_rule_112_what_may_not_stand_in_a_request_uri_is_stripped() -> None:
    target = Target("sip:bob@192.0.2.101;method=INVITE;x=1?Subject=hi")

    assert copy(request(), target).uri == "sip:bob@192.0.2.101;x=1"


def test_lync_marks_the_endpoint_in_to_and_nothing_else() -> None:
    marked = copy(request(), Target(DESK.uri, epid="b0b1"))

    assert marked.headers.get("To") == "<sip:bob@lab.example>;epid=b0b1"
    assert copy(request()).headers.get("To") == "<sip:bob@lab.example>"


def test_rule_112_a_stream_needs_a_content_length() -> None:
    message = request()
    message = message.replace(headers=message.headers.without("Content-Length"))

    on_stream = common_headers(message, None, is_stream=True)
    assert on_stream.get("Content-Length") == "5"
    assert "Content-Length" not in common_headers(message, None, is_stream=False)


def test_rule_112_a_strict_next_hop_gets_the_request_line() -> None:
    message = request(STRICT, OTHER)

    forwarded = copy(message)

    assert forwarded.uri == "sip:p3.example"
    assert forwarded.headers.all("Route") == (OTHER, f"<{DESK.uri}>")


@pytest.mark.parametrize(
    ("message", "target", "expected"),
    [
        (request(), DESK, Endpoint("192.0.2.101", 5070)),
        (request(), Target("sip:bob@h.example"), Endpoint("h.example", 5060)),
        (request(OTHER), DESK, Endpoint("p2.example", 5060)),
        (
            request(),
            Target("sip:b@h.example;maddr=m.example"),
            Endpoint("m.example", 5060),
        ),
        (
            request(OTHER),
            Target("sip:x", Endpoint("192.0.2.9", 1)),
            Endpoint("192.0.2.9", 1),
        ),
        (request(), Target("sip:bob@nowhere.invalid"), None),
        (request(), Target("tel:+12065550142"), None),
        (request(), Target("no URI at all"), None),
        (request(), Target("sip:a\r\nEvil: 1", Endpoint("192.0.2.9", 1)), None),
    ],
)
def test_the_next_hop_is_the_routers_the_routes_or_the_uris(
    message: Request, target: Target, expected: Endpoint | None
) -> None:
    assert next_hop(message, target, resolve) == expected


def test_an_unknown_host_is_nowhere() -> None:
    assert endpoint_of("sip:bob@x.invalid:5060", resolve) is None


@pytest.mark.parametrize(
    "other",
    [
        request(uri="sip:carol@lab.example"),
        request(OTHER),
        request(Proxy_Require="foo"),
        request().with_header("CSeq", "2 INVITE"),
        request().with_header("Call-ID", "c2"),
        request().with_header("From", "<sip:alice@lab.example>;tag=other"),
        request().with_header("To", "<sip:bob@lab.example>;tag=b"),
    ],
)
def test_rule_114_the_loop_part_covers_what_decides_routing(other: Request) -> None:
    assert loop_part(other) != loop_part(request())


def test_rule_114_neither_method_nor_path_nor_lync_marks_count() -> None:
    cancel = build.cancel(request())
    marked = request().with_header("To", "<sip:bob@lab.example>;epid=b0b1")
    further = copy(request(), Target("sip:bob@lab.example"))

    assert {loop_part(m) for m in (cancel, marked, further)} == {loop_part(request())}


def passed(loop: str, sent_by: str = "192.0.2.1:5060") -> Request:
    message = request()
    via = f"SIP/2.0/UDP {sent_by};branch=z9hG4bKfirst.{loop}"
    return message.replace(headers=message.headers.prepended("Via", via))


def test_rule_130_the_same_request_here_again_is_a_loop_and_another_a_spiral() -> None:
    loop = loop_part(request())

    assert has_looped(passed(loop), "192.0.2.1:5060")
    assert not has_looped(passed("00000000"), "192.0.2.1:5060")
    assert not has_looped(passed(loop, "192.0.2.2:5060"), "192.0.2.1:5060")
    assert not has_looped(request(), "192.0.2.1:5060")


def test_a_via_further_down_that_cannot_be_read_is_no_loop() -> None:
    message = request()
    broken = message.headers.added("Via", "192.0.2.1:5060")

    assert not has_looped(message.replace(headers=broken), "192.0.2.1:5060")
