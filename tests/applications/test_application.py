import copy
from collections.abc import Callable

import pytest

from mspllab.applications.application import Application, check
from mspllab.applications.dispatched import RequestReceived
from mspllab.applications.run import Run
from mspllab.applications.surroundings import Surroundings
from mspllab.cores.decision import Decision, Drop, Fork, Forward, Pass, Reply, Target
from mspllab.errors import ManifestError, MsplCheckError, MsplSyntaxError
from mspllab.mspl.vocabulary import Level
from mspllab.sip.message import Message, Request, Response

ROUTE = ("<sip:fe01.lab.example;lr>",)
Manifests = Callable[..., str]
Requests = Callable[..., Request]
Responses = Callable[..., Response]
Runs = Callable[..., Run]


@pytest.fixture
def run(manifest: Manifests, invite: Requests, lab: Surroundings) -> Runs:
    """What a script does with a message, Alice's INVITE where none is given."""

    def run(script: str, message: Message | None = None, **more: object) -> Run:
        names = ("methods", "reasons", "strict_route", "by_default", "more")
        settings = {name: more.pop(name) for name in names if name in more}
        application = Application.load(manifest(script, **settings), "a.am")
        return application.run(message or invite(), surroundings=lab, **more)  # type: ignore[arg-type]

    return run


def test_an_unhandled_message_is_passed_on_by_default(run: Runs) -> None:
    ran = run("x = 1;")
    assert (ran.outcome, ran.decision, ran.cause_line) == ("unhandled", Pass(), None)


def test_an_unhandled_message_is_dropped_where_the_manifest_says_so(run: Runs) -> None:
    ran = run("x = 1;", by_default="false")
    assert ran.outcome == "dropped"
    assert isinstance(ran.decision, Drop)


@pytest.mark.parametrize(
    "way",
    [
        'RetargetRequest("sip:carol@lab.example")',
        'sipRequest.RequestUri = "sip:carol@lab.example"',
    ],
)
def test_an_unhandled_message_goes_where_a_line_has_sent_it(
    run: Runs, way: str
) -> None:
    ran = run(f"{way};\nx = 1;")
    assert (ran.outcome, ran.cause_line) == ("unhandled", 10)
    assert "outcome: unhandled, its way chosen in line 10" in str(ran)
    assert run(f"{way};", by_default="false").cause_line is None
    assert run(f'{way};\nProxyRequest("");').cause_line == 11


def test_an_empty_script_handles_nothing(run: Runs) -> None:
    assert run("").outcome == "unhandled"
    assert run("", by_default="false").outcome == "dropped"


@pytest.mark.parametrize("call", ["ProxyRequest()", 'ProxyRequest("")'])
@pytest.mark.parametrize("by_default", ["true", "false"])
def test_proxy_request_passes_on_whatever_the_default(
    run: Runs, call: str, by_default: str
) -> None:
    ran = run(f"{call};", by_default=by_default)
    assert (ran.outcome, ran.decision, ran.cause_line) == ("proxied", Pass(), 10)
    assert (ran.targets, ran.response) == ((), None)


def test_proxy_request_with_a_uri_routes(run: Runs) -> None:
    ran = run('ProxyRequest("sip:app@lab.example;gruu;opaque=srvr:x");')
    uri = "sip:app@lab.example;gruu;opaque=srvr:x"
    assert (ran.outcome, ran.decision) == ("routed", Forward(Target(uri)))
    assert ran.targets == (uri,)
    assert ran.message.headers.get("To") == "<sip:bob@lab.example>"


def test_a_script_may_fork_to_what_is_registered(run: Runs) -> None:
    ran = run("""
        found = false;
        foreach (dbEndpoint in QueryEndpoints(GetUserAtHost(sipRequest.To))) {
            if (!found) { BeginFork(false, 0); found = true; }
            SetParameterValue("To", "epid", dbEndpoint.EPID);
            Fork(dbEndpoint.ContactInfo);
        }
        if (found) { EndFork(); } else { Respond("480"); }""")
    targets = (
        Target("sip:192.0.2.101:50211;transport=tls", epid="b0b0000001"),
        Target("sip:198.51.100.7:41822", epid="b0b0000002"),
    )
    assert (ran.outcome, ran.decision) == ("forked", Fork(targets))
    assert ran.targets == tuple(target.uri for target in targets)
    assert ran.errors == ()


def test_what_is_registered_depends_on_the_time(run: Runs) -> None:
    script = """foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) {
        Log("Debugr", false, dbEndpoint.EPID); }"""
    assert len(run(script, now=0.0).log) == 2
    assert len(run(script, now=7201.0).log) == 0


def test_respond_answers(run: Runs) -> None:
    ran = run('Respond("302", "Moved Temporarily", "Contact=<sip:c@lab.example>");')
    reply = Reply(302, "Moved Temporarily", (("Contact", "<sip:c@lab.example>"),))
    assert (ran.outcome, ran.decision, ran.response) == ("responded", reply, reply)


def test_respond_takes_a_number_and_no_reason(run: Runs) -> None:
    assert run("Respond(486);").response == Reply(486, "Busy Here")


def test_headers_added_are_not_those_of_the_answer(run: Runs) -> None:
    ran = run('AddHeader("X-Lab", "seen"); Respond("486", "Busy Here");')
    assert ran.response == Reply(486, "Busy Here")
    assert ran.message.headers.get("X-Lab") == "seen"


def test_every_change_of_a_header_is_listed(run: Runs) -> None:
    ran = run("""
        AddHeader("X-Lab", "seen");
        SetParameterValue("To", "epid", "b1");
        sipMessage.Content = "hello";""")
    assert [tuple(change) for change in ran.headers_changed] == [
        ("To", "<sip:bob@lab.example>", "<sip:bob@lab.example>;epid=b1"),
        ("Content-Length", "0", "5"),
        ("X-Lab", None, "seen"),
    ]
    assert ran.message.body == b"hello"


def test_a_response_is_passed_back(run: Runs, answer: Responses) -> None:
    ran = run("if (sipResponse) { ProxyResponse(); }", answer(), by_default="false")
    assert (ran.outcome, ran.decision) == ("proxied", Pass())


def test_an_unhandled_response_is_dropped_too(run: Runs, answer: Responses) -> None:
    script = "if (sipRequest) { ProxyRequest(); }"
    assert run(script, answer(), by_default="false").outcome == "dropped"


def test_a_response_reaches_its_request(
    run: Runs, answer: Responses, invite: Requests
) -> None:
    script = 'Log("Debugr", false, sipResponse.Transaction.Request.Method);'
    assert run(script, answer(), request=invite()).log[0].lines == ("INVITE",)


@pytest.mark.parametrize("request_uri", ["sip:carol@lab.example"])
def test_retargeting_leaves_the_message_unhandled(run: Runs, request_uri: str) -> None:
    ran = run(f'RetargetRequest("{request_uri}");')
    assert (ran.outcome, ran.decision) == ("unhandled", Pass())
    assert ran.targets == (request_uri,)
    assert isinstance(ran.message, Request)
    assert ran.message.uri == request_uri
    assert run(f'RetargetRequest("{request_uri}");', by_default="false").outcome == (
        "dropped"
    )


def test_an_assigned_request_uri_is_where_an_unhandled_request_goes(run: Runs) -> None:
    ran = run('sipRequest.RequestUri = "sip:carol@lab.example";')
    assert ran.outcome == "unhandled"
    assert ran.decision == Forward(Target("sip:carol@lab.example"))


def test_log_lines_bear_the_line_of_the_manifest(run: Runs) -> None:
    ran = run('x = 1;\nLog("Debugr", false, "seen ", x);')
    assert [(e.channel, e.lines, e.line) for e in ran.log] == [
        ("Debugr", ("seen ", "1"), 11)
    ]


def test_the_lines_that_ran_are_listed_in_order(run: Runs) -> None:
    script = """function Twice(s) {
    return Concatenate(s, s);
}
if (sipRequest) {
    x = Twice("a");
} else {
    x = "b";
}
ProxyRequest();"""
    assert run(script).lines == (13, 14, 11, 18)


def test_a_filtered_message_is_left_alone(run: Runs, invite: Requests) -> None:
    ran = run('Respond("486");', invite("MESSAGE"), methods="INVITE")
    assert (ran.outcome, ran.decision, ran.lines) == ("filtered", Pass(), ())


def test_without_a_server_every_domain_counts_as_served(
    manifest: Manifests, invite: Requests, lab: Surroundings
) -> None:
    text = manifest('Respond("486");').replace(
        "<lc:requestFilter", '<lc:requestFilter domainSupported="true"'
    )
    application = Application.load(text, "a.am")
    abroad = invite(uri="sip:bob@else.example")
    assert application.run(abroad).outcome == "responded"
    assert application.run(abroad, surroundings=lab).outcome == "filtered"


def test_null_where_text_is_needed_ends_the_run(run: Runs) -> None:
    ran = run('AddHeader("X", "1");\nx = Concatenate(GetDisplayName("sip:a@b"), "!");')
    assert ran.outcome == "error"
    (error,) = ran.errors
    assert (error.application, error.line, error.code, error.critical) == (
        "http://lab.example/apps/one",
        11,
        "0x80070057",
        False,
    )
    assert "null" in error.message
    assert ran.message.headers.get("X") == "1"


@pytest.mark.parametrize(("by_default", "decision"), [("true", Pass), ("false", Drop)])
def test_after_an_error_the_message_counts_as_unhandled(
    run: Runs, answer: Responses, by_default: str, decision: type
) -> None:
    ran = run("ProxyRequest();", answer(), by_default=by_default)
    assert isinstance(ran.decision, decision)
    assert (ran.outcome, ran.cause_line) == ("error", 10)
    (error,) = ran.errors
    assert error.critical
    assert error.message.startswith("ProxyRequest is valid only for the sipRequest")


def test_a_second_final_action_is_critical_and_the_first_one_stands(run: Runs) -> None:
    ran = run('ProxyRequest("");\nProxyRequest("sip:carol@lab.example");')
    assert (ran.outcome, ran.decision, ran.cause_line) == ("error", Pass(), 10)
    assert [(error.line, error.critical) for error in ran.errors] == [(11, True)]


def test_a_second_respond_changes_nothing(run: Runs) -> None:
    ran = run('Respond("486");\nx = Respond("302");\nLog("Debugr", false, x);')
    assert (ran.outcome, ran.log[0].lines) == ("responded", ("false",))
    assert ran.response == Reply(486, "Busy Here")


def test_a_fork_that_is_never_closed_sends_nothing(run: Runs) -> None:
    ran = run('x = 1;\nBeginFork();\nFork("sip:a@192.0.2.1");\ny = 2;')
    assert (ran.outcome, ran.decision, ran.targets) == ("error", Pass(), ())
    (error,) = ran.errors
    assert (error.line, error.critical) == (11, False)
    assert error.message.startswith("BeginFork: EndFork was never called")


def test_a_routed_request_cannot_be_routed_again(run: Runs, invite: Requests) -> None:
    script = 'ProxyRequest("sip:app@lab.example");'
    ran = run(script, invite("ACK", route=ROUTE), strict_route="true")
    assert (ran.outcome, ran.errors[0].critical) == ("error", True)


def test_too_many_rounds_end_the_run(run: Runs) -> None:
    ran = run("while (true) { x = 1; }")
    assert (ran.outcome, ran.errors[0].line) == ("error", 10)


def test_dispatch_without_handler_is_false_and_leaves_the_message(run: Runs) -> None:
    script = 'x = Dispatch("OnInvite");\nLog("Debugr", false, x);'
    ran = run(script, more="")
    assert (ran.outcome, ran.log[0].lines) == ("unhandled", ("false",))
    assert run(script, more="", by_default="false").outcome == "dropped"


def test_dispatch_asks_the_handler(run: Runs) -> None:
    def handler(event: RequestReceived) -> Decision:
        assert event.parameters == ("a", 1, None, True)
        return Forward(Target("sip:carol@lab.example"))

    ran = run(
        'Dispatch("OnInvite", "a", 1, null, true);',
        more="",
        handlers={"OnInvite": handler},
    )
    assert (ran.outcome, ran.targets) == ("dispatched", ("sip:carol@lab.example",))


def test_a_notification_does_not_handle_the_message(run: Runs) -> None:
    seen: list[object] = []
    script = 'DispatchNotification("OnSeen", sipRequest.Method);'
    ran = run(script, more="", handlers={"OnSeen": seen.append}, by_default="false")
    assert (ran.outcome, len(seen)) == ("dropped", 1)


@pytest.mark.parametrize("call", ["Dispatch", "DispatchNotification"])
def test_a_script_only_manifest_has_nobody_to_dispatch_to(
    manifest: Manifests, call: str
) -> None:
    with pytest.raises(MsplCheckError, match="scriptOnly"):
        Application.load(manifest(f'{call}("OnInvite");'), "a.am")


def test_data_files_are_read_by_the_script(
    manifest: Manifests, invite: Requests
) -> None:
    more = (
        '<lc:file name="people" path="p.csv" keyColumnName="who">'
        '<lc:column name="who"/><lc:column name="target"/></lc:file><lc:scriptOnly/>'
    )
    script = "ProxyRequest(people[GetUserName(sipRequest.To)].target);"
    application = Application.load(
        manifest(script, more=more),
        "a.am",
        read_file=lambda path: b"bob,sip:carol@lab.example",
    )
    assert application.run(invite()).targets == ("sip:carol@lab.example",)
    other = application.run(invite(to="<sip:eve@lab.example>"))
    assert "null" in other.errors[0].message


def test_applications_of_2003_see_empty_text_for_null(
    manifest: Manifests, invite: Requests
) -> None:
    script = 'if (GetParameterValue(sipRequest.To, "epid") == "") { Respond("480"); }'
    new = manifest(script)
    old = new.replace("lcs/2006/05", "lcs/2003/05")
    assert Application.load(new, "a.am").run(invite()).outcome == "unhandled"
    assert Application.load(old, "a.am").run(invite()).outcome == "responded"


def test_loading_lists_all_that_is_wrong(manifest: Manifests) -> None:
    with pytest.raises(ManifestError):
        Application.load(manifest("", by_default="yes"), "a.am")
    with pytest.raises(MsplSyntaxError):
        Application.load(manifest("if ("), "a.am")
    with pytest.raises(MsplCheckError) as error:
        Application.load(manifest('Contains(sipMessage.Content, "secret");'), "x.am")
    text = str(error.value)
    assert text.startswith("x.am:10:1: error MSPL201: ")
    assert "did you mean ContainsString?" in text


def test_remarks_do_not_keep_an_application_from_loading(manifest: Manifests) -> None:
    text = manifest("ProxyRequest();", by_default="True")
    application = Application.load(text, "a.am")
    assert [f.code for f in application.findings] == ["MSPL332", "MSPL401", "MSPL410"]


def test_the_level_decides_what_there_is(manifest: Manifests) -> None:
    text = manifest("if (sipRequest) { RetargetRequest(sipRequest.To); }")
    assert [f.code for f in check(text, "a.am")] == []
    assert [f.code for f in check(text, "a.am", level=Level.V2010)] == ["MSPL215"]
    withdrawn = manifest('x = CheckUserOption("a@b", UserOption.Federation);')
    assert "MSPL204" in [f.code for f in check(withdrawn, "a.am")]
    assert check(withdrawn, "a.am", level=Level.V2007R2) == []


def test_check_says_everything_at_once(manifest: Manifests) -> None:
    text = manifest("Contains(1);", by_default="yes")
    assert [(f.code, f.place.line) for f in check(text, "a.am")] == [
        ("MSPL321", 7),
        ("MSPL201", 10),
    ]


def test_check_of_what_is_no_manifest_lists_that() -> None:
    assert [f.code for f in check(b"\0\1\2", "a.am")] == ["MSPL308"]
    assert [f.code for f in check("<a>", "a.am")] == ["MSPL310"]


def test_the_script_text_names_its_lines(manifest: Manifests) -> None:
    application = Application.load(manifest("x = 1;\ny = 2;"), "a.am")
    text = application.script_text
    assert (text.path, text.first_line, text.last_line) == ("a.am", 9, 12)
    assert text.text.split("\n")[9] == "x = 1;"


def test_an_application_keeps_nothing_and_needs_no_copy(manifest: Manifests) -> None:
    application = Application.load(manifest("x = 1;"), "a.am")
    assert copy.deepcopy(application) is application


@pytest.mark.parametrize(
    "script",
    [
        'Respond("302", "Moved Temporarily", "Contact=<sip:c@lab.example>");',
        'ProxyRequest("sip:c@lab.example");',
        "x = GetUri(sipMessage.From);",
        'AddHeader("X", sipMessage.To); ProxyRequest();',
        'Respond("abc");',
    ],
)
def test_the_same_message_gives_the_same_run(run: Runs, script: str) -> None:
    assert run(script) == run(script)


def test_a_script_cut_off_anywhere_is_still_reported_upon(manifest: Manifests) -> None:
    script = 'if (f(1) && !sipRequest) { x = people["a"].b; foreach (e in c) { } }'
    for end in range(len(script)):
        check(manifest(script[:end]), "a.am")


def test_a_handler_that_fails_is_an_error_of_the_run_with_the_line_of_its_dispatch(
    run: Runs,
) -> None:
    def fails(event: RequestReceived) -> None:
        raise ValueError("no such user")

    script = 'x = 1;\nDispatch("OnInvite");'
    ran = run(script, more="", handlers={"OnInvite": fails})
    (error,) = ran.errors
    assert ran.outcome == "dispatched"
    assert isinstance(ran.decision, Drop)
    assert (error.line, error.code, error.critical) == (11, "managed", False)
    assert error.message.startswith("ValueError: no such user (test_application.py")


def test_without_marshal_content_the_handler_gets_no_body_and_the_message_keeps_it(
    run: Runs, invite: Callable[..., Request]
) -> None:
    seen: list[str] = []

    def passes(event: RequestReceived) -> None:
        seen.append(event.request.content)
        event.server_transaction.create_branch().send_request(event.request)

    for line in ("", "sipRequest.Transaction.MarshalContent = false;"):
        script = f'{line}\nDispatch("OnInvite");'
        ran = run(script, invite(body=b"v=0"), more="", handlers={"OnInvite": passes})
        assert ran.message.body == b"v=0"
    assert seen == ["v=0", ""]


def test_an_application_can_bring_its_managed_code(
    manifest: Callable[..., str], invite: Callable[..., Request]
) -> None:
    loaded = Application.load(manifest('Dispatch("Ask");', more=""), "a.am")
    managed = loaded.with_handlers({"Ask": lambda event: Reply(486)})
    assert managed.run(invite()).response == Reply(486)
    assert loaded.run(invite()).outcome == "unhandled"
    assert managed.with_handlers({}).run(invite()).outcome == "unhandled"


@pytest.mark.parametrize(
    ("strict_route", "remarks"), [("true", ["MSPL419"]), ("false", [])]
)
def test_only_an_ack_of_a_dialog_has_a_route_of_its_own(
    manifest: Manifests, strict_route: str, remarks: list[str]
) -> None:
    script = 'ProxyRequest("sip:app01.lab.example;gruu");'
    text = manifest(script, methods="ACK", reasons="NONE", strict_route=strict_route)
    assert [finding.code for finding in check(text, "a.am")] == remarks
