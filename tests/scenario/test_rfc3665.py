"""The call flows of RFC 3665, message for message.

A line is who sends to whom, and what: a method, or the status of an answer.
"""

from pathlib import Path

import pytest

from mspllab.scenario.run import play

FLOWS = Path(__file__).resolve().parents[2] / "data" / "scenarios" / "rfc3665"
SHORT = {"alice": "A", "bob": "B", "proxy1": "P1", "proxy2": "P2"}
SHORT |= {"proxy": "P", "redirect": "R"}

REGISTERED = "B>P REGISTER, P>B 401, B>P REGISTER, P>B 200"
AGAIN = "B>P REGISTER, P>B 200"
ASKED = "A>P1 INVITE, P1>A 407, A>P1 ACK"
TO_BOB = "A>P1 INVITE, P1>A 100, P1>P2 INVITE, P2>P1 100, P2>B INVITE"
RINGS = "B>P2 180, P2>P1 180, P1>A 180"
ANSWERS = "B>P2 200, P2>P1 200, P1>A 200, A>P1 ACK, P1>P2 ACK, P2>B ACK"
BYE_BY_BOB = "B>P2 BYE, P2>P1 BYE, P1>A BYE, A>P1 200, P1>P2 200, P2>B 200"
BYE_BY_ALICE = "A>P1 BYE, P1>P2 BYE, P2>B BYE, B>P2 200, P2>P1 200, P1>A 200"


def failing(status: int) -> str:
    return (
        f"B>P2 {status}, P2>B ACK, P2>P1 {status}, P1>P2 ACK, P1>A {status}, A>P1 ACK"
    )


EXPECTED = {
    "2-1": REGISTERED,
    "2-2": f"{REGISTERED}, {AGAIN}",
    "2-3": f"{REGISTERED}, {AGAIN}",
    "2-4": f"{REGISTERED}, {AGAIN}",
    "2-5": "B>P REGISTER, P>B 401, B>P REGISTER, P>B 401",
    "3-1": "A>B INVITE, B>A 180, B>A 200, A>B ACK, B>A BYE, A>B 200",
    "3-2": f"{ASKED}, {TO_BOB}, {RINGS}, {ANSWERS}, {BYE_BY_BOB}",
    "3-3": f"{ASKED}, A>P1 INVITE, P1>A 100, P1>P2 INVITE, P2>P1 407, P1>P2 ACK,"
    f" P1>A 407, A>P1 ACK, {TO_BOB}, {RINGS}, {ANSWERS}, {BYE_BY_BOB}",
    "3-4": f"{', '.join(['A>P1 INVITE'] * 7)}, A>P2 INVITE, P2>A 407, A>P2 ACK,"
    " A>P2 INVITE, P2>A 100, P2>B INVITE, B>P2 180, P2>A 180, B>P2 200, P2>A 200,"
    " A>P2 ACK, P2>B ACK, B>P2 BYE, P2>A BYE, A>P2 200, P2>B 200",
    "3-6": "A>R INVITE, R>A 302, A>R ACK, A>P INVITE, P>A 100, P>B INVITE, B>P 180,"
    " P>A 180, B>P 200, P>A 200, A>P ACK, P>B ACK, B>P BYE, P>A BYE, A>P 200, P>B 200",
    "3-7": f"{TO_BOB}, {RINGS}, {ANSWERS},"
    " B>P2 INVITE, P2>B 100, P2>P1 INVITE, P1>P2 100, P1>A INVITE,"
    " A>P1 200, P1>P2 200, P2>B 200, B>P2 ACK, P2>P1 ACK, P1>A ACK,"
    f" {BYE_BY_ALICE}",
    "3-8": f"{TO_BOB}, {RINGS}, A>P1 CANCEL, P1>A 200, P1>P2 CANCEL, P2>P1 200,"
    f" P2>B CANCEL, B>P2 200, {failing(487)}",
    "3-9": f"{TO_BOB}, {failing(486)}",
    "3-10": f"{TO_BOB}, {', '.join(['P2>B INVITE'] * 6)},"
    " P2>P1 480, P1>P2 ACK, P1>A 480, A>P1 ACK",
    "3-11": f"{TO_BOB}, {RINGS}, {failing(480)}",
}


def test_every_flow_of_the_folder_is_compared() -> None:
    assert set(EXPECTED) == {path.stem for path in FLOWS.glob("*.toml")}


@pytest.mark.parametrize("wire", ["messages", "bytes"])
@pytest.mark.parametrize("flow", EXPECTED)
def test_a_flow_agrees_message_for_message(flow: str, wire: str) -> None:
    trace = play(FLOWS / f"{flow}.toml", wire=wire)

    said = [
        f"{SHORT[hop.source]}>{SHORT[hop.destination]}"
        f" {hop.message.status or hop.message.method}"
        for hop in trace.hops
    ]
    assert said == EXPECTED[flow].split(", ")


CALL = {"at": 0.0, "who": "alice", "do": "call", "to": "sip:bob@biloxi.example"}


def servers_asked(**changes: object) -> list[str]:
    """Whom Alice's INVITEs of §3.4 go to, in this order, each once."""
    hops = play(FLOWS / "3-4.toml", **changes).hops
    invites = [hop for hop in hops if hop.message.method == "INVITE"]
    return list(dict.fromkeys(h.destination for h in invites if h.source == "alice"))


def test_a_server_that_refuses_connections_is_given_up_at_once() -> None:
    trace = play(
        FLOWS / "3-4.toml",
        **{"links.transport": "TCP", "faults": [{"refuse": "proxy1"}]},
    )
    first = next(hop for hop in trace.hops if hop.destination == "proxy2")

    assert first.sent < 0.1


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, ["proxy1", "proxy2"]),
        (
            {"clients.alice": {"user": "alice", "address": "192.0.2.90:5060"}},
            ["proxy1"],
        ),
        ({"timeline": [CALL, {"at": 5.0, "who": "alice", "do": "cancel"}]}, ["proxy1"]),
        ({"clients.alice.second_server": "proxy1"}, ["proxy1"]),
    ],
)
def test_a_call_goes_by_the_second_server_only_while_it_is_wanted(
    changes: dict[str, object], asked: list[str]
) -> None:
    assert servers_asked(**changes) == asked
