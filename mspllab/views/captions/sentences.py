"""Sentences: the flow of a trace in words, for those who do not see the picture."""

from mspllab.trace.records import Happened, Lost, Received, ScriptRun, Sent
from mspllab.trace.trace import Trace
from mspllab.views.captions.reading import printable

MOST = 60
"""After so many sentences the rest is only counted."""


def describe(trace: Trace) -> str:
    """Who takes part, and what happens, in sentences."""
    names = [printable(party.name) for party in trace.parties]
    total = len(trace.of(Sent))
    opening = f"Sequence diagram: {total} message{'s' * (total != 1)}"
    if names:
        opening += f" between {_listed(names)}"
    sentences = [f"{opening}."]
    left = 0
    lost = {record.n: record.why for record in trace.of(Lost)}
    arrived = {record.n for record in trace.of(Received)}
    for record in trace.records:
        if not isinstance(record, Sent | Happened | ScriptRun):
            continue
        if len(sentences) > MOST:
            left += 1
            continue
        if isinstance(record, Sent):
            sentences.append(_sent(record, lost.get(record.n), record.n in arrived))
        elif isinstance(record, Happened):
            sentences.append(_said(record.at, f"{record.element} {record.text}"))
        else:
            said = f"at {record.element}, {record.path} runs: {record.outcome}"
            sentences.append(_said(record.at, said))
    if left:
        sentences.append(f"And {left} more.")
    sentences += _silent(trace)
    if trace.end is not None:
        sentences.append(f"The run ends at {trace.end.at:.3f} s: {trace.end.why}.")
    return " ".join(sentences)


def _silent(trace: Trace) -> list[str]:
    """Who neither sends nor receives anything, which may be the point of it all."""
    busy = {name for sent in trace.of(Sent) for name in (sent.source, sent.destination)}
    return [
        printable(f"{party.name} sends and receives nothing.")
        for party in trace.parties
        if party.name not in busy
    ]


def _sent(sent: Sent, lost: str | None, arrived: bool) -> str:
    line = sent.message.start_line.removesuffix(" SIP/2.0").removeprefix("SIP/2.0 ")
    end = ""
    if lost is not None:
        end = f"; it is lost: {lost}"
    elif not arrived:
        end = "; it does not arrive before the end"
    return _said(sent.at, f"{sent.source} sends {line} to {sent.destination}{end}")


def _said(at: float, text: str) -> str:
    return printable(f"{at:.3f} s: {text}.")


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
