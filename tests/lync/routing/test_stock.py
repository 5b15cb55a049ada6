from mspllab.applications.chain import NOT_CONCERNED
from mspllab.cores.decision import Forward, Pass, Reply, Ruling, Target
from mspllab.lync.profile import LYNC, RFC3261, Switches
from mspllab.lync.routing.deployment import Deployment
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from tests.lync.cast import BOB_DESK_GRUU, DIRECTORY, request

INSTANCE = '+sip.instance="<urn:uuid:d62ecea5-a59e-56e1-808e-72f602f50a7f>"'
CONTACT = "<sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20aa51>"
VIA = "SIP/2.0/TLS 192.0.2.101:50211;branch=z9hG4bK1"
APP = Endpoint("app01.lab.example", 10607)


def deployment(switches: Switches = LYNC) -> Deployment:
    return Deployment(
        host="fe01.lab.example",
        own_hosts=("fe01.lab.example", "192.0.2.11"),
        directory=DIRECTORY,
        switches=switches,
    )


def register(known: Deployment, contact: str = CONTACT, **more: object) -> Reply:
    given = {
        "to": "<sip:bob@lab.example>",
        "from_": "<sip:bob@lab.example>;epid=b0b0000001;tag=1",
        "contact": f"{contact};{INSTANCE}",
        "via": VIA,
    }
    message = request("sip:lab.example", "REGISTER", **given | more)  # type: ignore[arg-type]
    ruling = known.user_services.decide(message, now=0.0)
    assert ruling is not None
    assert isinstance(ruling.decision, Reply)
    return ruling.decision


def test_a_registration_is_answered_with_the_endpoints_gruu() -> None:
    reply = register(deployment())
    assert reply == Reply(
        200,
        headers=(
            (
                "Contact",
                "<sip:192.0.2.101:50211;transport=tls;ms-opaque=7f3c20aa51;"
                f'ms-received-cid=0100>;expires=7200;{INSTANCE};gruu="{BOB_DESK_GRUU}"',
            ),
            ("presence-state", 'register-action="added"'),
        ),
    )


def test_the_binding_remembers_endpoint_and_connection() -> None:
    known = deployment()
    register(known)
    (binding,) = known.location
    assert binding.epid == "b0b0000001"
    assert binding.flow == Endpoint("192.0.2.101", 50211)
    assert binding.aor_key == "bob@lab.example"


def test_a_registration_that_is_taken_back_is_not_announced_as_added() -> None:
    known = deployment()
    register(known)
    gone = register(known, headers=[("Expires", "0")], call_id="c2")
    assert gone == Reply(200)
    assert tuple(known.location) == ()


def test_a_user_is_found_however_the_address_is_spelt() -> None:
    known = deployment()
    assert register(known, to='"Bob" <sip:BOB@lab.example>').status == 200
    (binding,) = known.location
    assert binding.aor_key == "bob@lab.example"


def test_unknown_users_cannot_register() -> None:
    known = deployment()
    assert register(known, to="<sip:dave@lab.example>").status == 404
    assert register(known, to="<sip:frontdesk@lab.example>").status == 404
    assert register(known, contact="<sip:192.0.2.101").status == 400


def test_by_the_standard_there_is_neither_gruu_nor_number() -> None:
    known = deployment(RFC3261)
    (header,) = register(known).headers
    assert header == ("Contact", f"{CONTACT};expires=7200;{INSTANCE}")


def test_user_services_leave_all_else_to_others() -> None:
    services = deployment().user_services
    invite = request("sip:bob@lab.example")
    assert services.decide(invite, now=0.0) == NOT_CONCERNED
    response = build.response(invite, 200)
    assert services.decide_response(response, invite, now=0.0) == NOT_CONCERNED


def test_default_routing_names_the_contact_that_to_does_not_name() -> None:
    stage = deployment().default_routing
    uri = "sip:frontdesk@lab.example"
    ruling = stage.decide(request(uri), now=0.0)
    assert ruling.decision == Forward(Target(uri, APP))
    named = ruling.message.headers.get("ms-application-aor")
    assert named == "<sip:frontdesk@lab.example>"


def test_nothing_is_named_twice() -> None:
    stage = deployment().default_routing
    uri = "sip:frontdesk@lab.example"
    called = request(uri, to="<sip:FrontDesk@lab.example>")
    assert stage.decide(called, now=0.0).message is called
    marked = request(uri, headers=[("ms-application-aor", "<sip:x@lab.example>")])
    assert stage.decide(marked, now=0.0).message is marked


def test_by_the_standard_no_owner_is_named() -> None:
    called = request("sip:frontdesk@lab.example")
    ruling = deployment(RFC3261).default_routing.decide(called, now=0.0)
    assert ruling.message is called


def test_the_owners_header_stands_before_those_of_the_body() -> None:
    called = request(
        "sip:frontdesk@lab.example", body=b"v=0\r\n", content_type="application/sdp"
    )
    message = deployment().default_routing.decide(called, now=0.0).message
    assert [name for name, _ in message.headers][-3:] == [
        "ms-application-aor",
        "Content-Type",
        "Content-Length",
    ]


def test_default_routing_lets_responses_pass() -> None:
    invite = request("sip:bob@lab.example")
    response = build.response(invite, 200)
    stage = deployment().default_routing
    assert stage.decide_response(response, invite, now=0.0) == Ruling(Pass(), response)
