"""What differs between two messages, header by header."""

from typing import NamedTuple

from mspllab.sip.header_lines import key_of_line
from mspllab.sip.message import Message

EVERY_HOP = frozenset(
    {"via", "max-forwards", "record-route", "route", "content-length"}
)
"""Header fields that every hop changes as a matter of course (RFC 3261 §16.6)."""


class Change(NamedTuple):
    """A header that is not the same in both; None where it is missing."""

    name: str
    before: str | None
    after: str | None


def header_changes(
    before: Message, after: Message, ignored: frozenset[str] = frozenset()
) -> tuple[Change, ...]:
    """Every header field whose values differ, in the order of `after`.

    `ignored` are names, in lower case, that are not looked at.
    """
    old, new = before.headers.lines, after.headers.lines
    differing = set(old) ^ set(new)
    if not differing:
        return ()
    lines = [line for line in (*new, *old) if line in differing]
    names: dict[str, str] = {}
    for line in lines:
        names.setdefault(key_of_line(line), line.partition(":")[0].rstrip())
    changes = [
        Change(
            name if len(name) > 1 else key, _joined(before, key), _joined(after, key)
        )
        for key, name in names.items()
        if key not in ignored
    ]
    return tuple([change for change in changes if change.before != change.after])


def notable_changes(before: Message, after: Message) -> tuple[Change, ...]:
    """Those of the changes that are not the business of every hop."""
    return header_changes(before, after, EVERY_HOP)


def _joined(message: Message, key: str) -> str | None:
    values = message.headers.all(key)
    return ", ".join(values) if values else None
