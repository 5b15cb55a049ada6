"""The world goes from event to event and writes down what it sees."""

import copy
from collections.abc import Callable
from random import Random

from mspllab.lync.plan import Step
from mspllab.scenario.scenario import Budget
from mspllab.scenario.world import World
from mspllab.sim.datagram import Endpoint
from mspllab.sim.fault import REFUSED, Action, Fault, Outage
from mspllab.sim.network import Network
from mspllab.sip.build import request, response
from mspllab.sip.message import Message, Request
from mspllab.trace.records import (
    Cause,
    Dropped,
    Ended,
    Happened,
    Lost,
    Received,
    ScriptRun,
    Sent,
)
from mspllab.trace.trace import Party, Trace
from mspllab.transaction.effects import Effect, Send

ALICE, BOB = Endpoint("192.0.2.90", 5060), Endpoint("192.0.2.101", 5060)
Reaction = Callable[[Message, float], list[Effect]]


def invite(call_id: str = "c1") -> Request:
    return request(
        "INVITE",
        "sip:bob@lab.example",
        from_="<sip:alice@lab.example>;tag=a",
        to="<sip:bob@lab.example>",
        call_id=call_id,
        cseq=1,
        via="SIP/2.0/UDP 192.0.2.90;branch=z9hG4bK1",
        headers=[("Content-Length", "0")],
    )


def answer(message: Message, now: float) -> list[Effect]:
    """What a phone does that answers everything at once."""
    if not isinstance(message, Request):
        return []
    return [Send(response(message, 200, to_tag="b"), ALICE, "UDP")]


def be_silent(message: Message, now: float) -> list[Effect]:
    return []


class Node:
    """An element that calls Bob when told to and otherwise reacts as it is given."""

    def __init__(self, name: str, address: Endpoint, react: Reaction) -> None:
        self.party = Party(name, "client", name, str(address))
        self.address = address
        self.hosts = (address.host,)
        self.timers: list[float] = []
        self._react = react

    def start(self, *, now: float) -> list[Effect]:
        return [Happened(now, self.party.name, "loaded", "is there")]

    def receive(
        self, message: Message, *, source: Endpoint, transport: str, now: float
    ) -> list[Effect]:
        return self._react(message, now)

    def transport_failed(
        self,
        message: Message,
        *,
        destination: Endpoint,
        now: float,
        why: str = "",
    ) -> list[Effect]:
        text = f"cannot reach {destination}: {why}"
        return [Happened(now, self.party.name, "failed", text)]

    def perform(self, step: Step, *, now: float) -> list[Effect]:
        return [Send(invite(step.to or "c1"), BOB, "UDP")]

    def next_timer(self) -> float | None:
        return min(self.timers, default=None)

    def fire_timers(self, *, now: float) -> list[Effect]:
        self.timers = [due for due in self.timers if due > now]
        return [Happened(now, self.party.name, "woke", "wakes")]


def world(
    react: Reaction = answer,
    *,
    steps: int = 1,
    until: float = 10.0,
    budget: Budget | None = None,
    in_bytes: bool = False,
    faults: tuple[Fault, ...] = (),
    outages: tuple[Outage, ...] = (),
    bob_is_there: bool = True,
) -> World:
    nodes = [Node("alice", ALICE, be_silent), Node("bob", BOB, react)]
    network = Network(chance=Random(1), faults=faults, outages=outages)
    for node in nodes[: 2 if bob_is_there else 1]:
        network.place(node.party.name, node.hosts)
    return World(
        elements=nodes,
        network=network,
        trace=Trace(parties=tuple(node.party for node in nodes)),
        timeline=[Step(float(n), "alice", "call", f"c{n}") for n in range(steps)],
        until=until,
        budget=budget or Budget(),
        in_bytes=in_bytes,
    )


def test_a_step_a_message_and_its_answer() -> None:
    trace = world().run()

    assert [hop.message.start_line for hop in trace.hops] == [
        "INVITE sip:bob@lab.example SIP/2.0",
        "SIP/2.0 200 OK",
    ]
    assert [(hop.n, hop.sent, hop.received) for hop in trace.hops] == [
        (1, 0.0, 0.01),
        (2, 0.01, 0.02),
    ]
    assert trace.records[-1] == Ended(0.02, "quiet")


def test_what_an_element_does_is_caused_by_what_came_to_it() -> None:
    first, second = world().run().hops

    assert first.cause == Cause(plan="alice: call c0")
    assert second.cause == Cause(message=1)


def test_the_cause_an_element_gives_is_completed() -> None:
    def by_script(message: Message, now: float) -> list[Effect]:
        if not isinstance(message, Request):
            return []
        ok = response(message, 200, to_tag="b")
        return [Send(ok, ALICE, "UDP", Cause(run=3, line=12))]

    assert world(by_script).run().hops[1].cause == Cause(message=1, run=3, line=12)


def test_a_timer_or_plan_that_an_element_names_is_the_whole_cause() -> None:
    def by_timer(message: Message, now: float) -> list[Effect]:
        if not isinstance(message, Request):
            return []
        return [Send(response(message, 200), ALICE, "UDP", Cause(timer="G"))]

    assert world(by_timer).run().hops[1].cause == Cause(timer="G")


def test_records_about_a_message_get_its_number() -> None:
    def record(message: Message, now: float) -> list[Effect]:
        run = ScriptRun(1, now, "bob", "http://x/", "x.am", None, "proxied")
        return [run, Dropped(now, "bob", None, "for no reason")]

    trace = world(record).run()

    assert trace.runs[0].message == 1
    assert trace.of(Dropped)[0].n == 1


def test_bytes_on_the_wire_give_the_same_trace() -> None:
    assert world(in_bytes=True).run() == world().run()


def test_what_cannot_be_read_from_the_bytes_is_dropped() -> None:
    def babble(message: Message, now: float) -> list[Effect]:
        if not isinstance(message, Request):
            return []
        short = response(message, 200, headers=[("Content-Length", "99")])
        return [Send(short, ALICE, "UDP")]

    trace = world(babble, in_bytes=True).run()

    (dropped,) = trace.of(Dropped)
    assert (dropped.element, dropped.n) == ("alice", 2)
    assert "Content-Length" in dropped.why


def test_an_element_is_called_when_its_timer_is_due() -> None:
    there = world(steps=0)
    there.elements["bob"].timers = [2.5, 4.0]  # type: ignore[attr-defined]
    there._set_wake("bob")

    trace = there.run()

    assert [h.at for h in trace.happenings("bob", "woke")] == [2.5, 4.0]
    assert trace.end == Ended(4.0, "quiet")


def test_a_timer_taken_back_does_not_prolong_the_run() -> None:
    def take_back(message: Message, now: float) -> list[Effect]:
        there.elements["bob"].timers = []  # type: ignore[attr-defined]
        return []

    there = world(take_back)
    there.elements["bob"].timers = [5.0]  # type: ignore[attr-defined]
    there._set_wake("bob")

    assert there.run().end == Ended(0.01, "quiet")


def test_it_stops_when_the_time_is_up() -> None:
    trace = world(steps=20, until=4.5).run()

    assert trace.end == Ended(4.5, "until")
    assert max(hop.sent for hop in trace.hops) == 4.01


def test_a_loop_is_stopped_by_the_budget_of_messages() -> None:
    def play_ping_pong(message: Message, now: float) -> list[Effect]:
        return [Send(message, BOB, "UDP")]

    trace = world(play_ping_pong, budget=Budget(messages=50), until=1e9).run()

    assert len(trace.hops) == 50
    assert trace.end is not None
    assert trace.end.why == "the budget of 50 messages is used up"


def test_a_loop_is_stopped_by_the_budget_of_calls() -> None:
    trace = world(steps=9, budget=Budget(legs=3)).run()

    assert len(trace.call_ids) == 4
    assert trace.end == Ended(3.0, "the budget of legs, 3, is used up")


def test_a_lost_message_is_recorded_and_does_not_arrive() -> None:
    trace = world(faults=(Fault(Action.LOSE, "any"),)).run()

    assert trace.of(Lost) == (Lost(1, 0.0, "by a fault of the scenario"),)
    assert trace.of(Received) == ()


def test_a_doubled_message_arrives_twice() -> None:
    trace = world(be_silent, faults=(Fault(Action.DUPLICATE, "any", by=0.5),)).run()

    assert trace.of(Received) == (Received(1, 0.01), Received(1, 0.51))


def test_a_refused_connection_is_reported_to_the_sender() -> None:
    trace = world(outages=(Outage("bob", REFUSED),)).run()

    assert trace.happenings("alice", "failed") == (
        Happened(0.02, "alice", "failed", "cannot reach 192.0.2.101:5060: refused"),
    )


def test_a_host_that_does_not_exist_gets_a_lane() -> None:
    trace = world(bob_is_there=False).run()

    assert trace.party("192.0.2.101").kind == "nowhere"
    assert trace.hops[0].lost == "no host is called 192.0.2.101"
    assert len(trace.happenings("alice", "failed")) == 1


def test_a_copied_world_goes_on_by_itself() -> None:
    there = world(steps=3)
    for _ in range(2):
        there.step()

    twin = copy.deepcopy(there)

    assert twin.run() == world(steps=3).run()
    assert there.trace.end is None
    assert there.run() == twin.trace


def test_stepping_ends_once_and_for_all() -> None:
    there = world()
    there.run()

    assert not there.step()
    assert len(there.trace.of(Ended)) == 1


def test_everything_sent_is_numbered_without_a_gap() -> None:
    trace = world(steps=5).run()

    assert [sent.n for sent in trace.of(Sent)] == list(range(1, 11))
