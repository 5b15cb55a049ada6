"""Routing, answering and managed code, mspl.md §4.2, as scripts use them."""

import pytest

from mspllab.applications.dispatched import (
    NotificationReceived,
    Received,
    RequestReceived,
    ResponseReceived,
)
from mspllab.cores.decision import Decision, Drop, Fork, Forward, Pass, Reply, Target
from mspllab.mspl.vocabulary import Level
from mspllab.sip.build import response
from tests.applications.builtins.bench import error, ran, refused, value
from tests.applications.conftest import make_invite

INVITE = make_invite()
ROUTED = make_invite(route=("<sip:fe01.lab.example;lr>",))
OK = response(INVITE, 200, to_tag="d-01")
APP, DESK = "sip:app01.lab.example", "sip:192.0.2.101:50211"
FORK = f'BeginFork(false, 0); Fork("{APP}"); Fork("{DESK}"); EndFork();'

DECISIONS = [
    ('ProxyRequest("");', "proxied", Pass()),
    ("ProxyRequest();", "proxied", Pass()),
    (f'ProxyRequest("{APP}");', "routed", Forward(Target(APP))),
    (FORK, "forked", Fork((Target(APP), Target(DESK)))),
    (
        f'BeginFork(); Fork("{APP}"); EndFork();',
        "forked",
        Fork((Target(APP),)),
    ),
    ('Respond("486", "Busy");', "responded", Reply(486, "Busy", ())),
    ('Respond("486", "");', "responded", Reply(486, "Busy Here", ())),
    ('Respond("486");', "responded", Reply(486, "Busy Here", ())),
    ("Respond(486);", "responded", Reply(486, "Busy Here", ())),
    ("Respond(StatusClass._6xx);", "responded", Reply(600, "Busy Everywhere", ())),
    ("Respond(499);", "responded", Reply(499, "Bad Request", ())),
    (
        f'Respond("302", "Moved", "Contact=<{APP}>", "X-A = b=c");',
        "responded",
        Reply(302, "Moved", (("Contact", f"<{APP}>"), ("X-A", "b=c"))),
    ),
    (f'RetargetRequest("{DESK}");', "unhandled", Pass()),
    ('Log("t", false);', "unhandled", Pass()),
    (f'sipRequest.RequestUri = "{APP}";', "unhandled", Forward(Target(APP))),
    (
        f'sipRequest.RequestUri = "{APP}"; ProxyRequest("");',
        "routed",
        Forward(Target(APP)),
    ),
]


@pytest.mark.parametrize(("script", "outcome", "decision"), DECISIONS)
def test_what_becomes_of_a_request(
    script: str, outcome: str, decision: Decision
) -> None:
    result = ran(script, INVITE)

    assert (result.outcome, result.decision, result.errors) == (outcome, decision, ())


ERRORS = [
    ("ProxyRequest(null);", "script"),
    ('ProxyRequest("bob@lab.example");', "script"),
    ('ProxyRequest("tel:+12065550142");', "script"),
    ('ProxyRequest(" ");', "script"),
    ("ProxyResponse();", "critical"),
    (f'Fork("{APP}");', "script"),
    ("EndFork();", "critical"),
    ("BeginFork(false, 0); EndFork();", "critical"),
    ("BeginFork(false, 0); BeginFork(false, 0);", "script"),
    (f'BeginFork(false, 0); Fork("{APP}");', "script"),
    ("BeginFork(false, 0);", "script"),
    ('BeginFork(false, 0); Fork("nowhere");', "script"),
    ("BeginFork(false, 0); Fork(null);", "script"),
    ("Respond(null);", "script"),
    ('Respond("");', "script"),
    ("Respond(99);", "script"),
    ("Respond(700);", "script"),
    ('Respond("two hundred");', "script"),
    ('Respond("200", null);', "script"),
    ('Respond("200", "OK", null);', "script"),
    ('Respond("302", "Moved", "Contact: <sip:a@b>");', "critical"),
    ('Respond("302", "Moved", "Contact: <sip:a@b;x=y>");', "critical"),
    ('Respond("302", "Moved", "");', "critical"),
    ('Respond("302", "Moved", "=x");', "critical"),
    ('Respond("200", "O\\r\\nK");', "script"),
    ('Respond("200", "OK", "X=a\\r\\nVia: b");', "script"),
    ('Respond("200", "OK", "To=<sip:a@b>");', "script"),
    ("RetargetRequest(null);", "script"),
    ('RetargetRequest("bob");', "script"),
    ('ProxyRequest(""); ProxyRequest("");', "critical"),
    ('ProxyRequest(""); BeginFork(false, 0);', "critical"),
    (f'ProxyRequest(""); RetargetRequest("{APP}");', "critical"),
    ('ProxyRequest(""); Dispatch("OnRequest");', "critical"),
    (FORK + ' Dispatch("OnRequest");', "critical"),
    (FORK + ' ProxyRequest("");', "critical"),
    ('Respond(200); Dispatch("OnRequest");', "critical"),
    ('Respond(200); ProxyRequest("");', "critical"),
    ('ProxyRequest(""); DispatchNotification("OnSeen");', "script"),
]


@pytest.mark.parametrize(("script", "kind"), ERRORS)
def test_which_kind_of_error_a_misuse_on_a_request_is(script: str, kind: str) -> None:
    assert error(script, INVITE).partition(":")[0] == kind


ON_RESPONSES = [
    ('ProxyRequest("");', "critical"),
    ("BeginFork(false, 0);", "critical"),
    (f'Fork("{APP}");', "critical"),
    ("EndFork();", "critical"),
    (f'RetargetRequest("{APP}");', "critical"),
    ("ProxyResponse(); ProxyResponse();", "critical"),
    ("ProxyResponse();", ""),
    ('Respond("200", "OK");', ""),
    ('Respond("nonsense", "OK");', ""),
]


@pytest.mark.parametrize(("script", "kind"), ON_RESPONSES)
def test_which_kind_of_error_it_is_on_a_response(script: str, kind: str) -> None:
    assert error(script, OK).partition(":")[0] == kind


ON_ROUTED = [
    ('ProxyRequest("");', ""),
    (f'ProxyRequest("{APP}");', "critical"),
    ("BeginFork(false, 0);", "critical"),
    (f'RetargetRequest("{APP}");', "script"),
    ('Respond("486", "Busy");', ""),
]


@pytest.mark.parametrize(("script", "kind"), ON_ROUTED)
def test_a_request_with_a_route_goes_only_where_it_was_going(
    script: str, kind: str
) -> None:
    assert error(script, ROUTED).partition(":")[0] == kind


def test_the_error_names_the_function_and_the_variable() -> None:
    said = error('ProxyRequest("");', OK)

    assert "ProxyRequest" in said
    assert "sipRequest" in said


@pytest.mark.parametrize(
    ("before", "message", "wanted"),
    [
        ("", INVITE, "true"),
        ('ProxyRequest("");', INVITE, "false"),
        ("Respond(180);", INVITE, "true"),
        ("Respond(180); Respond(404);", INVITE, "false"),
        (FORK, INVITE, "false"),
        ("", OK, "false"),
        ("", make_invite("ACK"), "false"),
    ],
)
def test_respond_says_whether_it_could(
    before: str, message: object, wanted: str
) -> None:
    result = ran(f'{before} Log("t", false, Respond(486, "Busy"));', message)  # type: ignore[arg-type]

    assert (result.log[0].lines, result.errors) == ((wanted,), ())


def test_what_a_script_adds_does_not_come_into_its_answer() -> None:
    result = ran('AddHeader("X-A", "b"); Respond("200", "OK");', INVITE)

    assert result.decision == Reply(200, "OK", ())


def test_retarget_request_leaves_to_and_the_uri_the_script_sees() -> None:
    script = f'RetargetRequest("{DESK}"); Log("t", false, sipRequest.RequestUri);'
    result = ran(script, INVITE)

    assert result.log[0].lines == ("sip:bob@lab.example",)
    assert result.targets == (DESK,)
    assert result.message.headers.get("To") == "<sip:bob@lab.example>"


# --- managed code ---------------------------------------------------------------------


class Managed:
    """Handlers that keep what they were told."""

    def __init__(self, decision: Decision | None = None) -> None:
        self.told: list[Received | NotificationReceived] = []
        self._decision = decision

    def __call__(self, event: Received | NotificationReceived) -> Decision | None:
        self.told.append(event)
        return self._decision


def test_dispatch_hands_over_the_message_and_whatever_is_given() -> None:
    managed = Managed(Pass())
    script = (
        'Log("t", false, Dispatch("OnRequest", null, true, 7, 1.5, "x",'
        ' StandardMethod.Invite)); Log("t", false, "still here");'
    )
    result = ran(script, INVITE, handlers={"OnRequest": managed})

    (event,) = managed.told
    assert isinstance(event, RequestReceived)
    assert event.parameters[:5] == (None, True, 7, 1.5, "x")
    assert event.message == INVITE
    assert [entry.lines for entry in result.log] == [("true",), ("still here",)]
    assert (result.outcome, result.decision) == ("dispatched", Pass())


def test_dispatch_to_nobody_is_false_and_handles_nothing() -> None:
    result = ran('Log("t", false, Dispatch("OnRequest"));', INVITE)

    assert (result.outcome, result.log[0].lines) == ("unhandled", ("false",))


def test_a_handler_that_does_nothing_drops_the_message() -> None:
    result = ran('Dispatch("OnRequest");', INVITE, handlers={"OnRequest": Managed()})

    assert isinstance(result.decision, Drop)


def test_responses_can_be_dispatched_too() -> None:
    managed = Managed(Pass())
    ran(
        'Dispatch("OnResponse", "x");',
        OK,
        request=INVITE,
        handlers={"OnResponse": managed},
    )

    (event,) = managed.told
    assert isinstance(event, ResponseReceived)
    assert (event.message, event.parameters) == (OK, ("x",))
    request = event.client_transaction.request
    assert request is not None and request.message == INVITE


def test_without_marshalled_content_the_handler_sees_no_body() -> None:
    call = make_invite(body=b"v=0\r\n")
    for setting, seen in (("", b"v=0\r\n"), ("false", b""), ("true", b"v=0\r\n")):
        managed = Managed(Pass())
        script = (
            f"sipMessage.Transaction.MarshalContent = {setting};" if setting else ""
        )
        result = ran(
            f'{script} Dispatch("OnRequest");', call, handlers={"OnRequest": managed}
        )
        (event,) = managed.told
        assert isinstance(event, RequestReceived)
        assert event.message.body == seen
        assert result.message == call


def test_marshal_content_belongs_to_the_transaction_however_it_is_reached() -> None:
    script = (
        "sipRequest.Transaction.Request.Transaction.MarshalContent = 0;"
        'Log("t", false, sipMessage.Transaction.MarshalContent);'
    )
    assert ran(script, INVITE).log[0].lines == ("false",)


def test_a_notification_leaves_the_message_with_the_script() -> None:
    managed = Managed(Drop("ignored"))
    script = (
        'Log("t", false, DispatchNotification("OnSeen", null, 7)); ProxyRequest("");'
    )
    result = ran(script, INVITE, handlers={"OnSeen": managed})

    (event,) = managed.told
    assert isinstance(event, NotificationReceived)
    assert event.parameters == (None, 7)
    assert (result.outcome, result.log[0].lines) == ("proxied", ("true",))
    assert value('DispatchNotification("OnSeen")', INVITE) == "false"


# --- what does not compile ------------------------------------------------------------

ONLY = "<lc:scriptOnly/>"


def test_managed_code_is_not_for_script_only_manifests() -> None:
    assert refused('Dispatch("OnRequest");', more=ONLY) == ["MSPL214"]
    assert refused('DispatchNotification("OnSeen");', more=ONLY) == ["MSPL214"]


@pytest.mark.parametrize(
    "call",
    [
        *("ProxyResponse(1)", "Fork()", "EndFork(1)", "BeginFork(false, 0, 0)"),
        *('ProxyRequest("", "")', "Respond()", "RetargetRequest()", "Dispatch()"),
        *("Fork(1, 2)", "DispatchNotification()", "Log()", 'Log("t")'),
    ],
)
def test_wrong_numbers_of_arguments_do_not_compile(call: str) -> None:
    assert refused(f"{call};") == ["MSPL205"]


LEVELS = [
    (f'RetargetRequest("{APP}");', {Level.V2013}),
    ('DispatchNotification("x");', {Level.V2007R2, Level.V2010, Level.V2013}),
    ("Challenge();", {Level.V2005}),
    ('Dispatch("x");', set(Level)),
    ('ProxyRequest("");', set(Level)),
    ("ProxyResponse();", set(Level)),
    ("Respond(200);", set(Level)),
    ("BeginFork(false, 0);", set(Level)),
]


@pytest.mark.parametrize(("script", "levels"), LEVELS)
def test_the_levels_that_have_it(script: str, levels: set[Level]) -> None:
    assert {one for one in Level if not refused(script, level=one)} == levels


def test_a_challenge_is_a_401() -> None:
    result = ran("Challenge();", INVITE, level=Level.V2005)

    assert isinstance(result.decision, Reply)
    assert result.decision.status == 401
    assert error("Challenge();", OK, level=Level.V2005).startswith("critical: ")


def test_log_takes_null_and_everything_that_has_a_text() -> None:
    script = "Log(null, 1, null, 7, true, StandardMethod.Invite);"
    (entry,) = ran(script, INVITE).log

    assert entry.channel == ""
    assert entry.lines[:4] == ("", "7", "true", "INVITE")
    assert entry.lines[4] == INVITE.start_line
    assert ran('Log("Debugr", false);', INVITE).log[0].lines == ()
    assert error('Log("t", false, sipMessage);').startswith("script: ")
