"""What the tables of the elements have in common: their words and sections."""

from collections.abc import Iterable

ELEMENTS = ("servers", "clients", "applications", "gateways", "voice_mail")
"""The sections whose tables stand on the network, each under its name."""
NEVER = ("never",)
TRANSPORTS = ("UDP", "TCP", "TLS")
MEDIA = ("audio", "video", "message")
SECONDS_AFTER = "seconds after the INVITE came"


def spelled(words: Iterable[str]) -> str:
    """`a`, `b`: values that a key may hold, for its description."""
    return ", ".join(f"`{word}`" for word in words)
