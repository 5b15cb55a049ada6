from dataclasses import replace

import pytest

from mspllab.applications.chain import NOT_CONCERNED, Answer, Bystander
from mspllab.cores.decision import Forward, Reply, Ruling, Target
from mspllab.lync.directory import UserSettings
from mspllab.lync.profile import LYNC
from mspllab.lync.routing.deployment import Deployment
from mspllab.lync.routing.neighbours import Neighbours
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Request
from tests.lync.cast import BOB, DIRECTORY, request

POOL02 = Endpoint("192.0.2.21", 5061)
AWAY = replace(BOB, settings=UserSettings(home_pool="pool02.lab.example"))
BOB_URI = "sip:bob@lab.example"


def deployment(*, is_known: bool = True, user: object = AWAY) -> Deployment:
    around = Neighbours(
        Endpoint("192.0.2.11", 5061),
        "pool01.lab.example",
        resolve=lambda host: POOL02 if is_known and "pool02" in host else None,
    )
    return Deployment(
        host="fe01.lab.example",
        own_hosts=("fe01.lab.example", "pool01.lab.example"),
        directory=replace(DIRECTORY, users=(user,)),
        switches=LYNC,
        neighbours=around,
    )


def decide(message: Request, **more: bool) -> Answer:
    return deployment(**more).stages["InterClusterRouting"].decide(message, now=0.0)


def test_a_request_goes_to_the_pool_of_the_callee() -> None:
    ruling = decide(request(BOB_URI))
    assert isinstance(ruling, Ruling)
    assert ruling.decision == Forward(Target(BOB_URI, POOL02))
    assert ruling.why == "the callee's home is pool02.lab.example"


def test_a_pool_that_cannot_be_found_is_504() -> None:
    ruling = decide(request(BOB_URI), is_known=False)
    assert isinstance(ruling, Ruling) and isinstance(ruling.decision, Reply)
    assert ruling.decision.status == 504


@pytest.mark.parametrize(
    "message",
    [
        request("sip:frontdesk@lab.example"),
        request("sip:bob@else.example"),
        request("sip:lab.example", "REGISTER"),
        request(BOB_URI, route=["<sip:edge.else.example;lr>"]),
        request("sip:"),
    ],
)
def test_everything_else_is_left_alone(message: Request) -> None:
    assert decide(message) == NOT_CONCERNED


def test_an_answer_is_none_of_its_business() -> None:
    stage = deployment().stages["InterClusterRouting"]
    asked = request(BOB_URI)
    answer = build.response(asked, 200)
    assert stage.decide_response(answer, asked, now=0.0) == NOT_CONCERNED


def test_where_everybody_is_at_home_nothing_is_asked() -> None:
    assert isinstance(deployment(user=BOB).stages["InterClusterRouting"], Bystander)
