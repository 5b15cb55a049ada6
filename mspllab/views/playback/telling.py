"""Telling: each moment of a trace as one sentence in plain words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mspllab.sip.message import Request, Response
from mspllab.trace.records import (
    Cause,
    Dropped,
    Ended,
    Happened,
    Lost,
    Received,
    ScriptRun,
    Sent,
    TimerFired,
)
from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.bases import base_numbers
from mspllab.views.captions.branches import HOP_BY_HOP, Branches, branches_of
from mspllab.views.captions.reading import printable, read_message
from mspllab.views.captions.scripts import decisive_line, decisive_lines, file_name
from mspllab.views.playback.moment import Moment
from mspllab.views.sequencing.steps import GIVING_UP

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ENDS = {
    "quiet": "The run ends: nothing is left to do.",
    "until": "The run ends: its time is up.",
}
OUTCOMES = {
    "unhandled": "leaves it to the server",
    "proxied": "lets it go where it was going",
    "dispatched": "hands it to a handler",
    "dropped": "leaves it unhandled, and so it is dropped",
    "error": "ends in an error",
    "filtered": "is not asked, since its filter keeps the message out",
}
"""What came of a run, where neither targets nor an answer say more."""


Copied = tuple[str, float, int]
"""Who passes a message on, when, and the number of that message."""


def copies_of(hops: Mapping[int, Hop], branches: Branches) -> dict[Copied, list[int]]:
    """The numbers of all that is made of one message at the same time."""
    copies: dict[Copied, list[int]] = {}
    for n, source in branches.sources.items():
        if n not in branches.repeats:
            hop = hops[n]
            copies.setdefault((hop.source, hop.sent, source), []).append(n)
    return copies


class Teller(NamedTuple):
    """All that has to be known to say what a moment is."""

    hops: Mapping[int, Hop]
    branches: Branches
    bases: Mapping[int, int]
    """{message: the one it is a changed copy of}."""
    runs: Mapping[int, ScriptRun]
    decisive: dict[int, int]
    copies: Mapping[Copied, Sequence[int]]

    def tell(self, moment: Moment) -> str:
        """One sentence, with its full stop."""
        return printable(self._tell(moment))

    def _tell(self, moment: Moment) -> str:
        match moment.record:
            case Sent() as sent:
                hop = self.hops[sent.n]
                return f"{self._sent(hop)}{self._because(hop)}."
            case Received() as received:
                hop = self.hops[received.n]
                return f"{_capital(_the(hop))} reaches {hop.destination}."
            case Lost() as lost:
                hop = self.hops[lost.n]
                way = f"from {hop.source} to {hop.destination}"
                return f"{_capital(_the(hop))} {way} is lost: {lost.why}."
            case Dropped() as dropped:
                return self._dropped(dropped)
            case ScriptRun() as run:
                return self._run(run)
            case Happened() as happened:
                return f"{happened.element} {happened.text}."
            case TimerFired() as fired:
                return _fired(fired)
            case Ended() as ended:
                return ENDS.get(ended.why, f"The run ends: {ended.why}.")
        return ""

    def _sent(self, hop: Hop) -> str:
        source, destination = hop.source, hop.destination
        if hop.n in self.branches.repeats:
            return f"{source} sends {_the(hop)} to {destination} again"
        message = read_message(hop.message)
        if isinstance(message, Response):
            return self._answered(hop, message)
        passed = self.branches.sources.get(hop.n)
        if passed is not None:
            return self._passed_on(hop, passed)
        if isinstance(message, Request):
            return self._requested(hop, message)
        return f"{source} sends {hop.message.start_line} to {destination}"

    def _answered(self, hop: Hop, answer: Response) -> str:
        if hop.n in self.branches.sources:
            return f"{hop.source} passes {_the(hop)} on to {hop.destination}"
        return (
            f"{hop.source} answers the {answer.method} with {answer.status} "
            f"{answer.reason}, to {hop.destination}"
        )

    def _passed_on(self, hop: Hop, source: int) -> str:
        copies = self.copies[hop.source, hop.sent, source]
        if len(copies) > 1:
            count = _count(len(copies))
            return (
                f"{hop.source} copies {_the(hop)} to {count} places; this is copy "
                f"{copies.index(hop.n) + 1}, for {hop.destination}"
            )
        return (
            f"{hop.source} passes {_the(hop)} on to {hop.destination}"
            f"{self._retargeted(hop)}"
        )

    def _retargeted(self, hop: Hop) -> str:
        base = self.bases.get(hop.n)
        before = read_message(self.hops[base].message) if base else None
        now = read_message(hop.message)
        if not (isinstance(before, Request) and isinstance(now, Request)):
            return ""
        # Within a dialog the next target was settled long ago.
        is_new = now.to_tag is None and now.uri != before.uri
        return f", now for {now.uri}" if is_new else ""

    def _requested(self, hop: Hop, request: Request) -> str:
        source, destination, method = hop.source, hop.destination, request.method
        ack = self.branches.acks.get(hop.n)
        if ack is not None:
            of = "for this hop only" if ack == HOP_BY_HOP else "end to end"
            return f"{source} confirms with an ACK, {of}, to {destination}"
        if method == "CANCEL":
            return f"{source} takes the INVITE to {destination} back with a CANCEL"
        if hop.n in self.bases:
            return (
                f"{source} sends a new {method} to {destination}, for {request.uri}, "
                "as it was told to go elsewhere"
            )
        target = f", for {request.uri}" if request.to_tag is None else ""
        article = "an" if method[:1] in "AEIOU" else "a"
        return f"{source} sends {article} {method} to {destination}{target}"

    def _because(self, hop: Hop) -> str:
        cause = hop.cause
        run = self.runs.get(cause.run or 0)
        if run is not None:
            where = "" if cause.line is None else f", line {cause.line}"
            return f": {file_name(run)}{where}"
        return _waited(cause)

    def _dropped(self, dropped: Dropped) -> str:
        hop = self.hops.get(dropped.n or 0)
        what = "a message" if hop is None else _the(hop)
        return f"{dropped.element} drops {what}: {dropped.why}."

    def _run(self, run: ScriptRun) -> str:
        hop = self.hops.get(run.message or 0)
        on = "" if hop is None else f" on {_the(hop)} from {hop.source}"
        line = decisive_line(run, self.decisive)
        where = "" if line is None else f" (line {line})"
        return f"{file_name(run)} runs at {run.element}{on} and {_outcome(run)}{where}."


def teller_of(trace: Trace) -> Teller:
    """Who can tell every moment of `trace`."""
    hops = trace.hops
    by_number = {hop.n: hop for hop in hops}
    branches = branches_of(hops)
    return Teller(
        by_number,
        branches,
        base_numbers(hops, branches),
        {run.run: run for run in trace.runs},
        decisive_lines(hops),
        copies_of(by_number, branches),
    )


def _outcome(run: ScriptRun) -> str:
    if run.response is not None:
        return f"answers {run.response}"
    if run.errors:
        return f"ends in an error: {run.errors[-1].message.rstrip('.')}"
    if run.outcome in OUTCOMES or not run.targets:
        return OUTCOMES.get(run.outcome, run.outcome)
    return f"sends it to {_listed(run.targets)}"


def _listed(targets: Sequence[str]) -> str:
    return targets[0] if len(targets) == 1 else f"{_count(len(targets))} places"


def _fired(fired: TimerFired) -> str:
    why = GIVING_UP.get(fired.timer)
    method = fired.transaction.rpartition(" ")[2]
    said = f"Timer {fired.timer} of the {method} fires at {fired.element}"
    return f"{said}: {why}." if why else f"{said}."


def _waited(cause: Cause) -> str:
    timer = cause.timer
    if timer is None:
        return ""
    if " " in timer:
        return f": its time “{timer}” has passed"
    return f": timer {timer} fired"


def _the(hop: Hop) -> str:
    """What to call a message: "the INVITE" or "200 OK"."""
    message = hop.message
    if message.status is None:
        return f"the {message.method}"
    return message.start_line.removeprefix("SIP/2.0 ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
