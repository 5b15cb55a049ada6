"""Which settings let answers through (lync-routing §6, comment 6)."""

from pathlib import Path

import pytest

from mspllab.notebook.answers import Settings, answers

SCENARIO = Path(__file__).resolve().parents[2] / "data/scenarios/swallowed-answer.toml"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return answers(SCENARIO)


def test_each_of_the_eight_ways_is_tried(settings: Settings) -> None:
    assert len({one[:3] for one in settings.tried}) == 8


def test_one_of_them_alone_kills_the_call(settings: Settings) -> None:
    silent = [one[:3] for one in settings.tried if not one.heard]

    assert silent == [("ALL", "false", "nothing")]


def test_in_the_others_the_caller_hears_it_ring_and_is_answered(
    settings: Settings,
) -> None:
    heard = {one.heard for one in settings.tried if one.heard}

    assert heard == {("180 Ringing", "200 OK")}


def test_the_table_marks_what_fails(settings: Settings) -> None:
    html = settings._repr_html_()

    assert str(settings).splitlines()[-1].split() == [
        *("ALL", "false", "nothing", "✗"),
        *("nothing", "at", "all"),
    ]
    assert html.count("<tr>") == 9
    assert html.count("font-weight:700") == 4
