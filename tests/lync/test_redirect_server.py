from random import Random

import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.profile import RFC3261
from mspllab.lync.redirect_server import RedirectServer
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.message import Message, Response
from mspllab.transaction.effects import Send
from mspllab.transaction.timers import Timers
from tests.lync.cast import BOB, DIRECTORY, request
from tests.lync.laboratory import Laboratory

ALICE = Endpoint("192.0.2.90", 50877)
HOST = "redirect.lab.example"


def server() -> RedirectServer:
    return RedirectServer(
        name="redirect",
        host=HOST,
        ip="192.0.2.12",
        port=5061,
        directory=DIRECTORY,
        timers=Timers(),
        chance=Random(1),
    )


def with_bob(numbers: tuple[int, ...] = (101,)) -> RedirectServer:
    lab, of = Laboratory(RFC3261), server()
    for number in numbers:
        of.preregister(lab.client(f"bob-{number}", BOB, number).binding)
    return of


def say(of: RedirectServer, message: Message) -> list[Message]:
    effects = of.receive(message, source=ALICE, transport="TLS", now=0.0)
    return [effect.message for effect in effects if isinstance(effect, Send)]


def test_rule_053_the_answer_is_every_address_of_the_callee() -> None:
    (moved,) = say(with_bob((101, 102)), request("sip:bob@lab.example"))
    assert isinstance(moved, Response)
    assert moved.status == 302
    assert moved.headers.all("Contact") == (
        "<sip:bob@192.0.2.101:50101;transport=tls>;q=1",
        "<sip:bob@192.0.2.102:50102;transport=tls>;q=1",
    )
    assert moved.to_tag


@pytest.mark.parametrize(
    ("uri", "status"),
    [
        ("sip:dave@lab.example", 404),
        ("sip:carol@lab.example", 480),
        ("sip:bob@else.example", 404),
        ("sip:bob@192.0.2.101:50101;transport=tls", 404),
        ("news:comp.sip", 416),
    ],
)
def test_who_is_not_here_is_not_redirected(uri: str, status: int) -> None:
    (answer,) = say(with_bob(), request(uri))
    assert answer.status == status


def test_rule_053_nobody_is_sent_back_to_where_he_has_asked() -> None:
    asked = "sip:bob@192.0.2.101:50101;Transport=TLS"
    (answer,) = say(with_bob((101,)), request(asked))
    assert answer.status == 404


def test_a_registration_is_kept() -> None:
    of = server()
    contact = "<sip:bob@192.0.2.101:50101;transport=tls>"
    register = request("sip:lab.example", "REGISTER", contact=contact)
    assert [answer.status for answer in say(of, register)] == [200]
    (moved,) = say(of, request("sip:bob@lab.example"))
    assert moved.status == 302


def test_a_cancel_is_too_late_and_one_of_nothing_is_481() -> None:
    of, invite = with_bob(), request("sip:bob@lab.example")
    stray = build.cancel(invite)
    assert [answer.status for answer in say(of, stray)] == [481]
    say(
        of,
        request("sip:bob@lab.example", via="SIP/2.0/TLS 192.0.2.90:1;branch=z9hG4bK2"),
    )
    late = build.cancel(
        request("sip:bob@lab.example", via="SIP/2.0/TLS 192.0.2.90:1;branch=z9hG4bK2")
    )
    assert [answer.status for answer in say(of, late)] == [200]


def test_after_the_ack_everything_is_forgotten() -> None:
    of, invite = with_bob(), request("sip:bob@lab.example")
    (moved,) = say(of, invite)
    assert of.live
    assert isinstance(moved, Response)
    assert say(of, build.ack_for_failure(invite, moved)) == []
    assert of.live == ()


def test_strays_are_dropped() -> None:
    of, invite = with_bob(), request("sip:bob@lab.example")
    assert say(of, build.response(invite, 200)) == []
    assert say(of, request("sip:bob@lab.example", "ACK")) == []


def test_it_does_nothing_by_itself() -> None:
    lab = Laboratory(RFC3261)
    lab.add(server())
    with pytest.raises(ScenarioError, match="a server does nothing by itself"):
        lab.do("redirect", "call", "sip:bob@lab.example")
