"""Prediction: what comes next? Asked of a trace, its rest hidden; scored; revealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mspllab.errors import ParseError, UsageError
from mspllab.notebook.alternative import choices, last_before, way_of
from mspllab.scenario.language.nearest import what_there_is
from mspllab.sip.address import Address
from mspllab.sip.message import Request
from mspllab.sip.uri import Uri, parse_uri, rfc3261_equal
from mspllab.trace.records import Dropped, Record, ScriptRun, Sent
from mspllab.trace.trace import Hop, Trace
from mspllab.views.captions.reading import printable, read_message
from mspllab.views.captions.scripts import file_name
from mspllab.views.playback.moment import moments_of
from mspllab.views.playback.telling import Teller, teller_of


class Question(NamedTuple):
    """Something to foretell."""

    key: str
    """The name of the argument that answers it: "next", "line", "to", "request_uri"."""
    text: str
    choices: tuple[str, ...]
    """What there is to choose from; empty: the answer is written."""
    right: tuple[str, ...]
    """Every right answer; the first one is shown."""
    why: str
    """Why it is so, in a sentence: the line or the rule."""

    def accepts(self, answer: object) -> bool:
        """Whether it is right: by its text, its letter, or as the same URI."""
        said = str(answer).strip()
        if self.choices and len(said) == 1 and said.upper() in LETTERS:
            place = LETTERS.index(said.upper())
            said = self.choices[place] if place < len(self.choices) else said
        if said.casefold() in (one.casefold() for one in self.right):
            return True
        uri = _uri(said)
        if uri is None:
            return False
        rights = [one for one in map(_uri, self.right) if one is not None]
        return any(rfc3261_equal(uri, one) for one in rights)


LETTERS = "ABCDEFGH"


class Verdict(NamedTuple):
    """What became of one answer."""

    question: Question
    answer: str | None
    """None: it was not answered."""
    is_right: bool

    def __str__(self) -> str:
        if self.is_right:
            return (
                f"✓ {self.question.text} {self.question.right[0]}. {self.question.why}"
            )
        said = "not answered" if self.answer is None else f"you said {self.answer}"
        right = f"it is {self.question.right[0]}"
        return f"✗ {self.question.text} {said}; {right}. {self.question.why}"


class Score(NamedTuple):
    """All answers, what was right, and why the rest is not."""

    verdicts: tuple[Verdict, ...]
    revealed: str
    """What does come next, in a sentence."""

    @property
    def right(self) -> int:
        """How many were right."""
        return sum(verdict.is_right for verdict in self.verdicts)

    def __str__(self) -> str:
        head = f"{self.right} of {len(self.verdicts)}: {self.revealed}"
        return "\n".join([head, *map(str, self.verdicts)])

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True, repr=False)
class Prediction:
    """A trace up to a message, and questions about that message."""

    trace: Trace
    """The whole run."""
    n: int
    """The first message that is hidden."""
    questions: tuple[Question, ...]
    revealed: str

    @property
    def before(self) -> Trace:
        """What has happened so far."""
        return self.trace.of_records(_before(self.trace, self.n))

    def answer(self, **answers: object) -> Score:
        """Score answers, each by its question's key: `next="B", line=13, to="sip:…"`.

        Raises:
            UsageError: there is no such question.
        """
        keys = [question.key for question in self.questions]
        for key in answers:
            if key not in keys:
                raise UsageError(f"nobody asked for {key}{what_there_is(key, keys)}")
        verdicts = [
            _verdict(question, answers.get(question.key)) for question in self.questions
        ]
        return Score(tuple(verdicts), self.revealed)

    def __str__(self) -> str:
        return "\n".join(_asked(self.questions))

    def __repr__(self) -> str:
        return f"What comes next, at message {self.n}?\n{self}"


def predict_at(trace: Trace, at: int | float) -> Prediction:
    """Questions about the first message from `at` on: its number, or a second.

    Raises:
        UsageError: there is none.
    """
    hop = _hop_at(trace, at)
    teller = teller_of(trace)
    sentences = {
        moment.record.n: teller.tell(moment)
        for moment in moments_of(trace)
        if isinstance(moment.record, Sent)
    }
    questions = tuple(_questions(trace, hop, teller, sentences))
    return Prediction(trace, hop.n, questions, sentences[hop.n])


def _hop_at(trace: Trace, at: int | float) -> Hop:
    for hop in trace.hops:
        if hop.sent >= at if isinstance(at, float) else hop.n == at:
            return hop
    numbers = [hop.n for hop in trace.hops] or [0]
    raise UsageError(
        f"no message follows at {at!r}; they are numbered from {numbers[0]} to "
        f"{numbers[-1]} (a second is written with a point)"
    )


def _questions(
    trace: Trace, hop: Hop, teller: Teller, sentences: dict[int, str]
) -> Iterator[Question]:
    # Messages that leave at the same time are in no order that one could foretell.
    together = [one for one in trace.hops if one.sent == hop.sent and one.n >= hop.n]
    right = tuple(dict.fromkeys(map(way_of, [hop, *together])))
    offered = choices(trace, hop, right)
    run = teller.runs.get(hop.cause.run or 0)
    # Which line it was is asked next, and must not be given away here.
    by = "" if run is None else f": {file_name(run)}"
    told = (
        sentences[hop.n].partition(by)[0].rstrip(".") if by else sentences[hop.n][:-1]
    )
    why = f"{told}.{_what_was_dropped(trace, hop)}"
    yield Question("next", "Who sends what to whom?", offered, right, why)
    if run is not None and hop.cause.line is not None:
        lines = trace.scripts[run.path].text.splitlines()
        text = printable(lines[hop.cause.line - 1].strip())
        asked = f"Which line of {printable(file_name(run))} decides?"
        why = f"There stands: {text}"
        yield Question("line", asked, (), (str(hop.cause.line),), why)
    message = read_message(hop.message)
    if isinstance(message, Request) and _is_fresh(message):
        yield from _about_addresses(hop, message, teller)


def _what_was_dropped(trace: Trace, hop: Hop) -> str:
    """A sentence about the message before, where nothing came of that."""
    last = None if hop.cause.message else last_before(trace, hop)
    for record in trace.of(Dropped):
        if last is not None and record.n == last.n:
            why = printable(record.why)
            return f" What came before was dropped at {record.element}: {why}."
    return ""


def _is_fresh(message: Request) -> bool:
    """Whether somebody chose its addresses, and not a dialog or another request."""
    return message.to_tag is None and message.method not in ("ACK", "CANCEL")


def _about_addresses(hop: Hop, message: Request, teller: Teller) -> Iterator[Question]:
    base = teller.bases.get(hop.n)
    source = read_message(teller.hops[base].message) if base is not None else None
    before = source if isinstance(source, Request) else None
    try:
        to = str(message.to.uri)
    except ParseError:
        return
    if before is None:
        to_rule = where = "A caller writes one address into both (RFC 3261, 8.1.1.1)."
    elif before.call_id != message.call_id:
        to_rule = where = "A redirected caller begins anew, with the Contact it got."
    else:
        to_rule = "A proxy leaves To as the caller wrote it (RFC 3261, 16.6)."
        where = "It is where the message was going already."
        if before.uri != message.uri:
            where = "A proxy writes the next target there (RFC 3261, 16.6)."
    yield Question("to", "Which address stands in To?", (), (to,), to_rule)
    text = "Which Request-URI does it bear?"
    yield Question("request_uri", text, (), (message.uri,), where)


def _before(trace: Trace, n: int) -> Iterator[Record]:
    """What was there to be seen before message `n` left; nothing that gives it away.

    Where the message follows from none, what became of the last one is the question.
    """
    hop = next(one for one in trace.hops if one.n == n)
    last = last_before(trace, hop) if hop.cause.message is None else None
    for record in trace.records:
        if isinstance(record, Sent) and record.n == n:
            return
        if isinstance(record, ScriptRun):
            tells = record.run == hop.cause.run or (last and record.message == last.n)
        else:
            tells = isinstance(record, Dropped) and last and record.n == last.n
        if not tells:
            yield record


def _verdict(question: Question, answer: object) -> Verdict:
    if answer is None or not str(answer).strip():
        return Verdict(question, None, False)
    return Verdict(question, printable(str(answer)), question.accepts(answer))


def _asked(questions: tuple[Question, ...]) -> Iterator[str]:
    for number, question in enumerate(questions, 1):
        yield f"{number}. {question.text} ({question.key}=…)"
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            yield f"   {letter}  {choice}"


def _uri(text: str) -> Uri | None:
    """The URI in a text, or in a name and <URI>; None where there is none."""
    try:
        return Address.parse(text).uri if "<" in text else parse_uri(text)
    except ParseError:
        return None
