"""The service examples of RFC 5359, message for message.

A line is who sends to whom, and what: a method, or the status of an answer.
"""

from pathlib import Path

import pytest

from mspllab.scenario.run import play

FLOWS = Path(__file__).resolve().parents[2] / "data" / "scenarios" / "rfc5359"
SHORT = {"alice": "A", "bob": "B", "carol": "C", "proxy": "P"}


def asks(caller: str, callee: str) -> str:
    """An INVITE by way of the proxy, as far as it is alone on the wires."""
    return f"{caller}>P INVITE, P>{caller} 100, P>{callee} INVITE"


def accepts(callee: str, caller: str) -> str:
    """The 200 and its ACK."""
    answer = f"{callee}>P 200, P>{caller} 200"
    return f"{answer}, {caller}>P ACK, P>{callee} ACK"


def picks_up(callee: str, caller: str) -> str:
    """It rings, and somebody answers."""
    return f"{callee}>P 180, P>{caller} 180, {accepts(callee, caller)}"


def calls(caller: str, callee: str) -> str:
    """A whole call, up to its ACK."""
    return f"{asks(caller, callee)}, {picks_up(callee, caller)}"


def changes(by: str, other: str) -> str:
    """A re-INVITE: hold, or the end of it."""
    return f"{asks(by, other)}, {accepts(other, by)}"


def leaves(by: str, other: str) -> str:
    """A BYE, and its 200."""
    return f"{by}>P BYE, P>{other} BYE, {other}>P 200, P>{by} 200"


CHAT = "A>B MESSAGE, B>A 200"
DIRECT = "A>B INVITE, B>A 180, B>A 200, A>B ACK"
REFERRED = "B>A REFER, A>B 202, A>B NOTIFY, A>C INVITE"
TRANSFERRED = (
    f"{REFERRED}, B>A BYE, B>A 200, A>B 200,"
    " C>A 180, C>A 200, A>C ACK, A>B NOTIFY, B>A 200"
)
LEAVES_CAROL = "A>C BYE, C>A 200"
EXPECTED = {
    "2-1": f"{calls('A', 'B')}, {changes('B', 'A')}, {changes('B', 'A')},"
    f" {leaves('A', 'B')}",
    "2-2": f"{calls('A', 'B')}, {changes('B', 'A')}, {calls('B', 'C')},"
    f" {leaves('B', 'C')}, {changes('B', 'A')}, {leaves('A', 'B')}",
    "2-4": f"{DIRECT}, {TRANSFERRED}, {LEAVES_CAROL}",
    "2-5": f"{DIRECT}, B>A INVITE, A>B 200, B>A ACK,"
    f" B>C INVITE, C>B 180, C>B 200, B>C ACK, {REFERRED}, B>A 200,"
    " C>A 200, C>B BYE, A>C ACK, A>B NOTIFY, B>C 200, B>A 200, B>A BYE, A>B 200,"
    f" {LEAVES_CAROL}",
    "2-6": f"{DIRECT}, {CHAT}, {TRANSFERRED}, A>C MESSAGE, C>A 200, {LEAVES_CAROL}",
    "2-7": f"{calls('A', 'C')}, {leaves('A', 'C')}",
    "2-8": f"{asks('A', 'B')}, B>P 486, P>B ACK, P>C INVITE, {picks_up('C', 'A')},"
    f" {leaves('A', 'C')}",
    "2-9": f"{asks('A', 'B')}, B>P 180, P>A 180, P>B CANCEL, P>C INVITE,"
    f" B>P 200, B>P 487, P>B ACK, {picks_up('C', 'A')}, {leaves('A', 'C')}",
    "2-10": f"{calls('A', 'B')}, {changes('A', 'B')}, {calls('A', 'C')},"
    f" {changes('A', 'B')}, {leaves('A', 'C')}, {leaves('A', 'B')}",
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
