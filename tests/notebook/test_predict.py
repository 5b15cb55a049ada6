"""The questions as controls, and folded for where there are none."""

from pathlib import Path

import ipywidgets
import pytest

from mspllab.notebook.predict import Predict, predict
from mspllab.scenario.run import play

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"


@pytest.fixture
def asked() -> Predict:
    return predict(play(SCENARIOS / "reroute.toml"), at=3)


def test_each_question_has_a_control_with_a_name(asked: Predict) -> None:
    assert list(asked.controls) == ["next", "line", "to", "request_uri"]
    assert isinstance(asked.controls["next"], ipywidgets.RadioButtons)
    assert asked.controls["next"].value is None
    assert all(control.description for control in asked.controls.values())


def test_check_scores_and_reveals(asked: Predict) -> None:
    asked.controls["next"].value = "fe01 → app01: INVITE"
    asked.controls["line"].value = "13"

    asked._button.click()

    said = asked.children[-1].value
    assert "2 of 4 right." in said
    assert "not answered" in said
    assert "<svg" in said


def test_without_a_widget_the_answers_lie_folded(asked: Predict) -> None:
    data, _ = asked._repr_mimebundle_()

    html = data["text/html"]
    assert html.count("<details><summary>Answer</summary>") == 4
    assert "line 13" not in html
    assert "What comes next?" in data["text/plain"]
    assert "13" not in data["text/plain"]


def test_answers_can_be_given_in_code(asked: Predict) -> None:
    assert asked.answer(line=13).right == 1
