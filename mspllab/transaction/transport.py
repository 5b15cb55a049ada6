"""Which transport a request can be sent over (RFC 3261 §18.1.1)."""

from mspllab.sip.message import Message, Request

LARGEST_DATAGRAM = 1300
"""Bytes of a request that surely fit into one packet of an unknown network."""


def size_of(message: Message) -> int:
    """Bytes of `message` on the wire."""
    lines = message.headers.lines
    text = len(message.start_line) + sum(map(_octets, lines))
    return text + 2 * (len(lines) + 2) + len(message.body)


def carried(request: Request, transport: str) -> tuple[Request, str]:
    """`request` and the transport it goes by: TCP where a datagram might be cut.

    Its top Via says what it really travels by.
    """
    if transport != "UDP" or size_of(request) <= LARGEST_DATAGRAM:
        return request, transport
    via = request.top_via._replace(transport="TCP")
    headers = request.headers.with_first("Via", str(via))
    return request.replace(headers=headers), "TCP"


def _octets(line: str) -> int:
    if line.isascii():
        return len(line)
    return len(line.encode("utf-8", "surrogateescape"))
