"""Link: what a wire does to what is put on it, from a seeded source of chance."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Link:
    """A wire between two nodes; both directions behave alike.

    Loss, duplication and reordering befall datagrams only; a connection (TCP, TLS)
    repeats what is lost and keeps the order, whatever the wire does.
    """

    delay: float = 0.01
    """Seconds from one end to the other."""
    jitter: float = 0.0
    """At most so many seconds more, evenly spread."""
    loss: float = 0.0
    """Share of messages that never arrive, 0 to 1."""
    duplicate: float = 0.0
    """Share of messages that arrive twice."""
    reorder: float = 0.0
    """Share of messages held back so that later ones overtake them."""
    hold: float = 0.1
    """Seconds by which a message that is held back comes late."""

    @property
    def is_plain(self) -> bool:
        """Whether it takes its time and does nothing else."""
        return not (self.jitter or self.loss or self.duplicate or self.reorder)


def travel_times(link: Link, chance: Random, *, reliable: bool) -> tuple[float, ...]:
    """Seconds after which each copy of one message arrives; empty when it is lost.

    Chance is asked only about what the link may do at all, so a plain link leaves the
    source untouched.
    """
    if reliable:
        return (_crossing(link, chance),)
    if _happens(link.loss, chance):
        return ()
    copies = 2 if _happens(link.duplicate, chance) else 1
    return tuple(
        _crossing(link, chance) + (link.hold if _happens(link.reorder, chance) else 0.0)
        for _ in range(copies)
    )


def _crossing(link: Link, chance: Random) -> float:
    if not link.jitter:
        return link.delay
    return link.delay + chance.uniform(0.0, link.jitter)


def _happens(share: float, chance: Random) -> bool:
    return share > 0.0 and chance.random() < share
