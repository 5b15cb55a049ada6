import pytest

from mspllab.applications.reading.attribute_values import (
    Complaints,
    did_you_mean,
    flag,
    listed,
    method_name,
    reason_class,
    role,
)
from mspllab.applications.reading.elements import Element, read_elements


def element(value: str) -> Element:
    return read_elements(f'<a x="{value}"/>', "a.am")


@pytest.mark.parametrize(
    ("value", "read", "codes"),
    [
        ("true", True, []),
        ("false", False, []),
        ("TRUE", True, ["MSPL332"]),
        (" false ", False, ["MSPL332"]),
        ("1", True, ["MSPL321"]),
        ("", True, ["MSPL321"]),
    ],
)
def test_a_flag_is_true_or_false(value: str, read: bool, codes: list[str]) -> None:
    to = Complaints()
    assert flag(element(value), "x", default=True, to=to) is read
    assert [f.code for f in to.findings] == codes


def test_an_attribute_left_out_has_its_default() -> None:
    to = Complaints()
    assert flag(element(""), "y", default=True, to=to) is True
    assert listed(element(""), "y", method_name, to=to) is None
    assert to.findings == []


def test_each_word_of_a_list_is_pointed_at() -> None:
    to = Complaints()
    found = listed(element("BYE, CANCEL,INVTIE , ACK"), "x", method_name, to=to)
    assert found == {"BYE", "ACK"}
    assert [(f.place.column, f.place.length, f.hint) for f in to.findings] == [
        (12, 6, "a CANCEL never reaches a script as such"),
        (19, 6, "did you mean INVITE?"),
    ]


def test_words_without_commas_are_one_word_too_many() -> None:
    to = Complaints()
    assert listed(element("INVITE BYE"), "x", method_name, to=to) == frozenset()
    assert [f.hint for f in to.findings] == ["write commas between the values"]


def test_roles_are_those_of_the_constant_list() -> None:
    to = Complaints()
    assert listed(element("FrontEnd,AccessProxy"), "x", role, to=to) == {
        "FrontEnd",
        "AccessProxy",
    }
    assert listed(element("frontend"), "x", role, to=to) == {"FrontEnd"}
    assert [f.code for f in to.findings] == ["MSPL332"]


def test_a_single_status_code_is_explained() -> None:
    to = Complaints()
    assert listed(element("2nn,404"), "x", reason_class, to=to) == {2}
    assert [f.hint for f in to.findings] == [
        "write 4nn, and let the script test sipResponse.StatusCode"
    ]


def test_the_nearest_word_is_named_or_else_all() -> None:
    assert did_you_mean("INVTIE", ("INVITE", "BYE")) == "did you mean INVITE?"
    assert did_you_mean("zebra", ("INVITE", "BYE")) == "allowed are INVITE, BYE"
