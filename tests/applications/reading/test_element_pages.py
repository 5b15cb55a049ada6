"""Every element and attribute that a manifest may have is explained."""

import pytest

from mspllab.applications.reading.element_pages import ELEMENT_PAGES, element_entry
from mspllab.applications.reading.structure import ATTRIBUTES, ROOT
from mspllab.mspl.page import read_page


def test_the_pages_are_those_of_the_elements_there_are() -> None:
    assert set(ELEMENT_PAGES) == {ROOT, *ATTRIBUTES}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_is_explained(name: str) -> None:
    page = read_page(ELEMENT_PAGES[name])
    labels = [label for label, _ in page.notes if label != "Guess"]

    assert labels == list(ATTRIBUTES[name])
    assert page.summary.endswith(".")


def test_an_entry_says_where_it_stands_and_how_often() -> None:
    entry = element_entry("column")

    assert entry is not None
    assert entry.forms == ('<column name="…"/>',)
    assert dict(entry.facts) == {
        "Where": "inside file.",
        "How often": "any number.",
        "Must have": "name.",
    }
    assert element_entry("columns") is None
