"""Endpoint and Datagram: what travels on a simulated wire."""

from typing import NamedTuple


class Endpoint(NamedTuple):
    """Host and port; the host is a name or an address."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Datagram(NamedTuple):
    """A payload on its way; the payload is whatever the elements exchange."""

    n: int
    """Number of the datagram in this run, from 1."""
    source: str
    """Name of the sending node."""
    destination: str
    """Name of the receiving node."""
    origin: Endpoint
    """Address it was sent from."""
    transport: str
    """"UDP", "TCP", "TLS" …"""
    payload: object
