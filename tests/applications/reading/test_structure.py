import pytest

from mspllab.applications.reading.attribute_values import Complaints
from mspllab.applications.reading.elements import read_elements
from mspllab.applications.reading.structure import (
    ATTRIBUTES,
    CHILDREN,
    REQUIRED,
    checked_children,
)
from mspllab.errors import ManifestError


def checked(
    inside: str, tag: str = "applicationManifest"
) -> tuple[list[str], list[str]]:
    """Names of the elements that were found, and codes of the complaints."""
    namespace = 'xmlns="http://schemas.microsoft.com/lcs/2006/05"'
    root = read_elements(f"<{tag} {namespace}>{inside}</{tag}>", "a.am")
    to = Complaints()
    return sorted(checked_children(root, to)), [f.code for f in to.findings]


def test_required_attributes_are_known_ones() -> None:
    for element, names in REQUIRED.items():
        assert set(names) <= set(ATTRIBUTES[element])
    for parent, children in CHILDREN.items():
        assert parent == "applicationManifest" or parent in ATTRIBUTES
        assert set(children) <= set(ATTRIBUTES)


def test_known_elements_are_found_by_name() -> None:
    assert checked("<scriptOnly/><splScript/>") == (["scriptOnly", "splScript"], [])


def test_a_column_stands_in_a_file_only() -> None:
    assert checked('<column name="a"/><splScript/>') == (["splScript"], ["MSPL317"])


def test_the_first_of_two_counts() -> None:
    assert checked("<splScript/><splScript/>") == (["splScript"], ["MSPL324"])


def test_another_outermost_element_ends_the_reading() -> None:
    with pytest.raises(ManifestError, match="the outermost element is <manifest>"):
        checked("", tag="manifest")
