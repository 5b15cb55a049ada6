"""T1, T2, T4, and Timers A to M as functions of them (RFC 3261 table 4, RFC 6026)."""

from dataclasses import dataclass
from enum import StrEnum

PATIENCE = 64
"""How many T1 a transaction waits for the other side: Timers B, F, H, J, L, M."""

TIMER_D = 32.0
"""Seconds; the least RFC 3261 allows over UDP (§17.1.1.2)."""


class Timer(StrEnum):
    """The timers of RFC 3261 table 4 and RFC 6026 §7.1, without the proxy's Timer C."""

    A = "A"
    """INVITE client: repeat the request."""
    B = "B"
    """INVITE client: give up."""
    D = "D"
    """INVITE client: go on answering repeated 3xx–6xx with ACK."""
    E = "E"
    """Non-INVITE client: repeat the request."""
    F = "F"
    """Non-INVITE client: give up."""
    G = "G"
    """INVITE server: repeat the 3xx–6xx."""
    H = "H"
    """INVITE server: give up waiting for ACK."""
    I = "I"  # noqa: E741 -- the RFC's letter
    """INVITE server: absorb repeated ACKs."""
    J = "J"
    """Non-INVITE server: absorb repeated requests."""
    K = "K"
    """Non-INVITE client: absorb repeated responses."""
    L = "L"
    """INVITE server: absorb repeated INVITEs after a 2xx."""
    M = "M"
    """INVITE client: let repeated 2xx, and those of other branches, through."""


@dataclass(frozen=True, slots=True)
class Timers:
    """The three numbers all timers are made of, in seconds."""

    t1: float = 0.5
    """Estimated round trip."""
    t2: float = 4.0
    """Longest wait between two copies of a non-INVITE request or a response."""
    t4: float = 5.0
    """Longest time a message stays in the network."""

    @property
    def patience(self) -> float:
        """64·T1: how long one side waits for the other."""
        return PATIENCE * self.t1

    def wait(self, timer: Timer, *, reliable: bool) -> float | None:
        """Seconds until `timer` fires for the first time.

        0 means that it fires at once; None that it is not used, since a reliable
        transport repeats for us.
        """
        match timer:
            case Timer.A | Timer.E | Timer.G:
                return None if reliable else self.t1
            case Timer.D:
                return 0.0 if reliable else TIMER_D
            case Timer.I | Timer.K:
                return 0.0 if reliable else self.t4
            case Timer.J:
                return 0.0 if reliable else self.patience
            case _:
                return self.patience


RFC_TIMERS = Timers()
"""The RFC's own values."""
