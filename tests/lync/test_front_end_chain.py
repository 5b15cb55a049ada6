"""What an application does with a message, and what later ones see of it.

Row by row the tables of mspl.md §7.3, §7.4, §7.9 and §7.10.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mspllab.applications.application import Application
from mspllab.applications.dispatched import Handlers, RequestReceived
from mspllab.lync.installation import InstalledApplication
from mspllab.lync.profile import LYNC
from mspllab.trace.records import ChainWalked, EventLogged, ScriptRun
from tests.lync.cast import ALICE, BOB, GRUU
from tests.lync.laboratory import Laboratory, own_endpoint

MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/{name}">
  <lc:requestFilter methodNames="{methods}" strictRoute="{strict}"/>
  <lc:responseFilter reasonCodes="{reasons}"/>
  <lc:proxyByDefault action="{default}"/>
  {more}
  <lc:splScript><![CDATA[{script}]]></lc:splScript>
</lc:applicationManifest>
"""
BOB_SIP = "sip:bob@lab.example"
WATCHES = 'Log("Debugr", false, "seen");'


def application(
    script: str,
    name: str = "decides",
    *,
    priority: int | None = None,
    handlers: Handlers | None = None,
    **more: str,
) -> InstalledApplication:
    settings = {
        "methods": "INVITE",
        "strict": "false",
        "reasons": "NONE",
        "default": "true",
        "more": "<lc:scriptOnly/>" if handlers is None else "",
    }
    text = MANIFEST.format(name=name, script=script, **{**settings, **more})
    loaded = Application.load(text, f"{name}.am")
    if handlers is not None:
        loaded = loaded.with_handlers(handlers)
    return InstalledApplication(loaded, priority)


def watcher(name: str = "watches", **more: str) -> InstalledApplication:
    """An application that decides nothing and shows what it sees."""
    return application(WATCHES, name, **more)


def lab(*applications: InstalledApplication, upwards: bool = False) -> Laboratory:
    """Alice, Bob's desk that answers at once, and an application with a GRUU."""
    made = Laboratory(replace(LYNC, responses_upwards=upwards))
    made.front_end(applications=applications)
    made.client("alice", ALICE, 90)
    made.client("desk", BOB, 101, answer_after=0.0)
    made.platform(own_endpoint(accept_after=0.0, default_routing=True))
    return made


def called(made: Laboratory, until: float = 40.0) -> Laboratory:
    made.call("alice", BOB_SIP)
    return made.run(until)


def ran(made: Laboratory) -> list[str]:
    """Application and outcome of every run, in order."""
    return [
        f"{run.application.removeprefix('http://lab.example/')} {run.outcome}"
        for run in made.records
        if isinstance(run, ScriptRun)
    ]


def walks(made: Laboratory) -> list[ChainWalked]:
    return [record for record in made.records if isinstance(record, ChainWalked)]


# §7.3 proxyByDefault


@pytest.mark.parametrize("default", ["true", "false"])
@pytest.mark.parametrize("call", ['ProxyRequest("");', "ProxyRequest();"])
def test_handled_is_handled_whatever_the_default(call: str, default: str) -> None:
    made = called(lab(application(call, default=default), watcher()))
    assert ran(made) == ["decides proxied", "watches unhandled"]
    assert made.requests("INVITE", "desk")


def test_unhandled_goes_on_where_the_default_is_true() -> None:
    made = called(lab(application("x = 1;"), watcher()))
    assert ran(made) == ["decides unhandled", "watches unhandled"]
    assert 200 in made.statuses("alice")


def test_unhandled_is_dropped_where_it_is_false_and_nobody_is_told() -> None:
    made = called(lab(application("x = 1;", default="false"), watcher()))
    assert ran(made) == ["decides dropped"]
    assert not made.requests("INVITE", "desk")
    assert made.statuses("alice") == [100]


@pytest.mark.parametrize("default", ["true", "false"])
def test_what_the_filters_keep_out_goes_to_the_next(default: str) -> None:
    kept_out = application("x = 1;", methods="BYE", default=default)
    made = called(lab(kept_out, watcher()))
    assert ran(made) == ["watches unhandled"]
    assert 200 in made.statuses("alice")


# §7.4 script action → later applications


def test_proxying_to_a_uri_skips_all_that_comes_later() -> None:
    made = called(lab(application(f'ProxyRequest("{GRUU}");'), watcher()))
    assert ran(made) == ["decides routed"]
    assert made.requests("INVITE", "reroute")
    assert not made.requests("INVITE", "desk")


def test_retargeting_keeps_the_list_in_force_with_the_new_target() -> None:
    script = 'Log("Debugr", false, sipRequest.RequestUri, sipRequest.To);'
    later = application(script, "later")
    made = lab(application('RetargetRequest("sip:bob@lab.example");'), later)
    made.call("alice", "sip:carol@lab.example")
    made.run(40.0)
    run = next(r for r in made.records if isinstance(r, ScriptRun) and r.log)
    assert run.log[0].lines == (BOB_SIP, "<sip:carol@lab.example>")
    assert made.requests("INVITE", "desk")


def test_forking_skips_all_that_comes_later() -> None:
    fork = f'BeginFork(false, 0); Fork("{GRUU}"); Fork("{BOB_SIP}"); EndFork();'
    made = called(lab(application(fork), watcher()))
    assert ran(made) == ["decides forked"]
    assert made.requests("INVITE", "reroute") and made.requests("INVITE", "desk")


def test_an_answered_request_is_not_seen_later_and_its_answer_travels_back() -> None:
    early = watcher("early", reasons="ALL")
    late = watcher("late", reasons="ALL")
    made = called(lab(early, application('Respond("486");'), late))
    assert ran(made) == ["early unhandled", "decides responded", "early unhandled"]
    assert made.statuses("alice") == [100, 486]


def test_provisional_answers_of_a_script_go_before_its_final_one() -> None:
    made = called(lab(application('Respond(180); Respond(182); Respond("486");')))
    assert made.statuses("alice") == [100, 180, 182, 486]


@pytest.mark.parametrize(
    "onward",
    [
        f'ProxyRequest("{BOB_SIP}");',
        'ProxyRequest("");',
        f'BeginFork(false, 0); Fork("{BOB_SIP}"); EndFork();',
    ],
)
def test_provisional_answers_of_a_script_go_before_the_request_is_sent_on(
    onward: str,
) -> None:
    early = watcher("early", reasons="ALL")
    made = called(lab(early, application(f"Respond(182); Respond(183); {onward}")))
    assert made.statuses("alice")[:3] == [100, 182, 183]
    assert made.requests("INVITE", "desk")
    assert ran(made)[2:4] == ["early unhandled", "early unhandled"]


def test_an_earlier_application_can_swallow_the_answer_of_a_later_one() -> None:
    script = "if (sipRequest) { ProxyRequest(); }"
    early = application(script, "early", reasons="ALL", default="false")
    made = called(lab(early, application('Respond("486");')))
    assert ran(made) == ["early proxied", "decides responded", "early dropped"]
    assert made.statuses("alice") == [100]
    made.do("alice", "hang up")
    made.run(80.0)
    assert made.statuses("alice") == [100, 200, 487]
    assert made.live() == []


def test_an_earlier_application_can_write_on_the_answer_of_a_later_one() -> None:
    script = 'if (sipResponse) { AddHeader("X-Seen", "yes"); }'
    made = called(
        lab(application(script, "early", reasons="ALL"), application('Respond("486");'))
    )
    answer = next(s.message for s in made.said if s.message.status == 486)
    assert answer.headers.get("X-Seen") == "yes"


def test_the_servers_own_refusal_travels_back_too() -> None:
    made = lab(watcher(reasons="ALL"))
    made.call("alice", "sip:nobody@lab.example")
    made.run(40.0)
    assert ran(made) == ["watches unhandled"] * 2
    assert walks(made)[1].made_by == 10


@pytest.mark.parametrize("upwards", [False, True])
def test_responses_are_offered_in_the_order_of_the_list_or_in_the_other(
    upwards: bool,
) -> None:
    pair = [watcher(name, methods="NONE", reasons="2nn") for name in ("one", "two")]
    made = called(lab(*pair, upwards=upwards), until=1.0)
    order = ["one unhandled", "two unhandled"]
    assert ran(made)[:2] == (order[::-1] if upwards else order)


def test_a_response_that_is_swallowed_reaches_no_later_application() -> None:
    eats = application("x = 1;", methods="NONE", reasons="2nn", default="false")
    made = called(lab(eats, watcher(methods="NONE", reasons="2nn")), until=0.9)
    assert set(ran(made)) == {"decides dropped"}
    assert 200 not in made.statuses("alice")


def test_the_route_of_a_request_within_a_dialog_hides_it_unless_asked_for() -> None:
    hidden = watcher("hidden", methods="ALL")
    shown = watcher("shown", methods="ALL", strict="true")
    made = called(lab(hidden, shown), until=5.0)
    assert ran(made) == ["hidden unhandled", "shown unhandled", "shown unhandled"]


def test_below_default_routing_nothing_is_ever_seen() -> None:
    everything = {"methods": "ALL", "strict": "true", "reasons": "ALL"}
    below = application(WATCHES, "below", priority=99, **everything)
    above = application(WATCHES, "above", priority=9, **everything)
    made = called(lab(below, above))
    assert {run.split()[0] for run in ran(made)} == {"above"}


def test_above_user_services_an_application_sees_registrations() -> None:
    early = "<lc:scriptOnly/><lc:allowRegistrationBeforeUserServices/>"
    above = application(WATCHES, "above", priority=3, methods="REGISTER", more=early)
    below = application(WATCHES, "below", priority=5, methods="REGISTER")
    made = Laboratory()
    made.front_end(applications=(above, below))
    made.client("alice", ALICE, 90, register=1.0)
    made.run(5.0)
    assert ran(made) == ["above unhandled"]
    assert made.statuses("alice") == [200]


def test_above_user_services_without_the_element_it_is_not_registered() -> None:
    made = called(lab(application(WATCHES, priority=3)))
    events = [r for r in made.records if isinstance(r, EventLogged)]
    assert [event.event for event in events] == [30234]
    assert ran(made) == []
    assert 200 in made.statuses("alice")


# §7.9 Dispatch and DispatchNotification


def passes_on(event: RequestReceived) -> None:
    event.server_transaction.create_branch().send_request(event.request)


def routes(event: RequestReceived) -> None:
    event.request.request_uri = GRUU
    passes_on(event)


def retargets(event: RequestReceived) -> None:
    event.request.retarget("sip:frontdesk@lab.example")
    passes_on(event)


def answers(event: RequestReceived) -> None:
    event.server_transaction.send_response(event.request.create_response(603))


def does_nothing(event: RequestReceived) -> None:
    """It sends nothing."""


@pytest.mark.parametrize(
    ("handler", "later", "to", "status"),
    [
        (passes_on, True, "desk", 200),
        (routes, False, "reroute", 200),
        (retargets, True, "reroute", 200),
        (answers, False, "", 603),
        (does_nothing, False, "", 100),
    ],
)
def test_managed_code_decides_what_is_seen_later(
    handler: Callable[[RequestReceived], None], later: bool, to: str, status: int
) -> None:
    script = 'Dispatch("OnInvite");'
    managed = application(script, handlers={"OnInvite": handler})
    made = called(lab(managed, watcher()))
    expected = ["decides dispatched"] + ["watches unhandled"] * later
    assert ran(made) == expected
    went = {said.destination for said in made.said if said.message.method == "INVITE"}
    assert {"desk", "reroute"} & went == ({to} if to else set())
    assert status in made.statuses("alice")


@pytest.mark.parametrize("default", ["true", "false"])
def test_dispatch_to_nobody_leaves_the_message_to_the_default(default: str) -> None:
    managed = application('Dispatch("OnInvite");', handlers={}, default=default)
    made = called(lab(managed))
    assert (200 in made.statuses("alice")) is (default == "true")


@pytest.mark.parametrize("default", ["true", "false"])
@pytest.mark.parametrize("more", ["", "ProxyRequest();"])
def test_a_notification_is_told_once_and_handles_nothing(
    default: str, more: str
) -> None:
    told: list[object] = []
    managed = application(
        f'DispatchNotification("OnSeen", 7); {more}',
        handlers={"OnSeen": told.append},
        default=default,
    )
    made = called(lab(managed))
    assert len(told) == 1
    is_sent = default == "true" or bool(more)
    assert len(made.requests("INVITE", "desk")) == is_sent


@pytest.mark.parametrize("first", ["ProxyRequest();", 'Respond("486");'])
def test_dispatch_after_the_message_was_handled_is_a_critical_error(
    first: str,
) -> None:
    told: list[object] = []
    managed = application(
        f'{first} Dispatch("OnInvite");', handlers={"OnInvite": told.append}
    )
    made = called(lab(managed))
    run = next(record for record in made.records if isinstance(record, ScriptRun))
    assert [error.critical for error in run.errors] == [True]
    assert told == []


# §7.10 errors


@pytest.mark.parametrize("default", ["true", "false"])
def test_after_an_error_the_default_decides(default: str) -> None:
    failing = application('Respond("abc");', default=default)
    made = called(lab(failing, watcher()))
    later = ["watches unhandled"] if default == "true" else []
    assert ran(made) == ["decides error", *later]


def test_one_that_is_disabled_is_passed_by_and_the_server_goes_on() -> None:
    bad = application("ProxyRequest();", reasons="2nn", default="false")
    made = called(lab(bad, watcher()), until=45.0)
    assert ran(made).count("decides error") == 10
    assert "disabled" in made.noticed("fe01")
    assert made.statuses("alice")[-1] == 200


def test_a_request_whose_answer_came_through_after_all_is_not_forgotten() -> None:
    bad = application("ProxyRequest();", reasons="2nn", default="false")
    made = called(lab(bad), until=45.0)
    assert made.statuses("alice")[-1] == 200  # the eleventh copy: nobody eats it
    made.do("alice", "hang up")
    made.run(400.0)  # past timer C, when a swallowed request would be given up
    assert made.live() == []


def test_what_is_swallowed_after_the_caller_gave_up_is_merely_dropped() -> None:
    eats = application("x = 1;", methods="NONE", reasons="2nn", default="false")
    made = called(lab(eats), until=7.0)
    made.do("alice", "hang up")
    made.run(150.0)  # the phone repeats its 200 for 32 seconds
    assert made.statuses("alice")[-2:] == [200, 487]
    assert made.live() == []


def test_a_caller_whose_answer_was_swallowed_gets_487_when_it_hangs_up() -> None:
    eats = application("x = 1;", methods="NONE", reasons="2nn", default="false")
    made = called(lab(eats), until=50.0)
    assert made.statuses("alice")[-1] != 200
    made.do("alice", "hang up")
    made.run(150.0)
    assert made.statuses("alice")[-2:] == [200, 487]
    assert made.live() == []


def test_the_server_gives_up_a_request_whose_answer_was_swallowed() -> None:
    script = """if (sipResponse) {
        if (sipMessage.Transaction.Request.Method != "BYE") { ProxyResponse(); }
    }"""
    eats = application(script, methods="NONE", reasons="ALL", default="false")
    made = called(lab(eats), until=5.0)
    made.do("alice", "hang up")
    made.run(5.5)
    assert made.statuses("alice")[-1] == 200  # of the INVITE
    assert made.live()
    made.run(100.0)
    assert made.live() == []
