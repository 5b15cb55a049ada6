"""Tampering: what somebody on the wire does to one message of a run, by its number."""

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from mspllab.errors import UsageError
from mspllab.sim.network import Fate
from mspllab.sip.message import Message

BY_HAND = "by hand"
"""Why a message was lost."""


class Tampering(NamedTuple):
    """What befalls message `n` on its way; `lose`, `delay` and `header` make it."""

    n: int
    lost: bool = False
    by: float = 0.0
    """Seconds of further delay."""
    headers: tuple[tuple[str, str | None], ...] = ()
    """Headers and their new values; None takes all of that name away."""

    def changed(self, message: Message) -> Message:
        """The message with its new headers."""
        headers = message.headers
        for name, value in self.headers:
            headers = (
                headers.without(name) if value is None else headers.with_(name, value)
            )
        return message.replace(headers=headers) if self.headers else message

    def befallen(self, fate: Fate) -> Fate:
        """What becomes of it where `fate` would have."""
        if self.lost:
            return fate._replace(arrivals=(), lost=BY_HAND, refused=None)
        return fate._replace(arrivals=tuple(at + self.by for at in fate.arrivals))

    def __str__(self) -> str:
        return f"message {self.n} {self._befalls()}"

    def _befalls(self) -> str:
        if self.lost:
            return "is lost"
        said = [
            f"without {name}" if value is None else f"with {name}: {value}"
            for name, value in self.headers
        ]
        late = [f"{self.by:g} s late"] if self.by else []
        return "travels " + " and ".join([*late, *said])


def lose(n: int) -> Tampering:
    """Message `n` never arrives, on whatever transport, and nobody is told."""
    return Tampering(_numbered(n), lost=True)


def delay(n: int, by: float) -> Tampering:
    """Message `n` arrives `by` seconds later; what is sent after it may overtake it."""
    if not (isfinite(by) and by > 0):
        raise UsageError(f"a message is late by some seconds, not by {by!r}")
    return Tampering(_numbered(n), by=float(by))


def header(n: int, name: str, value: str | None) -> Tampering:
    """Message `n` travels with another header; None takes the header away.

    The first header of that name is written over; where there is none, it is added.
    """
    return Tampering(_numbered(n), headers=((name, value),))


def merged(some: Iterable[Tampering]) -> dict[int, Tampering]:
    """{number of a message: all that befalls it}."""
    found: dict[int, Tampering] = {}
    for one in some:
        before = found.get(one.n, Tampering(one.n))
        found[one.n] = Tampering(
            one.n,
            before.lost or one.lost,
            before.by + one.by,
            before.headers + one.headers,
        )
    return found


def _numbered(n: int) -> int:
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise UsageError(f"a message is named by its number, from 1, not by {n!r}")
    return n
