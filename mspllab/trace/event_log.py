"""The event log: which entries a record stands for (mspl.md §3.5, §4.7)."""

from collections.abc import Iterator

from mspllab.trace.records import DEBUG, EventLogged, Record, ScriptRun


def entries_of(record: Record) -> Iterator[EventLogged]:
    """What a server's event log has of `record`.

    A script run leaves what it logs as Event or Error, and its errors with their five
    facts: application, line, code, and what is wrong with which call.
    """
    if isinstance(record, EventLogged):
        yield record
    elif isinstance(record, ScriptRun):
        yield from _of_run(record)


def _of_run(run: ScriptRun) -> Iterator[EventLogged]:
    where = (run.at, run.element, None)
    for entry in run.log:
        if entry.severity != DEBUG:
            text = " ".join(entry.lines)
            yield EventLogged(*where, entry.severity, run.application, text, run.run)
    for error in run.errors:
        kind = "critical error" if error.critical else "script error"
        text = f"{kind} in line {error.line}, {error.code}: {error.message}"
        yield EventLogged(*where, "error", run.application, text, run.run)
