"""What survives a redirect, carrier by carrier (lync-routing §4.2)."""

from pathlib import Path

import pytest

from mspllab.notebook.carriers import CARRIERS, Survey, carriers

SCENARIO = Path(__file__).resolve().parents[2] / "data/scenarios/carriers.toml"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return carriers(SCENARIO)


def lost(survey: Survey, caller: str) -> list[str]:
    return [f.carrier for f in survey.finds if f.caller == caller and not f.places]


def test_with_a_lync_caller_only_what_is_inside_the_uri_survives(
    survey: Survey,
) -> None:
    assert lost(survey, "lync") == [
        "nothing but To",
        "History-Info",
        "Referred-By",
        "Diversion",
        "header in the Contact's URI",
    ]


def test_a_caller_that_follows_the_rfcs_loses_nothing(survey: Survey) -> None:
    assert lost(survey, "rfc3261") == []
    assert all("To" in f.places for f in survey.finds if f.caller == "rfc3261")


def test_every_carrier_is_tried_with_every_caller(survey: Survey) -> None:
    assert len(survey.finds) == 2 * len(CARRIERS)


def test_the_table_has_a_row_for_each_carrier(survey: Survey) -> None:
    assert str(survey).count("\n") == len(CARRIERS)
    assert survey._repr_html_().count("<tr>") == 1 + len(CARRIERS)
