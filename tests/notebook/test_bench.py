"""The bench without a browser: text, knobs, run, and its form where no widget is."""

from pathlib import Path

import pytest

from mspllab.errors import UsageError
from mspllab.notebook.bench import Bench, bench
from mspllab.notebook.player import Player

DATA = Path(__file__).resolve().parents[2] / "data"
REROUTE = DATA / "scenarios" / "reroute.toml"
ACCEPT = "applications.app01.endpoints.frontdesk.on_call.accept_after"


@pytest.fixture
def made(tmp_path: Path) -> Bench:
    return bench(REROUTE, knobs=[ACCEPT], folder=tmp_path)


def test_it_has_run_once_and_shows_the_player(made: Bench) -> None:
    assert made.trace is not None
    assert len(made.trace.hops) == 12
    assert isinstance(made.children[-1], Player)
    assert made.editor.said == "Played: 12 messages; the script ran once."
    assert made.editor.counts == {"11": 1, "12": 1, "13": 1, "15": 0}


def test_another_text_is_played_and_saved(made: Bench, tmp_path: Path) -> None:
    made.text = made.text.replace('"sip:bob@', '"sip:carol@')
    made.run()

    assert made.trace is not None
    assert {hop.destination for hop in made.trace.hops} >= {"bob-desk"}
    assert "sip:carol@" in (tmp_path / "reroute.work.am").read_text("utf-8")
    assert "sip:carol@" not in (DATA / "scripts" / "reroute.am").read_text("utf-8")


def test_a_knob_changes_the_scenario(made: Bench) -> None:
    made.knobs[0].value = 3.0
    made.run()

    assert made.trace is not None
    answered = [hop for hop in made.trace.hops if hop.message.status == 200]
    assert answered[0].sent == pytest.approx(3.02)


def test_errors_are_mended_first(made: Bench) -> None:
    before = made.trace
    made.text = made.text.replace("ProxyRequest();", "ProxyRequst();")
    made.run()

    assert made.editor.said == "Not run: 1 error to mend first"
    assert made.trace is before


def test_each_run_leaves_one_player_only(made: Bench) -> None:
    made.run()
    made.run()

    assert sum(isinstance(child, Player) for child in made.children) == 1


def test_it_goes_on_where_it_was_left(made: Bench, tmp_path: Path) -> None:
    made.text = made.text.replace("Calls for Bob", "All calls for Bob")

    again = bench(REROUTE, folder=tmp_path)

    assert again.text == made.text
    assert again.editor.said == "Taken up again from reroute.work.am."
    assert again.editor.answer["changed"] == [10]


def test_without_a_widget_it_is_the_script_and_the_ladder(made: Bench) -> None:
    data, _ = made._repr_mimebundle_()

    assert "ProxyRequest();" in data["text/plain"]
    assert "alice → fe01   INVITE" in data["text/plain"]
    assert "<svg" in data["text/html"]
    assert "mspl-listing" in data["text/html"]


def test_a_scenario_without_a_script_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="runs no script"):
        bench(DATA / "scenarios" / "who-rings.toml", folder=tmp_path)
