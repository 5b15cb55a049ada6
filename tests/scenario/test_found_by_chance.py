"""What random calls have brought to light, each as small as it can be said."""

from pathlib import Path

from mspllab.scenario.build import build
from mspllab.scenario.language.settings import Settings
from mspllab.scenario.load import read_scenario, scenario_of
from mspllab.scenario.world import World
from mspllab.sip.message import Request
from mspllab.trace.records import Sent
from mspllab.trace.trace import Trace
from mspllab.transaction.effects import TO_CORE
from mspllab.views.ladder import render_ladder

PEOPLE = """
profile = "rfc3261"
[users.alice]
[users.bob]
[users.carol]
[clients.alice]
user = "alice"
address = "192.0.2.90:5060"
[clients.bob]
user = "bob"
address = "192.0.2.101:5060"
[clients.carol]
user = "carol"
address = "192.0.2.102:5060"
on_call = { answer_after = 0.5, hang_up_after = 1.0 }
[servers.proxy]
kind = "proxy"
host = "proxy.lab.example"
address = "192.0.2.10"
[[timeline]]
at = 0.0
who = "alice"
do = "call"
to = "sip:bob@lab.example"
"""


def world(text: str = "", **overrides: object) -> World:
    given = {key.replace("__", "."): value for key, value in overrides.items()}
    settings = Settings.parse(PEOPLE + text, "found.toml").with_overrides(given)
    made = build(scenario_of(settings))
    made.run()
    return made


def sent_by(trace: Trace, name: str, method: str) -> list[Request]:
    """Requests of an element, each once."""
    sent = [r.message for r in trace.of(Sent) if r.source == name]
    requests = [m for m in sent if isinstance(m, Request) and m.method == method]
    return list({request.branch: request for request in requests}.values())


def test_a_redirected_caller_counts_on_from_the_try_that_was_challenged() -> None:
    trace = world(
        servers__proxy__authenticate="own",
        clients__bob__on_call={
            "redirect_after": 0.1,
            "redirect_to": "sip:carol@lab.example",
        },
    ).trace

    numbers = [invite.cseq.number for invite in sent_by(trace, "alice", "INVITE")]

    assert numbers == [1, 2, 3, 4]
    assert trace.happenings("alice", "connected")


def test_a_register_while_another_is_challenged_has_a_number_of_its_own() -> None:
    text = """
[[timeline]]
at = 1.0
who = "bob"
do = "register"
[[timeline]]
at = 1.01
who = "bob"
do = "query"
"""
    trace = world(text, servers__proxy__authenticate="own").trace

    numbers = [one.cseq.number for one in sent_by(trace, "bob", "REGISTER")]

    assert numbers == sorted(set(numbers))


def test_a_redirect_server_does_not_mind_an_ack_that_never_comes() -> None:
    text = """
[[faults]]
lose = "every ACK"
"""
    there = world(text, servers__proxy__kind="redirect", links__transport="UDP")

    assert not [r for r in there.trace.records if type(r) in TO_CORE]


def test_the_cancel_of_timer_c_is_caused_by_timer_c() -> None:
    text = """
[[timeline]]
at = 1.0
who = "bob"
do = "reboot"
"""
    there = world(text, clients__bob__on_call={"ring_after": 0.1})

    (cancel,) = [
        r
        for r in there.trace.of(Sent)
        if isinstance(r.message, Request) and r.message.method == "CANCEL"
    ]
    assert cancel.source == "proxy"
    assert cancel.cause.timer == "C"


def test_an_invite_that_a_script_swallows_is_forgotten_in_the_end() -> None:
    there = world(
        servers__proxy={
            "kind": "front-end",
            "host": "fe01.lab.example",
            "address": "192.0.2.10",
            "applications": [{"manifest": "data/scripts/drop.am", "priority": 6}],
        }
    )

    assert there.elements["proxy"].live == ()  # type: ignore[attr-defined]
    assert there.trace.end is not None
    assert there.trace.end.why == "quiet"


def test_both_may_hang_up_at_once() -> None:
    text = """
[[timeline]]
at = 2.0
who = "alice"
do = "hang up"
[[timeline]]
at = 2.0
who = "bob"
do = "hang up"
"""
    there = world(text, clients__bob__on_call={"answer_after": 0.5})

    answers = [
        hop.message.start_line
        for hop in there.trace.hops
        if hop.message.method == "BYE" and hop.message.status
    ]
    assert answers == ["SIP/2.0 200 OK"] * 4


def test_a_serial_proxy_asks_the_phones_by_q_one_after_another() -> None:
    text = """
[clients.bob-mobile]
user = "bob"
address = "192.0.2.103:5060"
q = 0.5
on_call = { answer_after = 0.5, hang_up_after = 1.0 }
"""
    trace = world(
        text,
        servers__proxy__fork="serial",
        clients__bob__on_call={"decline_after": 0.5, "decline_with": 486},
    ).trace

    asked = [
        (hop.destination, hop.sent)
        for hop in trace.hops
        if hop.source == "proxy" and hop.message.start_line.startswith("INVITE")
    ]
    assert [name for name, _ in asked] == ["bob", "bob-mobile"]
    assert asked[1][1] > 0.5
    assert trace.happenings("bob-mobile", "connected")


def test_the_answer_to_a_cancel_is_not_the_answer_to_its_invite_again() -> None:
    scenarios = Path(__file__).resolve().parents[2] / "data" / "scenarios"
    scenario = read_scenario(scenarios / "decline-everywhere.toml")

    assert "again" not in render_ladder(build(scenario).run())
