"""Fate: what became of one message, and which application decided it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mspllab.trace.verdicts import DECISIVE, StageVisited


class Walk(NamedTuple):
    """One message on its way through a server's list of applications."""

    at: float
    element: str
    what: str
    """The message in words: "INVITE", "200 OK", "its own answer, 480 …"."""
    stages: tuple[StageVisited, ...]
    """The whole list from its first application to its last."""
    upwards: bool = False
    """Whether it was offered to the last application first."""

    @property
    def stopped_at(self) -> StageVisited | None:
        """The application that decided; None where none did."""
        return next((one for one in self.stages if one.verdict in DECISIVE), None)


@dataclass(frozen=True, slots=True, repr=False)
class Fate:
    """What became of message `n`."""

    n: int
    start_line: str
    source: str
    destination: str
    sent: float
    received: float | None
    """None: it never arrived."""
    outcome: str
    """One word: lost, under way, unreadable, arrived, sent on, answered, dropped,
    withheld, refused, repeated, absorbed."""
    sentences: tuple[str, ...]
    """What became of it, the most important first."""
    walks: tuple[Walk, ...] = ()
    """Its ways through the applications; () where it met none."""
    followed_by: tuple[int, ...] = ()
    """Numbers of the messages that were sent because of it."""

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def __repr__(self) -> str:
        return f"<Fate of message {self.n}: {self.outcome}>"


def _lines(fate: Fate) -> Iterator[str]:
    arrives = "" if fate.received is None else f", arrives {fate.received:.3f}"
    way = f"{fate.source} → {fate.destination}"
    yield f"message {fate.n}: {fate.start_line}"
    yield f"{way}, sent {fate.sent:.3f}{arrives}: {fate.outcome}"
    for walk in fate.walks:
        yield ""
        yield f"{walk.what} at {walk.element}, {walk.at:.3f}"
        width = max(len(stage.name) for stage in walk.stages)
        said = max(len(stage.verdict) for stage in walk.stages)
        for stage in walk.stages:
            row = f"  {stage.place:>2}  {stage.name:{width}}  {stage.verdict:{said}}"
            yield f"{row}  {stage.reason}".rstrip()
    yield ""
    yield from fate.sentences
