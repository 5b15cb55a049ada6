import pytest

from mspllab.cores.location import Binding, Location, is_same, q_of
from mspllab.sim.datagram import Endpoint
from mspllab.sip.address import Address

FLOW = Endpoint("192.0.2.101", 5060)
BOB = "bob@lab.example"


def binding(contact: str = "sip:bob@192.0.2.101", **more: object) -> Binding:
    facts: dict[str, object] = {
        "aor_key": BOB,
        "contact": contact,
        "flow": FLOW,
        "expires_at": 100.0,
        "call_id": "r1",
        "cseq": 1,
    }
    return Binding(**(facts | more))  # type: ignore[arg-type]


def test_bindings_come_back_in_the_order_they_were_made() -> None:
    location = Location()
    for host in ("192.0.2.102", "192.0.2.101"):
        location.add(binding(f"sip:bob@{host}"))

    found = [b.contact for b in location.bindings_of(BOB, now=0.0)]
    assert found == ["sip:bob@192.0.2.102", "sip:bob@192.0.2.101"]
    assert location.bindings_of("carol@lab.example", now=0.0) == ()


def test_a_refreshed_binding_keeps_its_place() -> None:
    location = Location()
    for host in ("192.0.2.101", "192.0.2.102"):
        location.add(binding(f"sip:bob@{host}"))

    location.add(binding("sip:bob@192.0.2.101", cseq=2))

    assert [b.cseq for b in location.bindings_of(BOB, now=0.0)] == [2, 1]


def test_rule_105_a_binding_is_gone_at_exactly_its_time() -> None:
    location = Location()
    location.add(binding(gruu="sip:bob@lab.example;opaque=x;gruu"))

    assert location.bindings_of(BOB, now=99.999)
    assert location.bindings_of(BOB, now=100.0) == ()
    assert location.by_gruu("sip:bob@lab.example;opaque=x;gruu", now=100.0) is None


def test_what_is_removed_is_gone_and_may_be_removed_again() -> None:
    location = Location()
    location.add(binding())

    for _ in range(2):
        location.remove(binding())

    assert list(location) == []


@pytest.mark.parametrize(
    ("contact", "instance", "same"),
    [
        ("sip:bob@192.0.2.101", None, True),
        ("sip:bob@192.0.2.101;ob", None, True),
        ("sip:BOB@192.0.2.101", None, False),
        ("sip:bob@192.0.2.101:5060", None, False),
        ("sip:bob@elsewhere", "urn:uuid:1", True),
        ("sip:bob@192.0.2.101", "urn:uuid:2", False),
    ],
)
def test_rule_102_contacts_are_compared_as_uris_and_instances_as_names(
    contact: str, instance: str | None, same: bool
) -> None:
    known = binding(instance="urn:uuid:1" if instance else None)

    assert is_same(known, contact, instance) is same


@pytest.mark.parametrize(
    "gruu",
    [
        "sip:bob@lab.example;opaque=user:epid:x;gruu",
        "sip:bob@LAB.example;gruu;opaque=user:epid:x",
    ],
)
def test_a_gruu_is_found_whatever_the_order_of_its_parameters(gruu: str) -> None:
    location = Location()
    location.add(binding(gruu="sip:bob@lab.example;gruu;opaque=user:epid:x"))
    location.add(binding("sip:bob@192.0.2.102", gruu=None))

    found = location.by_gruu(gruu, now=0.0)
    assert found is not None and found.contact == "sip:bob@192.0.2.101"


@pytest.mark.parametrize(
    ("text", "q"),
    [
        ("<sip:b@h>", 1.0),
        ("<sip:b@h>;q=0.5", 0.5),
        ("<sip:b@h>;q=7", 1.0),
        ("<sip:b@h>;q=-1", 0.0),
        ("<sip:b@h>;q=high", 1.0),
        ("<sip:b@h>;q", 1.0),
    ],
)
def test_rule_106_q_is_between_0_and_1_and_1_where_nothing_sensible_is_said(
    text: str, q: float
) -> None:
    assert q_of(Address.parse(text)) == q
