"""Prerequisites: what has to be in place before anything reaches an application."""

from collections.abc import Iterator
from math import inf

from mspllab.lync.platform import START
from mspllab.lync.ucma.lifecycle import NO_REPLICA, TOPOLOGY
from mspllab.scenario.scenario import Application, Scenario
from mspllab.sim.fault import Outage

DNS, PORT, CERTIFICATE = "dns", "port", "certificate"


def unresolvable(scenario: Scenario) -> frozenset[str]:
    """Host names, in lower case, that stand in no DNS."""
    return frozenset(
        application.host.lower()
        for application in scenario.applications
        if DNS in application.lacks
    )


def application_outages(scenario: Scenario) -> Iterator[Outage]:
    """Applications that nobody can connect to, for a while or for ever, and why."""
    for application in scenario.applications:
        name, host, port = application.name, application.host, application.port
        if PORT in application.lacks:
            why = f"connection refused: port {port} is closed"
            yield Outage(name, refuses=True, why=why)
        if CERTIFICATE in application.lacks:
            why = f"TLS refused: the certificate of {name} does not name {host}"
            yield Outage(name, refuses=True, why=why)
        begins = _begins(application, scenario)
        if begins:
            why = f"connection refused: nobody listens on port {port} yet"
            yield Outage(name, refuses=True, until=begins, why=why)


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
