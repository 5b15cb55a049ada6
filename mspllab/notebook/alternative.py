"""Alternative: what else than the next message one might expect to come next."""

from collections.abc import Iterator
from itertools import islice

from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.reading import printable

CHOICES = 4
"""How many answers there are to choose from, the right one among them."""


def way_of(hop: Hop) -> str:
    """Who sends what to whom."""
    line = hop.message.start_line.removeprefix("SIP/2.0 ")
    what = hop.message.method if hop.message.status is None else line
    return printable(f"{hop.source} → {hop.destination}: {what}")


def choices(trace: Trace, hop: Hop, right: tuple[str, ...]) -> tuple[str, ...]:
    """The right one among others that occur in the run, or could; in ABC order."""
    wrong = [one for one in _others(trace, hop, right) if one not in right]
    return tuple(sorted([right[0], *islice(dict.fromkeys(wrong), CHOICES - 1)]))


def _others(trace: Trace, hop: Hop, right: tuple[str, ...]) -> Iterator[str]:
    """What else one might expect: of every sort one, and then the rest."""
    last = last_before(trace, hop)
    sorts = [
        [] if last is None else _passed_on(trace, last),
        [] if hop.cause.message else _once_more(trace, hop),
        [] if last is None else _dealt_with(trace, hop, last),
        _planned(trace, hop),
        _sent_otherwise(trace, hop),
    ]
    wrong = [[one for one in sort if one not in right] for sort in sorts]
    yield from (one for sort in wrong for one in sort[:1])
    yield from (one for sort in wrong for one in sort[1:])
    yield from map(way_of, _after(trace, hop.n))
    yield from map(way_of, trace.hops)


def _passed_on(trace: Trace, last: Hop) -> Iterator[str]:
    """Whoever got the last message hands it on, an answer to one it has heard from."""
    what = way_of(last).partition(": ")[2]
    here = last.destination
    heard = {
        one.source for one in trace.hops if one.n < last.n and one.destination == here
    }
    for party in trace.parties:
        is_likely = last.message.status is None or party.name in heard
        if is_likely and party.name not in (last.source, here):
            yield printable(f"{here} → {party.name}: {what}")


def _once_more(trace: Trace, hop: Hop) -> Iterator[str]:
    """The sender repeats what it has sent."""
    sent = [one for one in trace.hops if one.n < hop.n and one.source == hop.source]
    yield from map(way_of, reversed(sent))


def _dealt_with(trace: Trace, hop: Hop, last: Hop) -> Iterator[str]:
    """Whoever got the last message does what it does with its like later on."""
    for one in _after(trace, hop.n):
        alike = one.message.method == last.message.method
        if alike and one.source == last.destination:
            yield way_of(one)


def _planned(trace: Trace, hop: Hop) -> Iterator[str]:
    """Nothing follows, and somebody goes on with what comes next in the scenario."""
    for one in _after(trace, hop.n):
        if one.cause.plan is not None:
            yield way_of(one)


def _sent_otherwise(trace: Trace, hop: Hop) -> Iterator[str]:
    """The same goes the other way, or to others."""
    what = way_of(hop).partition(": ")[2]
    yield printable(f"{hop.destination} → {hop.source}: {what}")
    for party in trace.parties:
        if party.name not in (hop.source, hop.destination):
            yield printable(f"{hop.source} → {party.name}: {what}")


def _after(trace: Trace, n: int) -> list[Hop]:
    return [one for one in trace.hops if one.n > n]


def last_before(trace: Trace, hop: Hop) -> Hop | None:
    """The message that `hop` follows from, or else the last one of any weight."""
    for one in reversed(trace.hops):
        if one.n == hop.cause.message:
            return one
        if hop.cause.message is None and one.n < hop.n and one.message.status != 100:
            return one
    return None
