"""Applications in a server's list: started, refused, enabled, disabled."""

from typing import Any

import pytest

from mspllab.applications.application import Application
from mspllab.applications.installable import Unloadable
from mspllab.applications.surroundings import Surroundings
from mspllab.lync.installation import Installation, InstalledApplication
from mspllab.lync.profile import LYNC
from mspllab.lync.routing.deployment import Deployment
from mspllab.scenario.build import Numbers
from mspllab.trace.records import EventLogged, Happened
from tests.lync.cast import DIRECTORY
from tests.lync.laboratory import MANIFEST

BROKEN = Unloadable("scripts/broken.am", "<", "MSPL201 in line 6: unknown")


def working(name: str = "one") -> Application:
    text = MANIFEST.format(script="x = 1;").replace("example/script", f"example/{name}")
    return Application.load(text, f"scripts/{name}.am")


def installation(*applications: InstalledApplication) -> Installation:
    return Installation(
        applications, element="fe01", surroundings=Surroundings(), runs=Numbers()
    )


def told(records: Any) -> list[str]:
    return [
        f"{one.event} {one.severity}"
        if isinstance(one, EventLogged)
        else f"{one.what}: {one.text}"
        for one in records
        if isinstance(one, EventLogged | Happened)
    ]


def test_a_server_tells_what_it_runs_in_the_order_of_its_list() -> None:
    made = installation(
        InstalledApplication(working("late"), 7),
        InstalledApplication(working("early"), 6),
    )
    assert told(made.started(0.0)) == [
        "loaded: runs scripts/early.am at priority 6",
        "loaded: runs scripts/late.am at priority 8",
    ]
    assert made.paths[5:9] == ("", "scripts/early.am", "", "scripts/late.am")


def test_a_script_of_another_name_takes_the_place_of_the_one_that_ran() -> None:
    made = installation(*map(InstalledApplication, (working("one"), working("two"))))
    kept, replaced = made.stages
    replaced.critical_errors = 3
    before = kept.application

    made.adopt(
        installation(*map(InstalledApplication, (working("one"), working("new"))))
    )

    assert kept.application is before
    assert replaced.application.path == "scripts/new.am"
    assert replaced.critical_errors == 3


def test_what_does_not_compile_leaves_an_event_and_the_rest_runs() -> None:
    made = installation(
        InstalledApplication(BROKEN, 6), InstalledApplication(working(), 7)
    )
    assert told(made.started(0.0)) == [
        "30819 error",
        "loaded: runs scripts/one.am at priority 7",
    ]
    assert made.missing is None


def test_a_critical_one_that_does_not_run_keeps_the_server_from_starting() -> None:
    made = installation(InstalledApplication(BROKEN, 6, critical=True))
    assert told(made.started(0.0)) == [
        "30819 error",
        "30232 error",
        "waiting: does not start without broken.am",
    ]
    assert made.missing is not None
    assert told(made.administered("restart", None, now=5.0)) == ["30232 error"]


def test_a_critical_one_that_nobody_has_enabled_is_not_waited_for() -> None:
    made = installation(InstalledApplication(BROKEN, 6, enabled=False, critical=True))
    assert told(made.started(0.0)) == []
    assert made.missing is None


@pytest.mark.parametrize("name", ["http://lab.example/one", "scripts/one.am", "one.am"])
def test_an_administrator_names_an_application_as_they_like(name: str) -> None:
    made = installation(
        InstalledApplication(working("one"), 6), InstalledApplication(working("two"), 7)
    )
    assert told(made.administered("disable", name, now=1.0)) == [
        "disabled: switches one.am off"
    ]
    assert [stage.idle_because for stage in made.stages] == ["switched off", ""]
    assert told(made.administered("restart", None, now=2.0)) == [
        "enabled: restarts two.am, no errors counted"
    ]
    assert told(made.administered("enable", name, now=3.0)) == [
        "enabled: enables one.am, no errors counted"
    ]
    assert [stage.idle_because for stage in made.stages] == ["", ""]


def test_enabling_what_does_not_compile_leaves_its_event() -> None:
    made = installation(InstalledApplication(BROKEN, 6, enabled=False))
    assert told(made.administered("enable", "broken.am", now=1.0)) == ["30819 error"]


def test_the_chain_ends_at_default_routing() -> None:
    made = installation(InstalledApplication(working(), 20))
    own = Deployment(
        host="fe01", own_hosts=("fe01",), directory=DIRECTORY, switches=LYNC
    ).stages
    names = [stage.name for stage in made.chain(own, upwards=False).stages]
    assert names[-2:] == ["DefaultRouting", "http://lab.example/one"]
