"""N1, N2, N5: the event loop, whole forked calls, and whether a long run slows down."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from heapq import heappop, heappush
from pathlib import Path
from typing import NamedTuple

from harness import Goal

from mspllab.lync.plan import PhonePlan, Step
from mspllab.scenario.build import build
from mspllab.scenario.load import read_scenario
from mspllab.scenario.scenario import Budget, Installed, Scenario
from mspllab.scenario.world import World
from mspllab.sim.clock import Clock
from mspllab.sim.datagram import Endpoint

WHO_RINGS = Path(__file__).resolve().parents[2] / "data/scenarios/who-rings.toml"
PENDING = 1_000
"""Events that wait in the heap at any time."""
EVENTS = 2_000
CALLS = 10
GAP = 0.5
"""Seconds from call to call; each lasts 0.3 s."""
DAY = 86_400
"""Seconds for which the phones register, so that no run outlasts it."""
LONG_RUN = 20_000
YOUNG = 300


class Tick(NamedTuple):
    """An event like those of the simulator: a flat value."""

    node: str


TICK = Tick("alice")


def goals() -> list[Goal]:
    by_hand = HeapLoop()
    return [
        Goal(
            "N1",
            "event loop, timers cancelled",
            1.3,
            partial(ClockLoop().turn, EVENTS),
            partial(by_hand.turn, EVENTS),
            per=EVENTS,
        ),
        Goal(
            "N2",
            "forked call of 27 messages, in heap events",
            350.0,
            next_calls(cache(lambda: world(LONG_RUN))),
            partial(by_hand.turn, CALLS),
            per=CALLS,
        ),
        Goal(
            "N5",
            f"a call after {LONG_RUN - 2_000:,} calls, against a first one",
            1 / 0.6,
            next_calls(cache(old_world)),
            next_calls(young_worlds()),
            per=CALLS,
        ),
    ]


class ClockLoop:
    """Each event sets the next and a timer, and cancels the timer before."""

    def __init__(self) -> None:
        self.clock: Clock[Tick] = Clock()
        self.seen = self.timer = 0
        for number in range(PENDING):
            self.clock.schedule(number / PENDING, TICK)

    def turn(self, events: int) -> None:
        clock, timer = self.clock, self.timer
        for _ in range(events):
            event = clock.pop()
            if type(event) is Tick:
                self.seen += 1
            now = clock.now
            clock.schedule(now + 1.0, TICK)
            if timer:
                clock.cancel(timer)
            timer = clock.schedule(now + 0.5, TICK)
        self.timer = timer


class HeapLoop:
    """The same by hand, all in one place: the floor."""

    def __init__(self) -> None:
        self.heap = [(number / PENDING, number, TICK) for number in range(PENDING)]
        self.cancelled: set[int] = set()
        self.seen = self.timer = 0
        self.number = PENDING

    def turn(self, events: int) -> None:
        heap, cancelled, timer = self.heap, self.cancelled, self.timer
        for _ in range(events):
            while True:
                now, number, event = heappop(heap)
                if number not in cancelled:
                    break
                cancelled.remove(number)
            if type(event) is Tick:
                self.seen += 1
            self.number += 1
            heappush(heap, (now + 1.0, self.number, TICK))
            if timer:
                cancelled.add(timer)
            self.number = timer = self.number + 1
            heappush(heap, (now + 0.5, timer, TICK))
        self.timer = timer


def scenario(calls: int) -> Scenario:
    """Alice calls three phones of Bob again and again; a script sees each call."""
    base = read_scenario(WHO_RINGS)
    alice, desk, mobile = (replace(one, expires=DAY) for one in base.clients)
    steps = [
        Step(call * GAP + after, "alice", do, to)
        for call in range(calls)
        for after, do, to in (
            (0.0, "call", "sip:bob@lab.example"),
            (0.3, "hang up", None),
        )
    ]
    return replace(
        base,
        servers=(
            replace(
                base.servers[0],
                applications=(Installed("../scripts/pass-through.am"),),
            ),
        ),
        clients=(
            alice,
            replace(desk, on_call=PhonePlan(answer_after=0.15)),
            replace(mobile, on_call=PhonePlan()),
            replace(
                mobile,
                name="bob-tablet",
                epid="b0b0000004",
                address=Endpoint("192.0.2.103", 5061),
                on_call=PhonePlan(),
            ),
        ),
        applications=(),
        lanes=(),
        switches=(("progress_report", False),),
        timeline=tuple(steps),
        until=1e9,
        budget=Budget(legs=10**9, messages=10**9),
    )


def world(calls: int) -> World:
    return build(scenario(calls))


def old_world() -> World:
    """One that has played all but the last two thousand of its calls."""
    old = world(LONG_RUN)
    old.run(until=(LONG_RUN - 2_000) * GAP - 0.01)
    return old


def young_worlds() -> Callable[[], World]:
    """Hands out the same world until it has played its first calls, then a new one."""
    worlds: list[World] = []

    def young() -> World:
        if not worlds or worlds[-1].clock.now > YOUNG * GAP:
            worlds[:] = [world(2 * YOUNG)]
        return worlds[-1]

    return young


def next_calls(of: Callable[[], World]) -> Callable[[], None]:
    """Plays the next calls of a world."""

    def play() -> None:
        here = of()
        here.run(until=here.clock.now + CALLS * GAP)

    return play
