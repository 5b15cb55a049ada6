"""A control for a setting, by what its key may hold."""

from pathlib import Path

import ipywidgets
import pytest

from mspllab.errors import UsageError
from mspllab.notebook.editing.knob import Knob
from mspllab.scenario.load import read_scenario
from mspllab.scenario.scenario import Scenario

ACCEPT = "applications.app01.endpoints.frontdesk.on_call.accept_after"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    data = Path(__file__).resolve().parents[3] / "data"
    return read_scenario(data / "scenarios" / "reroute.toml")


@pytest.mark.parametrize(
    ("name", "value", "control"),
    [
        (ACCEPT, 0.5, ipywidgets.FloatSlider),
        ("clients.carol.on_call.answer_after", 2.0, ipywidgets.FloatSlider),
        ("clients.alice.on_call.answer_after", None, ipywidgets.FloatSlider),
        ("servers.fe01.record_route", True, ipywidgets.Checkbox),
        ("clients.alice.profile", None, ipywidgets.Dropdown),
        ("seed", 1, ipywidgets.BoundedIntText),
        ("timeline.0.to", "sip:bob@lab.example", ipywidgets.Text),
        ("timeline.1.at", 5.0, ipywidgets.FloatSlider),
    ],
)
def test_each_sort_of_setting_has_its_control(
    scenario: Scenario, name: str, value: object, control: type
) -> None:
    knob = Knob(scenario, name)

    assert knob.start == value
    assert isinstance(knob.widget.children[0], control)
    assert knob.setting == {}


def test_what_was_turned_is_written_over_the_scenario(scenario: Scenario) -> None:
    knob = Knob(scenario, ACCEPT)

    knob.value = 2.5

    assert knob.setting == {ACCEPT: 2.5}
    knob.value = 0.5
    assert knob.setting == {}


def test_never_is_a_box_beside_the_slider(scenario: Scenario) -> None:
    answer = Knob(scenario, "clients.carol.on_call.answer_after")
    ring = Knob(scenario, "clients.carol.on_call.ring_after")

    answer.value = ring.value = None

    assert answer.setting == {"clients.carol.on_call.answer_after": None}
    assert ring.setting == {"clients.carol.on_call.ring_after": "never"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("clients.carol.on_call.answer_aftr", 'did you mean "answer_after"'),
        ("clients.carl.on_call.answer_after", 'did you mean "carol"'),
        ("timeline.9.at", "there are 2 entries"),
        ("clients.carol.on_call", "is no single setting"),
        ("", "is no single setting"),
    ],
)
def test_a_wrong_key_gives_a_sentence(scenario: Scenario, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Knob(scenario, name)
