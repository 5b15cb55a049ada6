"""Rules 97 to 106, one REGISTER at a time."""

import pytest

from mspllab.cores.location import Location
from mspllab.cores.registrar import Registrar
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Request, Response

FLOW = Endpoint("192.0.2.101", 5060)
BOB = "bob@lab.example"
DESK = "<sip:bob@192.0.2.101>"
MOBILE = "<sip:bob@192.0.2.102>"


def register(
    *contacts: str,
    cseq: int = 1,
    call_id: str = "r1",
    branch: str = "z9hG4bK1",
    **more: str,
) -> Request:
    headers = [("Contact", contact) for contact in contacts]
    headers += [(name.replace("_", "-"), value) for name, value in more.items()]
    uri = dict(headers).pop("uri", "sip:lab.example")
    to = dict(headers).pop("to", "<sip:bob@lab.example>")
    return build.request(
        "REGISTER",
        uri,
        from_="<sip:bob@lab.example>;tag=a;epid=b0b1",
        to=to,
        call_id=call_id,
        cseq=cseq,
        via=f"SIP/2.0/UDP 192.0.2.101;branch={branch}",
        headers=[(name, value) for name, value in headers if name not in ("uri", "to")],
    )


class Desk:
    """A registrar, its location service, and the time."""

    def __init__(self, **more: object) -> None:
        self.location = Location()
        self.registrar = Registrar(self.location, ("lab.example",), **more)  # type: ignore[arg-type]
        self.now = 0.0

    def take(self, request: Request) -> Response:
        return self.registrar.receive(request, source=FLOW, now=self.now)

    def contacts(self) -> list[str]:
        return [b.contact for b in self.location.bindings_of(BOB, now=self.now)]


def test_a_registration_is_stored_and_listed() -> None:
    desk = Desk()

    answer = desk.take(register(DESK))

    assert answer.status == 200
    assert answer.headers.all("Contact") == (f"{DESK};expires=3600",)
    [stored] = desk.location
    assert (stored.epid, stored.flow, stored.expires_at) == ("b0b1", FLOW, 3600.0)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (register(DESK, uri="sip:bob@lab.example"), 400),
        (register(DESK, uri="tel:+1206"), 400),
        (register(DESK, uri="sip:elsewhere.example", Require="foo"), 404),
        (register(DESK, Require="foo", to="<sip:nobody@lab.example>"), 420),
        (register(DESK, to="<sip:bob@elsewhere.example>"), 404),
        (register(DESK, to="<sip:nobody@lab.example>"), 404),
        (register("*", DESK, Expires="0"), 400),
        (register("*"), 400),
        (register("<sip:"), 400),
        (register(DESK, Expires="soon"), 400),
    ],
)
def test_rules_097_099_100_what_is_wrong_is_said_in_the_rfcs_order(
    request_: Request, status: int
) -> None:
    desk = Desk(is_known=lambda key: key == BOB)

    assert desk.take(request_).status == status
    assert list(desk.location) == []


def test_rule_099_a_420_names_the_extension() -> None:
    answer = Desk().take(register(DESK, Require="path, foo"))

    assert answer.headers.get("Unsupported") == "foo"


def test_rule_098_the_key_is_the_address_without_parameters_and_escapes() -> None:
    desk = Desk()

    desk.take(register(DESK, to="<sip:b%6Fb@LAB.example;user=ip>"))

    assert [b.aor_key for b in desk.location] == [BOB]


def test_rule_100_a_star_removes_everything() -> None:
    desk = Desk()
    desk.take(register(DESK, MOBILE))

    answer = desk.take(register("*", cseq=2, Expires="0"))

    assert (answer.status, desk.contacts()) == (200, [])
    assert "Contact" not in answer.headers


def test_rule_100_a_star_that_comes_late_removes_nothing() -> None:
    desk = Desk()
    desk.take(register(DESK, cseq=5))

    assert desk.take(register("*", cseq=4, Expires="0")).status == 500
    assert len(desk.contacts()) == 1


@pytest.mark.parametrize(
    ("contact", "header", "granted"),
    [
        (f"{DESK};expires=600", "1200", 600),
        (DESK, "1200", 1200),
        (DESK, "", 3600),
        (f"{DESK};expires=99999", "", 7200),
    ],
)
def test_rule_101_the_contacts_own_wish_counts_before_the_headers(
    contact: str, header: str, granted: int
) -> None:
    more = {"Expires": header} if header else {}

    answer = Desk().take(register(contact, **more))

    assert answer.contact[0].params.get("expires") == str(granted)


def test_rule_101_too_brief_is_423_with_the_minimum() -> None:
    desk = Desk()

    answer = desk.take(register(f"{DESK};expires=59"))

    assert (answer.status, answer.headers.get("Min-Expires")) == (423, "60")


def test_rule_101_nobody_who_asks_for_an_hour_is_refused() -> None:
    desk = Desk(minimum_expires=7000)

    assert desk.take(register(f"{DESK};expires=3600")).status == 200
    assert desk.take(register(f"{DESK};expires=3599", cseq=2)).status == 423


def test_zero_seconds_remove_one_contact() -> None:
    desk = Desk()
    desk.take(register(DESK, MOBILE))

    desk.take(register(f"{DESK};expires=0", cseq=2))

    assert desk.contacts() == ["sip:bob@192.0.2.102"]


def test_rule_102_the_same_client_needs_a_higher_cseq() -> None:
    desk = Desk()
    desk.take(register(DESK, cseq=2))

    assert desk.take(register(DESK, cseq=2, branch="z9hG4bK2")).status == 500
    assert desk.take(register(DESK, cseq=3)).status == 200
    assert desk.take(register(DESK, cseq=1, call_id="r2")).status == 200


def test_rule_102_the_same_register_again_is_answered_again_and_changes_nothing() -> (
    None
):
    desk = Desk()
    first = desk.take(register(DESK, cseq=2))
    desk.now = 10.0

    again = desk.take(register(DESK, cseq=2))

    assert (first.status, again.status) == (200, 200)
    assert again.headers.all("Contact") == (f"{DESK};expires=3590",)


def test_rule_103_all_contacts_are_stored_or_none() -> None:
    desk = Desk()
    desk.take(register(DESK, cseq=2))

    refused = desk.take(register(MOBILE, DESK, cseq=1))

    assert refused.status == 500
    assert desk.contacts() == ["sip:bob@192.0.2.101"]


def test_rule_104_the_answer_lists_all_bindings_with_their_remaining_time() -> None:
    desk = Desk()
    desk.take(register(f"{DESK};q=0.5", Expires="600"))
    desk.now = 100.0
    desk.take(register(MOBILE, cseq=2, Expires="600"))

    answer = desk.take(register(cseq=3))

    assert answer.headers.all("Contact") == (
        f"{DESK};expires=500;q=0.5",
        f"{MOBILE};expires=600",
    )


def test_rule_105_an_expired_binding_is_neither_listed_nor_used() -> None:
    desk = Desk()
    desk.take(register(DESK, Expires="600"))

    desk.now = 600.0

    assert desk.contacts() == []
    assert "Contact" not in desk.take(register(cseq=2)).headers


def test_an_instance_gets_its_gruu_and_keeps_one_binding() -> None:
    desk = Desk(make_gruu=lambda aor, instance: f"{aor};opaque={instance[-1]};gruu")
    instance = ';+sip.instance="<urn:uuid:1>";methods="INVITE, BYE"'
    desk.take(register(DESK + instance))

    answer = desk.take(register(MOBILE + instance, cseq=2))

    [listed] = answer.contact
    assert listed.params.get("gruu") == "sip:bob@lab.example;opaque=1;gruu"
    assert listed.params.get("+sip.instance") == "<urn:uuid:1>"
    [stored] = desk.location
    assert stored.instance == "urn:uuid:1"
    assert stored.methods == ("INVITE", "BYE")


def test_without_instance_there_is_no_gruu() -> None:
    desk = Desk(make_gruu=lambda aor, instance: "never")

    desk.take(register(DESK))

    assert [b.gruu for b in desk.location] == [None]


def test_a_router_gets_the_same_as_a_decision() -> None:
    desk = Desk()

    reply = desk.registrar.decide(register(DESK), flow=FLOW, now=0.0)

    assert reply.status == 200
    assert reply.headers == (("Contact", f"{DESK};expires=3600"),)


def flow_of(number: int) -> str:
    """The desk phone's contact over one of its flows."""
    return f'{DESK};+sip.instance="<urn:uuid:1>";reg-id={number}'


def test_rule_146_a_flow_of_an_instance_takes_its_own_place() -> None:
    desk = Desk()
    desk.take(register(flow_of(1)))
    desk.take(register(flow_of(2), cseq=2))
    moved = flow_of(1).replace("192.0.2.101", "192.0.2.109")
    desk.take(register(moved, cseq=3))

    assert desk.contacts() == ["sip:bob@192.0.2.109", "sip:bob@192.0.2.101"]
    assert [b.reg_id for b in desk.location] == [1, 2]


def test_rule_146_of_several_flows_only_the_latest_is_called() -> None:
    desk = Desk()
    for number, now in ((1, 0.0), (2, 1.0), (1, 2.0)):
        desk.now = now
        desk.take(register(flow_of(number), cseq=10 + round(now)))
    desk.take(register(MOBILE, call_id="m"))

    called = desk.location.reachable(BOB, now=3.0)
    assert [b.reg_id for b in called] == [1, None]


@pytest.mark.parametrize(
    ("path", "supported", "contact", "status"),
    [
        ("", "outbound", flow_of(1), 439),
        ("<sip:edge.lab.example;lr>", "gruu, Outbound", flow_of(1), 439),
        ("<sip:edge.lab.example;lr;ob>", "outbound", flow_of(1), 200),
        ("", "gruu", flow_of(1), 200),
        ("", "outbound", DESK, 200),
    ],
)
def test_rule_147_a_first_hop_that_keeps_no_flows_is_told_of(
    path: str, supported: str, contact: str, status: int
) -> None:
    desk = Desk()
    asked = register(contact, Supported=supported, **({"Path": path} if path else {}))
    via = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2"
    headers = asked.headers.prepended("Via", via, before="Via")
    assert desk.take(asked.replace(headers=headers)).status == status
    assert desk.take(register(contact, Supported=supported, cseq=2)).status == 200


def test_rule_149_who_supports_gruus_is_given_two() -> None:
    desk = Desk()
    phone = f'{DESK};+sip.instance="<urn:uuid:1>"'
    [listed] = desk.take(register(phone, Supported="gruu")).headers.all("Contact")
    assert 'pub-gruu="sip:bob@lab.example;gr=urn:uuid:1"' in listed
    assert 'temp-gruu="sip:tgruu.1@lab.example;gr"' in listed


def test_rule_149_who_does_not_is_given_none() -> None:
    desk = Desk()
    [listed] = desk.take(register(f'{DESK};+sip.instance="<urn:uuid:1>"')).headers.all(
        "Contact"
    )
    assert "gruu" not in listed


def test_rule_151_temporary_gruus_hold_while_the_registration_does() -> None:
    desk = Desk()
    phone = f'{DESK};+sip.instance="<urn:uuid:1>"'
    for cseq in (1, 2):
        desk.take(register(phone, cseq=cseq, Supported="gruu"))
    for number in (1, 2):
        gruu = f"sip:tgruu.{number}@lab.example;gr"
        assert desk.location.by_gruu(gruu, now=1.0) is not None
        assert desk.location.by_gruu(gruu, now=3600.0) is None


def test_rule_151_a_phone_that_starts_anew_has_no_old_ones() -> None:
    desk = Desk()
    phone = f'{DESK};+sip.instance="<urn:uuid:1>"'
    desk.take(register(phone, Supported="gruu"))
    desk.take(register(phone, call_id="r2", Supported="gruu"))
    assert desk.location.by_gruu("sip:tgruu.1@lab.example;gr", now=1.0) is None


def test_rule_152_the_products_registrar_gives_its_own_kind() -> None:
    desk = Desk(make_gruu=lambda aor, instance: f"{aor};opaque={instance};gruu")
    phone = f'{DESK};+sip.instance="<urn:uuid:1>"'
    [listed] = desk.take(register(phone, Supported="gruu")).headers.all("Contact")
    assert 'gruu="sip:bob@lab.example;opaque=urn:uuid:1;gruu"' in listed
    assert "temp-gruu" not in listed


@pytest.mark.parametrize("path", ["<sip:edge.lab.example;lr>"])
def test_rule_107_a_path_is_allowed_and_not_kept(path: str) -> None:
    answer = Desk().take(register(DESK, Path=path, Require="path"))
    assert (answer.status, answer.headers.get("Path")) == (200, None)
