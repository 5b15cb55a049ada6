"""Did you mean …?"""

import pytest

from mspllab.mspl.spelling import did_you_mean, nearest

NAMES = ("ContainsString", "EqualString", "GetUri", "GetUriParameter", "Log", "Fork")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("containsstring", "ContainsString"),
        ("ContainString", "ContainsString"),
        ("Contains", "ContainsString"),
        ("EqaulString", "EqualString"),
        ("GetURI", "GetUri"),
        ("Logg", "Log"),
        ("Frok", "Fork"),
        ("Zzz", None),
        ("x", None),
        ("G" * 100, None),
    ],
)
def test_the_nearest_name_is_found(name: str, meant: str | None) -> None:
    assert nearest(name, NAMES) == meant


def test_known_slips_come_first() -> None:
    assert nearest("Redirect", NAMES, {"Redirect": "Fork"}) == "Fork"
    assert nearest("Redirect", NAMES, {"Redirect": "Nowhere"}) is None


def test_it_is_asked_as_a_question_or_not_at_all() -> None:
    assert did_you_mean("Log2", NAMES) == "; did you mean Log?"
    assert did_you_mean("Log2", ()) == ""


def test_of_very_many_names_the_first_ones_are_looked_at() -> None:
    many = [f"name{i}" for i in range(1000)]

    assert nearest("nam7", many) == "name7"
    assert nearest("Logg", [*many, "Log"]) is None
