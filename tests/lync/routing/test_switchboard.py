from typing import NamedTuple

import pytest

from mspllab.cores.decision import (
    Decision,
    Drop,
    Fork,
    Forward,
    Pass,
    Reply,
    Ruling,
    Target,
)
from mspllab.lync.profile import LYNC, RFC3261, Switches
from mspllab.lync.routing.switchboard import Switchboard
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Request, Response
from tests.lync.cast import GRUU, request
from tests.lync.routing.test_routes import (
    BINDING,
    DESK_TARGET,
    MOBILE_TARGET,
    SECOND,
    deployment,
)

APP = Endpoint("app01.lab.example", 10607)
INVITE = request("sip:bob@lab.example")


class Chain(NamedTuple):
    """A chain that has decided."""

    decision: Decision

    def decide(self, request: Request, *, now: float) -> Ruling:
        return Ruling(self.decision, request)

    def decide_response(
        self,
        response: Response,
        request: Request,
        *,
        now: float,
        above: int | None = None,
    ) -> Ruling:
        return Ruling(self.decision, response)


def switchboard(
    decision: Decision,
    switches: Switches = LYNC,
    trusted: frozenset[str] = frozenset(),
) -> Switchboard:
    known = deployment(BINDING, SECOND, switches=switches)
    return Switchboard(
        host="fe01.lab.example",
        chain=Chain(decision),
        stock=known.default_routing,
        book=known.book,
        switches=switches,
        trusted=trusted,
    )


def decided(decision: Decision, message: Request = INVITE) -> Decision:
    return switchboard(decision).decide(message, now=0.0).decision


def test_a_scripts_target_gets_its_next_hop() -> None:
    assert decided(Forward(Target(GRUU))) == Forward(Target(GRUU, APP))


def test_a_script_that_names_a_user_reaches_all_endpoints_of_the_user() -> None:
    targets = Fork((DESK_TARGET, MOBILE_TARGET))
    assert decided(Forward(Target("sip:bob@lab.example"))) == targets


def test_a_target_with_a_next_hop_stays_as_it_is() -> None:
    target = Target("sip:x@y.example", Endpoint("192.0.2.7", 5060))
    assert decided(Forward(target)) == Forward(target)


def test_foreign_targets_are_left_to_the_proxy() -> None:
    target = Target("sip:bob@else.example")
    assert decided(Forward(target)) == Forward(target)
    assert decided(Fork((target, Target(GRUU)))) == Fork((target, Target(GRUU, APP)))


def test_a_script_that_names_nobody_gets_the_refusal() -> None:
    refused = decided(Forward(Target("sip:dave@lab.example")))
    assert isinstance(refused, Reply)
    assert refused.status == 404


def test_a_target_that_is_no_uri_is_the_scripts_mistake() -> None:
    refused = decided(Forward(Target("bob")))
    assert isinstance(refused, Reply)
    assert refused.status == 500
    assert dict(refused.headers)["ms-diagnostics"].startswith("5005;")


def test_a_fork_leaves_out_who_cannot_be_reached_and_doubles_nobody() -> None:
    fork = Fork(
        (
            Target("sip:dave@lab.example"),
            Target("sip:bob@lab.example"),
            Target("sip:BOB@lab.example"),
        )
    )
    assert decided(fork) == Fork((DESK_TARGET, MOBILE_TARGET))


def test_a_fork_to_nobody_gets_the_first_refusal() -> None:
    fork = Fork((Target("sip:dave@lab.example"), Target("sip:carol@lab.example")))
    refused = decided(fork)
    assert isinstance(refused, Reply)
    assert refused.status == 404


def test_answers_and_drops_are_carried_out_as_they_are() -> None:
    for decision in (Reply(302), Drop("a script said so")):
        ruling = switchboard(decision).decide(INVITE, now=0.0)
        assert ruling == Ruling(decision, INVITE)


def test_a_call_that_begins_is_introduced() -> None:
    message = switchboard(Pass()).decide(INVITE, now=0.0).message
    assert message.headers.get("P-Asserted-Identity") == (
        '"Alice" <sip:alice@lab.example>, <tel:+12065550110>'
    )
    assert message.headers.get("History-Info") == "<sip:bob@lab.example>;index=1"


def test_what_is_there_already_stays() -> None:
    headers = [("P-Asserted-Identity", "<sip:x@y>"), ("History-Info", "<sip:x@y>")]
    invite = request("sip:bob@lab.example", headers=headers)
    board = switchboard(Pass(), trusted=frozenset({invite.top_via.host}))
    assert board.decide(invite, now=0.0).message is invite


def test_rule_168_who_is_not_trusted_vouches_for_nobody() -> None:
    headers = [("P-Asserted-Identity", "<sip:boss@lab.example>")]
    invite = request("sip:bob@lab.example", headers=headers)
    message = switchboard(Pass()).decide(invite, now=0.0).message
    assert message.headers.all("P-Asserted-Identity") == (
        '"Alice" <sip:alice@lab.example>, <tel:+12065550110>',
    )


@pytest.mark.parametrize(
    ("privacy", "trusted", "is_told"),
    [
        ("id", frozenset(), False),
        ("header; ID", frozenset(), False),
        ("id", frozenset({"192.0.2.101"}), True),
        ("none", frozenset(), True),
    ],
)
def test_rule_168_an_identity_is_withheld_from_whoever_is_not_trusted(
    privacy: str, trusted: frozenset[str], is_told: bool
) -> None:
    invite = request("sip:bob@lab.example", headers=[("Privacy", privacy)])
    board = switchboard(Forward(DESK_TARGET), trusted=trusted)
    message = board.decide(invite, now=0.0).message
    assert ("P-Asserted-Identity" in message.headers) is is_told


def test_a_stranger_is_not_vouched_for() -> None:
    invite = request("sip:bob@lab.example", from_="<sip:eve@else.example>;tag=1")
    message = switchboard(Pass()).decide(invite, now=0.0).message
    assert "P-Asserted-Identity" not in message.headers


def test_nothing_is_added_within_a_dialog_or_by_the_standard() -> None:
    later = request("sip:bob@lab.example", to="<sip:bob@lab.example>;tag=d1")
    assert switchboard(Pass()).decide(later, now=0.0).message is later
    plain = switchboard(Pass(), RFC3261).decide(INVITE, now=0.0)
    assert plain.message is INVITE


def test_responses_are_the_chains_business() -> None:
    response = build.response(INVITE, 200)
    board = switchboard(Drop("eaten"))
    ruling = board.decide_response(response, INVITE, now=0.0)
    assert ruling.decision == Drop("eaten")
