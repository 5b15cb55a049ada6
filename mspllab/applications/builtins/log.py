"""Log, the only debugging aid the platform offers (mspl.md §4.7)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.host import Host
from mspllab.errors import ScriptError
from mspllab.mspl.allowance import CHARACTERS, LONG_TEXT, charge
from mspllab.trace.records import LogEntry

MOST_ENTRIES = 10_000
"""Entries of one run; nobody reads a hundredth of that."""
DEBUG_ADVICE = (
    (
        '"Debug"',
        'the debugging tool of newer servers shows what is logged as "Debugr"',
    ),
)


@builtin(
    "void Log(string? name, bool detail, string? text…)",
    advice={"name": DEBUG_ADVICE},
)
def log(host: Host, channel: str | None, detail: bool, *texts: str | None) -> None:
    """Write to a log; each text gets a line of its own.

    name: "Event" and "Error" go to the event log, as a warning and as an error;
        "Debugr" and everything else go to the debugging tool.
    detail: true: the message's headers follow.
    text: any number of them, none included; null is an empty line.
    Guess: the body is never written.
    Example: Log("Debugr", false, "call to ", RequestTarget.Aor);
    """
    lines = [text or "" for text in texts]
    if detail:
        lines += host.head
    characters = sum(map(len, lines))
    if characters > LONG_TEXT:
        charge(characters * CHARACTERS)  # it is kept, and shown to somebody
    if len(host.log) >= MOST_ENTRIES:
        raise ScriptError(f"Log: a run may write no more than {MOST_ENTRIES:,} entries")
    host.log.append(LogEntry(channel or "", tuple(lines), host.line, _about(host)))


def _about(host: Host) -> tuple[str, ...]:
    """Application, time, Method, Request-URI, From and To."""
    message, request = host.message, host.request
    return (
        host.app_uri,
        f"{host.now:.3f} s",
        message.method,
        "" if request is None else request.uri,
        message.headers.get("From") or "",
        message.headers.get("To") or "",
    )
