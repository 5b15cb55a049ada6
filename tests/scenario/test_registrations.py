"""What may be registered, and where calls go then (RFC 3261 §10, §16.5)."""

from pathlib import Path

from mspllab.scenario.run import play
from mspllab.trace.trace import Hop, Trace

TWO_DOMAINS = """
profile = "rfc3261"
[links]
transport = "UDP"
[servers.lab]
kind = "proxy"
host = "proxy.lab.example"
address = "192.0.2.11"
[servers.other]
kind = "proxy"
host = "proxy.other.example"
address = "192.0.2.12"
[users.alice]
[users.bob]
[users.bobby]
uri = "sip:bobby@other.example"
[clients.alice]
user = "alice"
address = "192.0.2.90:5060"
[clients.bob]
user = "bob"
address = "192.0.2.101:5060"
register = "never"
on_call = { ring_after = 0.1, answer_after = 1.0 }
[clients.bobby]
user = "bobby"
server = "other"
address = "192.0.2.111:5060"
contact = "sip:bob@192.0.2.101:5060"
[[timeline]]
at = 0.0
who = "bob"
do = "register"
contacts = ["sip:bob@192.0.2.101:5060", "sip:bobby@other.example"]
[[timeline]]
at = 1.0
who = "alice"
do = "call"
to = "sip:bob@lab.example"
[[timeline]]
at = 5.0
who = "alice"
do = "hang up"
"""


def played(text: str, folder: Path, **changes: object) -> Trace:
    path = folder / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return play(path, changes)


def title(hop: Hop) -> str:
    return f"{hop.message.status or ''} {hop.message.method}".strip()


def between(trace: Trace, source: str, destination: str) -> list[str]:
    ends = source, destination
    return [title(hop) for hop in trace.hops if (hop.source, hop.destination) == ends]


def test_rule_048_111_a_contact_at_another_domain_is_asked_there(
    tmp_path: Path,
) -> None:
    trace = played(TWO_DOMAINS, tmp_path)

    assert between(trace, "lab", "other") == ["INVITE", "ACK"]
    assert between(trace, "bob", "other") == ["482 INVITE"]  # it came the other way
    assert "200 INVITE" in between(trace, "bob", "lab")


def test_rule_130_a_user_registered_at_his_own_address_is_a_loop(
    tmp_path: Path,
) -> None:
    own = {"timeline.0.contacts": ["sip:bob@lab.example"]}

    trace = played(TWO_DOMAINS, tmp_path, **own)

    assert between(trace, "lab", "lab") == ["INVITE", "482 INVITE", "ACK"]
    assert between(trace, "lab", "alice") == ["100 INVITE", "482 INVITE"]


def test_rule_130_without_detection_the_loop_ends_all_the_same(tmp_path: Path) -> None:
    own = {"timeline.0.contacts": ["sip:bob@lab.example"]}

    trace = played(
        TWO_DOMAINS, tmp_path, **own, **{"servers.lab.loop_detection": False}
    )

    assert between(trace, "lab", "lab").count("INVITE") == 70  # Max-Forwards
    assert between(trace, "lab", "alice")[-1] == "483 INVITE"
    assert trace.end is not None and trace.end.why == "quiet"


def test_a_flow_is_kept_wherever_its_contact_is(tmp_path: Path) -> None:
    flow = {"clients.bobby.instance": "urn:uuid:1", "clients.bobby.reg_id": 1}
    call = {"timeline.1.to": "sip:bobby@other.example"}

    trace = played(TWO_DOMAINS, tmp_path, **flow, **call)

    assert between(trace, "other", "bobby")[:1] == ["INVITE"]


def test_rule_147_a_dead_flow_gives_way_to_the_other_one(tmp_path: Path) -> None:
    second = {
        "user": "bobby",
        "server": "other",
        "address": "192.0.2.112:5060",
        "instance": "urn:uuid:1",
        "reg_id": 2,
        "on_call": {"answer_after": 1.0},
    }
    flows = {
        "links.transport": "TCP",
        "clients.bobby.contact": None,
        "clients.bobby.instance": "urn:uuid:1",
        "clients.bobby.reg_id": 1,
        "clients.bobby.on_call": {"answer_after": 1.0},
        "clients.bobby2": second,
        "timeline.1.to": "sip:bobby@other.example",
    }
    well = played(TWO_DOMAINS, tmp_path, **flows)
    assert between(well, "other", "bobby")[:1] == []
    assert between(well, "bobby2", "other")[-1] == "200 BYE"

    one_dead = {"faults": [{"refuse": "bobby2"}]}
    trace = played(TWO_DOMAINS, tmp_path, **flows, **one_dead)
    assert "200 INVITE" in between(trace, "bobby", "other")

    both_dead = {"faults": [{"refuse": "bobby2"}, {"refuse": "bobby"}]}
    trace = played(TWO_DOMAINS, tmp_path, **flows, **both_dead)
    assert between(trace, "lab", "alice")[-1] == "430 INVITE"


def test_rule_128_a_register_that_comes_twice_is_granted_twice(tmp_path: Path) -> None:
    twice = {"faults": [{"duplicate": "first REGISTER", "by": 0.05}]}

    trace = played(TWO_DOMAINS, tmp_path, **twice, **{"servers.lab.stateless": True})

    assert between(trace, "lab", "bob")[:2] == ["200 REGISTER", "200 REGISTER"]


def test_rule_097_one_register_waits_for_the_other(tmp_path: Path) -> None:
    both = [
        {"at": 1.0, "who": "bob", "do": "register"},
        {"at": 1.0, "who": "bob", "do": "unregister"},
    ]

    trace = played(TWO_DOMAINS, tmp_path, timeline=both)

    sent = [hop.sent for hop in trace.hops if title(hop) == "REGISTER"]
    assert sent == [1.0, 1.02]
    noticed = [one.what for one in trace.happenings("bob")]
    assert noticed == ["registered", "unregistered"]
