from random import Random

import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.profile import RFC3261
from mspllab.lync.proxy_server import ProxyServer
from mspllab.transaction.timers import Timers
from tests.lync.cast import ALICE, BOB, CAROL, DIRECTORY
from tests.lync.laboratory import FE, Laboratory

BOB_SIP = "sip:bob@lab.example"


def proxied(**more: object) -> Laboratory:
    lab = Laboratory(RFC3261)
    settings = {
        "name": "proxy",
        "host": "proxy.lab.example",
        "ip": FE.host,
        "port": FE.port,
        "transport": "TLS",
        "directory": DIRECTORY,
        "timers": Timers(),
        "chance": Random("proxy"),
        "resolve": lab.resolve,
    }
    lab.add(ProxyServer(**settings | more))  # type: ignore[arg-type]
    lab.client("alice", ALICE, 90)
    return lab


def test_it_forks_and_the_first_answer_wins() -> None:
    lab = proxied()
    lab.client("desk", BOB, 101, answer_after=1.0)
    lab.client("mobile", BOB, 102)
    lab.call("alice", BOB_SIP)
    lab.run(10.0)
    assert lab.statuses("alice") == [100, 180, 180, 200]
    assert lab.noticed("desk") == ["rings", "answered", "connected"]
    assert lab.noticed("mobile") == ["rings", "missed"]


def test_its_copies_are_the_standards() -> None:
    lab = proxied()
    lab.client("desk", BOB, 101)
    lab.call("alice", BOB_SIP)
    lab.run(1.0)
    (copy_,) = lab.requests("INVITE", "desk")
    assert copy_.uri == "sip:bob@192.0.2.101:50101;transport=tls"
    assert str(copy_.to) == "<sip:bob@lab.example>"
    assert [str(r.uri) for r in copy_.record_route] == [
        "sip:proxy.lab.example:5061;transport=tls;lr"
    ]


def test_the_caller_follows_redirections_itself_unless_it_is_told_to() -> None:
    for recurse, calls in ((frozenset[int](), 2), (frozenset({302}), 1)):
        lab = proxied(recurse=recurse)
        plan = {"redirect_after": 0.0, "redirect_to": ("sip:carol@lab.example",)}
        lab.client("desk", BOB, 101, **plan)
        lab.client("carol", CAROL, 103, answer_after=0.0)
        lab.call("alice", BOB_SIP)
        lab.run(5.0)
        assert len(lab.requests("INVITE", "proxy")) == calls
        assert lab.noticed("carol")[-1] == "connected"


def test_unknown_and_absent_users_are_told_apart() -> None:
    for target, status in (("sip:dave@lab.example", 404), (BOB_SIP, 480)):
        lab = proxied()
        lab.call("alice", target)
        lab.run(5.0)
        assert lab.statuses("alice") == [100, status]


def test_a_registration_is_kept() -> None:
    lab = proxied()
    lab.client("desk", BOB, 101, register=0.5)
    lab.run(1.0)
    lab.call("alice", BOB_SIP)
    lab.run(2.0)
    assert lab.noticed("desk") == ["registered", "rings"]


def test_it_does_nothing_by_itself() -> None:
    lab = proxied()
    with pytest.raises(ScenarioError, match="a server does nothing by itself"):
        lab.do("proxy", "call", BOB_SIP)


def test_it_can_stay_out_of_the_way() -> None:
    lab = proxied(record_route=False)
    lab.client("desk", BOB, 101, answer_after=0.0)
    lab.call("alice", BOB_SIP)
    lab.run(5.0)
    acks = [said for said in lab.said if said.message.method == "ACK"]
    assert [(said.source, said.destination) for said in acks] == [("alice", "desk")]


def test_rule_128_it_may_remember_nothing() -> None:
    lab = proxied(stateless=True)
    lab.client("desk", BOB, 101, answer_after=1.0)
    lab.call("alice", BOB_SIP)
    lab.run(60.0)
    assert lab.statuses("alice") == [180, 200]
    assert lab.noticed("desk") == ["rings", "answered", "connected"]
    assert lab.live() == []


@pytest.mark.parametrize("whom", ["own", "everybody"])
def test_rule_044_it_asks_who_calls_before_it_does_anything(whom: str) -> None:
    lab = proxied(authenticate=whom)
    lab.client("desk", BOB, 101)
    lab.call("alice", BOB_SIP)
    lab.run(0.025)
    assert lab.statuses("alice") == [407]
    assert lab.requests("INVITE", "desk") == []


def test_it_asks_who_registers() -> None:
    lab = proxied(authenticate="own")
    lab.client("desk", BOB, 101, register=0.5)
    lab.run(1.0)
    assert lab.statuses("desk")[0] == 401
