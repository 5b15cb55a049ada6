"""Mermaid and PlantUML text."""

import pytest

from mspllab.trace.trace import Party, Trace
from mspllab.views.diagram_text import render_mermaid, render_plantuml
from tests.views.conftest import Wire, alices_invite


def test_mermaid_names_lanes_messages_notes_and_losses(lossy_call: Trace) -> None:
    text = render_mermaid(lossy_call)

    assert text.startswith('---\ntitle: "What does UDP lose?"\n---\nsequenceDiagram\n')
    assert "    participant alice as Alice\n" in text
    assert "    alice-xproxy: INVITE<br/>R-URI sip:bob@example.com<br/>To" in text
    assert "lost: the link drops it" in text
    assert "    bob-->>proxy: 180 Ringing\n" in text
    assert "    Note over bob: rings: Alice is calling\n" in text


def test_plantuml_names_lanes_messages_notes_and_losses(lossy_call: Trace) -> None:
    text = render_plantuml(lossy_call)

    assert text.startswith("@startuml\n")
    assert text.endswith("@enduml\n")
    assert 'participant "Alice" as alice\n' in text
    assert "alice ->x proxy : INVITE" in text
    assert "bob --> proxy : 180 Ringing\n" in text


def test_script_runs_are_notes(forked_call: Trace) -> None:
    assert "Note over fe01: reroute.am line 11 → proxied" in render_mermaid(forked_call)


@pytest.mark.parametrize("name", ["end", "bob desk", "bob-desk", "participant", "ü"])
def test_any_name_becomes_a_word_both_languages_take(name: str) -> None:
    wire = Wire(parties=(Party(name, "client", "B"),))
    wire.send(0.0, name, "fe01", alices_invite())

    (line,) = [row for row in render_mermaid(wire.trace).split("\n") if " as B" in row]

    word = line.split()[1]
    assert word.replace("_", "a").isalnum()
    assert word.isascii()
    assert word != "end"


def test_two_names_never_become_one_word() -> None:
    wire = Wire(parties=(Party("a-b", "client", ""), Party("a_b", "client", "")))

    words = {line.split()[1] for line in render_mermaid(wire.trace).split("\n")[1:3]}

    assert len(words) == 2


def test_signs_that_mean_something_are_written_as_entities() -> None:
    wire = Wire("a: #1;", parties=())
    wire.send(0.0, "a", "b", alices_invite("sip:b@x.test;lr#<>"))

    text = render_mermaid(wire.trace)

    assert "sip:b@x.test#59;lr#35;" in text


def test_every_message_is_a_line_in_both(forked_call: Trace) -> None:
    arrows = ("->>", "-x", "--x")
    mermaid = render_mermaid(forked_call).split("\n")
    plant = render_plantuml(forked_call).split("\n")

    assert sum(any(a in line for a in arrows) for line in mermaid) == 24
    assert sum("> " in line and " : " in line for line in plant) == 24
