"""What is too long for a datagram goes by TCP (RFC 3261 §18.1.1)."""

import pytest

from mspllab.sip import build
from mspllab.sip.message import Request
from mspllab.transaction.effects import Deliver, Send
from mspllab.transaction.layer import TransactionLayer
from mspllab.transaction.transport import LARGEST_DATAGRAM, carried, size_of
from tests.transaction.messages import BOB, request, response


def of_size(size: int, method: str = "INVITE") -> Request:
    """A request of so many bytes."""
    message = request(method).with_header("Content-Length", "1000")
    return message.replace(body=b"x" * (size - len(message.encode())))


@pytest.mark.parametrize("subject", ["plain", "здравствуй", "\udcff"])
def test_the_size_is_that_of_the_bytes(subject: str) -> None:
    message = request().with_header("Subject", subject).with_body(b"1234", "text/plain")

    assert size_of(message) == len(message.encode())


@pytest.mark.parametrize(
    ("size", "transport", "goes_by"),
    [
        (LARGEST_DATAGRAM, "UDP", "UDP"),
        (LARGEST_DATAGRAM + 1, "UDP", "TCP"),
        (LARGEST_DATAGRAM + 1, "TLS", "TLS"),
    ],
)
def test_rule_134_more_than_1300_bytes_are_no_datagram(
    size: int, transport: str, goes_by: str
) -> None:
    message, by = carried(of_size(size), transport)

    assert by == goes_by
    assert message.top_via.transport == ("TCP" if goes_by == "TCP" else "UDP")
    assert message.body == of_size(size).body


def test_rule_134_a_long_invite_its_ack_and_its_cancel_take_the_same_way() -> None:
    layer, invite = TransactionLayer(owner="alice"), of_size(2000)
    _, sent = layer.send_request(invite, destination=BOB, transport="UDP", now=0.0)
    _, cancel = layer.send_request(
        build.cancel(invite), destination=BOB, transport="UDP", now=1.0
    )
    refused = response(486)
    ack = layer.receive(refused, source=BOB, transport="TCP", now=2.0)

    sends = [e for e in (*sent, *cancel, *ack) if isinstance(e, Send)]
    assert [(s.message.method, s.transport) for s in sends] == [
        ("INVITE", "TCP"),
        ("CANCEL", "TCP"),
        ("ACK", "TCP"),
    ]
    assert len({s.message.headers.first("Via") for s in sends}) == 1
    assert [e.message for e in ack if isinstance(e, Deliver)] == [refused]


def test_rule_066_what_goes_by_tcp_is_not_repeated() -> None:
    layer = TransactionLayer(owner="alice")
    layer.send_request(of_size(2000), destination=BOB, transport="UDP", now=0.0)

    assert layer.next_timer() == 32.0


def test_rule_134_a_long_ack_of_a_2xx_too() -> None:
    layer = TransactionLayer(owner="alice")
    [send] = layer.forward(of_size(2000, "ACK"), destination=BOB, transport="UDP")

    assert isinstance(send, Send)
    assert (send.transport, send.message.top_via.transport) == ("TCP", "TCP")
