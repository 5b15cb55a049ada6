"""A trace as text for other drawing programs: Mermaid and PlantUML.

Both know neither slanted nor crossing arrows; what they show is the order of sending.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mspllab.trace.records import Happened, ScriptRun, Sent
from mspllab.trace.trace import Trace
from mspllab.views.captions.caption import Caption, captions
from mspllab.views.captions.reading import printable
from mspllab.views.captions.scripts import decisive_line, decisive_lines, file_name


class Message(NamedTuple):
    """A line from lane to lane."""

    source: str
    destination: str
    caption: Caption
    lost: str | None
    is_response: bool


class Comment(NamedTuple):
    """A note over a lane."""

    lane: str
    text: str


def render_mermaid(trace: Trace) -> str:
    """`trace` as a Mermaid sequence diagram."""
    lines = ["sequenceDiagram"]
    if trace.title:
        lines.insert(0, f"---\ntitle: {_yaml(trace.title)}\n---")
    names = _identifiers(trace)
    for name, label in _labels(trace).items():
        shown = "<br/>".join(map(_mermaid, label.split("\n")))
        lines.append(f"    participant {names[name]} as {shown}")
    for item in _items(trace):
        if isinstance(item, Comment):
            note = f"    Note over {names[item.lane]}: {_mermaid(item.text)}"
            lines.append(note)
            continue
        arrow = (
            ("--x" if item.lost else "-->>")
            if item.is_response
            else ("-x" if item.lost else "->>")
        )
        ends = f"{names[item.source]}{arrow}{names[item.destination]}"
        text = "<br/>".join(map(_mermaid, _said(item)))
        lines.append(f"    {ends}: {text}")
    return "\n".join(lines) + "\n"


def render_plantuml(trace: Trace) -> str:
    """`trace` as a PlantUML sequence diagram."""
    lines = ["@startuml"]
    if trace.title:
        lines.append(f"title {_plant(trace.title)}")
    names = _identifiers(trace)
    for name, label in _labels(trace).items():
        shown = "\\n".join(map(_plant, label.split("\n"))).replace('"', "'")
        lines.append(f'participant "{shown}" as {names[name]}')
    for item in _items(trace):
        if isinstance(item, Comment):
            lines.append(f"note over {names[item.lane]} : {_plant(item.text)}")
            continue
        dash = "--" if item.is_response else "-"
        head = ">x" if item.lost else ">"
        text = "\\n".join(map(_plant, _said(item)))
        ends = f"{names[item.source]} {dash}{head} {names[item.destination]}"
        lines.append(f"{ends} : {text}")
    return "\n".join([*lines, "@enduml"]) + "\n"


def _items(trace: Trace) -> Iterator[Message | Comment]:
    hops = {hop.n: hop for hop in trace.hops}
    said = captions(tuple(hops.values()), trace.runs)
    decisive = decisive_lines(hops.values())
    for record in sorted(trace.records, key=lambda record: record.at):
        if isinstance(record, Sent):
            hop = hops[record.n]
            is_response = record.message.status is not None
            yield Message(
                hop.source, hop.destination, said[hop.n], hop.lost, is_response
            )
        elif isinstance(record, Happened):
            yield Comment(record.element, printable(record.text))
        elif isinstance(record, ScriptRun):
            line = decisive_line(record, decisive)
            where = "" if line is None else f" line {line}"
            text = f"{file_name(record)}{where} → {record.outcome}"
            yield Comment(record.element, printable(text))


def _said(message: Message) -> list[str]:
    """The caption in lines."""
    caption = message.caption
    parts = (caption.head, caption.target, caption.remark, caption.tag)
    lines = [" ".join(part for part in parts if part)]
    lines += [
        f"{detail.key} {detail.value}".strip()
        for detail in caption.details
        if detail.role != "bad"
    ]
    return [*lines, f"lost: {message.lost}"] if message.lost else lines


def _labels(trace: Trace) -> dict[str, str]:
    """{name: what is written over its lane}, for everybody who takes part."""
    labels = {party.name: party.label or party.name for party in trace.parties}
    for hop in trace.hops:
        for name in (hop.source, hop.destination):
            labels.setdefault(name, name)
    for record in trace.records:
        if isinstance(record, Happened | ScriptRun):
            labels.setdefault(record.element, record.element)
    return labels


def _identifiers(trace: Trace) -> dict[str, str]:
    """{name: a word both languages take}; no two alike, none a word of theirs."""
    words: dict[str, str] = {}
    for name in _labels(trace):
        word = re.sub(r"[^A-Za-z0-9]", "_", name)
        while word in words.values() or word.lower() in RESERVED or not word:
            word += "_"
        words[name] = word
    return words


RESERVED = frozenset(
    {
        "actor",
        "activate",
        "alt",
        "and",
        "as",
        "autonumber",
        "box",
        "break",
        "create",
        "critical",
        "deactivate",
        "destroy",
        "else",
        "end",
        "group",
        "link",
        "links",
        "loop",
        "note",
        "opt",
        "option",
        "over",
        "par",
        "participant",
        "rect",
        "return",
        "title",
    }
)
"""Words of either language, which cannot be names."""


def _mermaid(text: str) -> str:
    """`text` with the signs that mean something to Mermaid as entities."""
    return re.sub(r"[#;<>]", lambda sign: f"#{ord(sign[0])};", printable(text))


def _yaml(text: str) -> str:
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plant(text: str) -> str:
    """`text` with the signs that mean something to PlantUML behind a tilde."""
    return re.sub(r"[~*_/\\<\-]{2}|[<\\~]", lambda sign: f"~{sign[0]}", printable(text))
