import copy
from collections.abc import Callable

import pytest

from mspllab.applications.application import Application
from mspllab.applications.stage import ERROR_LIMIT, ApplicationStage
from mspllab.applications.surroundings import Surroundings
from mspllab.cores.decision import Drop, Forward, Pass, Ruling, Target
from mspllab.scenario.build import Numbers
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause, EventLogged, Happened, ScriptRun

Stages = Callable[..., ApplicationStage]
Requests = Callable[..., Request]


@pytest.fixture
def stage(manifest: Callable[..., str], lab: Surroundings) -> Stages:
    """A script in the list of the server fe01."""

    def make(script: str, **more: object) -> ApplicationStage:
        names = ("methods", "reasons", "by_default", "more")
        settings = {name: more.pop(name) for name in names if name in more}
        options = {"element": "fe01", "runs": Numbers()}
        return ApplicationStage(
            Application.load(manifest(script, **settings), "a.am"),
            surroundings=lab,
            **{**options, **more},  # type: ignore[arg-type]
        )

    return make


def test_a_ruling_names_the_run_and_the_line(stage: Stages, invite: Requests) -> None:
    script = 'if (sipRequest) {\n  ProxyRequest("sip:app@lab.example");\n}'
    ruling = stage(script).decide(invite(), now=1.5)
    assert isinstance(ruling, Ruling)
    assert ruling.decision == Forward(Target("sip:app@lab.example"))
    assert ruling.cause == Cause(run=1, line=11)
    (record,) = ruling.records
    assert isinstance(record, ScriptRun)
    assert (record.run, record.at, record.element) == (1, 1.5, "fe01")
    assert (record.outcome, record.lines, record.message) == ("routed", (10, 11), None)


def test_runs_are_counted_over_all_stages(stage: Stages, invite: Requests) -> None:
    runs = Numbers()
    stages = [stage("x = 1;", runs=runs) for _ in range(2)]
    rulings = [one.decide(invite(), now=0.0) for one in stages]
    assert [ruling.cause.run for ruling in rulings if isinstance(ruling, Ruling)] == [
        1,
        2,
    ]


def test_what_the_filters_keep_out_is_not_its_business(
    stage: Stages, invite: Requests
) -> None:
    one = stage("x = 1;", methods="INVITE")
    assert one.decide(invite("MESSAGE"), now=0.0) == "methodNames"
    assert isinstance(one.decide(invite(), now=0.0), Ruling)


def test_changes_are_handed_on(stage: Stages, invite: Requests) -> None:
    ruling = stage('AddHeader("X-Lab", "seen");').decide(invite(), now=0.0)
    assert isinstance(ruling, Ruling)
    assert ruling.decision == Pass()
    assert ruling.message.headers.get("X-Lab") == "seen"


def test_responses_are_decided_about_too(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("if (sipRequest) { ProxyRequest(); }", by_default="false")
    ruling = one.decide_response(answer(), invite(), now=0.0)
    assert isinstance(ruling, Ruling)
    assert isinstance(ruling.decision, Drop)


def test_the_tenth_critical_error_disables_it(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("ProxyRequest();")
    for _ in range(ERROR_LIMIT - 1):
        ruling = one.decide_response(answer(), invite(), now=0.0)
        assert isinstance(ruling, Ruling)
        assert len(ruling.records) == 1
    assert not one.is_disabled
    last = one.decide_response(answer(), invite(), now=7.0)
    assert isinstance(last, Ruling)
    happened = last.records[-1]
    assert isinstance(happened, Happened)
    event = last.records[-2]
    assert isinstance(event, EventLogged)
    assert (event.event, event.severity, event.run) == (None, "error", ERROR_LIMIT)
    assert (happened.at, happened.element, happened.what) == (7.0, "fe01", "disabled")
    assert happened.text == (
        "disables http://lab.example/apps/one after 10 critical errors"
    )
    assert one.is_disabled
    assert one.decide(invite(), now=8.0) == "disabled"


def test_plain_script_errors_do_not_count(stage: Stages, invite: Requests) -> None:
    one = stage('Respond("abc");')
    for _ in range(2 * ERROR_LIMIT):
        one.decide(invite(), now=0.0)
    assert (one.critical_errors, one.is_disabled) == (0, False)


def test_the_limit_can_be_switched_off(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("ProxyRequest();", error_limit=None)
    for _ in range(2 * ERROR_LIMIT):
        assert one.decide_response(answer(), invite(), now=0.0) != "disabled"
    assert (one.critical_errors, one.is_disabled) == (20, False)


def test_it_is_named_after_its_application(stage: Stages) -> None:
    assert stage("x = 1;").name == "http://lab.example/apps/one"


def test_a_copy_counts_by_itself(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("ProxyRequest();")
    twin = copy.deepcopy(one)
    one.decide_response(answer(), invite(), now=0.0)
    assert (one.critical_errors, twin.critical_errors) == (1, 0)
    ruling = twin.decide(invite(), now=0.0)
    assert isinstance(ruling, Ruling)
    assert ruling.cause.run == 1


def test_enabling_it_again_counts_from_the_start(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("ProxyRequest();")
    for _ in range(ERROR_LIMIT):
        one.decide_response(answer(), invite(), now=0.0)
    one.enable()
    assert (one.critical_errors, one.idle_because) == (0, "")


def test_one_that_is_switched_off_sees_nothing(stage: Stages, invite: Requests) -> None:
    one = stage("x = 1;")
    one.disable()
    assert one.decide(invite(), now=0.0) == "switched off"
    one.enable()
    assert isinstance(one.decide(invite(), now=0.0), Ruling)


def test_one_that_is_not_enabled_runs_once_it_is(
    stage: Stages, invite: Requests
) -> None:
    one = stage("x = 1;", is_enabled=False)
    assert one.decide(invite(), now=0.0) == "not enabled"
    one.enable()
    assert isinstance(one.decide(invite(), now=0.0), Ruling)


def test_one_that_was_refused_sees_nothing_however_often_it_is_enabled(
    stage: Stages, invite: Requests
) -> None:
    why = EventLogged(0.0, "fe01", 30819, "error", "one", "does not compile")
    one = stage("x = 1;", refusal=why)
    one.enable()
    assert one.decide(invite(), now=0.0) == "not registered"
