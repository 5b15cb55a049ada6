"""The player's small half: its data, its files, and its form without a widget."""

from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

import mspllab as lab
from mspllab.errors import UsageError
from mspllab.notebook.player import Player
from mspllab.scenario.branch import Branch
from mspllab.scenario.tampering import Tampering
from mspllab.trace.trace import Trace
from mspllab.views.branching import asked as told_change
from mspllab.views.branching import sentence
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


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What the front end is told about the branches it asks for."""
    sent: list[dict[str, str]] = []
    monkeypatch.setattr(
        Player, "send", lambda _, content, __=(): sent.append(content["branched"])
    )
    return sent


@pytest.mark.parametrize(
    ("asked", "change"),
    [
        ({"what": "lose", "n": 6}, lab.lose(6)),
        ({"what": "delay", "n": 6, "seconds": "0.5"}, lab.delay(6, 0.5)),
        (
            {"what": "header", "n": 6, "name": "Max-Forwards", "value": "0"},
            lab.header(6, "Max-Forwards", "0"),
        ),
        (
            {"what": "header", "n": 6, "name": "Max-Forwards", "value": ""},
            lab.header(6, "Max-Forwards", None),
        ),
    ],
)
def test_the_front_end_gets_the_branch_of_the_message_it_names(
    player: Player,
    answers: list[dict[str, str]],
    asked: dict[str, object],
    change: Tampering,
) -> None:
    player._asked(player, {"branch": asked}, [])

    found = lab.branch(player.trace, change=change)
    assert answers == [answer_for(found)]


def test_a_setting_is_changed_from_the_present_second_on(
    player: Player, answers: list[dict[str, str]]
) -> None:
    asked = {"what": "setting", "at": 0, "key": "links.delay", "value": "0.1"}
    player._asked(player, {"branch": asked}, [])

    found = lab.branch(player.trace, 0.0, {"links.delay": 0.1})
    assert answers == [answer_for(found)]


@pytest.mark.parametrize("at", [{"n": 3}, {"at": 0.01}])
def test_a_line_of_the_script_is_changed_at_the_message_or_second(
    player: Player, answers: list[dict[str, object]], at: dict[str, object]
) -> None:
    (script,) = player.trace.scripts
    text = 'Respond("486", "Busy");'
    asked = {"what": "line", "script": script, "line": "13", "text": text, **at}
    player._asked(player, {"branch": asked}, [])

    moment: object = next(iter(at.values()))
    found = lab.branch(player.trace, moment, lab.line(script, 13, text))
    assert answers == [answer_for(found)]
    assert found.changed.hops[2].message.status == 486


def test_a_branch_that_makes_no_difference_has_no_pages(
    player: Player, answers: list[dict[str, object]]
) -> None:
    key = "clients.carol.on_call.answer_after"
    asked = {"what": "setting", "at": 0.01, "key": key, "value": "1.0"}
    player._asked(player, {"branch": asked}, [])

    (answer,) = answers
    assert "makes no difference" in str(answer["said"])
    assert "pages" not in answer


def test_settings_that_a_branch_may_change_are_offered(player: Player) -> None:
    for key in ("clients.carol.on_call.answer_after", "links.delay", "timers.t1"):
        assert key in player.settings


def answer_for(found: Branch) -> dict[str, object]:
    said = {"change": told_change(found), "said": sentence(found)}
    if found.difference is None:
        return {**said}
    return {
        **said,
        "pages": [page_of(found.original), page_of(found.changed)],
        "part": found.difference.n,
    }


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"what": "delay", "n": 6, "seconds": "soon"}, "seconds such as 0.5"),
        ({"what": "delay", "n": 6, "seconds": "-1"}, "late by some seconds"),
        ({"what": "header", "n": 6, "name": "a b", "value": "c"}, "is a token"),
        ({"what": "lose", "n": 99}, "there is no message 99"),
        ({"what": "setting", "at": 0, "key": "no", "value": "1"}, 'has no key "no"'),
        ({"what": "line", "n": 3, "line": "x", "script": "reroute.am"}, "such as 13"),
        (
            {"what": "line", "n": 3, "line": "999", "script": "reroute.am"},
            "no line 999",
        ),
        ({"what": "line", "n": 3, "line": "1", "script": "x.am"}, "runs no x.am"),
        ({"what": "burn", "n": 6}, "'burn' is no change"),
    ],
)
def test_an_impossible_branch_is_answered_with_a_sentence(
    player: Player, answers: list[dict[str, str]], asked: dict[str, object], says: str
) -> None:
    player._asked(player, {"branch": asked}, [])

    (answer,) = answers
    assert says in answer["trouble"]


def test_only_a_trace_that_was_played_here_offers_a_branch(
    player: Player, trace: Trace
) -> None:
    assert player.branches
    assert not lab.player(Trace(records=trace.records)).branches


def test_a_notebook_made_into_a_page_shows_the_static_form(player: Player) -> None:
    data, _ = player._repr_mimebundle_()
    shown = nbformat.v4.new_output("execute_result", data, execution_count=1)
    cell = nbformat.v4.new_code_cell("player", outputs=[shown], execution_count=1)

    page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))

    body = page.partition("<body")[2]
    assert body.count('class="mspl"') == 1
    assert "Sequence diagram: 12 messages" in body
    assert 'class="mspl-listing"' in body
    assert "widget-view" not in body


def test_it_names_itself_in_a_line(player: Player) -> None:
    assert (
        repr(player) == "<Player of 'Can one application take the call?', 12 messages>"
    )
