"""A gateway, and the telephones behind it."""

from random import Random
from typing import Any

import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.gateway import Gateway, Telephone
from mspllab.lync.plan import PhonePlan
from mspllab.sim.datagram import Endpoint
from mspllab.transaction.timers import Timers
from tests.lync.cast import ALICE, BOB
from tests.lync.laboratory import FE, Laboratory
from tests.lync.telephony import GATEWAY, directory

ERIN = Telephone("erin", "+14255550123", "Erin", PhonePlan(answer_after=1.0))
MOBILE = Telephone("mobile", "+14255550199", plan=PhonePlan(answer_after=2.0))
DID = "sip:+12065550142@lab.example;user=phone"


def laboratory(*telephones: Telephone, **wishes: Any) -> Laboratory:
    lab = Laboratory()
    lab.front_end(directory=directory(**wishes))
    lab.client("alice", ALICE, 90)
    lab.add(
        Gateway(
            name="gw01",
            host="gw01.lab.example",
            address=GATEWAY,
            mediation="med01.lab.example",
            transport="TLS",
            home=FE,
            domain="lab.example",
            telephones=telephones,
            switches=lab.switches,
            timers=Timers(),
            chance=Random("gw01"),
        )
    )
    return lab


def test_it_is_found_under_both_its_names() -> None:
    gateway = laboratory()._elements["gw01"]
    assert gateway.hosts == ("gw01.lab.example", "192.0.2.60", "med01.lab.example")
    assert gateway.address == Endpoint("192.0.2.60", 50060)
    assert gateway.party.kind == "gateway"


def test_a_call_to_a_number_rings_the_telephone_that_has_it() -> None:
    lab = laboratory(ERIN, MOBILE)
    lab.call("alice", "sip:+14255550199@lab.example;user=phone")
    lab.run(1.5)
    assert lab.statuses("alice") == [100, 180]
    lab.run(3.0)
    assert lab.statuses("alice") == [100, 180, 200]
    lab.do("alice", "hang up")
    assert lab.run().live() == []


def test_a_number_that_nobody_has_is_404() -> None:
    lab = laboratory(ERIN)
    lab.call("alice", "sip:+14255550100@lab.example;user=phone")
    lab.run()
    assert lab.statuses("alice") == [100, 404]
    assert lab.live() == []


def test_a_telephone_calls_with_its_number() -> None:
    lab = laboratory(ERIN)
    lab.client("desk", BOB, 101, answer_after=1.0, hang_up_after=1.0)
    lab.do("gw01", "call", DID, telephone="erin")
    lab.run()

    [invite] = lab.requests("INVITE", "desk")
    assert str(invite.from_.uri) == "sip:+14255550123@lab.example;user=phone"
    assert invite.from_.display_name == "Erin"
    assert str(invite.to.uri) == DID
    assert lab.requests("BYE", "gw01") and lab.live() == []


def test_where_no_telephone_is_named_the_first_one_calls() -> None:
    lab = laboratory(ERIN, MOBILE)
    lab.do("gw01", "call", DID)
    [invite] = lab.requests("INVITE", "fe01")
    assert invite.from_.uri.user == "+14255550123"  # type: ignore[union-attr]


def test_a_call_may_come_in_and_go_out_by_the_same_gateway() -> None:
    lab = laboratory(ERIN, MOBILE, simultaneous_ring=("tel:+14255550199",))
    lab.do("gw01", "call", DID, telephone="erin")
    lab.run(5.0)
    lab.do("gw01", "hang up", telephone="erin")
    lab.run()

    assert [m.uri for m in lab.requests("INVITE", "gw01")] == [
        "sip:+14255550199@gw01.lab.example;user=phone;maddr=med01.lab.example"
    ]
    assert lab.noticed("gw01") == [
        *("called", "rings", "ringback", "answered"),
        *("connected", "connected", "ended", "ended"),
    ]
    assert lab.live() == []


def test_without_a_telephone_nobody_calls() -> None:
    lab = laboratory()
    with pytest.raises(ScenarioError, match="no telephone behind gw01"):
        lab.do("gw01", "call", DID)
