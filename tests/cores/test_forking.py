"""Whatever phones, callers and wires do, a proxy answers every call and forgets it."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from mspllab.cores.decision import Fork, Target
from mspllab.cores.proxy_rules import ProxyRules
from mspllab.sip.message import Response
from tests.cores.wires import BOB, Lab, contact

PATIENCE = 250.0
"""Seconds: more than Timer C and the last wait together."""
PHONES = ("desk", "mobile", "tablet")
STATUSES = (302, 303, 401, 407, 404, 415, 480, 486, 500, 503, 600, 603)


@dataclass(frozen=True)
class Deed:
    """What somebody does at some time."""

    at: float
    who: str
    does: str
    status: int = 486
    leads_to: str = "tablet"
    """Where a redirection leads."""
    is_heard: bool = True
    """Whether what follows from it arrives before anything else happens."""


DEEDS = st.builds(
    Deed,
    at=st.sampled_from([0.0, 0.1, 0.6, 2.0, 31.0, 33.0, 100.0, 182.0]),
    who=st.sampled_from(PHONES),
    does=st.sampled_from(["ring", "accept", "reject", "unplug", "plug"]),
    status=st.sampled_from(STATUSES),
    leads_to=st.sampled_from(PHONES),
    is_heard=st.booleans(),
)
CANCELS = st.builds(
    Deed,
    at=st.sampled_from([0.0, 0.1, 0.6, 2.0, 31.0, 33.0, 100.0]),
    who=st.just("alice"),
    does=st.just("cancel"),
    is_heard=st.booleans(),
)
QS = st.sampled_from([0.2, 0.5, 1.0])
STORIES = st.tuples(st.lists(DEEDS, max_size=10), st.lists(CANCELS, max_size=1)).map(
    lambda both: sorted(both[0] + both[1], key=lambda deed: deed.at)
)


def perform(lab: Lab, deed: Deed) -> None:
    """Let it happen; a button that means nothing any more does nothing."""
    if deed.does in ("unplug", "plug"):
        change = {"unplug": set.add, "plug": set.discard}[deed.does]
        change(lab.wires.unplugged, deed.who)
        return
    more = {}
    arguments: tuple[int, ...] = (1,)
    if deed.does == "reject":
        arguments = (1, deed.status)
        if deed.status < 400:
            more["headers"] = (("Contact", f"<{contact(deed.leads_to)}>"),)
        elif deed.status in (401, 407):
            name = "WWW" if deed.status == 401 else "Proxy"
            more["headers"] = ((f"{name}-Authenticate", f'Digest realm="{deed.who}"'),)
    lab.do(deed.who, deed.does, *arguments, transfer=deed.is_heard, **more)


def played(
    story: list[Deed], qs: tuple[float, ...], *, parallel: bool, transport: str
) -> Lab:
    """The lab after a call of Alice's, everything in `story`, and a while.

    A phone may ring for ever; in the end Alice gives up.
    """
    lab = Lab()
    lab.wires.transport = transport
    for name in ("alice", *PHONES):
        lab.user_agent(name)
    lab.proxy(
        ProxyRules(record_route="sip:192.0.2.1:5060;lr", recurse_on=frozenset({303}))
    )
    targets = tuple(
        Target(contact(name), q=q) for name, q in zip(PHONES, qs, strict=True)
    )
    lab.router.decisions[BOB] = Fork(targets, parallel=parallel)
    lab.call()
    for deed in story:
        lab.wires.run(until=max(lab.wires.now, deed.at))
        perform(lab, deed)
    lab.wires.run(until=PATIENCE)
    perform(lab, Deed(PATIENCE, "alice", "cancel"))
    lab.wires.run(until=2 * PATIENCE)
    for name in PHONES:  # who has not heard of the CANCEL rings until now
        perform(lab, Deed(2 * PATIENCE, name, "plug"))
        perform(lab, Deed(2 * PATIENCE, name, "reject", 480))
    lab.wires.run(until=3 * PATIENCE)
    return lab


def tags(lab: Lab, *, to: str, least: int, below: int) -> set[tuple[int, str | None]]:
    """Status and To tag of each final response to INVITE that `to` was sent."""
    return {
        (packet.message.status, packet.message.to_tag)
        for packet in lab.wires.history
        if packet.destination == to
        and isinstance(packet.message, Response)
        and packet.message.method == "INVITE"
        and least <= packet.message.status < below
    }


@settings(max_examples=150)
@given(STORIES, st.tuples(QS, QS, QS), st.booleans(), st.sampled_from(["UDP", "TCP"]))
def test_rule_117_to_123_every_call_has_its_answer_and_leaves_nothing(
    story: list[Deed], qs: tuple[float, ...], parallel: bool, transport: str
) -> None:
    lab = played(story, qs, parallel=parallel, transport=transport)

    answers = tags(lab, to="alice", least=200, below=300)
    refusals = tags(lab, to="alice", least=300, below=700)
    # A phone that answers 64·T1 after its CANCEL was given up before (§9.1).
    is_late = "200 matches no transaction" in lab.wires.dropped("proxy")
    assert is_late or answers >= tags(lab, to="proxy", least=200, below=300)
    assert len(refusals) <= 1
    assert answers or refusals
    assert lab.wires.live == {}


@settings(max_examples=60)
@given(STORIES, st.tuples(QS, QS, QS))
def test_rule_133_no_phone_of_lower_q_rings_before_all_others_have_ended(
    story: list[Deed], qs: tuple[float, ...]
) -> None:
    heard = [deed for deed in story if deed.status != 303]
    lab = played(heard, qs, parallel=False, transport="TCP")

    order = [
        packet.destination or "gone"
        for packet in lab.wires.history
        if packet.source == "proxy" and packet.title == "INVITE"
    ]
    known = dict(zip(PHONES, qs, strict=True))
    rung = [known[name] for name in order if name in known]
    assert rung == sorted(rung, reverse=True)
