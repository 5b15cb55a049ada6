import copy
from collections.abc import Callable

import pytest

from mspllab.applications.application import Application
from mspllab.applications.stage import ERROR_LIMIT, ApplicationStage
from mspllab.applications.surroundings import Surroundings
from mspllab.cores.decision import Drop, Forward, Pass, Target
from mspllab.scenario.build import Numbers
from mspllab.sip.message import Request, Response
from mspllab.trace.records import Cause, Happened, ScriptRun

Stages = Callable[..., ApplicationStage]
Requests = Callable[..., Request]


@pytest.fixture
def stage(manifest: Callable[..., str], lab: Surroundings) -> Stages:
    """A script in the list of the server fe01."""

    def make(script: str, **more: object) -> ApplicationStage:
        names = ("methods", "reasons", "by_default", "more")
        settings = {name: more.pop(name) for name in names if name in more}
        options = {"priority": 6, "element": "fe01", "runs": Numbers()}
        return ApplicationStage(
            Application.load(manifest(script, **settings), "a.am"),
            surroundings=lab,
            **{**options, **more},  # type: ignore[arg-type]
        )

    return make


def test_a_ruling_names_the_run_and_the_line(stage: Stages, invite: Requests) -> None:
    script = 'if (sipRequest) {\n  ProxyRequest("sip:app@lab.example");\n}'
    ruling = stage(script).decide(invite(), now=1.5)
    assert ruling is not None
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
    assert [ruling.cause.run for ruling in rulings if ruling] == [1, 2]


def test_what_the_filters_keep_out_is_not_its_business(
    stage: Stages, invite: Requests
) -> None:
    one = stage("x = 1;", methods="INVITE")
    assert one.decide(invite("MESSAGE"), now=0.0) is None
    assert one.decide(invite(), now=0.0) is not None


def test_changes_are_handed_on(stage: Stages, invite: Requests) -> None:
    ruling = stage('AddHeader("X-Lab", "seen");').decide(invite(), now=0.0)
    assert ruling is not None
    assert ruling.decision == Pass()
    assert ruling.message.headers.get("X-Lab") == "seen"


def test_responses_are_decided_about_too(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("if (sipRequest) { ProxyRequest(); }", by_default="false")
    ruling = one.decide_response(answer(), invite(), now=0.0)
    assert ruling is not None
    assert isinstance(ruling.decision, Drop)


def test_the_tenth_critical_error_disables_it(
    stage: Stages, invite: Requests, answer: Callable[..., Response]
) -> None:
    one = stage("ProxyRequest();")
    for _ in range(ERROR_LIMIT - 1):
        ruling = one.decide_response(answer(), invite(), now=0.0)
        assert ruling is not None
        assert len(ruling.records) == 1
    assert not one.is_disabled
    last = one.decide_response(answer(), invite(), now=7.0)
    assert last is not None
    happened = last.records[-1]
    assert isinstance(happened, Happened)
    assert (happened.at, happened.element, happened.what) == (7.0, "fe01", "disabled")
    assert happened.text == (
        "disables http://lab.example/apps/one after 10 critical errors"
    )
    assert one.is_disabled
    assert one.decide(invite(), now=8.0) is None


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
        assert one.decide_response(answer(), invite(), now=0.0) is not None
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
    assert ruling is not None
    assert ruling.cause.run == 1
