"""What differs between two messages, header by header."""

from typing import NamedTuple

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


def header_changes(before: Message, after: Message) -> tuple[Change, ...]:
    """Every header field whose values differ, in the order of `after`."""
    old, new = before.headers, after.headers
    if old == new:
        return ()
    gone = set(old.lines) ^ set(new.lines)
    if not gone:
        return ()
    keys = dict.fromkeys(
        [
            key
            for headers in (new, old)
            for key, line in zip(headers.names, headers.lines, strict=True)
            if line in gone
        ]
    )
    changes = [
        Change(_written(key, after, before), _joined(before, key), _joined(after, key))
        for key in keys
    ]
    return tuple(change for change in changes if change.before != change.after)


def notable_changes(before: Message, after: Message) -> tuple[Change, ...]:
    """Those of the changes that are not the business of every hop."""
    return tuple(
        change
        for change in header_changes(before, after)
        if change.name.lower() not in EVERY_HOP
    )


def _joined(message: Message, key: str) -> str | None:
    values = message.headers.all(key)
    return ", ".join(values) if values else None


def _written(key: str, *messages: Message) -> str:
    """The name as one of the messages writes it."""
    for message in messages:
        keys = message.headers.names
        if key in keys:
            name = message.headers.lines[keys.index(key)].partition(":")[0].strip()
            return name if len(name) > 1 else key
    return key
