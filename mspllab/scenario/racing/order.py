"""Order: one run in which some events wait for others, and the races seen in it.

A race is a pair of events at one element that could have come the other way round: the
later one is none of the earlier one's consequences, and came soon enough.
"""

from collections import Counter, defaultdict
from hashlib import sha1
from typing import NamedTuple

from mspllab.scenario.build import build
from mspllab.scenario.event import Event, Wake
from mspllab.scenario.racing.label import (
    NEXT_TIME,
    Label,
    is_dependent,
    label_of,
    may_overtake,
)
from mspllab.scenario.racing.outcome import Outcome, outcome_of
from mspllab.scenario.scenario import Scenario
from mspllab.scenario.world import World
from mspllab.sim.datagram import Datagram
from mspllab.trace.records import Sent
from mspllab.trace.trace import Trace

ENDPOINTS = frozenset({"client", "platform"})
A_LITTLE = 1e-9
"""Seconds by which floating point may miss a time."""


class Wait(NamedTuple):
    """At one element, `first` shall happen only after `second`."""

    first: Label
    second: Label

    def __str__(self) -> str:
        return f"at {self.first.element}, {self.second} before {self.first}"


Waits = tuple[Wait, ...]


class Job(NamedTuple):
    """One order to be tried; can be pickled where its scenario can."""

    scenario: Scenario
    waits: Waits
    within: float
    """Seconds by which an event may come late."""


class Run(NamedTuple):
    """What came of it."""

    waits: Waits
    outcome: Outcome | None = None
    """None: the network cannot bring the events into this order."""
    order: str = ""
    """The same for two runs that differ in nothing that could matter."""
    races: Waits = ()
    messages: int = 0


class _Happening(NamedTuple):
    event: Event
    label: Label
    due: float
    past: int
    """Bit i stands for the event number i, which had to happen before, or is this."""


def play_order(job: Job) -> Run:
    """Play the scenario with its events in the order that is wanted."""
    player = OrderPlayer(job)
    trace = player.run()
    if trace is None:
        return Run(job.waits)
    sent = sum(isinstance(record, Sent) for record in trace.records)
    return Run(job.waits, outcome_of(trace), player.order, tuple(player.races), sent)


class OrderPlayer:
    """A world whose events wait as they are told to."""

    def __init__(self, job: Job) -> None:
        self.races: list[Wait] = []
        """Pairs that could have come the other way round, in the order of the run."""
        self._within = job.within
        self._waits = job.waits
        self._world: World = build(job.scenario)
        self._kinds = {p.name: p.kind for p in self._world.trace.parties}
        self._seen: Counter[Label] = Counter()
        self._held: dict[Label, tuple[Event, int, float]] = {}
        """Events that were put off: number at the clock, and when they were due."""
        self._done: set[Label] = set()
        self._all: list[_Happening] = []
        self._here: dict[str, list[int]] = defaultdict(list)
        self._sent_in: dict[int, int] = {}
        self._woken_in: dict[str, tuple[int, int]] = {}
        """Number at the clock of an element's wake, and the event that has set it."""

    def run(self) -> Trace | None:
        """All that happens; None where an event has waited in vain."""
        world = self._world
        while (event := world.next_event()) is not None:
            label = self._label(event)
            if not self._must_wait(label):
                self._let_happen(event, label)
            elif label in self._held:
                return None
            else:
                self._hold(event, label)
        met = all(wait.second in self._done for wait in self._waits)
        return world.trace if met else None

    @property
    def order(self) -> str:
        """A digest of what happened where, in which order, as far as that matters."""
        digest = sha1(usedforsecurity=False)
        for name in sorted(self._here):
            for n in self._normal(self._here[name]):
                digest.update(repr(self._all[n].label).encode())
        return digest.hexdigest()

    def _normal(self, numbers: list[int]) -> list[int]:
        """Events that do not matter to each other, sorted by what they are called."""
        found: list[int] = []
        for n in numbers:
            one, place = self._all[n], len(found)
            while place and not self._matter(self._all[found[place - 1]], one.event):
                if self._all[found[place - 1]].label < one.label:
                    break
                place -= 1
            found.insert(place, n)
        return found

    def _matter(self, earlier: _Happening, event: Event) -> bool:
        kind = self._kinds[earlier.label.element]
        return is_dependent(earlier.event, event, at_server=kind not in ENDPOINTS)

    def _label(self, event: Event) -> Label:
        plain = label_of(event)
        for label, (held, _, _) in self._held.items():
            if held == event:
                return label
        return plain._replace(copy=self._seen[plain] + 1)

    def _must_wait(self, label: Label) -> bool:
        return any(
            wait.first == label and wait.second not in self._done
            for wait in self._waits
        )

    def _hold(self, event: Event, label: Label) -> None:
        now = self._world.clock.now
        self._seen[label._replace(copy=1)] += 1
        number = self._world.put_off(event, now + self._within + A_LITTLE)
        self._held[label] = (event, number, now)
        if isinstance(event, Wake):
            _, by = self._woken_in[event.element]
            self._woken_in[event.element] = (number, by)

    def _let_happen(self, event: Event, label: Label) -> None:
        world, before = self._world, len(self._world.trace.records)
        self._note(event, label)
        wake = world.wake_of(label.element)
        world.happen(event)
        n = len(self._all) - 1
        for record in world.trace.records[before:]:
            if isinstance(record, Sent):
                self._sent_in[record.n] = n
        self._see_wake(label, wake, n)
        self._release(label)

    def _see_wake(self, label: Label, wake: tuple[float, int] | None, n: int) -> None:
        """A timer that was set, or that this event has stopped: it could have won."""
        world = self._world
        now_set = world.wake_of(label.element)
        if now_set == wake and wake is not None:
            return
        if now_set is not None:
            self._woken_in[label.element] = (now_set[1], n)
        if wake is None or label.kind == NEXT_TIME.kind:
            return
        if wake[0] <= self._all[n].due + self._within + A_LITTLE:
            plain = NEXT_TIME._replace(element=label.element)
            missed = plain._replace(copy=self._seen[plain] + 1)
            self.races.append(Wait(label, missed))

    def _release(self, label: Label) -> None:
        for wait in self._waits:
            held = self._held.get(wait.first)
            if wait.second == label and held and not self._must_wait(wait.first):
                self._world.hasten(held[0], held[1])

    def _note(self, event: Event, label: Label) -> None:
        """Write down that `event` happens now, and what it could be racing with."""
        now = self._world.clock.now
        held = self._held.pop(label, None)
        if held is None:
            self._seen[label._replace(copy=1)] += 1
        self._done.add(label)
        past, here = self._cause(event), self._here[label.element]
        for m in reversed(here):
            earlier = self._all[m]
            if past >> m & 1 or not self._matter(earlier, event):
                continue
            soon = now - earlier.due <= self._within + A_LITTLE
            if soon and may_overtake(earlier.event, event):
                self.races.append(Wait(earlier.label, label))
            past |= earlier.past
        here.append(len(self._all))
        due = now if held is None else held[2]
        self._all.append(_Happening(event, label, due, past | 1 << len(self._all)))

    def _cause(self, event: Event) -> int:
        """What had to happen for `event` to come about at all."""
        cause = None
        if isinstance(event, Datagram):
            cause = self._sent_in.get(event.n)
        elif isinstance(event, Wake) and event.element in self._woken_in:
            _, cause = self._woken_in[event.element]
        return 0 if cause is None else self._all[cause].past
