"""The player's small half: its data, its files, and its form without a widget."""

from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

import mspllab as lab
from mspllab.errors import UsageError
from mspllab.notebook.player import Player
from mspllab.trace.trace import Trace
from mspllab.views.playback.page import page_of

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"


@pytest.fixture
def trace() -> Trace:
    return lab.play(SCENARIOS / "reroute.toml")


@pytest.fixture
def player(trace: Trace) -> Player:
    return lab.player(trace)


def test_it_hands_the_front_end_the_page_of_its_trace(
    player: Player, trace: Trace
) -> None:
    assert player.page == page_of(trace)
    assert player.get_state()["page"] == page_of(trace)


def test_where_no_widget_is_shown_there_is_the_ladder_and_the_listing(
    player: Player, trace: Trace
) -> None:
    data, _ = player._repr_mimebundle_()

    assert data["text/plain"] == lab.ladder(trace)
    assert data["text/html"].startswith(lab.sequence(trace).html)
    assert lab.listing(trace)._repr_html_() in data["text/html"]
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"]


def test_its_static_form_is_always_the_same(trace: Trace) -> None:
    first, second = (lab.player(trace)._repr_mimebundle_()[0] for _ in range(2))

    assert first["text/html"] == second["text/html"]


@pytest.mark.parametrize("name", ["call.html", "call.svg", "call.mmd", "call.md"])
def test_it_saves_what_the_ending_says(
    player: Player, tmp_path: Path, name: str
) -> None:
    player.save(tmp_path / name)

    assert (tmp_path / name).stat().st_size > 0


def test_an_unknown_ending_is_one_sentence_and_no_file(
    player: Player, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="'doc' names no format"):
        player.save(tmp_path / "call.doc")
    assert not list(tmp_path.iterdir())


def test_the_front_end_gets_the_file_it_asks_for(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[object, list[bytes]]] = []
    monkeypatch.setattr(
        Player, "send", lambda _, content, buffers=(): sent.append((content, buffers))
    )

    player._asked(player, {"save": "mmd"}, [])
    player._asked(player, {"save": "../etc"}, [])
    player._asked(player, {}, [])

    ((content, (data,)),) = sent
    assert content == {"name": "call.mmd", "mime": "text/plain"}
    assert b"sequenceDiagram" in data


def test_a_notebook_made_into_a_page_shows_the_static_form(player: Player) -> None:
    data, _ = player._repr_mimebundle_()
    shown = nbformat.v4.new_output("execute_result", data, execution_count=1)
    cell = nbformat.v4.new_code_cell("player", outputs=[shown], execution_count=1)

    page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))

    body = page.partition("<body")[2]
    assert body.count('class="mspl"') == 1
    assert "Sequence diagram: 12 messages" in body
    assert '<div class="mspl-listing">' in body
    assert "widget-view" not in body


def test_it_names_itself_in_a_line(player: Player) -> None:
    assert (
        repr(player) == "<Player of 'Can one application take the call?', 12 messages>"
    )
