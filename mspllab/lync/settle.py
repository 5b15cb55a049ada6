"""Settling: a user agent's events are answered until only effects are left."""

from collections.abc import Callable
from typing import get_args

from mspllab.cores.agent import Outcome
from mspllab.cores.events import Event
from mspllab.transaction.effects import Effect

KINDS = frozenset(get_args(Event))


def settled(
    outcomes: list[Outcome],
    take: Callable[[Event, float], list[Outcome]],
    now: float,
) -> list[Effect]:
    """The effects among `outcomes`, with what follows from each event in its place."""
    # A look-up by type costs a tenth of isinstance with all kinds of event.
    if KINDS.isdisjoint(map(type, outcomes)):
        return outcomes  # type: ignore[return-value]  # there is no event in it
    out: list[Effect] = []
    for outcome in outcomes:
        if type(outcome) in KINDS:
            out += settled(take(outcome, now), take, now)  # type: ignore[arg-type]
        else:
            out.append(outcome)  # type: ignore[arg-type]
    return out
