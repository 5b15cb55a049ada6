"""Script runs in words: which line decided, and what came of it."""

from collections.abc import Iterable

from mspllab.trace.records import EventLogged, ScriptRun
from mspllab.trace.trace import Hop


def decisive_lines(hops: Iterable[Hop]) -> dict[int, int]:
    """{script run: the line to which the messages it sent are due}."""
    return {
        hop.cause.run: hop.cause.line
        for hop in hops
        if hop.cause.run is not None and hop.cause.line is not None
    }


def decisive_line(run: ScriptRun, known: dict[int, int]) -> int | None:
    """The line that decided a run, as far as it can be told."""
    return known.get(run.run) or (run.lines[-1] if run.lines else None)


def file_name(run: ScriptRun) -> str:
    """The manifest's file without its folders."""
    return run.path.replace("\\", "/").rpartition("/")[2]


def event_in_words(event: EventLogged) -> str:
    """An entry of an event log in a line."""
    number = "event" if event.event is None else f"event {event.event}"
    return f"{number} ({event.severity}): {event.text}"
