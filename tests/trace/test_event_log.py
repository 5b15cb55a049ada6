"""What a server's event log has (mspl.md §3.5, §4.7)."""

import pytest

from mspllab.trace.event_log import entries_of
from mspllab.trace.records import (
    EventLogged,
    Happened,
    LogEntry,
    Record,
    RunError,
    ScriptRun,
)

APP = "http://lab.example/one"


def run(*log: LogEntry, errors: tuple[RunError, ...] = ()) -> ScriptRun:
    return ScriptRun(3, 1.5, "fe01", APP, "one.am", 1, "error", log=log, errors=errors)


@pytest.mark.parametrize(
    ("channel", "severities"),
    [("Event", ["warning"]), ("Error", ["error"]), ("Debugr", []), ("Else", [])],
)
def test_only_two_channels_of_log_end_in_it(
    channel: str, severities: list[str]
) -> None:
    entries = list(entries_of(run(LogEntry(channel, ("seen", "twice"), 12))))
    assert [entry.severity for entry in entries] == severities
    assert [entry.text for entry in entries] == ["seen twice"] * len(entries)


def test_an_error_has_its_five_facts() -> None:
    error = RunError(APP, 14, "0x80070057", "ProxyRequest is for requests", True)
    (entry,) = entries_of(run(errors=(error,)))
    assert entry == EventLogged(
        1.5,
        "fe01",
        None,
        "error",
        APP,
        "critical error in line 14, 0x80070057: ProxyRequest is for requests",
        3,
    )


def test_a_plain_error_is_told_from_a_critical_one() -> None:
    (entry,) = entries_of(run(errors=(RunError(APP, 14, "0x80070057", "null", False),)))
    assert entry.text.startswith("script error in line 14")


def test_entries_of_servers_are_there_as_they_are() -> None:
    entry = EventLogged(0.0, "fe01", 30819, "error", APP, "does not compile")
    assert list(entries_of(entry)) == [entry]


def test_nothing_else_leaves_an_entry() -> None:
    record: Record = Happened(0.0, "alice", "called", "calls bob")
    assert list(entries_of(record)) == []
