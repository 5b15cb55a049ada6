from random import Random
from typing import Any

import pytest

from mspllab.lync.directory import User
from mspllab.lync.hosted import EndpointSettings
from mspllab.lync.plan import ApplicationPlan, Step
from mspllab.lync.platform import CollaborationPlatform
from mspllab.lync.profile import LYNC
from mspllab.sim.datagram import Endpoint
from mspllab.trace.records import Happened, ObjectChanged
from mspllab.transaction.effects import Effect, Send
from mspllab.transaction.timers import Timers
from tests.lync.cast import ALICE, BOB, REROUTE
from tests.lync.laboratory import FE, Laboratory

DESK = "sip:frontdesk@lab.example"


def own(establish: str = "at start", **plan: Any) -> EndpointSettings:
    return EndpointSettings(
        "frontdesk",
        DESK,
        plan=ApplicationPlan(**plan),
        default_routing=True,
        establish=establish,
    )


def as_bob(establish: str = "at start") -> EndpointSettings:
    return EndpointSettings(
        "as-bob", BOB.uri, "user", epid="b0b0000003", user=BOB, establish=establish
    )


def platform(
    *endpoints: EndpointSettings, start: str | float = "never", **more: Any
) -> CollaborationPlatform:
    return CollaborationPlatform(
        name="reroute",
        application=REROUTE,
        ip="192.0.2.50",
        endpoints=endpoints,
        home=Endpoint(FE.host, FE.port),
        switches=LYNC,
        timers=Timers(),
        chance=Random("reroute"),
        start=start,
        **more,
    )


def do(of: CollaborationPlatform, what: str, **more: Any) -> list[Effect]:
    return of.perform(Step(0.0, "reroute", what, **more), now=0.0)


def texts(effects: list[Effect], what: str) -> list[str]:
    return [e.text for e in effects if isinstance(e, Happened) and e.what == what]


def states(effects: list[Effect], name: str) -> list[str]:
    changed = [e for e in effects if isinstance(e, ObjectChanged) and e.name == name]
    return [one.after for one in changed]


def sent(effects: list[Effect]) -> list[str]:
    return [e.message.method for e in effects if isinstance(e, Send)]


def test_an_applications_own_endpoint_is_established_without_register() -> None:
    effects = do(platform(own()), "start")
    assert states(effects, "reroute") == ["Starting", "Started"]
    assert states(effects, "frontdesk") == ["Establishing", "Established"]
    assert sent(effects) == []


def test_a_users_endpoint_is_established_by_the_answer_to_its_register() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.add(platform(as_bob()))
    lab.do("reroute", "start")
    lab.run(1.0)
    assert lab.requests("REGISTER", "fe01")
    assert lab.noticed("reroute") == ["started", "registered", "started"]


def test_a_platform_that_starts_before_the_run_says_nothing() -> None:
    of = platform(own(), start="before")
    effects = of.start(now=0.0)
    assert states(effects, "frontdesk") == ["Establishing", "Established"]
    assert not [e for e in effects if isinstance(e, Happened)]


def test_a_platform_starts_at_its_second() -> None:
    of = platform(own(), start=2.0)
    assert of.start(now=0.0) == []
    assert of.next_timer() == 2.0
    assert texts(of.fire_timers(now=2.0), "started")[0] == "has started"


@pytest.mark.parametrize("first", ["establish", "drain", "shut down twice", "start"])
def test_what_the_state_does_not_allow_is_an_invalid_operation(first: str) -> None:
    of = platform(own("by hand"))
    if first == "shut down twice":
        do(of, "start")
        do(of, "shut down")
        first = "shut down"
    if first == "start":
        do(of, "start")
    (thrown,) = texts(do(of, first), "exception")
    assert thrown.startswith(f"InvalidOperationException: {first}")


def test_an_endpoint_is_established_once() -> None:
    of = platform(own("by hand"))
    do(of, "start")
    assert texts(do(of, "establish"), "started") == ["has established frontdesk"]
    (thrown,) = texts(do(of, "establish"), "exception")
    assert "the endpoint Established" in thrown


def test_without_a_replica_there_are_no_settings() -> None:
    of = platform(own(), provisioning="topology", lacks=("replica",))
    effects = do(of, "start")
    assert states(effects, "reroute") == ["Starting", "Terminated"]
    assert texts(effects, "exception")[0].startswith("ProvisioningFailureException: ")


def test_explicit_settings_need_no_replica() -> None:
    of = platform(own(), lacks=("replica", "application id"))
    assert states(do(of, "start"), "frontdesk")[-1] == "Established"


def test_a_wrong_application_id_is_never_discovered() -> None:
    of = platform(own(), provisioning="topology", lacks=("application id",))
    assert states(do(of, "start"), "frontdesk") == []
    (pending,) = of.pending(now=9.0)
    assert pending.text == (
        "the wait for endpoint settings never completes: blocked by the discovered"
        " event, since the topology has no such application id"
    )


@pytest.mark.parametrize(
    ("provisioning", "callback"),
    [("topology", "the discovered event"), ("explicit", "EndStartup")],
)
def test_code_that_waits_in_a_callback_blocks_itself_and_all_that_follow(
    provisioning: str, callback: str
) -> None:
    of = platform(own("in the callback"), as_bob(), provisioning=provisioning)
    effects = do(of, "start")
    assert states(effects, "frontdesk") == ["Establishing"]
    assert [one.text.split(":")[0] for one in of.pending(now=9.0)] == [
        "EndEstablish of frontdesk never completes",
        "BeginEstablish of as-bob never completes",
    ]
    assert f"the callback of {callback}, which" in of.pending(now=9.0)[0].text


def test_a_lost_register_is_waited_for_and_then_times_out() -> None:
    lab = Laboratory()
    lab.add(of := platform(as_bob()))
    effects = do(of, "start")
    assert sent(effects) == ["REGISTER"]
    (pending,) = of.pending(now=1.0)
    assert pending.text.startswith("EndEstablish of as-bob never completes: blocked by")
    late: list[Effect] = []
    while (due := of.next_timer()) is not None:
        late += of.fire_timers(now=due)
    assert texts(late, "exception")[0].startswith("OperationTimeoutException: ")
    assert of.pending(now=40.0) == ()


def test_a_refused_register_is_an_exception_of_its_own() -> None:
    lab = Laboratory()
    lab.front_end()
    nobody = User("x", "sip:x@lab.example", "X")
    stranger = EndpointSettings("as-x", nobody.uri, "user", epid="b1", user=nobody)
    lab.add(platform(stranger))
    lab.do("reroute", "start")
    lab.run(1.0)
    (thrown,) = [h.text for h in lab.happenings("reroute") if h.what == "exception"]
    assert thrown.startswith("RegisterException: EndEstablish of as-x")


def test_shutting_down_ends_calls_registrations_endpoints_and_the_platform() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.add(platform(own(accept_after=0.0), as_bob()))
    lab.do("reroute", "start")
    lab.run(1.0)
    lab.call("alice", DESK)
    lab.run(2.0)
    lab.do("reroute", "shut down")
    lab.run(40.0)
    assert lab.noticed("alice")[-1] == "ended"
    assert lab.requests("REGISTER")[-1].headers.get("Expires") == "0"
    told = [h.text for h in lab.happenings("reroute") if h.what == "shut down"]
    assert told == [
        "has terminated frontdesk",
        "has terminated as-bob",
        "has shut down",
    ]


def test_a_platform_that_has_shut_down_answers_500_and_481() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.add(platform(own(accept_after=0.0)))
    lab.do("reroute", "start")
    lab.do("reroute", "shut down")
    lab.call("alice", DESK)
    lab.run(1.0)
    assert 500 in lab.statuses("fe01")
    rejected = [h.text for h in lab.happenings("reroute") if h.what == "rejected"]
    assert rejected == ["answers the INVITE with 500: the platform is Terminated"]


def test_a_drained_endpoint_takes_no_new_calls_and_keeps_the_old_ones() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    lab.add(platform(own(accept_after=0.0)))
    lab.do("reroute", "start")
    lab.call("alice", DESK)
    lab.run(1.0)
    lab.do("reroute", "drain")
    lab.call("alice", DESK)
    lab.run(2.0)
    assert lab.noticed("alice").count("connected") == 1
    assert "ended" not in lab.noticed("alice")
    assert lab.statuses("alice")[-1] == 500


def test_an_answered_call_without_ack_is_pending() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90)
    of = lab.add(platform(own(accept_after=0.0)))
    lab.do("reroute", "start")
    lab.call("alice", DESK)
    lab.run(0.025)
    (pending,) = of.pending(now=lab.now)
    assert pending.text == (
        "EndAccept of the call from sip:alice@lab.example never completes: blocked by"
        " the ACK, which has not come"
    )
    lab.run(1.0)
    assert of.pending(now=lab.now) == ()
