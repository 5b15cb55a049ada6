"""Trace: everything that happened in a run, in order, and slices of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from mspllab.trace.event_log import entries_of
from mspllab.trace.fate import Fate
from mspllab.trace.records import (
    Cause,
    Ended,
    EventLogged,
    Happened,
    LogEntry,
    Lost,
    Received,
    Record,
    ScriptRun,
    ScriptStep,
    Sent,
    TracedMessage,
)
from mspllab.trace.story import fate_of

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Party:
    """Who stood on the network: a lane of the ladder."""

    name: str
    kind: str
    """client, front-end, edge, proxy, redirect-server, platform, gateway."""
    label: str
    """What a picture writes over the lane; may have a line break."""
    address: str = ""
    """host:port."""


@dataclass(frozen=True, slots=True)
class ScriptText:
    """A manifest that took part, so that a listing needs no file."""

    path: str
    text: str
    first_line: int
    """Line of the manifest on which the script proper begins."""
    last_line: int


class Hop(NamedTuple):
    """One message on one wire: what was sent, and whether and when it arrived."""

    n: int
    sent: float
    received: float | None
    """None when it was lost or is still under way."""
    source: str
    destination: str
    transport: str
    lost: str | None
    """Why it never arrived; None when it did, or is still under way."""
    message: TracedMessage
    cause: Cause
    again: tuple[float, ...] = ()
    """When further copies arrived, where the network has doubled it."""


@dataclass(slots=True)
class Trace:
    """Everything that happened in a run, in order.

    `records` only ever grows; every view and every slice is made from it, the parties
    and the script texts alone.
    """

    title: str = ""
    profile: str = "lync"
    seed: int = 0
    parties: tuple[Party, ...] = ()
    scripts: dict[str, ScriptText] = field(default_factory=dict)
    """Manifest path, as in the scenario → its text."""
    records: list[Record] = field(default_factory=list)
    origin: object = field(default=None, compare=False, repr=False)
    """What `play` was given, so that it can be played again; None: nobody knows."""

    def append(self, record: Record) -> None:
        """Add `record` at the end."""
        self.records.append(record)

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of one kind, in order."""
        return tuple(record for record in self.records if isinstance(record, kind))

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Every message on every wire, in the order of sending."""
        arrived: dict[int, float] = {}
        again: dict[int, tuple[float, ...]] = {}
        for n, at in self.of(Received):
            if n in arrived:
                again[n] = (*again.get(n, ()), at)
            else:
                arrived[n] = at
        lost = {record.n: record.why for record in self.of(Lost)}
        return tuple(
            Hop(
                sent.n,
                sent.at,
                arrived.get(sent.n),
                sent.source,
                sent.destination,
                sent.transport,
                lost.get(sent.n),
                sent.message,
                sent.cause,
                again.get(sent.n, ()),
            )
            for sent in self.of(Sent)
        )

    @property
    def runs(self) -> tuple[ScriptRun, ...]:
        """Every run of a script, in order."""
        return self.of(ScriptRun)

    def steps_of(self, run: int | ScriptRun) -> tuple[ScriptStep, ...]:
        """What each statement of a run did, where it was recorded; else nothing.

        Raises:
            KeyError: there is no run of that number.
        """
        if isinstance(run, ScriptRun):
            return run.steps
        for one in self.runs:
            if one.run == run:
                return one.steps
        raise KeyError(run)

    @property
    def call_ids(self) -> tuple[str, ...]:
        """Call-IDs in the order of their first message."""
        return tuple(dict.fromkeys(sent.message.call_id for sent in self.of(Sent)))

    @property
    def end(self) -> Ended | None:
        """How the run ended; None while it is going on."""
        ends = self.of(Ended)
        return ends[-1] if ends else None

    @property
    def pending(self) -> tuple[Happened, ...]:
        """Operations of applications that had not completed when the run was over."""
        return tuple(one for one in self.of(Happened) if one.what == "pending")

    @property
    def log(self) -> tuple[LogEntry, ...]:
        """Everything that scripts wrote to their logs, in order."""
        return tuple(entry for run in self.runs for entry in run.log)

    def message(self, n: int) -> TracedMessage:
        """Message `n`; KeyError where there is none."""
        for sent in self.of(Sent):
            if sent.n == n:
                return sent.message
        raise KeyError(n)

    def fate(self, n: int) -> Fate:
        """What became of message `n`; UsageError where there is none."""
        return fate_of(self.records, n)

    @property
    def events(self) -> tuple[EventLogged, ...]:
        """The event logs of all servers: their own entries, and those of scripts."""
        return tuple(entry for record in self.records for entry in entries_of(record))

    def party(self, name: str) -> Party:
        """The party called `name`; KeyError where there is none."""
        for party in self.parties:
            if party.name == name:
                return party
        raise KeyError(name)

    def happenings(self, element: str, what: str | None = None) -> tuple[Happened, ...]:
        """What was noticed at `element`, or only one sort of it ("rings")."""
        return tuple(
            record
            for record in self.of(Happened)
            if record.element == element and what in (None, record.what)
        )

    def by_call(self, call_id: str) -> "Trace":
        """A trace with the messages of one call only, and all other records."""
        return self._messages_where(lambda sent: sent.message.call_id == call_id)

    def by_element(self, name: str) -> "Trace":
        """A trace with only the messages that `name` sends or is sent."""
        return self._messages_where(
            lambda sent: name in (sent.source, sent.destination)
        )

    def by_method(self, *methods: str) -> "Trace":
        """A trace with only the messages of these methods, responses included."""
        return self._messages_where(lambda sent: sent.message.method in methods)

    def between(self, start: float, end: float) -> "Trace":
        """A trace with what happened from `start` up to but not including `end`."""
        early = {sent.n for sent in self.of(Sent) if start <= sent.at < end}
        return self.of_records(
            record
            for record in self.records
            if (
                record.n in early
                if isinstance(record, Sent | Received | Lost)
                else start <= record.at < end
            )
        )

    def _messages_where(self, keep: Callable[[Sent], bool]) -> "Trace":
        kept = {sent.n for sent in self.of(Sent) if keep(sent)}
        return self.of_records(
            record
            for record in self.records
            if not isinstance(record, Sent | Received | Lost) or record.n in kept
        )

    def of_records(self, records: Iterable[Record]) -> "Trace":
        """The same run with only these of its records."""
        return replace(self, records=list(records))
