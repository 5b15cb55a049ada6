"""Targets that are tried later, and those that stand in for others."""

from dataclasses import replace

import pytest

from mspllab.cores.decision import Fork, Forward, Reply, Target, Turn
from mspllab.cores.events import Progress, Rejected
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.trace.records import TimerCancelled, TimerFired, TimerSet
from tests.cores.conftest import PHONES
from tests.cores.wires import BOB, Lab, contact

DESK, MOBILE, TABLET = (Target(contact(name)) for name in PHONES)
NOT_TAKEN = Reply(480, "Nobody There")


def plan(lab: Lab, *turns: Turn, first: tuple[Target, ...] = (DESK,)) -> Lab:
    """What is to become of calls to Bob."""
    lab.router.decisions[BOB] = Fork(first, turns=turns)
    return lab


def at(lab: Lab, kind: type) -> list[float]:
    return [r.at for r in lab.wires.of("proxy", kind) if r.timer == "wait"]


def status(lab: Lab) -> int:
    [rejected] = lab.wires.heard("alice", Rejected)
    return rejected.status


def test_targets_join_in_while_the_others_ring(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,))).call()
    fork.do("desk", "ring", 1)

    fork.wires.wait(5.0)

    assert (at(fork, TimerSet), at(fork, TimerFired)) == ([0.0], [5.0])
    assert fork.wires.sent(to="desk") == ["INVITE"]
    assert fork.wires.sent(to="mobile") == ["INVITE"]


def test_a_turn_that_replaces_cancels_what_rings(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,), replaces=True)).call()
    fork.do("desk", "ring", 1)

    fork.wires.wait(5.0)

    assert fork.wires.sent(to="desk") == ["INVITE", "CANCEL", "ACK"]
    assert fork.wires.sent(to="mobile") == ["INVITE"]
    fork.do("mobile", "accept", 1)
    assert fork.wires.sent(to="alice")[-1] == "200 INVITE"


def test_a_phone_that_has_said_nothing_is_cancelled_when_it_does(fork: Lab) -> None:
    plan(fork, Turn(0.1, (MOBILE,), replaces=True)).call()
    fork.wires.wait(0.1)
    assert "CANCEL" not in fork.wires.sent()

    fork.do("desk", "ring", 1)

    assert fork.wires.sent(to="desk")[:2] == ["INVITE", "CANCEL"]


def test_turns_count_from_the_call_and_come_one_after_the_other(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,)), Turn(9.0, (TABLET,))).call()
    for phone in ("desk", "mobile"):
        fork.wires.wait(5.0 if phone == "mobile" else 0.0)
        fork.do(phone, "ring", 1)

    fork.wires.wait(4.0)

    assert at(fork, TimerFired) == [5.0, 9.0]
    assert fork.wires.sent(to="tablet") == ["INVITE"]


def test_when_all_have_refused_nobody_waits_for_the_time(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,))).call()
    fork.do("desk", "reject", 1, 486)

    assert at(fork, TimerCancelled) == [0.0]
    assert fork.wires.sent(to="mobile") == ["INVITE"]
    fork.do("mobile", "reject", 1, 480)
    assert status(fork) == 486


def test_a_6xx_ends_all_turns(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,))).call()
    fork.do("desk", "reject", 1, 603)

    assert status(fork) == 603
    assert at(fork, TimerCancelled) == [0.0]
    assert fork.wires.sent(to="mobile") == []


def test_so_does_an_answer(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,))).call()
    fork.do("desk", "accept", 1)

    assert at(fork, TimerCancelled) == [0.0]


def test_so_does_the_caller_who_hangs_up(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,))).call()
    fork.do("desk", "ring", 1)
    fork.do("alice", "cancel", 1)
    fork.wires.run()

    assert at(fork, TimerCancelled) == [0.0]
    assert status(fork) == 487
    assert fork.wires.live == {}


def test_where_only_cancelled_branches_are_left_the_turn_says_what_is_told(
    fork: Lab,
) -> None:
    plan(fork, Turn(5.0, (), replaces=True, refusal=NOT_TAKEN)).call()
    fork.do("desk", "ring", 1)
    fork.wires.wait(5.0)

    [rejected] = fork.wires.heard("alice", Rejected)
    assert rejected.response is not None
    assert rejected.response.start_line == "SIP/2.0 480 Nobody There"
    fork.wires.run()
    assert fork.wires.live == {}


def test_a_refusal_of_the_last_one_asked_is_told_as_it_is(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,), replaces=True, refusal=NOT_TAKEN)).call()
    fork.do("desk", "ring", 1)
    fork.wires.wait(5.0)
    fork.do("mobile", "reject", 1, 404)

    assert status(fork) == 404


def test_with_nobody_to_ask_at_first_the_turn_comes_at_once(fork: Lab) -> None:
    plan(fork, Turn(5.0, (MOBILE,)), first=()).call()
    assert fork.wires.sent(to="mobile") == ["INVITE"]


def test_a_turn_with_a_report_sends_a_101(fork: Lab) -> None:
    plan(fork, Turn(0.0, (MOBILE,), report="13005"), first=()).call()

    [report] = fork.wires.heard("alice", Progress)
    assert report.response.status == 101
    assert report.response.headers.get("ms-diagnostics") == "13005"


def test_only_the_copy_of_a_target_has_its_headers(fork: Lab) -> None:
    marked = MOBILE._replace(
        headers=(("Ms-Target-Class", "secondary"), ("Subject", "new"))
    )
    plan(fork, first=(DESK, marked)).call(headers=[("Subject", "old")])

    desk, mobile = (fork.wires.one("INVITE", to=name) for name in PHONES[:2])
    assert desk.headers.get("Ms-Target-Class") is None
    assert mobile.headers.get("Ms-Target-Class") == "secondary"
    assert (desk.headers.get("Subject"), mobile.headers.get("Subject")) == (
        "old",
        "new",
    )


@pytest.mark.parametrize("failure", [500, 503, 504])
def test_a_backup_is_tried_where_the_first_has_failed(fork: Lab, failure: int) -> None:
    fork.router.decisions[BOB] = Forward(DESK._replace(backups=(MOBILE, TABLET)))
    fork.call()
    fork.do("desk", "reject", 1, failure)
    assert fork.wires.sent(to="mobile") == ["INVITE"]
    fork.do("mobile", "reject", 1, failure)
    fork.do("tablet", "accept", 1)

    assert fork.wires.sent(to="alice")[-1] == "200 INVITE"
    assert fork.wires.heard("alice", Rejected) == []


@pytest.mark.parametrize("refusal", [404, 486, 603])
def test_a_refusal_is_no_failure(fork: Lab, refusal: int) -> None:
    fork.router.decisions[BOB] = Forward(DESK._replace(backups=(MOBILE,)))
    fork.call()
    fork.do("desk", "reject", 1, refusal)

    assert status(fork) == refusal
    assert fork.wires.sent(to="mobile") == []


def test_a_target_that_nobody_can_find_is_replaced_at_once(fork: Lab) -> None:
    nowhere = Target("sip:bob@nowhere.invalid", backups=(MOBILE,))
    fork.router.decisions[BOB] = Forward(nowhere)
    fork.call()

    assert fork.wires.sent(to="mobile") == ["INVITE"]


def test_the_caller_may_be_told_that_another_gateway_is_tried(fork: Lab) -> None:
    fork.proxy(replace(ProxyRules(), failover_101="12006"))
    fork.router.decisions[BOB] = Forward(DESK._replace(backups=(MOBILE,)))
    fork.call()
    fork.do("desk", "reject", 1, 503)

    [report] = fork.wires.heard("alice", Progress)
    assert report.response.headers.get("ms-diagnostics") == "12006"
