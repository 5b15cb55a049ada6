"""Ringing: who rings at once, who later, and where a call goes in the end."""

from collections.abc import Iterable
from typing import NamedTuple

from mspllab.cores.decision import Fork, Reply, Target, Turn
from mspllab.lync.routing.diagnostics import (
    FORWARDED,
    NO_FINAL_RESPONSE,
    NO_SUITABLE_RESPONSE,
    PROXIED_TO_OTHERS,
)
from mspllab.lync.routing.routes import Routes


class Ringing(NamedTuple):
    """The order in which targets are tried; seconds count from the call."""

    first: tuple[Target, ...] = ()
    added: tuple[tuple[float, tuple[Target, ...]], ...] = ()
    """Seconds, and who rings from then on, beside the others."""
    total: float = 0.0
    """When all that rings is cancelled."""
    last: tuple[Target, ...] = ()
    """Who gets the call then."""

    def decision(self, routes: Routes) -> Fork | Reply:
        """The fork with its turns; 480 where nobody is there to be tried."""
        at_once = [targets for wait, targets in self.added if not wait]
        first = distinct((*self.first, *(one for some in at_once for one in some)))
        later = [(w, targets) for w, targets in self.added if 0 < w < self.total]
        if not first and not later and not self.last:
            return routes.refused(480, NO_SUITABLE_RESPONSE)
        report = routes.report(PROXIED_TO_OTHERS)
        turns = [Turn(wait, targets, report=report) for wait, targets in later]
        last = Turn(
            self.total,
            distinct(self.last),
            replaces=True,
            report=routes.report(FORWARDED),
            refusal=routes.refused(480, NO_FINAL_RESPONSE),
        )
        ordered = sorted(turns, key=lambda turn: turn.after)
        return Fork(first, turns=(*ordered, last))


def distinct(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each target once."""
    return tuple(dict.fromkeys(targets))
