"""The story of one message, told from the records of a run.

Records keep verdicts in single words; the sentences are made here, when asked for.
"""

from collections.abc import Iterator
from typing import TypeVar

from mspllab.errors import UsageError
from mspllab.trace.fate import Fate, Walk
from mspllab.trace.records import (
    ChainInstalled,
    ChainWalked,
    Dropped,
    Lost,
    Received,
    Record,
    Released,
    ScriptRun,
    Sent,
    Withheld,
)
from mspllab.trace.verdicts import explained

R = TypeVar("R", bound=Record)
TRYING = 100


def fate_of(records: list[Record], n: int) -> Fate:
    """What became of message `n`.

    Raises:
        UsageError: there is no such message.
    """
    return _Story(records, n).fate()


class _Story:
    """The records of a trace, asked about one message."""

    def __init__(self, records: list[Record], n: int) -> None:
        self._records = records
        self.n = n
        found = next((s for s in self._of(Sent) if s.n == n), None)
        if found is None:
            last = max((s.n for s in self._of(Sent)), default=0)
            there = f"they are numbered from 1 to {last}" if last else "there are none"
            raise UsageError(f"there is no message {n} in this trace; {there}")
        self._sent = found
        self._where = found.destination
        self._causes = [s for s in self._of(Sent) if s.cause.message == n]
        self._causes = [s for s in self._causes if s.source == self._where]

    def _of(self, kind: type[R]) -> Iterator[R]:
        return (record for record in self._records if isinstance(record, kind))

    def fate(self) -> Fate:
        """All that is known."""
        sent, walks = self._sent, tuple(self._walks())
        outcome, sentences = self._told(walks)
        return Fate(
            self.n,
            sent.message.start_line,
            sent.source,
            self._where,
            sent.at,
            self._received,
            outcome,
            tuple(sentences),
            walks,
            tuple(follower.n for follower in self._causes),
        )

    @property
    def _received(self) -> float | None:
        return next((r.at for r in self._of(Received) if r.n == self.n), None)

    # The ways through the list.

    def _walks(self) -> Iterator[Walk]:
        chain = next((c for c in self._of(ChainInstalled) if self._has(c)), None)
        if chain is None:
            return
        runs = {run.run: run for run in self._of(ScriptRun)}
        for walked in self._walked():
            yield Walk(
                walked.at,
                self._where,
                self._name(walked),
                explained(chain, walked, self._sent.message.method, runs),
                walked.first > walked.last,
            )

    def _has(self, chain: ChainInstalled) -> bool:
        return chain.element == self._where

    def _walked(self) -> Iterator[ChainWalked]:
        kept = self._withheld
        if kept is not None:
            yield from self._walked_when_released(kept)
            return
        is_response = self._sent.message.status is not None
        for walked in self._of(ChainWalked):
            if walked.message != self.n or not self._at(walked):
                continue
            if walked.made_by is not None or (walked.status is not None) is is_response:
                yield walked

    def _walked_when_released(self, kept: Withheld) -> Iterator[ChainWalked]:
        is_released = False
        for record in self._records:
            if isinstance(record, Released):
                is_released = (record.element, record.branch) == (
                    kept.element,
                    kept.branch,
                )
            elif is_released and isinstance(record, ChainWalked) and self._at(record):
                yield record
                return

    def _at(self, walked: ChainWalked) -> bool:
        return walked.element == self._where

    @property
    def _withheld(self) -> Withheld | None:
        return next((w for w in self._of(Withheld) if w.n == self.n), None)

    def _name(self, walked: ChainWalked) -> str:
        if walked.made_by is not None:
            return f"the answer {walked.status} on its way back"
        if walked.status is None:
            return self._sent.message.method
        return self._sent.message.start_line.removeprefix("SIP/2.0 ")

    # What became of it.

    def _told(self, walks: tuple[Walk, ...]) -> tuple[str, list[str]]:
        """The outcome in a word, and the sentences."""
        lost = next((r.why for r in self._of(Lost) if r.n == self.n), None)
        if lost is not None:
            return "lost", [f"It never arrived: {lost}."]
        if self._received is None:
            return "under way", ["It was still under way when the run ended."]
        for walk in reversed(walks):
            stop = walk.stopped_at
            if stop is not None and stop.verdict == "dropped":
                said = f"{stop.name} stopped it: {stop.reason}"
                return "dropped", [_sentence(said), *self._followers()]
        dropped = next((d for d in self._of(Dropped) if d.n == self.n), None)
        if dropped is not None and not walks:
            said = f"{self._where} did nothing with it: {dropped.why}"
            outcome = "dropped" if self._has_chain else "arrived"
            return outcome, [_sentence(said), *self._followers()]
        if walks:
            return self._after(walks)
        if self._has_chain:
            return self._before_any_stage()
        return "arrived", [self._arrival(), *self._followers()]

    @property
    def _has_chain(self) -> bool:
        return any(self._has(chain) for chain in self._of(ChainInstalled))

    def _arrival(self) -> str:
        return f"It arrived at {self._where}, which has no applications to ask."

    def _after(self, walks: tuple[Walk, ...]) -> tuple[str, list[str]]:
        stop = walks[0].stopped_at
        said = (
            "No application stopped it."
            if stop is None
            else _sentence(f"{stop.name} has {stop.verdict} it: {stop.reason}")
        )
        if self._withheld is not None:
            said = f"It was kept until all branches had answered. {said}"
        sent_on = [f for f in self._causes if _goes_on(f, self._sent)]
        answered = any(f.message.status not in (None, TRYING) for f in self._causes)
        outcome = "sent on" if sent_on else "answered" if answered else "absorbed"
        if self._sent.message.status is not None:
            outcome = "sent on"
        return outcome, [said, *self._followers()]

    def _followers(self) -> Iterator[str]:
        """What was sent because of it."""
        on = [f for f in self._causes if _goes_on(f, self._sent)]
        other = [f for f in self._causes if f not in on]
        if on:
            where = ", ".join(dict.fromkeys(f.destination for f in on))
            yield f"It went on to {where} as {_numbers(on)}."
        for follower in other:
            what = follower.message.start_line.removeprefix("SIP/2.0 ")
            what = what.removesuffix(" SIP/2.0")
            yield f"{what} went to {follower.destination} as message {follower.n}."

    def _before_any_stage(self) -> tuple[str, list[str]]:
        """Why no application was asked."""
        if self._withheld is not None:
            return "withheld", [*self._passed_over(), *self._followers()]
        outcome, said = self._response() if self._status else self._request()
        return outcome, [said, *self._followers()]

    @property
    def _status(self) -> int | None:
        return self._sent.message.status

    def _passed_over(self) -> Iterator[str]:
        """Another branch's answer went up, or nobody has waited for any."""
        mine = self._sent.message
        for sent in self._of(Sent):
            message = sent.message
            is_ours = (message.call_id, message.method) == (mine.call_id, mine.method)
            is_final = message.status is not None and message.status >= 200
            if not (is_ours and is_final and sent.source == self._where):
                continue
            if sent.n < self.n:
                yield f"It came when an answer had gone up already: message {sent.n}."
            else:
                yield (
                    "It was kept until all branches had answered, and a better answer "
                    f"went up: message {sent.n}."
                )
            return
        yield "It was kept until all branches had answered, which they never did."

    def _request(self) -> tuple[str, str]:
        method, where = self._sent.message.method, self._where
        first = self._repeated()
        if first is not None:
            return "repeated", f"It repeats message {first}, which {where} knows."
        if method == "ACK":
            return "absorbed", (
                f"It acknowledges a refusal, which concerns only this hop: {where} "
                "waited for it."
            )
        if method == "CANCEL":
            return "absorbed", (
                f"A CANCEL concerns only this hop: {where} answers it, and cancels "
                "what it has sent on itself."
            )
        refusal = next(
            (f for f in self._causes if (f.message.status or 0) >= 300), None
        )
        if refusal is not None:
            answer = refusal.message.start_line.removeprefix("SIP/2.0 ")
            return "refused", f"{where} refused it before any application: {answer}."
        return "absorbed", f"It belongs to what {where} had dealt with already."

    def _response(self) -> tuple[str, str]:
        where, message = self._where, self._sent.message
        if message.status == TRYING:
            return "absorbed", "A 100 concerns only this hop, and is never passed on."
        if message.method == "CANCEL":
            return "absorbed", f"It answers the CANCEL that {where} made itself."
        first = self._repeated()
        if first is not None:
            return "repeated", f"It repeats message {first}, which {where} knows."
        return "absorbed", f"It came when {where} had its final answer already."

    def _repeated(self) -> int | None:
        """The message before it that said the same to the same element."""
        mine = self._sent
        for sent in self._of(Sent):
            if sent.n >= self.n:
                return None
            ends = (sent.source, sent.destination)
            if ends == (mine.source, mine.destination) and (
                sent.message is mine.message or sent.message.text == mine.message.text
            ):
                return sent.n
        return None


def _goes_on(follower: Sent, sent: Sent) -> bool:
    """Whether it is the same message on its next hop."""
    one, other = follower.message, sent.message
    return (one.status, one.method, one.call_id) == (
        other.status,
        other.method,
        other.call_id,
    )


def _numbers(messages: list[Sent]) -> str:
    numbers = ", ".join(str(message.n) for message in messages)
    return f"message{'s' if len(messages) > 1 else ''} {numbers}"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
