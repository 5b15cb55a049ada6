"""How clients register (RFC 3261 §10.2)."""

from mspllab.lync.device import Device
from mspllab.lync.profile import RFC3261
from mspllab.sip.message import Message
from tests.lync.cast import ALICE, BOB, CAROL
from tests.lync.laboratory import Laboratory

INSTANCE = Device(instance="urn:uuid:00000000-0000-1000-8000-000000000101")


def laboratory(device: Device = INSTANCE, **more: object) -> Laboratory:
    lab = Laboratory(RFC3261)
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.client("bob", BOB, 101, register=0.5, device=device, **more)
    return lab.run(1.0)


def answers(lab: Laboratory) -> list[Message]:
    return [said.message for said in lab.said if said.destination == "bob"]


def test_rule_151_an_instance_uses_the_gruu_it_is_given_as_its_contact() -> None:
    lab = laboratory(answer_after=0.0)
    lab.call("alice", "sip:bob@lab.example")
    lab.run(2.0)
    [invite] = lab.requests("INVITE", "bob")
    answer = [m for m in answers(lab) if m.status is None]
    [ack] = lab.requests("ACK", "fe01")
    assert invite.uri.startswith("sip:bob@192.0.2.101")
    assert ack.uri == f"sip:bob@lab.example;gr={INSTANCE.instance}"
    assert answer and lab.requests("ACK", "bob")


def test_rule_150_a_gruu_leads_to_one_instance() -> None:
    lab = laboratory(answer_after=0.0)
    lab.client("bob-mobile", BOB, 102)
    lab.call("alice", f"sip:bob@lab.example;gr={INSTANCE.instance}")
    lab.run(2.0)
    assert lab.noticed("bob")[-1] == "connected"
    assert lab.noticed("bob-mobile") == []


def test_rule_150_one_that_is_not_registered_is_480_and_an_unknown_one_404() -> None:
    lab = laboratory()
    lab.call("alice", "sip:bob@lab.example;gr=urn:uuid:other")
    lab.call("alice", "sip:tgruu.99@lab.example;gr")
    lab.run(2.0)
    assert [s for s in lab.statuses("alice") if s >= 200] == [480, 404]


def test_rule_106_q_is_registered_and_orders_serial_forks() -> None:
    lab = laboratory(Device(q=0.5))
    [register] = lab.requests("REGISTER")
    assert register.headers.get("Contact").endswith(";q=0.5")
    [answer] = answers(lab)
    assert "q=0.5" in (answer.headers.get("Contact") or "")


def test_rule_104_a_register_without_contact_asks_for_all() -> None:
    lab = laboratory()
    lab.do("bob", "query")
    lab.run(2.0)
    query = lab.requests("REGISTER")[-1]
    assert "Contact" not in query.headers and "Expires" not in query.headers
    assert len(answers(lab)[-1].contact) == 1


def test_rule_100_all_bindings_are_removed_by_a_star() -> None:
    lab = laboratory()
    lab.do("bob", "register", targets=("sip:bob@192.0.2.109", "sip:bob@192.0.2.110"))
    lab.run(2.0)
    assert len(answers(lab)[-1].contact) == 3
    lab.do("bob", "unregister", targets=("*",))
    lab.run(3.0)
    assert lab.requests("REGISTER")[-1].headers.get("Contact") == "*"
    assert answers(lab)[-1].contact == ()


def test_rule_101_a_423_is_answered_by_as_long_as_it_wants() -> None:
    lab = laboratory(Device(), expires=10)
    assert [m.status for m in answers(lab)] == [423, 200]
    first, second = lab.requests("REGISTER")
    assert [m.headers.get("Expires") for m in (first, second)] == ["10", "60"]
    assert (second.call_id, second.cseq.number) == (first.call_id, 2)


def test_rule_105_who_refreshes_never_runs_out() -> None:
    lab = laboratory(Device(refreshes=True), expires=60)
    lab.run(200.0)
    assert len(lab.requests("REGISTER")) == 7
    lab.do("bob", "unregister")
    lab.run(400.0)
    assert len(lab.requests("REGISTER")) == 8


def test_a_client_says_where_it_is_if_that_is_elsewhere() -> None:
    lab = laboratory(Device(contact="sip:hotdesk@192.0.2.101:50101"))
    lab.client("carol", CAROL, 103)
    lab.call("carol", "sip:bob@lab.example")
    lab.run(2.0)
    [invite] = lab.requests("INVITE", "bob")
    assert invite.uri == "sip:hotdesk@192.0.2.101:50101"
