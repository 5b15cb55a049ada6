from collections.abc import Iterator

import pytest

from mspllab.applications.builtins.constants import CONSTANTS
from mspllab.applications.builtins.registry import FORMS, builtin, functions_at
from mspllab.mspl.vocabulary import REQUIRED, Kind, Level


@pytest.fixture(autouse=True)
def clean_registry() -> Iterator[None]:
    before = dict(FORMS)
    yield
    FORMS.clear()
    FORMS.update(before)


def test_a_signature_says_it_all() -> None:
    @builtin(
        "string? Try(string|StandardHeader name, int? n = 7, bool b = true, any? v…)",
        advice={"n": (("8", "is more"),)},
    )
    def attempt() -> None:
        """Try it.

        And more.
        """

    (function,) = FORMS["Try"]
    name, n, b = function.parameters
    assert (function.result, function.nullable) == (Kind.STRING, True)
    assert function.doc == "Try it."
    assert (name.kind, name.nullable, name.default) == (Kind.STRING, False, REQUIRED)
    assert name.constants == ("StandardHeader",)
    assert (n.kind, n.nullable, n.default) == (Kind.INTEGER, True, 7)
    assert n.advice == (("8", "is more"),)
    assert (b.kind, b.default) == (Kind.BOOL, True)
    assert function.rest is not None
    assert (function.rest.kind, function.rest.nullable) == (Kind.ANY, True)
    assert (function.fewest, function.most) == (1, None)


def test_a_constant_may_be_a_type_and_a_default() -> None:
    @builtin("void Try(ClusterType type = UserServices)")
    def attempt() -> None:
        """Try it."""

    (parameter,) = FORMS["Try"][0].parameters
    assert (parameter.kind, parameter.constants) == (Kind.CONSTANT, ("ClusterType",))
    assert parameter.default is CONSTANTS["ClusterType"]["UserServices"]


def test_a_function_has_the_form_of_its_level() -> None:
    @builtin("void Try(string a)", until=Level.V2007R2)
    def attempt() -> None:
        """Try it."""

    @builtin("void Try(string a, int b = rest)", since=Level.V2010)
    def attempt_twice() -> None:
        """Try it."""

    old, new = FORMS["Try"]
    for level, form in zip(Level, (old, old, new, new), strict=True):
        found = functions_at(level)["Try"]
        assert (found.signature, found.until) == (form.signature, form.until)
        assert found.named == (Level.V2005, Level.V2013)
    assert new.parameters[1].default is None
    assert not new.parameters[1].nullable
    assert new.signature == "void Try(string a, int b = rest)"


def test_a_function_that_is_still_to_come_is_known_to_be_so() -> None:
    assert functions_at(Level.V2005)["RetargetRequest"].since is Level.V2013


def test_a_signature_that_cannot_be_read_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match="no signature"):
        builtin("Try(string)")
