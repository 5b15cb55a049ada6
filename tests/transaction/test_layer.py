import pytest

from mspllab.sim.datagram import Endpoint
from mspllab.sip.headers import Headers
from mspllab.sip.message import Message, Request, Response
from mspllab.trace.records import Cause, Dropped
from mspllab.transaction.effects import Deliver, Effect, Failed, Send
from mspllab.transaction.layer import TransactionLayer
from tests.transaction.messages import ALICE, BOB, VIA, request, response

OLD_VIA = "SIP/2.0/UDP 192.0.2.90:5060;branch=1"


@pytest.fixture
def layer() -> TransactionLayer:
    return TransactionLayer(owner="bob")


def hear(
    layer: TransactionLayer, message: Message, *, transport: str = "UDP"
) -> list[Effect]:
    return layer.receive(message, source=ALICE, transport=transport, now=0.0)


def delivered(effects: list[Effect]) -> list[Deliver]:
    return [effect for effect in effects if isinstance(effect, Deliver)]


def sent(effects: list[Effect]) -> list[Send]:
    return [effect for effect in effects if isinstance(effect, Send)]


def served(layer: TransactionLayer, message: Request) -> str:
    [effect] = delivered(hear(layer, message))
    assert effect.transaction is not None
    return effect.transaction


def test_a_new_request_is_handed_up_once_and_only_once(layer: TransactionLayer) -> None:
    first, second = hear(layer, request()), hear(layer, request())

    assert [effect.message for effect in delivered(first)] == [request()]
    assert delivered(second) == []


def test_rule_071_a_repeated_invite_gets_the_last_provisional(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request())
    layer.send_response(key, response(100), now=0.0)
    layer.send_response(key, response(180), now=0.0)

    again = hear(layer, request())

    assert [send.message for send in sent(again)] == [response(180)]


def test_rule_071_after_a_2xx_a_repeated_invite_is_swallowed(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request())
    layer.send_response(key, response(200), now=0.0)

    assert hear(layer, request()) == []


def test_rule_073_a_repeated_request_gets_its_final_response(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request("INFO"))
    layer.send_response(key, response(200, "INFO"), now=0.0)

    again = hear(layer, request("INFO"))

    assert [send.message for send in sent(again)] == [response(200, "INFO")]


def test_a_second_final_response_is_not_sent(layer: TransactionLayer) -> None:
    key = served(layer, request("INFO"))
    layer.send_response(key, response(200, "INFO"), now=0.0)

    assert layer.send_response(key, response(486, "INFO"), now=0.0) == []


def test_rule_068_the_transaction_itself_acknowledges_a_failure(
    layer: TransactionLayer,
) -> None:
    layer.send_request(request(), destination=BOB, transport="UDP", now=0.0)

    first, again = hear(layer, response(486)), hear(layer, response(486))

    [ack] = sent(first)
    assert ack.message.method == "ACK"
    assert ack.message.branch == request().branch
    assert ack.message.to_tag == "b"
    assert ack.destination == BOB
    assert sent(again) == [ack], "rule 69: a repeated 486 is acknowledged again"
    assert delivered(again) == [], "and not handed up"


def test_the_ack_of_a_failure_ends_here(layer: TransactionLayer) -> None:
    key = served(layer, request())
    layer.send_response(key, response(486), now=0.0)

    assert delivered(hear(layer, request("ACK", to_tag="b"))) == []


def test_rule_078_the_ack_of_a_2xx_is_handed_up_without_transaction(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request())
    layer.send_response(key, response(200), now=0.0)
    ack = request("ACK", via="SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKother")

    assert hear(layer, ack) == [Deliver(ack, None, ALICE)]


def test_rule_089_every_2xx_of_an_invite_is_handed_up(layer: TransactionLayer) -> None:
    layer.send_request(request(), destination=BOB, transport="UDP", now=0.0)
    other = response(200).with_header("To", "<sip:bob@lab.example>;tag=other")

    effects = hear(layer, response(200)) + hear(layer, other)

    assert [effect.message for effect in delivered(effects)] == [response(200), other]


def test_rule_062_a_cancel_finds_the_transaction_it_is_about(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request())
    own = served(layer, request("CANCEL"))

    assert layer.server_transaction_for(request("CANCEL")) == key
    assert own not in (key, None)


def test_rule_062_whatever_its_method(layer: TransactionLayer) -> None:
    key = served(layer, request("INFO"))

    assert layer.server_transaction_for(request("CANCEL")) == key


def test_rule_062_but_never_another_cancel(layer: TransactionLayer) -> None:
    served(layer, request("CANCEL"))

    assert layer.server_transaction_for(request("CANCEL")) is None


def test_rule_062_an_old_cancel_finds_its_invite_too(layer: TransactionLayer) -> None:
    key = served(layer, request(via=OLD_VIA))

    assert layer.server_transaction_for(request("CANCEL", via=OLD_VIA)) == key


def test_rule_077_a_stray_response_comes_without_transaction(
    layer: TransactionLayer,
) -> None:
    assert hear(layer, response(200)) == [Deliver(response(200), None, ALICE)]


def test_rule_137_a_response_to_somebody_elses_via_is_dropped(
    layer: TransactionLayer,
) -> None:
    layer.send_request(request(), destination=BOB, transport="UDP", now=0.0)
    answer = response(200, via="SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKa1")

    [dropped] = hear(layer, answer)

    assert isinstance(dropped, Dropped)
    assert "192.0.2.90:5060" in dropped.why


def test_rule_136_over_tcp_responses_use_the_connection(
    layer: TransactionLayer,
) -> None:
    source = Endpoint("192.0.2.90", 49152)
    effects = layer.receive(request(), source=source, transport="TCP", now=0.0)
    key = delivered(effects)[0].transaction or ""

    [send] = sent(layer.send_response(key, response(100), now=0.0))

    assert (send.destination, send.transport) == (source, "TCP")


def test_rule_136_over_udp_they_go_to_sent_by(layer: TransactionLayer) -> None:
    source = Endpoint("192.0.2.90", 49152)
    effects = layer.receive(request(), source=source, transport="UDP", now=0.0)
    key = delivered(effects)[0].transaction or ""

    [send] = sent(layer.send_response(key, response(100), now=0.0))

    assert send.destination == Endpoint("192.0.2.90", 5060)


def test_rule_076_a_transport_error_ends_a_client_transaction(
    layer: TransactionLayer,
) -> None:
    key, _ = layer.send_request(request(), destination=BOB, transport="UDP", now=0.0)

    effects = layer.transport_failed(request(), now=0.0)

    assert Failed(key, "transport") in effects
    assert layer.live == ()
    assert layer.next_timer() is None


def test_rfc_6026_an_invite_server_survives_a_transport_error(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request())
    layer.send_response(key, response(180), now=0.0)

    effects = layer.transport_failed(response(180), now=0.0)

    assert effects == [Failed(key, "transport")]
    assert layer.live == (key,)


def test_what_has_no_transaction_cannot_fail(layer: TransactionLayer) -> None:
    assert layer.transport_failed(request("ACK"), now=0.0) == []


def test_a_destroyed_transaction_leaves_nothing(layer: TransactionLayer) -> None:
    key, _ = layer.send_request(request(), destination=BOB, transport="UDP", now=0.0)

    layer.destroy(key, now=1.0)

    assert layer.live == ()
    assert layer.next_timer() is None
    assert layer.destroy(key, now=1.0) == []


def test_an_unreadable_via_is_dropped_with_the_reason(layer: TransactionLayer) -> None:
    broken = request().with_header("Via", "SIP/2.0/UDP")
    missing = Response(200, "OK", Headers([("CSeq", "1 INVITE")]))

    for message in (broken, missing):
        [dropped] = hear(layer, message)
        assert isinstance(dropped, Dropped)
        assert "Via" in dropped.why


def test_a_timers_message_says_which_timer_sent_it(layer: TransactionLayer) -> None:
    layer.send_request(request(), destination=BOB, transport="UDP", now=0.0)

    [send] = sent(layer.fire_timers(now=0.5))

    assert send.cause == Cause(timer="A")


def test_records_name_a_transaction_by_branch_and_method(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request("INFO"))

    assert layer.name_of(key) == "z9hG4bKa1 INFO"
    assert layer.request_of(key) == request("INFO")


def test_a_transaction_is_open_until_its_final_response(
    layer: TransactionLayer,
) -> None:
    key = served(layer, request())
    layer.send_response(key, response(180), now=0.0)
    assert layer.is_open(key)

    layer.send_response(key, response(200), now=0.0)
    assert not layer.is_open(key)
    assert not layer.is_open("never heard of")


def test_it_knows_the_messages_of_its_transactions(layer: TransactionLayer) -> None:
    served(layer, request())
    other = "SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bKother"

    assert layer.knows(request())
    assert layer.knows(request("ACK"))
    assert layer.knows(request("CANCEL"))
    assert not layer.knows(request("INFO"))
    assert not layer.knows(request(via=other))
    assert not layer.knows(response(200, via=VIA))


def test_forwarding_leaves_no_trace_of_a_transaction(layer: TransactionLayer) -> None:
    effects = layer.forward(request("ACK"), destination=BOB, transport="UDP")

    assert effects == [Send(request("ACK"), BOB, "UDP")]
    assert layer.live == ()
