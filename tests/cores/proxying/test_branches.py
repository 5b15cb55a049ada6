"""How long a proxy waits for a branch (§16.6 step 11, §16.8, §9.1)."""

import pytest

from mspllab.cores.decision import Fork, Forward, Target
from mspllab.cores.events import Rejected
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.sim.datagram import Endpoint
from mspllab.trace.records import Cause, TimerCancelled, TimerFired, TimerSet
from tests.cores.wires import BOB, HOSTS, PORT, Lab, contact, resolve


def timers(lab: Lab, kind: type, name: str) -> list[float]:
    return [r.at for r in lab.wires.of("proxy", kind) if r.timer == name]


def test_rule_115_timer_c_runs_for_every_branch_of_an_invite(fork: Lab) -> None:
    fork.call()

    set_ = [r for r in fork.wires.of("proxy", TimerSet) if r.timer == "C"]
    assert {record.due for record in set_} == {181.0}
    assert len({record.transaction for record in set_}) == 3


def test_rule_115_news_of_the_branch_set_it_back_and_a_100_does_not(trio: Lab) -> None:
    trio.call()
    trio.wires.now = 10.0
    trio.do("bob", "ring", 1, status=100)
    trio.wires.now = 20.0
    trio.do("bob", "ring", 1)

    assert timers(trio, TimerSet, "C") == [0.0, 20.0]


def test_rule_115_a_final_response_ends_it(trio: Lab) -> None:
    trio.call()
    trio.do("bob", "reject", 1, 486)

    assert timers(trio, TimerCancelled, "C") == [0.0]


def test_rule_115_a_phone_that_rings_too_long_is_cancelled(trio: Lab) -> None:
    trio.proxy(ProxyRules(timer_c=30.0))
    trio.call()
    trio.do("bob", "ring", 1)

    trio.wires.wait(30.0)

    assert timers(trio, TimerFired, "C") == [30.0]
    assert trio.wires.times("CANCEL") == [30.0]
    assert trio.wires.heard("alice", Rejected)[0].status == 487


def test_rule_115_and_if_it_does_not_answer_either_that_is_a_408(trio: Lab) -> None:
    trio.proxy(ProxyRules(timer_c=30.0))
    trio.call()
    trio.do("bob", "ring", 1)
    trio.wires.elements.pop("bob")
    trio.wires.elements["proxy"].transport_failed = lambda message, *, now: []

    trio.wires.wait(62.0)

    assert trio.wires.times("408 INVITE") == [62.0]
    assert trio.wires.heard("alice", Rejected)[0].status == 408
    last = next(p for p in trio.wires.history if p.title == "408 INVITE")
    assert last.cause == Cause(timer="cancel")
    trio.wires.run()
    assert trio.wires.live == {}


def test_rule_060_a_cancelled_phone_that_is_silent_counts_as_487(trio: Lab) -> None:
    call = trio.call()
    trio.do("bob", "ring", 1)
    trio.wires.elements.pop("bob")
    trio.wires.elements["proxy"].transport_failed = lambda message, *, now: []
    trio.do("alice", "cancel", call)

    trio.wires.wait(32.0)

    assert timers(trio, TimerFired, "cancel") == [32.0]
    assert trio.wires.times("487 INVITE") == [32.0]
    trio.wires.run()
    assert trio.wires.live == {}


def test_a_phone_that_never_said_anything_needs_no_cancel(trio: Lab) -> None:
    call = trio.call()
    trio.wires.elements["proxy"].transport_failed = lambda message, *, now: []
    trio.wires.elements.pop("bob")
    trio.do("alice", "cancel", call)

    trio.wires.run()

    assert trio.wires.sent(by="proxy").count("CANCEL") == 0
    assert trio.wires.heard("alice", Rejected)[0].status in (408, 487)
    assert trio.wires.live == {}


def test_the_cancel_goes_where_its_invite_went_with_the_same_branch(fork: Lab) -> None:
    fork.call()
    for phone in ("desk", "mobile"):
        fork.do(phone, "ring", 1)
    fork.do("desk", "accept", 1)

    invite, cancel = fork.wires.all("INVITE", to="mobile")[0], fork.wires.one("CANCEL")
    assert cancel.branch == invite.branch
    assert fork.wires.sent(to="mobile")[:2] == ["INVITE", "CANCEL"]


def test_targets_without_way_end_at_once_and_the_others_go_on(lab: Lab) -> None:
    lab.user_agent("alice")
    lab.user_agent("desk")
    lab.proxy()
    targets = (Target("sip:bob@h.invalid"), Target(contact("desk")))
    lab.router.decisions[BOB] = Fork(targets)

    lab.call()
    assert lab.wires.sent(to="desk") == ["INVITE"]
    lab.do("desk", "reject", 1, 486)

    assert lab.wires.heard("alice", Rejected)[0].status == 486


def test_a_fork_of_nobody_is_a_480(lab: Lab) -> None:
    lab.user_agent("alice")
    lab.proxy()
    lab.router.decisions[BOB] = Fork(())

    lab.call()

    assert lab.wires.heard("alice", Rejected)[0].status == 480


def two_servers(host: str) -> tuple[Endpoint, ...]:
    """The domain of the other side has two servers, everybody else one."""
    names = ("desk", "mobile") if host == "two.example" else ()
    return tuple(Endpoint(HOSTS[name], PORT) for name in names)


@pytest.fixture
def pool(lab: Lab) -> Lab:
    """A proxy that knows two servers for sip:bob@two.example."""
    for name in ("alice", "desk", "mobile"):
        lab.user_agent(name)
    lab.proxy(
        resolve=lambda host: next(iter(two_servers(host)), resolve(host)),
        resolve_all=two_servers,
    )
    lab.router.decisions[BOB] = Forward(Target("sip:bob@two.example"))
    return lab


def asked(lab: Lab) -> list[str]:
    """Who was sent an INVITE by the proxy, in order."""
    history = lab.wires.history
    return [
        p.destination for p in history if (p.source, p.title) == ("proxy", "INVITE")
    ]


def test_rule_138_a_server_that_answers_503_is_not_the_only_one(pool: Lab) -> None:
    pool.call()
    pool.do("desk", "reject", 1, 503)
    pool.do("mobile", "accept", 1)

    assert asked(pool) == ["desk", "mobile"]
    assert pool.wires.happened("alice")[-1] == "Answered"
    first, second = pool.wires.all("INVITE", by="proxy")
    assert (first.uri, first.call_id) == (second.uri, second.call_id)
    assert first.branch != second.branch


def test_rule_138_nor_one_that_cannot_be_reached(pool: Lab) -> None:
    pool.wires.unplugged.add("desk")
    pool.call()

    assert [p.destination for p in pool.wires.history if p.title == "INVITE"][1:] == [
        *("", "mobile"),
    ]


def test_rule_138_nor_one_that_is_silent(pool: Lab) -> None:
    pool.call(transfer=False)
    pool.wires.deliver(pool.wires.drop("INVITE"))
    pool.wires.wait(33.0, deaf=True)

    assert asked(pool) == ["desk"] * 7 + ["mobile"] * 2


def test_rule_138_another_failure_is_the_answer(pool: Lab) -> None:
    pool.call()
    pool.do("desk", "reject", 1, 500)

    assert asked(pool) == ["desk"]
    assert pool.wires.heard("alice", Rejected)[0].status == 500


def test_rule_138_when_all_servers_fail_so_does_the_call(pool: Lab) -> None:
    pool.call()
    for name in ("desk", "mobile"):
        pool.do(name, "reject", 1, 503)

    assert pool.wires.heard("alice", Rejected)[0].status == 500
    pool.wires.run()
    assert pool.wires.live == {}


def test_rule_138_nobody_else_is_tried_after_a_cancel(pool: Lab) -> None:
    pool.call()
    pool.do("desk", "ring", 1)
    pool.do("alice", "cancel", 1)

    assert asked(pool) == ["desk"]
