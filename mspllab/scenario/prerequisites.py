"""Prerequisites: what has to be in place before anything reaches an application."""

from collections.abc import Iterator
from math import inf

from mspllab.lync.platform import START
from mspllab.lync.ucma.lifecycle import NO_REPLICA, TOPOLOGY
from mspllab.scenario.scenario import Application, Scenario
from mspllab.sim.fault import REFUSED, UNRESOLVED, UNTRUSTED, Outage

OBSTACLES = {"dns": UNRESOLVED, "port": REFUSED, "certificate": UNTRUSTED}
"""What is missing, and what stands between then."""


def application_outages(scenario: Scenario) -> Iterator[Outage]:
    """Applications that nobody can connect to, for a while or for ever."""
    for application in scenario.applications:
        for word, obstacle in OBSTACLES.items():
            if word in application.lacks:
                yield Outage(application.name, obstacle)
        begins = _begins(application, scenario)
        if begins:
            yield Outage(application.name, REFUSED, until=begins)


def _begins(application: Application, scenario: Scenario) -> float:
    """The second at which it begins to listen; infinity: never."""
    is_provisioned = application.provisioning == TOPOLOGY
    if is_provisioned and NO_REPLICA in application.lacks:
        return inf
    if application.start == "before":
        return 0.0
    if isinstance(application.start, float | int):
        return float(application.start)
    starts = (
        step.at
        for step in scenario.timeline
        if step.who == application.name and step.do == START
    )
    return min(starts, default=inf)
