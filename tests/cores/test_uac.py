"""Requests of a user agent beside the INVITE of a call."""

from mspllab.cores.events import (
    Ended,
    IncomingRequest,
    NotRegistered,
    Registered,
    RequestAnswered,
)
from mspllab.sip import build
from mspllab.sip.address import Address
from tests.cores.wires import Lab, contact

DIRECT = contact("bob")
ALICE = Address.parse('"Alice" <sip:alice@lab.example>;epid=a1b2')


def connected(lab: Lab) -> int:
    call = lab.call(DIRECT)
    lab.do("bob", "accept", 1)
    return call


def register(lab: Lab, **more: object) -> None:
    lab.do("alice", "register", ALICE, DIRECT, contact="<sip:a@192.0.2.90>", **more)


def test_rule_037_all_registrations_of_a_user_share_call_id_and_tag(pair: Lab) -> None:
    register(pair)
    register(pair, expires=0)

    first, second = pair.wires.all("REGISTER")
    assert (first.call_id, first.from_tag) == (second.call_id, second.from_tag)
    assert (first.cseq.number, second.cseq.number) == (1, 2)
    assert [m.headers.get("Expires") for m in (first, second)] == ["7200", "0"]


def test_rule_097_a_register_waits_for_the_answer_to_the_one_before(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False, allow=("REGISTER",))
    for expires in (60, 0, 90):
        register(lab, expires=expires)
    for status in (200, 403, 200):
        assert len(lab.wires.all("REGISTER")) == len(lab.wires.heard("alice")) + 1
        asked = lab.wires.heard("bob", IncomingRequest)[-1]
        lab.do("bob", "respond", asked.transaction, status)

    sent = lab.wires.all("REGISTER")
    assert [m.headers.get("Expires") for m in sent] == ["60", "0", "90"]
    assert [m.cseq.number for m in sent] == [1, 2, 3]
    granted = lab.wires.heard("alice", Registered)
    assert [one.request.headers.get("Expires") for one in granted] == ["60", "90"]


def test_rule_097_nor_does_it_wait_for_ever(pair: Lab) -> None:
    register(pair, transfer=False)
    register(pair, expires=0, transfer=False)

    pair.wires.run(deaf=True)

    assert [one.status for one in pair.wires.heard("alice")] == [408, 408]


def test_rule_097_from_tells_the_endpoint_and_to_only_the_user(pair: Lab) -> None:
    register(pair)

    message = pair.wires.one("REGISTER")
    assert message.from_.params.get("epid") == "a1b2"
    assert str(message.to) == '"Alice" <sip:alice@lab.example>'


def test_a_registration_reports_how_it_went(lab: Lab) -> None:
    lab.user_agent("alice", outbound=False)
    lab.user_agent("bob", outbound=False, allow=("REGISTER",))
    for status in (200, 403):
        register(lab)
        asked = lab.wires.heard("bob", IncomingRequest)[-1]
        lab.do("bob", "respond", asked.transaction, status)

    good, bad = lab.wires.heard("alice")
    assert isinstance(good, Registered) and good.aor == "sip:alice@lab.example"
    assert isinstance(bad, NotRegistered) and bad.status == 403


def test_a_registrar_that_is_not_there_is_a_408(pair: Lab) -> None:
    register(pair, transfer=False)

    pair.wires.run(deaf=True)

    aor = "sip:alice@lab.example"
    assert pair.wires.heard("alice") == [NotRegistered(aor, 408, None)]


def test_a_request_outside_a_call_gets_its_answer(pair: Lab) -> None:
    pair.do("alice", "send", "OPTIONS", DIRECT, from_=ALICE, to=ALICE)

    [answered] = pair.wires.heard("alice", RequestAnswered)
    assert (answered.call, answered.status) == (None, 200)
    assert answered.request == pair.wires.one("OPTIONS")


def test_rule_085_requests_of_a_dialog_count_up(pair: Lab) -> None:
    call = connected(pair)
    for _ in range(2):
        pair.do("alice", "request", call, "OPTIONS")
    pair.do("alice", "bye", call)

    numbers = [m.cseq.number for m in pair.wires.all("OPTIONS")]
    assert [*numbers, pair.wires.one("BYE").cseq.number] == [2, 3, 4]


def test_rule_085_each_side_counts_for_itself(pair: Lab) -> None:
    connected(pair)

    pair.do("bob", "request", 1, "OPTIONS")

    assert pair.wires.one("OPTIONS").cseq.number == 1


def test_rule_087_a_dialog_nobody_knows_any_more_ends_the_call(pair: Lab) -> None:
    call = connected(pair)
    pair.user_agent("bob", outbound=False)  # has forgotten everything

    pair.do("alice", "request", call, "OPTIONS")

    assert pair.wires.heard("alice", Ended) == [Ended(call, by_us=False)]


def test_rule_092_a_refused_re_invite_changes_nothing(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "request", call, "INVITE")
    [asked] = pair.wires.heard("bob", IncomingRequest)

    pair.do("bob", "respond", asked.transaction, 488)

    assert pair.wires.heard("alice", RequestAnswered)[0].status == 488
    assert pair.wires.heard("alice", Ended) == []
    pair.do("alice", "bye", call)
    assert "200 BYE" in pair.wires.sent()


def test_rule_042_a_response_with_more_than_one_via_is_dropped(pair: Lab) -> None:
    pair.call(DIRECT)
    invite = pair.wires.one("INVITE")
    answer = build.response(invite, 200, to_tag="b")
    other = answer.headers.added("Via", "SIP/2.0/UDP elsewhere;branch=z9hG4bK1")

    pair.inject(answer.replace(headers=other), into="alice", source="bob")

    assert pair.wires.dropped("alice") == ["200 has more than one Via"]
    assert pair.wires.heard("alice") == []


def test_rule_077_a_stray_response_is_dropped(pair: Lab) -> None:
    pair.call(DIRECT)
    invite = pair.wires.one("INVITE")
    via = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKnever"
    stray = build.response(invite.with_header("Via", via), 200, to_tag="b")

    pair.inject(stray, into="alice", source="bob")

    assert pair.wires.dropped("alice") == ["200 matches no transaction"]


def test_an_answer_that_cannot_be_read_is_dropped(pair: Lab) -> None:
    pair.call(DIRECT)
    answer = build.response(pair.wires.one("INVITE"), 180, to_tag="b")

    pair.inject(answer.with_header("Contact", "<sip:"), into="alice", source="bob")

    [why] = pair.wires.dropped("alice")
    assert why.startswith("180 cannot be read: ")
    assert pair.wires.heard("alice") == []


def test_a_session_ends_with_its_bye_whatever_the_answer(pair: Lab) -> None:
    call = connected(pair)
    pair.do("alice", "bye", call, transfer=False)

    pair.wires.run(deaf=True)

    assert pair.wires.heard("alice", Ended) == [Ended(call, by_us=True)]
    assert pair.wires.elements["alice"].live == ()
