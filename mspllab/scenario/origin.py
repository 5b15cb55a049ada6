"""Origin: what a trace was played from, so that it can be played once more."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from typing import NamedTuple

from mspllab.applications.dispatched import Handlers
from mspllab.scenario.build import UNHARMED, build
from mspllab.scenario.scenario import Scenario
from mspllab.scenario.tampering import Tampering
from mspllab.scenario.world import World
from mspllab.trace.trace import Trace


class Revision(NamedTuple):
    """What is otherwise from some moment of a run on; all before it stays as it was."""

    after: int
    """How many events of the world have happened by then."""
    since: str
    """The moment in words."""
    scenario: Scenario
    """It has the links from then on."""
    scripts: Mapping[str, str]
    """Those that run from then on, as `play` takes them."""


class Origin(NamedTuple):
    """All that `play` was given, the overrides already written over the scenario."""

    scenario: Scenario
    scripts: Mapping[str, str]
    handlers: Handlers
    record: bool
    tampering: Mapping[int, Tampering] = UNHARMED
    revisions: tuple[Revision, ...] = ()
    """In the order of their moments."""

    def play(self) -> Trace:
        """The run, from the beginning; it remembers where it comes from."""
        last = self.revisions[-1].after if self.revisions else 0
        # A run that is over before its last revision has nothing to go on with.
        *_, world = islice(self._worlds(), last + 1)
        trace = world.run()
        trace.origin = self
        return trace

    def events_before(self, is_past: Callable[[World], bool]) -> int:
        """How many events happen before the one after which `is_past` is so."""
        for number, world in enumerate(self._worlds()):
            if is_past(world):
                return max(0, number - 1)
        return number

    def _worlds(self) -> Iterator[World]:
        """The world before each of its events, and when none is left."""
        world = self._built()
        for number in count():
            for revision in self.revisions:
                if revision.after == number:
                    world.revise(self._revised(revision))
            yield world
            if not world.step():
                return

    def _built(self) -> World:
        return build(
            self.scenario,
            self.scripts,
            self.handlers,
            record=self.record,
            tampering=self.tampering,
        )

    def _revised(self, revision: Revision) -> World:
        """A world of its own, in which nothing happens: it lends links and scripts."""
        return build(
            revision.scenario,
            revision.scripts,
            self.handlers,
            record=self.record,
            since=revision.since,
        )
