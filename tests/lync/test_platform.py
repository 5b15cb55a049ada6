import pytest

from mspllab.errors import ScenarioError
from mspllab.lync.hosted import EndpointSettings
from mspllab.lync.plan import Step
from mspllab.lync.platform import CollaborationPlatform
from mspllab.lync.profile import LYNC, RFC3261, Switches
from mspllab.sim.datagram import Endpoint
from mspllab.sip import build
from mspllab.sip.codec import decode
from mspllab.sip.message import Message, Request, Response
from mspllab.transaction.effects import Send
from tests.lync.cast import ALICE, GRUU, request
from tests.lync.laboratory import Laboratory, own_endpoint, user_endpoint

VIA = "SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bK{}"
FE = Endpoint("192.0.2.11", 5061)
DEFAULT = own_endpoint(default_routing=True, ring=True)
TAGGED = "<sip:bob@lab.example>;tag=gone"


def platform(
    *endpoints: EndpointSettings, switches: Switches = LYNC
) -> CollaborationPlatform:
    return Laboratory(switches).platform(*endpoints)


def say(of: CollaborationPlatform, message: Message, now: float = 0.0) -> list[Message]:
    """What the platform sends when `message` arrives."""
    effects = of.receive(message, source=FE, transport="TLS", now=now)
    return [effect.message for effect in effects if isinstance(effect, Send)]


def invite(branch: str = "1", uri: str = GRUU, **more: object) -> Request:
    return request(uri, via=VIA.format(branch), **more)  # type: ignore[arg-type]


def status(messages: list[Message]) -> list[int | None]:
    return [message.status for message in messages]


def test_a_rerouted_call_reaches_the_default_endpoint() -> None:
    (ringing,) = say(platform(DEFAULT), invite())
    assert ringing.status == 180
    assert ringing.headers.get("Contact") == f"<{GRUU}>"


@pytest.mark.parametrize(("switches", "expected"), [(LYNC, 500), (RFC3261, 404)])
def test_without_a_default_endpoint_it_is_turned_away(
    switches: Switches, expected: int
) -> None:
    of = platform(own_endpoint(), switches=switches)
    assert status(say(of, invite())) == [expected]


@pytest.mark.parametrize("endpoints", [(own_endpoint(),), (DEFAULT,), ()])
@pytest.mark.parametrize("method", ["INVITE", "BYE", "INFO", "OPTIONS"])
def test_a_message_of_a_dialog_nobody_knows_is_answered_481(
    method: str, endpoints: tuple[EndpointSettings, ...]
) -> None:
    of = platform(*endpoints)
    stray = request(GRUU, method, to=TAGGED, via=VIA.format("1"))
    if method == "INFO":  # no method of the platform's
        assert status(say(of, stray)) == [405]
    else:
        assert status(say(of, stray)) == [481]


def test_a_user_endpoint_is_found_by_its_ms_opaque() -> None:
    of = platform(DEFAULT, user_endpoint(ring=True))
    (binding,) = of.bindings
    effects = of.receive(
        invite(uri=binding.contact, to="<sip:carol@lab.example>"),
        source=FE,
        transport="TLS",
        now=0.0,
    )
    received = next(e for e in effects if type(e).__name__ == "Happened")
    assert "at as-bob; To says sip:carol@lab.example" in received.text  # type: ignore[union-attr]


def test_a_user_endpoint_is_registered_at_the_host_by_its_name() -> None:
    of = platform(DEFAULT, user_endpoint())
    (binding,) = of.bindings
    assert binding.contact.startswith(
        "sip:app01.lab.example:10607;transport=tls;ms-opaque="
    )
    assert binding.flow == Endpoint("192.0.2.50", 10607)


def test_a_cancel_finds_the_endpoint_of_its_invite() -> None:
    of = platform(DEFAULT, user_endpoint(ring=True))
    say(of, invite())
    answers = say(of, build.cancel(invite()))
    assert status(answers) == [200, 487]
    assert {answer.method for answer in answers} == {"CANCEL", "INVITE"}


def test_two_copies_of_one_call_reach_two_endpoints() -> None:
    of = platform(
        DEFAULT, user_endpoint(ring=True), user_endpoint(ALICE, "a1", ring=True)
    )
    bob, alice = of.bindings
    first = say(of, invite("1", bob.contact))
    second = say(of, invite("2", alice.contact))
    assert status(first) == status(second) == [180]
    assert first[0].to_tag != second[0].to_tag


def test_a_repeated_invite_gets_the_same_answer_from_the_same_endpoint() -> None:
    of = platform(DEFAULT, user_endpoint(ring=True))
    first = say(of, invite())
    assert [m.text for m in say(of, invite())] == [m.text for m in first]


def test_a_message_that_cannot_be_read_does_no_harm() -> None:
    of = platform(DEFAULT)
    broken = decode(b"INVITE sip:x@lab.example SIP/2.0\r\nVia: \r\n\r\n")
    assert say(of, broken) == []
    odd = invite(headers=[("ms-application-aor", "<sip:")])
    assert status(say(of, odd)) == [180]


def test_a_response_to_nobodys_request_is_dropped() -> None:
    of = platform(DEFAULT)
    stray = build.response(invite(), 200)
    assert isinstance(stray, Response)
    assert say(of, stray) == []


def test_there_is_at_most_one_default_endpoint() -> None:
    with pytest.raises(ScenarioError, match="first and second are all default"):
        platform(
            own_endpoint("first", default_routing=True),
            own_endpoint("second", default_routing=True),
        )


def test_a_user_endpoint_needs_a_user() -> None:
    nobody = EndpointSettings("nobody", "sip:bob@lab.example", "user")
    with pytest.raises(ScenarioError, match="nobody needs a user"):
        platform(nobody)


def test_an_application_calls_and_hangs_up_as_its_first_endpoint() -> None:
    lab = Laboratory()
    lab.front_end()
    lab.client("alice", ALICE, 90, answer_after=0.0)
    lab.platform(DEFAULT)
    lab.call("reroute", "sip:alice@lab.example")
    lab.run(1.0)
    lab.do("reroute", "hang up")
    lab.run(2.0)
    (copy_,) = lab.requests("INVITE", "alice")
    assert str(copy_.from_.uri) == "sip:frontdesk@lab.example"
    assert lab.noticed("alice") == ["rings", "answered", "connected", "ended"]
    assert lab.noticed("reroute")[-1] == "ended"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(0.0, "reroute", "register"), "nobody here can 'register'"),
        (Step(0.0, "reroute", "call", "nobody"), "expected"),
    ],
)
def test_what_no_application_can_do_is_refused(step: Step, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        platform(DEFAULT).perform(step, now=0.0)


def test_without_an_ack_the_answer_has_failed_after_32_seconds() -> None:
    lab = Laboratory()
    of = lab.platform(own_endpoint(accept_after=0.0, default_routing=True))
    of.receive(invite(), source=FE, transport="TLS", now=0.0)
    lab.run(40.0)
    failed, *_ = [h for h in lab.happenings("reroute") if h.what == "failed"]
    assert (failed.at, failed.text) == (32.0, "has no call: no ACK came for its answer")
