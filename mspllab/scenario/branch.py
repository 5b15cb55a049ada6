"""branch: a run once more with one thing otherwise, as far as both agree and on."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from mspllab.errors import UsageError
from mspllab.scenario.alteration import (
    UNCHANGED,
    Alteration,
    NewLine,
    read_change,
)
from mspllab.scenario.origin import Origin, Revision
from mspllab.scenario.run import overridden
from mspllab.scenario.tampering import Tampering, merged
from mspllab.scenario.world import World
from mspllab.trace.records import Lost, Received, Record, ScriptRun, Sent
from mspllab.trace.trace import Hop, Trace

Change = Mapping[str, Any] | Tampering | NewLine
"""{dotted key: value}, {script: text}, lose(n), delay(n, by), header(n, …), line(…)."""
EARLIER = 1e-6
"""Seconds by which something is before a moment; less is a matter of rounding."""
Moment = int | float | tuple[Any, ...]
"""Number of a message; second of the run (with a point: 3.0); or a record of it."""


class Difference(NamedTuple):
    """The first message that is not the same in both runs."""

    n: int
    before: Hop | None
    """It in the run as it was; None: there the run has ended."""
    after: Hop | None
    """It in the run with the change."""
    record: int
    """Place of the first record of any kind that is not the same, from 0."""

    @property
    def at(self) -> float:
        """Second at which the earlier of the two is sent."""
        return min(hop.sent for hop in (self.before, self.after) if hop is not None)


class Branch(NamedTuple):
    """Two runs that are the same up to a moment, and what was changed in one."""

    original: Trace
    changed: Trace
    moment: str
    """From when on the change should matter, in words."""
    change: str
    """What was changed, in words."""
    difference: Difference | None
    """Where they part; None: they never do."""
    reaches_back: bool
    """The change matters before the moment already: they part earlier than asked."""

    @property
    def common(self) -> Trace:
        """What is the same in both."""
        return self._parts(self.original)[0]

    @property
    def rests(self) -> tuple[Trace, Trace]:
        """What follows in the run as it was, and with the change."""
        return self._parts(self.original)[1], self._parts(self.changed)[1]

    def _parts(self, trace: Trace) -> tuple[Trace, Trace]:
        return _parted(trace, self.difference)

    def __repr__(self) -> str:
        where = "nowhere" if self.difference is None else f"at {self.difference.n}"
        return f"<Branch of {self.original.title!r}: {self.change}; they part {where}>"


def branch(
    trace: Trace,
    at: Moment | None = None,
    change: Change | Iterable[Change] = (),
) -> Branch:
    """What becomes of `trace` when one thing is otherwise from some moment on.

    The scenario is played once more with the change, and both runs are compared message
    by message: that nothing before the moment is changed is looked at, not assumed.
    Messages, scripts and links are otherwise from the moment on; another setting holds
    for the whole run, and may reach back.

    Args:
        trace: a run that `play` returned, or a part of one.
        at: a message number, a second, or a record such as a step of a script; where
            it is not given, the message that `change` names, or else the beginning.
        change: what is otherwise, or several such; see `Change`.

    Raises:
        UsageError: `trace` was not played here, or has no such moment, or nothing is
            changed; ScenarioError, MsplError: what is changed is impossible.
    """
    origin = trace.origin
    if not isinstance(origin, Origin):
        raise UsageError("only a trace that `play` returned can be branched")
    altered = read_change(trace, origin, change)
    if altered == UNCHANGED:
        raise UsageError("nothing is changed; say what shall be otherwise")
    moment = _moment(trace, at, altered)
    for n in altered.tampering:
        _see_that_it_is_not_before(trace, n, moment)
    changed = _altered(origin, altered, moment).play()
    # `trace` may be a part of the run; what is compared is all of it.
    original = origin.play()
    difference = _first_difference(original, changed)
    return Branch(
        original,
        changed,
        moment.words,
        altered.words,
        difference,
        difference is not None and moment.is_after(difference),
    )


class _From(NamedTuple):
    """The moment from which a change should matter."""

    n: int | None
    at: float

    @property
    def words(self) -> str:
        return f"{self.at:.3f} s" if self.n is None else f"message {self.n}"

    def is_after(self, difference: Difference) -> bool:
        if self.n is not None:
            return difference.n < self.n
        return difference.at < self.at - EARLIER

    def is_past(self, world: World) -> bool:
        """Whether the message is sent, or the second has come."""
        if self.n is not None:
            return world.sent >= self.n
        return world.clock.now >= self.at - EARLIER


def _moment(trace: Trace, at: Moment | None, altered: Alteration) -> _From:
    if at is None:
        return _of_message(trace, min(altered.tampering, default=1))
    if isinstance(at, bool):
        raise UsageError("a moment is the number of a message, a second, or a record")
    if isinstance(at, int):
        return _of_message(trace, at)
    if isinstance(at, float):
        return _of_time(trace, at)
    n, when = getattr(at, "n", None), getattr(at, "at", getattr(at, "sent", None))
    if isinstance(when, float):
        is_message = isinstance(at, Hop | Sent | Received | Lost)
        return _From(n if is_message else None, when)
    for run in trace.runs:
        if at in run.steps:
            return _From(None, run.at)
    raise UsageError(f"{at!r} is no moment of this trace")


def _of_message(trace: Trace, n: int) -> _From:
    for hop in trace.hops:
        if hop.n == n:
            return _From(n, hop.sent)
    last = max((hop.n for hop in trace.hops), default=0)
    raise UsageError(
        f"there is no message {n}; they are numbered from 1 to {last} "
        f"(a second is written with a point: {n}.0)"
    )


def _of_time(trace: Trace, at: float) -> _From:
    end = trace.end.at if trace.end is not None else 0.0
    if not 0 <= at <= end:
        raise UsageError(f"the run goes from 0 s to {end:.3f} s; {at} s is not in it")
    return _From(None, at)


def _see_that_it_is_not_before(trace: Trace, n: int, moment: _From) -> None:
    if _of_message(trace, n).at < moment.at or (moment.n is not None and n < moment.n):
        raise UsageError(f"message {n} has been sent before {moment.words}")


def _altered(origin: Origin, altered: Alteration, moment: _From) -> Origin:
    """What is played for the branch: all that can be is left as it was until then."""
    settings = altered.settings
    links = {key: value for key, value in settings.items() if _is_of_links(key)}
    lasting = {key: value for key, value in settings.items() if key not in links}
    tampering = merged((*origin.tampering.values(), *altered.tampering.values()))
    changed = _overridden(origin, lasting, 0)._replace(tampering=tampering)
    if not (links or altered.scripts):
        return changed
    after = changed.events_before(moment.is_past)
    if not after:
        scripts = {**origin.scripts, **altered.scripts}
        return _overridden(changed, links, 0)._replace(scripts=scripts)
    latest = [one.scenario for one in changed.revisions if one.after <= after]
    scenario = latest[-1] if latest else changed.scenario
    revision = Revision(after, moment.words, scenario, altered.scripts)
    revisions = sorted((*changed.revisions, revision), key=lambda one: one.after)
    return _overridden(changed._replace(revisions=tuple(revisions)), links, after)


def _is_of_links(key: str) -> bool:
    return key.partition(".")[0] == "links"


def _overridden(origin: Origin, settings: dict[str, Any], after: int) -> Origin:
    """With other settings from so many events on."""
    revisions = tuple(
        one._replace(scenario=overridden(one.scenario, settings))
        if one.after >= after
        else one
        for one in origin.revisions
    )
    if after:
        return origin._replace(revisions=revisions)
    scenario = overridden(origin.scenario, settings)
    return origin._replace(scenario=scenario, revisions=revisions)


def _first_difference(before: Trace, after: Trace) -> Difference | None:
    ours, theirs = before.hops, after.hops
    for n, (one, other) in enumerate(zip_longest(ours, theirs), start=1):
        if one is None or other is None or _seen(one) != _seen(other):
            return Difference(n, one, other, _first_record(before, after))
    return None


def _seen(hop: Hop) -> tuple[object, ...]:
    """All of a message that can be seen on the wire."""
    way = (hop.sent, hop.received, hop.lost, hop.source, hop.destination)
    return (*way, hop.transport, hop.message)


def _first_record(before: Trace, after: Trace) -> int:
    pairs = enumerate(zip(before.records, after.records, strict=False))
    shorter = min(len(before), len(after))
    return next((place for place, (a, b) in pairs if not _alike(a, b)), shorter)


def _alike(one: Record, other: Record) -> bool:
    """Whether both tell the same; another script that did the same has another name."""
    if isinstance(one, ScriptRun) and isinstance(other, ScriptRun):
        return one == other._replace(path=one.path)
    return one == other


def _parted(trace: Trace, difference: Difference | None) -> tuple[Trace, Trace]:
    """The records up to where the runs part, and the others."""
    if difference is None:
        return trace, trace.of_records(())
    early: list[Record] = []
    late: list[Record] = []
    for place, record in enumerate(trace.records):
        # A message that both have arrives in the part where it was sent.
        is_early = (
            record.n < difference.n
            if isinstance(record, Sent | Received | Lost)
            else place < difference.record
        )
        (early if is_early else late).append(record)
    return trace.of_records(early), trace.of_records(late)
