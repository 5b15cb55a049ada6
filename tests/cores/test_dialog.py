import pytest

from mspllab.cores.dialog import Dialog, dialog_of_uac, dialog_of_uas, tag_of
from mspllab.errors import ParseError
from mspllab.sip import build
from mspllab.sip.message import Request, Response

VIA = "SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1"
ROUTES = ("<sip:p1.example;lr>", "<sip:p2.example;lr>")


def invite(*headers: tuple[str, str]) -> Request:
    return build.request(
        "INVITE",
        "sip:bob@lab.example",
        from_='"Alice" <sip:alice@lab.example>;tag=a;epid=01',
        to="<sip:bob@lab.example>",
        call_id="c1",
        cseq=7,
        via=VIA,
        headers=headers,
    )


def answer(*headers: tuple[str, str]) -> Response:
    return build.response(invite(), 200, to_tag="b", headers=headers)


def request(dialog: Dialog, method: str = "BYE") -> Request:
    return dialog.build_request(method, via=VIA)


def routes(*uris: str) -> tuple[tuple[str, str], ...]:
    return tuple(("Record-Route", uri) for uri in uris)


def test_rule_080_the_two_sides_mirror_each_other() -> None:
    uac, uas = dialog_of_uac(invite(), answer(), "b"), dialog_of_uas(invite(), "b")

    assert uac.call_id == uas.call_id == "c1"
    assert (
        (uac.local_tag, uac.remote_tag) == (uas.remote_tag, uas.local_tag) == ("a", "b")
    )


def test_rule_082_the_caller_reverses_the_route_and_the_callee_does_not() -> None:
    uac = dialog_of_uac(invite(), answer(*routes(*ROUTES)), "b")
    uas = dialog_of_uas(invite(*routes(*ROUTES)), "b")

    assert uac.route_set == ROUTES[::-1]
    assert uas.route_set == ROUTES


def test_rule_083_the_remote_target_is_the_other_sides_contact() -> None:
    uac = dialog_of_uac(invite(), answer(("Contact", "<sip:bob@192.0.2.101>")), "b")
    uas = dialog_of_uas(invite(("Contact", "<sip:alice@192.0.2.90>")), "b")

    assert uac.remote_target == "sip:bob@192.0.2.101"
    assert uas.remote_target == "sip:alice@192.0.2.90"


def test_without_contact_the_address_known_so_far_has_to_do() -> None:
    assert dialog_of_uac(invite(), answer(), "b").remote_target == "sip:bob@lab.example"
    assert dialog_of_uas(invite(), "b").remote_target == "sip:alice@lab.example"


def test_a_refresh_without_contact_keeps_the_target() -> None:
    dialog = dialog_of_uac(invite(), answer(("Contact", "<sip:bob@192.0.2.101>")), "b")

    dialog.refresh(answer())
    assert dialog.remote_target == "sip:bob@192.0.2.101"
    dialog.refresh(answer(("Contact", "<sip:bob@192.0.2.102>")))
    assert dialog.remote_target == "sip:bob@192.0.2.102"


def test_rule_084_loose_routers_get_a_route_and_leave_the_target_alone() -> None:
    dialog = dialog_of_uas(
        invite(*routes(*ROUTES), ("Contact", "<sip:a@192.0.2.9>")), "b"
    )

    bye = request(dialog)

    assert bye.uri == "sip:a@192.0.2.9"
    assert bye.headers.all("Route") == ROUTES
    assert dialog.next_hop == "sip:p1.example;lr"


def test_rule_084_a_strict_router_gets_the_request_line_and_the_target_comes_last() -> (
    None
):
    strict = routes("<sip:p1.example>", "<sip:p2.example;lr>")
    dialog = dialog_of_uas(invite(*strict, ("Contact", "<sip:a@192.0.2.9>")), "b")

    bye = request(dialog)

    assert bye.uri == "sip:p1.example"
    assert bye.headers.all("Route") == ("<sip:p2.example;lr>", "<sip:a@192.0.2.9>")
    assert dialog.next_hop == "sip:p1.example"


def test_without_routes_the_target_is_the_next_hop() -> None:
    dialog = dialog_of_uac(invite(), answer(("Contact", "<sip:bob@192.0.2.101>")), "b")

    assert dialog.next_hop == "sip:bob@192.0.2.101"
    assert request(dialog).route == ()


def test_rule_085_the_callers_next_request_follows_the_invite() -> None:
    dialog = dialog_of_uac(invite(), answer(), "b")

    assert [request(dialog).cseq.number for _ in range(2)] == [8, 9]
    ack = dialog.build_request("ACK", via=VIA, cseq=7)
    assert (str(ack.cseq), dialog.local_seq) == ("7 ACK", 9)


@pytest.mark.parametrize("side", ["uac", "uas"])
def test_from_is_us_and_to_is_them_with_tags_and_parameters(side: str) -> None:
    uac, uas = dialog_of_uac(invite(), answer(), "b"), dialog_of_uas(invite(), "b")
    bye = request(uac if side == "uac" else uas)

    alice = '"Alice" <sip:alice@lab.example>;tag=a;epid=01'
    bob = "<sip:bob@lab.example>;tag=b"
    expected = (alice, bob) if side == "uac" else (bob, alice)
    assert (bye.headers.get("From"), bye.headers.get("To")) == expected


@pytest.mark.parametrize(
    ("to", "tag"),
    [
        ("<sip:bob@lab.example>", ""),
        ("<sip:bob@lab.example>;tag=b", "b"),
        ('"Bob" <sip:bob@lab.example>;epid=01;TAG = b', "b"),
        ("sip:bob@lab.example;tag=b", "b"),
        ('">;tag=no" <sip:bob@lab.example;tag=no>;tag=b', "b"),
        ('<sip:bob@lab.example>;x=";tag=no";tag=b', "b"),
        ('<sip:bob@lab.example>;x=">;tag=no"', ""),
    ],
)
def test_rule_010_the_tag_is_a_parameter_of_the_header_and_of_nothing_else(
    to: str, tag: str
) -> None:
    assert tag_of(invite().with_header("To", to), "to") == tag


def test_a_contact_that_cannot_be_read_makes_no_dialog() -> None:
    with pytest.raises(ParseError):
        dialog_of_uac(invite(), answer(("Contact", "<sip:")), "b")
