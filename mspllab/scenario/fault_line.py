"""A fault as a scenario words it: `lose = "second 180"`."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from math import inf

from mspllab.scenario.language.nearest import did_you_mean
from mspllab.sim.fault import (
    REFUSED,
    SILENT,
    UNRESOLVED,
    UNTRUSTED,
    Action,
    Fault,
    Outage,
)
from mspllab.sip.message import Request, Response

METHODS = (
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "REGISTER",
    "OPTIONS",
    "PRACK",
    "UPDATE",
    "INFO",
    "MESSAGE",
    "REFER",
    "NOTIFY",
    "BENOTIFY",
    "SUBSCRIBE",
    "PUBLISH",
    "SERVICE",
)
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
EVERY = "every"
ANY = "any"
PHRASE = re.compile(
    r"(?:(?P<which>[a-z]+) +)?"
    r"(?P<what>any|[1-6](?:\d\d|xx)(?: +(?P<of>[A-Z]+))?|(?P<method>[A-Z]+))"
)
OUTAGES = {
    "refuse": REFUSED,
    "down": SILENT,
    "unresolvable": UNRESOLVED,
    "untrusted": UNTRUSTED,
}
FAULT_WORDS = (*(action.value for action in Action), *OUTAGES)
"""The keys of which a fault has exactly one."""


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One entry of `[[faults]]`; exactly one of the first seven is given."""

    lose: str | None = None
    duplicate: str | None = None
    delay: str | None = None
    refuse: str | None = None
    down: str | None = None
    unresolvable: str | None = None
    untrusted: str | None = None
    source: str | None = None
    destination: str | None = None
    by: float = 0.5
    after: float = 0.0
    until: float | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """Which of the first seven are."""
        return tuple(word for word in FAULT_WORDS if getattr(self, word) is not None)

    def fault(self) -> Fault | Outage:
        """What it says, of the first of the seven that is given.

        Raises:
            ValueError: its phrase cannot be understood; says why.
        """
        word = self.given[0]
        until = inf if self.until is None else self.until
        if word in OUTAGES:
            node, why = getattr(self, word), OUTAGES[word]
            return Outage(node, why, self.after, until, self.source)
        what, which = parse_phrase(getattr(self, word))
        return Fault(
            Action(word),
            what,
            which,
            self.source,
            self.destination,
            self.by,
            self.after,
            until,
        )


def parse_phrase(text: str) -> tuple[str, int | None]:
    """Label and number of the messages that `text` means; None for every one.

    Phrases are "first INVITE", "second 180", "every 2xx", "200 BYE" (the first one),
    "every any".

    Raises:
        ValueError: `text` is no such phrase; says why.
    """
    match = PHRASE.fullmatch(text)
    if match is None:
        raise ValueError(
            f'"{text}" names no message; write for example "first INVITE", '
            '"second 180", "every 2xx" or "first 200 BYE"'
        )
    for method in (match["of"], match["method"]):
        suggestion = did_you_mean(method, METHODS) if method else ""
        if suggestion and method not in METHODS:
            raise ValueError(f"there is no method {method}{suggestion}")
    return " ".join(match["what"].split()), _number(match["which"] or ORDINALS[0])


def _number(which: str) -> int | None:
    if which == EVERY:
        return None
    if which in ORDINALS:
        return ORDINALS.index(which) + 1
    suggestion = did_you_mean(which, (*ORDINALS, EVERY))
    raise ValueError(f'"{which}" is none of "first" to "tenth" and "every"{suggestion}')


def is_answer(message: object) -> bool:
    """Whether it goes back to where a request came from."""
    return isinstance(message, Response)


def labels(message: object) -> Collection[str]:
    """All that a fault may call `message`, such as "200", "2xx" and "200 INVITE"."""
    match message:
        case Request():
            return (message.method, ANY)
        case Response():
            status, status_class = str(message.status), f"{message.status // 100}xx"
            method = message.method
            return (
                status,
                status_class,
                f"{status} {method}",
                f"{status_class} {method}",
                ANY,
            )
    return (ANY,)
