"""Origin: what a trace was played from, so that it can be played once more."""

from collections.abc import Mapping
from typing import NamedTuple

from mspllab.applications.dispatched import Handlers
from mspllab.scenario.build import UNHARMED, build
from mspllab.scenario.scenario import Scenario
from mspllab.scenario.tampering import Tampering
from mspllab.trace.trace import Trace


class Origin(NamedTuple):
    """All that `play` was given, the overrides already written over the scenario."""

    scenario: Scenario
    scripts: Mapping[str, str]
    handlers: Handlers
    record: bool
    tampering: Mapping[int, Tampering] = UNHARMED

    def play(self) -> Trace:
        """The run, from the beginning; it remembers where it comes from."""
        world = build(
            self.scenario,
            self.scripts,
            self.handlers,
            record=self.record,
            tampering=self.tampering,
        )
        trace = world.run()
        trace.origin = self
        return trace
