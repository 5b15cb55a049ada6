import dataclasses

from mspllab.applications.run import Run, header_changes, targets_of
from mspllab.cores.decision import Drop, Fork, Forward, Pass, Reply, Target
from mspllab.sip.headers import Headers
from mspllab.sip.message import Request, Response
from mspllab.trace.records import (
    HeaderChange,
    LogEntry,
    RunError,
    ScriptRun,
    ScriptState,
    ScriptStep,
)
from mspllab.trace.step_table import steps_of

MESSAGE = Request("INVITE", "sip:bob@lab.example", Headers())
ANSWER = Response(200, "OK", Headers())
REPLY = Reply(302, "Moved Temporarily", (("Contact", "<sip:c@lab.example>"),))
EXCERPT = "   13 | x = <y>;\n      |     ^^^"
RUN = Run(
    application="http://lab.example/apps/one",
    path="a.am",
    outcome="responded",
    decision=REPLY,
    message=MESSAGE,
    headers_changed=(HeaderChange("X-Lab", None, "seen"),),
    log=(LogEntry("Debugr", ("from", "<sip:alice@lab.example>"), 11),),
    errors=(
        RunError(
            "http://lab.example/apps/one", 13, "0x80070057", "null", True, 4, EXCERPT
        ),
    ),
    lines=(10, 11, 12, 13),
    cause_line=12,
)


def test_the_document_has_the_promised_fields() -> None:
    assert RUN.to_json() == {
        "outcome": "responded",
        "targets": [],
        "response": {
            "status": 302,
            "reason": "Moved Temporarily",
            "headers": [["Contact", "<sip:c@lab.example>"]],
        },
        "headers_changed": [{"name": "X-Lab", "before": None, "after": "seen"}],
        "log": [
            {
                "channel": "Debugr",
                "lines": ["from", "<sip:alice@lab.example>"],
                "line": 11,
                "severity": "debug",
                "about": [],
            }
        ],
        "errors": [
            {
                "application": "http://lab.example/apps/one",
                "line": 13,
                "code": "0x80070057",
                "message": "null",
                "critical": True,
                "column": 4,
                "excerpt": EXCERPT,
            }
        ],
        "lines": [10, 11, 12, 13],
        "kept_out_by": "",
    }


def test_a_run_without_answer_has_none() -> None:
    run = Run("http://x", "a.am", "proxied", Pass(), MESSAGE)
    assert run.response is None
    assert run.to_json()["response"] is None


def test_a_record_of_it_goes_into_a_trace() -> None:
    assert RUN.record(3, at=1.5, element="fe01") == ScriptRun(
        run=3,
        at=1.5,
        element="fe01",
        application="http://lab.example/apps/one",
        path="a.am",
        message=None,
        outcome="responded",
        targets=(),
        response="302 Moved Temporarily",
        lines=(10, 11, 12, 13),
        headers_changed=RUN.headers_changed,
        log=RUN.log,
        errors=RUN.errors,
    )


def test_it_shows_itself_as_text() -> None:
    assert str(RUN).splitlines() == [
        "outcome: responded in line 12",
        "response: 302 Moved Temporarily",
        "header of the response: Contact: <sip:c@lab.example>",
        "header changed: X-Lab: nothing → seen",
        "log (Debugr), line 11: from <sip:alice@lab.example>",
        "critical error, line 13, column 4: null",
        "   13 | x = <y>;",
        "      |     ^^^",
        "lines: 10, 11, 12, 13",
    ]


def test_it_shows_itself_in_a_notebook_without_being_markup() -> None:
    html = RUN._repr_html_()
    assert html.startswith("<table>")
    assert "&lt;sip:c@lab.example&gt;" in html
    assert "<sip:" not in html
    assert '<pre style="margin:0">   13 | x = &lt;y&gt;;\n      |     ^^^</pre>' in html


def test_an_error_that_only_knows_its_line_says_no_more() -> None:
    error = RunError("http://lab.example/apps/one", 13, "0x80070057", "null", False)

    assert "script error, line 13: null" in str(
        dataclasses.replace(RUN, errors=(error,))
    )


def test_steps_are_in_the_document_where_they_were_recorded() -> None:
    state, nothing = ScriptState("INVITE"), ()
    step = ScriptStep(1, 13, 1, 13, 5, "", 0, None, 0, nothing, nothing, state, state)

    document = dataclasses.replace(RUN, steps=(step,)).to_json()

    assert steps_of(document["steps"]) == (step,)


def test_targets_are_those_of_the_decision() -> None:
    one, two = Target("sip:a@lab.example"), Target("sip:b@lab.example")
    assert targets_of(Forward(one)) == ("sip:a@lab.example",)
    assert targets_of(Fork((one, two))) == ("sip:a@lab.example", "sip:b@lab.example")
    assert targets_of(Pass()) == targets_of(Drop("why")) == targets_of(REPLY) == ()


def test_a_filtered_message_is_told_the_filter() -> None:
    for message, name in ((MESSAGE, "requestFilter"), (ANSWER, "responseFilter")):
        ran = Run("http://lab.example/apps/one", "a.am", "filtered", Pass(), message)
        assert str(ran).splitlines() == [
            "outcome: filtered",
            f"because: the manifest's {name} does not let it in",
        ]


def test_changed_headers_are_found_field_by_field() -> None:
    before = Headers([("A", "1"), ("B", "1"), ("B", "2"), ("C", "1")])
    after = Headers([("a", "1"), ("B", "1"), ("B", "3"), ("B", "4"), ("D", "1")])
    assert header_changes(before, after) == (
        HeaderChange("B", "2", "3"),
        HeaderChange("B", None, "4"),
        HeaderChange("D", None, "1"),
        HeaderChange("C", "1", None),
    )
    assert header_changes(before, before) == ()


def test_a_changed_header_is_told_once_whatever_its_name_looks_like() -> None:
    before = Headers([("t", "1"), ("CSEQ", "1 A")])
    after = Headers([("To", "2"), ("CSeq", "1 A")])
    assert header_changes(before, after) == (HeaderChange("t", "1", "2"),)
