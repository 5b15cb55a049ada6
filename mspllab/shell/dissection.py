"""A message as plain values: what it says, header by header."""

from collections.abc import Callable
from typing import TypeVar

from mspllab.errors import ParseError
from mspllab.sip.address import Address
from mspllab.sip.message import Message, Request
from mspllab.sip.params import Params
from mspllab.sip.via import Via

T = TypeVar("T")
Values = dict[str, object]


def dissect(message: Message) -> Values:
    """All of `message`; a value that cannot be read is None."""
    return {
        **_start_line(message),
        "headers": [{"name": name, "value": value} for name, value in message.headers],
        "call_id": message.call_id,
        "cseq": _read(lambda: _cseq(message)),
        "from": _read(lambda: _address(message.from_)),
        "to": _read(lambda: _address(message.to)),
        "via": _read(lambda: [_via(via) for via in message.via]),
        "contact": _read(lambda: [_address(one) for one in message.contact]),
        "route": _read(lambda: [_address(one) for one in message.route]),
        "record_route": _read(lambda: [_address(one) for one in message.record_route]),
        "max_forwards": _read(lambda: message.max_forwards),
        "content_type": _read(lambda: message.content_type),
        "media": _read(lambda: _media(message)),
        "body": message.body.decode("utf-8", "surrogateescape"),
    }


def _start_line(message: Message) -> Values:
    if isinstance(message, Request):
        return {
            "kind": "request",
            "start_line": message.start_line,
            "method": message.method,
            "request_uri": message.uri,
        }
    return {
        "kind": "response",
        "start_line": message.start_line,
        "status": message.status,
        "reason": message.reason,
    }


def _read(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ParseError:
        return None


def _cseq(message: Message) -> Values:
    return {"number": message.cseq.number, "method": message.cseq.method}


def _address(address: Address) -> Values:
    return {
        "display_name": address.display_name,
        "uri": str(address.uri),
        "tag": address.tag,
        "parameters": _parameters(address.params),
    }


def _via(via: Via) -> Values:
    return {
        "transport": via.transport,
        "host": via.host,
        "port": via.port,
        "branch": via.branch,
        "parameters": _parameters(via.params),
    }


def _parameters(params: Params) -> Values:
    return dict(params.items)


def _media(message: Message) -> list[Values]:
    sdp = message.sdp
    if sdp is None:
        return []
    return [
        {"kind": one.kind, "port": one.port, "proto": one.proto} for one in sdp.media
    ]
