"""Page: a trace as plain data, everything that stepping through it shows.

Dictionaries, lists, texts and numbers alone, so that it goes to a browser as JSON; the
same trace gives the same page.
"""

from collections.abc import Iterable, Iterator

from mspllab.trace.trace import Hop, Party, ScriptText, Trace
from mspllab.views.captions.caption import captions
from mspllab.views.captions.reading import printable
from mspllab.views.palette import STROKES
from mspllab.views.playback.entry import (
    Page,
    Places,
    message_entry,
    moment_entry,
    run_entry,
)
from mspllab.views.playback.moment import Moment, moments_of
from mspllab.views.playback.pool import Pool
from mspllab.views.playback.telling import teller_of
from mspllab.views.sequencing.furniture import KINDS, summary

FORMAT = 1
"""Of the page's own shape; a front end may refuse others."""


def page_of(trace: Trace) -> Page:
    """Everything a player needs to show `trace`."""
    hops = trace.hops
    teller = teller_of(trace)
    bases, decided, runs = teller.bases, teller.decisive, teller.runs
    said = captions(hops, trace.runs)
    moments = moments_of(trace)
    lanes = [_lane(party) for party in _parties(trace, hops, moments)]
    places = Places(
        lanes={str(lane["name"]): place for place, lane in enumerate(lanes)},
        scripts={path: place for place, path in enumerate(trace.scripts)},
        messages={n: place for place, n in enumerate(teller.hops)},
        runs={run: place for place, run in enumerate(runs)},
    )
    page: Page = {
        "format": FORMAT,
        "title": printable(trace.title) or "Messages",
        "summary": summary(trace),
        "lanes": lanes,
        "heads": {role: stroke.head for role, stroke in STROKES.items() if stroke.head},
        "scripts": [_script(script) for script in trace.scripts.values()],
        "runs": [run_entry(run, decided, places) for run in runs.values()],
        "messages": [
            message_entry(hop, said[hop.n], bases.get(hop.n), places) for hop in hops
        ],
        "moments": [moment_entry(moment, teller.tell, places) for moment in moments],
        "states": list(_states(moments, places)),
    }
    # Only now every message has put what it shares there.
    page["lines"] = places.lines.texts
    page["bodies"] = places.bodies.texts
    page["calls"] = places.calls.texts
    return page


def _parties(
    trace: Trace, hops: Iterable[Hop], moments: Iterable[Moment]
) -> Iterator[Party]:
    """Everybody on the network, then those whom the trace does not name."""
    known = {party.name: party for party in trace.parties}
    busy = [name for hop in hops for name in (hop.source, hop.destination)]
    for moment in moments:
        busy += [moment.lane] if moment.lane else []
        busy += [state.lane for state in moment.states]
    for name in dict.fromkeys([*known, *busy]):
        yield known.get(name) or Party(name, "", name)


def _lane(party: Party) -> Page:
    return {
        "name": party.name,
        "kind": party.kind if party.kind in KINDS else "client",
        "label": [printable(line) for line in (party.label or party.name).split("\n")],
        "address": printable(party.address),
    }


def _script(script: ScriptText) -> Page:
    return {
        "path": printable(script.path),
        "name": printable(script.path.replace("\\", "/").rpartition("/")[2]),
        "first": script.first_line,
        "last": script.last_line,
        "lines": [
            printable(line.expandtabs(4).rstrip()) for line in script.text.splitlines()
        ],
    }


def _states(moments: Iterable[Moment], places: Places) -> Iterator[list[object]]:
    """[moment, lane, number of the transaction or dialog, what it is, its state]."""
    keys = Pool()
    for number, moment in enumerate(moments):
        for state in moment.states:
            lane = places.lanes[state.lane]
            key = keys.number(f"{lane} {state.key}")
            yield [number, lane, key, printable(state.what), printable(state.after)]
