from dataclasses import replace

import pytest

from mspllab.cores.decision import Decision, Fork, Forward, Pass, Reply, Target
from mspllab.cores.location import Binding
from mspllab.cores.screening import CAPABLE
from mspllab.errors import ParseError
from mspllab.lync.profile import LYNC, RFC3261, Switches
from mspllab.lync.routing.deployment import Deployment
from mspllab.lync.routing.routes import Route
from mspllab.sim.datagram import Endpoint
from mspllab.sip.uri import parse_uri
from tests.lync.cast import BOB_DESK_GRUU, DIRECTORY, FRONTDESK, GRUU, request

HOSTS = ("fe01.lab.example", "192.0.2.11", "pool01.lab.example")
DESK = Endpoint("192.0.2.101", 50211)
MOBILE = Endpoint("198.51.100.7", 41822)
APP = Endpoint("app01.lab.example", 10607)
BINDING = Binding(
    aor_key="bob@lab.example",
    contact="sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20aa51",
    flow=DESK,
    expires_at=7200.0,
    call_id="",
    cseq=0,
    epid="b0b0000001",
    instance="urn:uuid:d62ecea5-a59e-56e1-808e-72f602f50a7f",
    gruu=BOB_DESK_GRUU,
)
SECOND = replace(
    BINDING,
    contact="sip:198.51.100.7:41822;transport=tls;ms-opaque=0b4411c0de",
    flow=MOBILE,
    epid="b0b0000002",
    instance="urn:uuid:7681201f-45b3-5ce0-9097-c2526c1c6588",
)
DESK_TARGET = Target(f"{BINDING.contact};ms-received-cid=0100", DESK, "b0b0000001")
MOBILE_TARGET = Target(f"{SECOND.contact};ms-received-cid=0200", MOBILE, "b0b0000002")


def deployment(*bindings: Binding, switches: Switches = LYNC) -> Deployment:
    known = Deployment(
        host=HOSTS[0], own_hosts=HOSTS, directory=DIRECTORY, switches=switches
    )
    for binding in bindings:
        known.preregister(binding)
    return known


def route(uri: str, *bindings: Binding, **more: object) -> Route:
    now = more.pop("now", 0.0)
    routes = deployment(*bindings).routes
    return routes.find(request(uri, **more), now=now)  # type: ignore[arg-type]


def refusal(decision: Decision) -> tuple[int, str]:
    assert isinstance(decision, Reply)
    return decision.status, dict(decision.headers)["ms-diagnostics"].partition(";")[0]


def test_a_user_is_called_at_every_endpoint_in_the_order_of_registration() -> None:
    decision = route("sip:bob@lab.example", BINDING, SECOND).decision
    assert decision == Fork((DESK_TARGET, MOBILE_TARGET))


def test_one_endpoint_makes_no_fork() -> None:
    assert route("sip:BOB@lab.example", BINDING).decision == Forward(DESK_TARGET)


def test_a_number_leads_to_the_user_who_has_it() -> None:
    for uri in ("sip:+12065550142@lab.example;user=phone", "tel:+1-206-555-0142"):
        assert route(uri, BINDING).decision == Forward(DESK_TARGET)


def test_expired_registrations_count_for_nothing() -> None:
    decision = route("sip:bob@lab.example", BINDING, now=7200.0).decision
    assert refusal(decision) == (480, "13001")


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:bob@lab.example", (480, "13001")),
        ("sip:orphan@lab.example", (480, "13001")),
        (BOB_DESK_GRUU, (480, "13001")),
        ("sip:bob@lab.example;gruu;opaque=app:voicemail", (480, "13001")),
        ("sip:dave@lab.example", (404, "1003")),
        (BOB_DESK_GRUU.replace("bob", "dave"), (404, "1003")),
        (GRUU.replace("z85", "zzz"), (404, "1003")),
        ("tel:+12065550199", (404, "1003")),
        ("sip:lab.example", (404, "1003")),
        ("sip:fe01.lab.example", (404, "1003")),
        ("sip:bob@pool01.lab.example", (404, "1003")),
    ],
)
def test_addresses_that_lead_nowhere(uri: str, expected: tuple[int, str]) -> None:
    assert refusal(route(uri).decision) == expected


@pytest.mark.parametrize("host", ["lab.example", "fe01.lab.example", "192.0.2.11"])
def test_a_server_tells_what_it_can_when_it_is_asked_itself(host: str) -> None:
    routes = deployment(switches=RFC3261).routes
    asked = request(f"sip:{host}").replace(method="OPTIONS")
    assert routes.find(asked, now=0.0).decision == CAPABLE
    assert "Allow" not in dict(CAPABLE.headers)


def test_the_standard_explains_nothing() -> None:
    routes = deployment(switches=RFC3261).routes
    reply = routes.find(request("sip:dave@lab.example"), now=0.0).decision
    assert reply == Reply(404)


@pytest.mark.parametrize(
    "uri",
    [
        "sip:bob@else.example",
        "sip:alice@192.0.2.90:50877;transport=tls",
        "sip:bob@else.example;opaque=user:epid:pc4u1p6l4VaAjnL2AvUKfwAA;gruu",
    ],
)
def test_other_domains_are_not_looked_up(uri: str) -> None:
    assert route(uri, BINDING).decision == Pass()


def test_a_gruu_leads_to_its_endpoint_alone() -> None:
    for uri in (
        BOB_DESK_GRUU,
        BOB_DESK_GRUU.replace(";gruu", "").replace(";opaque", ";gruu;opaque"),
    ):
        assert route(uri, SECOND, BINDING).decision == Forward(
            DESK_TARGET._replace(uri=f"{BINDING.contact};ms-received-cid=0200")
        )


def test_within_a_dialog_to_is_finished_and_gets_no_epid() -> None:
    to = "<sip:bob@lab.example>;epid=b0b0000001;tag=d1"
    decision = route(BOB_DESK_GRUU, BINDING, method="BYE", to=to).decision
    assert decision == Forward(DESK_TARGET._replace(epid=None))


def test_an_applications_gruu_stays_in_the_request_uri() -> None:
    assert route(GRUU).decision == Forward(Target(GRUU, APP))


def test_a_contact_object_leads_to_its_application_and_is_named() -> None:
    uri = "sip:frontdesk@lab.example;x-orig=bob"
    assert route(uri) == Route(Forward(Target(uri, APP)), FRONTDESK)


def test_a_connection_number_leads_down_that_connection() -> None:
    uri = DESK_TARGET.uri
    assert route(uri, BINDING).decision == Forward(Target(uri, DESK))
    stale = uri.replace("0100", "0900")
    assert route(stale, BINDING).decision == Pass()


def test_a_request_with_a_route_of_others_follows_it() -> None:
    foreign = ("<sip:proxy.else.example;lr>",)
    assert route("sip:bob@lab.example", BINDING, route=foreign).decision == Pass()


def test_own_routes_have_brought_it_here() -> None:
    own = ("<sip:pool01.lab.example:5061;transport=tls;ms-fe=fe01.lab.example;lr>",)
    decision = route("sip:bob@lab.example", BINDING, route=own).decision
    assert decision == Forward(DESK_TARGET)


def test_the_route_of_another_front_end_of_the_pool_is_not_ours() -> None:
    routes = deployment().routes
    other = "sip:pool01.lab.example:5061;ms-fe=fe02.lab.example;lr"
    assert not routes.is_own(parse_uri(other))
    assert routes.is_own(parse_uri("sip:POOL01.lab.example;lr"))
    assert not routes.is_own(parse_uri("tel:+12065550142"))


def test_what_is_no_uri_is_an_error() -> None:
    with pytest.raises(ParseError):
        route("sip:")


def test_without_the_switch_no_epid_is_written() -> None:
    known = deployment(BINDING, switches=replace(LYNC, epid_in_to=False))
    decision = known.routes.find(request("sip:bob@lab.example"), now=0.0).decision
    assert decision == Forward(DESK_TARGET._replace(epid=None))
