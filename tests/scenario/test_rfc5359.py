"""The service examples of RFC 5359, message for message.

A line is who sends to whom, and what: a method, or the status of an answer.
"""

from pathlib import Path

import pytest

from mspllab.scenario.run import play

FLOWS = Path(__file__).resolve().parents[2] / "data" / "scenarios" / "rfc5359"
SHORT = {"alice": "A", "bob": "B", "carol": "C", "proxy": "P"}
SHORT |= {
    "music": "M",
    "desk": "B1",
    "home": "B2",
    "mobile": "B3",
    "park": "K",
    "pc": "PC",
}


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
    "2-3": f"{calls('A', 'B')}, {changes('B', 'A')},"
    f" {asks('B', 'M')}, M>P 200, P>B 200, {asks('B', 'A')}, A>P 200, P>B 200,"
    " B>P ACK, B>P ACK, P>A ACK, P>M ACK,"
    " B>P INVITE, B>P BYE, P>B 100, P>A INVITE, P>M BYE, A>P 200, M>P 200,"
    f" P>B 200, P>B 200, B>P ACK, P>A ACK, {leaves('A', 'B')}",
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
    "2-11": f"{DIRECT}, C>A INVITE, A>C 200, C>A ACK, A>B INVITE, B>A 200, A>B ACK,"
    " B>A BYE, A>B 200, C>A BYE, A>C 200",
    "2-12": f"{asks('A', 'B1')}, B1>P 180, P>A 180, B1>P 480, P>B1 ACK,"
    f" P>B2 INVITE, B2>P 486, P>B2 ACK, P>B3 INVITE, {picks_up('B3', 'A')},"
    f" {leaves('A', 'B3')}",
    "2-13": f"C>P INVITE, P>C 100, P>C 603, C>P ACK, {calls('A', 'B')},"
    f" {leaves('A', 'B')}",
    "2-14": f"A>P INVITE, P>A 100, P>A 403, A>P ACK, {calls('A', 'B')},"
    f" {leaves('A', 'B')}",
    "2-15": f"{DIRECT}, B>K REFER, K>B 202, K>B NOTIFY, K>A INVITE, B>K 200,"
    " A>K 200, A>B BYE, K>A ACK, K>B NOTIFY, B>A 200, B>K 200, C>K SUBSCRIBE,"
    " K>C 200, K>C NOTIFY, C>K 200, C>A INVITE, A>C 200, A>K BYE, C>A ACK, K>A 200,"
    " A>C BYE, C>A 200",
    "2-16": "A>B INVITE, B>A 180, C>B SUBSCRIBE, B>C 200, B>C NOTIFY, C>B 200,"
    " C>A INVITE, A>C 200, A>B CANCEL, C>A ACK, B>A 200, B>A 487, A>B ACK,"
    " A>C BYE, C>A 200",
    "2-17": "A>B INVITE, B>A 486, A>B ACK, A>B SUBSCRIBE, B>A 200, B>A NOTIFY,"
    " A>B 200, B>A NOTIFY, A>B 200, A>B SUBSCRIBE, B>A 200, B>A NOTIFY, A>B 200,"
    f" {DIRECT}, A>B BYE, B>A 200",
    "2-18": "PC>A REFER, A>PC 202, A>PC NOTIFY, A>B INVITE, PC>A 200, B>A 180,"
    " B>A 200, A>B ACK, A>PC NOTIFY, PC>A 200, A>B BYE, B>A 200",
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


@pytest.mark.parametrize(
    ("flow", "caller", "header"),
    [
        ("2-11", "carol", "Join"),
        ("2-15", "park", "Replaces"),
        ("2-15", "carol", "Replaces"),
        ("2-16", "carol", "Replaces"),
    ],
)
def test_an_invite_names_the_call_as_its_receiver_knows_it(
    flow: str, caller: str, header: str
) -> None:
    hops = play(FLOWS / f"{flow}.toml").hops
    taking = next(
        hop.message
        for hop in hops
        if (hop.source, hop.message.method) == (caller, "INVITE")
        and hop.message.headers.get(header)
    )
    call_id, *tags = (taking.headers.get(header) or "").split(";")
    named = dict(tag.split("=") for tag in tags)

    calls = [
        hop.message
        for hop in hops
        if hop.message.call_id == call_id and hop.message.status in (180, 200)
    ]
    assert set(named.values()) == {calls[0].from_tag, calls[0].to_tag}


def test_nothing_happens_where_no_call_can_be_taken_over() -> None:
    late = {"timeline.3.at": 20.0, "timeline.4.at": 18.0}
    hops = play(FLOWS / "2-15.toml", **late).hops

    asked = [hop.message.method for hop in hops if hop.source == "carol"]
    assert "INVITE" not in asked
