"""Faults: what befalls one message, or one node for a while."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from math import inf

REFUSED, SILENT, UNRESOLVED, UNTRUSTED = "refused", "silent", "unresolved", "untrusted"
"""What stands between a sender and a node; of silence nobody ever hears."""


class Action(Enum):
    """What a fault does to a message."""

    LOSE = "lose"
    DUPLICATE = "duplicate"
    DELAY = "delay"


@dataclass(frozen=True, slots=True)
class Fault:
    """Lose, duplicate or delay messages of one kind, on any transport."""

    action: Action
    what: str
    """A label of the messages meant, such as "INVITE", "200" or "any"."""
    which: int | None = 1
    """The first (1), second (2) … such message; None: every one."""
    source: str | None = None
    """Name of the sending node; None: any."""
    destination: str | None = None
    """Name of the receiving node; None: any."""
    by: float = 0.0
    """Seconds of further delay; of a duplicate, after the original."""
    after: float = 0.0
    """Messages sent earlier are neither counted nor touched; seconds."""
    until: float = inf
    """Nor are those sent at this time or later."""

    def concerns(
        self, source: str, destination: str, labels: Collection[str], now: float
    ) -> bool:
        """Whether a message with these labels is of the kind meant."""
        return (
            self.what in labels
            and self.source in (None, source)
            and self.destination in (None, destination)
            and self.after <= now < self.until
        )


@dataclass(frozen=True, slots=True)
class Outage:
    """A node that cannot be reached for a while, by anybody or by one other node."""

    node: str
    why: str
    """REFUSED: it turns connections down, UNRESOLVED: nobody finds its name, UNTRUSTED:
    its certificate is worth nothing, on TLS and in both directions; the sender learns
    of these. SILENT: what is sent to it is lost."""
    after: float = 0.0
    until: float = inf
    source: str | None = None
    """Only for this node; None: for all."""

    def covers(self, source: str, node: str, transport: str, now: float) -> bool:
        """Whether what `source` sends to `node` at `now` does not get there."""
        if not self.after <= now < self.until:
            return False
        if self.why == UNTRUSTED:
            if transport != "TLS":
                return False
            if source == self.node:  # both show their certificates
                source, node = node, source
        return node == self.node and self.source in (None, source)
